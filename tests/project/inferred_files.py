"""A project with functions, classes and fixtures of all kinds, of which tests ask what they give."""

from __future__ import annotations

CLIENT = """\
import abc
import functools
from contextlib import asynccontextmanager, contextmanager
from typing import AsyncIterator, Generic, Iterator, Optional, Protocol, overload

async def settle(): ...
def plain(): ...
async def ticks():
    yield 1
@functools.cache
async def cached(): ...
async def twice(): ...
def twice(): ...

class Base:
    async def close(self): ...
    async def __aenter__(self):
        return self
    async def __aexit__(self, *_): ...

class Client(Base):
    def __init__(self, inner=None):
        self.inner = inner
        self.replaced = inner
    async def get(self): ...
    def post(self): ...
    @abc.abstractmethod
    async def head(self): ...
    @staticmethod
    async def connect() -> "Client": ...
    @classmethod
    def make(cls) -> "Client":
        return cls()
    @property
    def late(self): ...
    def itself(self):
        return self
    def child(self):
        return Client()
    async def replaced(self): ...
    def fresh(self):
        return self.child()
    def chained(self) -> Self: ...

class Server(Generic[Client], Protocol):
    async def __call__(self): ...

class Both:
    async def get(self): ...
    def __enter__(self):
        return Client()
    async def __aenter__(self):
        return Client()

class Unlike(Both):
    async def __aenter__(self):
        return self

class Odd(metaclass=Maker):
    async def get(self): ...
class Kept(Odd, metaclass=abc.ABCMeta): ...
class Below(Unknown):
    def post(self): ...
class New:
    def __new__(cls): ...
    async def get(self): ...
@wrapped
class Wrapped:
    async def get(self): ...

def build() -> Client: ...
def build_maybe() -> Optional[Client]: ...
def build_or_none() -> Client | None: ...
def build_text() -> "Client | None": ...
def build_list() -> list[Client]: ...
def build_wrong() -> "Client |": ...
def build_any(kind): return kind
def build_one(kind):
    if kind:
        return Client()
    return Client()
def build_two(kind):
    return Client() if kind else Server()
def build_both(kind):
    if kind:
        return Client()
    return Server()
def build_self(): return build_self()
async def build_later(): return Client()
@contextmanager
def opened() -> Iterator[Client]:
    yield make()
@asynccontextmanager
async def opened_later():
    async with Client() as client:
        yield client
@contextmanager
def broken():
    return Client()
@contextmanager
def unsaid() -> Client:
    yield make()
@contextmanager
def unlisted() -> list[Client]:
    yield make()
@overload
def loaded(a): ...
@overload
def loaded(b): ...
def loaded(c):
    return Client()
client = Client()
def nested():
    class Inner:
        async def get(self): ...
    return Inner()
"""
CONFTEST = """\
import pytest
from shop.client import Client
from tests.more import imported
from tests.more import plain as not_imported

@pytest.fixture
def client():
    with Client() as entered:
        yield entered
@pytest.fixture(name="renamed")
async def _renamed():
    return Client()
@pytest.fixture
def again(client):
    return client
@pytest.fixture
@wrapped
def wrapped_fixture():
    return Client()
def no_fixture():
    return Client()
@pytest.fixture
def noted(unknown) -> Client:
    return unknown[0]
@pytest.fixture
def doubled():
    return mock.Mock()
@pytest.fixture
def maker():
    return Client
"""
MORE = """\
import pytest
from shop.client import Client
@pytest.fixture
def imported():
    return Client()
def plain():
    return Client()
"""
FILES = {
    "shop/__init__.py": (
        "from shop.client import Client as Exported, settle as wait\nfrom shop.starred import *\n"
    ),
    "shop/client.py": CLIENT,
    "shop/starred.py": "from shop.client import settle as starred\nasync def own_star(): ...\n",
    "shop/choice.py": (
        "try:\n    from shop.client import settle\nexcept ImportError:\n    from shop.other import settle\n"
    ),
    "shop/circle.py": "from shop.circle2 import settle\n",
    "shop/circle2.py": "from shop.circle import settle\n",
    "tests/conftest.py": CONFTEST,
    "tests/more.py": MORE,
}
