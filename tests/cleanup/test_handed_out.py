"""Fixtures that hand out what they hold: whoever asks for it may end it, or nobody does."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec.cleanup.judgement import Verdict, judgements
from flake8_testsec.cleanup.mending import mended
from flake8_testsec.cleanup.remedies import remedy
from flake8_testsec.finding import NO_FIX
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

IMPORTS = "import asyncio, socket, subprocess, sqlite3, tempfile\nimport pytest\nfrom shop import take\n"
WORDS = frozenset({"socket", "open", "Popen", "connect", "new_event_loop", "mkdtemp"})


def left(text: str, path: str = "tests/test_a.py") -> list[str]:
    module = Module.parse(IMPORTS + textwrap.dedent(text), path, Settings())
    calls = module.scopes.calls(WORDS)
    found = [each for call in calls for each in judgements(call, module)]
    return [remedy(each.obligation, module) for each in found if each.verdict is Verdict.NEVER]


FIXTURE = """
@pytest.fixture{scope}
def sock():
    {body}


def test_port(sock):
    {use}
"""

LEFT = {
    "returned": "return socket.socket()",
    "yielded": "yield socket.socket()",
    "by a name, returned": "it = socket.socket()\n    it.bind(('', 0))\n    return it",
    "by a name, yielded": "it = socket.socket()\n    yield it",
}


def of(body: str, use: str = "assert sock.port", scope: str = "") -> str:
    return FIXTURE.format(body=body, use=use, scope=scope)


@pytest.mark.parametrize("body", LEFT.values(), ids=LEFT)
def test_nobody_ends_it(body: str) -> None:
    assert left(of(body)) == ["yield it in with"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return open('orders')", "yield it in with"),
        ("return sqlite3.connect('orders')", "yield it in contextlib.closing"),
        ("yield subprocess.Popen(['shop'])", "yield it, and kill it and wait for it then"),
    ],
)
def test_the_remedy_is_one_for_fixtures(body: str, words: str) -> None:
    assert left(of(body)) == [words]


ENDED = {
    "by the test": of("return socket.socket()", "sock.close()"),
    "by whoever takes it": of("return socket.socket()", "take(sock)"),
    "by a name, by the test": of("it = socket.socket()\n    return it", "sock.detach()"),
    "behind the yield": of("it = socket.socket()\n    yield it\n    it.close()"),
    "by a block": of("it = socket.socket()\n    with it:\n        yield it"),
    "by a finalizer": of("it = socket.socket()\n    take.addfinalizer(it.shut)\n    return it"),
    "by a function": of("it = open('orders')\n    yield it\n    take.cleanup(it)"),
    "after all tests": of("yield socket.socket()", scope="(scope='session')"),
    "by who knows whom": of("return socket.socket()", "request.getfixturevalue('x')"),
    "by a plug-in": of("return asyncio.new_event_loop()"),
    "by the value of the yield": of("got = yield socket.socket()"),
    "by who asks for a fixture that asks": of("return socket.socket()")
    + "\n\n@pytest.fixture\ndef other(sock):\n    return sock\n\n\ndef test_b(other):\n    other.close()\n",
    "by nobody, as nobody asks": "@pytest.fixture\ndef sock():\n    return socket.socket()\n",
}


@pytest.mark.parametrize("text", ENDED.values(), ids=ENDED)
def test_somebody_may_end_it(text: str) -> None:
    assert left(text) == []


def test_others_may_ask_for_what_a_conftest_defines() -> None:
    assert left(of("return socket.socket()"), "tests/conftest.py") == []


def test_a_fixture_that_hands_it_on_leaves_it_as_well() -> None:
    text = of("return socket.socket()") + "\n\n@pytest.fixture\ndef other(sock):\n    return sock\n"
    assert left(f"{text}\n\ndef test_b(other):\n    assert other.port\n") == ["yield it in with"]


def test_no_program_makes_a_fixture_yield() -> None:
    module = Module.parse(IMPORTS + of("return socket.socket()"), "tests/test_a.py", Settings())
    (call,) = module.scopes.calls(WORDS)
    (judgement,) = judgements(call, module)
    assert mended(remedy(judgement.obligation, module), judgement.obligation, module) == NO_FIX
