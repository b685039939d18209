"""Where a program cannot be certain, it leaves the remedy to a person."""

from __future__ import annotations

import pytest

from .mended_texts import IMPORTS, case, fix_of, plain

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
    "a manager that raises in the end what a thread has met": (
        "TSE310",
        "@contextlib.contextmanager\ndef moved(errors):\n    os.chdir('a')\n    yield\n    os.chdir('b')\n"
        "    if errors:\n        raise errors[0]\n",
    ),
    "what is deleted, though its module has it": (
        "TSE313",
        plain("shop.stock.count = mock.Mock()\nassert g()\ndel shop.stock.count"),
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
    "a file that is a standard stream from here on": (
        "TSE301",
        plain("monkeypatch.setattr(sys, 'stdin', open(p))\ng()", "def test_shop(monkeypatch):"),
    ),
    "an end of a pipe that has no name": ("TSE303", plain("a, _ = os.pipe()\ng(a)\nos.close(a)")),
    "an end of a pipe, the other of which is closed": ("TSE303", plain("a, b = os.pipe()\nos.close(b)")),
    "a copy that is made at once": ("TSE317", plain("os.environ = os.environ.copy()\ng()")),
    "a copy on a line of several": ("TSE317", plain("saved = os.environ.copy()\ng(); os.environ = saved")),
}


@pytest.mark.parametrize(("code", "source"), LEFT.values(), ids=LEFT)
def test_what_is_not_certain_is_left(code: str, source: str) -> None:
    assert not fix_of(IMPORTS + source, code).edits
