"""Attributes and modules that get their values back only where they had one, which is told on request."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = """
import sys
from unittest import mock
import shop

def test_price(options):
    saved = {read}
    {change}
    try:
        assert shop.price() == 1
    finally:
        if {asked}:
            {target} = saved
{rest}
"""
MODULE = {
    "read": 'sys.modules.get("redis")',
    "change": 'sys.modules["redis"] = mock.Mock()',
    "asked": "saved is not None",
    "target": 'sys.modules["redis"]',
    "rest": "",
}
ATTRIBUTE = {
    **MODULE,
    "read": 'getattr(shop, "mode", None)',
    "change": "shop.mode = mock.Mock()",
    "target": "shop.mode",
}


def said(parts: dict[str, str], *enable: str) -> list[str]:
    source = textwrap.dedent(TEXT.format(**parts))
    findings = engine.check(source, "tests/test_x.py", Settings(enable=enable))
    return [each.message for each in findings if each.code == "TSE313"]


@pytest.mark.parametrize("parts", [MODULE, ATTRIBUTE])
def test_it_is_told_on_request(parts: dict[str, str]) -> None:
    assert not said(parts)
    (message,) = said(parts, "TSE313")
    assert "restored only if it was set before" in message


@pytest.mark.parametrize("read", ['sys.modules.get("redis")', 'sys.modules.get("redis", None)'])
def test_modules_are_read_in_several_ways(read: str) -> None:
    assert said({**MODULE, "read": read}, "TSE313")


SILENT = {
    "it is taken away otherwise": {**MODULE, "rest": "        else:\n            del sys.modules['redis']"},
    "an attribute is taken away otherwise": {**ATTRIBUTE, "rest": "        else:\n            del shop.mode"},
    "it is there": {**ATTRIBUTE, "read": "shop.mode"},
    "something else is asked": {**ATTRIBUTE, "asked": "options.restore"},
}


@pytest.mark.parametrize("name", SILENT)
def test_what_is_put_back_otherwise_is_not(name: str) -> None:
    assert not said(SILENT[name], "TSE313")
