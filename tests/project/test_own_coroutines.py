"""Which functions of other modules are certainly coroutine functions."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_testsec.project.own_coroutines import is_coroutine_elsewhere
from flake8_testsec.project.views import Project

ORDERS = """
from shop.plain import send as forward

async def lines(order):
    yield order

async def send(order):
    def line():
        yield order
    await order.send(line())

async def late(order):
    await order.send()
late = print

class Till:
    async def open(self):
        await self.unlock()

class Both:
    async def open(self):
        await self.unlock()
    def open(self):
        self.unlock()

class Opened:
    def __init__(self, opened):
        self.unlock = opened
    async def unlock(self):
        await self.lock()
    async def shut(self):
        await self.lock()

class Above(Opened):
    async def open(self):
        await self.unlock()

class New:
    def __new__(cls):
        return Both()
    async def open(self):
        await self.unlock()

async def swapped(order):
    await order.send()

def swap(other):
    global swapped
    swapped = other
"""


PACKAGE = """
from shop.orders import send as deliver
from shop import loop
from shop.orders import send as locally
from shop.orders import send as after
def locally(order): ...
from shop.quiet import *
from shop.orders import send as behind
try:
    from shop.orders import send as both
except ImportError:
    from shop.plain import send as both
"""
FILES = {
    "shop/__init__.py": PACKAGE,
    "shop/orders.py": ORDERS,
    "shop/plain.py": "from shop.orders import send as forward\ndef send(): pass\n",
    "shop/quiet.py": "def quiet(): ...\n",
    "shop/broken.py": "async def send(:\n",
    "shop/tail/__init__.py": "from shop.orders import send\nfrom shop.missing import *\n",
    "shop/either/__init__.py": (
        "try:\n    from shop.orders import send\nexcept ImportError:\n    def send(order): ...\n"
    ),
    "shop/loud.py": "async def send(order): ...\nfrom shop.quiet import *\nasync def late(order): ...\n",
    "shop/deep.py": f"x = {' + '.join(['a'] * 1_500)}\nasync def send(order): ...\n",
}


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("shop.orders.send", True),
        ("shop.deliver", True),
        ("shop.orders.Till().open", True),
        ("shop.orders.Till().close", False),
        ("shop.orders.Till.open", False),
        ("shop.orders.Till", False),
        ("shop.orders.Till()().open", False),
        ("shop.orders.Till().open()", False),
        ("shop.orders.Both().open", False),
        ("shop.orders.late", False),
        ("shop.orders.swapped", False),
        ("shop.orders.Opened().shut", True),
        ("shop.orders.Opened().unlock", False),
        ("shop.orders.Above().open", False),
        ("shop.orders.New().open", False),
        ("shop.orders.lines", False),
        ("shop.plain.send", False),
        ("shop.plain.forward", False),
        ("shop.missing", False),
        ("shop.both", False),
        ("shop.locally", False),
        ("shop.after", True),
        ("shop.behind", True),
        ("shop.tail.send", False),
        ("shop.either.send", False),
        ("shop.loud.send", False),
        ("shop.loud.late", True),
        ("shop.deep.send", True),
        ("shop.loop", False),
        ("shop.broken.send", False),
        ("elsewhere.send", False),
        ("send", False),
    ],
)
def test_coroutine_functions_of_modules_and_classes(tmp_path: Path, name: str, known: bool) -> None:
    """What packages hand on is followed; what may be something else is left out."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    view = Project(str(tmp_path)).view("tests/test_orders.py")
    assert is_coroutine_elsewhere(name, view) is known
