"""What ``with self.method()`` gives back is found in the class that defines the method, if one does."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

PATH = "tests/test_shop.py"
BASE = """
import contextlib, os, unittest

class Base(unittest.TestCase):
    @contextlib.contextmanager
    def at_home(self):
        saved = os.environ["HOME"]
        try:
            yield
        finally:
            os.environ["HOME"] = saved
"""
WITHIN = """
import os
from tests.base import Base

class TestShop(Base):
    def test_shop(self):
        with self.{}():
            os.environ["HOME"] = "/"
"""
OUTSIDE = """
import os

def test_shop(self):
    with self.at_home():
        os.environ["HOME"] = "/"
"""
CASES = {
    "a method of a base": (WITHIN.format("at_home"), []),
    "a method of no class that is known": (WITHIN.format("at_work"), [8]),
    "no class around": (OUTSIDE, [6]),
}


@pytest.mark.parametrize(("text", "lines"), CASES.values(), ids=CASES)
def test_what_a_manager_gives_back(text: str, lines: list[int]) -> None:
    view = Project(Tree({"tests/base.py": BASE, PATH: text})).view(PATH)
    found = engine.check(text, PATH, Settings(enable=("TSE304",)), view)
    assert [each.line for each in found if each.code == "TSE304"] == lines
