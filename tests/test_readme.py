"""The README and the guide pages name what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flake8_testsec import options
from flake8_testsec.catalogue import RULES

ROOT = Path(__file__).parent.parent
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OPTIONS = {f"--{options.PREFIX}-{option.name}" for option in options.all_options()}

SET_UP = re.compile(r"^## Set up\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """The set-up commands of the README, lines that continue joined."""
    section = SET_UP.search(GUIDES[0].read_text(encoding="utf-8"))
    assert section, "README.md has no section 'Set up'"
    return [block.strip().replace("\\\n", "") for block in SHELL.findall(section[1])]


def test_the_table_names_every_rule() -> None:
    text = GUIDES[0].read_text(encoding="utf-8")
    assert [code for code in RULES if f"| [{code}](docs/rules/{code}.md) |" not in text] == []


def test_there_are_two_set_up_commands() -> None:
    assert len(commands()) == 2
    assert [command for command in commands() if "\n" in command] == []


def test_the_first_command_reviews_the_examples() -> None:
    assert re.search(r"\btestsec check examples\b", commands()[0])


def test_the_second_command_is_what_continuous_integration_runs() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert commands()[1] in map(str.strip, lines)


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_options_that_are_named_exist(path: Path) -> None:
    named = set(re.findall(r"--testsec-[a-z0-9-]*[a-z0-9]", path.read_text(encoding="utf-8")))
    assert named - OPTIONS == set()


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_rules_that_are_named_exist(path: Path) -> None:
    named = set(re.findall(r"\bTSE\d{3}\b", path.read_text(encoding="utf-8")))
    assert named - {"TSE000"} - RULES.keys() == set()
