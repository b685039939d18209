"""Disclosure: what is printed and logged, what failure messages say, and what output tests look at."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.review import own_loggers
from flake8_testsec.review.document import Fact, Lines, capped, code, counted, fact
from flake8_testsec.review.places import assertions
from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.calls import argument, last_word, spelt, string
from flake8_testsec.source.module import Module, walk
from flake8_testsec.vocabulary.testing.assertions import called, expectation

NOTHING = (
    "No call in this file prints or logs by a name of the standard library or of a well-known package, and "
    "no assertion is seen to have a message of its own. What code in other files writes "
    "when it is called from here was not followed."
)

_MOST = 8
_CAPTURING = frozenset(
    {"capsys", "capfd", "capsysbinary", "capfdbinary", "caplog", "assertLogs", "assertNoLogs"}
)
_MESSAGES = frozenset({"message", "msg", "stderr", "stdout", "output", "fault", "args"})


def facts(module: Module) -> Iterator[Fact]:
    """Output, messages of assertions, output that is looked at, texts of errors that are compared."""
    yield from _outputs(module)
    yield from _messages(module)
    yield from _literal_messages(module)
    yield from _captured(module)
    yield from capped(_compared(module), "assertions about such texts")


def _outputs(module: Module) -> Iterator[Fact]:
    found: dict[tuple[str, tuple[str, ...]], list[ast.AST]] = defaultdict(list)
    for call in own_loggers.written(module):
        found[spelt(call), own_loggers.makers(call, module)].append(call)
    given = {module.parent(each) for each in module.named("print")}
    for call in module.nodes(ast.Call) if given else ():
        if call in given and any(isinstance(each, ast.Name) and each.id == "print" for each in call.args):
            found[spelt(call), ()].append(call)
    shown = [*found.items()]
    for (text, made), nodes in shown[:_MOST]:
        words: tuple[str, ...] = ("Written to the output or the log: ",)
        if made:
            what = ("what ", code(f"{made[0]}()"), " gives") if len(made) == 1 else ("what is made here",)
            words = ("By its name, written to the output or the log, if ", *what, " does so: ")
        yield fact("output", nodes, *words, code(text), ".", subject=text)
    if rest := [each for _, nodes in shown[_MOST:] for each in nodes]:
        do = "more call prints or logs" if len(rest) == 1 else "more calls print or log"
        parts = (f"{len(rest)} {do}, from the first to the last line named.",)
        yield fact("outputs", [rest[0], rest[-1]], *parts, subject=str(len(rest)))


def _messages(module: Module) -> Iterator[Fact]:
    """Assertions whose message is put together from values, which a failure then shows."""
    found = [statement for statement in module.nodes(ast.Assert) if _is_made(statement.msg)]
    calls = module.calls([each for each in module.called if each.startswith(("assert", "fail"))])
    words = (each for call in calls for each in call.keywords if each.arg == "msg")
    given = [each.value for each in words if _is_made(each.value)]
    for call in module.calls(_PLACES.keys()):
        place = _PLACES[last_word(call.func)]
        if len(call.args) > place and _is_text_made(call.args[place]):
            given.append(call.args[place])
    places = [
        *(Lines(each.lineno, each.lineno) for each in found),
        *(Lines(each.lineno, each.lineno) for each in given),
    ]
    if places:
        shown = sorted(places)[:_MOST]
        more = f", the first {_MOST} named here" if len(places) > _MOST else ""
        parts = (f"{counted(len(places), 'assertion')} put values into the message of a failure{more}.",)
        parts = (parts[0].replace("1 assertion put", "1 assertion puts"),)
        yield fact("message", shown, *parts, subject=str(len(places)))
    fails = [each for each in _failures(module) if each.args and _is_text_made(each.args[0])]
    if fails:
        first = f", the first {_MOST} named here" if len(fails) > _MOST else ""
        put = "puts values into its message" if len(fails) == 1 else "put values into their messages"
        told = f"{counted(len(fails), 'explicit failure')} {put}{first}."
        yield fact("failure-message", fails[:_MOST], told, subject=str(len(fails)))


def _failures(module: Module) -> Iterator[ast.Call]:
    """The calls that fail a test and do nothing else."""
    for call in module.calls({"fail"}):
        match call.func:
            case ast.Attribute(value=ast.Name(id="self")):
                yield call
            case func if "pytest.fail" in module.names(func):
                yield call


def _literal_messages(module: Module) -> Iterator[Fact]:
    """Assertions whose message is a text that stands there, behind the words of the assertion's own."""
    found: list[ast.AST] = [each for each in module.nodes(ast.Assert) if string(each.msg)]
    for call in module.calls(_PLACES.keys()):
        if string(argument(call, _PLACES[last_word(call.func)], "msg")):
            found.append(call)
    if found:
        lines = sorted(Lines(getattr(each, "lineno", 1), getattr(each, "lineno", 1)) for each in found)
        more = f", the first {_MOST} named here" if len(found) > _MOST else ""
        have = "has" if len(found) == 1 else "have"
        parts = (f"{counted(len(found), 'assertion')} {have} a text for a message{more}.",)
        yield fact("message-text", lines[:_MOST], *parts, subject=str(len(found)))


