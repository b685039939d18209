"""An attribute of a module that is given the value again that the module itself gives it."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.finding import Finding
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

PATH = "tests/test_till.py"
HEAD = "import unittest\nfrom unittest import mock\nimport abroad.till\nfrom shop import till\n"
TILL = """
drawer = None
depth: int = 3  # cm
is_open = False
coins = []
note = None
if coins:
    note = 5
note = None
drawer_of = None
shelf = None
if coins:
    shelf = 5

def close():
    global drawer
    drawer = None

class Base:
    client = None
    rate: int = 3
    size = 1
    size = 2

class Bell(Base):
    name = "a"
    def ring(self):
        self.rate = 4

class Round(Ring):
    pass

class Ring(Round):
    pass

class Unknown(abroad.Bell):
    tone = None
"""


def found(body: str) -> list[str]:
    """What is said of a test with this body."""
    return [each.message.partition("; ")[0] for each in findings(body)]


def findings(body: str) -> list[Finding]:
    source = f"{HEAD}def test_till(self, ask):\n{textwrap.indent(body, '    ')}\n"
    view = Project(Tree({"shop/__init__.py": "", "shop/till.py": TILL, PATH: source})).view(PATH)
    said = engine.check(source, PATH, Settings(), view, fixes=True)
    return [each for each in said if each.code == "TSE313"]


CHANGE = "till.drawer = mock.Mock()\n"
AT_THE_END = {
    "of a class": "till.Base.client = mock.Mock()\nassert ask()\ntill.Base.client = None",
    "of a base": "till.Bell.client = mock.Mock()\nassert ask()\ntill.Bell.client = None",
    "by hand": CHANGE + "assert ask()\ntill.drawer = None",
    "a number with a type and a comment": "till.depth = mock.Mock()\nassert ask()\ntill.depth = 3",
}
NEVER = {
    "classes above each other": "till.Ring.size = mock.Mock()\nassert ask()\ntill.Ring.size = 0",
    "another value of a class": "till.Base.client = mock.Mock()\nassert ask()\ntill.Base.client = 0",
    "what is set elsewhere, too": "till.Base.rate = mock.Mock()\nassert ask()\ntill.Base.rate = 3",
    "what is bound twice": "till.Base.size = mock.Mock()\nassert ask()\ntill.Base.size = 2",
    "a text of a class": "till.Bell.name = mock.Mock()\nassert ask()\ntill.Bell.name = 'a'",
    "a base that cannot be read": "till.Unknown.bell = mock.Mock()\nassert ask()\ntill.Unknown.bell = 0",
    "another value": CHANGE + "assert ask()\ntill.drawer = 0",
    "the value of another": "till.is_open = mock.Mock()\nassert ask()\ntill.is_open = None",
    "no literal": "till.coins = mock.Mock()\nassert ask()\ntill.coins = []",
    "one of several values": "till.note = mock.Mock()\nassert ask()\ntill.note = None",
    "bound again under a condition": "till.shelf = mock.Mock()\nassert ask()\ntill.shelf = None",
    "another attribute": CHANGE + "assert ask()\ntill.is_open = False",
    "a module of others": "abroad.till.drawer = mock.Mock()\nassert ask()\nabroad.till.drawer = None",
    "what is expected before": "assert till.drawer is None\n" + CHANGE + "assert ask()",
    "another value is expected": CHANGE + "assert ask()\nself.assertEqual(till.drawer, 3)",
    "something else is expected": CHANGE + "assert ask()\nself.assertIsNone(till.note)",
    "nothing is expected of it": CHANGE + "assert ask()\nself.assertTrue(till.drawer)",
}
EXPECTED = {
    "unittest": "self.assertIsNone(till.drawer)",
    "the same": "self.assertIs(till.drawer, None)",
    "pytest": "assert till.drawer is None",
}


@pytest.mark.parametrize("body", AT_THE_END.values(), ids=AT_THE_END)
def test_what_is_put_back_at_the_end_is_not_put_back_after_a_failure(body: str) -> None:
    (message,) = found(body)
    assert "only if" in message


@pytest.mark.parametrize("body", NEVER.values(), ids=NEVER)
def test_what_is_not_the_first_value_puts_nothing_back(body: str) -> None:
    (message,) = found(body)
    assert message.endswith("never restored")


@pytest.mark.parametrize("body", EXPECTED.values(), ids=EXPECTED)
def test_the_code_puts_it_back(body: str) -> None:
    assert found(f"{CHANGE}assert ask()\n{body}") == []


def test_a_step_of_the_test_is_not_moved() -> None:
    body = f"old = till.drawer\n{CHANGE}assert ask()\ntill.drawer = None\nassert ask()\n"
    assert [bool(each.fix.edits) for each in findings(body)] == [True]
    assert [bool(each.fix.edits) for each in findings(f"{body}till.drawer = old")] == [False]


OBJECT = "till.bell.string = mock.Mock()\nassert ask()\n"


def test_an_attribute_of_an_object_is_nothing_again() -> None:
    assert found(f"{OBJECT}self.assertIsNone(till.bell.string)") == []


@pytest.mark.parametrize(
    "body",
    [
        f"{OBJECT}self.assertEqual(till.bell.string, 0)",
        f"{OBJECT}self.assertIsNone(till.bell.name)",
    ],
)
def test_an_attribute_of_an_object_may_have_been_anything(body: str) -> None:
    (message,) = found(body)
    assert message.endswith("never restored")


def test_two_attributes_of_one_module() -> None:
    both = f"{CHANGE}till.depth = mock.Mock()\nassert ask()\ntill.drawer = None\ntill.depth = 3"
    assert ["only if" in each for each in found(both)] == [True, True]


def test_nothing_is_known_of_other_files() -> None:
    source = f"{HEAD}def test_till(ask):\n    {CHANGE}    assert ask()\n    till.drawer = None\n"
    (message,) = (each.message for each in engine.check(source, PATH, Settings()) if each.code == "TSE313")
    assert "never restored" in message
