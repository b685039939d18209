"""Changes that are left behind and that hardly anybody minds, and who else puts them back."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

PATH = "tests/test_shop.py"
HEAD = "import os, sys, till.drawer, unittest\nimport shop.stock\n"
HEAD += "from shop import stock, Order\nfrom unittest import mock\n"
OTHERS = {"shop/__init__.py": "", "shop/stock.py": "def count(): return 1\n"}


def found(source: str, *enabled: str) -> list[str]:
    """The messages about states for a test module."""
    texts = {**OTHERS, PATH: HEAD + source}
    view = Project(Tree(texts)).view(PATH)
    findings = engine.check(texts[PATH], PATH, Settings(enable=enabled), view)
    return [each.message for each in findings if each.code in ("TSE304", "TSE305", "TSE313")]


def function(body: str) -> str:
    return f"def test_shop(self, ask):\n{textwrap.indent(body, '    ')}\n"


MADE_UP = "os.environ['SHOP_MODE'] = 'demo'\nassert ask({}) == 'demo'"
ADDED = "{0} = {1}\nassert ask() == 'demo'\ndel {0}"
BRIEF = "old = stock.count\nstock.count = mock.Mock()\n{}\nstock.count = old"

TOLD = "name = 'SHOP_MODE'\nos.environ[name] = 'demo'\n{}\nassert ask()"
GONE = "os.environ['SHOP_MODE'] = 'demo'\nassert ask()\n{}"
LEFTOVER = "name = 'SHOP_MODE'\nif name in os.environ:\n    del os.environ[name]\n{}"

HOOK = "class TestShop(unittest.TestCase):\n    def {}(self):\n        os.chdir({})\n"
HOOK += "    def test_shop(self):\n        self.assertTrue(stock.count())\n"

OPT_IN = {
    "a variable that may be there": LEFTOVER.format("assert ask(os.getenv(name), 'MODE')"),
    "a variable of everybody that may be there": LEFTOVER.format("assert ask(name)").replace(
        "SHOP_MODE", "HOME"
    ),
    "a variable that is taken away for good": "del os.environ['SHOP_MODE']\nassert ask('SHOP_MODE')",
    "a variable that is taken away for another": LEFTOVER.format("assert ask(name)").replace(
        "if name", "if 'SHOP'"
    ),
    "a variable in a template": MADE_UP.format("'{_env[SHOP_MODE]}/x'"),
    "a variable of a shell": MADE_UP.format("'cd $SHOP_MODE'"),
    "a variable in braces": MADE_UP.format("'cd ${SHOP_MODE}'"),
    "a variable of a configuration": MADE_UP.format("'mode: !ENV SHOP_MODE'"),
    "a variable with its kind": MADE_UP.format("'env:SHOP_MODE'"),
    "a variable that is removed in the end": MADE_UP.format("'$SHOP_MODE'") + "\ndel os.environ['SHOP_MODE']",
    "a variable that this test alone asks for by name": TOLD.format("assert stock.count('SHOP_MODE')"),
    "a variable that this test alone has the code asked for": TOLD.format(
        "self.assertEqual(shop.stock.count(name=name), 3)"
    ),
    "a variable that is asked for by name": MADE_UP.format("'SHOP_MODE'") + "\ndel os.environ['SHOP_MODE']",
    "a variable that is asked for by a word in its name": MADE_UP.format("'MODE'")
    + "\ndel os.environ['SHOP_MODE']",
    "a variable that is to be gone": GONE.format("assert 'SHOP_MODE' not in os.environ"),
    "a variable that is not to be found": GONE.format("self.assertNotIn('SHOP_MODE', os.environ)"),
    "a variable whose value is not to be had": GONE.format(
        "self.assertRaises(KeyError, os.environ.__getitem__, 'SHOP_MODE')"
    ),
    "a variable that another test may have left": LEFTOVER.format("assert ask(name)"),
    "an attribute of a module": ADDED.format("till.drawer.size", "mock.Mock()"),
    "an attribute that is set by name": "setattr(till.drawer, 'size', print)\nassert ask()\n"
    "delattr(till.drawer, 'size')",
    "an attribute of a standard module": ADDED.format("sys.shop", "mock.Mock()"),
    "one object is made": BRIEF.format("order = Order(3).number"),
    "the standard library is asked": BRIEF.format("order = os.getpid()"),
    "nothing is done": BRIEF.format("order = 3\norder = Order()").replace("order = 3\n", ""),
    "in a branch": "if ask:\n    " + BRIEF.format("order = Order()").replace("\n", "\n    "),
}
DEFAULT = {
    "a variable that is looked for in what is had": TOLD.format("self.assertIn('SHOP_MODE', stock.all())"),
    "a variable that is looked for by a function": TOLD.format("stock.assert_in('SHOP_MODE', ask())"),
    "a variable that is asked for in what is had": TOLD.format("assert ask().get('SHOP_MODE') == 3"),
    "a variable that is asked for in what was imported": TOLD.format("assert stock.all.get('SHOP_MODE')"),
    "a variable that is printed": TOLD.format("print('SHOP_MODE')"),
    "a variable that a standard module is told": TOLD.format("sys.intern('SHOP_MODE')"),
    "a variable that was told before": "assert stock.count('SHOP_MODE')\n" + TOLD.format(""),
    "a variable that Django reads once": "os.environ['DJANGO_SETTINGS_MODULE'] = 'shop'\nassert ask()",
    "a variable that coverage reads once": "os.environ['COVERAGE_PROCESS_START'] = 'a'\nassert ask()",
    "a variable that gets another value in the end": "old = os.environ['SHOP_MODE']\n"
    + MADE_UP.format("'SHOP_MODE'")
    + "\nos.environ['SHOP_MODE'] = old",
    "a variable that another test names, too": MADE_UP.format("'SHOP_MODE'")
    + "\ndef test_mode():\n    assert shop.mode('SHOP_MODE')",
    "a variable that has an error of its own": MADE_UP.format("'set SHOP_MODE first'"),
    "a variable whose error is matched": MADE_UP.format("r'set \\$SHOP_MODE first'"),
    "a variable with others around": MADE_UP.format("'$SHOP_MODES or $X_SHOP_MODE'"),
    "a variable that is described": '"""$SHOP_MODE counts."""\n' + MADE_UP.format("1"),
    "a variable of everybody": MADE_UP.format("'$SHOP_MODE $HOME'").replace("['SHOP_MODE']", "['HOME']"),
    "a variable that is asked for here": "os.environ['SHOP_MODE'] = 'demo'\n"
    "assert ask(os.environ.get('SHOP_MODE'))\ndel os.environ['SHOP_MODE']",
    "a variable of everybody that is asked for": "os.environ['HOME'] = 'demo'\nassert ask('HOME')\n"
    "del os.environ['HOME']",
    "a variable that was not there before": "assert 'SHOP_MODE' not in os.environ\n" + GONE.format(""),
    "another that is to be gone": GONE.format("self.assertNotIn('SHOP_MODES', os.environ)"),
    "a variable that is not in something else": GONE.format("assert 'SHOP_MODE' not in ask()"),
    "a variable that may be gone": GONE.format("ask('SHOP_MODE' not in os.environ)"),
    "an attribute of a class": ADDED.format("Order.size", "mock.Mock()"),
    "an entry": ADDED.format("sys.modules['shop.size']", "mock.Mock()"),
    "a class is asked": BRIEF.format("order = Order(3).send()"),
    "a function is called": BRIEF.format("order = ask()"),
    "the standard library is given something": BRIEF.format("order = os.listdir(ask)"),
    "an object of the standard library is asked": BRIEF.format("order = sys.stdin.read()"),
    "an object is used": BRIEF.format("Order()"),
    "elsewhere": BRIEF.format("if ask:\n    Order()"),
    "behind a branch": BRIEF.format("order = Order()").replace(
        "\nstock.count = old", "\nif ask:\n    stock.count = old"
    ),
}


@pytest.mark.parametrize("body", OPT_IN.values(), ids=OPT_IN)
def test_who_wants_to_hear_of_it_asks_for_it(body: str) -> None:
    assert found(function(body)) == []
    assert len(found(function(body), "TSE304", "TSE313")) == 1


@pytest.mark.parametrize("body", DEFAULT.values(), ids=DEFAULT)
def test_what_others_may_meet_is_reported(body: str) -> None:
    assert len(found(function(body))) == 1


SETTINGS = "import pytest\n@pytest.fixture\ndef {}():\n    os.environ['{}'] = 'shop'\n    yield 1\n"


def test_what_django_reads_once_is_for_who_asks() -> None:
    assert found(SETTINGS.format("shop", "DJANGO_SETTINGS_MODULE")) == []
    assert len(found(SETTINGS.format("shop", "DJANGO_SETTINGS_MODULE"), "TSE304")) == 1
    assert len(found(SETTINGS.format("shop", "DJANGO_SETTINGS_MODULES"))) == 1


OWN_FOLDER = "os.path.dirname(__file__)"


def test_where_all_tests_run_is_for_who_asks() -> None:
    assert found(HOOK.format("setUp", OWN_FOLDER)) == []
    assert len(found(HOOK.format("setUp", OWN_FOLDER), "TSE305")) == 1


@pytest.mark.parametrize(
    ("name", "folder"),
    [("test_x", OWN_FOLDER), ("setUp", "'shop'"), ("setUp", "os.path.join(__file__, self.name)")],
)
def test_other_folders_are_reported(name: str, folder: str) -> None:
    assert len(found(HOOK.format(name, folder))) == 1


NAMING = "old = os.getcwd()\nos.chdir(ask)\n{}\nos.chdir(old)"
NAMED = [
    "os.symlink('foo', 'sym')",
    "for each in os.listdir('.'):\n    if each.startswith('A'):\n        os.rename(each, each.lower())",
]
DONE = [
    "os.symlink('foo', ask())",
    "with Order():\n    os.symlink('foo', 'sym')",
    "os.mkdir('foo')\nassert os.path.exists('foo')",
]


@pytest.mark.parametrize("body", NAMED)
def test_making_names_in_a_folder_is_for_who_asks(body: str) -> None:
    assert found(function(NAMING.format(body))) == []
    assert len(found(function(NAMING.format(body)), "TSE305")) == 1


@pytest.mark.parametrize("body", DONE)
def test_what_else_is_done_in_a_folder_may_fail(body: str) -> None:
    assert len(found(function(NAMING.format(body)))) == 1


CASE = """\
class TestShop(unittest.TestCase):
    def setUp(self):
        self.old = shop.stock.count
        shop.window.stock.count = mock.Mock()
    def tearDown(self):
        {} = self.old
    def test_count(self): pass
