"""Names torn from what stands below them, errors that are taken late, and calls that are long."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, stays

TORN = """\
    import unittest

    class TestPay(unittest.TestCase):
        def test_pay(self):
            shop = self.shop()
            print
            "state", shop.state
            self.assertTrue(shop)
    """
TAKEN = """\
    import unittest

    from shop import Declined, pay

    class TestPay(unittest.TestCase):
        def test_declined(self):
            with self.assertRaises(Declined) as caught:
                pay(-1)

                error = caught.exception
                self.assertEqual(error.code, 7)
                self.assertEqual(error.amount, -1)
    """
WIDE = """\
    import sys

    import pytest

    def test_orders(shop):
        sys.argv = ["shop", "--customer", "a name that is rather long", "orders"]
        assert shop.main() == 0
    """
LEVELS = """\
    import logging

    def test_levels(shop):
        root, own = logging.getLogger(), shop.logger()
        level = root.level
        root.setLevel(logging.DEBUG)
        assert shop.orders()
        root.setLevel(level)
        own.setLevel(logging.INFO)
        assert shop.closes()
    """
CONFIG = "[tool.ruff]\nline-length = 60\n"


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ('"state", shop.state', '"state", shop.state'),
        ("'-' * 70", "'-' * 70"),
        ("'state'", "'state'"),
        ("f'{shop}'", "f'{shop}'"),
    ],
)
def test_what_python_2_printed(torn: str, whole: str) -> None:
    text = TORN.replace('"state", shop.state', torn)
    gone = text.replace("            print\n", "").replace(
        f"            {torn}\n", f"            print({whole})\n"
    )
    becomes("TSE528", text, gone)


def test_a_tuple_may_have_been_printed() -> None:
    assert fixed("TSE528", TORN.replace('"state", shop.state', '("state", shop.state)'))[0] == ""


@pytest.mark.parametrize("below", ["shop.close()", "print('')", "shop = None", "\n            'state'"])
def test_an_empty_line_is_printed(below: str) -> None:
    text = TORN.replace('"state", shop.state', below)
    assert "            print()\n" in "".join(
        line + "\n" for line in fixed("TSE528", text)[0].split("\n")
    ).replace("        print()", "            print()")


def test_above_a_call_where_others_were_torn() -> None:
    text = TORN.replace(
        "            self.assert", "            print\n            shop.close()\n            self.assert"
    )
    first, second = fixed("TSE528", text)
    assert 'print("state", shop.state)' in first
    assert second == ""


def test_what_is_no_print() -> None:
    text = TORN.replace("print\n", "self.assertTrue\n")
    assert 'self.assertTrue()\n        "state", shop.state\n' in fixed("TSE528", text)[0]


def test_the_error_is_taken_where_it_is() -> None:
    becomes(
        "TSE403",
        TAKEN,
        """\
        import unittest

        from shop import Declined, pay

        class TestPay(unittest.TestCase):
            def test_declined(self):
                with self.assertRaises(Declined) as caught:
                    pay(-1)

                error = caught.exception
                self.assertEqual(error.code, 7)
                self.assertEqual(error.amount, -1)
        """,
    )


def test_what_else_is_bound_late_is_not_there() -> None:
    stays(
        "TSE403",
        TAKEN.replace("caught.exception", "self.error").replace("error.code", "caught.exception, error"),
    )


def test_an_argument_a_line_where_three_lines_are_too_long() -> None:
    after = fixed("TSE313", WIDE, others={"pyproject.toml": CONFIG, "tests/test_example.py": ""})[0]
    assert after.endswith(
        """\
    monkeypatch.setattr(
        sys,
        "argv",
        ["shop", "--customer", "a name that is rather long", "orders"],
    )
    assert shop.main() == 0
"""
    )


def test_three_lines_where_one_is_too_long() -> None:
    others = {"pyproject.toml": CONFIG.replace("60", "84"), "tests/test_example.py": ""}
    after = fixed("TSE313", WIDE, others=others)[0]
    assert (
        """\
    monkeypatch.setattr(
        sys, "argv", ["shop", "--customer", "a name that is rather long", "orders"]
    )
