"""Remedies are claims: a program does what they say, and the tests are run with an assertion that fails."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import NamedTuple

import pytest

from flake8_testsec import engine
from flake8_testsec.fixing.application import apply
from flake8_testsec.settings import Settings

from ..measuring import unmeasured

ALL = Settings(enable=("TSE3",))
HEAD = """
import asyncio
import concurrent.futures
import http.server
import multiprocessing
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from unittest import mock

HANDLER = http.server.BaseHTTPRequestHandler
HERE = Path(__file__).parent
SLEEP = time.sleep
WRITING = "pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))"
CHILD = f"import pathlib, os, sys, time; {WRITING}; time.sleep(60)"
COMMAND = [sys.executable, "-c", CHILD, str(HERE / "pid")]
BEGINS = []


def check():
    # Fails the first time; the second test with the same body passes.
    BEGINS.append(time.monotonic())
    return len(BEGINS) > 1


def wait_for_child():
    while not ((HERE / "pid").exists() and (HERE / "pid").read_text()):
        SLEEP(0.01)


def opened():
    links = [os.path.join("/proc/self/fd", each) for each in os.listdir("/proc/self/fd")]
    return [os.readlink(each) for each in links if os.path.islink(each)]


def look_around():
    # Nothing is left two seconds after the check.
    while threading.active_count() > 1 and time.monotonic() < BEGINS[-1] + 2:
        SLEEP(0.01)
    assert threading.active_count() == 1
    assert time.monotonic() < BEGINS[-1] + 2
    assert Path.cwd() == HERE
    assert "SHOP_MODE" not in os.environ
    assert time.sleep is SLEEP
    assert not [each for each in opened() if each.startswith((str(HERE), "socket"))]
    if (HERE / "made").exists():
        assert not os.path.exists((HERE / "made").read_text())
    if (HERE / "pid").exists():
        assert not os.path.exists("/proc/" + (HERE / "pid").read_text())
        (HERE / "pid").unlink()
"""
CASE = """class TestShop(unittest.{base}):
    {async_}def test_shop(self):
{body}

class TestWhere(unittest.TestCase):
    def test_where(self):
        look_around()


def load_tests(loader, tests, pattern):
    cases = [TestShop("test_shop"), TestWhere("test_where")]
    return unittest.TestSuite([*cases, TestShop("test_shop"), TestWhere("test_where")])
"""
PLAIN = """def test_shop():
{body}

def test_where():
    look_around()


