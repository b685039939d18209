"""Every form is read by a program of somebody else, or by the standard's own schema."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from flake8_testsec.catalogue import RULES
from flake8_testsec.finding import Edit
from flake8_testsec.fixing.application import apply

from ..doors import DEFECT, lay_out, testsec
from ..measuring import unmeasured

jsonschema = pytest.importorskip("jsonschema", reason="not with every Python")
junitparser = pytest.importorskip("junitparser")

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent.parent
SWALLOWED = """\
from unittest import mock

def test_b(shop):
    mock.patch("shop.pay")
    try:
        assert shop.pay() == "ü"
    except Exception:
        pass
    assert shop.lines, 1
    assert shop.lines, 1
"""
FIXABLE = "def test_c(shop):\n    shop.pay(1)\n    shop.lines == 1\n"
HOSTILE = "tests/test_<script>&\"'\n\x1b[31m,:%.py"
FILES = {
    "tests/test_a.py": DEFECT,
    "tests/test_b.py": SWALLOWED,
    "tests/test_c.py": FIXABLE.replace("\n", "\r\n"),
    HOSTILE: DEFECT,
    "tests/test_silent.py": DEFECT.rstrip() + "  # noqa: TSE407  the helper [itself] is tested\n",
    "tests/test_broken.py": "def test(:\n",
}
FORMS = ("json", "jsonl", "sarif", "gitlab", "junit", "checkstyle", "github", "full")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all reports of one run, and those of one that tells what is silenced."""
    folder = tmp_path_factory.mktemp("project")
    lay_out(folder, {**FILES, "pyproject.toml": ""})
    for more in ("", "all-"):
        written = [word for form in FORMS for word in ("--format", form, "--output-file", f"{more}{form}")]
        options = ["--include-suppressed"] if more else []
        done = testsec(folder, "check", *options, *written, "tests", "missing.py")
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    return folder


def read(reports: Path, name: str) -> Any:
    return json.loads((reports / name).read_text(encoding="utf-8"))


def codes(results: list[dict[str, Any]], key: str = "code") -> list[str]:
    return sorted(each[key] for each in results)


FOUND = ["E902", "E999", "TSE405", "TSE407", "TSE407", "TSE506", "TSE506", "TSE508", "TSE606"]


# JSON


def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "docs" / "schemas" / "findings-1.json").read_text("utf-8"))
    return found


