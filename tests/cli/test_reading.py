"""One file at a time: nothing of it stays."""

from __future__ import annotations

import ast
import gc
import weakref
from pathlib import Path

import pytest

from flake8_testsec.cli import configuration, reading
from flake8_testsec.cli.reading import Reader, Work, undisturbed
from flake8_testsec.plugin import case_of, module_of
from flake8_testsec.settings import Settings

from ..doors import CLEAN, DEFECT, lay_out, testsec


def reader() -> Reader:
    return Reader(Work(configuration.parse(["--isolated"])))


class Knot:
    """Something that only the garbage collector can take away."""

    def __init__(self) -> None:
        self.itself = self


def test_the_collector_comes_when_enough_was_read(tmp_path: Path) -> None:
    lay_out(tmp_path, {"test_a.py": CLEAN, "test_b.py": "# x\n" * (reading._GARBAGE // 4)})
    with undisturbed():
        knot = weakref.ref(Knot())
        each = reader()
        each.read(str(tmp_path / "test_a.py"))
        assert knot() is not None
        each.read(str(tmp_path / "test_b.py"))
        assert knot() is None


@pytest.mark.parametrize("is_off", [True, False])
def test_what_the_collector_leaves_is_not_gone_through_again(tmp_path: Path, is_off: bool) -> None:
    lay_out(tmp_path, {"test_a.py": "# x\n" * (reading._GARBAGE // 4 + 1)})
    each = reader()
    gc.unfreeze()
    try:
        (gc.disable if is_off else gc.enable)()
        each.read(str(tmp_path / "test_a.py"))
        # Since Python 3.12 a collection sets immortal objects apart as well, but they are few.
        assert (gc.get_freeze_count() > len(gc.get_objects())) is is_off
    finally:
        gc.unfreeze()
        gc.enable()


def test_a_module_is_gone_without_the_collector() -> None:
    tree = ast.parse(DEFECT)
    case = case_of("tests/test_a.py", [DEFECT], Settings())
    with undisturbed():
        with module_of(tree, DEFECT.splitlines(keepends=True), case) as module:
            assert module.scopes is module.scopes
        there = weakref.ref(tree)
        del tree
        assert there() is None


@pytest.mark.parametrize("before", [True, False])
def test_the_collector_is_left_as_it_was(before: bool) -> None:
    (gc.enable if before else gc.disable)()
    try:
        with undisturbed():
            assert not gc.isenabled()
        after = gc.isenabled()
    finally:
        gc.enable()
    assert after is before


def test_warnings_of_the_parser_are_not_ours_to_tell(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": "x = '\\d'\nassert 1 is 1\n"})
    done = testsec(tmp_path, "check", "tests", PYTHONWARNINGS="error::SyntaxWarning")
    assert done == (0, "", "")


def test_standard_input_that_is_named_twice_is_reviewed_twice(tmp_path: Path) -> None:
    done = testsec(tmp_path, "check", "--stdin-display-name=tests/test_a.py", "-", "-", stdin=DEFECT)
    assert done.out.count("tests/test_a.py:5:5: TSE407") == 2


def test_a_broken_standard_input_is_told_as_flake8_tells_it(tmp_path: Path) -> None:
    done = testsec(tmp_path, "check", "--show-source", "-", stdin="x = 1\ndef f(:\n")
    assert (done.status, done.lines[0].split(" ")[:2]) == (2, ["stdin:2:8:", "E999"])
