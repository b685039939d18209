"""``--deep`` for every command that asks the rules: the same option and configuration, the same facts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ..doors import Run, lay_out, testsec
from ..repositories import ALONE, Repository
from ..test_deep import DEEP, PACKAGES, PLAIN, RESTORING, TEST

ASKING = ("--deep", DEEP[1])
COMMANDS = {
    "check": (("check",), "TSE304"),
    "fix": (("fix", "--diff"), "patch.dict"),
    "review": (("review",), "TSE304"),
    "review --since": (("review", "--since", "HEAD~1"), "TSE304"),
    "baseline": (("baseline", "check"), "TSE304"),
    "audit": (("audit", "--format", "jsonl"), "TSE304"),
}
BASELINE = "# testsec baseline 1, fingerprints 1\n"
CONFIGURATION = '[tool.testsec]\ndeep = true\ndeep-path = [".venv"]\n'


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project under git with an environment, in which the base of its tests is installed."""
    shop = Repository(tmp_path / "shop").folder
    lay_out(shop, {"tox.ini": "", ".gitignore": ".venv\n", ".testsec-baseline": BASELINE})
    Repository(shop).commit({"tests/__init__.py": ""})
    Repository(shop).commit({"tests/test_a.py": TEST})
    return lay_out(shop, {".venv/pyvenv.cfg": "", f"{PACKAGES}/shoplib/testing.py": PLAIN})


def run(shop: Path, name: str, *arguments: str, state: str = "../state") -> Run:
    words, _ = COMMANDS[name]
    places = (".", "--state", state) if name == "audit" else ("tests",)
    return testsec(shop, *words, "--no-cache", *arguments, *places, **ALONE)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_reads_packages_if_it_is_asked(name: str, shop: Path) -> None:
    _, said = COMMANDS[name]
    plain, deep = run(shop, name, state="../plain"), run(shop, name, *ASKING)
    assert (said in plain.out, plain.err.count("error")) == (False, 0)
    assert said in deep.out
    lay_out(shop, {f"{PACKAGES}/shoplib/testing.py": "import os\n" + RESTORING})
    again = run(shop, name, *ASKING, state="../other")
    assert (said in again.out, again.err.count("error")) == (False, 0)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_configuration_asks_for_every_command(name: str, shop: Path) -> None:
    if sys.version_info < (3, 11):
        pytest.importorskip("tomli")
    _, said = COMMANDS[name]
    lay_out(shop, {"pyproject.toml": CONFIGURATION})
    assert said in run(shop, name).out


def test_a_wrong_place_is_refused_by_every_command(shop: Path) -> None:
    wrong = ("--deep", "--testsec-deep-path=nowhere")
    every = {name: run(shop, name, *wrong) for name in COMMANDS}
    for name, done in {**every, "doctor": testsec(shop, "doctor", *wrong)}.items():
        assert "there is no folder 'nowhere'" in done.out + done.err, name
        assert done.status == 2 or name == "doctor"


def test_bugs_takes_the_option(shop: Path) -> None:
    assert testsec(shop, "bugs", *ASKING, "tests").status == 0


def test_an_audit_goes_on_only_with_the_packages_that_it_began_with(shop: Path) -> None:
    first = run(shop, "audit", *ASKING)
    assert run(shop, "audit", *ASKING).out == first.out
    lay_out(shop, {f"{PACKAGES}/shoplib-2.dist-info/METADATA": ""})
    done = run(shop, "audit", *ASKING)
    assert (done.status, "belongs to an audit with other" in done.err) == (2, True)


def test_a_review_tells_packages_from_the_project(shop: Path) -> None:
    lay_out(shop, {"tests/test_a.py": "from tests.own import Own\n" + TEST.replace("Case)", "Case, Own)")})
    lay_out(shop, {"tests/own.py": "class Own: pass\n"})
    read = run(shop, "review", *ASKING).out
    assert "1 other file of the project and 1 of an installed package were read for it." in read
