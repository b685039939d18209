"""Verdicts on the remedy of a finding that is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import labels, precision
from bench.labels import STRANGER, Label, Place
from bench.observations import Observation

PLACE = Place("TSE302", "shop", "tests/test_a.py", 3)
SAID = Label(PLACE, "wrong", "it is a file", STRANGER, "remedy", "rmtree, path")


def test_a_label_keeps_what_the_finding_said(tmp_path: Path) -> None:
    others = Label(PLACE._replace(line=4), "right", "so", STRANGER)
    labels.store([SAID, others], tmp_path)
    assert labels.read(["TSE302"], tmp_path, STRANGER) == {SAID.place: SAID, others.place: others}


MESSAGES = {
    "never removed; add self.addCleanup(shutil.rmtree, path)": True,
    "never removed; register the removal of the directory": False,
}


@pytest.mark.parametrize("message", MESSAGES)
def test_a_finding_with_another_remedy_was_not_judged(message: str) -> None:
    known = {PLACE: SAID, PLACE._replace(line=4): SAID._replace(said="")}
    assert precision.is_judged(Observation(PLACE, 0, message), known) is MESSAGES[message]
    assert precision.is_judged(Observation(PLACE._replace(line=4), 0, message), known)
    assert precision.is_judged(Observation(PLACE._replace(line=5), 0, message), known)
