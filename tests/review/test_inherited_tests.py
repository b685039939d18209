"""Tests that come from classes above, and what stands in their place."""

from __future__ import annotations

from tests.review.asking import told

BASE = """
    import unittest

    class Root:
        def test_far(self):
            assert 1

    class Base(Root):
        def setUp(self):
            self.till = 1

        def test_pay(self):
            assert self.till

        def test_sell(self):
            assert self.till

        def test_ship(self):
            assert self.till
"""


def _told(text: str, base: str = BASE) -> list[str]:
    found = told(text, "Structure", {"shop/base.py": base})
    return [each for each in found if "inherits " in each and not each.startswith("Class")]


def test_what_runs_and_what_does_not() -> None:
    text = """
        import unittest
        from shop.base import Base

        class TestShop(Base, unittest.TestCase):
            name = "shop"
            test_sell = None

            def test_ship(self):
                '''There is no harbour here.'''

            def test_own(self):
                assert self.till

            def test_pay(self):
                super().test_pay()

        class Helper(Base):
            pass
    """
    assert _told(text) == [
        "`TestShop` inherits 1 test, which runners look for in it, too: `test_far` "
        "(line 4; `shop/base.py` line 4).",
        "The test `test_ship` that `TestShop` inherits from `Base` is switched off here: what stands in its "
        "place does nothing (lines 8–9; `shop/base.py` line 17).",
        "The test `test_pay` that `TestShop` inherits from `Base` does not run here, unless what stands in "
        "its place calls it (lines 14–15; `shop/base.py` line 11).",
        "The test `test_sell` that `TestShop` inherits from `Base` is switched off here by "
        "`test_sell = None` (line 6; `shop/base.py` line 14).",
    ]


def test_many_and_those_of_the_same_file() -> None:
    many = "".join(f"    def test_{each}(self): assert 1\n" for each in range(10))
    found = _told(f"class TestA:\n{many}\nclass TestB(TestA):\n    pass\n")
    assert found == [
        "`TestB` inherits 10 tests, which runners look for in it, too: "
        "`test_0`, `test_1`, `test_2`, `test_3`, `test_4`, "
        "`test_5`, `test_6`, `test_7` and 2 more (lines 2, 3, 4, 5, 6, 7, 8, 9, 13)."
    ]
