"""What looks like production code and is made for tests, and statements that stand aside."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.tooling import (
    in_self_test,
    is_for_testing,
    is_optional,
    is_tooling,
    only_as_script,
    only_for_types,
)

PATHS = {
    # production code
    "shop/orders.py": False,
    "shop/contest.py": False,
    "shop/latest/views.py": False,
    "src/shop/attestation.py": False,
    "testimonials/views.py": False,
    "contests/views.py": False,
    "latest/views.py": False,
    "shop/factory.py": False,
    "shop/docs.py": False,
    "shop/doc/views.py": False,
    "": False,
    # tools for tests, by the first folder or the top-level package
    "pytest_shop/plugin.py": True,
    "pytest-shop/shop/plugin.py": True,
    "src/_pytest/capture.py": True,
    "src/pytest/__init__.py": True,
    "moto/core/models.py": True,
    "requests_mock/adapter.py": True,
    "fakeredis/server.py": True,
    "testtools/matchers.py": True,
    "flask-testing/utils.py": True,
    "src/py.py": True,
    # beside the packages
    "t/unit/app.py": True,
    "doc/ext/samples.py": True,
    "ci/check.py": True,
    "setup.py": True,
    "shop/manage.py": True,
    "run_tests.py": True,
    "runtests.py": True,
    # modules called after tests or doubles
    "shop/dns_test_common.py": True,
    "shop/pytest_plugin.py": True,
    "shop/virt/fake.py": True,
    "shop/orders.pyi": True,
}


@pytest.mark.parametrize("path", PATHS)
def test_paths(path: str) -> None:
    assert is_tooling(Module.parse("import os\n", path, Settings())) is PATHS[path]


CONTENTS = {
    "one method that tests a connection does not make a test": (
        "class Hook:\n    def test_connection(self): pass\n",
        False,
    ),
    "an import of pytest that is not used": ("import pytest\nfrom pytest import raises\n", False),
    "pytest used for a value": ("import pytest\nNEAR = pytest.approx(1)\n", False),
    "a mark of something else": ("import other, pytest\n@other.mark\ndef f(): pass\n", False),
    "a main guard without a first line for the shell": ("if __name__ == '__main__':\n    run()\n", False),
    "a first line for the shell without a main guard": (
        "#!/usr/bin/python\nif name == 1:\n    run()\n",
        False,
    ),
    "a class that is called a test": ("class BaseShopTest:\n    def test_a(self): pass\n", True),
    "several tests in one class": (
        "class Base:\n    def test_a(self): pass\n    def test_b(self): pass\n",
        True,
    ),
    "a test function": ("async def test_a(): pass\n", True),
    "a hook of pytest": ("def pytest_configure(config): pass\n", True),
    "a fixture": ("import pytest\n@pytest.fixture\ndef a(): pass\n", True),
    "a fixture by its name": ("from pytest import fixture\n@fixture\ndef a(): pass\n", True),
    "a benchmark": ("from pyperf import Runner\n", True),
    "a benchmark with a relative import": ("from . import a\nimport pyperf\n", True),
    "a script": ("#!/usr/bin/python\nif __name__ == '__main__':\n    run()\n", True),
}


@pytest.mark.parametrize("case", CONTENTS)
def test_contents(case: str) -> None:
    source, tooling = CONTENTS[case]
    assert is_tooling(Module.parse(source, "shop/a.py", Settings())) is tooling


def test_the_users_word_comes_first() -> None:
    settings = Settings(production_paths=("pytest_shop",))
    assert not is_tooling(Module.parse("def test_a(): pass\n", "pytest_shop/a.py", settings))


ASIDE = {
    only_for_types: {
        "x()": False,
        "if DEBUG:\n    x()": False,
        "if TYPE_CHECKING:\n    pass\nelse:\n    x()": False,
        "if TYPE_CHECKING:\n    x()": True,
        "if typing.TYPE_CHECKING:\n    try:\n        x()\n    finally:\n        pass": True,
    },
    only_as_script: {
        "if name == '__main__':\n    x()": False,
        "if __name__ == '__main__':\n    pass\nelse:\n    x()": False,
        "if __name__ == '__main__':\n    x()": True,
    },
    is_optional: {
        "try:\n    x()\nfinally:\n    pass": False,
        "try:\n    x()\nexcept ValueError:\n    pass": False,
        "try:\n    x()\nexcept (ValueError, KeyError):\n    pass": False,
        "try:\n    x()\nexcept (ValueError, ImportError):\n    pass": True,
        "try:\n    x()\nexcept ModuleNotFoundError:\n    pass": True,
        "try:\n    x()\nexcept:\n    pass": True,
        "try:\n    pass\nexcept ImportError:\n    x()": True,
    },
    in_self_test: {
        "x()": False,
        "def install():\n    x()": False,
        "def testing_of():\n    x()": False,
        "def run_tests():\n    x()": True,
        "def test_suite():\n    x()": True,
        "class A:\n    def selftest(self):\n        x()": True,
    },
}


@pytest.mark.parametrize(
    ("asks", "source"), [(asks, each) for asks, cases in ASIDE.items() for each in cases]
)
def test_what_stands_aside(asks, source: str) -> None:  # type: ignore[no-untyped-def]
    module = Module.parse(source, "shop/a.py", Settings())
    statement = next(node for node in module.nodes(ast.Expr) if isinstance(node.value, ast.Call))
    assert asks(statement, module) is ASIDE[asks][source]


FOR_TESTING = {
    "This only prepares the environment for doctests.": True,
    "Used for testing alone.": True,
    "A shop that sells nothing, useful for testing.": True,
    "Silent; should only be used in tests.": True,
    "A shop which is only meant for testing.": True,
    "Sells nothing. It is used for testing": True,
    "The module is used\nfor testing": True,
    "Does nothing and is used in tests.": True,
    "Sends mail. The flag DRY is used for testing.": False,
    "Sends mail.\n\nThe flag ``DRY`` should only be used in tests.": False,
    "Sends mail. The function dry() is used for testing.": False,
    "Sends mail; `DRY` only exists for testing.": False,
    "Sends mail, and the flag is used for tests": False,
    "Sends mail.": False,
    "": False,
}


@pytest.mark.parametrize("docstring", FOR_TESTING)
def test_what_is_for_testing_is_the_subject_of_the_sentence(docstring: str) -> None:
    assert is_for_testing(ast.parse(f'"""{docstring}"""')) is FOR_TESTING[docstring]
