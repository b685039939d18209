"""An environment that a set-up above replaces is nobody's, unless the class has a set-up of its own."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

from .parsed_states import judged

CASE = """
        class Case(unittest.TestCase):
            def setUp(self):
                os.environ = dict()
        class TestA(Case):
            def setUp(self):
                {}
            def test_a(self):
                os.environ["MODE"] = "b"
        """


@pytest.mark.parametrize(
    ("body", "number"), [("super().setUp()", 0), ("self.shop = open_shop()", 1)], ids=["super", "its own"]
)
def test_a_set_up_that_is_replaced_replaces_nothing(body: str, number: int) -> None:
    assert len(judged(CASE.format(body))) == number


def test_what_a_test_hands_on_restores_nothing() -> None:
    text = """
        def test_a(later):
            later(lambda: os.chdir("/tmp"))
            os.chdir("/")
        """
    assert len(judged(text)) == 1


def test_what_a_set_up_hands_on_may_restore_it() -> None:
    text = """
        def setUp(test):
            here = os.getcwd()
            test.globs["clean_ups"].append(lambda: os.chdir(here))
            os.chdir("/")
        """
    assert judged(text) == []
    assert len(judged(text.replace("os.chdir(here)", "here"))) == 1
    assert len(judged(text.replace("lambda:", "lambda here:"))) == 1
    assert len(judged(text.replace("lambda:", "lambda *here:"))) == 1
    assert len(judged(text.replace(".append(lambda: os.chdir(here))", " = lambda: os.chdir(here)"))) == 1
    assert len(judged(text.replace(".append", ".run"))) == 1


ROOT = """
class Root(unittest.TestCase):
    def setUp(self):
        os.environ = dict()
"""
TESTS = """import os, unittest
{}
from tests.base import Base
class TestShop(Base):
    def setUp(self):
        super().setUp()
    def test_it(self):
        os.environ["SHOP"] = "x"
"""
BASE = """from tests import test_shop
class Base(test_shop.Root):
    pass
"""


@pytest.mark.parametrize(
    "root", [ROOT, "import json\n" + ROOT, ""], ids=["as on disk", "further down", "gone"]
)
def test_what_stands_in_an_editor_is_not_what_is_on_disk(root: str) -> None:
    view = Project(Tree({"tests/test_shop.py": TESTS.format(ROOT), "tests/base.py": BASE}))
    text, path = TESTS.format(root), "tests/test_shop.py"
    assert engine.check(text, path, Settings(), view.view(path)) == []
