"""Mocks that a fixture of the module gives are known where a test asks them."""

from __future__ import annotations

import textwrap

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = """
import pytest

@pytest.fixture
def shipped(mocker):
    return mocker.patch("shop.orders.ship")

@pytest.fixture
def paid(mocker):
    yield mocker.patch("shop.orders.pay")

@pytest.fixture
def bank(shop):
    return shop.bank

def test_ships(shipped, paid, bank):
    complete(7)
    assert shipped.called_once_with()
    assert paid.called_once()
    assert bank.called_once()

def check(shipped):
    assert shipped.called_once()
"""


def test_a_mock_is_known_by_what_its_fixture_gives() -> None:
    findings = engine.check(textwrap.dedent(TEXT), "tests/test_x.py", Settings())
    assert [each.line for each in findings if each.code == "TSE607"] == [18, 19]
