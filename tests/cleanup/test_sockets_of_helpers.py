"""Sockets of helpers: closed where nobody else can have them."""

from __future__ import annotations

import textwrap

import pytest

from ..fixing.texts import becomes, safe, stays

MADE = "s = socket.socket()"


def helper(body: str) -> str:
    inner = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return f"import socket\n\ndef is_there(address):\n{inner}\n\ndef test_a():\n    assert is_there(1)\n"


def test_what_a_name_holds_alone_is_closed_in_the_helper() -> None:
    before = helper(f"{MADE}\ns.connect(address)\nreturn True")
    after = helper("with socket.socket() as s:\n    s.connect(address)\n    return True")
    becomes("TSE312", before, after)
    assert safe("TSE312", before) == [True]


@pytest.mark.parametrize(
    "body",
    [
        f"{MADE}\ns.connect(address)\nreturn lambda: s.recv(1)",
        f"{MADE}\ns.connect(address)\nreturn s.recv",
        f"{MADE}\ns.connect(address)\nyield address",
        f"global t\n{MADE}\ns.connect(address)\nt = 1",
        "socket.socket().connect(address)",
    ],
)
def test_what_others_may_have_is_left_alone(body: str) -> None:
    stays("TSE312", helper(body))
