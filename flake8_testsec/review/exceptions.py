"""Exceptions: failures that are expected, provoked, caught and swallowed, and what is asserted afterwards."""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from flake8_testsec.patterns import lazy, short
from flake8_testsec.review import expected, handlers, thrown, warning_filters
from flake8_testsec.review.document import Fact, Lines, capped, code, fact, lines_of, listed
from flake8_testsec.review.places import blocks, functions
from flake8_testsec.source.calls import argument, last_word, spelt, string, truth
from flake8_testsec.source.module import Module, once, statements, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.assertions import (
    assertions,
    expectation,
    expectations,
    is_assertion,
    is_failure,
    suppressed,
)
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.doubles import makes_mock, new_position
from flake8_testsec.vocabulary.testing.suites import test_around

NOTHING = (
    "Skips apart, no statement in this file expects, raises, catches or suppresses an exception by the names "
    "that are known, and no side_effect is seen to raise one. What code in other files raises or catches "
    "when it is called from here was not followed."
)

_ERROR = lazy(r"(?i)(error|failed|failure|fault)\Z")
_SAYS = lazy(r"(?i)fail(ed|s|ure)?\b|error\b|cannot\b|denied\b|invalid\b|exception\b|refused\b")
_RAISING = lazy(r"\w*(Err|Error|Exception|Failure|Timeout|NotFound|Exit|Interrupt)\Z")
_OF_ERRORS = lazy(r"[\w.]*\.(?:exceptions?|errors?|exc)\.[A-Z]\w*\Z")
"""Classes of modules that are called after errors."""
_FAILING = short(r"(?i)(fake|mock|stub|dummy)\w*(fail|error|broken|rais)\w*")
_KEYS = frozenset({"fault", "error", "errors", "exception", "traceback", "stderr"})


def facts(module: Module) -> Iterator[Fact]:
    """Expected failures, provoked ones, states of failure that are checked, and handlers."""
    yield from expected.facts(module)
    yield from capped(_injected(module), "kinds of provoked failures", 12)
    yield from thrown.facts(module)
    yield from capped(_raising(module), "kinds of exceptions that are raised")
    yield from _results(module)
    yield from _in_threads(module)
    yield from capped(_states(module), "statements that name a failure")
    yield from capped(_kinds(module), "assertions about classes of exceptions", 4)
    yield from capped(handlers.facts(module), "kinds of handlers")
    yield from capped(_suppressed(module), "blocks that suppress")
    yield from warning_filters.recorded(module)
    yield from _ignored_warnings(module)
    yield from _filters(module)


def _injected(module: Module) -> Iterator[Fact]:
    """Doubles that raise, those that raise the same together, and what follows in their tests."""
    groups: dict[str, list[ast.AST]] = {}
    for place, value in _side_effects(module):
        if name := _raised(value, module):
            groups.setdefault(name, []).append(place)
    for name, places in groups.items():
        times = f" in {len(places)} places" if len(places) > 1 else ""
        parts = (
            f"A failure is provoked{times}: ",
            code(f"side_effect = {name}"),
            *_after(places, module),
            ".",
        )
        yield fact("injected", places, *parts, subject=name)
    for place, value in _side_effects(module):
        if not _raised(value, module) and _may_raise(value) and not _is_calm(value, module):
            words = "A double answers by its side_effect, which may raise: "
            yield fact("side-effect", [place], words, code(spelt(value)), ".", subject=spelt(value))
    for statement in module.nodes(ast.Assign):
        text = string(statement.value)
        match statement.targets:
            case [ast.Name(id=name) | ast.Attribute(attr=name)] if text and _FAILING.search(text):
                parts = ("By its name, a double that fails: ", code(f"{name} = {text!r}"), ".")
                yield fact("injected", [statement], *parts, subject=text)


def _may_raise(value: ast.expr) -> bool:
    """Whether a double that answers by this may raise: not by lists of plain values, constants or lambdas."""
    match value:
        case ast.List(elts=values) | ast.Tuple(elts=values):
            return any(map(_may_raise, values))
        case ast.Call(func=func) if last_word(func).endswith("Mock"):
            return False
        case _:
            return not isinstance(value, (ast.Constant, ast.Lambda, ast.Dict))


