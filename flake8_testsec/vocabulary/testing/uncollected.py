"""Checks that no runner takes for tests: what their names say, and whether anything names them."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Imported
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.literals import text_of
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import holds_check
from flake8_testsec.vocabulary.testing.reasons import gives_reason
from flake8_testsec.vocabulary.testing.skips import above
from flake8_testsec.vocabulary.testing.suites import without_docstring

_TAKEN = (
    r"x+|no|not|dont|do_not|off|skip|skipped|disable|disabled|hide|hidden|old|obsolete|deprecated"
    r"|ignored?|omit(ted)?|exclude[ds]?|suspended|inactive|unused|pending|wip|broken|bug"
)
_ALONE = r"x+_|(skip|skipped|disabled|dont_run|do_not_run)_"
"""What says so before any other word, too."""
_OFF = lazy(rf"_*({_ALONE}|(({_TAKEN})_*)?test)", re.IGNORECASE)
_SAYS_OFF = lazy(rf"_*({_ALONE}|({_TAKEN})_*test)", re.IGNORECASE)
_CANCELED = lazy(r"_*cancell?ed_", re.IGNORECASE)
_QUOTED = lazy(r"\s*#\s*\[(START|END) \w+\]\s*\Z")
_REASON = lazy(
    r"n't\b|\bnot\b|\bcannot\b|\bfail|broken|flak|disabl|skip|too slow|to enable|\bbugs?\b", re.IGNORECASE
)
_OF_ITSELF = lazy(
    r"\A\W*(disabled|skip|broken|fail(s|ed|ing)\b|not\b|do(es)?\s*n.t\b|cannot\b|can't\b|too\b|"
    r"(this|it)\s+(can|is|was|does|will|needs|only|fails|has)\b)|"
    r"\b(test\s+(case\s+)?(is|was|does|has|can|cannot|will|needs|requires|fails)|flaky|flakiness|too\s+slow|"
    r"to\s+enable|(disabled|skipped|broken|failing|fails)\s+(because|until|for\s+now|since|due|temporarily|by"
    r"\s+default|on)|(temporarily|currently|for\s+now|not\s+yet|known\s+bugs?|bug\s+\d+|todo|fixme)\b|"
    r"(does\s+not|doesn't)\s+work|be\s+tested|not\s+(working|implemented|supported|run|used|collected|ready))",
    re.IGNORECASE,
)
"""What a docstring says of the test; what else fails, or does not happen in it, is what the test is about."""
_SKIPS = lazy(r"_*(skip|x_?fail|expected_?failure)", re.IGNORECASE)
_WORD = lazy(r"\w+")
_STATIC = frozenset(
    f"{module}.{name}"
    for module in ("typing", "typing_extensions")
    for name in ("assert_type", "assert_never")
)
"""Checks of a type checker: nobody need run them."""

_BY_HAND = frozenset({"sys.argv", "sys.stdin"})


def is_off(name: str) -> bool:
    """Whether somebody has taken the prefix away on purpose from a name."""
    return bool(_OFF.match(name))


def says_off(name: str) -> bool:
    """Whether a name tells everybody that somebody has."""
    return bool(_SAYS_OFF.match(name))


def is_put_aside(function: Function, module: Module) -> bool:
    """Whether a function is no test on purpose, as its name or its comments say.

    Args:
        function: one that no runner collects.
        module: its module.

    Returns:
        ``True`` for a name that says so, for one with ``canceled_`` in front where nothing in the function is
        about cancelling, and for a sample of which the documentation quotes a part, between the comments
        ``[START name]`` and ``[END name]``.
    """
    if says_off(function.name):
        return True
    end = function.end_lineno or function.lineno
    body = [module.line(number) for number in range(function.lineno + 1, end + 1)]
    if _CANCELED.match(function.name):
        return not any("cancel" in each.lower() for each in body)
    quoted = {match[1] for each in body if (match := _QUOTED.match(each))}
    return quoted == {"START", "END"}


@once
def called_on_self(module: Module) -> Collection[str]:
    """What is called on anything that ends with ``self``, as far as the text of a module tells."""
    return frozenset(_CALLED.findall(module.source))


def is_step(name: str, module: Module) -> bool:
    """Whether a method is a step of the tests beside it, which call others of its kind: ``then_...``."""
    step = _STEP.match(name)
    return step is not None and step[1] in _steps(module)


@once
def _steps(module: Module) -> Collection[str]:
    return frozenset(step[1] for each in called_on_self(module) if (step := _STEP.match(each)))


_CALLED = lazy(r"self\.(\w+)\(")
_STEP = lazy(r"(given|when|then)_")


def says_why(function: Function, module: Module) -> bool:
    """Whether a docstring, or a comment above or at the head of the body, says why a test is switched off by
    its name."""
    if not is_off(function.name):
        return False
    if any(map(_is_skip_with_reason, function.decorator_list)):
        return True
    described, told = ast.get_docstring(function) or "", above(_first_line(function), module)
    if _OF_ITSELF.search(described) or any(map(_REASON.search, (*told, behind(function, module)))):
        return True
    return gives_reason("\n".join((*told, behind(function, module), *_heads(function, module))))


def is_set_apart(function: Function, module: Module) -> bool:
    """Whether the text that heads this part of a module says that its functions are run by hand."""
    texts, lines = _headings(module)
    before = bisect_left(lines, function.lineno)
    return before > 0 and _MANUAL.search(texts[before - 1]) is not None


@once
def _headings(module: Module) -> tuple[Sequence[str], Sequence[int]]:
    """The texts between the definitions of a module, which are no docstrings, with their lines."""
    body = module.tree.body[1:]
    found = [(text_of(each.value), each.lineno) for each in body if isinstance(each, ast.Expr)]
    told = [(text, line) for text, line in found if text]
    return [text for text, _ in told], [line for _, line in told]


_MANUAL = lazy(r"\b(manually|by\s+hand|not\s+part\s+of)\b", re.IGNORECASE)


def _heads(function: Function, module: Module) -> list[str]:
    """The comments with which the body of a function begins."""
    first = without_docstring(function)
    return above(first[0].lineno, module) if first else []


def behind(function: Function, module: Module) -> str:
    """The comment behind the first line of a function."""
    return module.line(function.lineno).partition(" #")[2].strip()


def _is_skip_with_reason(decorator: ast.expr) -> bool:
    """Whether a decorator skips by its word, whoever defines it, and has a text."""
    if not isinstance(decorator, ast.Call) or not _SKIPS.match(last_word(decorator.func)):
        return False
    return any(map(text_of, (*decorator.args, *(each.value for each in decorator.keywords))))


def _first_line(function: Function) -> int:
    return min([function.lineno, *(each.lineno for each in function.decorator_list)])


def checks(function: Function, module: Module) -> bool:
    """Whether a function checks something when it is run, and gives nothing back."""
    nodes = [*within(function)]
    if any(_gives(node) or _is_static(node, module) for node in nodes):
        return False
    return holds_check(function, module) or any(
        _expects(node) or _checks_within(node, module) for node in nodes
    )


def _checks_within(node: ast.AST, module: Module) -> bool:
    """Whether a node is a function of the test's own, as a double has one, that checks something."""
    inner = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    return inner and any(holds_check(each, module) for each in walk(node) if isinstance(each, _FUNCTIONS))


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def is_marked_only(definition: Function | ast.ClassDef, module: Module, allowed: Collection[str]) -> bool:
    """The same as `only_decorated_by`, also where another module of the project has given a marker a name."""
    for decorator in definition.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        names = {module.handed_on(name).removesuffix("()") for name in module.names(called)}
        names |= set() if names else {"?"}
        if not all(any(name == each or name.startswith(f"{each}.") for each in allowed) for name in names):
            return False
    return True


