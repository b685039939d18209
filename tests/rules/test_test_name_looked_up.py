"""TSE515 where methods are looked up by computed names: of which object?"""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = """\
import unittest
class TestShop(unittest.TestCase):
    def tset_pays(self):
        self.assertEqual(shop(), 3)
    def test_all(self):
        getattr({}, {})
        self.assertEqual(shop(), 3)
"""
CASES = {
    "of this one": ("self", "name", False),
    "of this one, by a name that is written": ("self", "'name'", True),
    "of another one": ("shop", "name", True),
    "of a part of this one": ("self.shop", "name", True),
}


@pytest.mark.parametrize(("owner", "name", "reported"), CASES.values(), ids=CASES)
def test_a_method_may_be_looked_up(owner: str, name: str, reported: bool) -> None:
    text = TEXT.format(owner, name)
    codes = {each.code for each in engine.check(text, "tests/test_a.py", Settings(enable=("TSE",)))}
    assert ("TSE515" in codes) == reported