def _is_calm(value: ast.expr, module: Module) -> bool:
    """Whether a double answers by a function of the file in which nothing is raised or asserted."""
    found = [*callees(value, module)] if isinstance(value, ast.Name | ast.Attribute) else []
    return bool(found) and not any(
        isinstance(node, ast.Raise | ast.Assert) or (isinstance(node, ast.stmt) and is_failure(node, module))
        for each in found
        for node in walk(each)
    )


@once
def _side_effects(module: Module) -> Sequence[tuple[ast.AST, ast.expr]]:
    found: list[tuple[ast.AST, ast.expr]] = [
        (each.value, each.value) for each in module.nodes(ast.keyword) if each.arg == "side_effect"
    ]
    found += [(each, each) for each in _in_displays(module)]
    for statement in module.nodes(ast.Assign):
        if any(isinstance(each, ast.Attribute) and each.attr == "side_effect" for each in statement.targets):
            found.append((statement, statement.value))
    return sorted(found, key=lambda pair: (lines_of(pair[0]), getattr(pair[0], "col_offset", 0)))


def _in_displays(module: Module) -> Iterator[ast.expr]:
    """What ``{"return_value.ring.side_effect": OSError()}`` has a double raise, and no other table."""
    if not any(isinstance(each, str) and _SIDE_EFFECT.match(each) for each in module.literals):
        return
    keywords = (each for each in module.nodes(ast.keyword) if each.arg is None)
    unpacked = {meant(each.value, module) for each in keywords if _is_of_double(module.parent(each), module)}
    has_mocks = _has_mocks(module)
    for display in module.nodes(ast.Dict):
        for key, value in zip(display.keys, display.values, strict=True):
            word = string(key) or ""
            if _SIDE_EFFECT.match(word) and (display in unpacked or (has_mocks and "." in word)):
                yield value


_SIDE_EFFECT = lazy(r"(?:\w+\.)*side_effect\Z")
_OF_MOCKS = lazy(r"(?:unittest\.)?mock\b|pytest_mock\b")


def _is_of_double(call: ast.AST | None, module: Module) -> bool:
    """Whether what a call is given by keywords are attributes of a double."""
    match call:
        case ast.Call(func=ast.Attribute(attr="configure_mock")):
            return True
        case ast.Call():
            return makes_mock(call, module) or new_position(call, module) is not None
        case _:
            return False


def _has_mocks(module: Module) -> bool:
    """Whether a file imports mocks, or asks for the fixture that makes them."""
    whole = (alias.name for each in module.nodes(ast.Import) for alias in each.names)
    names = (*whole, *(name for _, name in module.scopes.imported()))
    return any(map(_OF_MOCKS.match, names)) or any(each.arg == "mocker" for each in module.nodes(ast.arg))


def _raised(value: ast.expr, module: Module) -> str:
    """The exception that a double raises, as it is written; empty if it is none by its name."""
    written, value = spelt(value), meant(value, module)
    if isinstance(value, ast.List | ast.Tuple):  # what the calls get, one after another
        return written if any(_raised(each, module) for each in value.elts) else ""
    func = value.func if isinstance(value, ast.Call) else value
    names = module.names(func) if isinstance(func, (ast.Name, ast.Attribute)) else frozenset()
    word = last_word(func)
    is_builtin = bool(names) and all(isinstance(vars(builtins).get(each), type) for each in names)
    if is_builtin and all(issubclass(vars(builtins)[each], BaseException) for each in names):
        return written
    if names & _ALIASES:
        return written
    is_named = word[:1].isupper() and _RAISING.match(word) is not None
    return written if is_named or any(map(_OF_ERRORS.match, names)) else ""


_ALIASES = frozenset({"socket.error", "select.error", "os.error", "socket.timeout", "asyncio.TimeoutError"})
"""What is an exception and not called so in capitals."""