def _gives(node: ast.AST) -> bool:
    match node:
        case ast.Return(value=value):
            return value is not None
        case _:
            return isinstance(node, (ast.Yield, ast.YieldFrom))


def _is_static(node: ast.AST, module: Module) -> bool:
    return isinstance(node, ast.Call) and not _STATIC.isdisjoint(module.names(node.func))


def _expects(node: ast.AST) -> bool:
    match node:
        case ast.keyword(arg=str(name)):
            return name.startswith(("expected", "expect_"))
        case _:
            return False


def is_named(name: str, module: Module, *, as_base: bool = True) -> bool:
    """Whether anything in a module may mean what it defines under a name.

    Args:
        name: of a function, a method or a class.
        module: the module.
        as_base: whether a class that inherits from it counts.

    Returns:
        ``True`` for a plain name, for an attribute of anything but an imported module, for a text with the
        word in it, and where tests are collected by ``load_tests``.
    """
    return (
        any(as_base or not isinstance(module.parent(each), ast.ClassDef) for each in module.named(name))
        or _is_attribute(name, module)
        or name in _words(module)
        or bool(module.functions("load_tests"))
        or bool(module.named("load_tests"))
    )


@once
def _is_attribute(name: str, module: Module) -> bool:
    return any(not _is_of_module(each, module) for each in module.attributes({name}))


