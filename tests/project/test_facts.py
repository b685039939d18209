"""What one module tells: bases, hooks, returns, and records that survive being kept."""

from __future__ import annotations

import json

import pytest

from flake8_testsec.project import records
from flake8_testsec.project.facts import Later, ModuleFacts, facts_of
from flake8_testsec.project.hooks import HookFacts
from flake8_testsec.project.records import postponed, settled
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module


def told(text: str, path: str = "tests/test_shop.py") -> ModuleFacts:
    return settled(facts_of(Module.parse(text, path, Settings())))


def test_what_is_left_for_later_is_worked_out_once() -> None:
    asked: list[str] = []
    later = Later(lambda: asked or asked.append("a") or ["a", "b"])  # type: ignore[func-returns-value]
    assert asked == []
    assert (later[0], later[1:], len(later), [*later], [*reversed(later)]) == (
        "a",
        ("b",),
        2,
        ["a", "b"],
        ["b", "a"],
    )
    assert asked == ["a"]


class Compared(str):
    """A word that says how often it is compared with another."""

    times = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Compared.times += 1
        return str.__eq__(self, other)


def test_a_word_is_looked_up_among_many_and_they_are_not_gone_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Compared, "times", 0)
    names = [f"name{number}" for number in range(100)]
    text = "".join(f"class {name}:\n    {name} = 1\n" for name in names)
    found = facts_of(Module.parse(text, "a.py", Settings()))
    kept = records.restore(json.loads(json.dumps(settled(found))))
    assert kept is not None
    for facts in (found, settled(found), kept):
        assert Compared("name99") in facts.bound and Compared("name99.name99") in facts.always
        assert Compared("name99") in facts.classes[99].sets and Compared("name") not in facts.constants
    assert Compared.times <= 12


def test_only_what_is_asked_for_is_worked_out() -> None:
    text = "def one():\n    return mock.Mock()\nclass A:\n    def tearDown(self): mock.patch.stopall()\n"
    found = facts_of(Module.parse(text, "tests/test_shop.py", Settings()))
    kept = [each.undoes for each in (*found.classes, *found.functions)]
    assert not any("whole" in vars(each) for each in kept)
    assert [*found.named("A")[0].undoes] == ["patchers"]
    assert ["whole" in vars(each) for each in kept] == [True, False, False]


def test_functions_of_which_nothing_is_to_be_said_are_passed_over() -> None:
    text = "import gc\ndef one():\n    return gc.collect\nif x:\n    def one(): pass\n"
    found = facts_of(Module.parse(text, "tests/support.py", Settings()))
    for each in (found, settled(found)):
        function = each.function("one")
        assert function is not None and [*function.returns] == ["gc.collect"]
    assert [len(each.functions) for each in (found, settled(found))] == [2, 1]


def test_a_yield_among_the_defaults_ends_nothing() -> None:
    assert told("def one(a=(yield)): pass\n").functions == ()


BASES = {
    "none": ("class T: pass\n", ()),
    "object": ("class T(object): pass\n", ()),
    "a name that nothing binds": ("class T(Base): pass\n", ("",)),
    "an import": ("import shop\nclass T(shop.Base): pass\n", ("shop.Base",)),
    "a relative import": ("from .base import Base\nclass T(Base): pass\n", ("tests.base.Base",)),
    "an import that may fail": (
        "try:\n    from x import B\nexcept ImportError:\n    from y import B\nclass T(B): pass\n",
        ("x.B", "y.B"),
    ),
    "a class of the module": ("class A: pass\nclass T(A): pass\n", ("tests.test_shop.A",)),
    "a decorated class": ("@mark\nclass A: pass\nclass T(A): pass\n", ("tests.test_shop.A",)),
    "a class under an if": ("if x:\n    class A: pass\nclass T(A): pass\n", ("tests.test_shop.A",)),
    "a nested class": ("class A:\n    class B: pass\nclass T(A.B): pass\n", ("tests.test_shop.A.B",)),
    "a class nested in a decorated one": (
        "@mark\nclass A:\n    class B: pass\nclass T(A.B): pass\n",
        ("tests.test_shop.A.B",),
    ),
    "a call": ("class T(make()): pass\n", ("",)),
    "a class made by a metaclass": (
        "import six, shop\nclass T(six.with_metaclass(M, shop.A)): pass\n",
        ("shop.A",),
    ),
    "a form of a generic class": ("import shop\nclass T(shop.A[int]): pass\n", ("shop.A",)),
    "another name": ("import shop\nA = shop.Base\nclass T(A): pass\n", ("shop.Base",)),
}


@pytest.mark.parametrize("name", BASES)
def test_bases(name: str) -> None:
    text, bases = BASES[name]
    (found,) = told(text).named("T")
    assert found.bases == bases