def _after(places: Sequence[ast.AST], module: Module) -> tuple[str, ...]:
    """Whether assertions follow in the same tests, and where there is one test in which lines."""
    followed = [_following(each, module) for each in places]
    known = [each for each in followed if each is not None]
    if len(known) == 1 and len(places) == 1 and known[0]:
        lines = [str(each) for each in known[0][:5]]
        more = [f"{len(known[0]) - 5} more"] if len(known[0]) > 5 else []
        verb = "an assertion follows in line " if len(known[0]) == 1 else "assertions follow in lines "
        return (f"; {verb}", *listed([*lines, *more]))
    without = sum(not each for each in known)
    if not without:
        return ("; in each of these tests an assertion follows",) if len(known) == len(places) > 1 else ()
    return (
        f"; no assertion of the test itself follows {f'in {without} of them' if len(places) > 1 else 'it'}",
    )


def _following(place: ast.AST, module: Module) -> Sequence[int] | None:
    """The lines of the assertions that follow in the same test; ``None`` outside tests."""
    test = test_around(place, module)
    if test is None:
        return None
    return sorted({each.lineno for each in _checks(test, module) if each.lineno > lines_of(place).last})


def _checks(test: Function, module: Module) -> Iterator[ast.stmt]:
    yield from assertions(test)
    for each in statements(test.body):
        match each:
            case ast.With() | ast.AsyncWith() if expectations(each, module):
                yield each


def _raising(module: Module) -> Iterator[Fact]:
    """What is raised, but for what handlers pass on."""
    groups: dict[str, list[ast.AST]] = {}
    for statement in module.nodes(ast.Raise):
        if statement.exc is not None and module.above(statement, ast.ExceptHandler) is None:
            groups.setdefault(spelt(statement.exc), []).append(statement)
    for text, places in groups.items():
        yield fact("raised", places, "Raised here: ", code(text), ".", subject=text)
    ends: dict[tuple[str, str], list[ast.AST]] = {}
    for call in module.calls({"exit", "_exit"}):
        if names := module.names(call.func) & _ENDS.keys():
            ends.setdefault((_ENDS[min(names)], spelt(call)), []).append(call)
    for (words, text), places in ends.items():
        yield fact("raised", places, f"{words}: ", code(text), ".", subject=text)


_ENDS = {
    "sys.exit": "Ends the program, by SystemExit",
    "pytest.exit": "Ends the whole run of pytest",
    "os._exit": "Ends the process at once, without any clean-up",
}


def _in_threads(module: Module) -> Iterator[Fact]:
    """Functions of this file that run as threads and catch nothing."""
    found: dict[str, list[ast.AST | Lines]] = {}
    for call in module.scopes.calls(frozenset({"Thread"})):
        target = argument(call, 1, "target")
        if target is not None and "threading.Thread" in module.names(call.func):
            several = [each for each in callees(target, module) if not _catches(each)]
            if several:
                begin = Lines(several[0].lineno, several[0].lineno)
                found.setdefault(f"{spelt(target)}()", []).extend([call, begin])
    for shown, places in found.items():
        parts = ("What is raised in ", code(shown), " ends its thread alone, and fails no test by itself.")
        yield fact("raised-in-thread", places, *parts, subject=shown)


def _catches(function: Function) -> bool:
    return any(isinstance(each, ast.ExceptHandler) for each in walk(function))


def _results(module: Module) -> Iterator[Fact]:
    """Exceptions of coroutines that are given back as results."""
    for given in module.nodes(ast.keyword):
        if given.arg == "return_exceptions" and truth(given.value):
            call = module.parent(given)
            shown = code(f"{spelt(call.func)}()") if isinstance(call, ast.Call) else ""
            parts = ("Exceptions come back as results, and fail nothing by themselves: ", shown, ".")
            yield fact("returned", [given.value], *parts, subject="return_exceptions")


def _states(module: Module) -> Iterator[Fact]:
    """Statements that wait for, or assert, a state or a message of failure, by the literals in them."""
    named = _naming_failure(module)
    for function in functions(module) if named else ():
        for statement in statements(function.body) if function in named else ():
            called = _checking_call(statement) if statement in named[function] else None
            if called is None or is_failure(statement, module) or expectation(called, module) is not None:
                continue  # what an expected exception must say is told with that
            if word := _failure_in(called):
                how = (
                    "An assertion holds a word for a failure, "
                    if is_assertion(statement)
                    else "A wait, by its name, for a failure, "
                )
                parts = (how, code(word), ": ", code(spelt(called)), ".")
                yield fact("failure-state", [statement], *parts, subject=word)


