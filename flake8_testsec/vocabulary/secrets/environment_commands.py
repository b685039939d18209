"""Commands that print the whole environment, which they inherit, and where their output goes."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import meant

PRINTING = frozenset({"env", "printenv", "set"})
"""The commands that, alone, print every variable."""
HINTS = ("printenv", "env'", 'env"', "env |")
"""Of these, each file has one in which such a command is written out, if its text is."""

_SHELLS = frozenset({"bash", "dash", "sh", "zsh"})
_COMMAND = lazy(r"-[a-z]*c\Z")
_PASSING = frozenset({"cat", "less", "more", "sort", "tee"})
"""The programs that hand on what they are given."""
_ANSWERING = frozenset({"subprocess.check_output", "subprocess.getoutput"})
_ELSEWHERE = frozenset({None, "env"})
_DEEPEST = 4
"""By how many names what was printed is followed: one may be bound to itself, ``out = out.decode()``."""


def prints_environment(given: ast.expr | None) -> bool:
    """Whether a command does nothing but print the environment.

    Args:
        given: the command, as a list of words or as one text.

    Returns:
        ``True`` for ``["printenv"]``, ``"env | sort"`` and ``["bash", "-c", "env; set"]``.
    """
    match given:
        case ast.List(elts=words) | ast.Tuple(elts=words):
            return _is_list([string(each) or "" for each in words])
        case _:
            return _is_line(string(given) or "")


def _is_list(words: Sequence[str]) -> bool:
    match words:
        case [only]:
            return only.rpartition("/")[2] in PRINTING
        case [shell, option, line] if shell.rpartition("/")[2] in _SHELLS:
            return _COMMAND.match(option) is not None and _is_line(line)
        case _:
            return False


def _is_line(line: str) -> bool:
    if ">" in line:  # into a file, or nowhere
        return False
    parts = [each.split() for each in re.split(r"[|;&]", line) if each.strip()]
    prints = [len(each) == 1 and each[0] in PRINTING for each in parts]
    return any(prints) and all(
        print_ or each[0] in _PASSING for print_, each in zip(prints, parts, strict=True)
    )


def is_printed_environment(node: ast.expr, module: Module, depth: int = 0) -> bool:
    """Whether an expression is what such a command has printed, as far as names are followed.

    Args:
        node: any expression.
        module: its module.
        depth: by how many names it was followed.
    """
    match meant(node, module):
        case ast.Attribute(value=ast.Name() | ast.Call() as done, attr="stdout"):
            return _is_run(meant(done, module), module)
        case ast.Call(func=ast.Attribute(value=inner, attr="decode" | "splitlines" | "strip")):
            return depth < _DEEPEST and is_printed_environment(inner, module, depth + 1)
        case ast.Call() as call if module.names(call.func) & _ANSWERING:
            return _asks(call)
        case _:
            return False


def _is_run(done: ast.expr, module: Module) -> bool:
    return isinstance(done, ast.Call) and "subprocess.run" in module.names(done.func) and _asks(done)


def _asks(call: ast.Call) -> bool:
    hidden = any(each.arg in _ELSEWHERE for each in call.keywords)
    return not hidden and prints_environment(argument(call, 0, "args"))
