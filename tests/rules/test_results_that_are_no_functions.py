"""Expectations that are given a result: told by default where what is called can be read, else on request."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from flake8_testsec import engine
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

_HEAD = """
import json
import unittest

from shop.orders import Silent, Loud, Made, Marked, Set, made

class TestOrders(unittest.TestCase):
    def setUp(self):
        self.unread = find_orders()

    async def test_refuses(self):
        self.assertRaises(TypeError, {})
"""
_ORDERS = """
from shop import base, gone

def made(text):
    return "{}".format(text)

class Silent:
    __slots__ = ("a",)
    limit = 3

class Loud:
    __call__ = made

class Made(base.Base):
    kind: str
    "words"

class Marked(gone.Base):
    pass

class Set:
    if limit:
        limit = 4
"""


def found(given: str, folder: Path, *enable: str, functions: str = "") -> bool:
    for name, text in {"orders": _ORDERS, "base": "class Base:\n    def __call__(self): ...\n"}.items():
        path = folder / "shop" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    source = textwrap.dedent(functions) + _HEAD.replace("{}", given)
    view = Project(str(folder)).view("tests/test_x.py")
    findings = engine.check(source, "tests/test_x.py", Settings(enable=enable), view)
    return any(each.code == "TSE407" for each in findings)


@pytest.mark.parametrize("given", ["self.unread.match('x')", "parse('x')", "await self.unread.match('x')"])
def test_what_cannot_be_read_is_told_on_request(given: str, tmp_path: Path) -> None:
    assert not found(given, tmp_path)
    assert found(given, tmp_path, "TSE407")


@pytest.mark.parametrize("given", ["len('x')", "json.loads('x')", "made('x')", "Silent('x')"])
def test_values_are_told(given: str, tmp_path: Path) -> None:
    assert found(given, tmp_path)


@pytest.mark.parametrize(
    "given", ["iter('x', 'y')", "Loud('x')", "Made('x')", "Marked('x')", "Set('x')", "getattr(Loud, 'x')"]
)
def test_what_may_be_called_is_not(given: str, tmp_path: Path) -> None:
    assert not found(given, tmp_path, "TSE407")


def test_objects_whose_class_is_made_callable_are_not(tmp_path: Path) -> None:
    assert not found("Silent('x')", tmp_path, "TSE407", functions="Silent.__call__ = print")


GIVEN = {
    "return 1": True,
    "return x == 1": True,
    "return not x": True,
    "return f'{x}'": True,
    "return [x]": True,
    "return [y for y in x]": True,
    "return x + 1": True,
    "return x + y": False,
    "return 1 if x else 2": True,
    "return 1 if x else y": False,
    "return x and 1": False,
    "return x > 1 or x < 0": True,
    "return len(x)": True,
    "return find(x)": False,
    "return x.strip()": True,
    "return x.find()": False,
    "return x()()": False,
    "return lambda: x": False,
    "return x": False,
    "x.save()": True,
    "yield lambda: x": True,
    "pass": False,
    "raise NotImplementedError": False,
    "'What others do.'": False,
}


@pytest.mark.parametrize("body", GIVEN)
def test_functions_tell_by_what_they_return(body: str, tmp_path: Path) -> None:
    functions = f"def check(x):\n    {body}\n"
    assert found("check('x')", tmp_path, functions=functions) is GIVEN[body]
    assert not found("check('x')", tmp_path, "TSE407", functions="@decorated\n" + functions)


def test_what_is_awaited_is_what_a_coroutine_gives(tmp_path: Path) -> None:
    functions = "async def check(x):\n    return find(x)\n"
    assert found("check('x')", tmp_path, functions=functions)
    assert not found("await check('x')", tmp_path, "TSE407", functions=functions)
    assert found("await check('x')", tmp_path, functions=functions.replace("find(x)", "1"))
    assert not found("await check('x')", tmp_path, functions="def check(x):\n    return 1\n")
