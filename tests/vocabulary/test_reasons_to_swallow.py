"""How far above a ``try`` a reason to swallow a failure is looked for."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings


@pytest.mark.parametrize(("between", "count"), [(0, 0), (10, 0), (60, 1)])
def test_a_reason_far_above_is_none(between: int, count: int) -> None:
    lines = "".join(f"    run({number})\n" for number in range(between))
    source = (
        "def test_order(client):\n    # GH-12 must be mended first.\n" + lines + "    try:\n"
        "        assert client.order()\n    except Exception:\n        pass\n"
    )
    found = engine.check(source, "tests/test_x.py", Settings())
    assert [each.code for each in found].count("TSE405") == count


@pytest.mark.parametrize(("between", "count"), [(0, 0), (10, 0), (60, 1)])
def test_a_wildcard_far_above_is_none(between: int, count: int) -> None:
    lines = "".join(f"    run({number})\n" for number in range(between))
    source = (
        "import socket\nHOST = '127.0.0.1'\ndef test_order(client):\n    # Bound to the wildcard.\n"
        + lines
        + "    server = socket.create_server(('', 0))\n    client.talk(server)\n"
    )
    found = engine.check(source, "tests/test_x.py", Settings())
    assert [each.code for each in found].count("TSE203") == count
