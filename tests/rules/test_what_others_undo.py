"""What looks left behind and is not: others reset it, it has ended already, or it is never begun."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

TEST = "tests/test_a.py"


def said(files: dict[str, str], path: str = TEST, *enabled: str) -> list[str]:
    sources = {name: textwrap.dedent(source) for name, source in files.items()}
    view = Project(Tree(sources)).view(path)
    found = engine.check(sources[path], path, Settings(enable=enabled), view)
    return [f"{each.code} {each.line}" for each in found]


CHANGED = """\
import pytest
import {library}
from unittest import mock

@pytest.fixture(autouse=True)
def anew():
    yield
    {call}

def test_order():
    {library}.count = mock.Mock()
    assert {library}.count()
"""


@pytest.mark.parametrize(
    ("library", "call", "expected"),
    [
        ("shop", "shop.reset_all()", []),
        ("shop", "shop.stock.resetAll()", ["TSE313 11"]),
        ("shop", "shop.restore()", []),
        ("shop", "shop.stop()", ["TSE313 11"]),
        ("shop", "shop.make().reset()", ["TSE313 11"]),
        ("shop", "shop.reset_mock()", ["TSE313 11"]),
        ("shop", "reset()", ["TSE313 11"]),
        ("shop", "shop.undocumented()", ["TSE313 11"]),
        ("shop", "shop.reset_cache()", []),
        ("shop", "assert shop.reset_count() == 1", ["TSE313 11"]),
        ("shop", "print(shop.reset())", ["TSE313 11"]),
        ("os", "os.reset_all()", ["TSE313 11"]),
    ],
)
def test_a_fixture_resets_by_a_call(library: str, call: str, expected: list[str]) -> None:
    assert said({TEST: CHANGED.format(library=library, call=call)}) == expected


@pytest.mark.parametrize(("waited", "expected"), [("{}", []), ("print({})", ["TSE313 11"])])
def test_a_fixture_waits_for_a_reset(waited: str, expected: list[str]) -> None:
    source = CHANGED.format(library="shop", call=waited.format("await shop.reset_all()"))
    assert said({TEST: source.replace("def anew", "async def anew")}) == expected


APP = """\
import unittest
import app
from app import reset_app, reset_config, reset_database

class TestApp(unittest.TestCase):
    def tearDown(self):
        {call}

    def test_app(self):
        {changed} = lambda: 3
        self.assertEqual(3, app.run())
"""
READ = """\
from app import config, items

_db = database = None
DEBUG = False
ready = []

def run():
    return DEBUG

def reset_database():
    global _db
    _db = None
    ready.clear()

def reset_app():
    _begin()

def _begin():
    global DEBUG
    DEBUG = False

def reset_nothing():
    ready = 3
    return ready

def reset_config():
    config.speed = 3

class Registry:
    shops = names = ()

    @classmethod
    def reset(cls):
        cls.shops = ()

    @classmethod
    def reset_shops(cls):
        del cls.shops

REGISTRY = Registry()
"""
_SAID = ["TSE313 10"]


@pytest.mark.parametrize(
    ("call", "changed", "alone", "read"),
    [
        ("reset_database()", "app.DEBUG", _SAID, _SAID),
        ("reset_database()", "app.database", [], _SAID),
        ("reset_database()", "app.database.url", [], _SAID),
        ("reset_database()", "app._db", _SAID, []),
        ("app.reset_database()", "app.DEBUG", [], _SAID),
        ("app.reset_database()", "app._db", [], []),
        ("app.reset_database()", "app.ready", [], []),
        ("app.reset_cache()", "app.db.connect", _SAID, _SAID),
        ("self.addCleanup(app.reset_app)", "app.DEBUG", [], []),
        ("self.addCleanup(lambda: app.reset_app())", "app.DEBUG", [], []),
        ("reset_app()", "app.DEBUG", [], []),
        ("app.reset_nothing()", "app.ready", [], _SAID),
        ("reset_config()", "app.config.speed", [], []),
        ("app.Registry.reset()", "app.Registry.shops", [], []),
        ("app.Registry.reset_shops()", "app.Registry.shops", [], []),
        ("app.Registry.reset_shops()", "app.Registry.names", [], _SAID),
        ("app.REGISTRY.reset()", "app.REGISTRY.names", [], []),
        ("self.assertEqual(app.reset(), 1)", "app.DEBUG", _SAID, _SAID),
    ],
)
def test_what_a_function_resets(call: str, changed: str, alone: list[str], read: list[str]) -> None:
    files = {TEST: APP.format(call=call, changed=changed)}
    assert [each for each in said(files) if "TSE313" in each] == alone
    files |= {"app/__init__.py": READ, "app/config.py": "speed = 3\n", "app/items.py": ""}
    assert [each for each in said(files) if "TSE313" in each] == read


def test_a_function_of_the_module_resets() -> None:
    source = APP.format(call="reset_it()", changed="app.DEBUG")
    assert "TSE313 10" in said({TEST: source + "\ndef reset_it():\n    print()\n"})
    assert "TSE313 10" not in said({TEST: source + "\ndef reset_it():\n    app.DEBUG = False\n"})


@pytest.mark.parametrize("is_read", [True, False])
def test_a_function_resets_the_module_that_it_is_taken_from(is_read: bool) -> None:
    own = "_config = None\n\ndef reset_config():\n    global _config\n    _config = None\n"
    files = {"app/__init__.py": "from app.config import reset_config\n", "app/config.py": own}
    test = APP.replace("reset_app, reset_config, reset_database", "config, reset_config")
    source = test.format(call="reset_config()", changed="config.SPEED")
    assert said({TEST: source, **(files if is_read else {})}) == []


def test_a_fixture_object_of_a_base_resets_an_object() -> None:
    base = """
        import fixtures
        import testtools
        from shop import REGISTRY

        class Cleared(fixtures.Fixture):
            def _setUp(self):
                self.addCleanup(self._cleanup)

            def _cleanup(self):
                REGISTRY.{}()

        class Base(testtools.TestCase):
            def setUp(self):
                super().setUp()
                self.useFixture(Cleared())
        """
    test = """
        from unittest import mock
        from shop import REGISTRY
        from tests.base import Base

        class TestShop(Base):
            def setUp(self):
                super().setUp()
                REGISTRY.shops = mock.Mock()

            def test_shops(self):
                self.assertTrue(REGISTRY.shops)
        """
    assert said({TEST: test, "tests/base.py": base.format("clearRegistry")}) == []
    assert said({TEST: test, "tests/base.py": base.format("registry")}) == ["TSE313 9"]


RESTORED = """\
import copy
import sys
from unittest import mock
from shop import Till

