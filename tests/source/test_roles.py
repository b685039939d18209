"""What a file is for, by its path, its contents and the user's word."""

from __future__ import annotations

import pytest

from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.source.paths import dotted, normalise
from flake8_testsec.source.roles import is_declared_production, role_of

TESTS = "import unittest\nclass TestA(unittest.TestCase):\n    def test_a(self): pass\n"

PATHS = {
    # never tests
    "contests/views.py": Role.PRODUCTION,
    "app/test_state/machine.py": Role.PRODUCTION,
    "app/engine_test/machine.py": Role.PRODUCTION,
    "app/test-data/machine.py": Role.PRODUCTION,
    "app/latest.py": Role.PRODUCTION,
    "app/attestation.py": Role.PRODUCTION,
    "app/contest.py": Role.PRODUCTION,
    "shop/data/orders.py": Role.PRODUCTION,
    "shop/fixtures/orders.py": Role.PRODUCTION,
    # input of tests
    "tests/data/sample.py": Role.NEUTRAL,
    "tests/fixtures/test_sample.py": Role.NEUTRAL,
    "testdata/test_sample.py": Role.NEUTRAL,
    "shop/test_data/sample.py": Role.NEUTRAL,
    "testing/example_scripts/test_sample.py": Role.NEUTRAL,
    # neither
    "docs/conf.py": Role.NEUTRAL,
    "scripts/release.py": Role.NEUTRAL,
    "examples/test_orders.py": Role.NEUTRAL,
    # support
    "shop/testing/base.py": Role.SUPPORT,
    "shop/testing.py": Role.SUPPORT,
    "shop/test.py": Role.SUPPORT,
    "shop/fakes/db.py": Role.SUPPORT,
    # settings and production
    "shop/settings.py": Role.SETTINGS,
    "shop/settings/prod.py": Role.SETTINGS,
    "shop/local_settings.py": Role.SETTINGS,
    "shop/views.py": Role.PRODUCTION,
    "": Role.PRODUCTION,
    # tests
    "conftest.py": Role.TEST,
    "shop/tests.py": Role.TEST,
    "shop/test_orders.py": Role.TEST,
    "shop/orders_test.py": Role.TEST,
    "shop/orders_tests.py": Role.TEST,
    "tests/base.py": Role.TEST,
    "test/base.py": Role.TEST,
    "my_integration_tests/base.py": Role.TEST,
    "x2tests/base.py": Role.TEST,
    "tests_functional/base.py": Role.TEST,
    "tests/fakes/db.py": Role.TEST,
    "examples/tests/test_orders.py": Role.TEST,
    "testing/test_orders.py": Role.TEST,
    # forms of paths
    "./tests/base.py": Role.TEST,
    "/home/ann/shop/tests/base.py": Role.TEST,
    "src/../tests/base.py": Role.TEST,
    "tests/../src/base.py": Role.PRODUCTION,
    "C:\\work\\shop\\tests\\base.py": Role.TEST,
    "tests\\data\\base.py": Role.NEUTRAL,
}


@pytest.mark.parametrize("path", PATHS)
def test_paths(path: str) -> None:
    assert role_of(path, Settings(), lambda: False) is PATHS[path]


CONTENTS = {
    "a production module with a self-test inside is silent": ("shop/orders.py", TESTS, Role.NEUTRAL),
    "a support module that defines tests is a test": ("shop/testing/orders.py", TESTS, Role.TEST),
    "an example that defines tests is a test": ("examples/orders.py", TESTS, Role.TEST),
    "standard input that defines tests is a test": ("stdin", TESTS, Role.TEST),
    "standard input without tests is production code": ("stdin", "import unittest\n", Role.PRODUCTION),
    "tests without a framework do not count": ("-", "def test_a(): pass\n", Role.PRODUCTION),
    "functions count": ("-", "from pytest import raises\ndef test_a(): pass\n", Role.TEST),
    "coroutines count": ("-", "import pytest\nasync def test_a(): pass\n", Role.TEST),
    "a plain class counts by its name": (
        "-",
        "import pytest\nclass TestA:\n    def test_a(self): pass\n",
        Role.TEST,
    ),
    "a class without base and name does not": (
        "-",
        "import pytest\nclass A:\n    def test_a(self): pass\n",
        Role.PRODUCTION,
    ),
    "a class without tests does not": ("-", "import pytest\nclass TestA: pass\n", Role.PRODUCTION),
    "a test framework below another package does not": (
        "-",
        "from .pytest import x\nfrom . import pytest\ndef test_a(): pass\n",
        Role.PRODUCTION,
    ),
    "a submodule of a framework does": ("-", "from django import test\ndef test_a(): pass\n", Role.TEST),
}


