"""Assertions of an object with a class behind it: it is meant to be one of its instances."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES

from .test_what_can_never_hold import CASE
from .texts import fixed, module

SHOP = {"shop/__init__.py": "", "shop/codes.py": "class XML:\n    pass\n\nPear = XML\nTAX = 3\n"}


@pytest.mark.parametrize("asked", ["find()", "find().owner", "found", "item", "find()[0]", "given"])
@pytest.mark.parametrize("value", ["Local", "Made", "dict", "codes.Pear"])
def test_an_instance_beside_a_class_that_is_known(asked: str, value: str) -> None:
    text = CASE.replace("import http", "from shop import codes").replace("{}", asked, 1)
    after = fixed("TSE504", text.replace("{}", value, 1), others=SHOP)
    assert f"self.assertIsInstance({asked}, {value})" in after[0]


@pytest.mark.parametrize(
    ("line", "value", "is_class"),
    [
        ("from shop.codes import XML", "XML", True),
        ("from shop.codes import TAX", "TAX", False),
        ("from shop import codes", "codes.XML", True),
        ("from shop import codes", "codes.TAX", False),
    ],
)
def test_a_class_in_capitals_by_what_the_project_says(line: str, value: str, is_class: bool) -> None:
    text = CASE.replace("import http", line).replace("{}", "find()", 1).replace("{}", value, 1)
    (after,) = fixed("TSE504", text, others=SHOP)
    assert ("assertIsInstance(" in after, "assertEqual(" in after) == (is_class, not is_class)


@pytest.mark.parametrize(
    ("asked", "value", "remedy"),
    [
        ("find()", "codes.XML", "use assertIsInstance, or drop it"),
        ("find()", "Order", "use assertIsInstance for a class, or drop it"),
        ("type(find())", "codes.XML", "use assertEqual, or drop it"),
        ("codes.XML", "codes.Pear", "use assertEqual, or drop it"),
    ],
)
def test_what_is_told_of_a_class(asked: str, value: str, remedy: str) -> None:
    text = CASE.replace("import http", "from shop import codes").replace("{}", asked, 1)
    read = module(text.replace("{}", value, 1), others=SHOP)
    (found,) = engine.examine(read, engine.compile_table([RULES["TSE504"]], read.role))
    assert found.message.endswith(f"never compared; {remedy}")


@pytest.mark.parametrize("asked", ["find().get_class()", "find_type()"])
def test_what_may_give_a_class_is_left(asked: str) -> None:
    text = CASE.replace("import http", "from shop import codes").replace("{}", asked, 1)
    assert fixed("TSE504", text.replace("{}", "codes.XML", 1), others=SHOP) == [""]


@pytest.mark.parametrize(
    ("value", "remedy"),
    [("codes.XML", "use isinstance()"), ("Order", "use isinstance() for a class")],
)
def test_a_class_behind_the_comma(value: str, remedy: str) -> None:
    text = f"from shop import Order, codes\n\ndef test_shop():\n    assert find().owner, {value}\n"
    read = module(text, others=SHOP)
    (found,) = engine.examine(read, engine.compile_table([RULES["TSE506"]], read.role), fixes=True)
    assert f"{remedy}, or drop it" in found.message
    assert not found.fix.edits
