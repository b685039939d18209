"""Mocks that a parameter's annotation tells, what they give, and members of objects asked like mocks."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.rules.doubles.mock_assertion_misspelt import rule
from flake8_testsec.settings import Settings


def lines(source: str) -> list[int]:
    found = engine.check(textwrap.dedent(source), "tests/test_order.py", Settings())
    return [each.line for each in found if each.code == rule.code]


REPORTED = {
    "a mock by its annotation": """
        from unittest.mock import Mock
        def test_ships(carrier: Mock):
            assert carrier.called_once
        """,
    "what it gives, called": """
        from unittest import mock
        def test_ships(carrier: mock.MagicMock):
            sent = carrier(7); assert sent.open.called_once
        """,
    "its member": """
        from unittest import mock
        def test_ships(carrier: mock.AsyncMock):
            track = carrier.track; assert track.called_once
        """,
    "what a patch gives": """
        from unittest import mock
        @mock.patch("shop.carrier")
        def test_ships(carrier): made = carrier(7); assert made.called_once
        """,
    "a member of an object": """
        from unittest import mock
        def test_ships(shop):
            assert shop.player.stop.called_once
        """,
    "a member, where words speak of others": """
        from unittest import mock  # the adapter of the shop, as requests_mock has it
        def test_ships(shop):
            assert shop.player.stop.called_once
        """,
    "an assertion that nobody has": """
        from unittest import mock
        def test_ships():
            mock.Mock().assert_called_twice_with(7)
        """,
    "an assertion that nobody has, of a member": """
        from unittest import mock
        def test_ships(ship: mock.Mock):
            ship.cancel.assert_has_been_called()
        """,
}


@pytest.mark.parametrize("source", REPORTED.values(), ids=list(REPORTED))
def test_is_reported(source: str) -> None:
    assert lines(source) == [4]


def test_a_member_of_what_the_class_set_up_is_reported() -> None:
    source = """
        from unittest import mock
        class TestShips:
            def setup_method(self):
                self.shop = open_shop(mock)
            def test_ships(self):
                assert self.shop.stop.called_once
        """
    assert lines(source) == [7]


SILENT = {
    "a double of the project": """
        from unittest import mock
        def test_ships(stock):
            stock.take.assert_called_twice_with(7)
        """,
    "another annotation": """
        from unittest import mock
        def test_ships(sent: list, shop: shop.Shop):
            assert sent.called_once
            assert shop.called_once
        """,
    "no annotation": """
        from unittest import mock
        def test_ships(orders):
            first = orders.first
            again = again.first
            assert first.called_once
            assert again.called_once
            assert orders().called_once
        """,
    "a parameter that is bound again": """
        from unittest import mock
        def test_ships(orders: mock.Mock):
            first = orders.first
            orders = []
            assert first.called_once
        """,
    "what a lambda is given": """
        from unittest import mock
        ships = lambda orders: orders.called_once
        """,
    "doubles of another library": """
        from unittest import mock
        def test_asks(requests_mock, shop):
            assert shop.asked.last.called_once
        """,
    "doubles of an imported library": """
        from unittest import mock
        from requests_mock.contrib import fixture
        def test_asks(shop):
            assert shop.asked.last.called_once
        """,
    "spies of an imported library": """
        import kgb
        from unittest import mock
        def test_asks(shop):
            assert shop.asked.last.called_once
        """,
    "what a base class set up": """
        from unittest import mock
        from shop.testing import Case
        class TestAsks(Case):
            def test_asks(self):
                assert self.asked.last.called_once
        """,
    "no mocks at all": """
        def test_asks(shop):
            assert shop.asked.last.called_once
        """,
    "compared": """
        from unittest import mock
        def test_asks(shop):
            assert shop.asked.last.called_once == 3
        """,
    "another word of libraries": """
        from unittest import mock
        def test_asks(shop):
            assert shop.asked.last.awaited
        """,
}


@pytest.mark.parametrize("source", SILENT.values(), ids=list(SILENT))
def test_is_not_reported(source: str) -> None:
    assert lines(source) == []
