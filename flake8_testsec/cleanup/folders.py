"""Whether a function runs where the run was started: relative paths mean nothing else otherwise."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from itertools import chain, pairwise, takewhile

from flake8_testsec.cleanup.custody import custody
from flake8_testsec.cleanup.touches import FUNCTIONS
from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expectation

HARMLESS = frozenset(
    {"self", "cls", "request", "tmp_path", "tmp_path_factory", "tmpdir", "tmpdir_factory", "capsys", "caplog"}
    | {"capfd", "mocker", "monkeypatch", "recwarn", "subtests"}
)
"""Parameters that take nobody into another directory."""

_MOVING = lazy(
    r"chdir|as_cwd|isolated_filesystem|usefixtures|pushd|testdir|pytester|fakefs|mock_open|working_dir|"
    r"\bin_\w*(dir|repo|tmp)"
)
_STAYING = frozenset({"pytest", "mock", *sys.stdlib_module_names})
"""Packages whose context managers leave the working directory alone, but for `_ENTERING`."""
_ENTERING = frozenset({f"contextlib.{name}" for name in ("chdir", "ExitStack", "AsyncExitStack")})
_OF_TESTS = frozenset({"subTest", "assertLogs", "assertNoLogs"})
_OF_FIXTURES = frozenset({"capfd", "caplog", "capsys", "mocker", "monkeypatch", "recwarn", "subtests"})
_PLACE = lazy(r"dir(_|\Z)|folder|cwd|project|repo|workspace|sandbox|isolat")


def parameters(function: Function) -> frozenset[str]:
    """The names of a function's parameters, of which some may be fixtures."""
    return frozenset(each.arg for each in walk(function.args) if isinstance(each, ast.arg))


@once
def _speaks_of_moving(module: Module) -> bool:
    return bool(_MOVING.search(module.source))


def is_moved(function: Function, module: Module) -> bool:
    """Whether something may have taken a function into another directory, or the disk away from it.

    Args:
        function: a test, hook or fixture.
        module: its module.

    Returns:
        ``True`` if the module speaks of it, if a class or fixture around goes back to the directory
        before, or if a fixture is called as those are that make a place to work in.
    """
    if _speaks_of_moving(module) or custody(function, module).folder:
        return True
    return any(map(_PLACE.search, parameters(function) - HARMLESS))


def is_within_unknown(node: ast.AST, module: Module) -> bool:
    """Whether a node stands in a ``with`` that may have gone to another directory.

    Args:
        node: what is done.
        module: its module.

    Returns:
        ``True`` unless each manager around the node, in its own function, is known to stay where it is.
    """
    return not all(_stays(each, module) for each in _entered(node, module))


def _entered(node: ast.AST, module: Module) -> Iterator[ast.expr]:
    """The context managers that are in force where a node stands; not the one that it is a part of."""
    own = takewhile(lambda above: not isinstance(above, FUNCTIONS), module.ancestors(node))
    for inner, above in pairwise(chain((node,), own)):
        if isinstance(above, (ast.With, ast.AsyncWith)):
            before = above.items.index(inner) if isinstance(inner, ast.withitem) else len(above.items)
            yield from (each.context_expr for each in above.items[:before])


def _stays(manager: ast.expr, module: Module) -> bool:
    match manager.func if isinstance(manager, ast.Call) else manager:
        case ast.Name(id="open") as name if not module.bindings(name):
            return True
        case ast.Attribute(value=ast.Name(id="self"), attr=word) if word in _OF_TESTS:
            return True
        case ast.Attribute(value=ast.Name(id=word)) if word in _OF_FIXTURES:
            return True
    names = module.names(manager)
    is_known = bool(names) and all(_is_of_known_package(each) for each in names)
    return is_known or expectation(manager, module) is not None


def _is_of_known_package(name: str) -> bool:
    return name.partition(".")[0] in _STAYING and name.removesuffix("()") not in _ENTERING
