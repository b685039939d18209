"""Which functions of other modules are certainly coroutine functions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from flake8_testsec.project.own_coroutines import coroutines_elsewhere
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

ORDERS = """
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
"""


def found(folder: Path, files: Mapping[str, str], source: str) -> frozenset[str]:
    """What a test that imports from a project can call."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    view = Project(str(folder)).view("tests/test_orders.py")
    return coroutines_elsewhere(Module.parse(source, "tests/test_orders.py", Settings(), view))


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("from shop.orders import send", {"shop.orders.send"}),
        ("from shop.orders import Till, Both", {"shop.orders.Till().open"}),
        ("from shop import orders", {"shop.orders.send", "shop.orders.Till().open"}),
        ("from shop import deliver", {"shop.deliver"}),
        ("from shop import missing, both, loop", set()),
        ("from shop.orders import late", set()),
        ("from shop.broken import send", set()),
        ("from elsewhere import send", set()),
    ],
)
def test_coroutine_functions_are_found(tmp_path: Path, source: str, known: set[str]) -> None:
    """Of modules and classes, through re-exports; what may be something else is left out."""
    package = """
from shop.orders import send as deliver
from shop import loop
try:
    from shop.orders import send as both
except ImportError:
    from shop.plain import send as both
"""
    files = {"shop/__init__.py": package, "shop/orders.py": ORDERS, "shop/plain.py": "def send(): pass\n"}
    files["shop/broken.py"] = "async def send(:\n"
    assert found(tmp_path, files, source) == known


def test_nothing_is_known_without_a_project() -> None:
    """A module alone tells nothing of others."""
    module = Module.parse("from shop.orders import send", "tests/test_orders.py", Settings())
    assert coroutines_elsewhere(module) == frozenset()
