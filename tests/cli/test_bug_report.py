"""``--bug-report`` says what a report should say, and ``--require-plugins`` is obeyed or refused."""

from __future__ import annotations

import json
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from flake8_testsec import __version__
from flake8_testsec.catalogue import RULES

from ..doors import DEFECT, flake8, lay_out, testsec

ON = [code for code, rule in RULES.items() if rule.default]


def report(folder: Path, *arguments: str) -> dict[str, Any]:
    done = testsec(folder, *arguments)
    assert (done.status, done.err) == (0, "")
    said: dict[str, Any] = json.loads(done.out)
    return said


@pytest.mark.parametrize("arguments", [["--bug-report"], ["check", "--bug-report"]], ids=" ".join)
def test_a_report_says_all_that_a_reader_must_know(arguments: list[str], tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    assert report(tmp_path, *arguments) == {
        "version": __version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "flake8": metadata.version("flake8"),
        "astroid": metadata.version("astroid"),
        "platform": platform.platform(),
        "configuration": [],
        "enabled": ON,
    }


FILES = {
    "tox.ini": "[flake8]\ntestsec-enable = TSE404\n",
    "other.cfg": "[flake8]\nignore = TSE1\n",
    "more.cfg": "[flake8]\nextend-ignore = TSE2\n",
    "inner/a.py": "",
}
READ = {
    "what is found": (".", [], ["tox.ini"]),
    "what is found above": ("inner", [], ["../tox.ini"]),
    "what is named": (".", ["--config=other.cfg"], ["other.cfg"]),
    "what is appended": (".", ["--append-config=more.cfg"], ["tox.ini", "more.cfg"]),
    "nothing": (".", ["--isolated", "--append-config=more.cfg"], []),
}


@pytest.mark.parametrize(("folder", "arguments", "files"), READ.values(), ids=READ.keys())
def test_a_report_names_the_configuration_that_was_read(
    folder: str, arguments: list[str], files: list[str], tmp_path: Path
) -> None:
    lay_out(tmp_path, FILES)
    assert report(tmp_path / folder, "--bug-report", *arguments)["configuration"] == files


ENABLED = {
    "all that is on": ([], ON),
    "an opt-in rule": (["--testsec-enable=TSE404"], sorted([*ON, "TSE404"])),
    "not what is ignored": (["--extend-ignore=TSE3"], [code for code in ON if not code.startswith("TSE3")]),
    "nothing but what is selected": (["--select=TSE4"], [code for code in ON if code.startswith("TSE4")]),
}


@pytest.mark.parametrize(("arguments", "codes"), ENABLED.values(), ids=ENABLED.keys())
def test_a_report_names_the_rules_that_speak(arguments: list[str], codes: list[str], tmp_path: Path) -> None:
    assert report(tmp_path, "--bug-report", *arguments)["enabled"] == codes


def test_a_report_reviews_nothing_and_still_refuses_wrong_options(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": "def f(:\n"})
    assert "E999" not in testsec(tmp_path, "--bug-report", "tests").out
    done = testsec(tmp_path, "--bug-report", "--testsec-enable=TSE9")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)


REQUIRED = {
    "us": ("flake8-testsec", []),
    "us in another spelling": ("Flake8_Testsec,flake8", []),
    "another one": ("flake8-bugbear", ["flake8-bugbear"]),
    "us and others, installed or not": (
        "pyflakes, flake8-testsec,a_b",
        ["a-b", "pyflakes"],
    ),
}


@pytest.mark.parametrize(("names", "refused"), REQUIRED.values(), ids=REQUIRED.keys())
def test_a_required_plugin_takes_part_or_the_run_is_refused(
    names: str, refused: list[str], tmp_path: Path
) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    done = testsec(tmp_path, "check", f"--require-plugins={names}")
    if refused:
        why = f"this command runs flake8-testsec alone, not {', '.join(refused)}"
        assert done == (2, "", f"testsec check: error: argument --require-plugins: {why}\n")
    else:
        assert (done.status, done.err) == (1, "")


def test_a_plugin_that_a_configuration_requires_is_for_flake8_to_miss(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT, "tox.ini": "[flake8]\nrequire-plugins = flake8-nowhere\n"})
    done = testsec(tmp_path, "check")
    assert (done.status, done.err) == (1, "")
    assert "flake8-nowhere" in flake8(tmp_path).out
