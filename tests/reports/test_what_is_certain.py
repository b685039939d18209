"""What is said where no rule is enabled by name: what is wrong for certain, and what is not."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

CASES = {
    "a membership is not None": (
        """
        import unittest


        class ShopTest(unittest.TestCase):
            def test_tea(self):
                self.assertIsNotNone("tea" in self.shop.names())
                self.assertIsNotNone(self.shop.count() > 3)
                self.assertTrue(self.tea in [self.tea])
        """,
        ["TSE507 6", "TSE507 7"],
    ),
    "paths that are named after others are asked": (
        """
        def test_files(shop):
            assert (shop.folder / "orders").exists
            assert (shop.folder / f"{shop.name}").is_dir
            assert shop.folder.joinpath("tea").is_file
            below = shop.folder.joinpath("tea")
            assert below.exists
            assert shop.folder.is_symlink
            assert shop.link.is_symlink()
            assert (shop.weight / 2).exists
        """,
        [f"TSE505 {line}" for line in (2, 3, 4, 6, 7)],
    ),
    "paths of which one is read": (
        """
        def test_files(shop):
            assert shop.folder.is_dir
            assert shop.link.is_dir()
            assert shop.answer(shop.link.is_dir) is None
        """,
        [],
    ),
    "an event is not asked": (
        """
        import threading


        def test_bell(shop):
            rung = threading.Event()
            shop.on_order(rung.set)
            shop.order("tea")
            assert rung.is_set
            assert shop.bell.is_set
        """,
        ["TSE505 8"],
    ),
}


@pytest.mark.parametrize(("text", "said"), CASES.values(), ids=CASES.keys())
def test_default(text: str, said: list[str]) -> None:
    source = textwrap.dedent(text).lstrip("\n")
    codes = {"TSE505", "TSE507"}
    found = engine.check(source, "tests/test_shop.py", Settings())
    assert [f"{each.code} {each.line}" for each in found if each.code in codes] == said
