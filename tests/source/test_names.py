"""Qualified names: what must stay unknown first, then what must be known."""

from __future__ import annotations

import ast
import sys

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.bindings import Bound, Defined, Imported, Unknown
from flake8_testsec.source.module import Module
from flake8_testsec.source.spellings import canonical


def parse(source: str, path: str = "tests/test_a.py") -> Module:
    return Module.parse(source, path, Settings())


def called(source: str, path: str = "tests/test_a.py") -> list[str]:
    """The qualified names of what the last call to a dotted or plain name with ``here`` inside calls."""
    module = parse(source, path)
    call = next(
        call
        for call in module.nodes(ast.Call)
        if any(isinstance(arg, ast.Constant) and arg.value == "here" for arg in call.args)
    )
    return sorted(module.names(call.func))


SILENT = {
    "a module that is computed": "import pytest\nm = pytest.importorskip(f())\nm.get('here')\n",
    "a parameter shadows the import": "import os\ndef f(os):\n    os.system('here')\n",
    "a keyword-only parameter shadows": "import os\ndef f(*, os=1): os.system('here')\n",
    "star arguments shadow": "import os\ndef f(*os): os.system('here')\n",
    "a lambda's parameter shadows": "import os\nf = lambda os: os.system('here')\n",
    "a loop variable shadows": "import os\nfor os in y:\n    os.system('here')\n",
    "a comprehension's variable shadows": "import os\n[os.system('here') for os in y]\n",
    "an exception's name shadows": "import os\ntry: pass\nexcept E as os:\n    os.system('here')\n",
    "a pattern's name shadows": "import os\nmatch x:\n    case {'a': os}:\n        os.system('here')\n",
    "a star pattern shadows": "import os\nmatch x:\n    case [*os]:\n        os.system('here')\n",
    "the rest of a mapping pattern shadows": (
        "import os\nmatch x:\n    case {**os}:\n        os.system('here')\n"
    ),
    "an augmented assignment makes it unknown": "import os\nos += 1\nos.system('here')\n",
    "one unknown binding of two is enough": "import os\nif x:\n    os = make()\nos.system('here')\n",
    "unpacking a call is unknown": "a, b = make()\na('here')\n",
    "unpacking with a star is unknown": "from os import system\na, *b = system, 1, 2\na('here')\n",
    "unpacking with a star that could be counted": "from os import system\na, *b = system, 1\na('here')\n",
    "unpacking another length is unknown": "from os import system\na, b = (system,)\na('here')\n",
    "a nested function is unknown": "def f():\n    def g(): pass\n    g('here')\n",
    "a decorated function is unknown": "@wrap\ndef g(): pass\ng('here')\n",
    "a star import makes builtins with namesakes unknown": "from x import *\nsum('here')\n",
    "a star import of a library with its own open": "from os import *\nopen('here')\n",
    "a star import of a package's own": "from . import *\nopen('here')\n",
    "a name that nothing binds is unknown": "system('here')\n",
    "a subscript is unknown": "import os\nos.environ['a'].b('here')\n",
    "an attribute of self is unknown": "class A:\n    def f(self): self.run('here')\n",
    "a class's names are not seen in its methods": (
        "class A:\n    import os\n    def f(self): os.system('here')\n"
    ),
    "a name bound to itself": "a = a.b\na('here')\n",
    "names bound to each other": "a = b\nb = a\na('here')\n",
    "a chain too long to follow": "x = __import__('os')\n" + "x" + ".a" * 100 + "('here')\n",
    "the other function's local": "def f():\n    import os\ndef g():\n    os.system('here')\n",
    "a global rebound elsewhere": "import os\ndef f(x):\n    global os\n    os = x\nos.system('here')\n",
    "a nonlocal rebound elsewhere": (
        "def f(x):\n    import os\n    def g():\n        nonlocal os\n        os = x\n    os.system('here')\n"
    ),
    "one branch of a choice is unknown": "import os\n(os.system if x else y)('here')\n",
}


@pytest.mark.parametrize("case", SILENT)
def test_not_known(case: str) -> None:
    assert called(SILENT[case]) == []


