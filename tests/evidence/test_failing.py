"""A line that fails on purpose, where what measures coverage cannot look on."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import FrameType

import pytest

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


def test_everything_that_is_imported_is_looked_at(tmp_path: Path) -> None:
    assert Everything(str(tmp_path)).holds(json) and not Project(str(tmp_path)).holds(json)
    assert not Everything(str(tmp_path)).holds(None)
