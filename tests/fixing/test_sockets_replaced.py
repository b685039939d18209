"""``with`` for what is certainly a socket: where something takes its place, that may be no context."""

from __future__ import annotations

import pytest

from .texts import fixed

TEXT = """\
import socket

import httpretty
from httpretty import HTTPretty
import mocket

{}
def test_connects():
    {}
    client = socket.socket(socket.AF_UNIX)
    client.connect("shop.socket")
    assert shop.is_open()
"""


@pytest.mark.parametrize(
    ("above", "first"),
    [
        ("", "HTTPretty.enable()"),
        ("", "httpretty.enable()"),
        ("@httpretty.activate", "pass"),
        ("@mocket.mocketize", "pass"),
        ("", "mocket.Mocket.enable()"),
    ],
)
def test_a_class_that_is_replaced(above: str, first: str) -> None:
    assert fixed("TSE312", TEXT.format(above, first)) == [""]


@pytest.mark.parametrize("first", ["pass", "shop.enable()", "responses.enable()", "shop.socket = 3"])
def test_a_class_that_is_not(first: str) -> None:
    assert "with socket.socket(" in fixed("TSE312", TEXT.format("", first))[0]
