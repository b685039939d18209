"""Statements that certainly raise."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.source.raising import certainly_raises

HELPER = "def helper():\n raise KeyError\n"
RAISES = {
    "a raise": ("", "raise KeyError"),
    "a call": (HELPER, "helper()"),
    "a call that is kept": (HELPER, "x = helper()"),
    "a call of a call": (HELPER + "def outer():\n x()\n return helper()\n", "outer()"),
    "both branches": (HELPER, "if x:\n   helper()\n  else:\n   raise KeyError"),
    "a try that raises another": (HELPER, "try:\n   helper()\n  except KeyError:\n   raise ValueError"),
    "a try that ends in it": ("", "try:\n   x()\n  finally:\n   raise ValueError"),
    "what is raised when all went well": (
        "",
        "try:\n   x()\n  except K:\n   raise\n  else:\n   raise ValueError",
    ),
    "a coroutine": ("async def helper():\n raise KeyError\n", "await helper()"),
    "a method": ("", "self.fail_now()"),
    "a function that does something first": ("def helper():\n x = 1\n x()\n raise x\n", "helper()"),
    "a name that nothing binds": ("", "no_such_name"),
    "a division by zero": ("", "1 / 0"),
    "one that is kept": ("", "x = y // 0"),
    "one that is returned": ("def helper():\n return 1 / 0\n", "helper()"),
    "inner functions": ("def helper():\n def inner():\n  raise KeyError\n inner()\n", "helper()"),
}
MAY_NOT = {
    "another statement": ("", "x = 1"),
    "another division": ("", "x / 2"),
    "a return of nothing": ("def helper():\n return\n", "helper()"),
    "a name of the language": ("", "print"),
    "a name of the module": (HELPER, "helper"),
    "a name that may come from elsewhere": ("from shop import *\n", "no_such_name"),
    "a call of what is not known": ("", "helper()"),
    "a call of something else": ("", "x.helper()"),
    "a call of an import": ("from x import helper\n", "helper()"),
    "one branch": ("", "if x:\n   raise KeyError"),
    "a try that catches": (HELPER, "try:\n   helper()\n  except KeyError:\n   pass"),
    "a try that returns in the end": (HELPER, "try:\n   helper()\n  finally:\n   return"),
    "a function that may return": ("def helper():\n if x: return\n raise KeyError\n", "helper()"),
    "a function that does not raise": ("def helper():\n x()\n", "helper()"),
    "one of two functions": (HELPER + "if x:\n def helper():\n  pass\n", "helper()"),
    "a class": ("class helper:\n pass\n", "helper()"),
    "a function that is decorated": ("@maybe\n" + HELPER, "helper()"),
    "a generator": ("def helper():\n yield 1\n raise KeyError\n", "helper()"),
    "a coroutine that is not awaited": ("async def helper():\n raise KeyError\n", "helper()"),
    "a function that calls itself": ("def helper():\n helper()\n", "helper()"),
    "a method of another": ("", "self.run()"),
    "a with": ("", "with x:\n   raise KeyError"),
}


def answer(case: tuple[str, str]) -> bool:
    top, statement = case
    class_ = "class T:\n limit = 1\n def fail_now(self):\n  raise KeyError\n"
    body = f"{class_} async def test_x(self):\n  {statement}\n"
    module = Module.parse(top + body, "tests/test_x.py", Settings())
    test = next(each for each in module.nodes(ast.AsyncFunctionDef) if each.name == "test_x")
    return certainly_raises(test.body[0], module)


@pytest.mark.parametrize("case", RAISES)
def test_this_raises(case: str) -> None:
    assert answer(RAISES[case])


@pytest.mark.parametrize("case", MAY_NOT)
def test_this_may_not_raise(case: str) -> None:
    assert not answer(MAY_NOT[case])


def test_outside_a_class_self_is_nothing_known() -> None:
    module = Module.parse("def f(self):\n self.fail_now()\n", "tests/test_x.py", Settings())
    assert not certainly_raises(next(module.nodes(ast.FunctionDef)).body[0], module)


def test_imports_are_not_gone_through_for_each_name(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "from shop import till\ndef f():\n missing\n gone\n"
    module = Module.parse(source, "tests/test_x.py", Settings())
    asked: list[object] = []
    nodes = Module.nodes
    monkeypatch.setattr(Module, "nodes", lambda self, *kinds: (asked.append(kinds), nodes(self, *kinds))[1])
    function = next(iter(nodes(module, ast.FunctionDef)))
    assert [certainly_raises(each, module) for each in function.body] == [True, True]
    assert not {(ast.alias,), (ast.ImportFrom,)} & {*asked}