HEAD = "import os, shutil, tempfile, unittest, pytest\nfrom unittest import mock\n"
HOOKS = {
    "only attributes": ("self.x = 1", (), ("x",), ()),
    "a directory": ("self.x = tempfile.mkdtemp()", ("tempfile.mkdtemp()",), ("x",), ()),
    "a removal": ("shutil.rmtree(self.x)", ("shutil.rmtree(self.x)",), (), ("x",)),
    "a method that closes": ("self.x.close()", ("self.x.close",), (), ("x",)),
    "words joined": ("', '.join(self.x)", (), (), ("x",)),
    "a thread joined": ("self.x.join()", ("self.x.join",), (), ("x",)),
    "a registration": ("self.addCleanup(stop)", ("addCleanup",), (), ("addCleanup",)),
    "a patch": (
        "mock.patch('shop.x').start()",
        ("mock.patch('shop.x').start()",),
        (),
        (),
    ),
    "all patches": ("mock.patch.stopall()", ("mock.patch.stopall", "patchers"), (), ()),
    "a variable": ("os.environ.pop('A')", ("environ:A",), (), ()),
    "an attribute of a module": ("shutil.copy = 1", (), (), ()),
    "an attribute looked for": ("if hasattr(self, 'x'): self.x.read()", (), (), ()),
    "by way of a method": ("self.more()", ("tempfile.mkdtemp()",), (), ("more",)),
}


@pytest.mark.parametrize("name", HOOKS)
def test_what_a_hook_does(name: str) -> None:
    body, deeds, sets, reads = HOOKS[name]
    text = f"{HEAD}class T:\n    def setUp(self):\n        {body}\n    def more(self): tempfile.mkdtemp()\n"
    (found,) = told(text).classes
    calls = ("more",) if body == "self.more()" else ()
    removes = tuple(dict.fromkeys("x" if "self.x)" in each else "" for each in deeds))
    assert found.hooks == (HookFacts("setUp", 4, deeds, sets, reads, calls, False, False, removes),)


def test_a_chain_beyond_all_measure_is_known_by_its_last_word() -> None:
    (found,) = told(f"class T:\n    def setUp(self): x{'.a' * 700}.close()\n").classes
    assert found.hooks[0].deeds == ("close",)


PASSES = {
    "super().setUp()": True,
    "super(T, self).setUp()": True,
    "Base.setUp(self)": True,
    "getattr(super(), 'setUp')()": True,
    "self.setUp()": False,
    "super().tearDown()": False,
    "pass": False,
}


@pytest.mark.parametrize("body", PASSES)
def test_whether_a_hook_passes_on(body: str) -> None:
    (found,) = told(f"{HEAD}class T(Base):\n    def setUp(self):\n        {body}\n").classes
    assert found.hooks[0].passes_on is PASSES[body]


SKIPS = {
    "raise unittest.SkipTest('no')": True,
    "'''Not here.'''\n        raise NotImplementedError": True,
    "self.skipTest('no')": True,
    "pytest.skip('no')": True,
    "self.start()": False,
    "if x: raise unittest.SkipTest('no')": False,
}


@pytest.mark.parametrize("body", SKIPS)
def test_whether_a_hook_always_skips(body: str) -> None:
    (found,) = told(f"{HEAD}class T(Base):\n    def setUp(self):\n        {body}\n").classes
    assert found.hooks[0].skips is SKIPS[body]


def test_a_skipped_hook_skips() -> None:
    (found,) = told(f"{HEAD}class T:\n    @unittest.skip('no')\n    def setUp(self): pass\n").classes
    assert found.hook("setUp") is found.hooks[0]
    assert found.hooks[0].skips
    assert found.hook("tearDown") is None


RETURNS = {
    "a patch": ("return mock.patch('x')", ("unittest.mock.patch()",)),
    "a patch through a name": ("p = mock.patch('x')\n    return p", ("unittest.mock.patch()",)),
    "one of two": ("if x: return mock.patch('x')\n    return mock.Mock()", None),
    "something unknown": ("if x: return mock.patch('x')\n    return other", ()),
    "nothing at times": ("if x: return mock.patch('x')\n    return", ()),
}


@pytest.mark.parametrize("name", RETURNS)
def test_what_a_function_returns(name: str) -> None:
    body, expected = RETURNS[name]
    found = told(f"{HEAD}def make():\n    {body}\n").function("make")
    returns = found.returns if found is not None else ()
    assert returns == (("unittest.mock.Mock()", "unittest.mock.patch()") if expected is None else expected)


def test_functions_under_an_if_count_and_inner_ones_do_not() -> None:
    text = (
        f"{HEAD}if x:\n    def a(): return mock.patch('x')\ndef b():\n    def c(): return mock.patch('x')\n"
    )
    assert [each.name for each in told(text).functions] == ["a"]


