"""No source makes a rule break, however odd the file is or deep its expressions are."""

from __future__ import annotations

import sys

import pytest

from .all_rules import faults


def nested(depth: int, line: str, inmost: str, after: str = "") -> str:
    """A statement within itself; Python allows 100 levels of indentation."""
    down = [" " * n + line for n in range(depth)]
    up = [" " * n + after for n in reversed(range(depth))]
    return "\n".join([*down, " " * depth + inmost, *up, ""])


DECORATED = """
@a
@b.c(d)
@e[0]
@(lambda f: f)
@f if g else h
class TestA:
    @property
    @staticmethod
    @(yield_ := a)
    @a.setter
    async def test_a(self):
        @patch("a")
        @patch.object(a, "b")
        def inner(): ...
"""

ADDITIONS = " + ".join(["1"] * 900)

ODD: dict[str, str | bytes] = {
    "an empty file": "",
    "white space only": "\n \t\n\f\n",
    "a comment only": "# assert a == 1",
    "a file without a last line end": "def test_a(): assert a",
    "a byte order mark": b"\xef\xbb\xbfdef test_a():\n    assert a\n",
    "a cookie": b"# -*- coding: latin-1 -*-\nNAME = '\xe9'\nassert NAME == '\xe9'  # \xe9\n",
    "the line ends of Windows": b"def test_a():\r\n    # assert a == 1\r\n    assert b\r\n",
    "the line ends of old Macs": b"def test_a():\r    # assert a == 1\r    assert b\r",
    "form feeds": "\fimport os\n\f\ndef test_a():\n\f    assert a\n    x = 'a\fb'\n\f# assert a == 1\n",
    "separators that are no line ends": (
        "x = 'a\u2028b\u2029c\x85d\x1ce'\n# assert a\u2028== 1\nassert x, 1\n"
    ),
    "a surrogate in a string": "x = '\\ud800'\nassert x in ('\\udfff',)\n",
    "wide characters": "def test_\u540d():\n    '\U0001f40d'; self.assertTrue('\u540d\U0001f40d', 1)\n",
    "a very long line": "x = '" + "a" * 1_000_000 + "'\n",
    "a very long line of code": "x = [" + "self.assertTrue(a, 1), " * 20_000 + "]\n",
    "a very long comment": "def test_a():\n    # assert a == " + "1 + " * 20_000 + "1\n    pass\n",
    "many lines of comments": "def test_a():\n" + "    # self.assertEqual(a,\n" * 300 + "    pass\n",
    "continued lines": "def test_a():\n    assert a \\\n        == \\\n        1\n",
    "semicolons": "def test_a(): a = open('a'); a.read(); assert a; self.assertRaises(E); a.close();\n",
    "nothing but docstrings": 'def test_a():\n    """A."""\nclass TestA:\n    """A."""\n',
    "nested conditions": nested(90, "if a:", "assert a"),
    "nested withs": nested(90, "with open(a) as f:", "assert f.read()"),
    "nested tries": nested(90, "try:", "a = open('a')", "finally: a.close()"),
    "nested functions": nested(90, "def test_a():", "a = open('a')"),
    "nested classes": nested(90, "class TestA(TestA):", "def test_a(self): self.test_a()"),
    "a path that is a long sum": "HERE = __file__\ndef test_a(x):\n    open(HERE"
    + " + x" * 1100
    + ", 'w')\n",
    "an import that is a long sum": "def test_a(x):\n    exec('import '" + " + x" * 1100 + ")\n",
    "nested displays": "x = " + "[" * 90 + "]" * 90 + "\n",
    "nested calls": "x = " + "f(" * 90 + ")" * 90 + "\n",
    "nested lambdas": "x = " + "lambda: " * 90 + "1\n",
    "nested negations": "def test_a():\n    assert " + "not " * 90 + "a\n",
    "900 additions": "def test_a():\n    x = " + " + ".join(["a"] * 900) + f"\n    assert x, {ADDITIONS}\n",
    "900 additions everywhere": (
        "def test_a():\n    assert @\n    self.assertTrue(@, @)\n    f(@, a=@)\n    x[@] = @\n"
        "    with pytest.raises(@): open(@)\n    try: f(x=@)\n    except E: raise E(@)\n"
    ).replace("@", ADDITIONS),
    "900 joined strings": "x = " + " + ".join(["'-----BEGIN RSA PRIVATE KEY-----'"] * 900) + "\n",
    "900 strings side by side": "x = (" + "'a'\n" * 900 + ")\n",
    "900 conditions": "def test_a():\n    assert " + " and ".join(["a == 1"] * 900) + "\n",
    "900 comparisons": "def test_a():\n    assert " + " < ".join(["a"] * 900) + "\n",
    "400 attributes": "def test_a():\n    a" + ".b" * 400 + "\n    assert a" + ".b" * 400 + "()\n",
    "150 calls in a chain": "def test_a():\n    a" + ".b(1)" * 150 + "\n    assert a" + ".b()" * 150 + "\n",
    "150 alternatives": "def test_a():\n    if a: b\n" + "    elif a == 1: assert b\n" * 150,
    "a list of 10,000": "def test_a():\n    assert [" + "1, " * 10_000 + "]\n",
    "a list of 10,000 as an argument": "def test_a():\n    self.assertTrue(a, [" + "'a', " * 10_000 + "])\n",
    "a dictionary of 10,000": "x = {" + "'a': b, " * 10_000 + "}\n",
    "a call with 1,000 arguments": "f(" + "a, " * 1000 + ", ".join(f"k{n}=1" for n in range(1000)) + ")\n",
    "1,000 targets": " = ".join(["a"] * 1000) + " = 1\n" + ", ".join(["a"] * 1000) + " = b\n",
    "1,000 bindings of a name": "import a\n" + "a = a.b()\n" * 1000 + "def test_a():\n    a.c()\n",
    "a chain of names": "a0 = open\n" + "".join(f"a{n + 1} = a{n}\n" for n in range(200)) + "a200('x')\n",
    "names in a circle": "a = b\nb = c\nc = a\ndef test_a():\n    a.b(); b(); assert c()\n",
    "doubles in a circle": (
        "from unittest.mock import patch\nm = patch('a.b', new=m)\ndef test_a():\n"
        "    p = patch('a.b', new=p)\n    p.assert_has_called()\n    m.assert_has_called()\n"
    ),
    "classes in a circle": (
        "class A(B):\n  def test_a(self): self.b()\nclass B(A):\n  async def b(self): pass\n"
    ),
    "a class that is its own base": (
        "class TestA(TestA):\n    def test_a(self): self.b()\n    async def b(self): ...\n"
    ),
    "decorators everywhere": DECORATED,
    "assignments in comprehensions": (
        "def test_a():\n    assert [y := f(x), *[z := y for x in a if (w := x)]]\n"
    ),
    "assignments in conditions": (
        "def test_a():\n    assert (a := open('a')), (b := 1)\n    while c := a.read(): pass\n"
    ),
    "async comprehensions": (
        "async def test_a():\n    assert [a async for a in b() if await a], {await c for c in d}\n"
    ),
    "awaits in odd places": (
        "async def test_a(b=await_):\n    (await a)(await b)[await c].d = await (await e)\n"
    ),
    "everything starred": (
        "def test_a(*a, **k):\n    assert_(*a, **k); self.assertRaises(*a); x = [*a, *a]; patch(**k)\n"
    ),
    "yields in odd places": (
        "def test_a():\n    x = yield (yield); assert (yield x), (yield from x)\n    f(lambda: (yield))\n"
    ),
    "private names": "class TestA:\n    def __test(self): self.__a = __b\n    __test_b = __test\n",
    "builtins as names": "open = print = None\ndef test_a(assert_, self=open): open('a'); del open, self\n",
    "a star import": "from os import *\nfrom . import *\ndef test_a(): system('a'); open('b')\n",
    "relative imports": "from ...... import a\nfrom .b.c import d as e\ndef test_a(): a.f(); e()\n",
    "global and nonlocal": (
        "def test_a():\n    global a, b\n    a = open('a')\n    def c():\n        global a\n        a = 1\n"
    ),
    "a match of mock calls": (
        "def test_a():\n    match m.mock_calls:\n"
        "        case [call(1), *_]: assert m.called\n        case _: pass\n"
    ),
    "a finally that returns": (
        "def test_a():\n    try: raise E\n    except E: return\n    finally: return 1\n"
    ),
    "loops that end at once": (
        "def test_a():\n    for a in b: break\n    else: assert c\n    while 1: continue\n"
    ),
}
if sys.version_info >= (3, 12):
    ODD["parameters of types"] = "def test_a[T: open, *A, **P](a: T): T('a')\nclass TestB[T](T): x: T = T()\n"
    ODD["an alias of a type"] = "type open = T\ndef test_a(): open('a')\n"
    ODD["strings in strings"] = (
        """def test_a(): assert f"{f"{f"{a["b"]!r}"}"}", f"{(lambda: {1: 2})()[1]}"\n"""
    )
