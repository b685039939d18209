"""A project whose functions raise errors that are certain, and others."""

from __future__ import annotations

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
from till import Outer

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

def named(one):
    raise ValueError(f"{one.name} is not paid")

def counted(one):
    raise ValueError("%d" % one)

def shown(one, count=3):
    raise ValueError(f"{count} {count!r}", one, -1, [one], {"a": one})

def formatted(one=3):
    raise ValueError(f"{one:>3}")

def strange(one):
    raise ValueError(f"{one}")

def from_other(one):
    raise ValueError from one.error

def odd(one):
    raise Odd(one)

def worded(one):
    raise ValueError(text=one)

def decoded(one):
    raise UnicodeDecodeError(one)

def finished(one):
    raise StopIteration

def checked(one):
    assert one, one.name
    raise KeyError

def own_word(one, ValueError):
    raise ValueError

def own_len(len, one):
    if len(one) == 3:
        raise ValueError
    raise KeyError

def compared(one):
    if one == [1]:
        raise ValueError
    raise KeyError

def kept(one=[1]):
    if one == [1]:
        raise ValueError
    raise KeyError

class Odd(ValueError):
    def __init__(self, one, two):
        pass

class Total:
    kind: str
    size = 1
    rate = field()

    def __init__(self, total, rate=None, other=None):
        self.kind = total
        self.size = total
        self.once = (total, -1)
        if rate:
            self.rate = rate
        if other:
            self.total = other
        raise KeyError

    @property
    def total(self):
        return 1

    def fail(self):
        raise ValueError

class Slots:
    __slots__ = "kind"

    def __init__(self, total):
        self.total = total
        raise KeyError

class Base:
    def __new__(cls, *rest):
        raise ValueError

class Made(Base):
    def fail(self):
        raise KeyError

    def __init__(self, total):
        raise KeyError

class Under(Plain, object):
    def __init__(self, total):
        self.total = total
        raise KeyError

class Strict(Model):
    def check(self):
        raise KeyError

class Checked(BaseModel):
    number: int

    def check(self):
        raise KeyError

class Many:
    first, second = fields()

    def __init__(self):
        self.first = 1
        raise KeyError


@dataclass(frozen=True)
class Post:
    number: int

    def __post_init__(self):
        raise KeyError

class Gone(missing):
    def __init__(self, one):
        raise KeyError

class Loud:
    if Gone:
        size = 1

    def __init__(self, one):
        self.size = one
        raise KeyError

class Strange:
    class size:
        pass

    def __init__(self, one):
        self.size = one
        raise KeyError

class Quiet:
    def fail(self):
        raise KeyError

class Meta(Asked):
    def __init__(self, one):
        raise KeyError

def unread(one):
    raise Outer(one)

def unheard(one):
    raise Strange(one)

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
