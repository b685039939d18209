"""Handles of which hardly anybody minds that they stay, as reviewers say: those mistakes are not made."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from bench.inject.finders import FILES, RESOURCES, is_assertion, mentions, only_reads
from bench.inject.text import Function, Text

_WAITS = (".result(", ".map(", "as_completed(", "wait(")


def is_idle_at_the_end(text: Text, scope: ast.AST, call: ast.Call) -> bool:
    """Whether all answers of an executor are waited for, or a socket has but asked for a free port: what is
    left has nothing to do, and hardly anybody minds."""
    if text.called(call) in EXECUTORS:
        return any(each in text.code(text.function(call) or scope) for each in _WAITS)
    body = text.code(scope)
    is_used = any(word in body for word in ("listen", "accept", "connect", "send", "recv"))
    return "getsockname" in body and not is_used


EXECUTORS = {name for name in RESOURCES if name.endswith(("Executor", "Pool"))}
ARCHIVES = {"zipfile.ZipFile", "tarfile.open"}
ENDING_WITH_THEIR_OBJECT = FILES | ARCHIVES | EXECUTORS
"""What nobody has any more when its test is over: Python itself closes it then."""


def is_reader(text: Text, call: ast.Call) -> bool:
    """Whether a file or archive is only read, so that nothing of it can be lost."""
    return text.called(call) in FILES | ARCHIVES and only_reads(call)


def holds_nothing(text: Text, function: ast.AST, made: ast.Call, target: str) -> bool:
    """Whether a socket is neither bound nor connected, nor handed to anybody who could."""
    uses = re.findall(rf"(?<![\w.]){re.escape(target)}(?!\w)\.?(\w*)", text.code(function))
    return text.called(made) == "socket.socket" and uses.count("") == 1 and not {*uses} - _IDLE


_IDLE = {"", "close", "fileno", "getsockopt", "setblocking", "settimeout", "setsockopt"}


def is_handed_on(text: Text, scope: ast.AST, target: str) -> bool:
    """Whether something in a scope is given a handle that may keep it, or may close it: any call but those
    that are known to read or to write, another object, another function."""
    calls = (each for each in ast.walk(scope) if isinstance(each, ast.Call) and not _only_uses(text, each))
    return is_kept(text, scope, target) or any(_is_given(text, each, target) for each in calls)


def is_kept(text: Text, scope: ast.AST, target: str) -> bool:
    """Whether a handle is in other hands, too: those of an object that is made of it or has a method called
    with it, of a container, of another name, or of a function within the scope."""
    for each in ast.walk(scope):
        match each:
            case ast.Call() if _may_keep(text, each) and _is_given(text, each, target):
                return True
            case ast.Assign(value=value) | ast.Return(value=ast.expr() as value):
                if target in map(text.code, _parts(value)):
                    return True
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.ClassDef():
                if each is not scope and "." not in target and mentions(text, each, target):
                    return True
    return False


def _may_keep(text: Text, call: ast.Call) -> bool:
    name, word = text.called(call), text.code(call.func).rpartition(".")[2]
    if _only_uses(text, call) or name == "asyncio.set_event_loop":
        return name == "asyncio.set_event_loop"
    is_method = (
        isinstance(call.func, ast.Attribute) and text.code(call.func).partition(".")[0] not in text.imports
    )
    return word[:1].isupper() or is_method


def _is_given(text: Text, call: ast.Call, target: str) -> bool:
    given = (*call.args, *(each.value for each in call.keywords))
    return target in (text.code(part) for each in given for part in _parts(each))


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """An expression, and what it is a display of."""
    yield node
    match node:
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Dict(values=parts):
            for each in parts:
                yield from _parts(each)


def _only_uses(text: Text, call: ast.Call) -> bool:
    name = text.called(call)
    is_known = name.partition(".")[0] in _USING or name in _REDIRECTING or hasattr(builtins, name)
    return is_known or is_assertion(ast.Expr(call))


_USING = {"csv", "hashlib", "json", "marshal", "os", "pickle"} | {
    "select",
    "shutil",
    "struct",
    "tomllib",
    "yaml",
}
_REDIRECTING = {"contextlib.redirect_stdout", "contextlib.redirect_stderr"}


def is_step(text: Text, function: Function, statement: ast.stmt, target: str) -> bool:
    """Whether a test goes on to speak of what it has released, so that the release is what it is about."""
    end = text.end(statement)
    uses = (each for each in ast.walk(function) if isinstance(each, (ast.Name, ast.Attribute)))
    return any(text.start(each) >= end and text.code(each) == target for each in uses)


def is_replaced(text: Text, function: ast.AST) -> bool:
    """Whether a function puts a double in the place of ``open``."""
    return re.search(r"mock_open|patch\w*\([^)\n]*\bopen\b", text.code(function)) is not None
