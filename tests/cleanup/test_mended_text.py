"""What a program makes of a finding, line by line, and where it leaves the code alone."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.fixing.application import apply

from .mended_texts import IMPORTS, Text, case, differences, fix_of, plain

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
    "a file that is awaited, which may be no context": Text(
        "TSE307",
        "async def test_shop(p):\n    f = await shop.open(p, mode='rb')\n    assert await f.read()\n"
        "    await f.close()\n",
        ("try:", "finally:"),
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
    "a temporary directory that a finalizer may need": Text(
        "TSE302",
        plain(
            "d = tempfile.mkdtemp()\ns = g(d)\nrequest.addfinalizer(s.stop)\ns.start()",
            "def test_a(request):",
        ),
        ("with tempfile.TemporaryDirectory() as d:",),
        ("d = tempfile.mkdtemp()",),
        safe=False,
    ),
    "a temporary directory that a fixture is told of": Text(
        "TSE302",
        plain("d = tempfile.mkdtemp()\nstarting.at(d)\ng(d)", "def test_a(starting):"),
        ("with tempfile.TemporaryDirectory() as d:",),
        ("d = tempfile.mkdtemp()",),
        safe=False,
    ),
    "a temporary directory in which a test works": Text(
        "TSE302",
        plain("d = tempfile.mkdtemp()\nos.chdir(d)\ng(path=d)"),
        ("with tempfile.TemporaryDirectory() as d:",),
        ("d = tempfile.mkdtemp()",),
        safe=False,
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
