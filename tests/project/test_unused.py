"""Context managers of test files that nothing uses."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.unused import is_unused
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

PATH = "tests/test_shop.py"
TEXT = """
import contextlib, os

{decorator}
def moved(path):
    old = os.getcwd()
    os.chdir(path)
    yield
    os.chdir(old)

def test_shop(shop):
    assert shop{more}
"""
MANAGER = "@contextlib.contextmanager"


def found(other: str = "", more: str = "", decorator: str = MANAGER) -> list[str]:
    text = TEXT.format(decorator=decorator, more=more)
    view = Project(Tree({PATH: text, "tests/__init__.py": "", "tests/test_other.py": other})).view(PATH)
    return [each.code for each in engine.check(text, PATH, Settings(), view) if each.code == "TSE310"]


def test_nobody_enters_it() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("other", "more"),
    [("", "\n    with moved('/'): ..."), ("from tests.test_shop import moved", "")],
    ids=["the module", "another module"],
)
def test_somebody_enters_it(other: str, more: str) -> None:
    assert found(other, more) == ["TSE310"]


def test_a_variable_of_the_same_name_is_another() -> None:
    assert found(more="\n    moved = shop.moved()\n    assert moved") == []


def test_nothing_is_known_of_other_files() -> None:
    text = TEXT.format(decorator=MANAGER, more="")
    assert "TSE310" in [each.code for each in engine.check(text, PATH, Settings())]


def test_a_file_without_tests_may_be_there_for_others() -> None:
    text = TEXT.format(decorator=MANAGER, more="").replace("def test_shop", "def run_shop")
    view = Project(Tree({PATH: text, "tests/__init__.py": ""})).view(PATH)
    assert "TSE310" in [each.code for each in engine.check(text, PATH, Settings(), view)]


def test_a_runner_may_be_told_to_find_other_functions() -> None:
    leaking = "import os\n\ndef moved(path):\n    os.chdir(path)\n    assert shop(path)\n"
    view = Project(Tree({PATH: leaking, "tests/__init__.py": ""})).view(PATH)
    module = Module.parse(leaking, PATH, Settings(), view)
    assert not is_unused(module.tree.body[-1], module)