def _kinds(module: Module) -> Iterator[Fact]:
    """Assertions that something is an exception of a class, as of the cause of another."""
    found: dict[str, list[ast.AST]] = {}
    for call in module.calls({"isinstance", "assertIsInstance", "issubclass"}):
        kind = argument(call, 1)
        if kind is not None and any(is_assertion(each) for each in _statement(call, module)):
            several = kind.elts if isinstance(kind, ast.Tuple) else [kind]
            if any(_raised(each, module) for each in several):
                found.setdefault(spelt(call), []).append(call)
    for shown, calls in found.items():
        words = "An assertion looks at the class of an exception: "
        yield fact("failure-class", calls, words, code(shown), ".", subject=shown)


def _statement(node: ast.AST, module: Module) -> Iterator[ast.stmt]:
    """The statement that a node stands in."""
    around = (each for each in module.ancestors(node) if isinstance(each, ast.stmt))
    yield from (each for each, _ in zip(around, range(1), strict=False))


def _checking_call(statement: ast.stmt) -> ast.expr | None:
    match statement:
        case ast.Assert(test=test):
            return test
        case ast.Expr(value=ast.Call() as call) | ast.Assign(value=ast.Call() as call):
            return call if is_assertion(statement) or "wait" in last_word(call.func).lower() else None
        case ast.Expr(value=ast.Await(value=call)) | ast.Assign(value=ast.Await(value=call)):
            return call if isinstance(call, ast.Call) and "wait" in last_word(call.func).lower() else None
        case _:
            return None


def _naming_failure(module: Module) -> Mapping[ast.AST, Collection[ast.stmt]]:
    """The statements with a literal that is a word for a failure, by their functions."""
    words = {
        each for each in module.literals if isinstance(each, str) and (each in _KEYS or _says_failure(each))
    }
    found: dict[ast.AST, set[ast.stmt]] = defaultdict(set)
    for literal in module.nodes(ast.Constant) if words else ():
        function = (
            module.function(literal) if isinstance(literal.value, str) and literal.value in words else None
        )
        if function is not None:
            found[function].update(_statement(literal, module))
    return found


def _says_failure(text: str) -> bool:
    return _ERROR.match(text) is not None or (" " in text and _SAYS.search(text) is not None)


def _failure_in(node: ast.expr) -> str:
    for each in walk(node):
        match each:
            case ast.Subscript(slice=ast.Constant(value=str(key))) if key in _KEYS:
                return repr(key)
            case ast.Constant(value=str(text)) if _says_failure(text):
                return repr(text)
    return ""


def _ignored_warnings(module: Module) -> Iterator[Fact]:
    """Warnings that a marker has pytest ignore, wherever it stands."""
    for call in module.calls({"filterwarnings"}):
        text = string(argument(call, 0)) or ""
        if text.startswith("ignore") and "pytest.mark.filterwarnings" in module.names(call.func):
            parts = ("Warnings are ignored, by a marker: ", code(text), ".")
            yield fact("ignored-warning", [call], *parts, subject=text)


def _filters(module: Module) -> Iterator[Fact]:
    """Calls that make warnings errors, so that a test fails by them."""
    found: dict[str, list[ast.AST]] = {}
    for call in module.calls({"simplefilter", "filterwarnings"}):
        is_known = module.names(call.func) & {"warnings.simplefilter", "warnings.filterwarnings"}
        if is_known and string(argument(call, 0, "action")) == "error":
            found.setdefault(spelt(call), []).append(call)
    for shown, calls in found.items():
        yield fact(
            "warning-as-error", calls, "Warnings are raised as errors: ", code(shown), ".", subject=shown
        )


def _suppressed(module: Module) -> Iterator[Fact]:
    for block in blocks(module):
        if names := sorted(suppressed(block, module)):
            shown = listed([code(each) for each in names])
            yield fact("suppressed", [block], "Suppressed: ", *shown, ".", subject=", ".join(names))