if sys.version_info >= (3, 13):
    ODD["defaults of types"] = "class TestA[T = open, *A = *tuple[int], **P = [int]]: ...\n"


DEEP = {
    "a sum": " + ".join(["a"] * 500),
    "attributes": "a" + ".b" * 500,
    "calls": "a" + ".b()" * 500,
    "calls of a mock": "mock.Mock()" + ".b()" * 500,
    "copies of the environment": "os.environ" + ".copy()" * 500,
    "items": "a" + "[0]" * 500,
    "signs": "-" * 500 + "a",
    "choices": "a if b else " * 500 + "c",
    "formatting": "'x'" + " % a" * 500,
    "inside an f-string": "f'{" + " + ".join(["a"] * 500) + "}'",
}
MEETING = (
    "os.environ[DEEP] = DEEP",
    "os.environ.pop(DEEP)",
    "x = open(DEEP, DEEP); x.read(); assert x; x.close()",
    "p = mock.patch.object(DEEP, DEEP); p.start()",
    "p[DEEP] = mock.patch(DEEP); p[DEEP].start()",
    "sys.path.insert(0, DEEP)",
    "sys.modules[DEEP] = DEEP",
    "shutil.copy = DEEP",
    "setattr(shutil, DEEP, DEEP)",
    "os.chdir(DEEP)",
    "d = tempfile.mkdtemp(DEEP); assert d; shutil.rmtree(DEEP)",
    "t = threading.Thread(target=DEEP); t.start(); assert t; t.join(DEEP)",
    "assert DEEP == DEEP, DEEP",
    "assert DEEP, DEEP",
    "self.assertEqual(DEEP, DEEP)",
    "self.assertTrue(DEEP, DEEP)",
    "with self.assertRaises(DEEP) as c: b(); assert DEEP",
    "with mock.patch(DEEP) as m: m.assert_called_with(DEEP)",
    "if DEEP: assert DEEP",
    "subprocess.run(DEEP, shell=True)",
    "requests.get(DEEP, verify=False)",
    "urllib.request.urlopen(DEEP)",
    "print(DEEP); logging.info(DEEP, DEEP)",
    "signal.signal(DEEP, DEEP)",
    "tarfile.open(DEEP).extractall(DEEP)",
    "password = DEEP",
    "self.addCleanup(DEEP)",
    "os.chmod(DEEP, 0o777)",
    "(DEEP).start(); (DEEP).stop()",
    "yield DEEP",
)
"""What rules look into."""


@pytest.mark.again
@pytest.mark.parametrize("case", DEEP)
def test_expressions_that_are_nested_deeply(case: str) -> None:
    tests = (f"    def test_{n}(self, a):\n        {each}\n" for n, each in enumerate(MEETING))
    modules = (
        "os, sys, mock, shutil, tempfile, threading, subprocess, requests, urllib, logging, signal, tarfile"
    )
    source = f"import {modules}\nclass TestA(TestCase):\n" + "".join(tests)
    assert faults(source.replace("DEEP", DEEP[case])) == []


@pytest.mark.again
@pytest.mark.parametrize("case", ODD)
def test_odd_files(case: str) -> None:
    assert faults(ODD[case]) == []
