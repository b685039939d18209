"""An error that a comment says is that of one of the classes that take a mixin in."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

PATH = "tests/base.py"
TEXT = """\
class ShopTest{bases}:
    def test_locks(self):
        try:
            self.shop.update()
        except LockError as error:
            self.assertEqual(str(error), "locked")  # {comment}
"""
HEAD = "import unittest\nfrom tests.base import ShopTest\n\n\n"
LITE = f"{HEAD}class SQLiteTest(ShopTest, unittest.TestCase):\n    pass\n"
MYSQL = LITE.replace("SQLiteTest", "MySQLTest")
BOTH = {"tests/test_lite.py": LITE, "tests/test_mysql.py": MYSQL}
USERS = {
    "one of two": (BOTH, "", "SQLite blocks", 0),
    "none of two": (BOTH, "", "Postgres blocks", 1),
    "all of two": (BOTH, "", "Test blocks", 1),
    "no name": (BOTH, "", "it blocks", 1),
    "the only one": ({"tests/test_lite.py": LITE}, "", "SQLite blocks", 1),
    "a class with bases": (BOTH, "(unittest.TestCase)", "SQLite blocks", 1),
    "of another class": (
        {path: text.replace("(ShopTest", "(Case") for path, text in BOTH.items()},
        "",
        "SQLite blocks",
        1,
    ),
    "one file cannot be read": ({**BOTH, "tests/test_a.py": f"{HEAD}class (\n"}, "", "SQLite blocks", 0),
}


@pytest.mark.parametrize("name", USERS)
def test_whose_error_it_is(name: str) -> None:
    others, bases, comment, number = USERS[name]
    texts = {PATH: TEXT.format(bases=bases, comment=comment), **others}
    module = Module.parse(texts[PATH], PATH, Settings(), Project(Tree(texts)).view(PATH))
    assert [each.code for each in engine.examine(module)].count("TSE408") == number


def test_without_a_view_nobody_is_known() -> None:
    text = TEXT.format(bases="", comment="SQLite blocks")
    found = engine.check(text, PATH, Settings())
    assert [each.code for each in found].count("TSE408") == 1
