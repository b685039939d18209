"""The comparison of both doors sees what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import doors
from bench.doors import Said

from ..doors import DEFECT, lay_out


def test_both_doors_are_asked_with_and_without_a_cache(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT, "tests/test_b.py": "def f(:\n"})
    theirs, *ours = doors.said(tmp_path)
    assert theirs.door == "flake8"
    assert [each.door for each in ours] == [
        "testsec with one process",
        "testsec with several processes",
        "testsec with an empty cache",
        "testsec with a full cache",
    ]
    assert {each[1:] for each in (theirs, *ours)} == {(1, theirs.lines)}
    assert any("TSE407" in line for line in theirs.lines)


def test_what_differs_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    theirs = Said("flake8", 1, ("a finding",))
    assert doors.agree("shop 1.0", theirs, [theirs._replace(door="testsec")])
    assert not doors.agree("shop 1.0", theirs, [Said("testsec", 0, ())])
    assert capsys.readouterr().out.splitlines() == [
        "shop 1.0: 1 lines, the same",
        "shop 1.0: 1 lines, different",
        "  status 1 and 0",
        "  --- flake8",
        "  +++ testsec",
        "  @@ -1 +0,0 @@",
        "  -a finding",
    ]