test_shop_again, test_where_again = test_shop, test_where
"""

STARTED = "p = subprocess.Popen(COMMAND)\nwait_for_child()\n"
FORKED = "p = multiprocessing.Process(target=SLEEP, args=(60,))\np.start()\n"
MADE = "(HERE / 'made').write_text({})\n"
FOLDER = "folder = tempfile.mkdtemp()\n" + MADE.format("folder")
FILE = "fd, path = tempfile.mkstemp()\nos.close(fd)\n" + MADE.format("path")
SERVER = "server = http.server.HTTPServer(('127.0.0.1', 0), HANDLER)\n"
THREAD = "threading.Thread(target=server.serve_forever).start()\n"
NAMED = "loop = threading.Thread(target=server.serve_forever)\nloop.start()\n"
SIGNALLED = "done = threading.Event()\nt = threading.Thread(target=done.wait)\nt.start()\n"
CHECK = "assert check()\n"


class Run(NamedTuple):
    """A body with one finding of a rule; ``style`` is how the test is written."""

    code: str
    body: str
    style: str = "case"


def both(name: str, code: str, body: str) -> dict[str, Run]:
    return {f"{name}, {style}": Run(code, body, style) for style in ("case", "plain")}


RUNS = {
    **both("a process that is never ended", "TSE311", STARTED + CHECK),
    **both("a process that is ended too late", "TSE307", STARTED + CHECK + "p.kill()\np.wait()\n"),
    **both("a process that is forked and never ended", "TSE311", FORKED + CHECK),
    **both("a process that is forked and joined too late", "TSE307", FORKED + CHECK + "p.kill()\np.join()\n"),
    **both("a server that is never shut down", "TSE316", SERVER + THREAD + CHECK),
    **both("a server that is shut down too late", "TSE316", SERVER + NAMED + CHECK + "server.shutdown()\n"),
    **both(
        "a server that is closed too late",
        "TSE307",
        SERVER + NAMED + CHECK + "server.shutdown()\nserver.server_close()\n",
    ),
    **both("a server that never serves", "TSE316", SERVER + CHECK),
    **both("a thread that is told too late", "TSE307", SIGNALLED + CHECK + "done.set()\nt.join()\n"),
    **both(
        "a timer that is never cancelled", "TSE316", "t = threading.Timer(60, print)\nt.start()\n" + CHECK
    ),
    **both(
        "a timer that is cancelled too late",
        "TSE307",
        "t = threading.Timer(60, print)\nt.start()\n" + CHECK + "print()\nt.cancel()\n",
    ),
    **both(
        "an executor that is never shut down",
        "TSE316",
        "e = concurrent.futures.ThreadPoolExecutor()\nassert e.submit(int).result() == 0\n" + CHECK,
    ),
    **both(
        "an executor that is shut down too late",
        "TSE307",
        "e = concurrent.futures.ThreadPoolExecutor()\ne.submit(int).result()\n" + CHECK + "e.shutdown()\n",
    ),
    **both(
        "a file that is never closed",
        "TSE301",
        "f = open(HERE / 'a', 'w')\nf.write('a')\n" + CHECK + "f.tell()\n",
    ),
    **both(
        "a file that is closed too late",
        "TSE307",
        "f = open(HERE / 'a', 'w')\nf.write('a')\n" + CHECK + "f.close()\n",
    ),
    **both(
        "a file that is needed after it is closed",
        "TSE307",
        "f = open(HERE / 'a', 'w')\nf.write('a')\n"
        + CHECK
        + "f.close()\nassert (HERE / 'a').read_text() == 'a'\n",
    ),
    **both("a file without a name", "TSE301", "assert open(__file__).read()\n" + CHECK),
    **both("bytes without a name", "TSE301", "text = open(__file__, 'rb').read()\nassert text\n" + CHECK),
    **both("lines without a name", "TSE301", "for line in open(__file__):\n    assert line\n" + CHECK),
    **both("a descriptor", "TSE303", "fd, path = tempfile.mkstemp(dir=HERE)\n" + CHECK),
    **both("a descriptor without a name", "TSE303", "path = tempfile.mkstemp(dir=HERE)[1]\n" + CHECK),
    **both("a socket", "TSE312", "s = socket.socket()\ns.setblocking(False)\n" + CHECK),
    **both("a database", "TSE316", "db = sqlite3.connect(HERE / 'a')\ndb.execute('select 1')\n" + CHECK),
    **both("a folder that is never removed", "TSE302", FOLDER + "open(folder + '/a', 'w').close()\n" + CHECK),
    **both("a folder that is removed too late", "TSE306", FOLDER + CHECK + "shutil.rmtree(folder)\n"),
    **both("a file that is removed too late", "TSE306", FILE + CHECK + "os.remove(path)\n"),
    "a file that is never removed": Run("TSE302", FILE + CHECK),
    **both("a directory that is never left", "TSE305", "os.chdir('/')\n" + CHECK),
    **both(
        "a directory that is left too late",
        "TSE305",
        "here = os.getcwd()\nos.chdir('/')\n" + CHECK + "os.chdir(here)\n",
    ),
    **both("a variable that is never restored", "TSE304", "os.environ['SHOP_MODE'] = 'a'\n" + CHECK),
    **both(
        "a variable that is restored too late",
        "TSE304",
        "os.environ['SHOP_MODE'] = 'a'\n" + CHECK + "del os.environ['SHOP_MODE']\n",
    ),
    **both("a function that is never restored", "TSE313", "time.sleep = mock.Mock()\n" + CHECK),
    **both(
        "a function that is restored too late",
        "TSE313",
        "old = time.sleep\ntime.sleep = mock.Mock()\n" + CHECK + "time.sleep = old\n",
    ),
    **both("a patcher that is never stopped", "TSE308", "p = mock.patch('time.sleep')\np.start()\n" + CHECK),
    **both(
        "a patcher that nobody keeps", "TSE308", "fake = mock.patch('time.sleep').start()\nfake()\n" + CHECK
    ),
    **both(
        "a patcher that is stopped too late",
        "TSE307",
        "p = mock.patch('time.sleep')\np.start()\n" + CHECK + "p.stop()\n",
    ),
    "a loop": Run(
        "TSE316",
        "loop = asyncio.new_event_loop()\nloop.run_until_complete(asyncio.sleep(0))\n" + CHECK,
        "plain",
    ),
    "a process of a loop": Run(
        "TSE311",
        "p = await asyncio.create_subprocess_exec(*COMMAND)\nwait_for_child()\n" + CHECK,
        "async",
    ),
}


def written(run: Run) -> str:
    """The test module: the same test twice, each followed by one that looks for what is left."""
    if run.style == "plain":
        return HEAD + PLAIN.format(body=textwrap.indent(run.body, " " * 4))
    is_async = run.style == "async"
    base, async_ = ("IsolatedAsyncioTestCase", "async ") if is_async else ("TestCase", "")
    return HEAD + CASE.format(base=base, async_=async_, body=textwrap.indent(run.body, " " * 8))


def mended(source: str, code: str) -> str:
    """The source with the fix of the only finding of a rule, which is gone then."""
    every = engine.check(source, "tests/test_shop.py", ALL, fixes=True)
    (found,) = [each for each in every if each.code == code]
    text = apply(source.splitlines(keepends=True), found.fix.edits)
    assert text != source, found.message
    assert all(each.code != code for each in engine.check(text, "tests/test_shop.py", ALL)), text
    return text


@pytest.mark.once
@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_a_mended_test_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    (tmp_path / "test_shop.py").write_text(mended(written(run), run.code))
    pytest_ = ["pytest", "-q", "-p", "no:cacheprovider", "test_shop.py"]
    runner = pytest_ if run.style == "plain" else ["unittest", "test_shop"]
    done = subprocess.run(
        [sys.executable, "-B", "-m", *runner],
        cwd=tmp_path,
        env={**unmeasured(), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    told = done.stdout + done.stderr
    expected = "1 failed, 3 passed" if run.style == "plain" else "Ran 4 tests"
    assert expected in told, told
    assert run.style == "plain" or told.strip().endswith("FAILED (failures=1)"), told
