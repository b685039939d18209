"""Files that change nothing which others meet have nothing imported that judges what is left behind."""

from __future__ import annotations

from pathlib import Path

from ..doors import lay_out
from .test_startup import COMMAND, imported, rules

ASSIGNING = """
from unittest import mock

import shop
from shop import base

class TestOrder(base.ShopTest):
    def setUp(self):
        super().setUp()
        self.order = shop.Order()

    def test_a(self):
        order = self.order.copy()
        order.total += 1
        self.assertNotEqual(order, self.order)

    @mock.patch("shop.pay")
    def test_b(self, pay):
        self.order.send()
        pay.assert_called_once_with(1)
"""


def test_a_file_that_changes_what_is_its_own_has_nothing_imported_that_asks_about_others(
    tmp_path: Path,
) -> None:
    lay_out(tmp_path, {"tests/test_a.py": ASSIGNING})
    found = imported(tmp_path, COMMAND, "check", "--isolated", "--no-cache", "tests")
    assert "mock_assertion_misspelt" in rules(found)
    assert not {name for name in found if name.startswith("flake8_testsec.cleanup")}
