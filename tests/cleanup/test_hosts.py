"""Who gives back what a plain class or a function leaves that only classes of tests use."""

from __future__ import annotations

import pytest

from tests.cleanup.small_projects import HEAD, asked

HEAD += "from oslotest import base\nfrom abroad import case\n"
CASE = "class T(base.BaseTestCase):\n    def test_a(self): {}\n"
PLAIN = "class Other(unittest.TestCase):\n    def test_b(self): {}\n"
HELPER = "def test_it_not(): pass\ndef helped():\n    def test_it(): pass\n"
FAKE = "class Fake:\n    def test_it(self): pass\n"

USED = {
    "a plain class": FAKE + CASE.format("Fake()"),
    "a function": "def helped():\n    def test_it(): pass\n" + CASE.format("helped()"),
    "in an inner function": FAKE + CASE.format("\n        def inner(): return Fake()\n        inner()"),
    "in a function that makes it": "def of():\n    class Fake:\n        def test_it(self): pass\n"
    + CASE.format("of().Fake()"),
    "of itself, too": "class Fake:\n    def test_it(self): return Fake()\n" + CASE.format("Fake()"),
}


@pytest.mark.parametrize("case", USED)
def test_it_is_given_back_with_the_tests(case: str) -> None:
    assert "patchers" in asked(HEAD + USED[case]).undoes


LEFT = {
    "nobody": FAKE + CASE.format("pass"),
    "another class, too": FAKE + CASE.format("Fake()") + PLAIN.format("Fake()"),
    "the module": FAKE + CASE.format("Fake()") + "made = Fake()\n",
    "the body of a class": FAKE + CASE.format("Fake()") + "    made = Fake()\n",
    "a decorator": FAKE + "@Fake\n" + CASE.format("pass"),
    "another of the name": FAKE + CASE.format("Fake = 1; return Fake"),
    "a class of tests": "class TestFake:\n    def test_it(self): pass\n" + CASE.format("TestFake()"),
    "a fixture": "@pytest.fixture\ndef helped():\n    def test_it(): pass\n" + CASE.format("helped()"),
}


@pytest.mark.parametrize("case", LEFT)
def test_others_may_use_it(case: str) -> None:
    assert "patchers" not in asked(HEAD + LEFT[case]).undoes


def test_a_base_that_cannot_be_read_may_give_it_back() -> None:
    text = f"{HEAD}{FAKE}class T(case.Case):\n    def test_a(self): Fake()\n"
    assert asked(text).opaque
    assert not asked(text.replace("case.Case", "unittest.TestCase")).opaque


def test_what_an_object_holds_is_its_own() -> None:
    text = f"{HEAD}{FAKE}class T(unittest.TestCase):\n    def tearDown(self): self.x.close()\n"
    undoes = asked(f"{text}    def test_a(self): Fake()\n").undoes
    assert not any(each.startswith("self.") for each in undoes)