"""
        in after
    )


def test_a_level_that_is_set_anew_stays_below() -> None:
    becomes(
        "TSE314",
        LEVELS,
        """\
        import logging

        def test_levels(shop):
            root, own = logging.getLogger(), shop.logger()
            level = root.level
            root.setLevel(logging.DEBUG)
            try:
                assert shop.orders()
            finally:
                root.setLevel(level)
            own.setLevel(logging.INFO)
            assert shop.closes()
        """,
    )


LATER = {
    "another method": ("own.warning('paid')", False),
    "of the same owner, with something new": ("root.setLevel(logging.INFO)", False),
    "of the same owner, with what was kept": ("root.setLevel(level)", True),
}


@pytest.mark.parametrize(("call", "is_moved"), LATER.values(), ids=LATER)
def test_only_what_puts_back_is_moved(call: str, is_moved: bool) -> None:
    after = fixed("TSE314", LEVELS.replace("own.setLevel(logging.INFO)", call))[0]
    assert f"        root.setLevel(level)\n{' ' * (8 if is_moved else 4)}{call}\n" in after


def test_a_folder_that_is_changed_anew_stays_below() -> None:
    text = """\
        import os

        def test_folders(shop):
            here = os.getcwd()
            os.chdir("/")
            assert shop.opens()
            os.chdir(here)
            os.chdir("/srv")
            assert shop.closes()
            os.chdir(here)
        """
    assert any('\n        os.chdir(here)\n    os.chdir("/srv")\n' in after for after in fixed("TSE305", text))


def test_a_list_of_the_test_is_changed_below() -> None:
    text = """\
        import sys

        def test_search(shop):
            found = ["y"]
            sys.path.insert(0, "x")
            assert shop.opens(found)
            sys.path.remove("x")
            found.remove("y")
            assert shop.opens(found)
        """
    (after,) = fixed("TSE314", text)
    assert '\n        sys.path.remove("x")\n    found.remove("y")\n' in after


def test_attributes_of_the_object_are_set_together() -> None:
    text = """\
    import os
    import unittest
    from unittest import mock

    class TestHome(unittest.TestCase):
        def setUp(self):
            self.home = "/home/shop"
            os.environ["HOME"] = self.home
            os.environ["USERPROFILE"] = self.home

        def test_home(self):
            self.assertTrue(self.home)
    """
    assert '"HOME": self.home,\n            "USERPROFILE": self.home,\n' in fixed("TSE304", text)[0]


def test_the_folder_that_the_test_asks_for() -> None:
    text = """\
    import tempfile

    def test_orders(shop, FOLDER):
        with tempfile.NamedTemporaryFile(delete=False) as file:
            assert shop.orders(file.name)
    """
    assert "(delete=False, dir=tmpdir)" in fixed("TSE302", text.replace("FOLDER", "tmpdir"))[0]
    assert "(delete=False, dir=tmp_path)" in fixed("TSE302", text.replace("FOLDER", "tmp_path, tmpdir"))[0]


def test_nothing_keeps_what_nobody_reads() -> None:
    text = """\
    import pytest
    from shop import pay

    def test_declined():
        with pytest.raises(ValueError):
            paid = pay(-1)
            assert paid == 1
    """
    becomes("TSE403", text, text.replace("paid = pay(-1)\n            assert paid == 1", "pay(-1)"))
    kept = text + "    assert other(paid)\n    "
    assert "        paid = pay(-1)\n" in fixed("TSE403", kept)[0]
    typed = text.replace("paid = pay", "paid, rest = pay")
    assert "        paid, rest = pay(-1)\n" in fixed("TSE403", typed)[0]


def test_a_docstring_that_is_another() -> None:
    text = """\
    class Till:
        def ring(self):
            "Ring."

    def test_text():
        Till.ring.__doc__ == "Ring"
    """
    stays("TSE508", text)
    assert "assert Till.ring.__doc__" in fixed("TSE508", text.replace('"Ring"', '"Ring."'))[0]
    assert (
        "assert shop.ring.__doc__"
        in fixed("TSE508", text.replace("ring(", "r(").replace("Till.ring", "shop.ring"))[0]
    )


def test_patch_among_what_is_taken_from_mock() -> None:
    text = """\
    import pdb
    import unittest
    from unittest.mock import MagicMock

    class TestShop(unittest.TestCase):
        def test_shop(self):
            pdb.set_trace = MagicMock()
            self.assertTrue(self.shop())
    """
    after = fixed("TSE313", text)[0]
    assert "from unittest.mock import MagicMock, patch\n" in after
    assert "= patch.object(pdb" in after
    assert (
        "from unittest import mock\n"
        in fixed("TSE313", text.replace("def test_shop(self", "def test_shop(self, patch=1"))[0]
    )
