"""Sockets that are bound to learn of a free port, and what else is closed at once."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

BOUND = "s = socket.socket()\ns.bind(('', 0))\ns.listen()\n"
WITHIN = "with socket.socket() as s:\n    s.bind(('', 0))\n    s.listen(1)\n    port = s.getsockname()\n"
ASKED = "s.getsockname()\n"

PROBES = {
    "closed below": BOUND + "port = s.getsockname()[1]\ns.close()\n",
    "left by a with": WITHIN,
    "another of its name below": WITHIN + "for s in shops:\n    s.visit(port)\n",
    "closed below what makes a number": BOUND + "port = int(s.getsockname()[1])\ns.close()\n",
    "a server that is closed": "s = Server(('', 0))\ns.socket.close()\n",
}
SERVERS = {
    "a port that is known": BOUND.replace("0", "8080") + ASKED + "s.close()\n",
    "a port that is given": BOUND.replace("0", "self.port") + ASKED + "s.close()\n",
    "somebody may connect": BOUND + "visit(s.getsockname())\ns.close()\n",
    "an object may connect": BOUND + "self.shop.visit(s.getsockname())\ns.close()\n",
    "somebody may connect in a with": WITHIN + "    visit(port)\n",
    "it waits": BOUND + ASKED + "time.sleep(60)\ns.close()\n",
    "it waits in a loop": BOUND + "while not self.shop: print(s.getsockname())\ns.close()\n",
    "closed far below": BOUND + ASKED + "print()\n" * 5 + "s.close()\n",
    "never closed": BOUND + ASKED,
    "a with that does more": WITHIN + "    run()\n" * 4,
    "another with": "s = socket.socket()\nwith run():\n    s.bind(('', 0))\n    s.listen()\n    " + ASKED,
    "the last of a with": "s = socket.socket()\ns.listen()\n" + ASKED + "with s as t:\n    s.bind(('', 0))\n",
    "not asked": BOUND + "s.close()\n",
    "it accepts": BOUND + ASKED + "s.accept()\ns.close()\n",
    "handed on": BOUND + ASKED + "run(s)\ns.close()\n",
    "of an object": BOUND.replace("s.b", "self.s.b").replace("s.l", "self.s.l").replace("s =", "self.s =")
    + "self.s.getsockname()\nself.s.close()\n",
    "a bind with an answer": "s = socket.socket()\nprint(s.bind(('', 0)), s.listen())\n"
    + ASKED
    + "s.close()\n",
    "another server that is closed": "s = Server(('', 0))\nt.close()\n",
    "the end of the function": "s = Server(('', 0))\n",
}


def reported(body: str) -> int:
    text = "import socket\nfrom shop import Server\nHOST = '127.0.0.1'\ndef test_a(self):\n"
    text += textwrap.indent(body, "    ")
    return sum(each.code == "TSE203" for each in engine.check(text, "tests/test_a.py", Settings()))


@pytest.mark.parametrize("case", PROBES)
def test_nobody_is_served(case: str) -> None:
    assert reported(PROBES[case]) == 0


@pytest.mark.parametrize("case", SERVERS)
def test_somebody_may_be_served(case: str) -> None:
    assert reported(SERVERS[case]) == 1
