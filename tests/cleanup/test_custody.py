"""Who else gives things back: one small project a case, the silent ones first."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.cleanup.custody import Custody, custody, lineage
from flake8_testsec.cleanup.states import covers
from flake8_testsec.cleanup.tags import Part, Tags
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

PATH = "tests/test_shop.py"


def module_of(texts: dict[str, str], path: str = PATH) -> Module:
    return Module.parse(texts[path], path, Settings(), Project(Tree(texts)).view(path))


def function_of(module: Module, name: str = "test_it") -> ast.FunctionDef:
    (found,) = (each for each in module.nodes(ast.FunctionDef) if each.name == name)
    return found


def asked(text: str, **others: str) -> Custody:
    """Custody of ``test_it``; the other files by their paths without suffix, ``/`` as ``__``."""
    module = module_of({PATH: text, **{f"{_path(path)}.py": each for path, each in others.items()}})
    return custody(function_of(module), module)


def _path(name: str) -> str:
    return name if "/" in name else name.replace("__", "/")


HEAD = """import collections, functools, importlib, locale, os, sys, tempfile, unittest
from unittest import mock
import fixtures, pytest, shop
KEY = 'B'
"""
TEST = "    def test_it(self): pass\n"


def case(body: str, bases: str = "unittest.TestCase") -> str:
    return f"{HEAD}class T({bases}):\n{body}{TEST}"


UNDONE = {
    "nothing": ("    def setUp(self): self.x = 1\n", set()),
    "a test gives back nothing for another": ("    def test_b(self): os.environ.pop('A')\n", set()),
    "a second fresh environment is no restore": ("    def tearDown(self): os.environ = {}\n", set()),
    "reading the environment restores nothing": ("    def tearDown(self): os.environ.get('A')\n", set()),
    "a patch in set-up": (
        "    def setUp(self):\n        mock.patch('sys.argv').start()\n",
        {"set:sys.argv"},
    ),
    "a patch in set-up that a variable asks for": (
        "    def setUp(self):\n        if os.environ.get('A'):\n            mock.patch('sys.argv').start()\n",
        set(),
    ),
    "stopall in tearDown": ("    def tearDown(self): mock.patch.stopall()\n", {"patchers"}),
    "stopall registered": ("    def setUp(self): self.addCleanup(mock.patch.stopall)\n", {"patchers"}),
    "a variable taken out in tearDown": (
        "    def tearDown(self): os.environ.pop('A', None)\n",
        {"environ:A"},
    ),
    "a variable deleted in a helper that tearDown calls": (
        "    def tearDown(self): self._forget()\n    def _forget(self): del os.environ['A']\n",
        {"environ:A"},
    ),
    "a variable refilled in setUp": ("    def setUp(self): os.environ['A'] = ''\n", {"anew:environ:A"}),
    "a variable of a constant name": ("    def tearDown(self): del os.environ[KEY]\n", {"environ:B"}),
    "a variable of an unknown name stands for all": (
        "    def tearDown(self):\n        for key in self.keys: del os.environ[key]\n",
        {"environ", "self.keys"},
    ),
    "all variables put back": (
        "    def tearDown(self): os.environ.update(self.old)\n",
        {"environ", "self.old"},
    ),
    "all variables merged back": ("    def tearDown(self):\n        os.environ |= OLD\n", {"environ"}),
    "putenv": ("    def tearDown(self): os.unsetenv('A')\n", {"environ:A"}),
    "the environment given to a function": ("    def tearDown(self): back(os.environ)\n", {"environ"}),
    "the working directory": ("    def tearDown(self): os.chdir('/')\n", {"folder"}),
    "the working directory registered": ("    def setUp(self): self.addCleanup(os.chdir, '/')\n", {"folder"}),
    "an attribute of a module": ("    def tearDown(self): sys.argv = OLD\n", {"set:sys.argv"}),
    "an attribute deleted": ("    def tearDown(self): del shop.clock\n", {"set:shop.clock"}),
    "an attribute of something unknown": ("    def tearDown(self): thing().clock = 1\n", {"set:*.clock"}),
    "an attribute of self is not one of a module": ("    def tearDown(self): self.x = None\n", set()),
    "setattr": ("    def tearDown(self): setattr(shop, 'clock', 1)\n", {"set:shop.clock"}),
    "setattr of an unknown name": ("    def tearDown(self): setattr(shop, name(), 1)\n", {"set:shop.*"}),
    "setattr of something unknown": ("    def tearDown(self): setattr(thing(), 'x', 1)\n", {"set:*.x"}),
    "setattr of anything": ("    def tearDown(self): setattr(thing(), name(), 1)\n", {"set:*"}),
    "setattr of the environment": ("    def tearDown(self): setattr(os, 'environ', 1)\n", {"environ"}),
    "reload": ("    def tearDown(self): importlib.reload(shop)\n", {"set:shop.*"}),
    "an item of a module's mapping": ("    def tearDown(self): del sys.modules['x']\n", {"set:sys.modules"}),
    "a method that changes in place": ("    def tearDown(self): sys.path.remove('x')\n", {"set:sys.path"}),
    "a process-wide setting": (
        "    def tearDown(self): locale.setlocale(locale.LC_ALL, OLD)\n",
        {"call:locale.setlocale"},
    ),
    "a partial registered": (
        "    def setUp(self): self.addCleanup(functools.partial(os.environ.pop, 'A'))\n",
        {"environ:A"},
    ),
    "a lambda registered": ("    def setUp(self): self.addCleanup(lambda: os.chdir('/'))\n", {"folder"}),
    "nothing registered": ("    def setUp(self): self.addCleanup()\n", set()),
    "an inner function registered": (
        "    def setUp(self):\n        def back(): os.chdir('/')\n        self.addCleanup(back)\n",
        {"folder"},
    ),
    "a patch of the environment": (
        "    def setUp(self): self.enterContext(mock.patch.dict(os.environ))\n",
        {"environ"},
    ),
    "a patch by name": (
        "    def setUp(self): mock.patch('shop.clock').start()\n",
        {"set:shop.clock"},
    ),
    "a patch of several attributes": (
        "    def setUp(self): mock.patch.multiple(shop, clock=1).start()\n",
        {"set:shop.*"},
    ),
    "a patch of the environment by name": (
        "    def setUp(self): mock.patch('os.environ', {}).start()\n",
        {"environ"},
    ),
    "a patch of tempfile": (
        "    def setUp(self): mock.patch('tempfile.tempdir', 'x').start()\n",
        {"set:tempfile.tempdir", "tempfile"},
    ),
    "a patch of a mapping": (
        "    def setUp(self): mock.patch.dict(sys.modules).start()\n",
        {"set:sys.modules"},
    ),
    "a method of the case that patches": (
        "    def setUp(self): self.patch(shop, 'clock', 1)\n",
        {"set:shop.clock"},
    ),
    "a fixture object of a variable": (
        "    def setUp(self): self.useFixture(fixtures.EnvironmentVariable('A', 'x'))\n",
        {"environ:A"},
    ),
    "a fixture object for temporary files": (
        "    def setUp(self): self.useFixture(fixtures.NestedTempfile())\n",
        {"tempfile"},
    ),
    "tempdir replaced": (
        "    def setUp(self): tempfile.tempdir = 'x'\n",
        {"tempfile", "anew:set:tempfile.tempdir"},
    ),
}


@pytest.mark.parametrize("name", UNDONE)
def test_what_a_class_gives_back(name: str) -> None:
    body, expected = UNDONE[name]
    answer = asked(case(body))
    assert {tag for tag in answer.undoes if not tag.startswith("lent:")} == expected
    assert not answer.opaque


OF_SELF = {
    "released by its method": ("    def tearDown(self): self.x.close()\n", True, True),
    "released by another method than the one wanted": (
        "    def tearDown(self): self.x.shutdown()\n",
        False,
        False,
    ),
    "registered": ("    def setUp(self): self.addCleanup(self.x.close)\n", True, True),
    "given to a function that closes": ("    def helper(self): close_all(self.x)\n", True, True),
    "given to a function in tearDown": ("    def tearDown(self): forget(self.x)\n", True, True),
    "entered": ("    def helper(self):\n        with self.x: pass\n", True, True),
    "a loop that closes each": ("    def helper(self):\n        for e in self.x: e.close()\n", True, True),
    "a loop that gives each to what closes": (
        "    def helper(self):\n        for e in self.x: close(e)\n",
        True,
        True,
    ),
    "a loop that reads each": ("    def helper(self):\n        for e in self.x: e.peek()\n", False, False),
    "by getattr": ("    def tearDown(self): getattr(self, 'x').close()\n", True, True),
    "by getattr of any name": ("    def tearDown(self): getattr(self, name).close()\n", True, True),
    "by getattr of another": ("    def tearDown(self): getattr(other, 'x').close()\n", False, False),
    "by the dictionary": ("    def tearDown(self): self.__dict__.clear()\n", True, True),
    "self given away": ("    def tearDown(self): forget(self)\n", True, True),
    "self for super is not given away": ("    def tearDown(self): super(T, self).tearDown()\n", False, False),
    "looked at": ("    def tearDown(self):\n        if self.x: pass\n", False, False),
    "asked": ("    def tearDown(self): self.x.is_alive()\n", False, False),
    "deeper": ("    def tearDown(self): self.x.inner.go()\n", True, True),
    "lent": ("    def helper(self): use(self.x)\n", False, True),
    "kept in a list": ("    def helper(self): return [self.x]\n", False, True),
    "returned": ("    def helper(self): return self.x\n", False, True),
    "read": ("    def helper(self): self.x.read()\n", False, False),
    "called": ("    def helper(self): self.x()\n", False, False),
    "called at the end": ("    def tearDown(self): self.x()\n", False, False),
}


@pytest.mark.parametrize("name", OF_SELF)
def test_what_becomes_of_an_attribute(name: str) -> None:
    body, released, taken = OF_SELF[name]
    answer = asked(case(body))
    given_back = not {"self.*", "self.x", "self.x.close"}.isdisjoint(answer.undoes)
    assert (given_back, given_back or "lent:self.x" in answer.undoes) == (released, taken)


def test_a_method_that_sounds_like_a_release_is_told_by_its_word() -> None:
    answer = asked(case("    def tearDown(self): self.x.shutdown()\n"))
    assert "self.x.shutdown" in answer.undoes
    assert not any(tag.startswith("self.y") for tag in answer.undoes)


def case_of(body: str, bases: str, **others: str) -> Custody:
    return asked(case(body, bases), **others)


BASE = f"{HEAD}class Base(unittest.TestCase):\n    def tearDown(self): os.chdir('/')\n"
BASES = {
    "a framework's class is transparent": ("unittest.TestCase", {}, set(), False),
    "an unread base is opaque": ("shop.Case", {}, set(), True),
    "a base that is made is opaque": ("make()", {}, set(), True),
    "a base of the standard library is transparent": ("importlib.abc.Loader", {}, set(), False),
    "a named tuple is transparent": ("collections.namedtuple('A', 'b')", {}, set(), False),
    "object is transparent": ("object", {}, set(), False),
    "a metaclass takes nothing away": ("six.with_metaclass(M, unittest.TestCase)", {}, set(), False),
    "a generic base is what it is a form of": ("unittest.TestCase[int]", {}, set(), False),
    "a base of the project is read": ("shop.Base", {"shop": BASE}, {"folder"}, False),
    "a base of the project's own test package": (
        "shop.Base",
        {"tests__shop": BASE, "shop": "from tests.shop import Base\n"},
        {"folder"},
        False,
    ),
    "a base through a star import": (
        "shop.Base",
        {"shop": "from other import *\n", "other": BASE},
        {"folder"},
        False,
    ),
    "a base from a star import that is not read is opaque": (
        "shop.Base",
        {"shop": "from elsewhere import *\n"},
        set(),
        True,
    ),
    "star imports that take from each other are opaque": (
        "shop.Base",
        {"shop": "from other import *\n", "other": "from shop import *\n"},
        set(),
        True,
    ),
    "a base that the other module only passes on": (
        "shop.Base",
        {"shop": "from unittest import TestCase as Base\n"},
        set(),
        False,
    ),
    "a base under another name": (
        "shop.Base",
        {"shop": "import testtools\nBase = testtools.TestCase\n"},
        set(),
        False,
    ),
    "a base under a name that is not known": ("shop.Base", {"shop": "Base = make()\n"}, set(), True),
    "a base that is one of two": (
        "shop.Base",
        {"shop": f"{BASE}if x:\n    class Base(unittest.TestCase): pass\n"},
        {"folder"},
        False,
    ),
    "a base that is not in its module": ("shop.Base", {"shop": "x = 1\n"}, set(), True),
    "bases that inherit from each other": (
        "shop.Base",
        {
            "shop": "import other\nclass Base(other.B): pass\n",
            "other": "import shop\nclass B(shop.Base): pass\n",
        },
        set(),
        False,
    ),
    "names that lead to each other": (
        "shop.Base",
        {"shop": "from other import Base\n", "other": "from shop import Base\n"},
        set(),
        True,
    ),
    "a module with a syntax error is opaque": ("shop.Base", {"shop": "class ("}, set(), True),
    "a project's own unittest beside the test is its own business": (
        "unittest.TestCase",
        {"tests__unittest": "import os\nclass TestCase:\n    def tearDown(self): os.chdir('/')\n"},
        {"folder"},
        False,
    ),
    "a package's own unittest is not the one that a test of the package imports": (
        "unittest.TestCase",
        {"tests/__init__": "", "tests__unittest": "class TestCase(make()): pass\n"},
        set(),
        False,
    ),
    "oslotest redirects tempfile and stops patchers": (
        "shop.Base",
        {"shop": "from oslotest import base\nclass Base(base.BaseTestCase): pass\n"},
        {"patchers", "tempfile", "environ:HOME"},
        False,
    ),
    "a stopall in a base's module counts": (
        "shop.Base",
        {"shop": f"{HEAD}class Base(unittest.TestCase): pass\ndef end(): mock.patch.stopall()\n"},
        {"patchers"},
        False,
    ),
}


@pytest.mark.parametrize("name", BASES)
def test_what_bases_give_back(name: str) -> None:
    bases, others, undoes, opaque = BASES[name]
    assert case_of("", bases, **others) == Custody(frozenset(undoes), opaque)


MIXINS = {
    "a class beside another base somewhere": ("class A:\n{0}class B(A, unittest.TestCase): pass\n", True),
    "a class that is called so": ("class AMixin(unittest.TestCase):\n{0}", True),
    "a case beside another base": (
        "class A(unittest.TestCase):\n{0}class B(A, shop.X): pass\n",
        False,
    ),
    "a class beside nothing": ("class A:\n{0}class B(A): pass\n", False),
    "a function": ("def test_it(): pass\n", False),
}


@pytest.mark.parametrize("name", MIXINS)
def test_a_mixin_is_opaque(name: str) -> None:
    text, opaque = MIXINS[name]
    assert asked(HEAD + text.format(TEST)).opaque is opaque


def test_a_class_that_takes_in_a_mixin_that_was_read_is_not_opaque() -> None:
    text = f"{HEAD}class A:\n    def tearDown(self): os.chdir('/')\nclass B(A, unittest.TestCase):\n{TEST}"
    assert asked(text) == Custody(frozenset({"folder"}), False)


def test_without_a_view_only_the_module_itself_is_read() -> None:
    text = f"{HEAD}class A(unittest.TestCase): pass\nclass B(A, shop.Case):\n{TEST}"
    module = Module.parse(text, PATH, Settings())
    (line,) = (lineage(each, module) for each in module.nodes(ast.ClassDef) if each.name == "B")
    assert [each.name for each in line.classes] == ["tests.test_shop.B", "tests.test_shop.A"]
    assert line.outside == ("unittest.TestCase", "shop.Case")
    assert custody(function_of(module), module).opaque


def test_a_hierarchy_beyond_all_measure_is_opaque() -> None:
    chain = "class C0: pass\n" + "".join(f"class C{n}(C{n - 1}): pass\n" for n in range(1, 2000))
    assert asked(f"{HEAD}from shop import C1999\nclass T(C1999):\n{TEST}", shop=chain).opaque
    assert not asked(f"{HEAD}from shop import C80\nclass T(C80):\n{TEST}", shop=chain).opaque


CLEAN = """
import os, pytest
@pytest.fixture{0}
def clean({1}):
    old = os.getcwd()
    yield
    os.chdir(old)
