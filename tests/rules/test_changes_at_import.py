"""What a test module does when it is imported, where nobody asked for more than is certain."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

CHANGES = {
    "stock.count = lambda: 3": True,
    "stock.Empty = Empty": True,
    "stock.CURRENCY = 'EUR'": False,
    "os.environ['MODE'] = 'test'": False,
    "FOLDER = tempfile.mkdtemp()": False,
}


@pytest.mark.parametrize("change", CHANGES)
def test_by_default_only_what_nobody_else_can_want_is_told(change: str) -> None:
    source = (
        "import os, tempfile\nfrom shop import stock\n\nclass Empty(Exception): pass\n"
        f"{change}\n\ndef test_stock():\n    assert stock.count() == 3\n"
    )
    module = Module.parse(source, "tests/test_stock.py", Settings())
    found = [each.line for each in engine.examine(module) if each.code == "TSE315"]
    assert found == ([5] if CHANGES[change] else [])