def is_written_once(name: str, module: Module) -> bool:
    """Whether the word stands nowhere else in a module, comments and texts counted in."""
    return _words_of_text(module)[name] == 1


@once
def _words_of_text(module: Module) -> Mapping[str, int]:
    return Counter(_WORD.findall(module.source))


def asks_the_command_line(function: Function, module: Module) -> bool:
    """Whether a function is there to be started by hand: it reads arguments or the standard input."""
    nodes = (each for each in within(function) if isinstance(each, ast.Attribute))
    return any(not _BY_HAND.isdisjoint(module.names(each)) for each in nodes)


def is_defined_again(names: Collection[str], definition: ast.AST, module: Module) -> bool:
    """Whether a module has another function or class of one of these names."""
    functions = chain.from_iterable(map(module.functions, names))
    classes = chain.from_iterable(_classes(module).get(name, ()) for name in names)
    return any(each is not definition for each in chain(functions, classes))


@once
def _classes(module: Module) -> Mapping[str, Sequence[ast.ClassDef]]:
    found: dict[str, list[ast.ClassDef]] = defaultdict(list)
    for each in module.nodes(ast.ClassDef):
        found[each.name].append(each)
    return found


@once
def _words(module: Module) -> Collection[str]:
    """The words of all texts that may name something: not those that a mapping is asked for."""
    keys = {id(key) for each in module.nodes(ast.Dict) for key in each.keys}
    keys |= {id(each.slice) for each in module.nodes(ast.Subscript)}
    texts = {
        each.value
        for each in module.nodes(ast.Constant)
        if isinstance(each.value, str) and id(each) not in keys
    }
    return frozenset(word for text in texts for word in _WORD.findall(text))


def _is_of_module(attribute: ast.Attribute, module: Module) -> bool:
    """Whether an attribute is certainly one of an imported module: the function under test."""
    root = attribute.value
    while isinstance(root, ast.Attribute):
        root = root.value
    imported = isinstance(root, ast.Name) and all(
        isinstance(each, Imported) for each in module.bindings(root)
    )
    # A class may be imported as well; modules are in small letters.
    owners = module.names(attribute.value)
    return imported and bool(owners) and all(name.rpartition(".")[2].islower() for name in owners)


@once
def looks_up_methods(module: Module) -> bool:
    """Whether a module asks its tests for methods by names that it works out."""
    return any(map(_looks_up, module.calls({"getattr"})))


def _looks_up(call: ast.Call) -> bool:
    match call:
        case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id="self"), name, *_]):
            return not isinstance(name, ast.Constant)
        case _:
            return False


@once
def looks_up_functions(module: Module) -> bool:
    """Whether a module goes through its own names, to call what it finds."""
    # In a function, all but one of these tell of something else.
    at_top = (module.function(each) is None for each in module.calls({"vars", "dir", "locals"}))
    asked = any(module.calls({"globals", "getmembers"})) or any(at_top)
    return asked or any(map(_is_own_module, module.nodes(ast.Subscript)))


def _is_own_module(node: ast.Subscript) -> bool:
    match node:
        case ast.Subscript(value=ast.Attribute(attr="modules"), slice=ast.Name(id="__name__")):
            return True
        case _:
            return False
