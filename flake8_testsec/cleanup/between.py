"""Which calls lie between a change and its being undone, so that undoing it is skipped when they raise."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from flake8_testsec.cleanup import flow
from flake8_testsec.cleanup.evaluation import Marked, ordered
from flake8_testsec.cleanup.exits import is_check, manager
from flake8_testsec.cleanup.flow import Event, Step, Way
from flake8_testsec.cleanup.touches import is_in_finally
from flake8_testsec.source.calls import keyword, last_word, structure
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_broad
from flake8_testsec.vocabulary.testing.catching import catches

_HARMLESS = frozenset(
    {
        *(
            "bool",
            "dict",
            "float",
            "frozenset",
            "hasattr",
            "id",
            "int",
            "isinstance",
            "len",
            "list",
            "object",
        ),
        *("print", "repr", "set", "sorted", "str", "tuple", "type", "super", "io.StringIO", "io.BytesIO"),
        *("os.getcwd", "os.getenv", "os.environ.get", "os.environ.copy", "os.path.join", "os.path.abspath"),
        *(
            "os.path.dirname",
            "os.path.realpath",
            "os.path.basename",
            "pathlib.Path",
            "time.time",
            "logging.getLogger",
        ),
    }
)
_HARMLESS_METHODS = frozenset(
    {
        *(
            "getvalue",
            "append",
            "copy",
            "format",
            "strip",
            "rstrip",
            "lstrip",
            "split",
            "splitlines",
            "lower",
        ),
        *("upper", "join", "encode", "decode", "items", "keys", "values", "flush", "startswith", "endswith"),
        *("debug", "info", "getsignal"),
    }
)


class Change(NamedTuple):
    """Where one state of the process gets a fresh value, and where it is put back."""

    begins: Collection[ast.AST]
    ends: Collection[ast.AST]


def exits(function: Function, changes: Sequence[Change], module: Module) -> Sequence[Mapping[Way, ast.AST]]:
    """The ways out of a function on which states are changed.

    Args:
        function: the function.
        changes: the states, all together, so that the function is walked once.
        module: the module.

    Returns:
        For each state the first node of each way; any call between may raise, unless it is known not to.

    Raises:
        Abandoned: the function is too large or too deeply nested.
    """
    found = flow.leaks(function.body, _reading(changes, module))
    return [found.get(number, {}) for number in range(len(changes))]


def _reading(changes: Sequence[Change], module: Module) -> flow.Reading:
    everything = (1 << len(changes)) - 1
    begins = _marks(each.begins for each in changes)
    ends = _marks(each.ends for each in changes)
    return flow.Reading(
        everything,
        events=partial(_events, everything, begins, ends, module),
        manager=partial(manager, module=module),
        absent=partial(_absent, Marked(ends)),
        fails=lambda handler: is_broad(handler, module) or "AssertionError" in structure(handler),
        catches_all=lambda handler: is_broad(handler, module),
        catches=lambda handler, raising: catches(handler, raising, module),
    )


def _marks(several: Iterable[Collection[ast.AST]]) -> Mapping[ast.AST, int]:
    marks: dict[ast.AST, int] = defaultdict(int)
    for number, nodes in enumerate(several):
        for node in nodes:
            marks[node] |= 1 << number
    return marks


def _events(
    everything: int,
    begins: Mapping[ast.AST, int],
    ends: Mapping[ast.AST, int],
    module: Module,
    root: ast.AST,
) -> Iterator[Event]:
    for node in ordered(root, module):
        whose = everything
        if begun := begins.get(node, 0):
            yield Event(Step.ACQUIRE, node, begun)
            whose &= ~begun
        if ended := ends.get(node, 0) & whose:
            yield Event(Step.RELEASE, node, ended)
            whose &= ~ended
        if whose and isinstance(node, ast.Call) and (step := _step(node, module)) is not None:
            yield Event(step, node, whose)


def _step(call: ast.Call, module: Module) -> Step | None:
    if not is_exit(call, module) or is_in_finally(call, module):
        return None
    if is_check(call, module):
        return Step.CHECK
    return Step.LEAVE if last_word(call.func) in ("skipTest", "skip") else Step.CALL


def is_exit(node: ast.AST, module: Module) -> bool:
    """Whether a node is a call that may well raise."""
    match node:
        case ast.Call(func=ast.Attribute(attr=word)) if word in _HARMLESS_METHODS:
            return False
        case ast.Call(func=func):
            names = module.names(func)
            return not (names & _HARMLESS or any(map(_makes_mock, names)) or _keeps_errors(node, names))
        case _:
            return False


_RUNNERS = frozenset(
    {"click.testing.CliRunner", "typer.testing.CliRunner", "flask.Flask().test_cli_runner"},
)


def _keeps_errors(call: ast.Call, names: Collection[str]) -> bool:
    """Whether a call makes what runs commands for tests, or has it run one: all errors go into the result
    (https://click.palletsprojects.com/en/stable/api/#click.testing.CliRunner.invoke)."""
    catches_none = keyword(call, "catch_exceptions") is not None
    return not catches_none and any(name.removesuffix("().invoke") in _RUNNERS for name in names)


def _makes_mock(name: str) -> bool:
    return name.startswith("unittest.mock.") and "()" not in name


def _absent(ends: Marked, node: ast.If) -> tuple[int, int]:
    """Of which states there is nothing to put back in the two branches: in the one without."""
    here, there = ends.block(node.body), ends.block(node.orelse)
    return there & ~here, here & ~there
