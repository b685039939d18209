"""Imports in functions of production code: what only tests need is imported when it is needed."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.rules.doubles import test_package_imported_by_production
from flake8_testsec.settings import Settings
from tests.examples import read

PROJECT = """
# file: tests/factories.py
order = 1
# file: shop/tests/__init__.py
VERSION = 1
# file: shop/tests/orders.py
import pytest
# file: shop/tests/servers.py
import unittest
# file: shop/mail.py
def connect():
    {statement}
"""


def lines(statement: str, settings: Settings) -> list[int]:
    *_, mail = read(PROJECT.replace("{statement}", statement), "shop/mail.py")
    module = mail.module(settings)
    table = engine.compile_table([test_package_imported_by_production.rule], module.role)
    found = engine.examine(module, table)
    return [each.line for each in found]


CANNOT_WORK = {
    "the module imports pytest": "from shop.tests.orders import Server",
    "the module of the package imports pytest": "from shop.tests import orders",
    "there is no such module": "from shop.tests.moved import name",
    "there is no such module, imported whole": "import shop.tests.moved",
}


@pytest.mark.parametrize("case", CANNOT_WORK)
def test_users_cannot_import_it(case: str) -> None:
    assert lines(CANNOT_WORK[case], Settings()) == [2]


MAY_WORK = {
    "a module without a runner": "from shop.tests.servers import Server",
    "a module of the package without a runner": "from shop.tests import servers",
    "a name of the package": "from shop.tests import VERSION",
    "a package of which nothing is known": "from shop.billing.tests.servers import Server",
    "tests beside the package": "from tests.factories import order",
    "a double": "from shop.testing.fake_bank import pay",
}


@pytest.mark.parametrize("case", MAY_WORK)
def test_it_may_work(case: str) -> None:
    assert lines(MAY_WORK[case], Settings()) == []
    assert lines(MAY_WORK[case], Settings(enable=("TSE602",))) == [2]


HOOK = """
# file: shop/tests/orders.py
import pytest
# file: shop/mail.py
class Mail:
    {decorator}
    def {name}(cls):
        from shop.tests.{module} import samples
        return samples()
    {other}
"""
OUTSIDE = {
    "a private method": {},
    "a private method of the class": {"decorator": "@classmethod"},
    "one of another class is called": {"other": "first = _samples_of()"},
}
INSIDE = {
    "a public method": {"name": "samples"},
    "a special method": {"name": "__iter__"},
    "a method that is called here": {"other": "def send(self): self._samples()"},
    "a method that is given to something": {"other": "call(_samples)"},
    "a method that is given to its decorator": {"decorator": "@shop.on_start"},
    "there is no such module": {"module": "moved"},
}


def of_hook(case: dict[str, str], settings: Settings) -> int:
    filled = {"decorator": "#", "name": "_samples", "module": "orders", "other": "pass"} | case
    text = HOOK.format_map(filled) + "# file: shop/tests/__init__.py\nVERSION = 1\n"
    module = next(each for each in read(text, "shop/mail.py") if each.path == "shop/mail.py").module(settings)
    table = engine.compile_table([test_package_imported_by_production.rule], module.role)
    return len(list(engine.examine(module, table)))


@pytest.mark.parametrize("case", OUTSIDE)
def test_what_the_module_itself_never_calls_is_called_by_tests(case: str) -> None:
    assert of_hook(OUTSIDE[case], Settings()) == 0
    assert of_hook(OUTSIDE[case], Settings(enable=("TSE602",))) == 1


@pytest.mark.parametrize("case", INSIDE)
def test_what_is_called_otherwise_is_reported(case: str) -> None:
    assert of_hook(INSIDE[case], Settings()) == 1


def test_nothing_is_known_of_other_files() -> None:
    source = "def connect():\n    from shop.tests.orders import Server\n"
    assert [each.code for each in engine.check(source, "shop/mail.py", Settings())] == []


NAMED = """
# file: shop/tests.py
from distutils.core import Command
{imported}
class TestCmd(Command):
    def {method}(self): ...

{more}
# file: shop/__init__.py
from .tests import TestCmd
"""
NO_TESTS = {"a class": {}, "a helper": {"more": "def spell(name): ..."}}
TESTS = {
    "a test": {"more": "def test_price(): ..."},
    "a method": {"method": "test_price"},
    "tests of another file": {"imported": "from shop.prices import *"},
    "a framework": {"imported": "import pytest"},
}


def at_the_root(case: dict[str, str], settings: Settings, package: bool = False) -> list[int]:
    text = NAMED.format_map({"imported": "", "method": "run", "more": ""} | case)
    text = text.replace("shop/tests.py", "tests/__init__.py" if package else "tests.py")
    text = text.replace("shop/__init__.py", "shop/mail.py").replace("from .tests", "from tests")
    module = next(each for each in read(text, "shop/mail.py") if each.path == "shop/mail.py")
    return [each.line for each in engine.examine(module.module(settings)) if each.code == "TSE602"]


def of_package(case: dict[str, str], settings: Settings) -> list[int]:
    text = NAMED.format_map({"imported": "", "method": "run", "more": ""} | case)
    module = next(each for each in read(text, "shop/mail.py") if each.path == "shop/__init__.py")
    return [each.line for each in engine.examine(module.module(settings)) if each.code == "TSE602"]


@pytest.mark.parametrize("case", NO_TESTS.values(), ids=NO_TESTS)
def test_a_file_that_is_only_called_after_tests(case: dict[str, str]) -> None:
    assert of_package(case, Settings(enable=("TSE602",))) == []


def test_a_folder_called_after_tests_may_have_some() -> None:
    assert at_the_root({}, Settings(), package=True) == [1]


@pytest.mark.parametrize("case", NO_TESTS.values(), ids=NO_TESTS)
def test_such_a_file_at_the_root(case: dict[str, str]) -> None:
    assert at_the_root(case, Settings(enable=("TSE602",))) == []


@pytest.mark.parametrize("case", TESTS)
def test_a_file_of_tests(case: str) -> None:
    assert at_the_root(TESTS[case], Settings()) == [1]
    assert of_package(TESTS[case], Settings(enable=("TSE602",))) == [1]
    assert of_package(TESTS[case], Settings()) == [1] * (case == "a framework")


BY_DEFAULT = {
    "from tests.servers import Server": True,
    "from shop.testing.fake_bank import pay": False,
    "from shop.tests.moved import name": True,
    "from shop.tests.orders import Order": True,
    "from shop.tests.servers import Server": False,
}


@pytest.mark.parametrize("statement", BY_DEFAULT)
def test_what_cannot_work_is_reported_by_default(statement: str) -> None:
    project = PROJECT.replace("def connect():\n    {statement}", statement)
    *_, mail = read(project, "shop/mail.py")
    for settings, expected in ((Settings(), BY_DEFAULT[statement]), (Settings(enable=("TSE602",)), True)):
        found = engine.examine(mail.module(settings))
        assert [each.code for each in found if each.code == "TSE602"] == ["TSE602"] * expected
