"""Which classes of tests are certainly no TestCases, and which nothing uses."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.project.files import Tree
from flake8_testsec.project.plain_classes import is_out_of_use, leans_on_subclass, lineage
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

BASES = """
import unittest

class Plain:
    limit = 3
    def setup_method(self):
        self.folder = 1
    def helper(self):
        self.found = 2

class Derived(Plain): ...
class Case(unittest.TestCase): ...
class Loop(Loop): ...
"""
HEAD = """
import abc
from typing import Generic
import pytest
from shop import bases, x
"""


def parsed(text: str) -> tuple[ast.ClassDef, Module]:
    path, text = "tests/test_a.py", HEAD + text
    view = Project(Tree({"shop/__init__.py": "", "shop/bases.py": BASES, path: text})).view(path)
    module = Module.parse(text, path, Settings(), view)
    return next(each for each in module.nodes(ast.ClassDef) if each.name == "Asked"), module


PLAIN = {
    "no base": ("class Asked: ...", []),
    "object": ("class Asked(object): ...", []),
    "generic": ("class Asked(Generic[int]): ...", []),
    "of the project": ("class Asked(bases.Plain): ...", ["Plain"]),
    "two steps": ("class Asked(bases.Derived): ...", ["Derived", "Plain"]),
    "of the module": ("class Local: ...\nclass Asked(Local): ...", ["Local"]),
}
UNKNOWN = {
    "a TestCase": "class Asked(bases.Case): ...",
    "of elsewhere": "class Asked(x.Plain): ...",
    "abstract": "class Asked(abc.ABC): ...",
    "a metaclass": "class Asked(metaclass=abc.ABCMeta): ...",
    "a call": "class Asked(make()): ...",
    "its own base": "class Asked(bases.Loop): ...",
}


@pytest.mark.parametrize("case", PLAIN)
def test_classes_that_are_no_testcases(case: str) -> None:
    text, names = PLAIN[case]
    found = lineage(*parsed(text))
    assert found is not None
    assert [each.class_.name for each in found] == names


@pytest.mark.parametrize("case", UNKNOWN)
def test_classes_that_may_be_testcases(case: str) -> None:
    assert lineage(*parsed(UNKNOWN[case])) is None


def test_without_a_project_no_class_is_known() -> None:
    module = Module.parse("class Asked: ...\n", "test_a.py", Settings())
    assert lineage(next(module.nodes(ast.ClassDef)), module) is None


BODY = "class Asked(bases.Derived):\n    def test_a(self, other):\n        "
LEANS = {
    "what nobody gives": (f"{BODY}assert self.store", True),
    "what a base binds": (f"{BODY}assert self.limit", False),
    "what a hook of a base sets": (f"{BODY}assert self.folder", False),
    "what another method of a base sets": (f"{BODY}assert self.found", False),
    "what it sets itself": (f"{BODY}self.own = 1\n        assert self.own", False),
    "what a TestCase would bring": (f"{BODY}self.assertEqual(1, 2)", False),
    "what it asks for another value": (
        f"{BODY}self.own = 1\n        if self.own is 2: raise ValueError\n        assert self.own",
        False,
    ),
    "what another object has": (f"{BODY}assert other.store", False),
    "its own method": (f"{BODY}self.b()\n    def b(self): ...", False),
}


@pytest.mark.parametrize("case", LEANS)
def test_classes_that_lean_on_a_subclass(case: str) -> None:
    text, leans = LEANS[case]
    assert leans_on_subclass(*parsed(text)) is leans


TEST = "\n    def test_a(self):\n        assert 1 == one()\n"
OUT_OF_USE = {
    "alone": f"class Asked:{TEST}",
    "marked": f"@pytest.mark.slow\nclass Asked:{TEST}",
    "under an if": "if True:\n    class Asked:\n        def test_a(self):\n            assert one()\n",
}
IN_USE = {
    "without a test": "class Asked:\n    def a(self): ...\n",
    "in a function": "def test_b():\n    class Asked:\n        def test_a(self):\n            assert one()\n",
    "named": f"class Asked:{TEST}Alias = Asked\n",
    "in a text": f"class Asked:{TEST}NAMES = ['Asked']\n",
    "defined again": f"class Asked:{TEST}class Asked:{TEST}",
    "decorated": f"@x.register\nclass Asked:{TEST}",
    "said to be none": f"class Asked:\n    __test__ = False{TEST}",
    "for nose": f"import nose\nclass Asked:{TEST}",
    "a TestCase": f"import unittest\nclass Asked(unittest.TestCase):{TEST}",
    "a base": f"class Asked:{TEST}class TestB(Asked): ...\n",
}


@pytest.mark.parametrize("case", OUT_OF_USE)
def test_classes_that_nothing_uses(case: str) -> None:
    assert is_out_of_use(*parsed(OUT_OF_USE[case]))


@pytest.mark.parametrize("case", IN_USE)
def test_classes_that_something_may_use(case: str) -> None:
    assert not is_out_of_use(*parsed(IN_USE[case]))


def test_a_base_may_be_out_of_use_but_for_that() -> None:
    assert is_out_of_use(*parsed(IN_USE["a base"]), but_as_base=True)
