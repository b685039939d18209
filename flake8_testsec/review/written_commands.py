"""Commands that are written out as lists: those of the interpreter itself, and those that fetch packages."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Container, Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.source.calls import last_word, spelt, string
from flake8_testsec.source.module import Module

_FETCHERS = {
    **dict.fromkeys(("pip", "pip3", "uv", "pipx", "conda", "poetry"), ("install", "download", "add", "sync")),
    **dict.fromkeys(("npm", "yarn", "apt", "apt-get", "gem", "cargo"), ("install", "add")),
    **dict.fromkeys(("git",), ("clone", "fetch", "pull")),
}
"""Programs, and which of their commands fetch something."""
_KEEPING = lazy(r"assert|append\Z|extend\Z|insert\Z|join\Z|list2cmdline\Z")
"""What compares, or keeps, what it is given."""


def facts(module: Module, known: Container[ast.AST]) -> Iterator[Fact]:
    """Calls that are given the interpreter and what to run, then commands that fetch something.

    Args:
        module: the module.
        known: calls that are told as running something.

    Yields:
        The facts.
    """
    if module.mentions("sys.executable"):
        yield from capped(_interpreters(module, known), "calls that are given the interpreter", 4)
    yield from capped(_fetching(module), "commands that fetch something", 4)


def _interpreters(module: Module, known: Container[ast.AST]) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.nodes(ast.Call):
        match call.args:
            case [ast.List(elts=[first, *_]), *_] if module.names(first) == {"sys.executable"}:
                if call not in known and not _keeps(call, module):
                    found[spelt(call)].append(call)
    for shown, calls in found.items():
        words = "A call is given the interpreter and what to run: "
        yield fact("interpreter", calls, words, code(shown), ".", subject=shown)


def _keeps(call: ast.Call, module: Module) -> bool:
    """Whether a call compares or keeps what it is given."""
    return bool(_KEEPING.match(last_word(call.func)) or module.names(call.func) & {"unittest.mock.call"})


def _fetching(module: Module) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for display in module.nodes(ast.List):
        above = module.parent(display)
        if isinstance(above, ast.Call) and not _keeps(above, module):
            words = [string(each) or "" for each in display.elts[:5]]
            if any(_FETCHERS.get(program) and {*words} & {*_FETCHERS[program]} for program in words[:3]):
                found[spelt(display)].append(display)
    for shown, nodes in found.items():
        words_ = "By its words, a command fetches something from elsewhere: "
        yield fact("fetching-command", nodes, words_, code(shown), ".", subject=shown)
