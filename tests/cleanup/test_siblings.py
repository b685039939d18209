"""What is given back is told by the binding right above, not by all that a name was ever bound to."""

from __future__ import annotations

import pytest

from flake8_testsec.cleanup.siblings import handed_out, kinds, opening
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

LOCAL = """
import shop

def test_sum():
    till = shop.Till(1)
    {0}
    till = shop.Till(2)
    {0}
    till = shop.Till(3)
    till.close()
    shop.last.close()
"""
KEPT = """
import shop
import unittest

class TestShop(unittest.TestCase):
    def setUp(self):
        self.till = shop.Till(0)

    def test_sum(self):
        self.till.close()
        self.till = shop.Till(1)
        {0}
        self.till = shop.Till(2)
        {0}
        self.till = shop.Till(3)
        self.till.close()
"""


@pytest.mark.parametrize(
    ("text", "between", "ended"),
    [
        (LOCAL, "till.close()", [3]),
        (LOCAL, "till.sum()", []),
        (KEPT, "self.till.close()", [4]),
        (KEPT, "self.till.sum()", []),
    ],
)
def test_a_release_ends_what_was_bound_last_above_it(text: str, between: str, ended: list[int]) -> None:
    module = Module.parse(text.format(between), "tests/test_shop.py", Settings())
    assert [each.ended for each in kinds(module)] == ended


ANOTHER = {
    "an entry": "till = others[0]\n    till.close()",
    "an attribute": "till = others.first\n    till.close()",
    "unpacked": "till, rest = others\n    till.close()",
    "unpacked with a star": "first, *till = others\n    till.close()",
    "annotated": "till: object = others[0]\n    till.close()",
    "added to": "till += others\n    till.close()",
    "entered": "with others as till:\n        till.close()",
    "entered and left": "with others as till:\n        till.sum()\n    till.close()",
    "of a loop": "for till in others:\n        till.close()",
    "a walrus": "if till := others[0]:\n        till.close()",
    "a walrus in a comprehension": "assert [till := each for each in others]\n    till.close()",
    "an error": "try:\n        others()\n    except ValueError as till:\n        till.close()",
    "taken away": "del till\n    till.close()",
    "imported": "from shop import till\n    till.close()",
    "a package": "import till.shop\n    till.close()",
    "a function": "def till(): pass\n    till.close()",
    "a class": "class till: pass\n    till.close()",
    "matched": "match others:\n        case [till]:\n            till.close()",
    "the rest of a list": "match others:\n        case [_, *till]:\n            till.close()",
    "the rest of a mapping": "match others:\n        case {1: _, **till}:\n            till.close()",
}
THE_SAME = {
    "nothing in between": "till.close()",
    "bound to something else behind it": "till.close()\n    till = others[0]",
    "bound to what the release gives": "till, rest = till.close()",
    "nothing, which has no methods": "try:\n        till.sum()\n    except ValueError:\n        till = None\n"
    "    till.close()",
    "nothing with a type": "if others:\n        till: object = None\n    till.close()",
    "a type alone": "till: object\n    till.close()",
    "a name of a comprehension's own": "assert [till for till in others]\n    till.close()",
    "a name of another function's own": "def inner():\n        till = others[0]\n    till.close()",
    "another name": "with others as shut:\n        till.close()",
    "an error without a name": "try:\n        others()\n    except ValueError:\n        till.close()",
    "any pattern": "match others:\n        case {1: _}:\n            till.close()",
}
FOUR = "import shop\n" + "def test_one(others):\n    till = shop.Till()\n    till.close()\n" * 3


def ended_of_four(body: str) -> tuple[int, int]:
    text = f"{FOUR}def test_it(others):\n    till = shop.Till()\n    till.sum()\n    {body}\n"
    (kind,) = kinds(Module.parse(text, "tests/test_shop.py", Settings()))
    return kind.ended, kind.number


@pytest.mark.parametrize("case", ANOTHER)
def test_a_release_behind_any_other_binding_is_that_of_another(case: str) -> None:
    assert ended_of_four(ANOTHER[case]) == (3, 4)


