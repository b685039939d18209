"""Loops that run until the process ends, and servers of the session (TSE316), are told of by name alone."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

LOOP = """\
import asyncio

def serve(app):
    loop = asyncio.new_event_loop()
    loop.run_until_complete(app.start())
    {}
"""
SERVER = """\
import http.server
import threading

import pytest

@pytest.fixture{}
def shop(handler):
    server = http.server.HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever).start()
    yield server.server_address
    {}
"""
CASES = [
    (LOOP.format("loop.run_forever()"), 0),
    (LOOP.format("loop.run_until_complete(app.stop())"), 1),
    (LOOP.format("app.run_forever()"), 1),
    (SERVER.format('(scope="session")', "server.shutdown()"), 0),
    (SERVER.format("", "server.shutdown()"), 1),
    (SERVER.format('(scope="session")', "print(server)"), 1),
]


@pytest.mark.parametrize(("source", "by_default"), CASES)
def test_what_goes_with_the_process_is_told_by_name_alone(source: str, by_default: int) -> None:
    for settings, expected in ((Settings(), by_default), (Settings(enable=("TSE316",)), 1)):
        findings = engine.check(source, "tests/test_shop.py", settings)
        assert [each.code for each in findings if each.code == "TSE316"] == ["TSE316"] * expected
