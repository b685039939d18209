"""What readers of strangers' code would leave as it is, next to what they would change."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

HEAD = """\
import importlib, io, json, os, pathlib, shutil, socket, sys, tarfile, tempfile, threading, unittest, warnings
import zipfile
from unittest import mock
from shop import Files, Order, Till, stock
"""
PATH = "tests/test_shop.py"


def found(source: str, code: str, *enabled: str, path: str = PATH, **others: str) -> list[str]:
    """The messages of a rule for a test module; other files by their paths, ``__`` for a slash."""
    texts = {path: HEAD + source, **{f"{each.replace('__', '/')}": text for each, text in others.items()}}
    view = Project(Tree(texts)).view(path)
    findings = engine.check(texts[path], path, Settings(enable=enabled), view)
    assert not [each for each in findings if each.code == "TSE000"]
    return [each.message for each in findings if each.code == code]


def in_test(body: str) -> str:
    return f"def test_shop(self, shop, done, ask):\n{textwrap.indent(body, '    ')}\n"


THREAD = """\
def work():
    {}
t = threading.Thread(target=work)
t.start()
{}
assert ask()
{}
t.join()
"""
CONNECTED = """\
s = socket.socket()
{}
try:
    s.{}(shop)
except OSError:
    if ask():
        raise
    s.close()
