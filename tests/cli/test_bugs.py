"""``testsec bugs`` as its users run it, in a real repository."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from flake8_testsec.cli import blame as blaming
from flake8_testsec.cli import main
from flake8_testsec.cli.blame import Written, blame
from flake8_testsec.cli.git import NoAnswer

from ..doors import CLEAN, lay_out

pytestmark = pytest.mark.once

WAITS = """\
import pytest


def test_a():
    total = run()
    # FIXME(ann): bug 12
    # assert total == 12
    assert total


@pytest.mark.skip(reason="PAY-31")
def test_b():
    assert run()  # FIXME: flaky
"""


def git(folder: Path, *arguments: str, date: str = "2020-02-03T04:05:06+0000") -> None:
    identity = ("-c", "user.name=Ann", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    environment |= {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    command = ["git", *identity, *arguments]
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True, timeout=300)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a test of an early and a line of a late commit."""
    monkeypatch.chdir(lay_out(tmp_path, {"tests/test_a.py": WAITS, "shop.py": "# FIXME: bug 99\n"}))
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    lay_out(tmp_path, {"tests/test_a.py": WAITS.replace("PAY-31", "PAY-32")})
    git(tmp_path, "commit", "--quiet", "--all", "--message", "Wait longer", date="2021-02-03T04:05:06+0000")
    return tmp_path


def test_who_and_when(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["bugs", "--isolated", "."]) == 0
    assert capfd.readouterr().out.splitlines() == [
        "bug 12 (1 place, since 2020-02-03)",
        "  tests/test_a.py:7: assertion, FIXME by ann, 2020-02-03, Ann",
        "      assert total == 12",
        "PAY-32 (1 place, since 2021-02-03)",
        "  tests/test_a.py:11: skip, 2021-02-03, Ann",
        "      test_b",
        "2 tickets, 2 places; 1 more place without a ticket",
    ]


def test_nobody_is_blamed(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["bugs", "--isolated", "--no-blame", "shop.py", "tests"]) == 0
    out = capfd.readouterr().out
    assert "bug 99 (1 place)\n  shop.py:1: comment, FIXME\n" in out and "Ann" not in out


def test_forms(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("jinja2")
    assert main(["bugs", "--isolated", "--format=csv", "tests"]) == 0
    rows = capfd.readouterr().out.splitlines()
    assert (
        rows[1] == "bug 12,assertion,FIXME,ann,Ann,2020-02-03,"
        "tests/test_a.py,7,7,assert total == 12,FIXME(ann): bug 12"
    )
    assert main(["bugs", "--isolated", "--format=json", "--output-file=bugs.json", "tests"]) == 0
    assert [each["key"] for each in json.loads((shop / "bugs.json").read_text())["tickets"]] == [
        "bug 12",
        "PAY-32",
    ]
    assert main(["bugs", "--isolated", "--format=html", "tests"]) == 0
    assert '<th scope="row">bug 12</th>' in capfd.readouterr().out


def test_what_is_closed_can_come_back(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay_out(shop, {"closed": "LP: #12\n", "open": "PAY-31\n", "bad": "{"})
    assert main(["bugs", "--isolated", "--state", "closed", "tests"]) == 1
    assert capfd.readouterr().out.splitlines()[-1] == "1 ticket, 1 place"
    assert main(["bugs", "--isolated", "--state", "open", "tests"]) == 0
    assert capfd.readouterr().out == "0 tickets, 0 places\n"
    assert main(["bugs", "--isolated", "--state", "bad", "tests"]) == 2
    assert "argument --state: 'bad' cannot be read: " in capfd.readouterr().err
    lay_out(shop, {"deep": "[" * 100_000})
    assert main(["bugs", "--isolated", "--state", "deep", "tests"]) == 2
    assert capfd.readouterr().err.startswith("testsec bugs: error: argument --state: 'deep' cannot be read: ")
    assert main(["bugs", "--isolated", "--state", "nobody", "tests"]) == 2


def test_what_cannot_be_read_is_told(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay_out(shop, {"tests/test_b.py": "def\n"})
    assert main(["bugs", "--isolated", "tests"]) == 2
    out, err = capfd.readouterr()
    assert "tests/test_b.py:1: E999" in err and "bug 12" in out


def test_a_file_that_cannot_be_written(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["bugs", "--isolated", "--output-file", "tests", "tests"]) == 2
    assert capfd.readouterr().err.startswith("testsec bugs: error: ")


def test_an_output_that_breaks_leaves_nothing(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*arguments: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("flake8_testsec.cli.bugs.Target.write", gone)
    monkeypatch.setattr("flake8_testsec.cli.files.discard_output", lambda: None)
    assert main(["bugs", "--isolated", "--output-file=bugs.txt", "tests"]) == 1
    assert not (shop / "bugs.txt").exists()


# Who wrote a line.


def test_lines_that_moved_are_found_again_and_new_ones_are_nobodys(shop: Path) -> None:
    content = ("# new\n" + (shop / "tests" / "test_a.py").read_text()).encode()
    found = blame("tests/test_a.py", content, [1, 2, 12])
    assert found == {2: Written("Ann", "2020-02-03"), 12: Written("Ann", "2021-02-03")}
    assert blame("tests/test_a.py", b"nothing is left\n", [1]) == {}


def test_no_line_no_file_no_repository_and_no_git(
    shop: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (shop / "tests" / "test_a.py").read_bytes()
    assert blame("tests/test_a.py", content, []) == {}
    assert blame("tests/test_a.py", content, [999]) == {}
    assert blame("tests/test_nobody.py", CLEAN.encode(), [1]) == {}
    outside = lay_out(tmp_path_factory.mktemp("outside"), {"test_a.py": WAITS})
    assert blame(str(outside / "test_a.py"), content, [1]) == {}
    monkeypatch.setattr(blaming, "_LONGEST", 0.0)
    with pytest.raises(NoAnswer):
        blame("tests/test_a.py", content, [1])
    assert main(["bugs", "--isolated", "tests/test_a.py", "shop.py"]) == 0  # git is asked once
    monkeypatch.setattr(blaming, "_LONGEST", 60.0)
    monkeypatch.setenv("PATH", "")
    assert blame("tests/test_a.py", content, [1]) == {}


def test_nothing_that_a_repository_names_is_run(shop: Path) -> None:
    """Filters, monitors, converters and differs that the configuration of a repository names stay unused."""
    trap = shop / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {shop}/sprung\ncat\n")
    trap.chmod(0o755)
    for name in (
        "filter.x.clean",
        "filter.x.smudge",
        "filter.x.process",
        "diff.x.textconv",
        "diff.x.command",
    ):
        git(shop, "config", name, str(trap))
    for name in ("core.fsmonitor", "core.pager", "diff.external", "core.editor", "core.sshCommand"):
        git(shop, "config", name, str(trap))
    lay_out(shop, {".gitattributes": "*.py filter=x diff=x\n", "tests/test_a.py": f"# new\n{WAITS}"})
    assert blame("tests/test_a.py", f"# new\n{WAITS}".encode(), [2])
    assert not (shop / "sprung").exists()
