"""What is made at less cost while a process starts is what it always is."""

from __future__ import annotations

import pickle
import sys
import typing
from collections.abc import Iterator

import pytest

from flake8_testsec.cli.light import light

CLASSES = '''
from __future__ import annotations
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

class Order(NamedTuple):
    """What is sold."""

    number: int
    lines: tuple[str, ...] = ()
    paid: bool = False

    LIMIT = 3

    @property
    def size(self) -> int:
        return len(self.lines)

    def doubled(self) -> Order:
        return self._replace(number=2 * self.number)

class Empty(NamedTuple):
    pass

class Late(Order):
    pass

Plain = NamedTuple("Plain", [("x", int)])
'''
GENERIC = """
class Pair(NamedTuple, Generic[T]):
    one: T
    other: T
"""
if sys.version_info >= (3, 11):
    CLASSES += GENERIC


@pytest.fixture(params=[False, True], ids=["checked", "light"])
def made(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, typing.Any]]:
    """The classes, made by ``typing`` and at less cost."""
    scope = {"__name__": __name__}
    if request.param:
        before = typing.NamedTuple
        with light():
            assert typing.NamedTuple is not before
            exec(CLASSES, scope)
        assert typing.NamedTuple is before
    else:
        exec(CLASSES, scope)
    monkeypatch.setitem(globals(), "Order", scope["Order"])
    yield scope


def test_a_class_has_its_fields_and_what_stands_in_its_body(made: dict[str, typing.Any]) -> None:
    order = made["Order"]
    assert order._fields == ("number", "lines", "paid")
    assert order._field_defaults == {"lines": (), "paid": False}
    assert (order.__name__, order.__qualname__, order.__module__) == ("Order", "Order", __name__)
    assert (order.__doc__, order.LIMIT, order.__bases__) == ("What is sold.", 3, (tuple,))
    assert list(order.__annotations__) == ["number", "lines", "paid"]
    assert order(1, ("a",)).size == 1
    assert order(2).doubled() == (4, (), False)
    assert repr(order(number=1)) == "Order(number=1, lines=(), paid=False)"
    with pytest.raises(TypeError):
        order()


def test_an_instance_can_be_sent(made: dict[str, typing.Any]) -> None:
    order = made["Order"](1)
    assert pickle.loads(pickle.dumps(order)) == order


def test_other_forms_are_as_they_were(made: dict[str, typing.Any]) -> None:
    assert made["Empty"]() == ()
    assert "Pair" not in made or made["Pair"][int](1, 2).other == 2
    assert made["Late"](1).number == 1
    assert made["Plain"](3).x == 3
    each = made["Order"](1, paid=True)
    assert each == (1, (), True)
    assert isinstance(each, made["Order"])