WHOLE = f"""{HEAD}
from shop import *
import shop.more as more
pytest_plugins = "shop.pytest", "shop.other"
Alias = more.Thing
strange = make()

class Base:
    kind = 1
    def setUp(self): self.x = tempfile.mkdtemp()
    def tearDown(self): shutil.rmtree(self.x)
    def more(self): self.y = 1

class T(Base, unittest.TestCase):
    @pytest.fixture(autouse=True, name="neat")
    def clean(self): yield; os.chdir("/")
"""


def test_a_module_as_a_whole() -> None:
    found = told(WHOLE)
    assert (found.path, found.dotted) == ("tests/test_shop.py", "tests.test_shop")
    assert found.stars == ("shop",)
    assert found.plugins == ("shop.pytest", "shop.other")
    assert found.meant("more") == ("shop.more",)
    assert found.meant("Alias") == ("shop.more.Thing",)
    assert found.meant("strange") == ("",)
    assert found.together == ("tests.test_shop.Base", "unittest.TestCase")
    assert found.named("Base")[0].sets == ("kind", "more", "setUp", "tearDown", "y")
    assert [(each.name, each.fixture, each.autouse) for each in found.functions] == [
        ("Base.tearDown", False, False),
        ("neat", True, True),
    ][-1:]


def test_the_names_that_a_module_has() -> None:
    text = "import a.b\nfrom c import d as e\nx: int = 1\nwith f() as g: y = 2\n"
    text += "if __name__ == '__main__':\n    z = 3\nif u:\n    v = 4\n"
    text += "def h():\n    global w\n    i = 5\nclass C: j = 6\n"
    assert told(text).bound == ("C", "a", "e", "g", "h", "v", "w", "x", "y")


@pytest.mark.parametrize("more", ["from a import *", "def __getattr__(name): ...", "globals()['x'] = 1"])
def test_a_module_may_have_more_names_than_it_tells(more: str) -> None:
    assert "*" in told(more).bound


def test_the_first_values_of_names() -> None:
    text = "a = None\nb: int = 0x10  # cm\nc = 'text'\nd = e = 1\nf = []\ng = True\n"
    text += "if f:\n    g = False\nh = 2\ndef run():\n    global a, h\n    a, h = 3, 4\nclass C: i = 5\n"
    text += "j = 6\ntry: import j\nexcept ImportError: pass\nk: int\n"
    assert told(text).firsts == ("C.i = 5", "a = None", "b = 16", "h = 2")


def test_facts_survive_being_kept() -> None:
    found = told(WHOLE)
    assert records.restore(json.loads(json.dumps(found))) == found


def record(*first: object) -> list[object]:
    """A kept record that begins so and tells nothing else."""
    return [*first, *([] for _ in ModuleFacts._fields[len(first) :])]


EMPTY = record("p", "d")
BROKEN: tuple[object, ...] = (
    None,
    "text",
    [],
    {},
    record("p", "d", 1),
    record("p", "d", [["a"]]),
    record("p", "d", [["a", 1]]),
    record("p", "d", [7]),
    record("p", "d", [], [], [], [["C", "line", [], [], [], []]]),
    record("p", "d", [], [], [], [["C"]]),
    record("p", "d", [], [], [], [], [], [1]),
    record(1, "d"),
    EMPTY[:-1],
    [*EMPTY, []],
)


def test_what_tells_nothing_is_a_record_all_the_same() -> None:
    assert records.restore(EMPTY) == told("", "d.py")._replace(path="p")


@pytest.mark.parametrize("value", BROKEN, ids=repr)
def test_what_is_not_a_record_is_not_taken_for_one(value: object) -> None:
    assert records.restore(value) is None


def test_what_is_postponed_is_the_same_and_read_when_it_is_asked_for() -> None:
    text = "class Shop(Till):\n    def setUp(self):\n        self.a = 1\n\n\ndef lend():\n    return Till()\n"
    read: list[str] = []

    def again() -> ModuleFacts:
        read.append("again")
        return settled(told(text))

    found = postponed(told(text), again)
    assert (found.classes[0].name, *found.classes[0].sets) == ("Shop", "setUp")
    assert not read
    parts = (found.functions, found.bound, found.constants, found.always, found.firsts, found.sometimes)
    whole = settled(told(text))
    assert tuple(map(tuple, parts)) == (
        whole.functions,
        whole.bound,
        whole.constants,
        whole.always,
        whole.firsts,
        whole.sometimes,
    )
    assert tuple(found.classes[0].hooks) == whole.classes[0].hooks
    assert tuple(found.classes[0].undoes) == whole.classes[0].undoes
    assert len(read) == len(parts) + 2
    assert [*found.classes[0].hooks, *found.bound] and len(read) == len(parts) + 2
