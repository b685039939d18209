"""Commands that are written out as lists: those of the interpreter itself, and those that fetch packages."""

from __future__ import annotations

import ast
import builtins
import sys
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
_ASKING = frozenset({"--help", "-h", "--version", "--dry-run"})
"""What has a program tell of a command, and not do it."""
_KEEPING = lazy(r"assert|append\Z|extend\Z|insert\Z|join\Z|list2cmdline\Z")
"""What compares, or keeps, what it is given."""
_PARSING = lazy(r"(?i)pars(?:e|er|ing)(?![a-z])|(?:\A|[._])(?:split|quote)\w{0,20}\Z")
_PYTHON = lazy(r"python[0-9.]*\Z")


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
    yield from capped(_fetching(module, known), "commands that fetch something", 4)


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


def _fetching(module: Module, known: Container[ast.AST]) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for display in module.nodes(ast.List):
        above = module.parent(display)
        match above:
            case ast.Call(args=[first, *_]) if first is display and _fetches(display, module):
                if above in known or _may_run(above, module):
                    found[spelt(display)].append(display)
    for shown, nodes in found.items():
        words_ = "By its words, a command fetches something from elsewhere: "
        yield fact("fetching-command", nodes, words_, code(shown), ".", subject=shown)


def _fetches(display: ast.List, module: Module) -> bool:
    """Whether the words of a command are a program that fetches, then one of its commands that does."""
    words = [string(each) or "" for each in display.elts]
    if words[1:2] == ["-m"] and (
        module.names(display.elts[0]) == {"sys.executable"} or _PYTHON.match(words[0])
    ):
        words = words[2:]
    if words[:2] == ["uv", "pip"]:
        words = words[1:]
    command = next((each for each in words[1:] if not each.startswith("-")), "")
    return bool(words) and command in _FETCHERS.get(words[0], ()) and not _ASKING & {*words}


def _may_run(call: ast.Call, module: Module) -> bool:
    """Whether a call of which nothing is known may run its list: no mark, no parser, none of Python."""
    names = module.names(call.func)
    is_known = any(each.partition(".")[0] in _KNOWN for each in names)
    return not is_known and not _keeps(call, module) and not _PARSING.search(spelt(call.func))


_KNOWN = frozenset({*dir(builtins), *sys.stdlib_module_names, "pytest", "mock"})
"""Where names come from of which it is known whether they run something."""
