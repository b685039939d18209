"""What pytest collects, by its conventions and by what a project's files say."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.project.collection import Patterns, patterns, takes_class
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module


def module(files: dict[str, str], text: str = "") -> Module:
    path = "tests/unit/test_a.py"
    return Module.parse(text, path, Settings(), Project(Tree({**files, path: text})).view(path))


def found(files: dict[str, str]) -> Patterns:
    return patterns(module(files))


CONFIGURED = {
    "a list of TOML": {"pyproject.toml": '[tool.pytest.ini_options]\npython_classes = ["Test*", "*Suite"]\n'},
    "a list over several lines": {
        "pytest.toml": "[pytest]\npython_classes = [\n  'Test*',\n  '*Suite',\n]\n"
    },
    "a text of TOML": {"pyproject.toml": '[tool.pytest.ini_options]\npython_classes = "Test *Suite"\n'},
    "an INI file": {"pytest.ini": "[pytest]\npython_classes = Test *Suite\n"},
    "over several lines": {"setup.cfg": "[tool:pytest]\npython_classes =\n    Test\n    *Suite\nx = 1\n"},
    "nearer": {"tests/tox.ini": "[pytest]\npython_classes=*Suite\n", "pyproject.toml": "[tool.pytest]\n"},
    "further up": {"tests/tox.ini": "[pytest]\n", "tox.ini": "[pytest]\npython_classes=*Suite\n"},
}


@pytest.mark.parametrize("case", CONFIGURED)
def test_configured_classes(case: str) -> None:
    configured = found(CONFIGURED[case])
    assert configured.take_class("OrderSuite")
    assert configured.take_class("TestOrder")
    assert not configured.take_class("Order")
    assert not configured.take_function("it_sells")
    assert not configured.open


def test_defaults() -> None:
    default = found({"pyproject.toml": "[tool.pytest.ini_options]\npython_files = 'x_*.py'\n"})
    assert default == Patterns(("Test",), ("test",), open=False)
    assert default.take_function("testing")


def test_configured_functions() -> None:
    configured = found({"pytest.ini": "[pytest]\npython_functions = it_ *_works\n"})
    assert configured.take_function("it_sells")
    assert configured.take_function("shop_works")
    assert not configured.take_function("sells")


OPEN = {
    "a hook": {"conftest.py": "def pytest_collect_file(parent): ...\n"},
    "a hook of a plugin": {
        "conftest.py": "pytest_plugins = ['shop.plugin', 'elsewhere']\n",
        "shop/plugin.py": "def pytest_pycollect_makeitem(name): ...\n",
    },
    "a hook that is taken": {
        "tests/conftest.py": "from shop.plugin import *\n",
        "shop/plugin.py": "def pytest_pycollect_makemodule(path): ...\n",
    },
    "anything that is taken": {"conftest.py": "from elsewhere import *\n"},
}


@pytest.mark.parametrize("case", OPEN)
def test_anything_may_be_collected(case: str) -> None:
    assert found(OPEN[case]).take_class("Order")
    assert found(OPEN[case]).take_function("sells")


def test_a_hook_that_goes_by_the_names_changes_nothing() -> None:
    hook = "def pytest_pycollect_makeitem(collector, name):\n    return collector.funcnamefilter(name)\n"
    assert not found({"conftest.py": hook}).open


def test_other_conftests_change_nothing() -> None:
    files = {"conftest.py": "from shop.x import *\npytest_plugins = 'y'\n", "shop/x.py": "import sys\n"}
    assert not found(files).open


def test_without_a_project_nothing_is_known() -> None:
    assert patterns(Module.parse("", "test_a.py", Settings())).open


@pytest.mark.parametrize("name, taken", [("TestOrder", True), ("OrderSuite", True), ("Order", False)])
def test_a_class_is_taken(name: str, taken: bool) -> None:
    asked = module(CONFIGURED["an INI file"], f"class {name}: ...\n")
    [class_] = asked.nodes(ast.ClassDef)
    assert takes_class(class_, asked) is taken
