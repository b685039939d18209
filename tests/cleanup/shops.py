"""Small test modules of a shop, and what is reported of them."""

from __future__ import annotations

import textwrap

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

HEAD = """\
import os, pathlib, shutil, socket, sys, tempfile, types, unittest
from functools import partial
from unittest import mock
import pytest
import shop
from shop import orders, Till
"""
PATH = "tests/test_shop.py"


def found(source: str, path: str = PATH, *enabled: str, **others: str) -> list[str]:
    """The codes and lines of what is reported of a test module, the lines counted behind its imports."""
    texts = {path: HEAD + source, **{each.replace("__", "/") + ".py": text for each, text in others.items()}}
    view = Project(Tree(texts)).view(path)
    findings = engine.check(texts[path], path, Settings(enable=enabled), view)
    assert not [each for each in findings if each.code == "TSE000"]
    above = HEAD.count("\n")
    kept = ("TSE206", "TSE4", "TSE6")
    return [f"{each.code}:{each.line - above}" for each in findings if not each.code.startswith(kept)]


def in_test(body: str) -> str:
    """A test with some statements."""
    return f"def test_shop(self, tmp_path, ask, given):\n{textwrap.indent(body, '    ')}\n"


def in_case(set_up: str, rest: str = "") -> str:
    """A TestCase with a set-up of some statements, other methods and a test."""
    return case(f"def setUp(self):\n{textwrap.indent(set_up, '    ')}\n{rest}\n\n{TEST}")


TEST = "def test_shop(self):\n    assert shop.ask()\n"


def case(methods: str, bases: str = "(unittest.TestCase)") -> str:
    """A class of tests with some methods."""
    return f"class TestShop{bases}:\n{textwrap.indent(methods, '    ')}\n"
