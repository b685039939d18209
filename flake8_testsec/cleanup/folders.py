"""Whether a function runs where the run was started: relative paths mean nothing else otherwise."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.custody import custody
from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function

HARMLESS = frozenset(
    {"self", "cls", "request", "tmp_path", "tmp_path_factory", "tmpdir", "tmpdir_factory", "capsys", "caplog"}
    | {"capfd", "mocker", "monkeypatch", "recwarn", "subtests"}
)
"""Parameters that take nobody into another directory."""

_MOVING = lazy(
    r"chdir|as_cwd|isolated_filesystem|usefixtures|pushd|testdir|pytester|fakefs|mock_open|working_dir|"
    r"\bin_\w*(dir|repo|tmp)"
)
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
