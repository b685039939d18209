"""Handles of which hardly anybody minds that they stay, as reviewers say: those mistakes are not made."""

from __future__ import annotations

import ast
import re

from bench.inject.finders import RESOURCES, only_reads
from bench.inject.text import Function, Text

_WAITS = (".result(", ".map(", "as_completed(", "wait(")


def is_idle_at_the_end(text: Text, with_: ast.AST, call: ast.Call) -> bool:
    """Whether all answers of an executor are waited for, or a socket has but asked for a free port: what is
    left has nothing to do, and hardly anybody minds."""
    if text.called(call) in EXECUTORS:
        return any(each in text.code(text.function(with_) or with_) for each in _WAITS)
    body = text.code(with_)
    is_used = any(word in body for word in ("listen", "accept", "connect", "send", "recv"))
    return "getsockname" in body and not is_used


EXECUTORS = {name for name in RESOURCES if name.endswith(("Executor", "Pool"))}
_READERS = {name for name in RESOURCES if name.endswith("open")} | {"zipfile.ZipFile"}


def is_reader(text: Text, call: ast.Call) -> bool:
    """Whether a file or archive is only read, so that nothing of it can be lost."""
    return text.called(call) in _READERS and only_reads(call)


def holds_nothing(text: Text, function: Function, made: ast.Call, target: str) -> bool:
    """Whether a socket is neither bound nor connected, nor handed to anybody who could."""
    uses = re.findall(rf"(?<![\w.]){re.escape(target)}(?!\w)\.?(\w*)", text.code(function))
    return text.called(made) == "socket.socket" and uses.count("") == 1 and not {*uses} - _IDLE


_IDLE = {"", "close", "fileno", "setblocking", "settimeout", "setsockopt"}
