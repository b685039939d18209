"""What of the tests is measured."""

from __future__ import annotations

import sys

import pytest

from .measuring import untraced, untracing


@pytest.mark.again
def test_what_is_marked_so_is_not_measured() -> None:
    assert sys.gettrace() is None


def test_what_traced_before_goes_on_afterwards() -> None:
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        assert untraced(sys.gettrace) is None
        with pytest.raises(ValueError), untracing():
            assert sys.gettrace() is None
            raise ValueError
        assert sys.gettrace() is trace
    finally:
        sys.settrace(before)


def trace(*event: object) -> None:
    """Look at no line of what is called."""
