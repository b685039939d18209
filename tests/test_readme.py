"""The README and the guide pages name what exists."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

from flake8_testsec import options
from flake8_testsec.catalogue import RULES
from flake8_testsec.evidence.kinds import ALONE
from flake8_testsec.finding import FAULT

ROOT = Path(__file__).parent.parent
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OPTIONS = {f"--{options.PREFIX}-{option.name}" for option in options.all_options()}
OF_PYTEST = {"--testsec-evidence", "--testsec-lines"}

CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
RELEASED = "(unreleased)" not in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASE = re.compile(r"pip install '?flake8-testsec(?:\[[\w,]*\])?(?![\w\[]| @)|rev: v?\d|\bv\d+\.\d+\.\d+\b")
"""What works when a version is released."""
LATER = "after the first release"

SET_UP = re.compile(r"^## Set up\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """The set-up commands of the README, lines that continue joined."""
    section = SET_UP.search(GUIDES[0].read_text(encoding="utf-8"))
    assert section, "README.md has no section 'Set up'"
    return [block.strip().replace("\\\n", "") for block in SHELL.findall(section[1])]


def test_the_readme_is_short_and_leads_to_the_table_of_every_rule() -> None:
    text = GUIDES[0].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200
    assert "](docs/rules/README.md)" in text
    index = (ROOT / "docs" / "rules" / "README.md").read_text(encoding="utf-8")
    assert [code for code in RULES if f"| [{code}]({code}.md) |" not in index] == []


def test_there_are_two_set_up_commands() -> None:
    assert len(commands()) == 2
    assert [command for command in commands() if "\n" in command] == []


def test_the_first_command_reviews_the_examples() -> None:
    assert re.search(r"\btestsec check examples\b", commands()[0])


def test_the_second_command_runs_the_tests_with_what_is_locked() -> None:
    assert "--require-hashes -r requirements/test.txt " in commands()[1]
    assert commands()[1].endswith("/python -m tests")


@pytest.mark.parametrize("command", commands())
def test_both_are_what_continuous_integration_runs(command: str) -> None:
    assert command in map(str.strip, CI.splitlines())


def test_continuous_integration_names_tests_that_exist() -> None:
    named = set(re.findall(r"\btests/[\w/.-]+", CI))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_extras_that_are_named_exist() -> None:
    named = re.findall(r"pip install '[^'\n]*\[([\w,]+)\]", GUIDES[0].read_text(encoding="utf-8"))
    assert named
    offered = set(metadata.metadata("flake8-testsec").get_all("Provides-Extra") or [])
    assert {extra for extras in named for extra in extras.split(",")} <= offered


def unmarked(text: str, released: bool) -> list[str]:
    """The paragraphs that need a release and do not say so; after one, those that speak of it as to come."""
    paragraphs = text.split("\n\n")
    if released:
        return [each for each in paragraphs if LATER in each]
    return [each for each in paragraphs if RELEASE.search(each) and LATER not in each]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_what_needs_a_release_is_marked_as_long_as_there_is_none(path: Path) -> None:
    assert unmarked(path.read_text(encoding="utf-8"), RELEASED) == []


def test_forms_of_a_release_are_told_from_others() -> None:
    forms = ["pip install flake8-testsec", "pip install 'flake8-testsec[fast]'", "rev: 1.0", "a tag v0.1.0"]
    others = [
        "pip install 'flake8-testsec[fast] @ git+a'",
        "pip install '.[fast]'",
        "CVSS:3.1",
        "rev: <a commit>",
    ]
    for form in forms:
        assert unmarked(form, released=False) == [form]
        assert unmarked(f"{form}, {LATER}", released=False) == unmarked(form, released=True) == []
        assert unmarked(f"{form}, {LATER}", released=True) == [f"{form}, {LATER}"]
    assert unmarked("\n\n".join(others), released=False) == []


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_options_that_are_named_exist(path: Path) -> None:
    named = set(re.findall(r"--testsec-[a-z0-9-]*[a-z0-9]", path.read_text(encoding="utf-8")))
    assert named - OPTIONS - OF_PYTEST == set()


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_rules_that_are_named_exist(path: Path) -> None:
    named = set(re.findall(r"\bTSE\d{3}\b", path.read_text(encoding="utf-8")))
    assert named - {FAULT, *ALONE} - RULES.keys() == set()
