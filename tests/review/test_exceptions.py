"""Exceptions: expected, provoked, caught, and what is asserted afterwards."""

from __future__ import annotations

from .asking import told

ASPECT = "Exceptions"


def test_nothing_fails() -> None:
    text = """
        def test_a():
            assert run("an order") == 1
            pay.side_effect = [1, 2]
            pay.side_effect = None
            FakeDriver = name = "shop"
            wait
    """
    assert told(text, ASPECT) == []


def test_expected_failures_are_told_together() -> None:
    text = """
        import pytest

        def test_a():
            with pytest.raises(ValueError):
                run()
            with pytest.raises(ValueError), other:
                run()
            with pytest.warns():
                run()

        class TestShop:
            def test_b(self):
                self.assertRaises(KeyError, run)
                context = self.assertRaises(KeyError)
    """
    assert told(text, ASPECT) == [
        "An exception is expected in 2 places: `ValueError` (lines 4–5, 6–7).",
        "A warning is expected (lines 8–9).",
        "An exception is expected in 2 places: `KeyError` (lines 13, 14).",
        "Of the 4 exceptions that are expected, 3 are so by their class alone: nobody looks at what they say "
        "(from the first to the last line named) (lines 4, 13).",
    ]


PROVOKED = """
    from unittest import mock
    import pytest
    import shop

    def test_a():
        with mock.patch("shop.pay", side_effect=ValueError("no")):
            run()
        assert state() == 1
        with pytest.raises(KeyError):
            run()

    def test_b():
        shop.pay = mock.Mock(side_effect=shop.PayError)
        run()

    def test_c():
        shop.a.side_effect = OSError
        assert run()

    def test_d():
        shop.a.side_effect = OSError
        assert run()

    def test_e():
        shop.a.side_effect = EOFError
        assert run()

    def test_f():
        shop.a.side_effect = EOFError

    def helper():
        shop.a.side_effect = TypeError

    class TestShop:
        driver = "fake.FakeFailDriver"
"""


def test_provoked_failures_and_what_follows() -> None:
    assert told(PROVOKED, ASPECT) == [
        "An exception is expected: `KeyError` (lines 9–10).",
        "A failure is provoked: `side_effect = ValueError('no')`; assertions follow in lines 8 and 9 "
        "(line 6).",
        "A failure is provoked: `side_effect = shop.PayError`; no assertion of the test itself "
        "follows it (line 13).",
        "A failure is provoked in 2 places: `side_effect = OSError`; in each of these tests an "
        "assertion follows "
        "(lines 17, 21).",
        "A failure is provoked in 2 places: `side_effect = EOFError`; no assertion of the test "
        "itself follows in 1 "
        "of them (lines 25, 29).",
        "A failure is provoked: `side_effect = TypeError` (line 32).",
        "By its name, a double that fails: `driver = 'fake.FakeFailDriver'` (line 35).",
    ]


def test_one_or_many_assertions_follow() -> None:
    text = """
        def test_a():
            pay.side_effect = OSError
            assert 1

        def test_b():
            pay.side_effect = KeyError
            assert 1
            assert 2
            assert 3
            assert 4
            assert 5
            assert 6
    """
    assert [each.partition("; ")[2] for each in told(text, ASPECT)] == [
        "an assertion follows in line 3 (line 2).",
        "assertions follow in lines 7, 8, 9, 10, 11 and 1 more (line 6).",
    ]


def test_states_of_failure() -> None:
    text = """
        class TestShop:
            async def test_a(self):
                self.wait_for("ERROR")
                order = self.wait_for(["error", "done"])
                await self.wait_for("failed")
                order = await self.wait_for("failure")
                self.assertIn("x", order["fault"])
                assert order.text == "payment failed"
                self.assertTrue(False, "payment failed")
                self.run("ERROR")
                await other
                order = await other
    """
    assert told(text, ASPECT) == [
        "A wait, by its name, for a failure, `'ERROR'`: `self.wait_for('ERROR')` (line 3).",
        "A wait, by its name, for a failure, `'error'`: `self.wait_for(['error', 'done'])` (line 4).",
        "A wait, by its name, for a failure, `'failed'`: `self.wait_for('failed')` (line 5).",
        "A wait, by its name, for a failure, `'failure'`: `self.wait_for('failure')` (line 6).",
        "An assertion holds a word for a failure, `'fault'`: `self.assertIn('x', order['fault'])` (line 7).",
        "An assertion holds a word for a failure, `'payment failed'`: "
        "`order.text == 'payment failed'` (line 8).",
    ]


def test_handlers() -> None:
    text = """
        import contextlib

        def test_a():
            try:
                run()
            except ValueError:
                pass
            except KeyError:
                raise
            except OSError as error:
                assert error
            except:
                fix()
            with contextlib.suppress(TypeError, EOFError):
                run()
    """
    assert told(text, ASPECT) == [
        "Caught: `ValueError`; the handler only passes, returns, continues, prints or logs (lines 6–7).",
        "Caught: `KeyError`; the handler raises (lines 8–9).",
        "Caught: `OSError`; the handler asserts (lines 10–11).",
        "Caught: everything (a bare except); no statement of the handler raises or fails (lines 12–13).",
        "Suppressed: `EOFError` and `TypeError` (lines 14–15).",
    ]


def test_handlers_alike_are_told_together_and_many_are_counted() -> None:
    same = "try:\n    run()\nexcept OSError:\n    fix()\n" * 2
    others = "".join(f"try:\n    run()\nexcept E{number}:\n    fix()\n" for number in range(9))
    found = told(same + others, ASPECT)
    says = "Caught: `OSError`; no statement of the handler raises or fails (lines 3–4, 7–8)."
    assert found[0] == says
    assert found[8:] == [
        "2 more kinds of handlers, from the first to the last line named (lines 39–40, 43–44)."
    ]


def test_what_is_raised_and_what_comes_back_as_a_result() -> None:
    text = """
        import asyncio

        class SlowLock:
            def acquire(self):
                raise TimeoutError("slow")

        async def test_a():
            try:
                await asyncio.gather(*several, return_exceptions=True)
                await asyncio.gather(*several, return_exceptions=False)
            except KeyError as error:
                raise ValueError from error
            raise
    """
    assert told(text, "Exceptions") == [
        "Raised here: `TimeoutError('slow')` (line 5).",
        "Exceptions come back as results, and fail nothing by themselves: `asyncio.gather()` (line 9).",
        "Caught: `KeyError`; the handler raises (lines 11–12).",
    ]