"""


@pytest.mark.parametrize("target", ["shop.stock.count", "shop.window.stock.count", "stock.count"])
def test_the_same_module_under_another_name(target: str) -> None:
    assert found(CASE.format(target)) == []


@pytest.mark.parametrize("target", ["shop.orders.count", "shop.stock.size", "shop.livestock.count"])
def test_something_else_is_put_back(target: str) -> None:
    assert len(found(CASE.format(target))) == 1


def test_what_is_put_back_too_late_stays_as_it_is() -> None:
    (message,) = found(
        function("os.environ['SHOP_MODE'] = 'demo'\nassert ask()\ndel os.environ['SHOP_MODE']")
    )
    assert message.endswith("passes; restore it in finally")


def test_a_module_is_put_back_under_its_own_name() -> None:
    text = "till.drawer.{0} = mock.Mock()\nassert ask()\ntill.drawer.{0} = sys"
    (message,) = found(function(text.format("_sys")))
    assert message.endswith("passes; restore it in finally")
    assert all("never restored" in each for each in found(function(text.format("system"))))


LATE = {
    "a variable": ("os.environ['SHOP_MODE'] = 'demo'", "del os.environ['SHOP_MODE']"),
    "a folder": ("here = os.getcwd(); os.chdir('shop')", "os.chdir(here)"),
    "an attribute": ("old, stock.count = stock.count, mock.Mock()", "stock.count = old"),
}


@pytest.mark.parametrize(("change", "restore"), LATE.values(), ids=LATE)
def test_what_is_put_back_in_finally_is_no_finding(change: str, restore: str) -> None:
    (message,) = found(function(f"{change}\nassert ask()\n{restore}"))
    assert message.endswith("passes; restore it in finally")
    assert found(function(f"{change}\ntry:\n    assert ask()\nfinally:\n    {restore}")) == []


MIXIN = """\
class Building{}:
    def test_shop(self):
        os.chdir("shop")
        self.build()
        os.chdir("..")
