"""Syntax that only newer Pythons have, each tried by those that can parse it."""

from __future__ import annotations

import ast
import sys

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from ..vocabulary.test_secrets import FOUND

TOKEN = FOUND["GitHub, classic"][1]

# Least version, source, and the codes that are to be reported among those asked for.
CASES = {
    "except* is a try, too": ((3, 11), "def test_a():\n    try: f()\n    except* ValueError: pass\n", ()),
    "a type alias": ((3, 12), "import os\ntype A[T: int, *Ts, **P] = list[os.PathLike]\n", ()),
    "parameters of types shadow imports": (
        (3, 12),
        "import tempfile\ndef test_a[tempfile](): tempfile.mktemp()\n",
        (),
    ),
    "defaults of type parameters": (
        (3, 13),
        "import tempfile\nclass A[T = tempfile.mktemp()]: pass\n",
        ("TSE207",),
    ),
    "a credential in a template": ((3, 14), f"x = t'{{a}} {TOKEN} {{b}}'\n", ("TSE102",)),
    "a call in a template": ((3, 14), "import tempfile\nx = t'{tempfile.mktemp()!r:>{9}}'\n", ("TSE207",)),
    "a template is not yet a command": (
        (3, 14),
        "import subprocess\ndef test_a(x): subprocess.run(t'rm {x}', shell=True)\n",
        (),
    ),
    "lines of a template are no comments": (
        (3, 14),
        "def test_a(x):\n    y = t'''\n    # assert x == {x}\n    # assert y\n    '''\n    assert f(y)\n",
        (),
    ),
    "several exceptions without parentheses": (
        (3, 14),
        "def test_a():\n    try:\n        f()\n    except Exception, TypeError:\n        pass\n",
        ("TSE409",),
    ),
    "annotations that are worked out later": ((3, 14), "def f(x: Later): pass\nclass Later: pass\n", ()),
    "a lazy import": ((3, 15), "lazy import tempfile as t\nx = t.mktemp()\n", ("TSE207",)),
    "a lazy import of a name": ((3, 15), "lazy from tempfile import mktemp\nx = mktemp()\n", ("TSE207",)),
    "unpacking in comprehensions": (
        (3, 15),
        "import tempfile\nx = [*y for y in z], {**y for y in z}, {*tempfile.mktemp() for y in z}\n",
        ("TSE207",),
    ),
}
ASKED = ("TSE000", "TSE102", "TSE207", "TSE409", "TSE501", "TSE703")


@pytest.mark.parametrize("case", CASES)
def test_newer_syntax(case: str) -> None:
    version, source, codes = CASES[case]
    if sys.version_info < version:
        pytest.skip("syntax of Python " + ".".join(map(str, version)))
    found = engine.check(source, "tests/test_a.py", Settings(enable=("TSE",)))
    assert tuple(each.code for each in found if each.code in ASKED) == codes


def test_names_of_a_lazy_import_are_those_of_any_import() -> None:
    tree = ast.parse("import tempfile\nfrom os import path\ntempfile.mktemp()\npath.join()\n")
    for node in tree.body[:2]:
        node.is_lazy = 1  # type: ignore[attr-defined]  # as Python 3.15 has it
    module = Module(tree, [], "tests/test_a.py", Settings())
    assert [module.names(call.func) for call in module.nodes(ast.Call)] == [
        {"tempfile.mktemp"},
        {"os.path.join"},
    ]
