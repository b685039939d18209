"""Where a value goes within its module."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.destinations import MOST, calls_given
from flake8_testsec.source.module import Module

WAYS = {
    "an argument": ("send(make())", ["send"]),
    "a keyword": ("send(to=make())", ["send"]),
    "unpacked": ("send(*make())", ["send"]),
    "a method": ("make().send(3)", ["send"]),
    "what is called": ("make()()", []),
    "an attribute that nobody calls": ("print_of(make().send)", []),
    "a name": ("a = make()\nsend(a)\nother(b)", ["send"]),
    "a name with a type": ("a: str = make()\nsend(a)", ["send"]),
    "a name on the way": ("if (a := make()):\n    send(a)", ["send"]),
    "several names": ("a, b = make(), 3\nsend(a)", ["send"]),
    "a text": ("a = 'x' + make()\nsend(f'{a}!')", ["send"]),
    "a method of texts": ("send('{}'.format(make()).strip())", ["send"]),
    "a method of an unknown object": ("a = shop.format(make())\nsend(a)", ["format"]),
    "a path": ("import os\nsend(os.path.join(make(), 'a'))", ["send"]),
    "the folder of a path": ("make().parent.send(3)", ["send"]),
    "a choice": ("send(make() if x else None)\nsend(None or make())", ["send"]),
    "a list": ("a = [make()]\nsend(a)", []),
    "another name": ("b.c = d[0] = make()\nsend(d)", []),
    "a name of a function": ("def f():\n    a = make()\n    send(a)\n\na = 3\nother(a)", ["send"]),
    "an attribute": ("def f(self):\n    self.a = make()\n\ndef g(self):\n    send(self.a)", ["send"]),
    "an attribute of a class": ("class A:\n    a = make()\n    def f(self):\n        send(self.a)", ["send"]),
    "a result": ("def f():\n    return make()\n\nsend(f())", ["send"]),
    "a result of a method": ("class A:\n    def f(self):\n        return make()\n\nsend(A().f())", ["send"]),
    "what a fixture yields": ("def f():\n    yield make()\n\ndef test_a(f):\n    send(f)\n", ["send"]),
    "a fixture that is not read": ("def f():\n    yield make()\n\ndef test_a(f):\n    pass\n", []),
    "a lambda": ("f = lambda: make()\nsend(f())", []),
    "a generator": ("def f():\n    (yield make())\n", []),
    "the module itself": ("f = lambda: (yield make())\nsend(f())", []),
    "in a circle": ("a = make()\na = a + 'x'\nsend(a)", ["send"]),
}


def given(text: str) -> list[str]:
    module = Module.parse(text, "tests/test_a.py", Settings())
    [value, *_] = module.calls({"make"})
    found = (each.func for each in calls_given(value, module))
    return sorted({each.attr if isinstance(each, ast.Attribute) else ast.unparse(each) for each in found})


@pytest.mark.parametrize("way", WAYS)
def test_it_goes_there(way: str) -> None:
    text, expected = WAYS[way]
    assert given(text) == expected


def test_a_long_way_is_given_up() -> None:
    def chain(length: int) -> str:
        names = "".join(f"a{n + 1} = a{n}\n" for n in range(length))
        return f"a0 = make()\n{names}send(a{length})\n"

    assert given(chain(MOST // 2)) == ["send"]
    assert given(chain(MOST + 1)) == []
