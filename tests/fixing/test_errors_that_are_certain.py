"""The error that is expected in place of any, where the source of what is called tells which it is."""

from __future__ import annotations

import pytest

from flake8_testsec.project.defined_nodes import _definitions

from .shop_of_errors import OTHERS
from .texts import fixed, stays

NAMES = "Abstract, Asked, Bill, Child, Colour, Loose, Model, Old, Open, Order, Own, Plain, Row, Setting, Shop"
MORE = (
    "named, counted, shown, formatted, strange, from_other, odd, worded, decoded, finished, checked, "
    "own_word, own_len, compared, kept, Total, Slots, Made, Under, Strict, Checked, Many, Post, "
    "Gone, unheard, unread, Loud, Strange, Quiet, Meta"
)
HEAD = f"""\
import pytest
import shop.errors
from shop.pay import {NAMES}, Twice, {MORE}, big, many, pay, same, twice, typed


"""
WITH = "def test_pay(some):\n    number = -1\n    with pytest.raises({}):\n        {}\n"
ASYNC = f"async {WITH}"


def become(text: str, error: str) -> None:
    (found,) = fixed("TSE402", HEAD + text.replace("{}", "Exception", 1), others=OTHERS)
    assert text.replace("{}", error, 1) in found


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("pay(None)", "shop.errors.Refused"),
        ("paid = pay(None)", "shop.errors.Refused"),
        ("pay('x')", "TypeError"),
        ("pay(1, to='y')", "shop.errors.Asked"),
        ("pay(5)", "AssertionError"),
        ("pay(14)", "Late"),
        ("pay(number)", "Late"),
        ("Shop('', size=2)", "ValueError"),
        ("Shop().sell(-1)", "shop.errors.Refused"),
        ("Shop().sell(number)", "shop.errors.Refused"),
        ("Shop.make(-1)", "shop.errors.Refused"),
        ("Shop.make(7)", "shop.errors.Refused"),
        ("Shop.ask(1)", "shop.errors.Asked"),
        ("Shop().ask(1)", "shop.errors.Asked"),
        ("Colour('x')", "ValueError"),
        ("Plain(1)", "TypeError"),
        ("Order(1).number = 2", "FrozenInstanceError"),
        ("del Order(1).number", "FrozenInstanceError"),
        ("Bill(1).number = 2", "FrozenInstanceError"),
        ("Old(1).number = 2", "FrozenInstanceError"),
        ("Row(1).number = 2", "AttributeError"),
        ("Model(number='x')", "ValidationError"),
        ("raise KeyError(1)", "KeyError"),
        ("shown(some)", "ValueError"),
        ("compared([1])", "ValueError"),
        ("compared((1, 2))", "KeyError"),
        ("Total(some)", "KeyError"),
        ("Quiet().fail()", "KeyError"),
        ("Under(some)", "KeyError"),
        ("pay({'a': 1}, b=lambda: 1)", "TypeError"),
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
        "named(None)",
        "counted('x')",
        "formatted()",
        "strange(some)",
        "from_other(1)",
        "odd(1)",
        "worded(1)",
        "decoded(1)",
        "finished(1)",
        "checked(0)",
        "own_word(1, 2)",
        "own_len(some, [1])",
        "kept()",
        "pay(None, 1 / 0)",
        "pay(None, some.name)",
        "pay(None, {**some})",
        "pay(amount=None, to=some['x'])",
        "Total(1, rate=1)",
        "Total(1, other=1)",
        "Total(1).fail()",
        "Slots(1)",
        "Made(1)",
        "Strict(1)",
        "Checked(1)",
        "Many()",
        "Shop('').sell(-1)",
        "Shop(1 / 0).sell(-1)",
        "Shop(size=2, other=3).sell(-1)",
        "Plain(1).sell(-1)",
        "pay()",
        "pay(1, amount=2)",
        "Shop(name='x')",
        "Shop('x', 'y')",
        "Shop(colour=3)",
        "Order(1).number += 2",
        "Order(1).number = some.name",
        "Order(some.name).number = 2",
        "Order().number = 2",
        "Post(1).number = 2",
        "Made(1).fail()",
        "Shop(some).sell(-1)",
        "Total().fail()",
        "Gone(1)",
        "unread(1)",
        "Meta(1)",
        "Quiet(1).fail()",
        "unheard(1)",
        "Loud(1)",
        "Strange(1)",
        "pay({some: 1})",
        "raise ValueError(some.name)",
        "raise ValueError(name=some)",
        "raise UnicodeEncodeError(some)",
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


@pytest.mark.parametrize(
    "replaced",
    [
        "mock.patch('shop.pay.pay', side_effect=KeyError)",
        "monkeypatch.setattr(shop.pay, 'pay', some)",
        "shop.pay.pay = some",
    ],
)
def test_something_else_may_be_called(replaced: str) -> None:
    text = f"{HEAD}def test_pay(some):\n    {replaced}\n    with pytest.raises(Exception):\n"
    assert fixed("TSE402", f"{text}        pay(None)\n", others=OTHERS) == [""]


def test_a_tuple_has_not_changed() -> None:
    become(
        "def test_pay():\n    one = (1, 2)\n    with pytest.raises({}):\n        compared(one)\n", "KeyError"
    )


def test_a_list_may_have_changed() -> None:
    text = f"{HEAD}def test_pay():\n    one = [1]\n    one.append(2)\n    with pytest.raises(Exception):\n"
    assert fixed("TSE402", f"{text}        compared(one)\n", others=OTHERS) == [""]


def test_an_object_that_is_there() -> None:
    text = (
        f"{HEAD}def test_pay():\n    bill = Bill(1)\n    with pytest.raises({{}}):\n        bill.number = 2\n"
    )
    (found,) = fixed("TSE402", text.replace("{}", "Exception"), others=OTHERS)
    assert "pytest.raises(FrozenInstanceError)" in found


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


FITTED = """\
class Shop:
    def __init__(self, name):
        self.name = name

def pay(amount):
    {}
    return amount
"""
CALLING = (
    "import pytest\nfrom shop import Shop, pay\n\ndef test_pay():\n    with pytest.raises({}):\n        {}\n"
)


@pytest.mark.parametrize("call", ["pay()", "pay(1, 2)", "pay(colour=3)", "Shop()", "Shop('x', size=3)"])
def test_arguments_that_nothing_else_refuses(call: str) -> None:
    others = {"shop/__init__.py": FITTED.format("amount += 1")}
    found = fixed("TSE402", CALLING.format("Exception", call), others=others)
    assert found == [CALLING.format("TypeError", call)]


@pytest.mark.parametrize("call", ["pay()", "pay(1, 2)"])
def test_a_call_was_to_come_to_the_error_that_a_function_raises(call: str) -> None:
    others = {"shop/__init__.py": FITTED.format("if amount < 0: raise ValueError(amount)")}
    assert fixed("TSE402", CALLING.format("Exception", call), others=others) == [""]
