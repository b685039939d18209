"""Cassettes in reports for programs: places and fingerprints, and never a value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ..doors import lay_out, testsec
from .recorded import VALUE

TEXT = f"""\
interactions:
- request:
    headers:
      Authorization:
      - Bearer {VALUE}
      Cookie:
      - session={VALUE}
- request:
    headers:
      Authorization:
      - Bearer {VALUE}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one cassette."""
    return lay_out(tmp_path, {"cassettes/a.yaml": TEXT, "cassettes/b.yaml": "a: [\n"})


def check(project: Path, form: str) -> str:
    done = testsec(project, "check", "--cassettes", f"--format={form}", "cassettes")
    assert (done.status, done.err) == (2, "")
    return done.out


@pytest.mark.parametrize(
    "form", ["full", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "%(text)s"]
)
def test_no_report_has_a_value(form: str, project: Path) -> None:
    assert VALUE not in check(project, form)


def test_findings_in_cassettes_have_fingerprints(project: Path) -> None:
    found = keys(project)
    again = keys(lay_out(project, {"cassettes/a.yaml": "# moved\n" + TEXT}))
    prints = [each["fingerprint"] for each in found]
    assert [each["fingerprint"] for each in again] == prints
    assert len({*prints}) == len(prints) == 3
    assert [each["line"] for each in again] == [each["line"] + 1 for each in found]


def keys(project: Path) -> list[dict[str, Any]]:
    """What is found in the cassette that can be read."""
    found = json.loads(check(project, "json"))["findings"]
    return [each for each in found if each["code"] == "TSE106"]


def test_a_person_sees_the_key(project: Path) -> None:
    lines = check(project, "full").splitlines()
    assert lines[1:3] == ["4 |       Authorization", "  |       ^^^^^^^^^^^^^"]


def test_a_log_is_of_a_category_of_its_own(project: Path) -> None:
    (run,) = json.loads(check(project, "sarif"))["runs"]
    assert run["automationDetails"]["id"] == "testsec/cassettes/"
    assert {each["ruleId"] for each in run["results"]} == {"TSE106", "E999"}