def test_order():
    {saved}
    {change}
    Till().pay()
    {restore}
"""
ONLY = "is restored only if line 9 does not raise; restore it in finally"
NEVER = "is changed and never restored"


@pytest.mark.parametrize(
    ("saved", "change", "restore", "expected"),
    [
        ("import json as kept", 'sys.modules["json"] = mock.Mock()', 'sys.modules["json"] = kept', ONLY),
        ("import json as kept", 'sys.modules["math"] = mock.Mock()', 'sys.modules["math"] = kept', NEVER),
        ("kept = copy.copy(Till.add)", "Till.add = lambda *args: kept(*args)", "Till.add = kept", ONLY),
        ("kept = Till.add.copy()", "Till.add = lambda *args: kept(*args)", "Till.add = kept", ONLY),
    ],
)
def test_a_restore_is_seen(saved: str, change: str, restore: str, expected: str) -> None:
    source = RESTORED.format(saved=saved, change=change, restore=restore)
    assert any(expected in each.message for each in engine.check(source, TEST, Settings()))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("list(print((yield each)) for each in names)", []),
        ("list(print(each) for each in names if (yield each))", []),
        ("[print(each) for name in names for each in (yield name)]", []),
        ("[print(each) for each in (yield names)]", ["TSE528 5"]),
        ("print((yield))", ["TSE528 5"]),
    ],
)
def test_a_yield_in_a_comprehension_makes_no_generator(value: str, expected: list[str]) -> None:
    source = f"def told(names):\n    {value}\n\ndef test_told():\n    told([])\n    assert True\n"
    found = [each for each in said({TEST: source}) if each.startswith("TSE528")]
    assert found == expected


CLASSES = """\
import unittest
from unittest import mock

class TestShop(unittest.TestCase{more}):
    {first}
    def {hook}(self):
        self.patcher = mock.patch("shop.clock")
        self.patcher.start()
{body}

{between}

class {second}(unittest.TestCase):
    def test_shop(self):
        self.assertTrue(print)
"""
PLAIN = {"more": "", "first": "", "hook": "setUp", "body": "", "between": "", "second": "TestOther"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"first": '"""Nothing yet."""'}, []),
        ({"first": "test_open = print"}, ["TSE308 8"]),
        ({"more": ", metaclass=print"}, ["TSE308 8"]),
        ({"more": ", print"}, ["TSE308 8"]),
        ({"body": "    def test_open(self):\n        self.assertTrue(open)"}, ["TSE308 8"]),
        ({"between": "class TestMore(TestShop): pass"}, ["TSE308 8"]),
        ({"second": "TestShop", "body": "    def test_a(self):\n        self.assertTrue(open)"}, []),
        (
            {
                "second": "TestShop",
                "body": "    def test_a(self):\n        self.assertTrue(open)",
                "between": "class Kept(TestShop): pass",
            },
            ["TSE308 8"],
        ),
    ],
)
def test_hooks_of_a_class_that_no_runner_sees(change: dict[str, str], expected: list[str]) -> None:
    found = [each for each in said({TEST: CLASSES.format(**{**PLAIN, **change})}) if "TSE308" in each]
    assert found == expected


def test_a_class_that_is_registered_is_seen() -> None:
    source = CLASSES.format(**{**PLAIN, "second": "TestShop", "body": "    def test_a(self): pass"})
    source = source.replace("class TestShop", "@register\nclass TestShop", 1)
    assert "TSE308 9" in said({TEST: source})
