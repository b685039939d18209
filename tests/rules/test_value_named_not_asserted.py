"""Which values that a test only names are told by default, and which where the rule is enabled by name."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

RULE = RULES["TSE529"]
READ = "def test_order(order):\n    order.is_paid\n"
LOCAL = "def test_order(shop):\n    found = shop.find()\n    found\n"
ASSERTED_NAME = LOCAL + "\ndef test_found(shop):\n    found = shop.all()\n    assert found\n"
ASSERTED = READ + "\ndef test_paid(order):\n    assert order.is_paid\n"


@pytest.mark.parametrize(
    ("text", "enable", "lines"),
    [
        (READ, (), []),
        (READ, ("TSE529",), [2]),
        (ASSERTED, (), [2]),
        (ASSERTED, ("TSE5",), [2]),
        (LOCAL, (), []),
        (LOCAL, ("TSE529",), [3]),
        (ASSERTED_NAME, (), []),
    ],
)
def test_names_and_attributes(text: str, enable: tuple[str, ...], lines: list[int]) -> None:
    module = Module.parse(text, "tests/test_order.py", Settings(enable=enable))

    found = engine.examine(module, engine.compile_table([RULE], module.role))

    assert [each.line for each in found] == lines