"""
ARCHIVE = "a = {}\nassert ask()\na.close()"
MADE = "f = Files()\n" + ARCHIVE

OPT_IN = {
    "a temporary file that removes itself": (
        "f = tempfile.NamedTemporaryFile(delete=True)\nask(f)\nassert f.tell()\nf.close()"
    ),
    "a thread that was told": THREAD.format("done.wait()", "done.set()", "done.clear()"),
    "a thread that was told all": THREAD.format(
        "done.wait()\n    shop.get()", "done.set()\nshop.put(1)", "done.clear()"
    ),
    "a thread of one of several": (
        "t = threading.Thread(target=shop.tills[0].serve)\nt.start()\nassert ask()\nshop.open()\nt.join()"
    ),
    "a pair of sockets": "a, b = socket.socketpair()\nassert ask(a.recv(1))\na.close()\nb.close()",
    "a socket that cannot connect": CONNECTED.format("s.settimeout(1)", "connect"),
    "an archive that is read": ARCHIVE.format("tarfile.open('shop.tar')"),
    "a packed archive that is read": ARCHIVE.format("tarfile.open('shop.tar.xz', 'r:xz')"),
    "a zip file that is read": ARCHIVE.format("zipfile.ZipFile('shop.zip')"),
}
DEFAULT = {
    "a temporary file that may stay": (
        "f = tempfile.NamedTemporaryFile(delete=shop.is_full)\nask(f)\nassert f.tell()\nf.close()"
    ),
    "a thread that is told later": THREAD.format("done.wait()", "shop.open()", "done.set()"),
    "a thread that is told half": THREAD.format("done.wait()\n    shop.get()", "done.set()", "shop.put(1)"),
    "a thread that was told once of twice": THREAD.format(
        "shop.get()\n    shop.get()", "shop.put(1)", "shop.put(2)"
    ),
    "a thread that looks at an entry": (
        "def work():\n    ask(shop['on'])\n"
        "t = threading.Thread(target=work)\nt.start()\nassert ask()\nprint()\nshop['on'] = 1\nt.join()"
    ),
    "a thread that was told before": "done.set()\n" + THREAD.format("done.wait()", "", "done.clear()"),
    "a thread that loops": THREAD.format("while done:\n        done.wait()", "done.set()", "done.clear()"),
    "a thread that stops for nothing": THREAD.format("ask(done)", "done.set()", "done.clear()"),
    "a thread of an object": (
        "t = threading.Thread(target=shop.till.serve)\nt.start()\nassert ask()\nshop.till.close()\nt.join()"
    ),
    "a socket that is bound": CONNECTED.format("s.bind(shop)", "connect"),
    "a socket that may accept": CONNECTED.format("s.settimeout(1)", "listen"),
    "an archive that is written": ARCHIVE.format("tarfile.open('shop.tar.xz', 'w:xz')"),
    "an archive at a path": "f = pathlib.Path('a')\n" + ARCHIVE.format("zipfile.ZipFile(f, 'w')"),
    "an archive at a name": "f = ask()\n" + ARCHIVE.format("zipfile.ZipFile(f, 'w')"),
    "an archive in a parameter": ARCHIVE.format("zipfile.ZipFile(shop, 'w')"),
}
SILENT = {
    "an archive in an object": MADE.format("zipfile.ZipFile(f, 'w')"),
    "an archive in memory": "f = io.BytesIO()\n" + ARCHIVE.format("zipfile.ZipFile(f, 'w')"),
    "a descriptor that a file takes over": (
        "fd, path = tempfile.mkstemp()\nassert ask()\nwith os.fdopen(fd) as f:\n    ask(f)\nos.remove(path)"
    ),
}


@pytest.mark.parametrize("body", OPT_IN.values(), ids=OPT_IN)
def test_a_release_that_hardly_matters_is_for_who_asks(body: str) -> None:
    assert found(in_test(body), "TSE307") == []
    assert len(found(in_test(body), "TSE307", "TSE307")) in (1, 2)


@pytest.mark.parametrize("body", DEFAULT.values(), ids=DEFAULT)
def test_a_release_that_matters_is_reported(body: str) -> None:
    assert len(found(in_test(body), "TSE307")) == 1


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT)
def test_what_holds_nothing_itself_is_silent(body: str) -> None:
    assert found(in_test(body), "TSE307", "TSE307") == []


# Files that are opened by a double, or by a set-up of nothing.

OPENING = (
    "{}\ndef test_shop(made, ask):\n    def read():\n        return open('a').read()\n    assert ask(read)\n"
)
PATCHED = {
    "formatted": "@mock.patch('%s.open' % __name__, create=True)",
    "an f-string": "@mock.patch(f'{__name__}.open', create=True)",
    "a sum": "@mock.patch(__name__ + '.open', create=True)",
    "written out": "@mock.patch('tests.test_shop.open', create=True)",
}
OTHERS = {
    "another name": "@mock.patch(f'{__name__}.close')",
    "a sum of names": "@mock.patch(__name__ + name)",
    "formatted by another": "@mock.patch(name % 'open')",
}


@pytest.mark.parametrize("decorator", PATCHED.values(), ids=PATCHED)
def test_a_double_opens_no_file(decorator: str) -> None:
    assert found(OPENING.format(decorator), "TSE301") == []


@pytest.mark.parametrize("decorator", OTHERS.values(), ids=OTHERS)
def test_another_double_leaves_open_alone(decorator: str) -> None:
    assert len(found(OPENING.format(decorator), "TSE301")) == 1


CASE = """\
class TestShop({}):
    def setUp(self):
        open('orders', 'w').write('1')
{}
"""
OFF = "    def xtest_shop(self): assert 1\n"
SKIPPED = "    @unittest.skip('slow')\n    def test_till(self): assert 1\n"
ON = "    def test_pay(self): assert 1\n"
SET_UPS = {
    "switched off": ("unittest.TestCase", OFF, 0),
    "skipped": ("unittest.TestCase", SKIPPED + OFF, 0),
    "one of two": ("unittest.TestCase", OFF + ON, 1),
    "no test at all": ("unittest.TestCase", "    def pay(self): assert 1\n", 1),
    "a base that is not known": ("Till", OFF, 1),
    "a base of others": ("unittest.TestCase", OFF + "class TestTill(TestShop): pass\n", 1),
}


@pytest.mark.parametrize(("base", "rest", "number"), SET_UPS.values(), ids=SET_UPS)
def test_a_set_up_of_nothing_leaves_nothing(base: str, rest: str, number: int) -> None:
    assert len(found(CASE.format(base, rest), "TSE301")) == number


def test_the_set_up_of_what_is_no_test_is_judged() -> None:
    source = (
        "class Shop:\n    def setUp(self):\n        open('a', 'w').write('1')\n    def xtest(self): pass\n"
    )
    assert len(found(source, "TSE301")) == 1


# Remedies.

REMEDIES = {
    "something inside": (
        "os.path.join(tempfile.mkdtemp(), 'a')",
        "register the removal of the directory with",
    ),
    "the directory": ("tempfile.mkdtemp()", "add self.addCleanup(shutil.rmtree, path"),
    "its real path": ("os.path.realpath(tempfile.mkdtemp())", "add self.addCleanup(shutil.rmtree, path"),
}


@pytest.mark.parametrize(("made", "words"), REMEDIES.values(), ids=REMEDIES)
def test_what_is_removed_is_what_was_made(made: str, words: str) -> None:
    body = f"path = {made}\n        read(path)"
    source = f"class TestShop(unittest.TestCase):\n    def test_a(self):\n        {body}\n"
    (message,) = found(source, "TSE302")
    assert f"; {words}" in message


PROBE = """\
class TestShop(unittest.TestCase):
    @classmethod
    def {}(cls):
        s = socket.create_connection(1)
        assert s.recv(1)
        s.close()
{}
"""
METHODS = {
    "a set-up": ("setUpClass", "", "move it to cls.addClassCleanup(s.close)"),
    "called by a test": (
        "look",
        "    def test_a(self): self.look()",
        "move it to cls.addClassCleanup(s.close)",
    ),
    "called where the class is made": ("look", "TestShop.look()", "use with"),
    "called by others": ("look", "", "use with"),
}


@pytest.mark.parametrize(("name", "rest", "words"), METHODS.values(), ids=METHODS)
def test_a_class_registers_only_what_runs_for_tests(name: str, rest: str, words: str) -> None:
    (message,) = found(PROBE.format(name, rest), "TSE307")
    assert message.endswith(f"; {words}")


# States.

RELOADED = """\
def setup_function(function):
    importlib.reload({0})
