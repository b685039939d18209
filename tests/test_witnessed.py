"""``flake8 --testsec-evidence``: the same words as in ``testsec check --evidence``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flake8_testsec.digests import digest

from .cli.test_evidence import CLEAN, END, HEAD, SHOP, TESTS
from .doors import Run, flake8, lay_out, testsec
from .evidence.runs import pytest_run

OURS = ("--isolated", "--select=TSE3")
EVIDENCE = "--testsec-evidence=evidence.jsonl"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = lay_out(
        tmp_path_factory.mktemp("project"), {"pyproject.toml": "", "shop.py": SHOP, "tests/test_a.py": TESTS}
    )
    pytest_run(made, EVIDENCE, PYTHONDONTWRITEBYTECODE="1")
    return made


def lines(done: Run) -> list[str]:
    assert done.status == 1, done
    return sorted(done.lines)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_both_doors_say_the_same(folder: Path, jobs: str) -> None:
    told = flake8(folder, *OURS, EVIDENCE, f"--jobs={jobs}", "shop.py", "tests")
    assert lines(told) == lines(testsec(folder, "check", *OURS, "--no-cache", EVIDENCE, "shop.py", "tests"))
    for words in ("[confirmed]", "[executed, not seen]", "[seen at run time]", "TSE321"):
        assert words in told.out
    assert told.err == ""


def test_comments_silence_what_runs_have_seen(folder: Path) -> None:
    told, loud = (
        flake8(folder, *OURS, EVIDENCE, *more, "tests/test_a.py").lines for more in ((), ("--disable-noqa",))
    )
    assert any("SILENCED" in each for each in loud) and not any("SILENCED" in each for each in told)
    assert any("shop:Shop.name" in each for each in loud)
    assert not any("shop:Shop.name" in each for each in told)


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_reports_have_a_place_of_their_own_for_it(folder: Path, form: str) -> None:
    told = json.loads(flake8(folder, *OURS, EVIDENCE, f"--format=testsec-{form}", "tests").out)
    shown = json.loads(
        testsec(folder, "check", *OURS, "--no-cache", EVIDENCE, f"--format={form}", "tests").out
    )
    if form == "json":
        assert seen(told) == seen(shown)
        assert {said for _, said in seen(told)} >= {"confirmed", "seen at run time"}
    else:
        assert '"evidence": "confirmed"' in json.dumps(told)
        assert "[confirmed]" not in json.dumps(told)


def seen(report: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    return [(each["message"], each["evidence"]) for each in report["findings"]]


@pytest.mark.parametrize("door", ["flake8", "testsec"])
def test_a_configuration_may_name_it(folder: Path, tmp_path: Path, door: str) -> None:
    text = (folder / "evidence.jsonl").read_text("utf-8")
    table = '[tool.testsec]\nevidence = ["seen/evidence.jsonl"]\n'
    files = {"shop.py": SHOP, "tests/test_a.py": TESTS, "pyproject.toml": table, "setup.cfg": "[flake8]\n"}
    lay_out(tmp_path, {**files, "seen/evidence.jsonl": text.replace('"root": "."', '"root": ".."')})
    run = flake8 if door == "flake8" else testsec
    words = ["check", "--no-cache"] if door == "testsec" else []
    assert "[confirmed]" in run(tmp_path, *words, "--select=TSE3", "tests").out


def test_a_configuration_has_no_say_in_other_commands(folder: Path, tmp_path: Path) -> None:
    table = '[tool.testsec]\nevidence = ["nowhere.jsonl"]\n'
    lay_out(tmp_path, {"tests/test_a.py": CLEAN, "pyproject.toml": table})
    assert testsec(tmp_path, "check", "--no-cache", ".").status == 2
    assert testsec(tmp_path, "fix", "--no-cache", ".").status == 0
    assert testsec(tmp_path, "check", "--no-cache", "--unused-noqa", ".").status == 0


@pytest.mark.parametrize("door", ["flake8", "testsec"])
def test_evidence_that_is_not_there_is_named(tmp_path: Path, door: str) -> None:
    lay_out(tmp_path, {"test_a.py": CLEAN})
    run = flake8 if door == "flake8" else testsec
    words = ["check"] if door == "testsec" else []
    done = run(tmp_path, *words, "--isolated", "--testsec-evidence=nowhere.jsonl", ".")
    assert done.status != 0
    assert "evidence 'nowhere.jsonl': No such file or directory" in done.out + done.err


def test_what_is_no_evidence_is_refused(tmp_path: Path) -> None:
    lay_out(tmp_path, {"test_a.py": CLEAN, "evidence.jsonl": "nothing\n"})
    done = flake8(tmp_path, *OURS, EVIDENCE, ".")
    assert done.status == 1
    assert "evidence 'evidence.jsonl': line 1 is not JSON" in done.out + done.err


def test_of_a_file_that_has_changed_one_line_says_so(folder: Path, tmp_path: Path) -> None:
    text = (folder / "evidence.jsonl").read_text("utf-8")
    lay_out(tmp_path, {"tests/test_a.py": TESTS + "\n", "evidence.jsonl": text})
    done = flake8(tmp_path, *OURS, EVIDENCE, "tests")
    assert re.fullmatch(
        "flake8-testsec: evidence .*: 1 file has changed since, of which it says nothing: tests/test_a.py\n",
        done.err,
    )
    assert "[confirmed]" not in done.out


def test_nothing_is_said_of_standard_input(folder: Path) -> None:
    done = flake8(folder, *OURS, EVIDENCE, "-", stdin=TESTS)
    assert "TSE304" in done.out and "[confirmed]" not in done.out


def test_several_files_are_read_and_the_strongest_counts(folder: Path) -> None:
    name = "tests/test_a.py"
    known = json.dumps({"kind": "file", "file": name, "digest": digest(TESTS.encode())}) + "\n"
    weak = HEAD.replace('"functions": false', '"functions": true')
    lay_out(folder, {"weak.jsonl": weak + known + END})
    alone = flake8(folder, *OURS, "--testsec-evidence=weak.jsonl", "tests").out
    both = flake8(folder, *OURS, "--testsec-evidence=weak.jsonl,evidence.jsonl", "tests").out
    assert "[confirmed]" not in alone and "[not executed]" in alone
    assert both.count("[confirmed]") == flake8(folder, *OURS, EVIDENCE, "tests").out.count("[confirmed]")
    assert both.count("[seen at run time]") > 0


def test_an_error_of_ours_loses_no_finding(folder: Path, tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "sitecustomize.py": "import flake8_testsec.witnessed as w\nw.Witnessed.said = None\n",
            "evidence.jsonl": HEAD + END,
            "test_a.py": 'import os\n\n\ndef test_a():\n    os.environ["A"] = "1"\n    assert run()\n',
        },
    )
    path = f"{tmp_path}:{Path(__file__).parent.parent}"
    done = flake8(tmp_path, "--isolated", "--select=TSE", EVIDENCE, "test_a.py", PYTHONPATH=path)
    assert "TSE000" in done.out and "TSE304" in done.out
