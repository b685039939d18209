"""Which calls make an object of the project's own classes that wants to be closed."""

from __future__ import annotations

import pytest

from flake8_testsec.cleanup import own_classes
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

SHOP = """
class Till:
    @classmethod
    def open(cls):
        return cls()

    def make(self):
        return Till

    def close(self): ...
    def __exit__(self, *error): ...
"""
PATH = "tests/test_shop.py"


def made(call: str, *, alone: bool = False) -> list[str]:
    text = f"from shop import Till, shelf\n\ndef test_all():\n    till = {call}\n    assert till\n"
    view = None if alone else Project(Tree({"shop.py": SHOP, PATH: text})).view(PATH)
    return [row.what for _, row in own_classes.made(Module.parse(text, PATH, Settings(), view=view))]


@pytest.mark.parametrize("call", ["Till()", "Till.open()"])
def test_these_make_one(call: str) -> None:
    assert made(call) == ["Till"]
    assert made(call, alone=True) == []


@pytest.mark.parametrize("call", ["Till.load()", "shelf().Till()", "till()"])
def test_of_these_nobody_knows_it(call: str) -> None:
    assert made(call) == []


HELD = """
import socket

class Till:
    def __init__(self):
        self.sock = socket.socket()

    async def close(self):
        self.sock.close()
"""


@pytest.mark.parametrize(
    ("methods", "remedy"),
    [
        ("__enter__ __exit__", "use with"),
        ("__aenter__ __aexit__", "use async with"),
        ("__exit__", "await close() in finally"),
    ],
)
def test_a_block_gives_it_back_only_where_it_can(methods: str, remedy: str) -> None:
    shop = HELD + "".join(f"\n    def {each}(self): ..." for each in methods.split())
    text = "from shop import Till\n\ndef test_all():\n    till = Till()\n    assert till\n"
    view = Project(Tree({"shop.py": shop, PATH: text})).view(PATH)
    module = Module.parse(text, PATH, Settings(), view=view)
    assert [(row.remedy, row.unread) for _, row in own_classes.made(module)] == [(remedy, False)]
