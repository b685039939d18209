"""What a program makes of a finding, line by line, and where it leaves the code alone."""

from __future__ import annotations

import ast
import difflib
import textwrap
from typing import NamedTuple

import pytest

from flake8_testsec import engine
from flake8_testsec.finding import Fix
from flake8_testsec.fixing.application import apply
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

ALL = Settings(enable=("TSE3",))
IMPORTS = (
    "import aiohttp.test_utils, asyncio, contextlib, django.test, http.server, multiprocessing, os\n"
    "import pathlib, pytest, shutil, subprocess, sys, tempfile, threading, time, unittest, yaml\n"
    "from unittest import mock\n"
    "import shop.stock\n"
)
FILES = {
    "shop/__init__.py": "",
    "shop/stock.py": "def count(): pass\nclass Stock:\n    def add(self): pass\n",
}


class Text(NamedTuple):
    """Code with a finding of a rule, and the lines that its fix adds and takes away, without indentation."""

    code: str
    source: str
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    safe: bool = True


def plain(body: str, head: str = "def test_shop():") -> str:
    return f"{head}\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"


def case(body: str, head: str = "def test_shop(self):") -> str:
    return "class TestShop(unittest.TestCase):\n" + textwrap.indent(plain(body, head), "    ")


def fix_of(source: str, code: str) -> Fix:
    """The fix of the first finding of a rule."""
    project = Project(Tree({**FILES, "tests/test_shop.py": source}))
    found = engine.check(source, "tests/test_shop.py", ALL, project.view("tests/test_shop.py"), fixes=True)
    return next(each.fix for each in found if each.code == code)


