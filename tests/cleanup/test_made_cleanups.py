"""A cleanup that a call has made: what is registered is what a function returns."""

from __future__ import annotations

import pytest

from flake8_testsec.cleanup.custody import custody
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from .small_projects import HEAD, PATH, TEST, asked, function_of

CASE = "class T(unittest.TestCase):\n    def setUp(self): self.{}\n"
HERE = """
def here():
    def back():
        os.chdir('/')
    return back
"""
KEEPER = """
def keep(old=1):
    saved = os.environ.copy()
    def back():
        os.environ.clear()
        os.environ.update(saved)
    return back
def changed():
    os.environ.clear()
    def ask():
        os.environ.clear()
    return saved
def shown():
    return print
def at_once():
    def back():
        os.environ.clear()
    back()
    return back()
def short():
    return lambda: os.environ.pop('A', None)
def tear_down():
    pass
"""
MADE = {
    "by a function of the module": ("addCleanup(here())", {"folder"}),
    "with a value": ("addCleanup(shop.keep(2))", {"environ"}),
    "as a lambda": ("addfinalizer(shop.short())", {"environ:A"}),
    "by another module": ("addCleanup(shop.keep())", {"environ"}),
    "through another module": ("addCleanup(passed.keep())", {"environ"}),
    "by a function that changes it itself": ("addCleanup(shop.changed())", set()),
    "by a function that returns no function of its own": ("addCleanup(shop.shown())", set()),
    "by a function that calls its own": ("addCleanup(shop.at_once())", set()),
    "of a function elsewhere that returns nothing": ("addCleanup(shop.tear_down())", set()),
    "of a function that nobody knows": ("addCleanup(elsewhere.keep())", {"unread"}),
    "of a method that nobody knows": ("addCleanup(self.shop.keep())", {"unread"}),
    "of the standard library": ("addCleanup(os.getpid())", set()),
    "called with what it is to be given": ("addCleanup(elsewhere.keep(), 1)", set()),
    "of a method that is no registrar": ("register(elsewhere.keep())", set()),
    "as a part": ("addCleanup(functools.partial(os.environ.pop, 'A'))", {"environ:A"}),
    "what keeps is only called": ("addCleanup(shop.keep)", set()),
}


@pytest.mark.parametrize("name", MADE)
def test_what_is_registered_as_the_result_of_a_call(name: str) -> None:
    registered, expected = MADE[name]
    text = f"{HEAD}import elsewhere, passed\n{HERE}{CASE.format(registered)}{TEST}"
    found = asked(text, shop=f"import os\n{KEEPER}", passed="from shop import *\n")
    assert {each for each in found.undoes if not each.startswith("self.")} == expected


def test_without_a_view_nothing_is_known_of_others() -> None:
    module = Module.parse(f"{HEAD}{CASE.format('addCleanup(shop.keep())')}{TEST}", PATH, Settings())
    assert "unread" in custody(function_of(module), module).undoes
