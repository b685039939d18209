"""What is written of an audit: SARIF, pages, the trend."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ..doors import CLEAN, DEFECT
from ..repositories import Repository
from .test_audit import audit, records, several

ROOT = Path(__file__).parent.parent.parent
TICKET = "import pytest\n\n\n@pytest.mark.skip(reason='bug 4711')\ndef test_a():\n    assert f()\n"


@pytest.fixture
def pair(tmp_path: Path) -> list[Path]:
    return several(tmp_path, 2, {"tests/test_a.py": DEFECT, "tests/test_b.py": TICKET})


def test_a_log_has_a_run_for_each_repository_by_its_schema(pair: list[Path], tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    done = audit(tmp_path, *pair, tmp_path / "gone", "--format=sarif", "--output-file=log.sarif")
    assert done.status == 2
    log = json.loads((tmp_path / "log.sarif").read_text("utf-8"))
    jsonschema.validate(log, json.loads((ROOT / "tests/schemas/sarif-2.1.0.json").read_text("utf-8")))
    told = [
        (
            run["properties"]["repository"],
            run["invocations"][0]["executionSuccessful"],
            [each["ruleId"] for each in run["results"]],
        )
        for run in log["runs"]
    ]
    assert told == [
        (str(pair[0]), True, ["TSE407"]),
        (str(pair[1]), True, ["TSE407"]),
        (str(tmp_path / "gone"), False, ["TSE000"]),
    ]
    assert len({run["automationDetails"]["id"] for run in log["runs"]}) == 3


def test_lines_are_those_of_the_schema(pair: list[Path], tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    audit(tmp_path, *pair, tmp_path / "gone", "--format=jsonl", "--output-file=out.jsonl")
    schema = json.loads((ROOT / "docs/schemas/findings-1.json").read_text("utf-8"))
    line = {"$ref": "#/$defs/line", "$defs": schema["$defs"]}
    found = records(tmp_path / "out.jsonl")
    assert len(found) == 3
    for each in found:
        jsonschema.validate(each, line)


def test_there_is_a_page_for_each_repository_and_one_over_all(pair: list[Path], tmp_path: Path) -> None:
    pytest.importorskip("jinja2")
    odd = Repository(tmp_path / "<b>&odd").commit({"test_a.py": CLEAN}) and tmp_path / "<b>&odd"
    arguments = (*pair, odd, tmp_path / "gone", "--title=Our <tests>")
    done = audit(tmp_path, *arguments, "--format=html", "--output-file=all.html")
    assert done.status == 2, done
    page = (tmp_path / "all.html").read_text("utf-8")
    addresses = re.findall(r'<a href="(all\.pages/\d+\.html)">', page)
    assert sorted(addresses) == [f"all.pages/{number:05}.html" for number in range(4)]
    assert addresses[0].endswith("3.html"), "what was not reviewed comes first"
    for address, path in zip(sorted(addresses), (*pair, odd, tmp_path / "gone"), strict=True):
        text = (tmp_path / address).read_text("utf-8")
        name = str(path).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert f"<h1>{name}</h1>" in text and name in page
    assert "<h1>Our &lt;tests&gt;</h1>" in page
    assert "<b>&odd" not in page
    assert "default-src 'none'" in page
    assert "<strong>3</strong> findings in <strong>3</strong> of 4 repositories, 5 files" in page
    assert "Known bugs: 2 places wait for 2 tickets" in page
    assert "CWE-" in page and "exceptions" in page
    assert "<strong>" + str(tmp_path / "gone") + "</strong>: there is no such folder" in page


def test_what_could_not_be_parsed_is_named_on_the_page(tmp_path: Path) -> None:
    pytest.importorskip("jinja2")
    (path,) = several(tmp_path, 1, {"test_a.py": "def f(:\n"})
    done = audit(tmp_path, path, "--format=html", "--output-file=all.html")
    assert done.status == 2
    assert f"<strong>{path}</strong>: some files could not be read" in (tmp_path / "all.html").read_text(
        "utf-8"
    )


def test_what_the_options_hide_is_told_all_the_same(tmp_path: Path) -> None:
    (path,) = several(tmp_path, 1, {"test_a.py": "def f(:\n"})
    done = audit(tmp_path, path, "--ignore=E9")
    assert done.status == 2
    assert f"testsec audit: {path}: ./test_a.py:1: E999" in done.err


def test_the_trend_is_told_against_an_earlier_audit(tmp_path: Path) -> None:
    pytest.importorskip("jinja2")
    first, second = Repository(tmp_path / "r0"), Repository(tmp_path / "r1")
    first.commit({"test_a.py": DEFECT, "test_b.py": DEFECT})
    second.commit({"test_a.py": DEFECT})
    assert audit(tmp_path, first.folder, "--state=then").status == 1
    first.commit({"test_a.py": DEFECT, "test_b.py": CLEAN, "test_c.py": DEFECT, "test_d.py": DEFECT})
    reports = ("--format=html", "--output-file=all.html", "--format=sarif", "--output-file=log.sarif")
    paths = (first.folder, second.folder)
    done = audit(tmp_path, *paths, "--state=now", "--compare-with=then", *reports, "--format=text")
    assert done.lines == [
        f"{first.folder}: 3 in 4 files (0 high, 3 medium, 0 low); 2 new, 1 gone",
        f"{second.folder}: 1 in 1 files (0 high, 1 medium, 0 low)",
    ]
    page = (tmp_path / "all.html").read_text("utf-8")
    assert (
        '<span class="new">2 new</span> <span class="gone">1 gone</span> since the earlier audit, which had 2'
        in page
    )
    assert "not compared" in page
    runs = json.loads((tmp_path / "log.sarif").read_text("utf-8"))["runs"]
    states = [[each.get("baselineState") for each in run["results"]] for run in runs]
    assert states == [["unchanged", "new", "new"], [None]]


def test_an_audit_that_never_looked_has_nothing_to_compare(tmp_path: Path) -> None:
    path = tmp_path / "later"
    assert audit(tmp_path, path, "--state=then").status == 2
    Repository(path).commit({"test_a.py": DEFECT})
    done = audit(tmp_path, path, "--state=now", "--compare-with=then")
    assert done.out == f"{path}: 1 in 1 files (0 high, 1 medium, 0 low)\n"


def test_a_report_that_cannot_be_written_is_refused_and_nothing_is_lost(
    pair: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    done = audit(tmp_path, *pair, "--format=jsonl", "--output-file=folder.jsonl")
    assert done.status == 2 and "cannot write 'folder.jsonl'" in done.err
    assert audit(tmp_path, *pair, "--format=jsonl").out.count("TSE407") == 2


def test_a_reader_that_leaves_is_no_error(pair: list[Path], tmp_path: Path) -> None:
    import subprocess
    import sys

    command = (
        f"{sys.executable} -m flake8_testsec audit --isolated --no-cache {pair[0]} --format=jsonl | true"
    )
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.stderr == ""
