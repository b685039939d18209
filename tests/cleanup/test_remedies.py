"""Remedies are claims: their words fit the place, and what they say is done and run here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
import time
from pathlib import Path

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
    "a release with much to say": (
        case(f"_, p = tempfile.mkstemp()\nself.assertFalse(p)\nos.unlink(p, dir_fd=self.{'a' * 60})"),
        "TSE306",
        "move it to self.addCleanup",
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


# What the words say is done, and the tests are run with an assertion that fails.

HEAD = "import http.server, os, shutil, subprocess, sys, tempfile, threading, time; from pathlib import Path"
CHILD = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)"
START = f'p = subprocess.Popen([sys.executable, "-c", "{CHILD}"])\ntime.sleep(1)\n'
RUNS = {
    "a process that is never ended": (
        "TSE311",
        START + "self.fail()\n",
    ),
    "a process that is ended too late": (
        "TSE307",
        START + "self.assertFalse(p)\np.kill()\n",
    ),
    "a server that is ended too late": (
        "TSE316",
        "server = http.server.HTTPServer(('127.0.0.1', 0), http.server.BaseHTTPRequestHandler)\n"
        "threading.Thread(target=server.serve_forever).start()\nself.assertFalse(server)\nserver.shutdown()\n",
    ),
    "a file that is removed too late": (
        "TSE306",
        "folder = tempfile.mkdtemp()\nPath('made').write_text(folder)\n"
        "self.assertFalse(folder)\nos.rmdir(folder)\n",
    ),
    "a folder that is never removed": (
        "TSE302",
        "folder = tempfile.mkdtemp()\nPath('made').write_text(folder)\nself.fail()\n",
    ),
    "a directory that is never left": ("TSE305", "os.chdir('/')\nself.fail()\n"),
}


def mended(source: str, code: str) -> str:
    """The source with what the message of its finding says."""
    (found,) = [each for each in engine.check(source, "tests/test_shop.py", ALL) if each.code == code]
    lines, at = source.splitlines(), found.line
    words = found.message.rpartition("; ")[2]
    known = re.match(r"(before it, add|add|move it to|register) (.*)", words)
    assert known is not None, words
    verb, text = known.groups()
    if verb == "move it to":
        _, skipped = found.related
        del lines[skipped.line - 1]
    if verb == "register":
        methods, _, register = text.partition(", with ")
        text = "; ".join(f"{register}({each})" for each in methods.split(", then "))
    after = at - 1 if verb.startswith("before") else at
    lines.insert(after, " " * 8 + text)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("code", "body"), RUNS.values(), ids=RUNS)
def test_what_the_words_say_leaves_nothing_behind(code: str, body: str, tmp_path: Path) -> None:
    source = case(body).replace("from unittest import mock", HEAD)
    source += "    def test_where(self):\n        self.assertEqual(Path.cwd().name, 'here')\n"
    text = mended(source, code)
    here = tmp_path / "here"
    here.mkdir()
    (here / "test_shop.py").write_text(text)
    begin = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "unittest", "test_shop"],
        cwd=here,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert "FAILED (failures=1)" in done.stderr, done.stderr
    assert "left here" not in done.stderr
    assert time.monotonic() - begin < 10
    assert not is_left(here)
    assert all(each.code != code for each in engine.check(text, "tests/test_shop.py", ALL))


def is_left(here: Path) -> bool:
    """Whether the process runs, or the folder is there, that the test has written down."""
    if (here / "pid").exists():
        try:
            os.kill(int((here / "pid").read_text()), 0)
        except ProcessLookupError:
            return False
        return True
    return (here / "made").exists() and Path((here / "made").read_text()).exists()


def test_what_is_left_is_noticed(tmp_path: Path) -> None:
    assert not is_left(tmp_path)
    (tmp_path / "made").write_text(str(tmp_path))
    assert is_left(tmp_path)
    (tmp_path / "pid").write_text(str(os.getpid()))
    assert is_left(tmp_path)
