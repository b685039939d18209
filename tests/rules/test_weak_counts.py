"""Assertions that always hold, and that are said only where somebody asks for them."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

OPT_IN = {
    "the only check counts what the call gives": "rows = shop.rows()\nassert len(rows) >= 0",
    "the call is awaited": "rows = await shop.rows()\nself.assertGreaterEqual(len(rows), 0)",
    "the only element": "self.assertIn(row, [row])",
    "the only element of a tuple": "assert row in (row,)",
}
DEFAULT = {
    "the test is not called after it": "rows = load()\nassert len(rows) >= 0",
    "another check": "rows = shop.rows()\nassert rows\nassert len(rows) >= 0",
    "an element of what the call gives": "rows = shop.rows()\nassert len(rows[0]) >= 0",
    "a value that is made of it": "rows = shop.rows()\nrows = [*rows]\nassert len(rows) >= 0",
    "a call in between": "rows = shop.rows()\nrows.sort()\nassert len(rows) >= 0",
    "another name": "rows, row = shop.rows()\nassert len(rows) >= 0",
    "an object": "rows = shop.rows()\nassert isinstance(rows, object)",
    "the same text": "assert 'pear' == 'pear'",
}
SILENT = {
    "a text that is written in two ways": "self.assertEqual('p\\u0065ar', 'pear')",
    "a text in two pieces": "assert 'pe' 'ar' == 'pear'",
}


def found(body: str, *enabled: str) -> list[str]:
    """The codes for a test with such a body."""
    lines = body.replace("\n", "\n    ")
    source = f"async def test_rows(self, shop, load, row):\n    {lines}\n"
    findings = engine.check(source, "tests/test_rows.py", Settings(enable=enabled))
    return [each.code for each in findings if each.code in ("TSE000", "TSE507")]


@pytest.mark.parametrize("body", OPT_IN.values(), ids=OPT_IN)
def test_a_weak_check_is_reported_where_it_is_asked_for(body: str) -> None:
    assert found(body) == []
    assert found(body, "TSE507") == ["TSE507"]


@pytest.mark.parametrize("body", DEFAULT.values(), ids=DEFAULT)
def test_what_can_never_fail_is_reported(body: str) -> None:
    assert found(body) == ["TSE507"]


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT)
def test_what_tries_python_itself_is_not(body: str) -> None:
    assert found(body, "TSE507") == []


def test_outside_of_a_test_it_is_no_only_check() -> None:
    source = "def check_rows(shop):\n    rows = shop.rows()\n    assert len(rows) >= 0\n"
    findings = engine.check(source, "tests/test_rows.py", Settings())
    assert [each.code for each in findings] == ["TSE507"]
