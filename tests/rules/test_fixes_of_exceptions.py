"""What fixes of the exceptions' family change, and what they leave to a person."""

from __future__ import annotations

import pytest

from tests.fixing.texts import becomes, stays


def test_an_assertion_moves_with_its_comment_and_keeps_its_strings() -> None:
    becomes(
        "TSE403",
        '''
        import pytest

        def test_declined(shop):
            with pytest.raises(Declined):
                shop.pay(10)  # too much

                # Nothing is sold.
                assert shop.text == """
            sold
                nothing
        """
                assert shop.names == (
                    "apple"
                    "pear"
                )
            shop.close()
        ''',
        '''
        import pytest

        def test_declined(shop):
            with pytest.raises(Declined):
                shop.pay(10)  # too much

            # Nothing is sold.
            assert shop.text == """
            sold
                nothing
        """
            assert shop.names == (
                "apple"
                "pear"
            )
            shop.close()
        ''',
    )


@pytest.mark.parametrize(
    "block",
    [
        # What the call would have returned is not there, and there is more to be said.
        """
            with pytest.raises(Declined):
                left = shop.pay(10)
                assert left == 3
                assert shop.state == 3
        """,
        # Another context ends with the block.
        """
            with pytest.raises(Declined), shop.lock():
                shop.pay(10)
                assert shop.state == 3
        """,
        """
            with pytest.raises(Declined):
                shop.pay(10); assert shop.state == 3
        """,
        """
            with pytest.raises(Declined):
                shop.pay(10)
                assert shop.state == max(
            1, shop.least,
                )
        """,
    ],
)
def test_an_assertion_stays_in_the_block(block: str) -> None:
    stays("TSE403", f"import pytest\n\ndef test_declined(shop):{block.replace('max(', '(')}")


def test_a_name_that_no_call_binds_can_be_read_below() -> None:
    becomes(
        "TSE403",
        """
        import pytest

        def test_declined(shop):
            with pytest.raises(Declined):
                amount = 10
                shop.pay(amount)
                assert shop.asked == amount
        """,
        """
        import pytest

        def test_declined(shop):
            with pytest.raises(Declined):
                amount = 10
                shop.pay(amount)
            assert shop.asked == amount
        """,
    )


def test_assertions_that_end_a_try_move_into_else() -> None:
    becomes(
        "TSE405",
        """
        def test_notice(client):
            try:
                # Asks.
                answer = client.get()

                assert answer.ok

                assert answer.text == (
                    "all is"
                    " well"
                )
            except Exception:  # it may be down
                print("down")
            finally:
                client.close()
        """,
        """
        def test_notice(client):
            try:
                # Asks.
                answer = client.get()

            except Exception:  # it may be down
                print("down")
            else:
                assert answer.ok

                assert answer.text == (
                    "all is"
                    " well"
                )
            finally:
                client.close()
        """,
    )


def test_assertions_that_end_suppress_move_below_it() -> None:
    becomes(
        "TSE405",
        """
        import contextlib

        def test_notice(client):
            with contextlib.suppress(Exception):
                client.get()
                assert client.ok
        """,
        """
        import contextlib

        def test_notice(client):
            with contextlib.suppress(Exception):
                client.get()
            assert client.ok
        """,
    )


@pytest.mark.parametrize(
    "text",
    [
        # Not at the end.
        """
        def test_notice(client):
            try:
                assert client.ok
                client.close()
            except Exception:
                pass
        """,
        # A text over several lines.
        '''
        def test_notice(client):
            try:
                client.get()
                assert client.text == """
        down"""
            except Exception:
                pass
        ''',
        # Another handler would go as well.
        """
        def test_notice(client):
            try:
                assert client.ok
            except OSError:
                client.retry()
            except Exception:
                pass
        """,
        # Another context.
        """
        import contextlib

        def test_notice(client):
            with contextlib.suppress(Exception), client:
                assert client.ok
        """,
        """
        import contextlib

        def test_notice(client):
            with contextlib.suppress(Exception), client:
                client.get()
                assert client.ok
        """,
        # A reason, which would be lost.
        """
        def test_notice(client):
            try:
                assert client.ok
            except Exception:
                pass  # flaky on Mondays
        """,
        """
        def test_notice(client):
            try: assert client.ok
            except Exception: pass
        """,
        """
        def test_notice(client):
            try:
                client.get(); assert client.ok
            except Exception:
                pass
        """,
        """
        def test_notice(client):
            try:
                assert client.ok
            except Exception:
                pass
            finally:
                client.close()
        """,
        """
        def test_notice(client):
            try:
                assert client.ok == (
            True)
            except Exception:
                pass
        """,
        """
        def test_notice(client):
            try:
                assert client.notices(3) == 2
            except Exception:
                pass
            try:
                client.notices(4)
            except Exception:
                pass
        """,
    ],
)
def test_a_swallowed_assertion_stays(text: str) -> None:
    stays("TSE405", text)


def test_a_directive_goes_with_its_handler() -> None:
    becomes(
        "TSE405",
        """
        def test_notice(client):
            try:  # noqa: SIM105
                # It is up.
                assert client.ok
            except Exception:  # pylint: disable=broad-except
                pass
        """,
        """
        def test_notice(client):
            # It is up.
            assert client.ok
        """,
    )


def test_a_try_that_has_an_else_already_stays() -> None:
    stays(
        "TSE406",
        """
        def test_missing():
            try:
                load("nowhere")
                assert False
            except Exception:
                pass
            else:
                close()
        """,
    )


def test_a_warning_is_expected_of_one_call_below() -> None:
    becomes(
        "TSE407",
        """
        import pytest

        def test_warns():
            pytest.warns(UserWarning)  # old
            old_api(
                1,
            )
        """,
        """
        import pytest

        def test_warns():
            with pytest.warns(UserWarning):  # old
                old_api(
                    1,
                )
        """,
    )


@pytest.mark.parametrize(
    "lines",
    [
        "old_api()\n    pytest.warns(UserWarning)",
        "pytest.warns(UserWarning)\n    old_api()\n    old_api()",
        "pytest.warns(UserWarning)\n    assert_warned()",
        "pytest.warns(UserWarning); old_api()",
        "(pytest.warns(UserWarning))\n    old_api(); old_api()",
        "pytest.warns(UserWarning)\n    old_api();",
        "pytest.raises(ValueError)\n    old_api()",
        "pytest.raises(ValueError('no'),)",
        "pytest.raises( ValueError('no'))",
    ],
)
def test_what_shall_be_expected_is_not_known(lines: str) -> None:
    stays("TSE407", f"import pytest\n\ndef test_warns():\n    {lines}\n")


def test_a_head_over_several_lines_stays() -> None:
    stays(
        "TSE409",
        """
        import contextlib

        def test_stops(client):
            with contextlib.suppress(
                Exception
            ):
                client.stop()
        """,
    )
