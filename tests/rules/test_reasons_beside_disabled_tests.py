"""Where words beside a test that is switched off say why, and what is reported by default only."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

LIVE = """
import pytest


def test_order(shop):
    assert shop.order(1)
"""


def codes(text: str, *enable: str) -> list[str]:
    source = f"{LIVE}\n\n{textwrap.dedent(text)}"
    return [each.code for each in engine.check(source, "tests/test_x.py", Settings(enable=enable))]


EXPLAINED = {
    "a reason above a whole class": (
        "TSE524",
        """
        # All of these fail since the bank has moved.

        # class TestBank:
        #     def test_bank(self):
        #         assert self.bank
        """,
    ),
    "a commented mark": (
        "TSE524",
        """
        # @pytest.mark.skip(reason="not now")
        # def test_refund(shop):
        #     assert shop.refund(3)
        """,
    ),
    "moved": (
        "TSE524",
        """
        # Moved to the integration tests.
        # def test_refund(shop):
        #     assert shop.refund(3)
        """,
    ),
    "a subject that is given up": (
        "TSE512",
        """
        def test_refund_by_letter():
            pass  # letters are deprecated
        """,
    ),
    "a benchmark": (
        "TSE517",
        """
        @pytest.mark.benchmark(group="refunds")
        @pytest.mark.skipif(True, reason="Disabled")
        class TestRefund:
            def test_refund(self, benchmark):
                assert benchmark(refund)
        """,
    ),
    "a return that says why": (
        "TSE517",
        """
        def test_refund(shop):
            # does not work on Windows
            return
            assert shop.refund(3)
        """,
    ),
}


@pytest.mark.parametrize(("code", "text"), EXPLAINED.values(), ids=EXPLAINED)
def test_a_reason_silences_unless_the_rule_is_enabled_by_name(code: str, text: str) -> None:
    assert code not in codes(text)
    assert code in codes(text, code)


REPORTED = {
    "a subject that is to come": (
        "TSE512",
        """
        def test_refund_by_letter():
            pass  # letters are not implemented yet
        """,
    ),
    "a section is no reason": (
        "TSE524",
        """
        # Refunds
        # def test_refund(shop):
        #     assert shop.refund(3)
        """,
    ),
    "a return": (
        "TSE517",
        """
        def test_refund(shop):
            return
            assert shop.refund(3)
        """,
    ),
    "a reason that admits a defect": (
        "TSE517",
        """
        @pytest.mark.skip(reason="not working yet")
        def test_refund(shop):
            assert shop.refund(3)
        """,
    ),
    "a class that is broken": (
        "TSE517",
        """
        @pytest.mark.skip("TODO: broken")
        class TestRefund:
            def test_refund(self, shop):
                assert shop.refund(3)
        """,
    ),
    "what trial skips": (
        "TSE517",
        """
        def test_refund(shop):
            assert shop.refund(3)
        test_refund.skip = "in progress, it fails"
        """,
    ),
    "what is done before each test": (
        "TSE517",
        """
        class TestRefund:
            @pytest.mark.skip("needs to be refactored")
            def setup_method(self):
                self.shop = shop()

            def test_refund(self):
                assert self.shop.refund(3)
        """,
    ),
    "no values": (
        "TSE517",
        """
        @pytest.mark.parametrize("size", ())
        def test_refund(size):
            assert size
        """,
    ),
    "a condition that nobody calls": (
        "TSE517",
        """
        def closed():
            return False

        @pytest.mark.skipif(closed, reason="the bank is closed")
        def test_refund(shop):
            assert shop.refund(3)
        """,
    ),
    "nothing but a placeholder": (
        "TSE513",
        """
        class TestRefund:
            def test_refund(self):
                pass
                assert True
        """,
    ),
    "a placeholder in a class with a base": (
        "TSE513",
        """
        class TestRefund(TestOrders):
            def test_refund(self, shop):
                self.assertTrue(True)
        """,
    ),
}


@pytest.mark.parametrize(("code", "text"), REPORTED.values(), ids=REPORTED)
def test_what_is_certain_is_reported_by_default(code: str, text: str) -> None:
    assert code in codes(text)


OPT_IN = {
    "a placeholder behind code": (
        "TSE513",
        """
        def test_refund(shop):
            shop.refund(3)
            assert True
        """,
    ),
    "a placeholder with a message": (
        "TSE513",
        """
        def test_refund():
            assert True, "not to be skipped"
        """,
    ),
    "a placeholder that says what ran": (
        "TSE513",
        """
        def test_imports():
            assert True
        """,
    ),
    "a placeholder in the stead of an inherited test": (
        "TSE513",
        """
        class TestRefund(TestOrders):
            def test_refund(self):
                assert True  # of no use for refunds
        """,
    ),
    "a placeholder with a fixture that may do the work": (
        "TSE513",
        """
        def test_refund(refunded):
            assert True
        """,
    ),
    "a condition that is a constant": (
        "TSE517",
        """
        @pytest.mark.skipif(True, reason="the bank is closed")
        def test_refund(shop):
            assert shop.refund(3)
        """,
    ),
    "a failure that is expected": (
        "TSE517",
        """
        def test_refund(shop):
            assert shop.refund(3)
        test_refund.todo = "fails"
        """,
    ),
    "what the test needs": (
        "TSE517",
        """
        @pytest.mark.skip(reason="fails unless the bank is installed")
        def test_refund(shop):
            assert shop.refund(3)
        """,
    ),
    "a function that is no test": (
        "TSE517",
        """
        @pytest.mark.skip(reason="flaky")
        def text_of(shop):
            return shop.text
        """,
    ),
    "a ticket in the test": (
        "TSE517",
        """
        @pytest.mark.skip(reason="fails")
        def test_refund(shop):
            # see GH-17
            assert shop.refund(3)
        """,
    ),
    "a return with nothing to check below": (
        "TSE517",
        """
        def test_refund(shop):
            return
            shop.refund(3)
        """,
    ),
}


@pytest.mark.parametrize(("code", "text"), OPT_IN.values(), ids=OPT_IN)
def test_what_may_be_meant_is_reported_on_request(code: str, text: str) -> None:
    assert code not in codes(text)
    assert code in codes(text, code)


def test_an_empty_test_with_a_disabled_assertion_is_told_once() -> None:
    text = """
    def test_refund(shop):
        # assert shop.refund(3)
        pass
    """
    assert codes(text) == ["TSE501"]
    waiting = text.replace("# assert", "# bug 4711\n        # assert")
    assert codes(waiting) == ["TSE512"]


@pytest.mark.parametrize("wrong", [1, 2, 3, 4])
def test_what_no_longer_parses_is_cut_at_most_three_times(wrong: int) -> None:
    lines = "".join("#     which is not code\n" for _ in range(wrong))
    found = codes(f"# def test_refund(shop):\n#     assert shop.refund(3)\n{lines}#     shop.close()")
    assert found == ["TSE524"]


def test_a_head_alone_is_no_test() -> None:
    assert codes("# def test_refund(shop):\n# refunds are not tested") == []


def test_a_body_that_never_parses_is_no_test() -> None:
    body = "".join(f"#{' ' * each}for each in shop:\n" for each in range(5, 9))
    assert codes(f"# def test_refund(shop):\n{body}#         = =") == []
