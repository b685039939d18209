"""TSE308 where another module of the project makes the patcher: whose patcher is started?"""

from __future__ import annotations

from textwrap import indent

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

PATH = "tests/test_orders.py"
CLOCKS = "from unittest import mock\ndef make(): return mock.patch('shop.now')\n"

CASES = {
    "a name": ("    p = make()\n    p.start()\n", [6]),
    "a name that is started twice": ("    p = make()\n    p.start()\n    p.start()\n", [6]),
    "an attribute": ("    self.p = make()\n    self.p.start()\n", [6]),
    "another attribute": ("    self.p = make()\n    self.q.start()\n", []),
    "one of another object": ("    that.p = make()\n    self.p.start()\n", []),
    "a name of several": ("    p = q = make()\n    p.start()\n", []),
    "a name of a class inside": ("    class A:\n        p = make()\n        p.start()\n", []),
    "a name of a function inside": ("    def f():\n        self.p = make()\n    self.p.start()\n", []),
    "an entry": ("    ps['a'] = make()\n    ps['a'].start()\n", []),
    "nothing that was made": ("    self.p.start()\n", []),
    "a function of this name besides": ("    start()\n    p = make()\n    p.start()\n", [7]),
    "a loop": ("    for self.p in [make()]:\n        self.p.start()\n", []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_helper_made(case: str) -> None:
    body, lines = CASES[case]
    head = "from unittest import TestCase\nfrom tests.clocks import make\nclass T(TestCase):\n"
    text = f"{head}    def test_orders(self, that, ps):\n{indent(body, '    ')}"
    view = Project(Tree({"tests/clocks.py": CLOCKS, PATH: text})).view(PATH)
    found = engine.check(text, PATH, Settings(), view)
    assert [each.line for each in found if each.code == "TSE308"] == lines