"""
IT = "def test_it({0}): pass\n"
FIXTURES = {
    "a fixture of the module that is not asked for": (CLEAN.format("", "") + IT.format(""), {}, set()),
    "a fixture of the module": (CLEAN.format("", "") + IT.format("clean"), {}, {"folder"}),
    "a fixture in force by itself": (CLEAN.format("(autouse=True)", "") + IT.format(""), {}, {"folder"}),
    "a fixture that says that it is not": (CLEAN.format("(autouse=False)", "") + IT.format(""), {}, set()),
    "a fixture of the conftest": (IT.format("clean"), {"conftest": CLEAN.format("", "")}, {"folder"}),
    "a fixture in force of the conftest": (
        IT.format(""),
        {"tests__conftest": CLEAN.format("(autouse=True)", "")},
        {"folder"},
    ),
    "a conftest of another folder": (IT.format("clean"), {"docs__conftest": CLEAN.format("", "")}, set()),
    "a fixture by another name": (
        IT.format("neat"),
        {"conftest": CLEAN.format("(name='neat')", "")},
        {"folder"},
    ),
    "a fixture through a fixture": (
        "import pytest\n@pytest.fixture\ndef mine(clean): pass\n" + IT.format("mine"),
        {"conftest": CLEAN.format("", "")},
        {"folder"},
    ),
    "a fixture of a plugin module": (
        IT.format("clean"),
        {"conftest": "pytest_plugins = ['shop.pytest']\n", "shop__pytest": CLEAN.format("", "")},
        {"folder"},
    ),
    "a fixture that the conftest imports": (
        IT.format("clean"),
        {"conftest": "from shop.more import clean\n", "shop__more": CLEAN.format("", "")},
        {"folder"},
    ),
    "something of a fixture's name that is none": (
        IT.format("clean"),
        {"conftest": "from shop.more import clean\n", "shop__more": "def clean(): mock.patch('x')\n"},
        set(),
    ),
    "modules that load each other": (
        IT.format("clean"),
        {"conftest": "pytest_plugins = ['more']\n", "more": "pytest_plugins = ['conftest']\n"},
        set(),
    ),
    "a fixture in force that the conftest imports": (
        IT.format(""),
        {
            "conftest": "from shop.fixtures import clean\n",
            "shop__fixtures": CLEAN.format("(autouse=True)", ""),
        },
        {"folder"},
    ),
    "fixtures that ask for each other": (
        "import pytest\n@pytest.fixture\ndef a(b): pass\n@pytest.fixture\ndef b(a): pass\n" + IT.format("a"),
        {},
        set(),
    ),
    "a fixture that overrides the one it asks for": (
        CLEAN.format("", "clean") + IT.format("clean"),
        {"conftest": CLEAN.format("", "").replace("chdir(old)", "environ.clear()")},
        {"folder"},
    ),
    "a function that is no fixture": ("def clean(): os.chdir('/')\n" + IT.format("clean"), {}, set()),
    "an unknown fixture by its name": (IT.format("clean_env"), {}, {"environ"}),
    "an unknown fixture for the working directory": (IT.format("change_dir"), {}, {"folder"}),
    "an unknown fixture for anything": (IT.format("client"), {}, set()),
    "tmp_path gives back nothing": (IT.format("tmp_path, tmpdir, mocker, monkeypatch, request"), {}, set()),
    "pytester": (
        IT.format("pytester"),
        {},
        {
            "folder",
            "set:sys.path",
            "set:sys.modules",
            "environ:HOME",
            "environ:USERPROFILE",
            "environ:PY_COLORS",
        },
    ),
    "capsys": (IT.format("capsys"), {}, {"set:sys.stdout", "set:sys.stderr"}),
    "a mark": (
        CLEAN.format("", "") + "@pytest.mark.usefixtures('clean')\n" + IT.format(""),
        {},
        {"folder"},
    ),
    "a mark of the module": (
        CLEAN.format("", "") + "pytestmark = [pytest.mark.usefixtures('clean')]\n" + IT.format(""),
        {},
        {"folder"},
    ),
    "a finalizer": (
        "import os, pytest\n@pytest.fixture\ndef clean(request):\n"
        "    request.addfinalizer(lambda: os.chdir('/'))\n" + IT.format("clean"),
        {},
        {"folder"},
    ),
    "a try around the yield": (
        "import os, pytest\n@pytest.fixture\ndef clean():\n    try:\n        yield\n"
        "    finally:\n        os.chdir('/')\n" + IT.format("clean"),
        {},
        {"folder"},
    ),
    "a with around the yield": (
        "import os, pytest\nfrom unittest import mock\n@pytest.fixture\ndef clean():\n"
        "    with mock.patch.dict(os.environ):\n        yield\n" + IT.format("clean"),
        {},
        {"environ"},
    ),
    "a hook of the module": (
        "import os\ndef teardown_function(): os.chdir('/')\n" + IT.format(""),
        {},
        {"folder"},
    ),
    "a set-up of the module": (
        "import os\ndef setUpModule(): os.environ.pop('A')\n" + IT.format(""),
        {},
        {"anew:environ:A"},
    ),
    "monkeypatch of a variable": (
        "def test_it(monkeypatch):\n    monkeypatch.setenv('A', 'x')\n    monkeypatch.delenv('B')\n",
        {},
        {"environ:A", "environ:B"},
    ),
    "monkeypatch of the rest": (
        "import shop, os, sys\ndef test_it(monkeypatch):\n    monkeypatch.setattr(shop, 'clock', 1)\n"
        "    monkeypatch.setattr('shop.stock', 1)\n    monkeypatch.setitem(os.environ, 'A', 'x')\n"
        "    monkeypatch.delitem(sys.modules, 'x')\n    monkeypatch.chdir('/')\n"
        "    monkeypatch.syspath_prepend('x')\n    monkeypatch.undo()\n",
        {},
        {"set:shop.clock", "set:shop.stock", "environ:A", "set:sys.modules", "folder", "set:sys.path"},
    ),
}


@pytest.mark.parametrize("name", FIXTURES)
def test_what_fixtures_give_back(name: str) -> None:
    text, others, expected = FIXTURES[name]
    answer = asked(text, **others)
    assert {tag for tag in answer.undoes if not tag.startswith("lent:")} == expected
    assert not answer.opaque


USES = {
    "a decorator of the project": (
        "import os, shop\n@shop.cleaned\ndef test_it(): pass\n",
        {
            "shop": "import os\ndef cleaned(test):\n    def run():\n        try:\n            test()\n"
            "        finally:\n            os.chdir('/')\n    return run\n"
        },
        {"folder"},
    ),
    "a decorator of the module": (
        "import os\ndef cleaned(test):\n    def run():\n        try:\n            test()\n"
        "        finally:\n            os.chdir('/')\n    return run\n@cleaned\ndef test_it(): pass\n",
        {},
        {"folder"},
    ),
    "a decorator through a star import": (
        "import shop\n@shop.clean\ndef test_it(): pass\n",
        {"shop": "from more import *\n", "more": CLEAN.format("", "")},
        {"folder"},
    ),
    "a decorator that leads to itself": (
        "import shop\n@shop.clean\ndef test_it(): pass\n",
        {"shop": "from more import clean\n", "more": "from shop import clean\n"},
        set(),
    ),
    "an unread decorator by its name": (
        "import shop\n@shop.clean_env\ndef test_it(): pass\n",
        {},
        {"environ", "unread"},
    ),
    "a patch as a decorator": (
        "import os\nfrom unittest import mock\n@mock.patch.dict(os.environ)\ndef test_it(): pass\n",
        {},
        {"environ"},
    ),
    "a fixture class of the project, with its bases": (
        f"{HEAD}class T(unittest.TestCase):\n    def setUp(self): self.useFixture(shop.Neat())\n{TEST}",
        {
            "shop": "import more\nclass Neat(more.Clean): pass\n",
            "more": BASE.replace("class Base", "class Clean"),
        },
        {"folder"},
    ),
    "a fixture class of the module": (
        f"{BASE}class T(unittest.TestCase):\n    def setUp(self): self.useFixture(Base())\n{TEST}",
        {},
        {"folder"},
    ),
    "a helper elsewhere that is given self": (
        f"{HEAD}class T(unittest.TestCase):\n    def setUp(self): shop.clean(self)\n{TEST}",
        {"shop": "import os\ndef clean(case): case.addCleanup(os.chdir, '/')\n"},
        {"folder"},
    ),
    "a fixture method in force by itself": (
        f"{HEAD}class T:\n    @pytest.fixture(autouse=True)\n    def clean(self):\n        yield\n"
        f"        os.chdir('/')\n{TEST}",
        {},
        {"folder"},
    ),
    "a fixture method that is asked for": (
        f"{HEAD}class T:\n    @pytest.fixture\n    def clean(self):\n        yield\n"
        "        os.environ.clear()\n"
        "    def test_it(self, clean): pass\n",
        {},
        {"environ", "anew:environ"},
    ),
    "a mark of the class": (
        f"{CLEAN.format('', '')}class T:\n    pytestmark = pytest.mark.usefixtures('clean')\n{TEST}",
        {},
        {"folder"},
    ),
    "a test around an inner function": (
        "def test_b(pytester):\n    def test_it(): pass\n",
        {},
        {"folder", "set:sys.path", "set:sys.modules"}
        | {f"environ:{key}" for key in ("HOME", "USERPROFILE", "PY_COLORS")},
    ),
}


@pytest.mark.parametrize("name", USES)
def test_what_is_used_is_followed(name: str) -> None:
    text, others, expected = USES[name]
    assert {tag for tag in asked(text, **others).undoes if not tag.startswith("lent:")} == expected


PUT_BACK = {"patchers", "folder", "tempfile", "environ:A", "call:os.umask"}
COVERED = {
    "patchers": True,
    "folder": True,
    "environ:A": True,
    "environ:B": False,
    "environ": True,
    "call:os.umask": True,
    "call:os.nice": False,
}


@pytest.mark.parametrize("tag", COVERED)
def test_which_states_are_covered(tag: str) -> None:
    assert covers(Tags((Part(PUT_BACK),)), tag) is COVERED[tag]
    assert not covers(Tags(), tag)


def test_the_working_directory() -> None:
    assert Custody(frozenset(PUT_BACK)).folder
    assert not Custody().folder
    assert Custody() == Custody(frozenset(), False)


ATTRIBUTES = {
    "set:shop.clock": (True, False),
    "set:shop": (True, True),
    "set:shop.*": (True, True),
    "set:*.clock": (True, False),
    "set:*": (True, True),
    "set:other.clock": (False, False),
}


@pytest.mark.parametrize("tag", ATTRIBUTES)
def test_which_attributes_a_tag_covers(tag: str) -> None:
    given = Tags((Part({tag}),))
    assert (covers(given, "set:shop.clock"), covers(given, "set:shop.stock")) == ATTRIBUTES[tag]
