"""What fixes of invented checks, functions that are only named and values that are not asserted change."""

from __future__ import annotations

import pytest

from tests.fixing.texts import becomes, stays

MOCKED = "from unittest import mock\n\ndef test_send(self, Client, shop):\n    send = mock.Mock()\n    "
PLAIN = "def check(row=1):\n    return row\n\ndef test_rows(shop, self):\n    found = shop.rows\n    "


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("send.was_called()", "send.assert_called()"),
        ("send.was_called_once(1)", "send.assert_called_once_with(1)"),
        ("assert send.has_been_called()", "send.assert_called()"),
        ("send.never_called()", "send.assert_not_called()"),
        ("send.called_onec_with(1)", "send.assert_called_once_with(1)"),
        ("send.calledOnceWith(1)", "send.assert_called_once_with(1)"),
        ("send.never_called(1)", ""),
        ("send.called_twice()", ""),
        ("send.was_called", "send.assert_called()"),
    ],
)
def test_an_invented_check(before: str, after: str) -> None:
    becomes("TSE607", MOCKED + before, MOCKED + after) if after else stays("TSE607", MOCKED + before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("mock.Mock(autospec=Client)", "mock.Mock(spec=Client)"),
        ("mock.Mock(name=1, autospec = Client)", "mock.Mock(name=1, spec = Client)"),
        ("mock.patch('shop.rate', auto_spec=True)", "mock.patch('shop.rate', autospec=True)"),
        ("mock.Mock(sepc=Client)", "mock.Mock(spec=Client)"),
        ("mock.Mock(autospec=True)", ""),
        ("mock.Mock(new_callable=Client)", ""),
    ],
)
def test_a_keyword_that_means_nothing(before: str, after: str) -> None:
    becomes("TSE613", MOCKED + before, MOCKED + after) if after else stays("TSE613", MOCKED + before)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("TSE528", "check", "check()"),
        ("TSE528", "map(check, found)", ""),
        ("TSE528", "(check(each) for each in found)", ""),
        ("TSE529", "found", "assert found"),
        ("TSE505", "assert check", "assert check()"),
        ("TSE505", "assert check, 'no row'", "assert check(), 'no row'"),
        ("TSE505", "assert check, found", "assert check(found)"),
        ("TSE505", "assert shop.check, (found, 1)\n    shop.check(1)", ""),
        ("TSE505", "self.assertTrue(list, found)", ""),
        ("TSE504", "self.assertTrue(found['id'], shop.id)", "self.assertEqual(found['id'], shop.id)"),
        ("TSE506", "assert found['id'], shop.id", "assert found['id'] == shop.id"),
        ("TSE508", "not found.open", "assert not found.open"),
    ],
)
def test_a_statement_that_checks_nothing(code: str, before: str, after: str) -> None:
    becomes(code, PLAIN + before, PLAIN + after) if after else stays(code, PLAIN + before)
