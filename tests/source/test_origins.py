"""Where values come from: what is followed, and where following ends."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.source.origins import MOST, leaves

FOLLOWED = {
    "a literal": ("asked('a')", ["'a'"]),
    "a name": ("x = 'a'\nasked(x)", ["'a'"]),
    "a name with two values": ("x = 'a'\nx = call()\nasked(x)", ["'a'", "call()"]),
    "a name that grows": ("x = 'a'\nx += y\nasked(x)", ["'a'", "y"]),
    "a name that is itself": ("x = x\nasked(x)", []),
    "a sum": ("asked('a' + b)", ["'a'", "b"]),
    "a format": ("asked('a{}'.format(b, c=d))", ["'a{}'", "b", "d"]),
    "percent": ("asked('a%s' % (b, c))", ["'a%s'", "b", "c"]),
    "an f-string": ("asked(f'a{b}{c!r}')", ["'a'", "b", "c"]),
    "a conditional": ("asked('a' if b else 'c')", ["'a'", "'c'"]),
    "alternatives": ("asked(a or 'b')", ["'b'", "a"]),
    "a dictionary": ("x = {'a': 'b'}\nasked(x['a'])", ["'b'"]),
    "a part of a text": ("x, _, y = 'a/b'.partition('/')\nasked(y)", ["'/'", "'a/b'"]),
    "a part of parts": ("(x, [y, *z]) = f()\nasked(z)", ["f()"]),
    "what is looped over": ("for x in ['a', 'b']:\n    asked(x)", ["'a'", "'b'"]),
    "a comprehension": ("asked(','.join([x for x in ('a',)]))", ["','", "'a'"]),
    "a walrus": ("asked(x := 'a')", ["'a'"]),
    "a path": ("import os\nasked(os.path.join(a, 'b'))", ["'b'", "a"]),
    "a path's division": ("from pathlib import Path\nasked(Path('a') / b)", ["'a'", "b"]),
    "nothing of nothing": ("asked(str())", ["str()"]),
    "empty displays": ("asked([] or {})", ["[]", "{}"]),
    "a function": ("def f(a):\n    if a: return 'x'\n    return g(a)\nasked(f(1))", ["'x'", "g(a)"]),
    "a function's argument": ("def f(a, *, b='z'):\n    return a + b\nasked(f('x', b='y'))", ["'x'", "'y'"]),
    "a function's default": ("def f(a='x', b='y'):\n    return a + b\nasked(f(c))", ["'y'", "c"]),
    "an argument that may be anywhere": ("def f(a):\n    return a\nasked(f(*c))", ["a"]),
    "an argument that is not there": ("def f(a):\n    return a\nasked(f())", ["a"]),
    "a keyword's default is not looked for": ("def f(*, a='x'):\n    return a\nasked(f())", ["a"]),
    "a function that returns nothing": ("def f(): return\nasked(f())", ["f()"]),
    "a decorated function": ("@d\ndef f(): return 'x'\nasked(f())", ["f()"]),
    "a function that may be another": ("def f(): return 'x'\nf = g\nasked(f())", ["f()"]),
    "a class": ("class A: ...\nasked(A())", ["A()"]),
    "a function by name": ("def f(): return 'x'\nasked(f)", ["f"]),
    "an import": ("from a import b\nasked(b)", ["b"]),
    "a method of an import": ("import a\nasked(a.format('x'))", ["a.format('x')"]),
    "an unknown name": ("asked(x)", ["x"]),
    "an exception": ("try: ...\nexcept E as x:\n    asked(x)", ["x"]),
    "an attribute of the module": ("import a\na.b = 'x'\nasked(a.b)", ["a.b"]),
    "an attribute of a call": ("def f():\n    asked(g().b)", ["g().b"]),
    "an attribute in a function": ("def f(o):\n    o.b = 'x'\n    asked(o.b)", ["'x'"]),
    "of another function": ("def f(o):\n    asked(o.b)\ndef g(o):\n    o.b = 'x'", ["o.b"]),
    "of another name": ("def f(o, p):\n    p.b = 'x'\n    p.c().b = 1\n    asked(o.b)", ["o.b"]),
    "an attribute that is unpacked": ("def f(o):\n    o.b, _ = 'x', 'y'\n    asked(o.b)", ["'x'"]),
    "an attribute of a context": ("def f(o):\n    with g() as o.b:\n        asked(o.b)", ["o.b"]),
    "a parameter": ("def f(x):\n    asked(x)", ["x"]),
    "a lambda's parameter": ("f = lambda x: asked(x)", ["x"]),
    "a parameter of all calls": ("def f(x):\n    asked(x)\nf('a')\nf(x='b')", ["'a'", "'b'"]),
    "marks": ("@m.parametrize('x, y', [('a', 'b')])\n@d\ndef f(y):\n    asked(y)", ["'a'", "'b'"]),
    "marks with marks": (
        "import pytest\n@pytest.mark.parametrize('y', ['a', pytest.param('b', id='c')])\n"
        "def f(y):\n    asked(y)",
        ["'a'", "'b'"],
    ),
    "marks of nothing": (
        "import pytest\n@pytest.mark.parametrize('y', [pytest.param()])\ndef f(y):\n    asked(y)",
        ["pytest.param()"],
    ),
    "what a fixture is given": (
        "import pytest\n@pytest.fixture(params=['a', 'b'])\ndef f(request):\n    asked(request.param)",
        ["'a'", "'b'"],
    ),
    "what another object is given": (
        "import pytest\n@pytest.fixture(params=['a'])\ndef f(other):\n    asked(other.param)",
        ["other.param"],
    ),
    "what nobody is given": ("asked(request.param)", ["request.param"]),
    "what a fixture asks that is not told": ("def f(request):\n    asked(request.param)", ["request.param"]),
    "the name of an open file": ("with open('a' + b) as c:\n    asked(c.name)", ["'a'", "b"]),
    "the name of another object": ("with shop('a') as c:\n    asked(c.name)", ["c.name"]),
    "the name of what may be another": ("c = open('a')\nc = d\nasked(c.name)", ["c.name"]),
    "the name of what is looped over": ("for c in d:\n    asked(c.name)", ["c.name"]),
    "lists of a test's values": (
        "import ddt\n@ddt.data('a', 'b')\ndef f(self, y):\n    asked(y)",
        ["'a'", "'b'"],
    ),
    "lists of a test's values in tuples": (
        "from parameterized import parameterized\n@parameterized.expand([('a', 1)])\ndef f(y):\n    asked(y)",
        ["'a'", "1"],
    ),
    "lists that are not known": ("import ddt\n@ddt.data(*x)\ndef f(y):\n    asked(y)", ["y"]),
    "parts of a path": ("def f(y):\n    asked(g(y).parent)", ["g(y)"]),
    "marks of others": ("@m.parametrize('x', 'a')\n@m.usefixtures()\ndef f(y):\n    asked(y)", ["y"]),
}
CLASS = {
    "an attribute of self": ("def g(self):\n        self.x: str = 'a'", "self.x", ["'a'"]),
    "an attribute that is declared": ("def g(self):\n        self.x: str", "self.x", ["self.x"]),
    "an attribute of the class": ("x = 'a'\n    y = 'b'\n    y: str = 'c'", "self.x", ["'a'"]),
    "an attribute of no known class": ("def g(self): ...", "self.x", ["self.x"]),
    "a method": ("def g(self, a): return 'x' + a", "self.g('y')", ["'x'", "'y'"]),
    "a method of a base": ("y = 1", "self.g('y')", ["self.g('y')"]),
    "a method of another object": ("def g(self): return 'x'", "other.g()", ["other.g()"]),
}


def ends(source: str) -> list[str]:
    module = Module.parse(source, "tests/test_a.py", Settings())
    [call] = module.calls({"asked"})
    found = list(leaves(call.args[0], module))
    return sorted("" if each is None else ast.unparse(each) for each in found)


@pytest.mark.parametrize("case", FOLLOWED)
def test_what_is_followed(case: str) -> None:
    source, expected = FOLLOWED[case]
    assert ends(source) == expected


@pytest.mark.parametrize("case", CLASS)
def test_what_is_followed_in_a_class(case: str) -> None:
    body, asked, expected = CLASS[case]
    assert ends(f"class A:\n    {body}\n    def f(self):\n        asked({asked})\n") == expected


CLOSED_OVER = (
    "class A:\n    def f(self):\n        self.b = 'x'\n        def g(c):\n            asked(self.b)\n"
)
STATIC = (
    "class A:\n    @staticmethod\n    def g(b):\n        asked(b)\n    def f(self):\n        self.g('x')\n"
)
RECEIVER = "class A:\n    def g(self):\n        asked(self)\n    def f(self):\n        self.g()\n"


@pytest.mark.parametrize(
    ("source", "expected"), [(CLOSED_OVER, ["'x'"]), (STATIC, ["'x'"]), (RECEIVER, ["self"])]
)
def test_what_is_followed_between_functions_of_a_class(source: str, expected: list[str]) -> None:
    assert ends(source) == expected


def test_following_stops_where_it_is_told_to() -> None:
    module = Module.parse("port = f()\nasked(f'{port}')\n", "tests/test_a.py", Settings())
    [call] = module.calls({"asked"})
    found = leaves(call.args[0], module, lambda node: isinstance(node, ast.Name))
    assert [ast.unparse(each) for each in found if each is not None] == ["port"]


def test_a_long_way_is_not_known() -> None:
    assert "" in ends(f"asked({' + '.join(map(repr, range(MOST)))})\n")
