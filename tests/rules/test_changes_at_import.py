"""What a test module does when it is imported."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

CHANGES = (
    "stock.count = lambda: 3",
    "stock.Empty = Empty",
    "stock.CURRENCY = 'EUR'",
    "os.environ['MODE'] = 'test'",
    "FOLDER = tempfile.mkdtemp()",
    "os.umask(0)",
    "signal.signal(signal.SIGINT, signal.SIG_DFL)",
    "signal.signal(signal.SIGTERM, signal.default_int_handler)",
    "signal.signal(signal.SIGINT, signal.getsignal(signal.SIGTERM))",
    "signal.signal(signal.SIGINT, stock.handler)",
    "asyncio.set_event_loop_policy(policy=Policy())",
    "logging.basicConfig()",
    "sys.setrecursionlimit(100)",
    "sys.setrecursionlimit(sys.maxsize())",
    "asyncio.set_event_loop_policy(Policy())",
    "decimal.setcontext(decimal.Context(prec=5))",
    "locale.setlocale(locale.LC_ALL, 'en_US')",
    "locale.setlocale(locale.LC_ALL, locale='en_US'); locale.setlocale(locale.LC_ALL, 'de_DE')",
    "locale.setlocale(locale.LC_ALL, 'C'); locale.setlocale(locale.LC_ALL, 'de_DE')",
    "if stock: locale.setlocale(locale.LC_ALL, 'en_US')",
)
NO_CHANGES = (
    "place = locale.setlocale(locale.LC_ALL)",
    "place = locale.setlocale(locale.LC_ALL, None)",
    "locale.setlocale(locale.LC_ALL, 'en_US'); locale.setlocale(locale.LC_ALL, 'C')",
    "place = locale.setlocale(locale.LC_ALL, 'en_US'); locale.setlocale(locale.LC_ALL, place)",
    "mask = os.umask(0); os.umask(mask)",
    "locale.setlocale(locale.LC_ALL, 'C')",
    "locale.setlocale(locale.LC_ALL, ('C', None))",
    "locale.setlocale(locale.LC_ALL, locale.getlocale(locale.LC_ALL))",
    "sys.setrecursionlimit(sys.getrecursionlimit())",
    "signal.signal(signal.SIGINT, signal.getsignal(signal.SIGINT))",
    "signal.signal(signal.SIGINT, signal.default_int_handler)",
    "asyncio.set_event_loop_policy(None)",
    "asyncio.set_event_loop_policy(policy=None)",
    "decimal.setcontext(decimal.DefaultContext)",
)


@pytest.mark.parametrize("enable", [(), ("TSE315",)])
@pytest.mark.parametrize("change", CHANGES)
def test_changes_are_told_to_who_asks(change: str, enable: tuple[str, ...]) -> None:
    assert lines(change, enable) == ([5] if enable else [])


@pytest.mark.parametrize("asked", NO_CHANGES)
def test_what_is_only_asked_or_taken_back_is_no_change(asked: str) -> None:
    assert lines(asked, ("TSE315",)) == []


def lines(change: str, enable: tuple[str, ...]) -> list[int]:
    source = (
        "import asyncio, decimal, locale, logging, os, signal, sys, tempfile\nfrom shop import stock\n\n"
        f"class Empty(Exception): pass\n{change}\n\ndef test_stock():\n    assert stock.count() == 3\n"
    )
    module = Module.parse(source, "tests/test_stock.py", Settings(enable=enable))
    return [each.line for each in engine.examine(module) if each.code == "TSE315"]
