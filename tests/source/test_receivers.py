"""What a call means whose receiver is no plain name."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.source.receivers import callees

HEAD = """
from threading import Thread
class Seller(Thread): ...
class LateSeller(Seller): ...
def make():
    return Thread()
"""

MEANT = {
    "a name": ("a = Thread()\na.join()", ["threading.Thread().join"]),
    "an unknown name": ("a.join()", []),
    "a class of the module": ("a = LateSeller()\na.join()", ["threading.Thread().join"]),
    "what a function returns": ("make().join()", ["threading.Thread().join"]),
    "each of a list": ("for a in [Thread(), Thread()]:\n    a.join()", ["threading.Thread().join"]),
    "an item": ("all = {'a': Thread()}\nall['a'].join()", ["threading.Thread().join"]),
    "what is put into a list": (
        "all = []\nother = []\nall.append(Thread())\nother.append(1)\nx.all.append(f())\nall.append()\n"
        "for a in all:\n    a.join()",
        ["threading.Thread().join"],
    ),
    "one of several": ("a = Thread() if x else f()\na.join()", ["threading.Thread().join"]),
    "an attribute": (
        "class A:\n    def f(self):\n        self.a = Thread()\n    def g(self):\n        self.a.join()",
        ["threading.Thread().join"],
    ),
    "an attribute of another class": (
        "class A:\n    def f(self):\n        self.a = Thread()\n"
        "class B:\n    def g(self):\n        self.a.join()",
        [],
    ),
    "an attribute that may be as it was": (
        "class A:\n    def f(self):\n        self.a = self.a or Thread()\n        self.a.join()",
        ["threading.Thread().join"],
    ),
    "an attribute of which nothing is known": (
        "from m import a\nclass A:\n    def f(self):\n        a.b.join()",
        ["m.a.b.join"],
    ),
    "what has no name": ("(lambda: 1).join()", []),
    "a class that is its own base": ("class A(A): ...\na = A()\na.join()", []),
}


@pytest.mark.parametrize("case", MEANT)
def test_what_a_call_means(case: str) -> None:
    source, expected = MEANT[case]
    module = Module.parse(HEAD + source, "tests/test_a.py", Settings())
    [call] = module.calls({"join"})
    assert isinstance(call, ast.Call)
    assert sorted(callees(call, module)) == expected