def differences(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stripped lines that are new, and those that are gone; what only moved sideways is neither."""
    old, new = ([line.strip() for line in text.splitlines()] for text in (before, after))
    lines = [*difflib.ndiff(old, new)]
    return tuple(
        tuple(line[2:] for line in lines if line.startswith(sign) and line[2:]) for sign in ("+ ", "- ")
    )  # type: ignore[return-value]


CHANGED = {
    "a file up to what was made of it": Text(
        "TSE301",
        plain("f = open(p)\nreader = csv.reader(f)\nrows = list(reader)\ng(rows)"),
        ("with open(p) as f:",),
        ("f = open(p)",),
    ),
    "a file that is opened twice": Text(
        "TSE301",
        plain("f = open('a')\nf.read()\nf = open('b')\nf.read()"),
        ("with open('a') as f:",),
        ("f = open('a')",),
    ),
    "a file in a function inside": Text(
        "TSE301",
        plain("f = open(p)\ndef g():\n    return f.read()\nassert g()"),
        ("with open(p) as f:",),
        ("f = open(p)",),
    ),
    "only opened": Text(
        "TSE301", plain("open(p, 'w')\ng()"), ("with open(p, 'w'):", "pass"), ("open(p, 'w')",)
    ),
    "a file that is drawn into a list": Text(
        "TSE301",
        plain("a = [x for x in open(p)]\ng(a)"),
        ("with open(p) as file:", "a = [x for x in file]"),
        ("a = [x for x in open(p)]",),
    ),
    "a file that is loaded": Text(
        "TSE301",
        plain("file = 1\na = yaml.safe_load(open(p))\ng(a, file)"),
        ("with open(p) as stream:", "a = yaml.safe_load(stream)"),
        ("a = yaml.safe_load(open(p))",),
    ),
    "a file that is made a list": Text(
        "TSE301",
        plain("a = list(open(p))\ng(a)"),
        ("with open(p) as file:", "a = list(file)"),
        ("a = list(open(p))",),
    ),
    "a file that another thing goes on to read": Text(
        "TSE301",
        plain("a = csv.reader(open(p))\nfor row in a:\n    g(row)\nh()"),
        ("with open(p) as file:", "a = csv.reader(file)"),
        ("a = csv.reader(open(p))",),
    ),
    "a file that is read and returned": Text(
        "TSE301",
        plain("return open(p, 'r+').read()", "def read(p):"),
        ("with open(p, 'r+') as file:", "return file.read()"),
        ("return open(p, 'r+').read()",),
    ),
    "a path that opens itself": Text(
        "TSE301",
        plain("a = pathlib.Path(p).open(encoding='utf-8').read()\ng(a)"),
        ("a = pathlib.Path(p).read_text(encoding='utf-8')",),
        ("a = pathlib.Path(p).open(encoding='utf-8').read()",),
    ),
    "a path with a mode": Text(
        "TSE301",
        plain("a = open(p, mode='rb').read()\ng(a)"),
        ("a = pathlib.Path(p).read_bytes()",),
        ("a = open(p, mode='rb').read()",),
    ),
    "a temporary directory": Text(
        "TSE302",
        plain("d = tempfile.mkdtemp(prefix='a')\ng(d)"),
        ("with tempfile.TemporaryDirectory(prefix='a') as d:",),
        ("d = tempfile.mkdtemp(prefix='a')",),
    ),
    "a removal at the end": Text(
        "TSE306",
        case(
            "with g():\n    d = tempfile.mkdtemp()\n    def f():\n        pass\n"
            "    assert h(d, f)\n    shutil.rmtree(d, True)"
        ),
        ("self.addCleanup(shutil.rmtree, d, True)",),
        ("shutil.rmtree(d, True)",),
    ),
    "a temporary file of a case": Text(
        "TSE302",
        case("with tempfile.NamedTemporaryFile(delete=False) as f:\n    f.write(b'')\ng(f.name)"),
        ("self.addCleanup(os.remove, f.name)",),
        safe=False,
    ),
    "a descriptor with a name for nothing": Text(
        "TSE303",
        plain("_, path = tempfile.mkstemp()\nos.remove(path)"),
        ("descriptor, path = tempfile.mkstemp()", "os.close(descriptor)"),
        ("_, path = tempfile.mkstemp()",),
    ),
    "a release among what else is restored": Text(
        "TSE313",
        plain(
            "old, new = time.sleep, 1\ntime.sleep = f\nkept = time.time\ntime.time = f\nassert g()\n"
            "time.sleep = old\ntime.time = kept"
        ),
        ("try:", "finally:"),
    ),
    "an attribute that is set by name": Text(
        "TSE313",
        case("setattr(time, 'sleep', mock.Mock())\ng()"),
        (
            "sleep_patcher = mock.patch.object(time, 'sleep', mock.Mock())",
            "sleep_patcher.start()",
            "self.addCleanup(sleep_patcher.stop)",
        ),
        ("setattr(time, 'sleep', mock.Mock())",),
    ),
    "an attribute that is set by name in pytest": Text(
        "TSE313",
        plain("setattr(time, 'sleep', mock.Mock())\ng()", "def test_shop(a, b=1):"),
        ("def test_shop(a, monkeypatch, b=1):", "monkeypatch.setattr(time, 'sleep', mock.Mock())"),
        ("def test_shop(a, b=1):", "setattr(time, 'sleep', mock.Mock())"),
    ),
    "a module of the project": Text(
        "TSE313",
        plain("shop.stock.count = mock.Mock()\ng()"),
        ("def test_shop(monkeypatch):", 'monkeypatch.setattr(shop.stock, "count", mock.Mock())'),
        ("def test_shop():", "shop.stock.count = mock.Mock()"),
    ),
    "a class of the project": Text(
        "TSE313",
        plain("shop.stock.Stock.add = mock.Mock()\ng()", "def test_shop(monkeypatch):"),
        ('monkeypatch.setattr(shop.stock.Stock, "add", mock.Mock())',),
        ("shop.stock.Stock.add = mock.Mock()",),
    ),
    "something that need not be there": Text(
        "TSE313",
        plain("yaml.a = mock.Mock()\ng()", "def test_shop(*, b=1):"),
        ("def test_shop(monkeypatch, *, b=1):", 'monkeypatch.setattr(yaml, "a", mock.Mock())'),
        ("def test_shop(*, b=1):", "yaml.a = mock.Mock()"),
        safe=False,
    ),
    "something that was read before": Text(
        "TSE313",
        plain("g(yaml.a)\nyaml.a = mock.Mock()\ng()", "def test_shop(monkeypatch):"),
        ('monkeypatch.setattr(yaml, "a", mock.Mock())',),
        ("yaml.a = mock.Mock()",),
    ),
    "an imported module": Text(
        "TSE313",
        plain("sys.modules['a'] = mock.Mock()\ng()", "def test_shop(monkeypatch):"),
        ("monkeypatch.setitem(sys.modules, 'a', mock.Mock())",),
        ("sys.modules['a'] = mock.Mock()",),
    ),
    "the import path": Text(
        "TSE314",
        plain("sys.path.insert(0, p)\ng()", "def test_shop(p):"),
        ("def test_shop(p, monkeypatch):", "monkeypatch.syspath_prepend(p)"),
        ("def test_shop(p):", "sys.path.insert(0, p)"),
    ),
    "a patcher of a test": Text(
        "TSE308",
        plain("mock.patch('a.b').start()\ng()"),
        ("with mock.patch('a.b'):",),
        ("mock.patch('a.b').start()",),
    ),
    "a patcher of a case with an odd target": Text(
        "TSE308",
        case("mock.patch(f'{a}').start()\ng()"),
        ("mock_patcher = mock.patch(f'{a}')", "mock_patcher.start()", "self.addCleanup(mock_patcher.stop)"),
        ("mock.patch(f'{a}').start()",),
    ),
    "a server that others close too late": Text(
        "TSE316",
        plain(
            "s = http.server.HTTPServer(a, b)\nt = threading.Thread(target=s.serve_forever)\nt.start()\n"
            "assert g()\nh(s.server_address)"
        ),
        ("try:", "finally:", "s.shutdown()", "s.server_close()"),
        safe=False,
    ),
    "os.environ is put back": Text(
        "TSE317",
        plain("saved = os.environ.copy()\ng()\nos.environ = saved"),
        ("os.environ.clear()", "os.environ.update(saved)"),
        ("os.environ = saved",),
        safe=False,
    ),
    "the base is called above the comments": Text(
        "TSE309",
        "class TestShop(django.test.TestCase):\n    @classmethod\n    def setUpClass(cls):\n"
        "        # a\n        # b\n        cls.a = 1\n",
        ("super().setUpClass()",),
        safe=False,
    ),
    "a coroutine of the base is awaited": Text(
        "TSE309",
        "class TestShop(aiohttp.test_utils.AioHTTPTestCase):\n    async def asyncTearDown(self):\n"
        "        self.a = 1\n",
        ("await super().asyncTearDown()",),
        safe=False,
    ),
    "a yield in a with": Text(
        "TSE310",
        plain(
            "old = a.b\na.b = 1\nwith c():\n    yield\n\n# back\na.b = old",
            "@contextlib.contextmanager\ndef shop():",
        ),
        ("try:", "finally:"),
    ),
}


@pytest.mark.parametrize("text", CHANGED.values(), ids=CHANGED)
def test_a_program_does_what_the_words_say(text: Text) -> None:
    source = IMPORTS + text.source
    fix = fix_of(source, text.code)
    after = apply(source.splitlines(keepends=True), fix.edits)
    ast.parse(after)
    assert differences(source, after) == (text.added, text.gone), after
    assert fix.safe is text.safe


LEFT = {
    "an executor that is shut down as is found out below": (
        "TSE307",
        "import concurrent.futures\n"
        + case(
            "e = concurrent.futures.ThreadPoolExecutor()\nassert g()\nw = h()\ne.shutdown(w)\nassert k(w)"
        ),
    ),
    "a process that is closed": (
        "TSE307",
        plain("p = multiprocessing.Process(target=f)\np.start()\nassert g()\np.join()\np.close()"),
    ),
    "a descriptor that nothing is first": (
        "TSE301",
        plain("fd = os.open(p, 0)\na, b = open(fd).read()\ng(a, b)"),
    ),
    "the standard input": ("TSE301", plain("a, b = open(0).read()\ng(a, b)")),
    "a file that is closed in another block": (
        "TSE307",
        plain("f = open(p)\nassert f.read()\nwith g():\n    f.close()"),
    ),
    "a file that the next round uses": (
        "TSE301",
        plain("for p in a:\n    if g():\n        h(f.name)\n    f = open(p)\n    f.read()"),
    ),
    "a patcher that is started in a condition": (
        "TSE308",
        case("p = mock.patch('a.b')\nif p.start():\n    g()"),
    ),
    "a removal that is more than that": (
        "TSE306",
        case("d = tempfile.mkdtemp()\nassert g(d)\nx = shutil.rmtree(d)"),
    ),
    "a removal in a loop": (
        "TSE306",
        case("for a in b:\n    d = tempfile.mkdtemp()\n    assert g(d)\n    shutil.rmtree(d)"),
    ),
    "a server that is shut down long before": (
        "TSE307",
        plain(
            "s = http.server.HTTPServer(a, b)\nt = threading.Thread(target=s.serve_forever)\nt.start()\n"
            "assert g()\ns.shutdown()\nh()\ns.server_close()"
        ),
    ),
    "a helper of tests": (
        "TSE304",
        "class TestShop:\n    def go(self):\n        os.environ['A'] = 'b'\n"
        "    def test_shop(self):\n        self.go()\n        assert g()\n",
    ),
    "a file that is used below its block": (
        "TSE301",
        plain("if a:\n    f = open(p)\n    f.read()\ng(f.name)"),
    ),
    "a file of the round before": (
        "TSE301",
        plain("f = None\nfor p in a:\n    if f:\n        f.read()\n    f = open(p)\n    f.read()"),
    ),
    "a file that may be another one": ("TSE301", plain("f = open(p)\nif a:\n    f = open(q)\nf.read()")),
    "a file that the next one is made of": (
        "TSE301",
        plain("f = open(p)\nf.read()\nf = open(f.name)\nf.read()"),
    ),
    "a file that nobody uses": ("TSE301", plain("f = open(p)\ng()")),
    "a file in parentheses": ("TSE301", plain("f = (\n    open(p))\nf.read()")),
    "a file on a line of several statements": ("TSE301", plain("f = open(p); f.read()")),
    "a file in an argument's place after a call": ("TSE301", plain("g(h(), open(p).readlines())")),
    "a file that is opened perhaps": ("TSE301", plain("g(a and open(p).readlines())")),
    "a file in another's list": ("TSE301", plain("g([y for x in a for y in open(x)])")),
    "a file that a loop looks through": ("TSE301", plain("for a, b in enumerate(open(p)):\n    g(a)")),
    "lines to be returned lazily": ("TSE301", plain("a, b = open(p).readlines()\ng(a)")),
    "a file over several lines": ("TSE301", plain("a = list(open(\n    p))\ng(a)")),
    "a file in a loop with an end": ("TSE301", plain("for x in open(p):\n    g(x)\nelse:\n    h()")),
    "no name is left": (
        "TSE301",
        plain("file = stream = opened = 1\na = list(open(p))\ng(a, file, stream, opened)"),
    ),
    "arguments that are not known": ("TSE301", plain("a, b = open(*p).read()\ng(a, b)")),
    "a file for a helper's caller": ("TSE302", plain("d = tempfile.mkdtemp()\ng(d)", "def make():")),
    "a removal in another block": (
        "TSE306",
        plain("d = tempfile.mkdtemp()\nassert g(d)\nif h():\n    shutil.rmtree(d)"),
    ),
    "a directory that is emptied before": (
        "TSE306",
        case("d = tempfile.mkdtemp()\nassert g(d)\nos.rmdir(d)"),
    ),
    "removed twice": (
        "TSE306",
        case("d = tempfile.mkdtemp()\nassert g(d)\nif a:\n    shutil.rmtree(d)\nshutil.rmtree(d)"),
    ),
    "a removal in the condition's end": (
        "TSE306",
        case("if a:\n    d = tempfile.mkdtemp()\n    assert g(d)\n    shutil.rmtree(d)\nself.x = h(1)"),
    ),
    "a removal with what is only known below": (
        "TSE306",
        case("d = tempfile.mkdtemp()\nassert g(d)\nforce = h()\nshutil.rmtree(d, force)"),
    ),
    "a removal over several lines": (
        "TSE306",
        case("d = tempfile.mkdtemp()\nassert g(d)\nshutil.rmtree(d, ignore_errors=g(\n    True))"),
    ),
    "a descriptor that is used": ("TSE303", plain("fd, path = tempfile.mkstemp()\nos.write(fd, b'')")),
    "a descriptor whose name is taken": (
        "TSE303",
        plain("path = tempfile.mkstemp()[1]\ng(descriptor)", "def test_shop(descriptor):"),
    ),
    "a descriptor in a call": ("TSE303", plain("g(tempfile.mkstemp()[1])")),
    "a pool that is closed": (
        "TSE307",
        plain("p = multiprocessing.Pool()\nassert p.map(f, a)\np.close()"),
    ),
    "a file that is detached": ("TSE307", plain("f = open(p)\nassert f.read()\nf.detach()")),
    "a session over a plain function": ("TSE316", plain("s = aiohttp.ClientSession()\ng(s.closed)")),
    "a server whose loop is not seen": (
        "TSE316",
        case("s = http.server.HTTPServer(a, b)\nself.serve(s)\n")
        + "    def serve(self, s):\n        s.serve_forever()\n",
    ),
    "a server that is made for another block": (
        "TSE316",
        plain(
            "for p in a:\n    s = http.server.HTTPServer(p, b)\n    break\n"
            "t = threading.Thread(target=s.serve_forever)\nt.start()"
        ),
    ),
    "a process of an object": (
        "TSE311",
        "class TestShop:\n    def test_shop(self):\n        if a:\n            self.p = subprocess.Popen(b)\n"
        "            g(self.p.args)\n",
    ),
    "a cleanup that is called by another name": (
        "TSE301",
        case("f = open(p)\nf.read()", "def test_shop(this):"),
    ),
    "a patcher whose name is taken": (
        "TSE308",
        case("b_patcher = 1\nmock.patch('a.b').start()\ng(b_patcher)"),
    ),
    "a patcher in a call": ("TSE308", case("g(mock.patch('a.b').start())")),
    "a patcher of a helper": ("TSE308", plain("mock.patch('a.b').start()\ng()", "def setup_module():")),
    "a patcher that is unpacked": ("TSE308", plain("a.b = mock.patch('a.b').start()\ng()")),
    "a pytest function that others call": (
        "TSE304",
        plain("os.environ['A'] = 'b'\nassert g()") + "def other():\n    test_shop()\n",
    ),
    "a decorated function": (
        "TSE304",
        plain("os.environ['A'] = 'b'\nassert g()", "@hypothesis.given(1)\ndef test_shop(a):"),
    ),
    "a class with a base": (
        "TSE304",
        "class TestShop(shop.stock.Stock):\n    def test_shop(self):\n"
        "        os.environ['A'] = 'b'\n        assert g()\n",
    ),
    "a parameter by place alone": (
        "TSE304",
        plain("os.environ['A'] = 'b'\nassert g()", "def test_shop(a, /):"),
    ),
    "a function that has the name": (
        "TSE304",
        plain("os.environ['A'] = 'b'\nmonkeypatch = g()\nassert monkeypatch"),
    ),
    "a function over several lines": (
        "TSE304",
        plain("os.environ['A'] = 'b'\nassert g()", "def \\\n  test_shop():"),
    ),
    "several variables": ("TSE304", plain("os.environ.update({'A': 'b'})\nassert g()")),
    "variables of a case": ("TSE304", case("os.environ.update({'A': 'b'})\nassert g()")),
    "a variable on a line of several statements": ("TSE304", case("os.environ['A'] = 'b'; assert_(g())")),
    "a set-up": ("TSE305", "class TestShop:\n    def setup_method(self):\n        os.chdir('a')\n"),
    "a directory that is told": ("TSE305", case("x = os.chdir('a')\nself.assertTrue(g(x))")),
    "a restore in another block": (
        "TSE304",
        plain("os.environ['A'] = 'b'\nassert g()\nif h():\n    del os.environ['A']"),
    ),
    "a freeze": ("TSE313", case("sys._MEIPASS = 'a'\nassert g()")),
    "an attribute of a case, added to": ("TSE313", case("time.sleep += mock.Mock()\nassert g()")),
    "a name for the patcher that is taken": (
        "TSE313",
        case("sleep_patcher = 1\ntime.sleep = mock.Mock()\ng(sleep_patcher)"),
    ),
    "a thread that somebody else tells": (
        "TSE307",
        plain("t = threading.Thread(target=f)\nt.start()\nassert g()\nh()\nt.join()"),
    ),
    "a release that is asked for its outcome": (
        "TSE307",
        plain("t = threading.Thread(target=f)\nt.start()\nassert g()\nh()\nx = t.join()"),
    ),
    "a class method that is none": (
        "TSE309",
        "class TestShop(django.test.TestCase):\n    def setUpClass(cls):\n        cls.a = 1\n",
    ),
    "a hook behind a colon": (
        "TSE309",
        "class TestShop(django.test.TestCase):\n    @classmethod\n    def setUpClass(cls): cls.a = 1\n",
    ),
    "a tear-down that is left before its end": (
        "TSE309",
        "class TestShop(django.test.TestCase):\n    @classmethod\n    def tearDownClass(cls):\n"
        "        if cls.a:\n            return\n        cls.a = 1\n",
    ),
    "a yield and what needs its value": (
        "TSE310",
        plain("old = a.b\na.b = 1\nx = yield\na.b = old\ng(x)", "@contextlib.contextmanager\ndef shop():"),
    ),
    "a copy that is made at once": ("TSE317", plain("os.environ = os.environ.copy()\ng()")),
    "a copy on a line of several": ("TSE317", plain("saved = os.environ.copy()\ng(); os.environ = saved")),
}


@pytest.mark.parametrize(("code", "source"), LEFT.values(), ids=LEFT)
def test_what_is_not_certain_is_left(code: str, source: str) -> None:
    assert not fix_of(IMPORTS + source, code).edits


MOCKS = {
    "the function": ("from unittest.mock import patch\n", "patch"),
    "another name": ("from unittest import mock as m\n", "m.patch"),
    "the library of old": ("import mock\n", "mock.patch"),
    "its function": ("from mock import patch\n", "patch"),
    "nothing": ("", "mock.patch"),
}


@pytest.mark.parametrize(("head", "written"), MOCKS.values(), ids=MOCKS)
def test_patches_are_written_as_they_are_imported(head: str, written: str) -> None:
    source = f"import time\nimport unittest\n{head}" + case("time.sleep = lambda: 0\ng()")
    after = apply(source.splitlines(keepends=True), fix_of(source, "TSE313").edits)
    assert f'= {written}.object(time, "sleep", lambda: 0)' in after
    assert "mock" in after.partition("class")[0]


def test_a_name_that_stands_for_something_else_is_not_used() -> None:
    source = "import time\nimport unittest\nmock = 1\n" + case("time.sleep = lambda: 0\ng()")
    assert not fix_of(source, "TSE313").edits
    source = "import tempfile\nshutil = 1\nimport unittest\n" + case("d = tempfile.mkdtemp()\ng(d)")
    assert not fix_of(source, "TSE302").edits
    source = "import tempfile\nos = 1\n" + plain("fd, path = tempfile.mkstemp()\ng(path)")
    assert not fix_of(source, "TSE303").edits