@pytest.mark.parametrize("case", THE_SAME)
def test_a_release_of_what_is_still_the_same(case: str) -> None:
    assert ended_of_four(THE_SAME[case]) == (4, 4)


@pytest.mark.parametrize(
    ("above", "ended"),
    [
        ("", 4),
        ("self.till = None", 4),
        ("self.till = others[0]", 3),
        ("self.till, rest = others", 3),
        ("others.till = self", 4),
    ],
)
def test_an_attribute_that_is_bound_to_something_else(above: str, ended: int) -> None:
    text = (
        f"{FOUR}class TestShop:\n    def setUp(self):\n        self.till = shop.Till()\n"
        f"    def test_a(self, others):\n        {above}\n        self.till.close()\n"
    )
    (kind,) = kinds(Module.parse(text, "tests/test_shop.py", Settings()))
    assert (kind.ended, kind.number) == (ended, 4)


def test_a_fixture_may_know_nothing_first() -> None:
    text = "import shop\ndef till():\n    till = None\n    till = shop.Till()\n    return till\n"
    module = Module.parse(text, "tests/test_shop.py", Settings())
    made = handed_out(module.functions("till")[0], module)
    assert made is not None
    assert made.lineno == 4


def test_of_two_imports_each_is_counted_for_itself() -> None:
    close = "    till = {0}()\n    till.close()\n" * 3
    text = f"from shop import Till\nimport other\ndef test_a():\n{close.format('Till')}"
    module = Module.parse(f"{text}{close.format('other.Till')}", "tests/test_shop.py", Settings())
    assert [(each.row.what, each.ended, each.number) for each in kinds(module)] == [
        ("Till()", 3, 3),
        ("other.Till()", 3, 3),
    ]


def test_what_is_given_a_stream_opens_nothing() -> None:
    text = """
import io
import shop

def test_sum(tmp_path):
    shop.Till(1)
    shop.Till(tmp_path, name=name)
    stream = io.BytesIO()
    shop.Till(stream)
    shop.Till(io.StringIO())
    shop.Till(name=open("a"))
"""
    closed = "    shop.Till(2).close()\n" * 15
    module = Module.parse(text + closed, "tests/test_shop.py", Settings())
    (kind,) = kinds(module)
    assert [each.lineno for each in opening(kind, module)] == [6, 7]


def test_what_is_seen_to_be_given_back_need_not_be_asked_about() -> None:
    text = "import shop\n\ndef test_sum():\n" + "    shop.Till(2).close()\n" * 3
    (kind,) = kinds(Module.parse(text, "tests/test_shop.py", Settings()))
    assert not kind.others


def test_what_parameters_make_is_known_by_how_it_is_spelt() -> None:
    close = "    till = {0}(1)\n    till.close()\n" * 3
    text = (
        f"def test_a(make, shop, self):\n{close.format('make')}{close.format('shop.open.till')}    make(2)\n"
    )
    others = f"def test_b(shop):\n    local = shop\n{close.format('local.make')}{close.format('shop().make')}"
    module = Module.parse(f"{text}{others}", "tests/test_shop.py", Settings())
    found = [(each.row.what, each.ended, each.number) for each in kinds(module)]
    assert found == [("make()", 3, 4), ("shop.open.till()", 3, 3)]


def test_what_a_base_makes_may_be_given_back_there() -> None:
    close = "        till = self.{0}(1)\n        till.close()\n" * 3
    body = "".join(map(close.format, ("make", "Till", "inherited", "shop.make")))
    text = f"class TestShop:\n    Till = None\n    def make(self): ...\n    def test_a(self):\n{body}"
    module = Module.parse(text, "tests/test_shop.py", Settings())
    assert [each.row.what for each in kinds(module)] == ["self.make()", "self.Till()"]


def test_a_lock_that_nobody_takes_needs_no_release() -> None:
    release = "    lock = shop.Lock()\n    lock.release()\n" * 3
    module = Module.parse(f"import shop\ndef test_a():\n{release}", "tests/test_shop.py", Settings())
    assert [each.row.begun_by for each in kinds(module)] == [("acquire",)]
