"""Fixes of sixty in packages that nobody had looked at which a maintainer would decline: by kind."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, stays

HANDLED = """
import unittest
from shop import Declined, pay

class TestPay(unittest.TestCase):
    def test_pay(self):
        try:
            pay(1)
        except Declined as error:
            self.assertEqual(error.code, 1){said}
"""


@pytest.mark.parametrize("said", ["  # noqa: PT017", "  # pylint: disable=g-assert-in-except", "  # noqa"])
def test_an_assertion_that_may_stand_in_a_handler_by_its_comment(said: str) -> None:
    stays("TSE408", HANDLED.format(said=said))


@pytest.mark.parametrize("said", ["", "  # the code", "  # type: ignore"])
def test_what_else_a_comment_says(said: str) -> None:
    assert "with self.assertRaises(Declined)" in fixed("TSE408", HANDLED.format(said=said))[0]


KEPT = """
import os
import sys
import unittest
from unittest import mock

class TestShop(unittest.TestCase):
    def setUp(self):
        {kept}
        {changed}

    def test_shop(self):
        self.assertTrue(self.run())
"""


@pytest.mark.parametrize(
    ("code", "kept", "changed"),
    [
        ("TSE313", "self.old_argv = sys.argv", "sys.argv = ['shop']"),
        ("TSE313", "self.old_argv = sys.argv[:]", "sys.argv = ['shop']"),
        ("TSE304", "self.old = os.environ.copy()", "os.environ['SHOP'] = 'a'"),
        ("TSE304", "self.old = dict(os.environ)", "os.environ['SHOP'] = 'a'"),
    ],
)
def test_what_is_kept_and_never_put_back_is_for_a_person(code: str, kept: str, changed: str) -> None:
    stays(code, KEPT.format(kept=kept, changed=changed))
    for other in ("self.path = sys.path", "self.old_argv = []", "argv = sys"):
        assert "_patcher.start()" in fixed(code, KEPT.format(kept=other, changed=changed))[0]


CHANGED = """
import pytest
import shop

def test_shop(run):
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(shop, "name", "a")
    {more}
    assert run(shop)
    monkeypatch.undo()
    run()
"""


@pytest.mark.parametrize("more", ['monkeypatch.setenv("SHOP", "a")', 'monkeypatch.delattr(shop, "size")'])
def test_changes_that_are_made_together_stand_together(more: str) -> None:
    before = CHANGED.format(more=more)
    old = "    assert run(shop)\n    monkeypatch.undo()\n"
    new = "    try:\n        assert run(shop)\n    finally:\n        monkeypatch.undo()\n"
    becomes("TSE307", before, before.replace(old, new))


@pytest.mark.parametrize("more", ["shop.open()", "other = monkeypatch.setattr", 'run.setenv("SHOP", "a")'])
def test_what_else_is_done_may_fail(more: str) -> None:
    assert f"\n    try:\n        {more}\n" in fixed("TSE307", CHANGED.format(more=more))[0]


SET_TWICE = """
import sys

def test_shop(run):
    before = sys.argv
    setattr(sys, "argv", ["shop"])
    assert run()
    {last}
    sys.argv = before
    run()
"""


@pytest.mark.parametrize("last", ['setattr(sys, "argv", ["shop", "-v"])', "sys.argv = []"])
def test_what_sets_a_state_right_above_belongs_to_the_clean_up(last: str) -> None:
    stays("TSE313", SET_TWICE.format(last=last))
    assert "    finally:\n        sys.argv = before\n" in fixed("TSE313", SET_TWICE.format(last="run()"))[0]
    assert "    finally:\n" in fixed("TSE313", SET_TWICE.format(last=f"{last}\n    assert run()"))[0]


ENTRIES = """
import os
import unittest
from unittest import mock

class TestShop(unittest.TestCase):
    def setUp(self):
        os.environ["SHOP"] = "a"
        os.environ["TILL"] = "b"

    def test_shop(self):
        self.assertTrue(self.run())
"""


def test_entries_in_the_form_of_the_formatter() -> None:
    plain = 'patch.dict(os.environ, {\n            "SHOP": "a",\n            "TILL": "b",\n        })\n'
    assert plain in fixed("TSE304", ENTRIES)[0]
    found = fixed("TSE304", ENTRIES, others={"pyproject.toml": "[tool.black]\nline-length = 88\n"})[0]
    inner = '                "SHOP": "a",\n                "TILL": "b",\n            },\n        )\n'
    assert f"patch.dict(\n            os.environ,\n            {{\n{inner}" in found
