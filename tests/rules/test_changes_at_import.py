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
)


@pytest.mark.parametrize("enable", [(), ("TSE315",)])
@pytest.mark.parametrize("change", CHANGES)
def test_changes_are_told_to_who_asks(change: str, enable: tuple[str, ...]) -> None:
    source = (
        "import os, tempfile\nfrom shop import stock\n\nclass Empty(Exception): pass\n"
        f"{change}\n\ndef test_stock():\n    assert stock.count() == 3\n"
    )
    module = Module.parse(source, "tests/test_stock.py", Settings(enable=enable))
    found = [each.line for each in engine.examine(module) if each.code == "TSE315"]
    assert found == ([5] if enable else [])
