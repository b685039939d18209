"""What a class and its bases give back for a test: one small project a case, the silent ones first."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.cleanup.custody import Custody, custody, lineage
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from .small_projects import BASE, HEAD, PATH, TEST, asked, function_of


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
    "putenv": (
        "    def setUp(self): os.putenv('A', '')\n    def tearDown(self): os.unsetenv('A')\n",
        {"environ:A", "anew:environ:A"},
    ),
    "unsetenv, of which os.environ does not hear": ("    def tearDown(self): os.unsetenv('A')\n", set()),
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
    "by the dictionary": (
        "    def tearDown(self):\n        for each in self.__dict__.values(): each.close()\n",
        True,
        True,
    ),
    "forgotten": ("    def tearDown(self): self.__dict__.clear()\n", False, False),
    "forgotten one by one": (
        "    def tearDown(self):\n        for each in list(self.__dict__): del self.__dict__[each]\n",
        False,
        False,
    ),
    "forgotten by some names": (
        "    def tearDown(self):\n        for n in [n for n in self.__dict__ if n]: del self.__dict__[n]\n",
        False,
        False,
    ),
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
    "a class beside a base that is not read": ("class A:\n{0}class B(A, shop.X): pass\n", True),
    "a class beside one that is not read, and others": (
        "class A:\n{0}class B(A, shop.X): pass\nclass C(A, unittest.TestCase): pass\n",
        True,
    ),
    "a class beside others that are read": ("class A:\n{0}class B(A, unittest.TestCase): pass\n", False),
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
