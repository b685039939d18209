"""The error that is expected in place of any, where the source of what is called tells which it is."""

from __future__ import annotations

import pytest

from flake8_testsec.project.certain_errors import _definitions

from .texts import fixed, stays

SHOP = """\
import abc
import attr
import attrs
import dataclasses
import functools
import typing
from dataclasses import dataclass
from enum import Enum

from pydantic import BaseModel

from shop import errors
from shop.errors import Refused


class Colour(Enum):
    RED = "r"


class Own(Enum):
    RED = "r"

    def _missing_(cls, value):
        return cls.RED


@dataclass(frozen=True)
class Order:
    number: int


@dataclass
class Loose:
    number: int


@attrs.frozen
class Bill:
    number: int


@attr.s(frozen=True)
class Old:
    number = attr.ib()


@attrs.define(frozen=False)
class Open:
    number: int


@dataclass(frozen=True)
class Setting:
    number: int

    def __setattr__(self, name, value):
        raise KeyError(name)


class Row(typing.NamedTuple):
    number: int


class Model(BaseModel):
    number: int


class Plain:
    pass


class Child(Plain):
    pass


class Asked(metaclass=abc.ABCMeta):
    pass


class Abstract:
    def __init__(self, name):
        self.name = name

    @abc.abstractmethod
    def run(self):
        pass


class Shop:
    limit: int

    def __init__(self, name="shop", /, *, size=1):
        self.name = name
        self.kind: str = "shop"
        if name == "":
            raise ValueError

    def sell(self, number):
        if number < 0:
            raise Refused(number)
        self.sold = load()

    @classmethod
    def make(cls, number):
        if number < 0 or number == 7:
            raise Refused(number)

    @staticmethod
    def ask(number):
        raise errors.Asked

    @functools.cache
    def kept(self):
        raise Refused

    async def wait(self, number):
        raise KeyError(number)

    def every(self):
        yield 1
        raise KeyError

    def ship(self):
        raise NotImplementedError

    def change(self):
        self.other.name = 3
        raise KeyError


class Twice:
    def __new__(cls, one):
        raise KeyError

    def __init__(self, one, two):
        pass


def pay(amount, *rest, to="x", **more):
    "Pay."
    assert True
    kind = to
    if amount is None:
        raise Refused("nothing")
    elif not isinstance(amount, (int, float)):
        raise TypeError(amount)
    if amount in (1, 2) and kind == "y":
        raise errors.Asked(1)
    if len(to) > 3:
        pass
    else:
        assert amount != 5, "five"
    if amount == 6:
        return 1
    if amount == 8:
        raise Exception("any")
    if amount == 9:
        raise error
    if amount == 10:
        raise Known()
    if amount == 11:
        raise
    if amount == 12:
        raise kind.Error
    if amount == 13 and not rest:
        raise KeyError
    raise Late


def twice(one):
    raise KeyError


def twice(one):
    raise ValueError


def same(one, other=1):
    if one is other:
        raise KeyError


def big(one=HUGE + 1j):
    if one == 1:
        raise KeyError


def typed(one):
    if isinstance(one, Late):
        raise KeyError


def many(one):
    ONES
    raise KeyError


try:
    from shop.errors import Known
except ImportError:
    from shop.other import Known


class Late(Exception):
    pass
"""
OTHERS = {
    "shop/__init__.py": "",
    "shop/errors.py": "class Refused(Exception):\n    pass\n\n\nclass Asked(Exception):\n    pass\n",
    "shop/other.py": "class Known(Exception):\n    pass\n",
    "shop/broken.py": "def pay(:\n",
    "shop/pay.py": SHOP.replace("ONES", "\n    ".join(["one = 1"] * 60)).replace("HUGE", "1" * 401),
}
NAMES = "Abstract, Asked, Bill, Child, Colour, Loose, Model, Old, Open, Order, Own, Plain, Row, Setting, Shop"
HEAD = f"""\
import pytest
import shop.errors
from shop.pay import {NAMES}, Twice, big, many, pay, same, twice, typed


"""
WITH = "def test_pay(some):\n    number = -1\n    with pytest.raises({}):\n        {}\n"
ASYNC = f"async {WITH}"


def become(text: str, error: str) -> None:
    (found,) = fixed("TSE402", HEAD + text.replace("{}", "Exception", 1), others=OTHERS)
    assert text.replace("{}", error, 1) in found


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("pay()", "TypeError"),
        ("pay(1, amount=2)", "TypeError"),
        ("pay(None)", "shop.errors.Refused"),
        ("paid = pay(None)", "shop.errors.Refused"),
        ("pay('x')", "TypeError"),
        ("pay(1, to='y')", "shop.errors.Asked"),
        ("pay(5)", "AssertionError"),
        ("pay(14)", "Late"),
        ("pay(number)", "Late"),
        ("Shop('', size=2)", "ValueError"),
        ("Shop(name='x')", "TypeError"),
        ("Shop('x', 'y')", "TypeError"),
        ("Shop(colour=3)", "TypeError"),
        ("Shop().sell(-1)", "shop.errors.Refused"),
        ("Shop().sell(number)", "shop.errors.Refused"),
        ("Shop.make(-1)", "shop.errors.Refused"),
        ("Shop.make(7)", "shop.errors.Refused"),
        ("Shop.ask(1)", "shop.errors.Asked"),
        ("Shop().ask(1)", "shop.errors.Asked"),
        ("Colour('x')", "ValueError"),
        ("Plain(1)", "TypeError"),
        ("Order(1).number = 2", "FrozenInstanceError"),
        ("Order(1).number += 2", "FrozenInstanceError"),
        ("del Order(1).number", "FrozenInstanceError"),
        ("Bill(1).number = 2", "FrozenInstanceError"),
        ("Old(1).number = 2", "FrozenInstanceError"),
        ("Row(1).number = 2", "AttributeError"),
        ("Model(number='x')", "ValidationError"),
        ("raise KeyError(1)", "KeyError"),
    ],
)
def test_the_error_is_certain(code: str, error: str) -> None:
    become(WITH.format("{}", code), error)


