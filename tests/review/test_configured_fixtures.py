"""Fixtures that the configuration asks for: of the file and the section that pytest reads."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.review.asking import told

WORDS = "The configuration of pytest asks for a fixture on behalf of every test: "
ASKED: dict[str, Mapping[str, str]] = {
    "till": {"pytest.ini": "[pytest]\nusefixtures = till  # the shop keeps it\n# usefixtures = shelf\n"},
    "till shelf": {"tox.ini": "[tox]\nusefixtures = a\n[pytest]\nusefixtures =\n    till\n    shelf\n;a\n"},
    "till shop": {"setup.cfg": "[tool:pytest]\nusefixtures = till\n    shop\naddopts =\n    more\n"},
    "shelf": {"pyproject.toml": '[tool.pytest.ini_options]\nusefixtures = [ # all\n "shelf",\n]\nmore = 1\n'},
    "shelf till": {"pyproject.toml": '[tool.pytest]\nusefixtures = ["shelf", "till"]\n[[a]]\na = 1\n'},
    "": {"pytest.ini": "", "pyproject.toml": '[tool.pytest.ini_options]\nusefixtures = ["till"]\n'},
}
NOT_ASKED: tuple[Mapping[str, str], ...] = (
    {"pyproject.toml": '[tool.other]\nusefixtures = ["till"]  # the shop keeps it\n'},
    {"pytest.ini": "[pytest]\n", "tox.ini": "[pytest]\nusefixtures = till\n"},
    {"tests/pytest.ini": "[pytest]\n", "tox.ini": "[pytest]\nusefixtures = till\n"},
    {"pyproject.toml": '[tool.pytest]\na = 1\n[[tool.a]]\nusefixtures = ["till"]\n'},
    {"setup.cfg": "[pytest]\nusefixtures = till\n"},
    {},
)


def _found(files: Mapping[str, str]) -> list[str]:
    found = told("def test_a():\n    assert run()\n", "Inputs", files)
    return [each.removeprefix(WORDS).split("`")[1] for each in found if each.startswith(WORDS)]


@pytest.mark.parametrize("names", ASKED)
def test_what_is_asked_for(names: str) -> None:
    assert _found(ASKED[names]) == names.split()


@pytest.mark.parametrize("files", NOT_ASKED)
def test_what_pytest_does_not_read(files: Mapping[str, str]) -> None:
    assert _found(files) == []
