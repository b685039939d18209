"""Changed states that a patch would put back in part only, or in the place of a better means."""

from __future__ import annotations

import pytest

from .texts import fixed, stays

SETTINGS = """\
import unittest
from unittest import mock
from django.conf import settings
{}

class TestShop(unittest.TestCase):
    def setUp(self):
        settings.DEBUG = True
        self.run()
"""


@pytest.mark.parametrize(
    ("imported", "is_patched"),
    [
        ("from django.test import override_settings", False),
        ("from django.test.utils import override_settings", False),
        ("from django.test import modify_settings", False),
        ("from django.test import Client", True),
        ("from shop.test import override_settings", True),
    ],
)
def test_settings(imported: str, is_patched: bool) -> None:
    (after,) = fixed("TSE313", SETTINGS.format(imported))
    assert ("mock.patch.object(settings" in after) is is_patched


def test_what_is_no_setting_of_django() -> None:
    text = SETTINGS.format("from django.test import override_settings")
    text = text.replace("from django.conf import settings", "from shop import web")
    (after,) = fixed("TSE313", text.replace("settings.DEBUG = True", "web.sell = mock.Mock()"))
    assert "mock.patch.object(web" in after


ADDED = """\
import unittest
from unittest import mock
from shop import orders, web

class TestShop(unittest.TestCase):
    def setUp(self):
        web.sell = mock.Mock()
        {}
        self.run()

    def test_more(self):
        {}
"""


@pytest.mark.parametrize(
    ("above", "below", "is_patched"),
    [
        ("orders.all += (1,)", "pass", False),
        ("orders.all += (1,)", "orders.all = ()", True),
        ("pass", "orders.all += (1,)", True),
        ("self.all += (1,)", "pass", True),
        ("orders.all.first += (1,)", "pass", True),
        ("all = 1; all += 1", "pass", True),
        ("shop = self.run(); shop.all += 1", "pass", True),
        ("unknown.all += 1", "pass", True),
    ],
)
def test_half_of_what_is_changed(above: str, below: str, is_patched: bool) -> None:
    found = fixed("TSE313", ADDED.format(above, below))
    assert any("mock.patch.object(" in each for each in found) is is_patched


def test_what_no_patch_can_say() -> None:
    text = SETTINGS.format("").replace("from django.conf import settings", "from shop import web")
    stays("TSE313", text.replace("settings.DEBUG = True", "web.sell = web.buy = mock.Mock()"))