@pytest.mark.parametrize(
    "code",
    [
        "pay(3.5, to='long')\n        pay(1)",
        "pay(some)",
        "pay(*some)",
        "pay(**some)",
        "pay(6)",
        "pay(8)",
        "pay(9)",
        "pay(10)",
        "pay(11)",
        "pay(12)",
        "pay(13, 2)",
        "pay(print)",
        "pay(1 < 2 < 3)",
        "twice(1)",
        "big()",
        "many(1)",
        "same(3)",
        "typed(3)",
        "some(1)",
        "some.pay(1)",
        "number.pay(1)",
        "Shop().sell(1)",
        "Shop().sell('x')",
        "Shop().gone(1)",
        "Shop().kept(1)",
        "Shop().wait(1)",
        "Shop().every()",
        "Shop().change()",
        "Shop().ship()",
        "Shop.make(some)",
        "Shop('x')",
        "Twice(1)",
        "Own('x')",
        "Colour('x', 'y')",
        "Plain()",
        "Child(1)",
        "Asked(1)",
        "Abstract()",
        "Loose(1).number = 2",
        "Loose(1)",
        "Open(1).number = 2",
        "Setting(1).number = 2",
        "some.number = 2",
        "number = 2",
        "raise",
        "raise some",
        "raise shop.errors.Refused(1)",
        "with some:\n            raise KeyError",
        "raise Exception('x')",
        "[pay(None)]",
        "pass",
    ],
)
def test_the_error_may_be_another(code: str) -> None:
    text = HEAD + WITH.format("Exception", code)
    assert fixed("TSE402", text, others=OTHERS) == [""]


def test_a_class_below_may_do_something_else() -> None:
    text = HEAD + "class TestShop(Shop):\n    def test_sell(self):\n        with pytest.raises(Exception):\n"
    assert fixed("TSE402", f"{text}            self.sell(-1)\n", others=OTHERS) == [""]


def test_coroutines_raise_when_they_are_awaited() -> None:
    become(ASYNC.format("{}", "await Shop().wait(1)"), "KeyError")
    text = HEAD + ASYNC.format("Exception", "await Shop().sell(-1)")
    assert fixed("TSE402", text, others=OTHERS) == [""]


@pytest.mark.parametrize("called", ["pay, None", "lambda: pay(None)", "Shop().sell, number=-1"])
def test_what_is_given_to_be_called(called: str) -> None:
    become(f"def test_pay():\n    pytest.raises({{}}, {called})\n", "shop.errors.Refused")


@pytest.mark.parametrize("called", ["lambda some: pay(None)", "print, 1"])
def test_what_may_be_called_otherwise(called: str) -> None:
    text = f"{HEAD}def test_pay():\n    pytest.raises(Exception, {called})\n"
    assert fixed("TSE402", text, others=OTHERS) == [""]


@pytest.mark.parametrize(
    ("imports", "error"),
    [
        ("from shop.errors import Refused", "Refused"),
        ("from shop.errors import Refused as No", "No"),
        ("from shop.errors import Refused\nassert Refused", "Refused"),
        ("import shop.errors as no", "no.Refused"),
        ("import os", "Refused"),
    ],
)
def test_how_the_file_names_it(imports: str, error: str) -> None:
    text = f"import pytest\n{imports}\nfrom shop.pay import pay\n\n" + WITH.format("Exception", "pay(None)")
    (found,) = fixed("TSE402", text, others=OTHERS)
    assert f"pytest.raises({error}):" in found
    assert ("from shop.errors import Refused\n" in found) is (error == "Refused")


@pytest.mark.parametrize(
    ("imports", "code"),
    [
        ("from . import base", "pay(None)"),
        ("from .errors import Refused", "pay(None)"),
        ("Refused = 3", "pay(None)"),
        ("class TypeError(Exception): pass", "pay()\n\ndef test_own():\n    assert TypeError"),
    ],
)
def test_how_the_file_cannot_name_it(imports: str, code: str) -> None:
    text = f"import pytest\nfrom shop.pay import pay\n{imports}\n\n" + WITH.format("Exception", code)
    assert fixed("TSE402", text, others=OTHERS) == [""]


def test_alone_nothing_is_known() -> None:
    stays("TSE402", HEAD + WITH.format("Exception", "pay(None)"))
    others = {**OTHERS, "shop/pay.py": OTHERS["shop/broken.py"]}
    assert fixed("TSE402", HEAD + WITH.format("Exception", "pay(None)"), others=others) == [""]
    for expected in ("pytest.raises((KeyError, Exception))", "load, pytest.raises(Exception)"):
        stays("TSE402", f"import pytest\n\ndef test_all(load):\n    with {expected}:\n        load()\n")


def test_what_cannot_be_parsed() -> None:
    assert _definitions("def pay(:") == {}
