"""The whole environment: which expressions show it, and where it is the test's own."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.secrets import environment

HEAD = "import os, copy\nfrom unittest.mock import patch\n"


def read(text: str) -> Module:
    return Module.parse(HEAD + textwrap.dedent(text).strip("\n"), "tests/test_x.py", Settings())


def shows(text: str) -> bool:
    module = read(text)
    last = module.tree.body[-1]
    assert isinstance(last, ast.Expr)
    return environment.is_environment(last.value, module)


@pytest.mark.parametrize(
    "text",
    [
        "environ",
        "os.environ['HOME']",
        "os.environ.get('HOME')",
        "set(os.environ)",
        "sorted(os.environ)",
        "dict()",
        "{'HOME': os.environ}",
        "{**env}",
        "env",
        "env = os.environ\nenv = {}\nenv",
        "env = {}\nenv",
        "env = {**env}\nenv",
        "len(os.environ)",
        "env = load()\nenv",
        "dict(dict(dict(dict(dict(os.environ)))))",
    ],
)
def test_this_does_not_show_it(text: str) -> None:
    assert not shows(text)


@pytest.mark.parametrize(
    "text",
    [
        "os.environ",
        "os.environb",
        "os.environ.copy()",
        "os.environ.keys()",
        "os.environ.items()",
        "dict(os.environ)",
        "copy.deepcopy(os.environ)",
        "{**os.environ, 'A': '1'}",
        "env = os.environ.copy()\nenv",
        "env = dict(os.environ, A='1')\nenv",
        "env = {'A': '1', **os.environ}\n{**env}",
    ],
)
def test_this_shows_it(text: str) -> None:
    assert shows(text)


def emptied(text: str) -> bool:
    module = read(text)
    place = next(node for node in module.nodes(ast.Name) if node.id == "here")
    return environment.is_emptied(place, module)


@pytest.mark.parametrize(
    "text",
    [
        "here",
        "def test_x():\n  here",
        "def test_x():\n  os.environ.update(A='1')\n  cache.clear()\n  here",
        "@patch.dict(os.environ, {'A': '1'})\ndef test_x():\n  here",
        "@patch.dict(os.environ, {}, clear=False)\ndef test_x():\n  here",
        "@patch('os.getcwd', f)\ndef test_x():\n  patch.object(os, 'sep', '/')\n  here",
        "def test_x():\n  os.sep = '/'\n  env = {}\n  here",
        "def test_x():\n  os.environ.clear()\ndef test_y():\n  here",
        "class TestX:\n  def test_x(self):\n    os.environ.clear()\n  def test_y(self):\n    here",
    ],
)
def test_it_is_everybodys(text: str) -> None:
    assert not emptied(text)


@pytest.mark.parametrize(
    "text",
    [
        "def test_x():\n  os.environ.clear()\n  here",
        "def test_x():\n  def inner():\n    here\n  os.environ.clear()",
        "@patch.dict(os.environ, clear=True)\ndef test_x():\n  here",
        "@patch.dict('os.environ', {}, clear=True)\nclass TestX:\n  def test_x(self):\n    here",
        "def test_x(monkeypatch):\n  monkeypatch.setattr(os, 'environ', {})\n  here",
        "def test_x(monkeypatch):\n  monkeypatch.setattr('os.environ', {})\n  here",
        "@patch('os.environ', {})\ndef test_x():\n  here",
        "def test_x():\n  os.environ = {}\n  here",
        "class TestX:\n  def setUp(self):\n    os.environ.clear()\n  def test_y(self):\n    here",
        "class TestX:\n  @fixture\n  def own(self):\n    os.environ.clear()\n  def test_y(self):\n    here",
        "def setup_module():\n  os.environ.clear()\ndef test_y():\n  here",
    ],
)
def test_it_is_the_tests_own(text: str) -> None:
    assert emptied(text)
