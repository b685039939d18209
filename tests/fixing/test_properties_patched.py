"""Attributes of objects that no patch can take back: properties without a deleter."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.project.properties import is_kept_property, record
from flake8_testsec.project.views import view_of

from .texts import fixed, module

CASE = """\
import unittest
from unittest import mock

from shop import CLIENT, Client

class TestClient(unittest.TestCase):
    def test_client(self):
        {}.socket = mock.Mock()
        self.assertTrue(CLIENT.answers())
"""
PLAIN = """\
from unittest import mock

from shop import CLIENT

def test_client():
    CLIENT.socket = mock.Mock()
    assert CLIENT.answers()
"""
HEAD = "from shop.bases import Base\n\nclass Client(Base):\n"
PROPERTY = "    @property\n    def socket(self): return 1\n"
SETTER = "    @socket.setter\n    def socket(self, value): pass\n"
DELETER = "    @socket.deleter\n    def socket(self): pass\n"


def shop(body: str, base: str = "    pass\n", made: str = "Client()") -> dict[str, str]:
    """A project with an object of a class of such a body."""
    return {
        "shop/__init__.py": "from shop.clients import CLIENT, Client\n",
        "shop/bases.py": f"class Base:\n{base}",
        "shop/clients.py": f"{HEAD}{body}\nCLIENT = {made}\n",
    }


KEPT = {
    "a property": shop(PROPERTY + SETTER),
    "a property of the base": shop("    pass\n", PROPERTY + SETTER),
    "a call of property": shop("    socket = property(get, put)\n"),
    "a call of property, annotated": shop("    socket: property = property(get, put)\n"),
    "the setter of another's property": shop("    @Base.socket.setter\n    def socket(self, x): pass\n"),
}
DELETED = {
    "a property with a deleter": shop(PROPERTY + DELETER + SETTER),
    "a call with three functions": shop("    socket = property(get, put, delete)\n"),
    "a call with a deleter": shop("    socket = property(get, put, fdel=delete)\n"),
    "an attribute": shop("    socket = None\n"),
    "an attribute below a property": shop("    socket = None\n", PROPERTY + SETTER),
    "a method": shop("    def socket(self): pass\n"),
    "another property": shop("    @other\n    def socket(self): pass\n"),
    "another object": shop(PROPERTY + SETTER, made="make()"),
    "a name of its own": shop(f"    property = other\n{PROPERTY}"),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_property_that_cannot_be_deleted(name: str) -> None:
    assert fixed("TSE313", CASE.format("CLIENT"), others=KEPT[name]) == [""]


@pytest.mark.parametrize("name", DELETED)
def test_what_can_be_deleted(name: str) -> None:
    (after,) = fixed("TSE313", CASE.format("CLIENT"), others=DELETED[name])
    assert 'mock.patch.object(CLIENT, "socket", mock.Mock())' in after


def test_the_class_itself() -> None:
    (after,) = fixed("TSE313", CASE.format("Client"), others=KEPT["a property"])
    assert 'mock.patch.object(Client, "socket", mock.Mock())' in after


@pytest.mark.parametrize(
    ("text", "kept", "deleted"),
    [
        (CASE.format("CLIENT"), "restore it with self.addCleanup", "use mock.patch.object"),
        (PLAIN, "use monkeypatch.setattr", "use monkeypatch.setattr or mock.patch.object"),
    ],
)
def test_what_is_told(text: str, kept: str, deleted: str) -> None:
    for others, words in ((KEPT["a property"], kept), (DELETED["an attribute"], deleted)):
        read = module(text, others=others)
        found = engine.examine(read, engine.compile_table([RULES["TSE313"]], read.role))
        assert [each.message.rpartition("; ")[2] for each in found] == [words]


def test_what_cannot_be_read() -> None:
    assert record(b"class A:\n    socket = = 1\n", "shop/a.py") == {}
    view = view_of(module("", others={"shop/a.py": "A = A\nB = 1\n"}))
    assert view is not None
    for owner in ("shop.a.A", "shop.a.B", "shop.a.C", "other.A", "A()"):
        assert not is_kept_property(owner, "socket", "tests/test_example.py", view)