def test_shop(ask):
    {0}.{1} = lambda: None
    assert ask()
"""
REMOVED = """\
sys.modules['shop.drawer'] = mock.Mock()
ask()
del sys.modules['shop.drawer']
{}
"""
GIVEN = """\
class Fake: pass
class TestShop(unittest.TestCase):
    def setUp(self):
        {} = Fake
"""
STATES = {
    "a module that is loaded again": (RELOADED.format("warnings", "showwarning"), 0, 0),
    "the module of the interpreter": (RELOADED.format("sys", "excepthook"), 1, 1),
    "a module is gone for what follows": (in_test(REMOVED.format("ask(2)")), 0, 1),
    "a module is gone in the end": (in_test(REMOVED.format("assert ask.done")), 1, 1),
    "an entry that is popped": (
        in_test(
            REMOVED.format("ask(2)").replace(
                "del sys.modules['shop.drawer']", "sys.modules.pop('shop.drawer')"
            )
        ),
        1,
        1,
    ),
    "a class in a module": (GIVEN.format("stock.Order"), 1, 1),
    "a class in what a class holds": (GIVEN.format("Till.drawer.kind"), 0, 1),
    "a class in a class": (GIVEN.format("Till.kind"), 0, 0),
}


@pytest.mark.parametrize(("source", "default", "enabled"), STATES.values(), ids=STATES)
def test_what_stays_replaced(source: str, default: int, enabled: int) -> None:
    assert len(found(source, "TSE313")) == default
    assert len(found(source, "TSE313", "TSE313")) == enabled


def test_a_variable_that_is_removed_before_other_calls_is_reported() -> None:
    body = "os.environ['SHOP_MODE'] = '1'\nask()\ndel os.environ['SHOP_MODE']\nask()\nassert ask"
    assert len(found(in_test(body), "TSE304")) == 1


CREATED = "from window import drawer\ndef test_shop(ask):\n    drawer.size = lambda: 1\n    assert ask()\n"
LAYOUTS = {
    "projects side by side": ("till/tests/test_a.py", {"window/window/drawer.py": "x = 1"}),
    "a project that is a package, too": (
        "till/tests/test_a.py",
        {"till/__init__.py": "", "till/tox.ini": "", "till/window/drawer.py": "x = 1"},
    ),
}


@pytest.mark.parametrize(("path", "others"), LAYOUTS.values(), ids=LAYOUTS)
def test_an_attribute_that_a_module_does_not_have_is_no_change(path: str, others: dict[str, str]) -> None:
    assert found(CREATED, "TSE313", path=path, **others) == []
    assert len(found(CREATED, "TSE313", path=path)) == 1


# Sockets.

SOCKETS = {
    "a probe for a port": ("s = socket.socket()\ns.bind(('', 0))\nreturn s.getsockname()[1]", 0, 1),
    "a port that is listened at": (
        "s = socket.socket()\ns.bind(('', 0))\ns.listen()\nask(s.getsockname())",
        1,
        1,
    ),
    "where others have none": (
        "if not hasattr(socket, 'fromfd'):\n    s = socket.socket()\n    s.connect(1)",
        0,
        0,
    ),
    "where ours has one": ("if hasattr(socket, 'fromfd'):\n    s = socket.socket()\n    s.connect(1)", 1, 1),
    "where the shop has none": (
        "if not hasattr(stock, 'a'):\n    s = socket.socket()\n    s.connect(1)",
        1,
        1,
    ),
    "in the other branch": (
        "if not hasattr(socket, 'fromfd'):\n    pass\nelse:\n    s = socket.socket()\n    s.connect(1)",
        1,
        1,
    ),
}


@pytest.mark.parametrize(("body", "default", "enabled"), SOCKETS.values(), ids=SOCKETS)
def test_sockets_that_nobody_closes(body: str, default: int, enabled: int) -> None:
    assert len(found(in_test(body), "TSE312")) == default
    assert len(found(in_test(body), "TSE312", "TSE312")) == enabled


def test_the_set_up_of_a_class_may_run_for_tests_that_are_skipped() -> None:
    source = CASE.format("unittest.TestCase", SKIPPED).replace("setUp(self)", "setUpClass(cls)")
    assert len(found(source, "TSE301")) == 1


GATHERED = """\
paths = [None] * 3
for n in range(3):
    path = tempfile.mkdtemp()
    {} = path