@pytest.mark.parametrize("case", CONTENTS)
def test_contents(case: str) -> None:
    path, source, role = CONTENTS[case]
    assert Module.parse(source, path, Settings()).role is role


USER = {
    "a folder": ("checks/a.py", Settings(test_paths=("checks",)), Role.TEST),
    "a folder with a slash": ("app/checks/a.py", Settings(test_paths=("checks/",)), Role.TEST),
    "a path of two folders": ("app/x/checks/a.py", Settings(test_paths=("x/checks",)), Role.TEST),
    "a file's pattern": ("app/a_check.py", Settings(test_paths=("*_check.py",)), Role.TEST),
    "a pattern over folders": ("app/x/y/a.py", Settings(test_paths=("app/*/a.py",)), Role.TEST),
    "an absolute pattern": ("/srv/app/a.py", Settings(test_paths=("/srv/app/*",)), Role.TEST),
    "an empty pattern matches nothing": ("app/a.py", Settings(test_paths=(".",)), Role.PRODUCTION),
    "another folder does not match": ("app/checksum/a.py", Settings(test_paths=("checks",)), Role.PRODUCTION),
    "production below a folder of tests": (
        "tests/app/a.py",
        Settings(production_paths=("tests/app",)),
        Role.PRODUCTION,
    ),
    "settings below a folder of tests": (
        "tests/settings.py",
        Settings(production_paths=("tests/settings.py",)),
        Role.SETTINGS,
    ),
    "tests win over production": ("a.py", Settings(test_paths=("a.py",), production_paths=("*",)), Role.TEST),
    "no data folders": ("tests/data/a.py", Settings(data_names=()), Role.TEST),
    "other support folders": ("app/doubles/a.py", Settings(support_names=("doubles",)), Role.SUPPORT),
    "no neutral folders": ("scripts/a.py", Settings(neutral_names=()), Role.PRODUCTION),
}


@pytest.mark.parametrize("case", USER)
def test_the_users_word(case: str) -> None:
    path, settings, role = USER[case]
    assert role_of(path, settings, lambda: False) is role


DECLARED = {
    "production code by its path is not declared": ("shop/a.py", Settings(), False),
    "a pattern of another folder does not declare": ("shop/a.py", Settings(production_paths=("app",)), False),
    "tests win": ("a.py", Settings(test_paths=("a.py",), production_paths=("*",)), False),
    "a pattern declares": ("pytest_shop/a.py", Settings(production_paths=("pytest_shop",)), True),
    "a pattern declares settings": ("t/settings.py", Settings(production_paths=("t",)), True),
}


@pytest.mark.parametrize("case", DECLARED)
def test_declared_production(case: str) -> None:
    path, settings, declared = DECLARED[case]
    assert is_declared_production(path, settings) is declared


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("tests/../tests/a.py", ("tests", "a.py")),
        ("../../a.py", ("a.py",)),
        ("D:/x/a.py", ("x", "a.py")),
        ("", ()),
        ("a\\b.py", ("a", "b.py")),
    ],
)
def test_normalised_paths(path: str, parts: tuple[str, ...]) -> None:
    assert normalise(path) == parts


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("shop/tests/test_a.py", "shop.tests.test_a"),
        ("src/shop/a.py", "shop.a"),
        ("lib.py", "lib"),
        ("shop/__init__.py", "shop"),
        ("my-project/shop/a.py", "shop.a"),
        ("stdin", "stdin"),
        ("", ""),
        ("a-b.py", ""),
    ],
)
def test_dotted_paths(path: str, name: str) -> None:
    assert ".".join(dotted(path)) == name