_PLACES = {
    **dict.fromkeys(("assertTrue", "assertFalse", "assertIsNone", "assertIsNotNone", "assert_"), 1),
    **dict.fromkeys(
        ("assertEqual", "assertNotEqual", "assertIn", "assertNotIn", "assertIs", "assertIsNot"), 2
    ),
    **dict.fromkeys(("assertIsInstance", "assertGreater", "assertLess", "assertEquals"), 2),
}
"""Where the message stands among the arguments of unittest's assertions."""


def _is_made(message: ast.expr | None) -> bool:
    return message is not None and string(message) is None and not isinstance(message, ast.Constant)


def _is_text_made(message: ast.expr) -> bool:
    """Whether an expression puts values into a text, as far as it shows."""
    match message:
        case ast.JoinedStr() | ast.BinOp(left=ast.Constant(value=str())):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="format")):
            return True
        case _:
            return False


def _captured(module: Module) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for parameter in module.nodes(ast.arg):
        if parameter.arg in _CAPTURING:
            found[parameter.arg].append(parameter)
    for call in module.calls(_CAPTURING):
        found[last_word(call.func)].append(call)
    for name, nodes in sorted(found.items()):
        where = f", {len(nodes)} times; the first is named here" if len(nodes) > 3 else ""
        parts = ("What is written or logged is kept for tests, by ", code(name), f"{where}.")
        yield fact("captured", nodes[:1] if where else nodes, *parts, subject=name)


def _compared(module: Module) -> Iterator[Fact]:
    """Assertions about what stands under the names of messages and outputs, be it a text or not."""
    if not _may_name_message(module):
        return
    for statement in assertions(module):
        if word := _names_message(statement, module):
            text = spelt(called(statement) or statement)
            parts = ("An assertion looks at what stands under ", code(word), ": ", code(text), ".")
            yield fact("compared", [statement], *parts, subject=word)


def _may_name_message(module: Module) -> bool:
    """Whether a file has any of the words under which an assertion would look."""
    return bool(module.attributes(_NAMED) or not _MESSAGES.isdisjoint(module.literals))


_NAMED = frozenset({"stderr", "stdout", "message"})


def _names_message(statement: ast.stmt, module: Module) -> str:
    looked_at = statement.test if isinstance(statement, ast.Assert) else statement
    for node in walk(looked_at):
        match node:
            case ast.Subscript(slice=ast.Constant(value=str(word))) if word in _MESSAGES:
                return repr(word)
            case ast.Attribute(attr="stderr" | "stdout" as word):
                return word
            case ast.Attribute(value=owner, attr="message" as word) if _is_caught(owner, module):
                return word
    return ""


def _is_caught(owner: ast.expr, module: Module) -> bool:
    """Whether something is an exception that a handler or a block has caught, or a record of a log."""
    match owner:
        case ast.Name(id=name):
            return any(
                isinstance(each, ast.ExceptHandler) and each.name == name for each in _sites(owner, module)
            )
        case ast.Attribute(value=ast.Name() as held, attr="value" | "exception"):
            given = (each.value for each in module.bindings(held) if isinstance(each, Bound))
            return any(expectation(each, module) is not None for each in given)
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name) as held, attr="records")):
            given = (each.value for each in module.bindings(held) if isinstance(each, Bound))
            return name == "caplog" or any(_is_watch(each) for each in given)
        case _:
            return False


def _is_watch(value: ast.expr) -> bool:
    """Whether something is the block of unittest that keeps what is logged."""
    return isinstance(value, ast.Call) and last_word(value.func) == "assertLogs"


def _sites(name: ast.Name, module: Module) -> Iterator[ast.AST]:
    """The places that bind a name to something that the text does not tell."""
    yield from (each.node for each in module.bindings(name) if isinstance(each, Unknown))
