"""Comparisons with what a function of the project never gives, by what is written behind its ``return``."""

from __future__ import annotations

import pytest

from .texts import fixed

TEST = "from shop import {}\n\n{}def test_pay():\n    {}\n"


def offered(call: str, function: str, imported: str = "pay", coroutine: bool = False) -> bool:
    """Whether a comparison with a function of the project is made an assertion."""
    text = TEST.format(imported, "async " * coroutine, call)
    found = fixed("TSE508", text, others={"shop/__init__.py": function})
    assert found in ([""], [text.replace("    ", "    assert ")])
    return found != [""]


NEVER = {
    "a tuple and a text": "def pay(x):\n    return x, 1",
    "nothing": "def pay(x):\n    x.send()",
    "nothing, said": "def pay(x):\n    if x:\n        return None\n    return",
    "a number or nothing": "def pay(x):\n    if x:\n        return 1",
    "a list, or a mapping": "def pay(x):\n    if x:\n        return [x]\n    else:\n        return {x: 1}",
    "bytes": "def pay(x):\n    return b'no'",
    "static": "class Shop:\n    @staticmethod\n    def pay(x):\n        return 1\npay = Shop.pay",
}
MAYBE = {
    "the text": "def pay(x):\n    return f'{x}'",
    "another call": "def pay(x):\n    if x:\n        return 1\n    return str(x)",
    "a text where it is true": "def pay(x):\n    if x:\n        return 'yes'\n    return 1",
    "a generator": "def pay(x):\n    yield 1",
    "a coroutine": "async def pay(x):\n    return 1",
    "a declaration": "def pay(x):\n    '''Pays.'''\n    ...",
    "an error": "def pay(x):\n    raise NotImplementedError",
    "a decorator": "@typed\ndef pay(x):\n    return 1",
    "a class": "class pay:\n    pass",
    "either of two": "if x:\n    def pay(x):\n        return 1\nelse:\n    def pay(x):\n        return 'a'",
}


@pytest.mark.parametrize("function", NEVER.values(), ids=NEVER)
def test_what_is_never_given(function: str) -> None:
    assert not offered("pay(1) == 'yes'", function)


@pytest.mark.parametrize("function", MAYBE.values(), ids=MAYBE)
def test_what_may_be_given(function: str) -> None:
    assert offered("pay(1) == 'yes'", function)


SHOP = "class Base:\n    async def pay(self):\n        self.x()\n"
METHODS = {
    "of a class": ("class Shop:\n    async def pay(self): self.x()", False),
    "of a class above": (
        f"{SHOP}class Shop(Base):\n    y = 1\n    class z: ...\n    def y2(self): ...",
        False,
    ),
    "of a class below": (f"{SHOP}class Shop(Base):\n    async def pay(self): return True", True),
    "given otherwise below": (f"{SHOP}class Shop(Base):\n    pay = refuse", True),
    "given in a case": (f"{SHOP}class Shop(Base):\n    if x:\n        async def pay(self): return 1", True),
    "of two of a name": (
        "class Shop:\n    async def pay(self): ...\n    async def pay(self): self.x()",
        True,
    ),
    "of a class within": (f"{SHOP}class Shop(Base):\n    class pay: ...", True),
    "of a base that nobody knows": (f"{SHOP}class Shop(Other, Base): ...", True),
    "made by a function": ("def Shop(): return make()", True),
}


@pytest.mark.parametrize(("classes", "is_offered"), METHODS.values(), ids=METHODS)
def test_methods(classes: str, is_offered: bool) -> None:
    text = "import pytest\nfrom shop import Shop\n\n@pytest.mark.asyncio\nasync def test_pay():\n"
    text += "    shop = Shop()\n    await shop.pay() == True\n"
    found = fixed("TSE508", text, others={"shop/__init__.py": classes})
    assert found == [text.replace("    await", "    assert await") if is_offered else ""]


@pytest.mark.parametrize(
    ("condition", "is_offered"),
    [
        ("pay(1) == refund(1)", False),
        ("pay(1) is refund(1)", False),
        ("pay(1) != refund(1)", True),
        ("pay(1) == 1 and pay(2) == 'no'", False),
        ("pay(1) == 'no', 'it is not'", False),
        ("pay(1) == other(1)", True),
        ("pay(1) == None", False),
        ("pay(1) == shop", True),
        ("refund(1) == (1, None)", True),
        ("shop.pay(1) == 'no'", True),
    ],
)
def test_conditions(condition: str, is_offered: bool) -> None:
    functions = "def pay(x):\n    return 1\ndef refund(x):\n    return x, None\n"
    text = f"from shop import pay, refund\n\ndef test_pay(shop):\n    {condition}\n"
    there = fixed("TSE508", text, others={"shop/__init__.py": functions})
    assert there == [text.replace("    ", "    assert ", 1) if is_offered else ""]
    text = f"{functions}\ndef test_pay(shop):\n    return {condition}\n"
    assert bool(fixed("TSE508", text)[0]) is is_offered


def test_what_comes_by_a_star() -> None:
    files = {
        "shop/__init__.py": "from ._a import *\nfrom ._b import *\n",
        "shop/_a.py": "from other import *\n",
        "shop/_b.py": "def pay(x):\n    return x, 1\n",
    }
    text = "import shop as s\n\ndef test_pay():\n    s.pay(1) == 'yes'\n"
    assert fixed("TSE508", text, others=files) == [""]
    files["shop/_a.py"] += files["shop/_b.py"]
    assert fixed("TSE508", text, others=files) == [text.replace("    s", "    assert s")]


@pytest.mark.parametrize(
    ("code", "statement"), [("TSE506", "assert pay(1), ['no']"), ("TSE504", "self.assertTrue(pay(1), 'no')")]
)
def test_values_for_messages(code: str, statement: str) -> None:
    text = "import unittest\nfrom shop import pay\n\nclass TestPay(unittest.TestCase):\n"
    text += f"    def test_pay(self):\n        {statement}\n"
    assert fixed(code, text, others={"shop/__init__.py": "def pay(x):\n    return 1\n"}) == [""]
    assert fixed(code, text, others={"shop/__init__.py": "def pay(x):\n    return x\n"}) != [""]
