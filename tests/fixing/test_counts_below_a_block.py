"""Counts of calls that are moved below the block that expects an error."""

from __future__ import annotations

import pytest

from .texts import fixed, stays

COUNTED = """
from unittest import mock

import pytest

def test_refused(shop):
    ship = mock.Mock()
    {}
    with pytest.raises(ValueError):
        order(ship, -1)
        {}
"""


@pytest.mark.parametrize(
    ("above", "check"),
    [
        ("assert ship.call_count == 6", "assert ship.call_count == 1"),
        ("assert ship.call_count == 6", "ship.assert_called_once_with(1)"),
        ("ship.assert_called_once_with(2)", "ship.assert_not_called()"),
        ("ship(1); ship(2)", "assert ship.call_count == 1"),
        ("import sys", "sys.assert_has_calls([mock.call.exit(1)])"),
    ],
)
def test_fewer_calls_than_there_were_above_the_block_or_none_at_all(above: str, check: str) -> None:
    stays("TSE403", COUNTED.replace("{}", above, 1).replace("{}", check, 1))


@pytest.mark.parametrize(
    ("above", "check"),
    [
        ("assert ship.call_count == 6", "assert ship.call_count == 7"),
        ("assert ship.call_count == 6", "ship.assert_called_with(1)"),
        ("assert ship.call_count == 6; ship.reset_mock()", "ship.assert_not_called()"),
        ("assert shop.call_count == 6", "ship.assert_not_called()"),
        ("ship.assert_not_called()", "ship.assert_called_once()"),
        ("ship(1)", "assert ship.call_count == 1"),
    ],
)
def test_as_many_calls_as_there_may_be_below_the_block(above: str, check: str) -> None:
    assert f"\n    {check}\n" in fixed("TSE403", COUNTED.replace("{}", above, 1).replace("{}", check, 1))[0]
