"""Assertions on what a call that raises does not give are deleted."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, safe, stays

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
    assert safe("TSE403", BLOCK.format(checks)) == [False]


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


@pytest.mark.parametrize(
    "steps",
    [
        "order = shop.order(1)\n        order.pay(-1)\n        assert order.paid == 0",
        "with shop.session() as order:\n            order.pay(-1)\n        assert order.paid == 0",
        "with shop.session():\n            order = shop.order(-1)\n        assert order.paid == 0",
        "order += shop.order(-1)\n        assert order.paid == 0",
        "order = 7\n        order = shop.order(-1)\n        assert order == 7",
    ],
    ids=["made above", "entered", "lost on the way out", "added to", "set above"],
)
def test_what_may_be_there_when_the_error_comes_is_not_deleted(steps: str) -> None:
    stays("TSE403", BLOCK.replace("order = shop.order(-1)\n        {}", steps))


EXITS = """
import pytest

def test_help(main):
    with pytest.raises({error}):
        {name} = main(["--help"])
        assert {asked}
    assert main.is_told
"""


@pytest.mark.parametrize("asked", ["status == 0", "status.exit_code == 2", "status is True"])
def test_the_status_of_a_program_that_ends_is_in_its_error(asked: str) -> None:
    stays("TSE403", EXITS.format(error="SystemExit", name="status", asked=asked))
    before = EXITS.format(error="ValueError", name="status", asked=asked)
    assert asked not in fixed("TSE403", before)[0]


def test_what_a_program_that_ends_would_have_given() -> None:
    before = EXITS.format(error="SystemExit", name="orders", asked="orders.first")
    assert "orders" not in fixed("TSE403", before)[0]
