"""Assertions on what a call that raises does not give are deleted."""

from __future__ import annotations

import pytest

from .texts import becomes, safe, stays

BLOCK = """
import pytest

def test_refused(shop):
    order = None
    with pytest.raises(ValueError):
        order = shop.order(-1)
        {}
    assert shop.is_open
"""


@pytest.mark.parametrize(
    "checks",
    [
        "assert order.id == 1",
        "assert order.id == 1\n\n        assert order",
        "assert (\n            order.id\n        )",
    ],
)
def test_what_is_never_set_is_not_asserted(checks: str) -> None:
    becomes("TSE403", BLOCK.format(checks), BLOCK.replace("        {}\n", ""))
    assert safe("TSE403", BLOCK.format(checks)) == [True]


@pytest.mark.parametrize(
    "checks",
    [
        "assert order.id == 1\n        assert shop.orders == []",
        "# one order\n        assert order.id == 1",
        "assert order.id == 1  # the first",
        "assert order.id == 1; assert order",
    ],
)
def test_what_tells_more_is_for_a_person(checks: str) -> None:
    stays("TSE403", BLOCK.format(checks))
