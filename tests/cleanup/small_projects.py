"""Small projects of a few files, and who gives things back for a test of theirs."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.custody import Custody, custody
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

PATH = "tests/test_shop.py"
HEAD = """import collections, functools, importlib, locale, os, sys, tempfile, unittest
from unittest import mock
import fixtures, pytest, shop
KEY = 'B'
"""
TEST = "    def test_it(self): pass\n"
BASE = f"{HEAD}class Base(unittest.TestCase):\n    def tearDown(self): os.chdir('/')\n"


def module_of(texts: dict[str, str], path: str = PATH) -> Module:
    return Module.parse(texts[path], path, Settings(), Project(Tree(texts)).view(path))


def function_of(module: Module, name: str = "test_it") -> ast.FunctionDef:
    (found,) = (each for each in module.nodes(ast.FunctionDef) if each.name == name)
    return found


def asked(text: str, **others: str) -> Custody:
    """Custody of ``test_it``; the other files by their paths without suffix, ``/`` as ``__``."""
    module = module_of({PATH: text, **{f"{_path(path)}.py": each for path, each in others.items()}})
    return custody(function_of(module), module)


def _path(name: str) -> str:
    return name if "/" in name else name.replace("__", "/")
