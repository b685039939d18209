"""A name that a module of the project has from a framework stands for the framework's."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

PATH = "tests/test_a.py"
BOTH = "try:\n    from unittest import mock\nexcept ImportError:\n    import mock\n"
MODULES = {
    "imported": ("from unittest import mock\n", "unittest.mock"),
    "imported from one of two": (BOTH, "unittest.mock"),
    "handed on twice": ("from .inner import mock\n", "unittest.mock"),
    "defined": ("class mock: pass\n", "shop.testing.mock"),
    "defined or imported": ("try:\n    import mock\nexcept E:\n    class mock: pass\n", "shop.testing.mock"),
    "made": ("mock = make()\n", "shop.testing.mock"),
    "missing": ("", "shop.testing.mock"),
}


def module(source: str, testing: str) -> Module:
    files = {"shop/__init__.py": "", "shop/testing.py": testing, "shop/inner.py": BOTH, PATH: source}
    return Module.parse(source, PATH, Settings(), Project(Tree(files)).view(PATH))


@pytest.mark.parametrize("case", MODULES)
def test_what_a_module_hands_on_is_looked_up_there(case: str) -> None:
    testing, name = MODULES[case]
    read = module("from shop.testing import mock as double\ndouble\n", testing)
    (statement,) = [each for each in read.tree.body if isinstance(each, ast.Expr)]
    assert read.names(statement.value) == {name}
    assert read.scopes.imported() == [("double", name)]


def test_without_a_project_the_name_is_the_other_module_s() -> None:
    read = Module.parse("from shop.testing import mock\n", PATH, Settings())
    assert read.scopes.imported() == [("mock", "shop.testing.mock")]


def test_other_names_are_not_looked_up() -> None:
    read = module("from shop.testing import orders\nfrom unittest import mock\n", "import orders\n")
    assert read.scopes.imported() == [("orders", "shop.testing.orders"), ("mock", "unittest.mock")]
    assert read.consulted == {}


def test_rules_see_through_it() -> None:
    source = "from shop.testing import mock\ndef test_a():\n    mock.patch('shop.db')\n    assert order()\n"
    (found,) = engine.examine(module(source, BOTH))
    assert (found.code, found.line) == ("TSE606", 3)
