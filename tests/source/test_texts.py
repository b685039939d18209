"""What texts say and where they begin."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.literals import GAP
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import begin

UNKNOWN = {
    "a parameter": "def f(x): asked(x)",
    "a name bound twice": "x = 'a'\nx = 'b'\nasked(x)",
    "a name bound to itself": "x = x + 'a'\nasked(x)",
    "two names bound to each other": "x = y\ny = x\nasked(x)",
    "a number": "asked(1)",
    "a text that begins with something unknown": "asked(x + 'a')",
    "an f-string that begins with something unknown": "asked(f'{x()}a')",
    "a very long sum": "asked(" + " + ".join(["'a'"] * 50) + ")",
}

KNOWN = {
    "a literal": ("asked('a')", "a", 1),
    "an f-string": ("asked(f'a{x}')", "a" + GAP, 1),
    "a name": ("x = 'a'\nasked(x)", "a", 1),
    "a name of a name": ("x = 'a'\ny = x\nasked(y)", "a", 1),
    "a sum": ("x = 'a'\nasked('b' +\n  x)", "ba", 2),
    "a sum that begins with a name": ("x = 'a'\nasked(x + 'b')", "ab", 1),
    "an f-string that begins with a name": ("x = 'a'\nasked(f'{x}b{x!r}')", "ab" + GAP, 1),
    "what is formatted": ("asked('a%s' % x)", "a%s", 1),
    "what is formatted by a method": ("asked('a{}'.format(x))", "a{}", 1),
    "a sum with something unknown": ("asked('a' + x)", "a" + GAP, 1),
    "a sum that grows too deep": ("x = 'b' + x\nasked('a' + x)", "abbbbb" + GAP + GAP, 2),
}


def text(source: str) -> tuple[str, int] | None:
    module = Module.parse(source, "tests/test_example.py", Settings())
    (call,) = (
        each for each in module.nodes(ast.Call) if isinstance(each.func, ast.Name) and each.func.id == "asked"
    )
    found = begin(call.args[0], module)
    return None if found is None else (found.text, found.node.lineno)


@pytest.mark.parametrize("source", UNKNOWN.values(), ids=UNKNOWN)
def test_is_not_known(source: str) -> None:
    assert text(source) is None


@pytest.mark.parametrize(("source", "said", "line"), KNOWN.values(), ids=KNOWN)
def test_is_known(source: str, said: str, line: int) -> None:
    assert text(source) == (said, line)
