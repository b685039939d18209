"""Which functions pytest could call: all parameters are fixtures, parametrised, or doubles of patches."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.project.files import Tree
from flake8_testsec.project.fixtures import asks_for_fixtures
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

CONFTEST = """
import pytest

@pytest.fixture
def shop(): ...

class Helper:
    @pytest.fixture
    def till(self): ...
"""

MODULE = """
from unittest import TestCase, mock
import pytest
from pytest import mark
from shop.testing import with_door

@pytest.fixture
def basket(): ...

@pytest.fixture(scope="module", name="ledger")
def _ledger(): ...

@mark.parametrize("price", [1, 2])
def test_asks(client, price): ...

@mock.patch("shop.clock")
def test_patched(clock, mailbox): ...

@with_door
def test_decorated(door): ...

def test_of_any(*args): ...

class OrderTest(TestCase):
    def test_given(self, number): ...

class TestOrder:
    def test_asks(self, stock): ...
"""

GIVEN = {
    "nothing": "def asked(): ...",
    "a fixture of pytest": "def asked(tmp_path, monkeypatch): ...",
    "a fixture of a conftest": "def asked(shop): ...",
    "a fixture of the module": "def asked(basket): ...",
    "a fixture by its given name": "def asked(ledger): ...",
    "what a test asks for": "def asked(client): ...",
    "what a patched test asks for": "def asked(mailbox): ...",
    "what a method asks for": "async def asked(stock): ...",
    "a parametrised name": "@mark.parametrize('a, b', [(1, 2)])\ndef asked(a, b): ...",
    "parametrised names in a list": "@mark.parametrize(['a', 'b'], [(1, 2)])\ndef asked(a, b, shop): ...",
    "a default": "def asked(shop, door=None, *, wall=1): ...",
    "a double": "@mock.patch('a.b')\n@mock.patch.object(x, 'c')\ndef asked(b, c, shop): ...",
}
NOT_GIVEN = {
    "an unknown name": "def asked(shop, door): ...",
    "a fixture of a class elsewhere": "def asked(till): ...",
    "the name of a fixture's function": "def asked(_ledger): ...",
    "what a test is parametrised with": "def asked(price): ...",
    "what a test gets from a patch": "def asked(clock): ...",
    "what a test gets from a decorator": "def asked(door): ...",
    "what a test of a TestCase has": "def asked(number): ...",
    "any number": "def asked(*shop): ...",
    "any names": "def asked(**shop): ...",
    "by place alone": "def asked(shop, /): ...",
    "an unknown keyword": "def asked(*, wall): ...",
    "a patch with a value": "@mock.patch('a.b', 1)\ndef asked(b): ...",
    "a patch of an attribute with a value": "@mock.patch.object(x, 'c', 1)\ndef asked(c): ...",
    "a patch of a mapping": "@mock.patch.dict('os.environ')\ndef asked(environ): ...",
    "parametrised with nothing": "@mark.parametrize()\ndef asked(a): ...",
    "another decorator with a name": "@mark.named(name='a')\ndef asked(a): ...",
}


def asks(text: str, inside: str = "") -> bool:
    path, text = "tests/test_a.py", f"{MODULE}\n{inside}{text}\n"
    view = Project(Tree({"tests/conftest.py": CONFTEST, path: text})).view(path)
    module = Module.parse(text, path, Settings(), view)
    [function] = module.functions("asked")
    return asks_for_fixtures(function, module)


@pytest.mark.parametrize("case", GIVEN)
def test_what_pytest_can_give(case: str) -> None:
    assert asks(GIVEN[case])


@pytest.mark.parametrize("case", NOT_GIVEN)
def test_what_pytest_cannot_give(case: str) -> None:
    assert not asks(NOT_GIVEN[case])


def test_a_method_has_its_object_first() -> None:
    assert asks("    def asked(self, shop): ...", "class TestShop:\n")
    assert not asks("    def asked(shop, self): ...", "class TestShop:\n")


def test_without_a_project_conftests_are_not_known() -> None:
    module = Module.parse("def asked(shop): ...\ndef also(tmp_path): ...\n", "test_a.py", Settings())
    assert [asks_for_fixtures(each, module) for each in module.nodes(ast.FunctionDef)] == [False, True]