"""
RETURNING = """\
class Returning(unittest.TestCase):
    def setUp(self): self.addCleanup(os.chdir, os.getcwd())
"""
SILENT = {
    "its only user goes back": MIXIN.format("Tests")
    + RETURNING
    + "class TestBuild(BuildingTests, Returning): pass\n",
    "all users go back": MIXIN.format("Tests")
    + RETURNING
    + "class TestBuild(BuildingTests, Returning): pass\nclass TestMore(BuildingTests, Returning): pass\n",
    "nobody knows who uses it": MIXIN.format("Mixin"),
}
SPEAKING = {
    "its user does not go back": MIXIN.format("Mixin")
    + "class TestBuild(BuildingMixin, unittest.TestCase): pass\n",
    "one user does not go back": MIXIN.format("Tests")
    + RETURNING
    + "class TestBuild(BuildingTests, Returning): pass\n"
    + "class TestMore(BuildingTests, unittest.TestCase): pass\n",
    "it is no mixin": MIXIN.format("Tests(unittest.TestCase)"),
}


@pytest.mark.parametrize("source", SILENT.values(), ids=SILENT)
def test_the_users_of_a_mixin_go_back(source: str) -> None:
    assert found(source) == []


@pytest.mark.parametrize("source", SPEAKING.values(), ids=SPEAKING)
def test_the_users_of_a_mixin_stay(source: str) -> None:
    (message,) = found(source)
    assert "restored only if line" in message
