"""A library that would listen, part of which is patched around the call (TSE213)."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = """\
from unittest.mock import patch

from werkzeug.serving import run_simple

def test_serves(app):
    with {}:
        run_simple("127.0.0.1", 8040, app)
"""


@pytest.mark.parametrize(
    ("context", "found"),
    [
        ('patch("werkzeug.serving.make_server")', 0),
        ('patch("shop.clock.now")', 1),
        ('patch("werkzeug")', 1),
        ("patch(app.name)", 1),
        ("app.open()", 1),
        ("app", 1),
    ],
)
def test_what_listens_may_be_patched(context: str, found: int) -> None:
    findings = engine.check(TEXT.format(context), "tests/test_shop.py", Settings())
    assert [each.code for each in findings if each.code == "TSE213"] == ["TSE213"] * found
