"""Inputs: what enters from outside, fixtures and parameters among it, and where helpers get theirs from."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_testsec.cleanup.frameworks import FIXTURES
from flake8_testsec.patterns import lazy
from flake8_testsec.project.fixtures import BUILTIN, parameter_names
from flake8_testsec.review import by_library, certainty, configured_fixtures, given_rows, scenarios
from flake8_testsec.review import outside as beside
from flake8_testsec.review.document import Fact, Lines, capped, code, counted, fact, listed
from flake8_testsec.review.factories import runs_as_test
from flake8_testsec.review.files_read import files
from flake8_testsec.review.fixtures import OF_PLUGINS, Asked, asked, decorated, sources
from flake8_testsec.review.places import functions, handed_on
from flake8_testsec.review.reached import unread
from flake8_testsec.review.value_words import origin
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.branches import variable_read
from flake8_testsec.source.calls import argument, spelt, string, truth
from flake8_testsec.source.literals import text_of
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.network.clients import REQUESTS
from flake8_testsec.vocabulary.network.downloads import FETCHES
from flake8_testsec.vocabulary.secrets.outputs import tells_of_secret
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook

_NO = (
    "By the names that are known, no call in this file reads a variable of the environment, the command "
    "line, standard input, a file, the clock or a random value, or sends a request"
)
_NOT_FOLLOWED = "What code in other files reads when it is called from here was not followed to its end."
NOTHING = f"{_NO}, and no test asks for a fixture, or for a parameter that no patch fills. {_NOT_FOLLOWED}"

_MOST = 6
"""Marks with parameters that are told one by one."""

_PROCESS = {
    "sys.argv": "The command line",
    "sys.stdin": "Standard input",
    "input": "Standard input",
}


def facts(module: Module) -> Iterator[Fact]:
    """What enters, the widest first."""
    outside = [
        *capped(_environment(module), "variables of the environment"),
        *_in_conditions(module),
        *_process(module),
        *capped(files(module), "files"),
        *capped(_requests(module), "requests"),
        *by_library.facts(module),
        *beside.facts(module),
    ]
    inside = [
        *capped(_fixtures(module), "fixtures", 12),
        *_by_marks(module),
        *configured_fixtures.facts(module),
        *certainty.unnamed(module),
        *_parametrised(module),
        *given_rows.facts(module),
        *scenarios.facts(module),
        *capped(_helpers(module), "parameters of helpers", 10),
    ]
    yield from (*outside, *inside)
    if outside and unread(module):
        yield fact("beyond", [], f"{_NOT_FOLLOWED}{unread(module)}")
    if inside and not outside:
        yield fact("inside", [], f"{_NO}. {_NOT_FOLLOWED}{unread(module)}")


def entering(module: Module) -> Iterator[Fact]:
    """What enters from outside by a call or a name that is known, however much it is."""
    yield from _environment(module)
    yield from _process(module)
    yield from files(module)
    yield from _requests(module)
    yield from by_library.sent(module)
    yield from beside.passing(module)


def _environment(module: Module) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    if not module.mentions("environ", "getenv"):
        return
    for node in (*module.nodes(ast.Subscript), *module.nodes(ast.Call), *module.nodes(ast.Compare)):
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            continue
        if name := _subscripted(node, module) or variable_read(node, module):
            found[name].append(node)
    for name, nodes in sorted(found.items()):
        otherwise = _default(name, nodes)
        parts = ("The environment variable ", code(name), " is read", *otherwise, ".")
        yield fact("environment", nodes, *parts, subject=name)
    whole = [each for each in module.attributes({"environ"}) if _is_whole(each, module)]
    if whole:
        parts = ("The whole environment is taken, by ", code("os.environ"), ".")
        yield fact("environment", whole, *parts, subject="environ")


def _default(name: str, nodes: Sequence[ast.AST]) -> tuple[str, ...]:
    """What all calls that read a variable take in its place, if that is one literal and no secret."""
    given = [argument(each, 1, "default") if isinstance(each, ast.Call) else None for each in nodes]
    texts = {spelt(each) for each in given if isinstance(each, ast.Constant) and each.value is not None}
    if len(texts) != 1 or not all(isinstance(each, ast.Constant) for each in given) or tells_of_secret(name):
        return ()
    return (", and where it is not set, ", code(next(iter(texts))), " is taken")


def _subscripted(node: ast.expr, module: Module) -> str:
    """The variable of the environment that ``os.environ["SHOP_HOST"]`` reads."""
    if isinstance(node, ast.Subscript) and "os.environ" in module.names(node.value):
        return string(node.slice) or ""
    return ""


def _is_whole(node: ast.Attribute, module: Module) -> bool:
    """Whether all variables are copied, listed or handed on."""
    if "os.environ" not in module.names(node):
        return False
    match module.parent(node):
        case ast.Attribute(attr="copy" | "items" | "keys" | "values"):
            return True
        case ast.Call(func=func, args=args):
            return node in args and not (isinstance(func, ast.Attribute) and func.attr in _SETTING)
        case ast.Dict() | ast.keyword() | ast.Starred():
            return True
        case _:
            return False


_SETTING = frozenset({"dict", "setitem", "delitem", "object"})
"""What replaces entries and takes nothing: ``patch.dict(os.environ, ...)``, ``monkeypatch.setitem``."""


def _in_conditions(module: Module) -> Iterator[Fact]:
    """Variables that conditions of marks read which are written as texts, for pytest to evaluate."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({"skipif", "xfail"}):
        text = string(argument(call, 0, "condition")) or ""
        if match := _READS.search(text):
            found[match["name"]].append(call)
    for name, calls in found.items():
        words = "A condition that is written as a text reads the environment variable "
        yield fact("environment", calls, words, code(name), ".", subject=name)