for each in {}:
    ask(each)
"""


@pytest.mark.parametrize(
    ("target", "gone_through", "times"),
    [
        ("paths[n]", "paths", 0),
        ("paths[n]", "paths.values()", 0),
        ("paths[n]", "enumerate(sorted(paths))", 0),
        ("paths[n]", "shop.paths()", 1),
        ("paths[n]", "range(3)", 1),
        ("shop.paths[n]", "range(3)", 1),
    ],
)
def test_what_a_loop_goes_through_may_be_removed_there(target: str, gone_through: str, times: int) -> None:
    assert len(found(in_test(GATHERED.format(target, gone_through)), "TSE302")) == times


SHOWN = """
import contextlib, sys
@contextlib.contextmanager
def short(shop):
    before = {0}
    {0} = 0
    yield
    {0} = before
"""


@pytest.mark.parametrize(
    ("changed", "path", "times"),
    [
        ("sys.tracebacklimit", "shop/errors.py", 0),
        ("sys.tracebacklimit", PATH, 1),
        ("sys.recursionlimit", "shop/errors.py", 1),
    ],
)
def test_how_an_error_is_shown_matters_when_it_is_out(changed: str, path: str, times: int) -> None:
    assert len(found(SHOWN.format(changed), "TSE310", path=path)) == times
