"""Servers that are told no host: reported where the rule is asked for by name, as a double may listen."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

SILENT = """
import asyncio
import waitress
from aiohttp import web


async def test_till(till, runner):
    await asyncio.start_server(till, port=0)
    site = web.TCPSite(runner, None, 8080)
    waitress.serve(till)
"""
SAID = "import eventlet\n\n\ndef test_till(ask):\n    eventlet.listen(('', 80))\n    ask('{}')\n"
HERE = ("127.0.0.1", "::1", "http://0.0.0.0:80", "http://[::1]:80", "tcp://localhost")


def lines(text: str, *enabled: str) -> list[int]:
    found = engine.check(text, "tests/test_a.py", Settings(enable=enabled))
    return [each.line for each in found if each.code == "TSE203"]


@pytest.mark.parametrize(("enabled", "expected"), [((), []), (("TSE203",), [8, 9, 10])])
def test_silence_counts_only_where_it_is_asked_for(enabled: tuple[str, ...], expected: list[int]) -> None:
    assert lines(SILENT, *enabled) == expected


@pytest.mark.parametrize("asked", HERE)
def test_an_empty_host_counts_where_the_client_is_here(asked: str) -> None:
    assert lines(SAID.format(asked)) == [5]


@pytest.mark.parametrize("asked", ["0.0.0.0", "shop.test", "localhosts"])
def test_who_asks_is_not_known(asked: str) -> None:
    assert lines(SAID.format(asked)) == []
    assert lines(f'"It asks localhost."\n{SAID.format(asked)}') == []
    assert lines(SAID.format(asked), "TSE203") == [5]


def test_blanks_are_no_host() -> None:
    """What runs statements, or what is in a folder, has a method of that name, too."""
    for text in ("   \\n", ".", ".."):
        assert lines(f"def test_blank(executor):\n    assert executor.run('{text}') == []\n", "TSE203") == []
    assert lines("def test_every(shop):\n    shop.run('0.0.0.0')\n", "TSE203") == [2]
