"""Two objects that are compared for what it does; next to what was meant to be a check."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = """\
def test_release(path, shop, key):
    with shop.session():
        {compared}
    {below}
"""
LOG = "log = path.read_text()\n    assert 'released' not in log"
COMPARED = {
    "two made objects": ("Key({}) == shop.Key(1)", LOG, 0),
    "of what others have": ("Key(key) == Key(key)", LOG, 1),
    "with keywords": ("Key(size=1) == Key(size=1)", LOG, 1),
    "an object that others have": ("Key(1) == key", LOG, 1),
    "what functions return": ("make(1) == make(2)", LOG, 1),
    "with more beside it": ("shop.open()\n        Key(1) == Key(1)", LOG, 1),
    "nothing asserted below": ("Key(1) == Key(1)", "shop.close()", 1),
    "the same asserted below": ("Key(1) == Key(1)", "assert Key(1) != Key(2)", 1),
}


@pytest.mark.parametrize("name", COMPARED)
def test_what_is_compared_for_its_effect(name: str) -> None:
    compared, below, number = COMPARED[name]
    text = TEXT.format(compared=compared, below=below)
    found = engine.check(text, "tests/test_keys.py", Settings())
    assert [each.code for each in found].count("TSE508") == number


def test_without_a_block_a_check_was_meant() -> None:
    text = f"def test_release(path):\n    Key(1) == Key(1)\n    {LOG}\n"
    found = engine.check(text, "tests/test_keys.py", Settings())
    assert [each.code for each in found].count("TSE508") == 1


def test_several_statements_below_a_comparison_are_looked_at() -> None:
    source = (
        "def test_price(shop):\n    with shop.open():\n        Price(1) == Price(2)\n"
        "    done = 1\n    assert shop.closed\n    assert shop.quiet\n"
    )
    assert not [each for each in engine.check(source, "tests/test_x.py", Settings()) if each.code == "TSE000"]
