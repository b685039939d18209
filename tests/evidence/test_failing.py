"""A line that fails on purpose, where what measures coverage cannot look on."""

from __future__ import annotations

import importlib
import json
import sys
import unittest
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from flake8_testsec.evidence import unittest_fault, unittest_runner
from flake8_testsec.evidence.failing import (
    PLAN,
    Everything,
    FailedOnPurpose,
    Fault,
    Plan,
    RaisedOnPurpose,
    taken,
)
from flake8_testsec.evidence.places import Project

from .runs import records


def here() -> FrameType:
    return sys._getframe(1)


def plan(**given: object) -> Plan:
    return Plan(**{"file": __file__, "tests": (1,), "first": 1, "last": 10_000, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raises", "error"), [("assertion", FailedOnPurpose), ("error", RaisedOnPurpose), ("", None)]
)
def test_a_line_raises_what_is_asked_for(tmp_path: Path, raises: str, error: type[Exception] | None) -> None:
    fault = Fault(plan(raises=raises, witness=str(tmp_path / "said")))
    traced = fault._called(here(), "call", None)
    if error is None:
        assert traced(here(), "line", None) == fault._moved
    else:
        with pytest.raises(error):
            traced(here(), "line", None)
    fault.say()
    assert json.loads((tmp_path / "said").read_text()) == {"ran": 0, "reached": True}


def test_other_events_lines_and_files_are_left_alone(tmp_path: Path) -> None:
    fault = Fault(plan(raises="error", first=1, last=2, witness=str(tmp_path / "said")))
    assert fault._moved(here(), "return", None) == fault._moved(here(), "line", None) == fault._moved
    assert Fault(plan(file=str(tmp_path / "other.py")))._called(here(), "call", None) is None
    assert (fault.wants(__file__, 1), fault.wants(__file__, 2), fault.wants("other.py", 1)) == (
        True,
        False,
        False,
    )
    fault.say()
    assert '"reached": false' in (tmp_path / "said").read_text()


def test_who_traces_goes_on_afterwards() -> None:
    before = sys.gettrace()
    fault = Fault(plan(file="nowhere.py"))
    fault.begin()
    during = sys.gettrace()
    fault.end()
    assert (during, sys.gettrace()) == (fault._called, before)


def test_what_an_exception_holds_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(sys), "last_value", ValueError())
    Fault(plan()).forget()
    assert not hasattr(sys, "last_value")


def test_a_plan_is_taken_out_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="for testsec prove alone"):
        taken()
    given = plan(witness=str(tmp_path / "said"))
    monkeypatch.setenv(PLAN, given.text())
    assert taken() == given
    assert json.loads((tmp_path / "said").read_text())["prefix"] == sys.prefix
    monkeypatch.setenv(PLAN, given._replace(tests=()).text())
    with pytest.raises(SystemExit) as ended:
        taken()
    assert ended.value.code == 0


def test_an_end_lets_go_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(sys), "last_value", ValueError())
    before, fault = sys.gettrace(), begun(plan(file="nowhere.py"))
    fault.finish()
    assert (sys.gettrace(), hasattr(sys, "last_value")) == (before, False)


def begun(given: Plan) -> Fault:
    """A fault whose test is about to end, and lets others trace until then."""
    before, fault = sys.gettrace(), Fault(given)
    fault.begin()
    sys.settrace(before)
    return fault


def module(name: str, given: Plan, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a process for a plan imports first."""
    monkeypatch.setenv(PLAN, given.text())
    monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module(name)


def test_pytest_is_told_when_a_test_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = plan(file="nowhere.py", witness=str(tmp_path / "said"))
    found = module("flake8_testsec.evidence.pytest_fault", given, monkeypatch)
    before = sys.gettrace()
    hooks = found._Faulty(Fault(given))
    protocol, end = hooks.pytest_runtest_protocol(), hooks.pytest_runtest_teardown()
    next(protocol)
    sys.settrace(before)
    monkeypatch.setitem(vars(sys), "last_value", ValueError())
    assert [next(end), next(end, "over"), next(protocol, "over")] == [None, "over", "over"]
    assert (sys.gettrace(), hasattr(sys, "last_value")) == (before, False)


def test_unittest_says_what_came_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = plan(file="nowhere.py", witness=str(tmp_path / "said"), evidence=str(tmp_path / "left"))
    monkeypatch.setenv(PLAN, given.text())
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        unittest_fault.main(["discover"])
    assert records(tmp_path / "said")[-1] == {"ran": 0, "reached": False}


def test_a_test_of_unittest_ends_with_its_fault(tmp_path: Path) -> None:
    fault = begun(plan(file="nowhere.py"))
    watch = unittest_runner._Watch(Recording(), Project(str(tmp_path)), fault)  # type: ignore[arg-type]
    watch.ended(unittest.FunctionTestCase(print))
    assert watch.recorder.names == [""]  # type: ignore[attr-defined]


class Recording:
    """Keeps which files were told of."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def ended(self, name: str, line: int, scope: object) -> None:
        self.names.append(name)


def test_everything_that_is_imported_is_looked_at(tmp_path: Path) -> None:
    assert Everything(str(tmp_path)).holds(json) and not Project(str(tmp_path)).holds(json)
    assert not Everything(str(tmp_path)).holds(None)