_READS = lazy(r"(?:getenv\(|environ(?:\.get\(|\[))\s*['\"](?P<name>\w+)['\"]")


def _process(module: Module) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for attribute in module.attributes({"argv", "stdin"}):
        if isinstance(attribute.ctx, ast.Load):
            for name in module.names(attribute) & _PROCESS.keys():
                found[name].append(attribute)
    for call in module.calls({"input"}):
        if module.names(call.func) == {"input"} or _is_renamed(call.func, module):
            found["input"].append(call)
    yield from _arguments(module)
    for name, nodes in sorted(found.items()):
        yield fact("process", nodes, _PROCESS[name], " is named: ", code(name), ".", subject=name)


def _is_renamed(func: ast.expr, module: Module) -> bool:
    """Whether the builtin is called by what Python 2 calls it, under the name of Python 3."""
    bound = module.bindings(func) if isinstance(func, ast.Name) else ()
    values = [each.value for each in bound if isinstance(each, Bound)]
    return bool(values) and all(isinstance(each, ast.Name) and each.id == "raw_input" for each in values)


def _arguments(module: Module) -> Iterator[Fact]:
    """The command line where a library takes it apart: argparse without a list, and click."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls(_ARGUMENTS.keys()):
        word = call.func.attr if isinstance(call.func, ast.Attribute) else spelt(call.func)
        is_whole = word in ("argument", "option") or not (call.args or call.keywords)
        if is_whole and module.names(call.func) & {_ARGUMENTS.get(word, "")}:
            found[spelt(call)].append(call)
    for name, nodes in sorted(found.items()):
        yield fact("process", nodes, "The command line is taken apart: ", code(name), ".", subject=name)


_ARGUMENTS = {
    "argument": "click.argument",
    "option": "click.option",
    "parse_args": "argparse.ArgumentParser().parse_args",
}


def _requests(module: Module) -> Iterator[Fact]:
    known = REQUESTS.keys() | set(FETCHES)
    found: dict[str, list[ast.Call]] = defaultdict(list)
    for call in module.calls({name.rpartition(".")[2] for name in known}):
        if module.names(call.func) & known:
            found[spelt(call)].append(call)
    for shown, calls in found.items():
        parts = ("A request is sent, or answered by a double: ", code(shown), ".")
        yield fact("request", calls, *parts, subject=spelt(calls[0].func))


def _fixtures(module: Module) -> Iterator[Fact]:
    """The fixtures that tests ask for by their parameters, each with where it is defined."""
    wanted: dict[tuple[str, tuple[Lines, ...]], list[Asked]] = defaultdict(list)
    for each in asked(module):
        wanted[each.name, sources(each, module)].append(each)
    for each in decorated(module):
        if each.name in BUILTIN | OF_PLUGINS or sources(each, module):
            wanted[each.name, sources(each, module)].append(each)
    unread: dict[str, Lines] = {}
    doubtful = {each.parameter for each in decorated(module)}
    for (name, places), several in wanted.items():
        count = counted(len(several), "function")
        below = sum(each.parameter in doubtful for each in several)
        if places:
            first = ", the first 6 here," if len(several) > 6 else ""
            asks = f"{count} of this file{first} {_ask(len(several))} for the fixture "
            parts = (asks, code(name), *_where(places), _below(below), ".")
            yield fact(
                "fixture-asked", [*(_line(each) for each in several[:6]), *places], *parts, subject=name
            )
        elif name in BUILTIN | OF_PLUGINS | FIXTURES.keys():
            unread[name] = _line(several[0])
    if unread:
        words = listed([code(each) for each in unread])
        yield fact(
            "fixture-asked",
            unread.values(),
            "Fixtures that pytest or a well-known plugin brings, each with the line of its first use: ",
            *words,
            ".",
            subject=" ".join(unread),
        )


def _by_marks(module: Module) -> Iterator[Fact]:
    """Fixtures that marks ask for, so that no parameter names them."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({"usefixtures"}):
        for name in map(string, call.args) if "pytest.mark.usefixtures" in module.names(call.func) else ():
            found[name or "a name that is worked out"].append(call)
    for name, calls in found.items():
        parts = ("A mark asks for the fixture ", code(name), ", which no parameter names there.")
        yield fact("fixture-marked", calls, *parts, subject=name)


def _below(number: int) -> str:
    """That some ask for a fixture only if no decorator that is not followed gives them something else."""
    return f"; {number} by the name alone, below a decorator that is not followed" if number else ""


