"""Releases that only wait, and sockets that hold nothing: of hardly any use to anybody."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import os, signal, socket, subprocess, threading, multiprocessing\n"
STARTED = "p = subprocess.Popen(['shop'], {})\nassert p.pid > 9\n"
OUTLIVED = (
    "t = threading.Thread(target=print, args=(done,))\nt.start()\n"
    "while t.is_alive(): {}\nassert shop.open\ndone.set()\nt.join()"
)
THREAD = "t = threading.Thread(target={}, args=({}))\nt.start()\nassert shop.open\n"
IDLE = "s = socket.socket()\n{}\ns.close()\n"

OPT_IN = {
    "a loop has seen its end": OUTLIVED.format("pass"),
    "two loops, of which the last has seen it": "while shop.busy(): pass\n" + OUTLIVED.format("pass"),
    "a loop beside its start has seen it": "with shop:\n"
    + textwrap.indent(OUTLIVED.format("pass").partition("assert")[0], "    ")
    + "assert shop.open\ndone.set()\nt.join()",
    "a loop around the check has seen it": "t = threading.Thread(target=print, args=(done,))\n"
    "if state:\n    t.start()\nelse:\n    t.start()\nwhile t.is_alive(): pass\n"
    "if state:\n    assert shop.open\ndone.set()\nt.join()",
    "a child is waited for": STARTED.format("bufsize=0") + "p.wait()",
    "its output is read before": STARTED.format("stdout=-1") + "p.stdout.read()\np.stdout.close()\np.wait()",
    "its output is read by waiting": STARTED.format("stdout=-1") + "p.communicate()",
    "something else is done before": STARTED.format("stdin=-1") + "shop.close()\np.wait()",
    "a thread is given something else": THREAD.format("print", "orders,") + "shop.close()\nt.join()",
    "what it knows is looked at": THREAD.format("print", "orders,") + "orders.get()\nt.join()",
    "what it knows is a module": THREAD.format("os.wait", "orders,") + "os.getcwd()\nt.join()",
    "what it knows is its own name": THREAD.format("print", "orders,") + "got = shop.get()\nt.join()",
    "a name is set to what is not known": THREAD.format("print", "done,") + "print()\ndone = ask\nt.join()",
    "names are set in a loop": THREAD.format("print", "done,") + "for done in shop: print()\nt.join()",
    "a loop that is left": "def work():\n    while True:\n        break\n"
    + THREAD.format("work", "")
    + "print()\nt.join()",
    "what it waits for a few seconds for": "def work():\n    done.wait(3)\n    done.wait(timeout=0.5)\n"
    + THREAD.format("work", "")
    + "done.set()\nt.join()",
    "a timer": "t = threading.Timer(1, function=print)\nt.start()\nassert shop.open\nprint()\nt.join()",
    "one of two that the same context makes": "c = multiprocessing.get_context()\n"
    "t = c.Process(target=print)\nt.start()\nassert shop.open\n"
    "o = c.Process(target=print)\no.close()\nt.join()",
    "a process of this program": "t = multiprocessing.Process()\nt.start()\nassert shop.open\nt.join()",
    "a socket that nobody binds": IDLE.format("assert s.type > 0"),
    "its number is asked for": IDLE.format("s.settimeout(1)\nassert s.fileno() > 0"),
    "a socket that is compared": IDLE.format("self.assertIsInstance(s, socket.SocketType)"),
    "a socket that fails": IDLE.format("assert shop == s"),
}
DEFAULT = {
    "a loop on one way only": OUTLIVED.format("pass").replace("while", "if state:\n    while"),
    "a loop on another way": OUTLIVED.format("pass")
    .replace("while", "if state:\n    while")
    .replace("assert", "else:\n    assert"),
    "a loop that still runs": OUTLIVED.format("\n    assert shop.open").replace("\nassert shop.open", ""),
    "a loop that is left before": OUTLIVED.format("break"),
    "a child is killed": STARTED.format("bufsize=0") + "p.kill()\np.wait()",
    "its input is closed": STARTED.format("stdin=-1") + "p.stdin.close()\np.wait()",
    "its input ends by waiting": STARTED.format("stdin=-1") + "p.communicate()",
    "it gets a signal": STARTED.format("bufsize=0") + "os.kill(p.pid, 15)\np.wait()",
    "its group gets a signal": STARTED.format("bufsize=0") + "os.killpg(os.getpgid(p.pid), 15)\np.wait()",
    "a thread gets a signal": THREAD.format("print", "") + "signal.pthread_kill(t.ident, 15)\nt.join()",
    "an event is set": THREAD.format("print", "done,") + "done.set()\nt.join()",
    "an event of the object is set": THREAD.format("print", "self.done,") + "self.done.set()\nt.join()",
    "a mark is set": THREAD.format("print", "state,") + "print()\nstate.running = False\nt.join()",
    "an event of a function that it calls is set": "def wait():\n    done.wait()\ndef work():\n    wait()\n"
    + THREAD.format("work", "")
    + "done.set()\nt.join()",
    "something else is done in the end": THREAD.format("print", "orders,").replace("assert shop.open\n", "")
    + "try:\n    assert shop.open\nfinally:\n    print()\n    shop.door.close()\norders.close()\nt.join()",
    "it waits for long": "def work():\n    done.wait(99)\n"
    + THREAD.format("work", "")
    + "done.set()\nt.join()",
    "it waits for as long as it is told": "def work():\n    done.wait(end)\n"
    + THREAD.format("work", "")
    + "done.set()\nt.join()",
    "it waits again and again": "def work():\n    while not done.wait(1): print()\n"
    + THREAD.format("work", "")
    + "done.set()\nt.join()",
    "it waits and hands it on": "def work():\n    done.wait(1)\n    shop.run(done)\n"
    + THREAD.format("work", "")
    + "done.set()\nt.join()",
    "a few seconds, then for ever": "def work():\n    done.wait(1)\n    done.wait()\n"
    + THREAD.format("work", "")
    + "done.set()\nt.join()",
    "an entry is set": THREAD.format("print", "state,") + "print()\nstate['on'] = False\nt.join()",
    "a name is set": THREAD.format("print", "done,") + "print()\ndone = True\nt.join()",
    "a descriptor is closed": THREAD.format("print", "end,") + "os.close(end)\nt.join()",
    "nothing ends it": THREAD.format("loop.run_forever", "") + "print()\nt.join()",
    "a timer is cancelled": "t = threading.Timer(1, print)\nt.start()\nassert shop\nprint()\nt.cancel()",
    "a socket is bound": IDLE.format("s.bind(shop)\nassert s.type > 0"),
    "a socket is handed on by an assertion": IDLE.format("self.assertRaises(OSError, shop.open, s)"),
    "a socket of a descriptor": IDLE.format("assert s.type > 0").replace("socket()", "socket(fileno=1)"),
    "a socket of a function": IDLE.format("assert s.type > 0").replace(
        ".socket()", ".create_connection(shop)"
    ),
}


def found(body: str, *enabled: str) -> list[str]:
    """The messages for a test of such a body."""
    source = (
        f"{HEAD}def test_shop(self, shop, orders, done, state, end, loop):\n{textwrap.indent(body, '    ')}\n"
    )
    findings = engine.check(source, "tests/test_shop.py", Settings(enable=enabled))
    return [each.message for each in findings if each.code == "TSE307"]


@pytest.mark.parametrize("body", OPT_IN.values(), ids=OPT_IN)
def test_who_wants_to_hear_of_it_asks_for_it(body: str) -> None:
    assert found(body) == []
    assert len(found(body, "TSE307")) == 1


@pytest.mark.parametrize("body", DEFAULT.values(), ids=DEFAULT)
def test_what_is_left_is_reported(body: str) -> None:
    assert len(found(body)) == 1


CASE = """\
import subprocess, tempfile, os, socket, threading, unittest
class TestShop(unittest.TestCase):
    def test_shop(self):
        {}
