"""Tests with something left behind, as text: their fixes, and what those change."""

from __future__ import annotations

import difflib
import textwrap
from typing import NamedTuple

from flake8_testsec import engine
from flake8_testsec.finding import Fix
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

ALL = Settings(enable=("TSE3",))
IMPORTS = (
    "import aiohttp.test_utils, asyncio, contextlib, django.test, http.server, multiprocessing, os\n"
    "import pathlib, pytest, shutil, subprocess, sys, tempfile, threading, time, unittest, yaml\n"
    "from unittest import mock\n"
    "import shop.stock\n"
)
FILES = {
    "shop/__init__.py": "",
    "shop/stock.py": "def count(): pass\nclass Stock:\n    def add(self): pass\n",
}


class Text(NamedTuple):
    """Code with a finding of a rule, and the lines that its fix adds and takes away, without indentation."""

    code: str
    source: str
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    safe: bool = True


def plain(body: str, head: str = "def test_shop():") -> str:
    return f"{head}\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"


def case(body: str, head: str = "def test_shop(self):") -> str:
    return "class TestShop(unittest.TestCase):\n" + textwrap.indent(plain(body, head), "    ")


def fix_of(source: str, code: str) -> Fix:
    """The fix of the first finding of a rule."""
    project = Project(Tree({**FILES, "tests/test_shop.py": source}))
    found = engine.check(source, "tests/test_shop.py", ALL, project.view("tests/test_shop.py"), fixes=True)
    return next(each.fix for each in found if each.code == code)


def differences(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stripped lines that are new, and those that are gone; what only moved sideways is neither."""
    old, new = ([line.strip() for line in text.splitlines()] for text in (before, after))
    lines = [*difflib.ndiff(old, new)]
    return tuple(
        tuple(line[2:] for line in lines if line.startswith(sign) and line[2:]) for sign in ("+ ", "- ")
    )  # type: ignore[return-value]
