"""Which calls lie between a change and its being undone, so that undoing it is skipped when they raise."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from functools import partial

from flake8_testsec.cleanup import flow
from flake8_testsec.cleanup.flow import Event, Step, Way
from flake8_testsec.cleanup.judgement import is_check, manager
from flake8_testsec.cleanup.touches import is_in_finally
from flake8_testsec.source.calls import last_word, structure
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_broad

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


def exits(
    function: Function, changes: Collection[ast.AST], restores: Collection[ast.AST], module: Module
) -> dict[Way, ast.AST]:
    """The ways out of a function on which a state is changed.

    Args:
        function: the function.
        changes: the nodes at which the state gets a fresh value.
        restores: the nodes at which it is put back.
        module: the module.

    Returns:
        The first node of each way; any call between may raise, unless it is known not to.

    Raises:
        Abandoned: the function is too large or too deeply nested.
    """
    return flow.leaks(function.body, _reading(changes, restores, module))


def _reading(begins: Collection[ast.AST], ends: Collection[ast.AST], module: Module) -> flow.Reading:
    return flow.Reading(
        events=partial(_events, begins, ends, module),
        manager=partial(manager, module=module),
        absent=partial(_absent, ends, module),
        fails=lambda handler: is_broad(handler, module) or "AssertionError" in structure(handler),
        catches_all=lambda handler: is_broad(handler, module),
    )


def _events(
    begins: Collection[ast.AST], ends: Collection[ast.AST], module: Module, root: ast.AST
) -> list[Event]:
    steps = ((node, _step(node, begins, ends, module)) for node in flow.in_order(root))
    return [Event(step, node) for node, step in steps if step is not None]


def _step(
    node: ast.AST, begins: Collection[ast.AST], ends: Collection[ast.AST], module: Module
) -> Step | None:
    if node in begins:
        return Step.ACQUIRE
    if node in ends:
        return Step.RELEASE
    if not isinstance(node, ast.Call) or not is_exit(node, module) or is_in_finally(node, module):
        return None
    if is_check(node, module):
        return Step.CHECK
    return Step.LEAVE if last_word(node.func) in ("skipTest", "skip") else Step.CALL


def is_exit(node: ast.AST, module: Module) -> bool:
    """Whether a node is a call that may well raise."""
    match node:
        case ast.Call(func=ast.Attribute(attr=word)) if word in _HARMLESS_METHODS:
            return False
        case ast.Call(func=func):
            names = module.names(func)
            return not names & _HARMLESS and not any(map(_makes_mock, names))
        case _:
            return False


def _makes_mock(name: str) -> bool:
    return name.startswith("unittest.mock.") and "()" not in name


def _absent(ends: Collection[ast.AST], module: Module, test: ast.expr) -> bool | None:
    """Which truth of a condition means that there is nothing to put back: that of the branch without."""
    branches = vars(module.parents[test])
    here, there = _holds(branches["body"], ends), _holds(branches["orelse"], ends)
    return None if here == there else there


def _holds(body: Sequence[ast.stmt], ends: Collection[ast.AST]) -> bool:
    return any(node in ends for statement in body for node in walk(statement))