KNOWN = {
    "a module that a package hands on": (
        "from tests.helpers import mock\nmock.patch('here')\n",
        ["unittest.mock.patch"],
    ),
    "a module of trial is its own": (
        "from twisted.trial import unittest\nunittest.TestCase('here')\n",
        ["twisted.trial.unittest.TestCase"],
    ),
    "a star import leaves other builtins alone": ("from x import *\neval('here')\n", ["eval"]),
    "a star import of what has no open": ("from x import *\nopen('here')\n", ["open"]),
    "what importorskip returns": (
        "import pytest\nm = pytest.importorskip('os.path')\nm.join('here')\n",
        ["os.path.join"],
    ),
    "an import": ("import os\nos.system('here')\n", ["os.system"]),
    "a dotted import": ("import os.path\nos.path.join('here')\n", ["os.path.join"]),
    "an alias": ("import os as o\no.system('here')\n", ["os.system"]),
    "a dotted alias": ("import os.path as p\np.join('here')\n", ["os.path.join"]),
    "a name from a module": ("from os import system\nsystem('here')\n", ["os.system"]),
    "an alias from a module": ("from os import system as s\ns('here')\n", ["os.system"]),
    "an import below its use": ("def f():\n    os.system('here')\nimport os\n", ["os.system"]),
    "an import in the function": ("def f():\n    import os\n    os.system('here')\n", ["os.system"]),
    "an import of the enclosing function": (
        "def f():\n    import os\n    def g():\n        os.system('here')\n",
        ["os.system"],
    ),
    "an import in a class, used in its body": (
        "class A:\n    import os\n    os.system('here')\n",
        ["os.system"],
    ),
    "a default is evaluated outside": ("import os\ndef f(os=os.system('here')): pass\n", ["os.system"]),
    "a lambda's default is evaluated outside": (
        "import os\nf = lambda os=os.system('here'): 1\n",
        ["os.system"],
    ),
    "a decorator is evaluated outside": ("import os\n@os.system('here')\ndef f(os): pass\n", ["os.system"]),
    "the first iterable is evaluated outside": (
        "import os\n[1 for os in os.system('here')]\n",
        ["os.system"],
    ),
    "an assignment": ("import os\nrun = os.system\nrun('here')\n", ["os.system"]),
    "an annotated assignment": ("import os\nrun: object = os.system\nrun('here')\n", ["os.system"]),
    "a bare annotation binds nothing": ("import os\nos: object\nos.system('here')\n", ["os.system"]),
    "a walrus": ("import os\nif (run := os.system): run('here')\n", ["os.system"]),
    "a walrus in a comprehension binds outside": (
        "import os\ndef f():\n    [(run := os.system) for x in y]\n    run('here')\n",
        ["os.system"],
    ),
    "pairwise unpacking": ("import os\na, b = os.system, 1\na('here')\n", ["os.system"]),
    "a context manager": ("with open(x) as f:\n    f.read('here')\n", ["open().read"]),
    "a call is part of the name": (
        "import tarfile\ntarfile.open(x).extractall('here')\n",
        ["tarfile.open().extractall"],
    ),
    "an awaited call": ("import a\nasync def f():\n    (await a.b()).c('here')\n", ["a.b().c"]),
    "a choice": ("import os, sys\n(os.system if x else sys.exit)('here')\n", ["os.system", "sys.exit"]),
    "an alternative": ("import os, sys\n(os.system or sys.exit)('here')\n", ["os.system", "sys.exit"]),
    "a fallback import": (
        "try:\n    import a\nexcept ImportError:\n    import b as a\na.f('here')\n",
        ["a.f", "b.f"],
    ),
    "None where an import failed": (
        "try:\n    import mock\nexcept ImportError:\n    mock = None\nmock.patch('here')\n",
        ["unittest.mock.patch"],
    ),
    "a builtin": ("open('here')\n", ["open"]),
    "a builtin by its module": ("import builtins\nbuiltins.open('here')\n", ["open"]),
    "the vendored six": (
        "from x.six.moves.urllib.request import urlopen\nurlopen('here')\n",
        ["urllib.request.urlopen"],
    ),
    "a function of this module": ("def f(): pass\nf('here')\n", ["tests.test_a.f"]),
    "a relative import": ("from .base import make\nmake('here')\n", ["tests.base.make"]),
    "a relative import beyond the top": ("from ...base import make\nmake('here')\n", ["..base.make"]),
    "a relative import of a module": ("from . import base\nbase.make('here')\n", ["tests.base.make"]),
    "a global of the module": ("import os\ndef f():\n    global os\n    os.system('here')\n", ["os.system"]),
    "a nonlocal of the function around a class": (
        "def g():\n    import os\n    class A:\n        def f():\n            nonlocal os\n"
        "            os.system('here')\n",
        ["os.system"],
    ),
    "a nonlocal without an outer function": (
        "import os\nclass A:\n    def f(): os.system('here')\n",
        ["os.system"],
    ),
}


@pytest.mark.parametrize("case", KNOWN)
def test_known(case: str) -> None:
    source, names = KNOWN[case]
    assert called(source) == names


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters are syntax of Python 3.12")
def test_a_type_parameter_shadows() -> None:
    assert called("import os\ndef f[os]():\n    os.system('here')\n") == []


def test_a_name_is_not_followed_for_ever() -> None:
    for many, names in ((9, ["os.system"]), (99, [])):
        renamed = "".join(f"f{each + 1} = f{each}\n" for each in range(many))
        assert called(f"from os import system as f0\n{renamed}f{many}('here')\n") == names


def test_a_relative_import_from_further_up() -> None:
    assert called("from ..base import f\nf('here')\n", "shop/tests/test_a.py") == ["shop.base.f"]


def test_a_package_completes_relative_imports_from_itself() -> None:
    assert called("from .a import f\nf('here')\n", "tests/__init__.py") == ["tests.a.f"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mock", "unittest.mock"),
        ("mock.mock.patch.object", "unittest.mock.patch.object"),
        ("unittest.case.TestCase", "unittest.TestCase"),
        ("mocking.patch", "mocking.patch"),
        ("builtins.open().read", "open().read"),
        ("cinder.six.moves.builtins.open", "open"),
    ],
)
def test_names_that_mean_the_same(name: str, expected: str) -> None:
    assert canonical(name) == expected


def test_bindings_tell_how_a_name_came_about() -> None:
    module = parse("import a\nb = a\ndef c(): pass\nfor d in b: (a, b, c, d, print)\n")
    loads = {node.id: node for node in module.nodes(ast.Name) if isinstance(node.ctx, ast.Load)}
    kinds = {name: [type(each) for each in module.bindings(node)] for name, node in loads.items()}
    assert kinds == {"a": [Imported], "b": [Bound], "c": [Defined], "d": [Unknown], "print": []}


def test_imported_names_are_listed_with_what_they_stand_for() -> None:
    module = parse("import a.b\nfrom c import d as e\nf = 1\n")
    assert sorted(module.scopes.imported()) == [("a", "a"), ("e", "c.d")]


def test_bases_are_resolved_each_for_itself() -> None:
    module = parse("import unittest\nclass A(unittest.TestCase, make()): pass\n")
    (class_,) = module.nodes(ast.ClassDef)
    assert module.bases(class_) == (frozenset({"unittest.TestCase"}), frozenset())
