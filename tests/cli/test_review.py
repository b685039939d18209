"""``testsec review`` as its users run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flake8_testsec.cli import main

from ..doors import CLEAN, DEFECT, lay_out, testsec

SILENCED = DEFECT.replace("ValueError)", "ValueError)  # noqa: TSE407")
FILES = {"pyproject.toml": "", "tests/test_a.py": DEFECT, "tests/test_b.py": CLEAN, "shop.py": "import os\n"}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(lay_out(tmp_path, FILES))
    return tmp_path


def test_a_folder_is_reviewed_without_what_is_no_test(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--isolated", "."]) == 1
    out, err = capfd.readouterr()
    heads = [line for line in out.splitlines() if line.startswith("# ")]
    assert heads == ["# Review of `tests/test_a.py`", "# Review of `tests/test_b.py`"]
    assert err == "testsec review: 1 file is no test; name one to have it reviewed\n"
    assert main(["review", "--isolated", "."]) == 1
    assert capfd.readouterr().out == out


def test_a_file_that_is_named_is_reviewed_whatever_it_is(
    shop: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "--isolated", "shop.py"]) == 0
    assert "# Review of `shop.py`\n\nRead as production code: " in capfd.readouterr().out


def test_several_files_that_are_no_tests(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay_out(shop, {"lib/a.py": "", "lib/b.py": ""})
    assert main(["review", "--isolated", "lib"]) == 0
    assert capfd.readouterr().err == "testsec review: 2 files are no test; name one to have it reviewed\n"
    assert main(["review", "--isolated", "--quiet", "lib"]) == 0
    assert capfd.readouterr().err == ""


def test_comments_and_options_silence_as_they_do_for_check(
    shop: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lay_out(shop, {"tests/test_a.py": SILENCED})
    assert main(["review", "--isolated", "tests/test_a.py"]) == 0
    assert "- 1 finding is silenced by a comment or the configuration." in capfd.readouterr().out
    lay_out(shop, {"tests/test_a.py": DEFECT})
    assert main(["review", "--isolated", "--extend-ignore=TSE407", "tests/test_a.py"]) == 0
    assert main(["review", "--isolated", "--min-severity=high", "tests/test_a.py"]) == 0
    assert main(["review", "--isolated", "--exit-zero", "tests/test_a.py"]) == 0
    assert "1 defect: 1 medium." in capfd.readouterr().out


def test_a_file_that_flake8_leaves_alone_is_left_out(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay_out(shop, {"tests/test_a.py": f"# flake8: noqa\n{DEFECT}"})
    assert main(["review", "--isolated", "tests/test_a.py"]) == 0
    assert capfd.readouterr().out == ""


def test_json_into_a_file(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--isolated", "--format=json", "--output-file=out/r.json", "tests"]) == 1
    assert capfd.readouterr().out == ""
    found = json.loads((shop / "out" / "r.json").read_text("utf-8"))
    assert [each["path"] for each in found["reviews"]] == ["tests/test_a.py", "tests/test_b.py"]


def test_a_page(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("jinja2")
    assert main(["review", "--isolated", "--format=html", "tests"]) == 1
    assert capfd.readouterr().out.startswith("<!DOCTYPE html>")


def test_what_cannot_be_read_is_told_and_the_rest_is_reviewed(
    shop: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lay_out(shop, {"tests/test_c.py": "def\n"})
    assert main(["review", "--isolated", "tests", "tests/test_nobody.py"]) == 2
    out, err = capfd.readouterr()
    assert "tests/test_c.py:1: E999 SyntaxError" in err and "tests/test_nobody.py:0: E902" in err
    assert out.count("# Review of") == 2


def test_wrong_usage(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--isolated", "--min-severity=worst", "tests"]) == 2
    assert capfd.readouterr().err.startswith("testsec review: error: ")
    assert main(["review", "--isolated", "--output-file=tests", "tests"]) == 2
    assert capfd.readouterr().err.startswith("testsec review: error: ")


def test_a_reader_that_leaves_is_no_error(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*arguments: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("flake8_testsec.cli.review.Target.write", gone)
    monkeypatch.setattr("flake8_testsec.cli.files.discard_output", lambda: None)
    assert main(["review", "--isolated", "tests"]) == 1


def test_several_processes_say_the_same_as_one(shop: Path) -> None:
    lay_out(shop, {f"tests/test_{number}.py": f"{DEFECT}# {'x' * 9000}\n" * 6 for number in range(12)})
    one = testsec(shop, "review", "--isolated", "-j1", "tests")
    several = testsec(shop, "review", "--isolated", "-j2", "tests")
    assert one.status == several.status == 1 and one.out == several.out
    assert one.out.count("# Review of") == 14


def test_a_project_elsewhere_is_named_as_its_files_are(
    shop: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    base = "import unittest\nclass Base(unittest.TestCase):\n    def tearDown(self): ...\n"
    lay_out(shop, {"tests/__init__.py": "", "tests/base.py": base})
    lay_out(
        shop,
        {
            "tests/test_a.py": "from tests.base import Base\nclass TestA(Base):\n    def "
            "test_a(self):\n        assert self\n"
        },
    )
    assert main(["review", "--isolated", str(shop / "tests" / "test_a.py")]) == 0
    assert f"`{shop}/tests/base.py` line 3" in capfd.readouterr().out
    monkeypatch.chdir(shop / "tests")
    assert main(["review", "--isolated", "test_a.py"]) == 0
    assert "`base.py` line 3" in capfd.readouterr().out


def test_a_file_outside_any_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("flake8_testsec.cli.reviewer.project_root", lambda *given: None)
    lay_out(tmp_path, {"test_a.py": CLEAN})
    assert main(["review", "--isolated", str(tmp_path / "test_a.py")]) == 0
    assert "No security defect was detected." in capfd.readouterr().out


def test_help_names_what_is_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["review", "--help"])
    assert "{markdown,json,html}" in capfd.readouterr().out


OF_CHECK = ["--add-noqa", "--unused-noqa", "--fail-on-stale"]
OF_CHANGES = ["--since=HEAD", "--staged"]


@pytest.mark.parametrize(
    ("command", "option"),
    [
        *(("review", option) for option in OF_CHECK),
        *(("bugs", option) for option in (*OF_CHECK, *OF_CHANGES)),
    ],
)
def test_options_that_would_be_passed_over_are_refused(
    command: str, option: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([command, option]) == 2
    name = option.partition("=")[0]
    assert capfd.readouterr().err == f"testsec {command}: error: argument {name}: it is for testsec check\n"
