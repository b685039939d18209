"""Remedies are claims: their words fit the place. What they say is done and run in ``test_mending``."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

ALL = Settings(enable=("TSE3",))


def says(source: str, code: str) -> str:
    """The message of the only finding of a rule."""
    findings = engine.check(source, "tests/test_shop.py", ALL)
    (found,) = [each for each in findings if each.code == code]
    return found.message


def case(body: str, base: str = "unittest.TestCase") -> str:
    method = "    def test_shop(self):\n" + textwrap.indent(textwrap.dedent(body).strip(), "        ")
    imports = (
        "import http.server, os, socket, subprocess, tempfile, threading, unittest\nfrom unittest import mock"
    )
    return f"{imports}\nclass TestShop({base}):\n{method}\n"


def plain(body: str) -> str:
    return "import http.server, os, subprocess, threading, unittest\ndef test_shop():\n" + textwrap.indent(
        textwrap.dedent(body).strip(), "    "
    )


SERVER = "server = http.server.HTTPServer(('127.0.0.1', 0), None)\n"
SERVED = SERVER + "threading.Thread(target=server.serve_forever).start()\n"
PROBE = """\
    def port(self):
        sock = socket.socket()
        sock.bind(('', 0))
        _, port = sock.getsockname()
        return port
"""
WORDS = {
    "text is read": (plain("f = open('a')"), "TSE301", "use with or Path.read_text()"),
    "text is read by its mode": (plain("f = open('a', 'rt')"), "TSE301", "use with or Path.read_text()"),
    "bytes are read": (plain("f = open('a', mode='rb')"), "TSE301", "use with or Path.read_bytes()"),
    "a file is written": (plain("f = open('a', 'w')"), "TSE301", "use with"),
    "nobody keeps what is written": (case("open('a', 'w').write('b')"), "TSE301", "use with"),
    "a process": (plain("p = subprocess.Popen('a')"), "TSE311", "kill it and wait for it in finally"),
    "a process of a case": (
        case("p = subprocess.Popen('a')"),
        "TSE311",
        "register p.wait, then p.kill, with self.addCleanup",
    ),
    "a socket of a case": (
        case("s = socket.socket()\ns.send(b'')"),
        "TSE312",
        "add self.addCleanup(s.close)",
    ),
    "a probe for a free port": (case("self.port()") + PROBE, "TSE312", "use with"),
    "a server that serves": (plain(SERVED), "TSE316", "shut down and close it in finally"),
    "a server that does not": (plain(SERVER), "TSE316", "use with, which calls server_close()"),
    "a server of a case that serves": (
        case(SERVED),
        "TSE316",
        "register server.server_close, then server.shutdown, with self.addCleanup",
    ),
    "a server of a case that does not": (case(SERVER), "TSE316", "add self.addCleanup(server.server_close)"),
    "a server of a case that is shut down": (
        case(SERVED + "self.addCleanup(server.shutdown)"),
        "TSE316",
        "add self.addCleanup(server.server_close)",
    ),
    "a server of a case that may be shut down": (
        case(SERVED + "server.shutdown()"),
        "TSE316",
        "register server.server_close, then server.shutdown, with self.addCleanup",
    ),
    "a base that is like a case": (
        case("f = open('a')\nself.assertTrue(f)", "shop.TestBase"),
        "TSE301",
        "add self.addCleanup(f.close)",
    ),
    "a base that is not": (case("f = open('a')", "shop.TestBase"), "TSE301", "use with or Path.read_text()"),
    "a base of the project that is not": (
        "class TestBase: pass\n" + case("f = open('a')", "TestBase"),
        "TSE301",
        "use with or Path.read_text()",
    ),
    "a removal that is written": (
        case("_, p = tempfile.mkstemp()\nself.assertFalse(p)\nos.unlink(p)"),
        "TSE306",
        "move it to self.addCleanup(os.unlink, p)",
    ),
    "a removal that something else follows": (
        case("_, p = tempfile.mkstemp()\nself.assertFalse(p)\nos.unlink(p)\nassert self.shop"),
        "TSE306",
        "put it into finally",
    ),
    "a removal above other ends": (
        case(
            "_, p = tempfile.mkstemp()\nself.assertFalse(p)\nos.unlink(p)\nself.shop.close()\ndel self.shop"
        ),
        "TSE306",
        "move it to self.addCleanup(os.unlink, p)",
    ),
    "a removal that its message has named": (
        "import shutil\n" + case("p = tempfile.mkdtemp()\nself.assertTrue(g(p))\nshutil.rmtree(p)"),
        "TSE306",
        "move it to self.addCleanup(shutil.rmtree, p)",
    ),
    "a removal that would make its message too long": (
        "import shutil\n"
        + case("orders = tempfile.mkdtemp()\nself.assertTrue(g(orders))\nshutil.rmtree(orders)"),
        "TSE306",
        "move it to self.addCleanup",
    ),
    "a release with much to say": (
        case(f"_, p = tempfile.mkstemp()\nself.assertFalse(p)\nos.unlink(p, dir_fd=self.{'a' * 60})"),
        "TSE306",
        "move it to self.addCleanup",
    ),
    "a timer that is waited for": (
        case("t = threading.Timer(9, print)\nt.start()\nself.assertTrue(g())\nprint()\nt.join()"),
        "TSE307",
        "add self.addCleanup(t.cancel)",
    ),
    "a file that is read after it is closed": (
        case("f = open('a', 'w')\nself.assertTrue(g())\nf.close()\nself.assertTrue(g('a'))"),
        "TSE307",
        "add self.addCleanup(f.close)",
    ),
    "a file that is closed at the end": (
        case("f = open('a', 'w')\nself.assertTrue(g())\nf.close()"),
        "TSE307",
        "move it to self.addCleanup(f.close)",
    ),
    "a patcher that is stopped too late": (
        plain("p = unittest.mock.patch('a.b')\np.start()\nassert g()\np.stop()"),
        "TSE307",
        "put it into finally",
    ),
    "a variable that is restored too late": (
        case("os.environ['A'] = 'b'\nself.assertTrue(1)\ndel os.environ['A']"),
        "TSE304",
        "restore it in finally",
    ),
    "an attribute that need not be there": (
        "import sys\n" + case("sys._MEIPASS = 'a'\nself.assertTrue(1)"),
        "TSE313",
        "use mock.patch.object with create=True",
    ),
    "a translation that need not be there": (
        "import builtins\n" + case("builtins._ = lambda text: text\nself.assertTrue(1)"),
        "TSE313",
        "use mock.patch.object with create=True",
    ),
    "a patcher that nobody keeps": (
        case("mock.patch('a.b').start()"),
        "TSE308",
        "keep the patcher, and register its stop with self.addCleanup",
    ),
    "a directory": (
        case("os.chdir('a')"),
        "TSE305",
        "before it, add self.addCleanup(os.chdir, os.getcwd())",
    ),
    "a directory before a class": (
        case("pass") + "    @classmethod\n    def setUpClass(cls):\n        os.chdir('a')\n",
        "TSE305",
        "before it, add cls.addClassCleanup(os.chdir, os.getcwd())",
    ),
    "a directory in a hook of pytest": (
        "import os\nclass TestShop:\n    def setup_method(self):\n        os.chdir('a')\n",
        "TSE305",
        "restore it in the tear-down",
    ),
    "a file of a function": (
        "import tempfile, unittest\ndef make():\n    f = tempfile.NamedTemporaryFile(delete=False)\n"
        "    f.write(b'')\n    return f.name\n"
        "class TestShop(unittest.TestCase):\n    def test_shop(self):\n        path = make()\n",
        "TSE302",
        "register its removal with self.addCleanup",
    ),
}


@pytest.mark.parametrize(("source", "code", "expected"), WORDS.values(), ids=WORDS)
def test_the_words_fit_the_place(source: str, code: str, expected: str) -> None:
    message = says(source, code)
    assert message.endswith(f"; {expected}")
    assert len(message) < 120