def _ask(number: int) -> str:
    return "asks" if number == 1 else "ask"


def _line(each: Asked) -> Lines:
    return Lines(each.parameter.lineno, each.parameter.lineno)


def _where(places: Sequence[Lines]) -> tuple[str, ...]:
    return (", which this file defines",) if not any(each.path for each in places) else ()


def _parametrised(module: Module) -> Iterator[Fact]:
    found = [*_marks(module)]
    yield from found[:_MOST]
    if rest := found[_MOST:]:
        ends = [rest[0].lines[0], rest[-1].lines[0]]
        parts = (f"{counted(len(rest), 'more mark')} of parameters, from the first to the last line named.",)
        yield fact("parameter-marks", ends, *parts, subject=str(len(rest)))


def _marks(module: Module) -> Iterator[Fact]:
    for call in module.calls({"parametrize"}):
        names = argument(call, 0, "argnames")
        values = argument(call, 1, "argvalues")
        if names is None or values is None or "pytest.mark.parametrize" not in module.names(call.func):
            continue
        what: tuple[str, ...]
        match values:
            case ast.List(elts=elements) | ast.Tuple(elts=elements) if not _starred(elements):
                what = (f"{counted(len(elements), 'value')} written here",)
            case ast.Name(id=name):
                what = ("the values of ", code(name))
            case _:
                what = ("values that are worked out",)
        who, text = _named_by(meant(names, module))
        through = _through_fixtures(call)
        yield fact("parameters", [call], *who, *what, *through, ".", subject=text)


def _named_by(names: ast.expr) -> tuple[tuple[str, ...], str]:
    """The parameters that a mark names, as the begin of a sentence, and how they are written."""
    text = text_of(names) or spelt(names)
    if parameter_names(names) is None:
        return ("The parameters that ", code(text), " names get "), text
    is_one = "," not in text and not isinstance(names, ast.List | ast.Tuple)
    word, verb = ("Parameter ", " gets ") if is_one else ("Parameters ", " get ")
    return (word, code(text), verb), text


def _through_fixtures(call: ast.Call) -> tuple[str, ...]:
    """That the values go to fixtures of these names, and the tests get what those make of them."""
    given = argument(call, 2, "indirect")
    words = "through fixtures of the same name (indirect)"
    match given:
        case None:
            return ()
        case ast.Constant():
            return () if truth(given) is False else (f", {words}",)
        case ast.List(elts=elements) | ast.Tuple(elts=elements) if all(map(string, elements)) and elements:
            names = [code(string(each) or "") for each in elements]
            return (", ", *listed(names), f" {words}")
        case _:
            return (f", some perhaps {words}",)


def _starred(elements: Sequence[ast.expr]) -> bool:
    return any(isinstance(each, ast.Starred) for each in elements)


# Helpers of this file: whoever calls them here says what they are given.


def _helpers(module: Module) -> Iterator[Fact]:
    for function in functions(module):
        if not (runs_as_test(function, module) or is_hook(function) or is_fixture(function, module)):
            yield from _given(function, module)


def _given(function: Function, module: Module) -> Iterator[Fact]:
    """What a helper is given, where every call of its name in the file certainly means it."""
    names = _plain_parameters(function, module)
    calls = [each for each in module.calls({function.name}) if module.function(each) is not function]
    if not names or not calls or function.decorator_list or _is_handed_on(function, module):
        return
    if not all(_means(each, function, module) for each in calls):
        return
    for number, name in enumerate(names):
        values = [argument(each, number, name) for each in calls]
        given = [each for each in values if each is not None]
        if len(given) == len(values) and (words := origin(given, module)):
            lines = [Lines(each.lineno, each.lineno) for each in calls]
            every = "both calls" if len(calls) == 2 else f"all {len(calls)} calls"
            many = "its only call here gives" if len(calls) == 1 else f"{every} here give"
            is_secret = tells_of_secret(name) and any(
                isinstance(meant(each, module), ast.Constant) for each in given
            )
            told = ("a literal, not shown here",) if is_secret else words
            parts = ("Parameter ", code(name), " of ", code(function.name), f": {many} it ", *told, ".")
            yield fact("argument", lines, *parts, subject=f"{function.name}.{name}")


def _is_handed_on(function: Function, module: Module) -> bool:
    """Whether its name also stands where it is not called, so that somebody else may call it."""
    return bool(handed_on(function.name, module))


def _plain_parameters(function: Function, module: Module) -> list[str]:
    given = function.args
    if given.vararg or given.kwarg or given.posonlyargs:
        return []
    names = [each.arg for each in given.args]
    return names[1:] if module.class_of(function) is not None else names


def _means(call: ast.Call, function: Function, module: Module) -> bool:
    class_ = module.class_of(function)
    if any(isinstance(each, ast.Starred) for each in call.args) or any(
        each.arg is None for each in call.keywords
    ):
        return False
    match call.func:
        case ast.Attribute(value=ast.Name(id="self")) if class_ is not None:
            caller = module.function(call)
            return caller is not None and module.class_of(caller) is class_
        case _:
            return class_ is None and function in callees(call.func, module)
