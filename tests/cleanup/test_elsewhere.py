"""What a function of another module of the tests makes: its caller owns it, unless somebody else may."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

from .shops import found

HEAD = "import atexit, functools, os, shutil, socket, tempfile, unittest\nimport pytest\n"
MAKE = "def make():\n    return tempfile.mkdtemp()\n"
CALL = "from tests.helpers import make\ndef test_a():\n    it = make()\n    assert os.listdir(it)\n"
IN_CASE = """\
from tests.helpers import Base
class TestA(Base):
    def test_a(self):
        it = self.make()
        self.assertTrue(it)
"""
BASE = "class Base(unittest.TestCase):\n    def make(self):\n        return tempfile.mkdtemp()\n"


def of(helper: str, text: str = CALL, **others: str) -> list[str]:
    return found(text, tests__helpers=HEAD + helper, **others)


SAID = {
    "returned": MAKE,
    "kept in a name": "def make():\n    it = tempfile.mkdtemp()\n    os.mkdir(it + '/a')\n    return it\n",
    "of a file": "def make():\n    it = tempfile.NamedTemporaryFile(delete=False)\n    return it.name\n",
    "of a pair": "def make():\n    fd, it = tempfile.mkstemp()\n    os.close(fd)\n    return it\n",
    "of a pair's second": "def make():\n    return tempfile.mkstemp()[1]\n",
    "below it": "def make():\n    return os.path.join(tempfile.mkdtemp(), 'a')\n",
    "below a name of it": "def make():\n    it = tempfile.mkdtemp()\n    return os.path.join(it, 'a')\n",
    "in a name that is bound again": (
        "def make():\n    it = tempfile.mkdtemp()\n    it = os.path.realpath(it)\n    return it\n"
    ),
    "in a with": (
        "def make():\n    with tempfile.NamedTemporaryFile(delete=False) as it:\n"
        "        it.write(b'1')\n    return it.name\n"
    ),
    "on all ways": (
        "def make():\n    if shop:\n        return tempfile.mkdtemp()\n"
        "    return tempfile.mkdtemp(prefix='a')\n"
    ),
    "removed if that fails": (
        "def make():\n    it = tempfile.mkdtemp()\n    try:\n        fill(it)\n"
        "    except OSError:\n        shutil.rmtree(it)\n        raise\n    return it\n"
    ),
    "made by a function that another one calls": (
        "def inner():\n    return tempfile.mkdtemp()\ndef make():\n    return inner()\n"
    ),
}


@pytest.mark.parametrize("helper", SAID.values(), ids=SAID.keys())
def test_who_calls_owns_what_is_made(helper: str) -> None:
    assert of(helper) == ["TSE302:3"]


UNSAID = {
    "given": "def make(it=None):\n    if it is None:\n        it = tempfile.mkdtemp()\n    return it\n",
    "perhaps another": (
        "def make(asked=0):\n    it = '/srv'\n    if asked:\n        it = tempfile.mkdtemp()\n    return it\n"
    ),
    "in a loop": "def make():\n    for it in shop:\n        it = tempfile.mkdtemp()\n    return it\n",
    "or another is returned": (
        "def make(asked=0):\n    if asked:\n        return '/srv'\n    return tempfile.mkdtemp()\n"
    ),
    "or nothing": "def make(asked=0):\n    if asked:\n        return\n    return tempfile.mkdtemp()\n",
    "kept for the next call": "@functools.lru_cache\ndef make():\n    return tempfile.mkdtemp()\n",
    "kept in a list": "def make():\n    it = tempfile.mkdtemp()\n    ALL.append(it)\n    return it\n",
    "kept at the top": "def make():\n    global it\n    it = tempfile.mkdtemp()\n    return it\n",
    "removed at the exit": (
        "def make():\n    it = tempfile.mkdtemp()\n    atexit.register(shutil.rmtree, it)\n    return it\n"
    ),
    "told to what is returned": "def make():\n    it = tempfile.mkdtemp()\n    return Shop(it)\n",
    "told to what is returned by a name": (
        "def make():\n    it = tempfile.mkdtemp()\n    a = Shop(it)\n    return a\n"
    ),
    "with its end": "def make():\n    it = tempfile.mkdtemp()\n    return it, lambda: shutil.rmtree(it)\n",
    "inside another": "def make(folder=None):\n    return tempfile.mkdtemp(dir=folder)\n",
    "a fixture": f"@pytest.fixture\n{MAKE}",
    "a hook": "def setUp():\n    return tempfile.mkdtemp()\nmake = setUp\n",
    "a generator": "def make():\n    yield tempfile.mkdtemp()\n",
    "defined twice": f"{MAKE}def make():\n    return '/srv'\n",
    "defined or imported": f"{MAKE}from shop import make\n",
    "a method": "class Shop:\n    def make(self):\n        return tempfile.mkdtemp()\n",
    "an inner function": "def outer():\n    def make():\n        return tempfile.mkdtemp()\n",
    "only a name": "def make():\n    return tempfile.mktemp()\n",
    "where the folder is another": (
        "def setup_module():\n    tempfile.tempdir = '/srv'\ndef teardown_module():\n"
        f"    tempfile.tempdir = None\n{MAKE}"
    ),
    "no Python": "def make(:\n    return tempfile.mkdtemp()\n",
    "nothing": "make = None\n",
    "somebody's own": "it = tempfile.mkdtemp()\ndef make():\n    return it\n",
}


@pytest.mark.parametrize("helper", UNSAID.values(), ids=UNSAID.keys())
def test_what_others_may_own_is_nobodys_leak(helper: str) -> None:
    assert of(helper) == []


@pytest.mark.parametrize("helper", UNSAID.values(), ids=UNSAID.keys())
def test_so_it_is_in_the_same_module(helper: str) -> None:
    calls = CALL.partition("\n")[2]
    if "make(:" not in helper:
        assert "TSE302" not in str(found(f"import atexit, functools\n{helper}{calls}"))


CALLS = {
    "removed": f"{CALL}    shutil.rmtree(it)\n",
    "returned": "from tests.helpers import make\ndef made():\n    return make()\n",
    "patched": CALL.replace("def test", "@mock.patch('tests.helpers.make')\ndef test").replace(
        "()", "(self)", 1
    ),
    "not the helper's": CALL.replace("it = ", "make = ask\n    it = "),
    "at the top": "from tests.helpers import make\nit = make()\n",
    "removed by the class": (
        "from tests.helpers import make\nclass TestA(unittest.TestCase):\n    def setUp(self):\n"
        "        self.it = make()\n    def tearDown(self):\n        shutil.rmtree(self.it)\n"
        "    def test_a(self):\n        self.assertTrue(self.it)\n"
    ),
}


@pytest.mark.parametrize("text", CALLS.values(), ids=CALLS.keys())
def test_a_caller_that_sees_to_it_is_left_alone(text: str) -> None:
    assert "TSE302" not in str(of(MAKE, text))


def test_sockets_and_files_are_known_too() -> None:
    sockets = "def make():\n    it = socket.socket()\n    it.connect(('a', 1))\n    return it\n"
    assert of(sockets, CALL.replace("os.listdir(it)", "it.recv(1)")) == ["TSE312:3"]
    assert of("def make():\n    return open('a')\n", CALL.replace("os.listdir(it)", "it.read()")) == [
        "TSE301:3"
    ]
    assert of("def make():\n    return open('a')\n", CALL.replace("it = make()", "it = 1")) == []


@pytest.mark.parametrize(
    "import_",
    [
        "from tests import helpers",
        "from . import helpers",
        "import tests.helpers as helpers",
        "import helpers",
    ],
)
def test_a_module_is_found_however_it_is_imported(import_: str) -> None:
    text = CALL.replace("from tests.helpers import make", import_).replace("make()", "helpers.make()")
    assert of(MAKE, text) == ["TSE302:3"]


def test_production_code_may_own_what_it_makes() -> None:
    text = CALL.replace("tests.helpers", "shop.stock")
    assert found(text, shop__stock=HEAD + MAKE) == []
    assert found(CALL.replace("tests.helpers", "testing.shop"), testing__shop=HEAD + MAKE) == ["TSE302:3"]
    path, settings = "tests/test_shop.py", Settings(production_paths=("tests/helpers.py",))
    texts = {path: f"import os\n{CALL}", "tests/helpers.py": HEAD + MAKE}
    view = Project(Tree(texts)).view(path)
    assert [each.code for each in engine.check(texts[path], path, settings, view)] == []
    assert [each.code for each in engine.check(texts[path], path, Settings(), None)] == []


# Methods that a class has from a module of the tests.


def test_a_method_of_a_base_makes_it() -> None:
    assert of(BASE, IN_CASE) == ["TSE302:4"]
    mixed = IN_CASE.replace("(Base)", "(Base, Mixin)").replace(
        "class", "from shop.parts import Mixin\nclass", 1
    )
    assert of(BASE, mixed, shop__parts="class Mixin: pass\n") == ["TSE302:5"]


METHODS = {
    "of another object": IN_CASE.replace("self.make()", "shop.make()"),
    "of the class itself": f"{IN_CASE}    def make(self):\n        return '/srv'\n",
    "that is set": f"{IN_CASE}    def setUp(self):\n        self.make = shop.make\n",
    "that is named by a text": f"{IN_CASE}    name = 'make'\n",
    "where a base is not known": IN_CASE.replace("(Base)", "(Base, shop.Mixin)"),
    "outside a class": IN_CASE.replace("class TestA(Base):\n    def test_a", "def test_b").replace(
        "        ", "    "
    ),
    "that another base has": IN_CASE.replace("(Base)", "(Other, Base)").replace("Base\n", "Base, Other\n", 1),
    "of nobody": IN_CASE.replace("(Base)", "(unittest.TestCase)"),
}


@pytest.mark.parametrize("text", METHODS.values(), ids=METHODS.keys())
def test_a_method_that_may_be_another_is_left_alone(text: str) -> None:
    assert of(f"{BASE}class Other:\n    def make(self):\n        return '/srv'\n", text) == []


def test_a_base_that_keeps_it_removes_it() -> None:
    kept = BASE.replace("return tempfile.mkdtemp()", "self.it = tempfile.mkdtemp()\n        return self.it")
    assert of(kept, IN_CASE) == []
    registered = BASE.replace(
        "return tempfile.mkdtemp()", "it = tempfile.mkdtemp()\n        {}\n        return it"
    )
    assert of(registered.format("self.addCleanup(shutil.rmtree, it)"), IN_CASE) == []
    assert of(registered.format("self.log(it)"), IN_CASE) == ["TSE302:4"]


def test_a_helper_is_told_once_in_a_file() -> None:
    again = "def test_b():\n    other = make()\n    assert os.listdir(other)\n"
    removed = "def test_b():\n    other = make()\n    shutil.rmtree(other)\n"
    assert of(MAKE, CALL + again) == ["TSE302:3"]
    assert of(MAKE, CALL.replace("make()", "make_one()") + again) == ["TSE302:6"]
    assert of(
        MAKE,
        f"import shutil\n{removed}{CALL}".replace(
            "import shutil\n", "import shutil\nfrom tests.helpers import make\n", 1
        ),
    ) == ["TSE302:8"]


def test_a_file_is_read_anew_when_it_has_changed() -> None:
    texts = {"tests/helpers.py": HEAD + MAKE}
    project, seen = Project(Tree(texts)), list[str]()

    def length(text: str) -> int:
        seen.append(text)
        return len(text)

    for _ in range(2):
        view = project.view("tests/test_a.py")
        assert view.remembered("length", "tests/helpers.py", length) == len(HEAD + MAKE)
        assert view.consulted["tests/helpers.py"]
    assert len(seen) == 1
    assert project.remembered("length", "tests/none.py", length) == ("", 0)
