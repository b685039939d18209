"""Clients that are made without a host, and told a limit where they connect."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

MADE = "f = ftplib.FTP()\n"

LIMITED = {
    "the third argument": MADE + "f.connect(host, 21, 5)",
    "by its name": MADE + "f.connect(host, timeout=5)",
    "with encryption": "f = ftplib.FTP_TLS()\nf.connect(host, 21, 5)",
    "another protocol": "f = telnetlib.Telnet()\nf.open(host, 23, 5)",
    "what is not shown": MADE + "f.connect(*host)",
    "one of two": MADE + "f.set_pasv(True)\nf.connect(host, 21, limit)",
}
UNLIMITED = {
    "an address to come from": "f = smtplib.SMTP()\nf.connect(host, 25, ('127.0.0.1', 0))",
    "no limit": MADE + "f.connect(host, 21, None)",
    "nothing is told": MADE + "f.connect(host, 21)",
    "another method": MADE + "f.open(host, 21, 5)",
    "another one of the name": MADE + "f.connect(host)\nf = shop.files()\nf.connect(host, 21, 5)",
    "another one before": "f = shop.files()\nf.connect(host, 21, 5)\n" + MADE + "f.connect(host)",
    "it is only handed on": MADE + "shop.connect(f, 21, 5)\nshop.open(f.connect)",
}


ATTEMPTS = """\
import ftplib, shop, smtplib, telnetlib, time
def wait(host, limit):
    for _ in range(9):
        try:
{}
            return
        except OSError:
            time.sleep(1)
"""


def found(body: str) -> int:
    text = ATTEMPTS.format(textwrap.indent(body, " " * 12))
    return sum(each.code == "TSE210" for each in engine.check(text, "tests/test_shop.py", Settings()))


@pytest.mark.parametrize("body", LIMITED.values(), ids=LIMITED)
def test_a_limit_is_told_where_it_connects(body: str) -> None:
    assert found(body) == 0


@pytest.mark.parametrize("body", UNLIMITED.values(), ids=UNLIMITED)
def test_what_others_are_told_is_no_limit(body: str) -> None:
    assert found(body) == 1
