"""Whether a distribution says that it is made for tests."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.digests import digest
from flake8_testsec.project.files import Tree
from flake8_testsec.project.metadata import is_of_testing_tool
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

TOPIC = '"Topic :: Software Development :: Testing"\n'
PLUGIN = f'{TOPIC}[project.entry-points.pytest11]\nshop = "shop.plugin"\n'
CASES = {
    "a plugin": ({"pyproject.toml": PLUGIN}, True),
    "a plugin of an older set-up": (
        {"setup.cfg": f"classifiers =\n    {TOPIC}[options.entry_points]\npytest11 = a = b\n"},
        True,
    ),
    "a plugin of a script": (
        {"setup.py": "setup(entry_points={'pytest11': ['a = b']}, classifiers=['Framework :: Pytest'])\n"},
        True,
    ),
    "a plugin that comes with something else": ({"pyproject.toml": PLUGIN.replace(TOPIC, "")}, False),
    "a topic alone": ({"setup.py": f"setup(classifiers=[{TOPIC}])\n"}, False),
    "another distribution": ({"pyproject.toml": '[project]\nname = "shop"\n'}, False),
    "what pytest is told": ({"pyproject.toml": "[tool.pytest.ini_options]\ntestpaths = 'tests'\n"}, False),
    "a comment": ({"pyproject.toml": f"{TOPIC}# pytest11 = 'shop'\n"}, False),
    "no metadata": ({}, False),
    "that of the nearest folder": ({"pyproject.toml": PLUGIN, "a/setup.py": "setup()\n"}, False),
    "that of a folder above": ({"pyproject.toml": PLUGIN, "a/src/setup.py": ""}, True),
}


def module(files: dict[str, str]) -> Module:
    view = Project(Tree(files)).view("a/src/shop/mail.py")
    return Module.parse(
        "from unittest import mock\nmock.Mock()\n", "a/src/shop/mail.py", Settings(enable=("TSE601",)), view
    )


@pytest.mark.parametrize("case", CASES)
def test_what_metadata_says(case: str) -> None:
    files, expected = CASES[case]
    assert is_of_testing_tool(module(files)) is expected
    assert bool(engine.examine(module(files))) is not expected


def test_without_a_view_nothing_is_known() -> None:
    assert not is_of_testing_tool(Module.parse("", "shop/mail.py", Settings()))


def test_the_answer_hangs_on_what_was_read() -> None:
    asked = module({"pyproject.toml": PLUGIN})
    assert is_of_testing_tool(asked)
    assert asked.consulted["pyproject.toml"] == digest(PLUGIN.encode())
    assert asked.consulted["a/pyproject.toml"] == ""