"""
OPENED = "f = open('a', 'w')\nassert f.tell()\n"
MADE = "_, p = tempfile.mkstemp()\nself.assertTrue(os.path.getsize(p))\n"
BEHIND = {
    "a file is read again": (
        OPENED + "f.close()\nself.assertTrue(open('a').read())",
        "add self.addCleanup(f.close)",
    ),
    "a path is gone": (
        MADE + "os.remove(p)\nself.assertTrue(self.x)",
        "put it into finally",
    ),
    "a timer has run": (
        "t = threading.Timer(9, a)\nt.start()\nself.assertTrue(a)\nprint()\nt.join()\nself.assertTrue(a)",
        "add self.addCleanup(t.cancel)",
    ),
    "another is closed": (
        OPENED + "f.close()\nself.server.stop()",
        "move it to self.addCleanup(f.close)",
    ),
    "nothing is left to do": (
        OPENED + "f.close()\ndel self.x",
        "add self.addCleanup(f.close)",
    ),
}


@pytest.mark.parametrize(("body", "remedy"), BEHIND.values(), ids=BEHIND)
def test_a_release_stays_where_others_build_upon_it(body: str, remedy: str) -> None:
    source = CASE.format(body.replace("\n", "\n        "))
    findings = engine.check(source, "tests/test_shop.py", Settings(enable=("TSE307",)))
    (found,) = [each.message for each in findings if each.code in ("TSE306", "TSE307")]
    assert found.endswith(f"; {remedy}")
