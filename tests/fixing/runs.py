"""Tests with a defect, to be fixed and run."""

from __future__ import annotations

import textwrap
from typing import NamedTuple


class Run(NamedTuple):
    """A test with a defect: ``VALUE`` is where a right one and a wrong one differ."""

    code: str
    right: str
    wrong: str
    text: str

    @property
    def name(self) -> str:
        number = [each for each in RUNS if each.code == self.code].index(self)
        return f"{self.code}_{number}"

    def file(self, kind: str) -> str:
        return f"test_{self.name}_{kind}.py"

    def written(self, value: str) -> str:
        return textwrap.dedent(self.text).lstrip("\n").replace("VALUE", value)


RUNS = (
    Run(
        "TSE401",
        "1",
        "-1",
        """
        def pay(amount):
            if amount < 0:
                raise ValueError(amount)

        def test_pay():
            amount = int("VALUE")
            try:
                pay(amount)
            except Exception:
                pass
        """,
    ),
    Run(
        "TSE403",
        "-1",
        "-2",
        """
        import pytest

        def test_int():
            with pytest.raises(ValueError) as info:
                int("é")
                # It says what is wrong.
                assert info.value.args[0].count("é") + VALUE == 0
        """,
    ),
    Run(
        "TSE403",
        "invalid literal",
        "no number",
        """
        import unittest

        class TestInt(unittest.TestCase):
            def test_int(self):
                with self.assertRaises(ValueError) as caught:
                    int("x")
                    self.assertIn("VALUE", str(caught.exception))
        """,
    ),
    Run(
        "TSE405",
        "3",
        "4",
        """
        def test_total():
            try:
                total = sum([1, 2])
                assert total == VALUE
            except Exception:
                pass
        """,
    ),
    Run(
        "TSE405",
        "3",
        "4",
        """
        import contextlib
        import unittest

        class TestTotal(unittest.TestCase):
            def test_total(self):
                with contextlib.suppress(Exception):
                    self.assertEqual(sum([1, 2]), VALUE)
        """,
    ),
    Run(
        "TSE406",
        "x",
        "1",
        """
        import unittest

        class TestInt(unittest.TestCase):
            def test_int(self):
                try:
                    int("VALUE")
                    self.fail("no error")
                except Exception:
                    pass
        """,
    ),
    Run(
        "TSE407",
        "UserWarning",
        "RuntimeWarning",
        """
        import warnings

        import pytest

        @pytest.mark.filterwarnings("ignore")
        def test_warns():
            pytest.warns(UserWarning)
            warnings.warn("old", VALUE)
        """,
    ),
    Run(
        "TSE408",
        "x",
        "1",
        """
        def test_int():
            try:
                int("VALUE")
            except ValueError as error:
                assert "invalid" in str(error)
        """,
    ),
    Run(
        "TSE408",
        "x",
        "1",
        """
        import unittest

        class TestInt(unittest.TestCase):
            def test_int(self):
                try:
                    int("VALUE")
                except ValueError as error:
                    text = str(error)
                    self.assertIn("invalid", text)
                    self.assertIsNone(error.__cause__)
        """,
    ),
    Run(
        "TSE409",
        "1",
        "x",
        """
        import unittest

        class TestInt(unittest.TestCase):
            def test_int(self):
                try:
                    print(int("VALUE"))
                except Exception as error:
                    print(error)
        """,
    ),
    Run(
        "TSE410",
        "stop()",
        "str()",
        """
        from unittest import mock

        def test_stop():
            stop = mock.Mock(side_effect=OSError("down"))
            try:
                VALUE
            except OSError:
                pass
            assert stop.side_effect
        """,
    ),
    Run(
        "TSE501",
        "3",
        "4",
        """
        def test_total():
            total = sum([1, 2])
            # assert total == VALUE
            assert sum([2, 3]) == 5
        """,
    ),
    Run(
        "TSE504",
        "3",
        "4",
        """
        import unittest

        class TestTotal(unittest.TestCase):
            def test_total(self):
                self.assertTrue(sum([1, 2]), VALUE)
        """,
    ),
    Run("TSE505", "1", "3", "def test_all():\n    assert (x < 3 for x in [1, VALUE])\n"),
    Run(
        "TSE505",
        "True",
        "False",
        "def test_open():\n    shop = [VALUE]\n    assert (shop[0], 'it is shut')\n",
    ),
    Run("TSE506", "3", "4", "def test_total():\n    assert sum([1, 2]), VALUE\n"),
    Run(
        "TSE508",
        "3",
        "4",
        """
        def test_total():
            total = sum([1, 2])
            total == VALUE
        """,
    ),
    Run(
        "TSE510",
        "1",
        "2",
        """
        import unittest

        async def order():
            return 1

        class TestOrder(unittest.TestCase):
            async def test_order(self):
                self.assertEqual(await order(), VALUE)
        """,
    ),
    Run(
        "TSE511",
        "1",
        "2",
        """
        from unittest.mock import patch

        def test_separator():
            @patch("os.getpid", return_value=1)
            def check(getpid):
                assert getpid() == VALUE
        """,
    ),
    Run(
        "TSE515",
        "3",
        "4",
        """
        class TestTotal:
            def test_nothing(self):
                assert sum([]) == 0

            def adds_up(self):
                assert sum([1, 2]) == VALUE
        """,
    ),
    Run(
        "TSE516",
        "1",
        "2",
        """
        import unittest

        class TestOrder(unittest.IsolatedAsyncioTestCase):
            async def check(self, number):
                self.assertEqual(number, 1)

            async def test_order(self):
                self.check(VALUE)
        """,
    ),
    Run(
        "TSE521",
        "1",
        "2",
        """
        import pytest

        @pytest.fixture
        def shop():
            assert VALUE == 1

        pytest.mark.usefixtures("shop")
        def test_order():
            assert sum([1, 2]) == 3
        """,
    ),
    Run(
        "TSE606",
        "1",
        "2",
        """
        import os
        from unittest import mock

        def test_process():
            mock.patch.object(os, "getpid", return_value=VALUE)
            assert os.getpid() != 2
        """,
    ),
    Run(
        "TSE607",
        "1",
        "2",
        """
        import asyncio
        from unittest import mock

        def test_send():
            send = mock.AsyncMock()
            asyncio.run(send(1))
            send.awaited_once_with(VALUE)
        """,
    ),
    Run(
        "TSE608",
        "",
        "run(send)",
        """
        import unittest
        from unittest import mock

        def run(send):
            send()

        class TestSend(unittest.TestCase):
            def test_send(self):
                send = mock.Mock()
                VALUE
                self.assertTrue(send.assert_not_called)
        """,
    ),
    Run(
        "TSE609",
        "",
        "send()",
        """
        from unittest import mock

        def test_send():
            send = mock.Mock()
            VALUE
            send.assert_has_calls([])
        """,
    ),
    Run(
        "TSE610",
        "is not None",
        "is not os.getpid()",
        """
        import os
        from unittest import mock

        def test_process():
            with mock.patch("os.getpid", new=mock.Mock):
                assert os.getpid() VALUE
        """,
    ),
    Run(
        "TSE611",
        "",
        ", 1",
        """
        import textwrap
        from unittest import mock

        def test_text():
            with mock.patch("textwrap.dedent"):
                assert textwrap.dedent("x"VALUE)
        """,
    ),
)
