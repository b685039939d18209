"""Files, and archives that are only read, of which nobody minds that a failing test leaves them open."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

MODES = {
    "open('orders')": False,
    "open('orders', 'rb')": False,
    "open('orders', mode='r', encoding='utf-8')": False,
    "gzip.open('orders')": False,
    "io.open('orders', 'rt')": False,
    "path.open()": False,
    "path.open('r')": False,
    "bopen('orders', 'rb')": False,
    "open('orders', 'w')": False,
    "path.open('w')": False,
    "tarfile.open('orders', 'r:xz')": False,
    "tarfile.open('orders', 'w')": True,
    "tarfile.open('orders', mode='a')": True,
    "tarfile.open('orders', mode)": True,
    "tarfile.open('orders', **options)": True,
    "socket.create_connection(mode)": True,
}


def found(opening: str, *enabled: str) -> list[str]:
    """The codes for a test that closes what it opens behind an assertion."""
    source = f"""\
import gzip, io, pathlib, socket, tarfile
from shop.files import bopen
path = pathlib.Path("orders")

def test_orders(mode, options):
    orders = {opening}
    assert orders.fileno()
    orders.close()
"""
    findings = engine.check(source, "tests/test_shop.py", Settings(enable=enabled))
    return [each.code for each in findings if each.code == "TSE307"]


@pytest.mark.parametrize("opening", MODES)
def test_a_file_that_is_only_read_is_reported_when_asked_for(opening: str) -> None:
    assert found(opening) == ["TSE307"] * MODES[opening]
    assert found(opening, "TSE307") == ["TSE307"]