def test_json_is_what_its_schema_says(reports: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    report = read(reports, "json")
    validator.validate(report)
    assert [*report] == list(schema()["properties"])
    assert all([*each] == list(schema()["$defs"]["finding"]["properties"]) for each in report["findings"])
    assert codes(report["findings"]) == FOUND
    assert report["complete"] is False
    assert report["files"] == len(FILES) + 1
    assert report["counts"] == {"error": 2, "high": 4, "medium": 3, "low": 0, "other": 0}


def test_a_schema_refuses_what_is_not_json_of_ours(reports: Path) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    report = read(reports, "json")
    for change in ({"line": 0}, {"severity": "urgent"}, {"fingerprint": "x"}, {"related": [{}]}):
        broken = {**report, "findings": [{**report["findings"][0], **change}]}
        assert not validator.is_valid(broken), change


def test_lines_of_json_are_the_same_findings(reports: Path) -> None:
    line_schema = {**schema(), **schema()["$defs"]["line"]}
    del line_schema["type"]
    lines = [json.loads(line) for line in (reports / "jsonl").read_text("utf-8").splitlines()]
    for line in lines:
        jsonschema.Draft202012Validator({"$ref": "#/$defs/line", "$defs": schema()["$defs"]}).validate(line)
        assert line.pop("version") == 1
    assert lines == read(reports, "json")["findings"]


def test_json_tells_what_is_silenced_only_if_asked(reports: Path) -> None:
    report = read(reports, "all-json")
    jsonschema.Draft202012Validator(schema()).validate(report)
    silenced = [each for each in report["findings"] if each["suppressed"]]
    assert [each["suppressed"] for each in silenced] == [{"reason": "the helper [itself] is tested"}]
    assert report["counts"] == read(reports, "json")["counts"]
    assert not any(each["suppressed"] for each in read(reports, "json")["findings"])


def test_edits_in_json_mend_the_file(reports: Path) -> None:
    (fixed,) = [each for each in read(reports, "json")["findings"] if each["code"] == "TSE508"]
    edits = [
        Edit(each["line"], each["column"] - 1, each["end_line"], each["end_column"] - 1, each["text"])
        for each in fixed["fix"]["edits"]
    ]
    assert apply(FIXABLE.splitlines(keepends=True), edits).endswith("    assert shop.lines == 1\n")


# SARIF


def sarif(reports: Path, name: str = "sarif") -> dict[str, Any]:
    log = read(reports, name)
    official = json.loads((ROOT / "tests" / "schemas" / "sarif-2.1.0.json").read_text("utf-8"))
    validator = jsonschema.validators.validator_for(official)(official)
    assert [error.message for error in validator.iter_errors(log)] == []
    (run,) = log["runs"]
    found: dict[str, Any] = run
    return found


def test_sarif_is_what_its_schema_says_and_has_all_rules(reports: Path) -> None:
    run = sarif(reports)
    rules = run["tool"]["driver"]["rules"]
    assert {*RULES} < {rule["id"] for rule in rules}
    assert codes(run["results"], "ruleId") == FOUND
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    for rule in rules[: len(RULES)]:
        assert rule["help"]["text"] and rule["help"]["markdown"] and rule["helpUri"].startswith("https://")
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert 0 < float(rule["properties"]["security-severity"]) < 9
        assert rule["properties"]["tags"][-1] == f"external/cwe/cwe-{RULES[rule['id']].cwe:03}"
    assert run["invocations"] == [{"executionSuccessful": False}]


def test_the_rules_of_a_log_point_into_its_taxonomy(reports: Path) -> None:
    run = sarif(reports)
    (weaknesses,) = run["taxonomies"]
    known = {each["id"] for each in weaknesses["taxa"]}
    for rule in run["tool"]["driver"]["rules"][: len(RULES)]:
        (relation,) = rule["relationships"]
        assert relation["target"]["id"] in known
        assert relation["target"]["toolComponent"] == {"name": "CWE", "index": 0}


def test_results_have_places_related_places_and_fixes(reports: Path) -> None:
    by_code = {each["ruleId"]: each for each in sarif(reports)["results"]}
    swallowed = by_code["TSE405"]
    assert swallowed["locations"][0]["physicalLocation"]["region"]["startLine"] == 5
    assert [each["physicalLocation"]["region"]["startLine"] for each in swallowed["relatedLocations"]] == [
        6,
        7,
    ]
    assert swallowed["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "test_b"}]
    assert all(set(each) == REGION for each in regions(by_code["TSE407"]))
    (change,) = by_code["TSE508"]["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "tests/test_c.py"
    assert "region" not in by_code["E902"]["locations"][0]["physicalLocation"]


REGION = {"startLine", "startColumn", "endLine", "endColumn"}


def regions(node: object) -> Iterator[dict[str, int]]:
    """All regions below a node of a log."""
    if isinstance(node, list):
        for each in node:
            yield from regions(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("region", "deletedRegion"):
                yield value
            yield from regions(value)


def test_every_region_ends_where_it_begins_or_behind(reports: Path) -> None:
    found = list(regions(sarif(reports)["results"]))
    assert len(found) > len(FOUND)
    for each in found:
        assert (each["startLine"], each["startColumn"]) <= (each["endLine"], each["endColumn"])


def test_addresses_lead_to_the_files(reports: Path) -> None:
    places = [each["locations"][0]["physicalLocation"] for each in sarif(reports)["results"]]
    paths = {unquote(place["artifactLocation"]["uri"]) for place in places}
    assert HOSTILE in paths
    assert paths - {"missing.py"} == {*FILES} - {"tests/test_silent.py"}


def test_fingerprints_are_all_different(reports: Path) -> None:
    prints = [each["partialFingerprints"]["testsec/v1"] for each in sarif(reports)["results"]]
    assert len({*prints}) == len(prints)
    numbered = [each for each in sarif(reports)["results"] if each["ruleId"] == "TSE506"]
    first, second = (each["partialFingerprints"]["testsec/v1"].split(":") for each in numbered)
    assert (first[0], first[1], second[1]) == (second[0], "1", "2")


def test_sarif_tells_what_is_silenced_only_if_asked(reports: Path) -> None:
    assert not any("suppressions" in each for each in sarif(reports)["results"])
    silenced = [each for each in sarif(reports, "all-sarif")["results"] if "suppressions" in each]
    assert [each["suppressions"] for each in silenced] == [
        [{"kind": "inSource", "justification": "the helper [itself] is tested"}]
    ]


@pytest.mark.tools
def test_sarif_is_read_by_the_tools_for_it(reports: Path) -> None:
    pytest.importorskip("sarif", reason="sarif-tools are not with every Python")
    command = [sys.executable, "-m", "sarif", "csv", "--output", str(reports / "csv"), str(reports / "sarif")]
    subprocess.run(command, check=True, capture_output=True, cwd=reports, env=unmeasured())
    rows = (reports / "csv").read_text("utf-8-sig").splitlines()
    assert sum(",TSE506" in row for row in rows) == 2
    assert sum(row.startswith("flake8-testsec,") for row in rows) == len(FOUND)


# GitLab, JUnit, Checkstyle


def test_gitlab_gets_an_issue_a_finding(reports: Path) -> None:
    issues = read(reports, "gitlab")
    assert len(issues) == len(FOUND)
    assert len({each["fingerprint"] for each in issues}) == len(FOUND)
    assert {each["severity"] for each in issues} == {"blocker", "critical", "major"}
    assert all(each["location"]["lines"]["begin"] >= 1 for each in issues)
    assert {each["location"]["path"] for each in issues} >= {"tests/test_a.py", HOSTILE}
    assert read(reports, "all-gitlab") == issues


def test_junit_is_read(reports: Path) -> None:
    report = junitparser.JUnitXml.fromfile(str(reports / "junit"))
    assert (report.tests, report.failures, report.errors, report.skipped) == (len(FOUND), 7, 2, 0)
    cases = [case for suite in report for case in suite]
    assert len(cases) == len(FOUND)
    kinds = sorted(type(result).__name__ for case in cases for result in case.result)
    assert kinds == ["Error"] * 2 + ["Failure"] * 7
    (first, *_) = [case for case in cases if case.name.startswith("TSE407 ")]
    assert first.result[0].message.startswith("raises() without")
    silenced = junitparser.JUnitXml.fromfile(str(reports / "all-junit"))
    assert (silenced.tests, silenced.skipped) == (len(FOUND) + 1, 1)


def test_a_run_without_findings_is_one_test_that_passed(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": ""})
    assert testsec(tmp_path, "check", "--format=junit", "--output-file=report.xml").status == 0
    report = junitparser.JUnitXml.fromfile(str(tmp_path / "report.xml"))
    (case,) = [case for suite in report for case in suite]
    assert (report.tests, case.is_passed) == (1, True)


def test_checkstyle_has_its_files_and_errors(reports: Path) -> None:
    root = ElementTree.fromstring((reports / "checkstyle").read_bytes())
    errors = [error for file in root.iter("file") for error in file.iter("error")]
    assert sorted(error.attrib["source"].split(".")[1] for error in errors) == FOUND
    assert {error.attrib["severity"] for error in errors} == {"error", "warning"}
    names = [file.attrib["name"] for file in root.iter("file")]
    assert len(names) == len({*names})
    assert any("<script>" in name and "\\x1b[31m" in name for name in names)


# what a person reads


def test_no_report_has_an_escape_code_or_a_name_that_breaks_a_line(reports: Path) -> None:
    for form in FORMS:
        text = (reports / form).read_text("utf-8")
        assert "\x1b" not in text, form
    assert all(line.isprintable() for line in (reports / "full").read_text("utf-8").split("\n"))


def test_commands_for_github_are_one_a_line(reports: Path) -> None:
    lines = (reports / "github").read_text("utf-8").splitlines()
    assert len(lines) == len(FOUND)
    levels = [line.split(" ")[0] for line in lines]
    assert levels == ["::error"] * 6 + ["::warning"] * 3
    (hostile,) = [line for line in lines if "script" in line]
    properties, message = hostile.removeprefix("::warning ").split("::", 1)
    values = dict(each.split("=", 1) for each in properties.split(","))
    assert values["file"] == "tests/test_<script>&\"'\\n\\x1b[31m%2C%3A%25.py"
    assert (values["line"], values["col"], values["endColumn"]) == ("5", "5", "30")
    assert message == "raises() without a callable or with has no effect"
