"""What functions of installed packages make for their callers, in deep mode: nobody gives it back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from .doors import lay_out

LIB = """import socket
import tempfile
from lib2 import elsewhere
from shop import own

def folder():
    return tempfile.mkdtemp()

def listening():
    made = socket.socket()
    made.bind(("", 0))
    return made

def kept(cache={}):
    cache["a"] = tempfile.mkdtemp()
    return cache["a"]

def plain():
    return "tempfile.mkdtemp()"
"""
FILES = {
    "lib/__init__.py": "from lib._made import folder, kept, listening, elsewhere, own\n",
    "lib/_made.py": LIB,
    "lib/broken.py": "def folder(:\n",
    "lib3.py": "import requests\nfolder = requests.get\n",
}
TEST = "import shutil\nimport lib\n{}\n\ndef test_a():\n    made = {}\n    assert made\n    {}\n"
SAID = [
    ("", "lib.folder()", "", "TSE302"),
    ("from lib import folder", "folder()", "", "TSE302"),
    ("import lib._made", "lib._made.folder()", "", "TSE302"),
    ("", "lib.listening()", "", "TSE312"),
]
SILENT = [
    ("", "lib.folder()", "shutil.rmtree(made)"),
    ("", "lib.listening()", "made.close()"),
    ("", "lib.kept()", ""),
    ("", "lib._made.plain()", ""),
    ("", "lib.nothing()", ""),
    ("", "lib.elsewhere()", ""),
    ("", "lib.own()", ""),
    ("", "lib.Made().folder()", ""),
    ("import lib.broken", "lib.broken.folder()", ""),
    ("import lib3", "lib3.folder()", ""),
    ("import lib4", "lib4.folder()", ""),
    ("from unittest import mock", "mock.patch('lib.folder').start() and lib.folder()", ""),
    ("from tests import helpers", "helpers.folder()", ""),
    ("", "len([])", ""),
    ("either = a if b else c", "either()", ""),
]


def codes(tmp_path: Path, head: str, call: str, end: str, deep: bool) -> set[str]:
    test = TEST.format(head, call, end)
    lay_out(tmp_path, FILES)
    others = {"tests/helpers.py": "folder = list\n", "shop.py": "own = list\n"}
    project = Project(Tree({"tests/test_a.py": test, **others}))
    installed = (os.path.realpath(tmp_path).replace(os.sep, "/"),) if deep else ()
    view = project.view("tests/test_a.py", installed)
    module = Module.parse(test.encode(), "tests/test_a.py", Settings(deep=installed), view)
    return {each.code for each in engine.examine(module)} & {"TSE301", "TSE302", "TSE312"}


@pytest.mark.parametrize(("head", "call", "end", "code"), SAID)
def test_what_a_package_makes(head: str, call: str, end: str, code: str, tmp_path: Path) -> None:
    assert codes(tmp_path, head, call, end, deep=False) == set()
    assert codes(tmp_path, head, call, end, deep=True) == {code}


@pytest.mark.parametrize(("head", "call", "end"), SILENT)
def test_what_is_given_back_or_not_certain(head: str, call: str, end: str, tmp_path: Path) -> None:
    assert codes(tmp_path, head, call, end, deep=True) == set()
