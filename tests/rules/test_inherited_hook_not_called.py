"""TSE309 beyond its examples: the chain of bases, the user's own list, and pairs of methods."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

PATH = "tests/test_orders.py"
HEAD = """import shutil, tempfile, unittest
import django.test, fixtures, tornado.testing
from shop import base
"""


def messages(text: str, **options: tuple[str, ...]) -> list[str]:
    base = (
        "import tempfile, unittest\nclass Case(unittest.TestCase):\n    def setUp(self): self.x = 1\n"
        "class Passing(Case):\n    def setUp(self):\n        super().setUp()\n"
        "class Made(unittest.TestCase):\n    def setUp(self): self.folder = tempfile.mkdtemp()\n"
        "class PassingMade(Made):\n    def setUp(self):\n        super().setUp()\n"
    )
    settings = Settings(rule_options={name.replace("_", "-"): value for name, value in options.items()})
    view = Project(Tree({"shop/base.py": base, PATH: HEAD + text})).view(PATH)
    findings = engine.check(HEAD + text, PATH, settings, view)
    return [each.message for each in findings if each.code == "TSE309"]


SILENT = {
    "a base that passes on to one that only sets attributes": (
        "class T(base.Passing):\n    def setUp(self): self.order = 1\n"
    ),
    "the same attribute is made": "class T(base.Made):\n    def setUp(self): self.folder = '/'\n",
    "a pair that does without the base": (
        "class T(base.Made):\n    def setUp(self): self.order = 1\n    def tearDown(self): self.order = 0\n"
    ),
    "a method of the class that needs no call": (
        "class T(tornado.testing.AsyncTestCase):\n    def test_a(self): pass\n"
    ),
    "a class that is skipped": (
        "@unittest.skip('broken')\nclass T(base.Made):\n    def setUp(self): self.order = 1\n"
    ),
    "no base": "class T:\n    def setUp(self): pass\n",
    "Django asks it of the class's methods alone": (
        "class T(django.test.TestCase):\n    def setUp(self): self.x = 1\n"
    ),
    "a base that does not pass on to the framework": (
        "class B(tornado.testing.AsyncTestCase):\n    def setUp(self): raise unittest.SkipTest('no')\n"
        "class T(B):\n    def setUp(self): self.x = 1\n"
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name: str) -> None:
    assert messages(SILENT[name]) == []


LOUD = {
    "a class that is skipped somewhere": (
        "@unittest.skipIf(x, 'broken')\nclass T(base.Made):\n    def setUp(self): self.order = 1\n",
        "Made.setUp must be called; add super().setUp()",
    ),
    "a base that passes on to one that makes a folder": (
        "class T(base.PassingMade):\n    def setUp(self): self.order = 1\n",
        "PassingMade.setUp must be called; add super().setUp()",
    ),
    "a framework that says so": (
        "class T(tornado.testing.AsyncTestCase):\n    def tearDown(self): self.x = 1\n",
        "AsyncTestCase.tearDown must be called; add super().tearDown()",
    ),
    "a framework behind a base that passes on": (
        "class B(fixtures.Fixture):\n    def setUp(self):\n        super().setUp()\n"
        "class T(B):\n    def setUp(self): self.x = 1\n",
        "Fixture.setUp must be called; add super().setUp()",
    ),
    "a pair does not excuse a framework's": (
        "class T(tornado.testing.AsyncTestCase):\n    def setUp(self): self.x = 1\n"
        "    def tearDown(self):\n        super().tearDown()\n",
        "AsyncTestCase.setUp must be called; add super().setUp()",
    ),
}


@pytest.mark.parametrize("name", LOUD)
def test_loud(name: str) -> None:
    text, message = LOUD[name]
    assert messages(text) == [message]


def test_the_user_names_further_methods() -> None:
    text = "class T(base.Case):\n    def setUp(self): self.order = 1\n"
    assert messages(text) == []
    assert messages(text, required_super=("shop.base.Case.setUp",)) == [
        "Case.setUp must be called; add super().setUp()"
    ]
    assert messages(text, required_super=("shop.base.Case.tearDown",)) == []


def test_what_is_spelt_alike_may_call_the_base() -> None:
    text = "class Test(base.Made):\n    def setUp(self):\n        self.{}()\n        self.order = 3\n"
    assert messages(text.format("_set_up")) == []
    assert messages(text.format("_start")) == ["Made.setUp must be called; add super().setUp()"]


TREES = (
    "import glob, os\nfrom pathlib import Path\n"
    "class Made(unittest.TestCase):\n    folder = 'a'\n    other = 'b'\n    def tearDown(self):\n        {}\n"
    "class T(Made):\n    def tearDown(self):\n        {}\n"
)
WHOLE = "shutil.rmtree(self.folder)"
BELOW = {
    "what lies below": "shutil.rmtree(os.path.join(self.folder, 'x'))",
    "what a path object leads to": "shutil.rmtree(Path(self.folder) / 'x')",
    "what a name stands for": "x = os.path.join(self.folder, 'x')\n        os.remove(x)",
    "each that is found": "for x in glob.glob(os.path.join(self.folder, '*')): os.unlink(x)",
    "what lies below that": "os.unlink(os.path.join(os.path.join(self.folder, 'x'), 'y'))",
}


@pytest.mark.parametrize("name", BELOW)
def test_who_removes_a_whole_tree_needs_nobody_who_removes_a_part(name: str) -> None:
    assert messages(TREES.format(BELOW[name], WHOLE)) == []
    assert messages(TREES.format(BELOW[name], WHOLE.replace("folder", "other"))) != []
    assert messages(TREES.format(BELOW[name] + "\n        os.close(3)", WHOLE)) != []


BESIDE = {
    "another folder": "shutil.rmtree(self.other)",
    "a part of it": "shutil.rmtree(os.path.join(self.folder, 'y'))",
    "what a parameter is": "os.remove(self.ask())",
    "what several may be": "x = self.folder\n        x = 'b'\n        os.remove(x)",
    "what is deeper than anybody reads": "os.remove(" + "str(" * 9 + "self.folder" + ")" * 9 + ")",
}


@pytest.mark.parametrize("name", BESIDE)
def test_who_removes_something_else_leaves_it(name: str) -> None:
    assert messages(TREES.format(BELOW["what lies below"], BESIDE[name])) != []


def test_what_the_tear_down_needs_is_set_all_the_same() -> None:
    text = (
        "class Made(unittest.TestCase):\n    def setUp(self):\n        shutil.rmtree(self.folder + '/x')\n"
        "        self.made = 1\n    def tearDown(self): self.made.x()\n"
        "class T(Made):\n    def setUp(self): shutil.rmtree(self.folder)\n"
    )
    assert messages(text) != []
