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
        # What the call would have returned is not there.
        """
            with pytest.raises(Declined):
                left = shop.pay(10)
                assert left == 3
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


def test_a_failing_line_that_is_all_there_is_stays() -> None:
    stays(
        "TSE406",
        """
        def test_missing():
            try:
                assert False
            except Exception:
                pass
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


def test_the_error_is_asked_of_the_expectation_wherever_it_is_read() -> None:
    becomes(
        "TSE408",
        """
        import pytest as pt

        class TestParser:
            async def test_scope(self, parser):
                try:
                    # Dogs are no scope.
                    await parser.add("é", scope="dog")
                except (ValueError, KeyError) as error:  # noqa: PT017
                    # It says what is wrong.
                    assert ("é", "dog") == error.args or error.code == [
                        1,
                    ]
                    assert all(error.seen for _ in error.all)
                assert parser.open
        """,
        """
        import pytest as pt

        class TestParser:
            async def test_scope(self, parser):
                with pt.raises((ValueError, KeyError)) as error:
                    # Dogs are no scope.
                    await parser.add("é", scope="dog")
                # It says what is wrong.
                assert ("é", "dog") == error.value.args or error.value.code == [
                    1,
                ]
                assert all(error.value.seen for _ in error.value.all)
                assert parser.open
        """,
    )


def test_a_class_that_calls_assertions_has_those_that_expect_too() -> None:
    becomes(
        "TSE408",
        """
        from shop.testing import ShopCase

        class TestParser(ShopCase):
            def test_scope(self):
                try:
                    self.parser.add("x")
                except ValueError as error:
                    self.assertIn("x", str(error))
        """,
        """
        from shop.testing import ShopCase

        class TestParser(ShopCase):
            def test_scope(self):
                with self.assertRaises(ValueError) as error:
                    self.parser.add("x")
                self.assertIn("x", str(error.exception))
        """,
    )


def test_a_testcase_that_checks_nothing_yet_is_known_by_its_base() -> None:
    becomes(
        "TSE408",
        """
        import unittest

        class TestParser(unittest.TestCase):
            def test_scope(case):
                try:
                    case.parser.add("x")
                except ValueError as error:
                    assert error.args
        """,
        """
        import unittest

        class TestParser(unittest.TestCase):
            def test_scope(case):
                with case.assertRaises(ValueError) as error:
                    case.parser.add("x")
                assert error.exception.args
        """,
    )


TRY = """
def test_scope(parser):
    try:
        parser.add("x")
    except ValueError as error:
        assert "x" in str(error)
"""


@pytest.mark.parametrize(
    "text",
    [
        # The style of the test is not known.
        "import nose\n" + TRY,
        "def pytest():\n    pass\n" + TRY,
        TRY.replace("\n", "\n    ").replace("\n    def", "\nclass TestParser(Base):\n    def"),
        TRY.replace("\n", "\n    ").replace("\n    def", "\nclass ParserTest:\n    def"),
        # A comment that would be lost.
        TRY.replace("error:", "error:  # sometimes"),
        TRY.replace("try:", "try:  # sometimes"),
        # More than is read of it.
        TRY.replace("        assert", "        error = error.args\n        assert"),
        TRY.replace("        assert", "        check = lambda error: error\n        assert"),
        TRY.replace("in str(error)", "in str(error), traceback.format_exc()"),
        TRY.replace("        assert", "        log.exception('no')\n        assert"),
        TRY.replace("        assert", "        log.error('no', exc_info=True)\n        assert"),
        TRY + "    finally:\n        parser.close()\n",
        # Lines that are not alone.
        TRY.replace("error:\n        ", "error: "),
        TRY.replace("try:\n        ", "try: "),
        TRY.replace('"x")\n', '"x"); parser.end()\n'),
        TRY.replace("ValueError as", "(ValueError,\n            KeyError) as"),
        TRY.replace("str(error)\n", "str(\n  error)\n"),
    ],
)
def test_a_try_stays(text: str) -> None:
    stays("TSE408", text)


def test_what_only_passes_goes() -> None:
    becomes(
        "TSE410",
        """
        import pytest

        def test_release(service):
            service.release.side_effect = Boom
            try:
                service.stop()
            except Boom:  # nosec
                pass  # noqa
        """,
        """
        import pytest

        def test_release(service):
            service.release.side_effect = Boom
            with pytest.raises(Boom):
                service.stop()
        """,
    )


def test_a_module_of_exceptions_is_no_handled_error() -> None:
    becomes(
        "TSE408",
        """
        import pytest
        from shop import exception

        def test_scope(parser):
            try:
                parser.add("x")
            except Exception as error:
                assert exception.Scope == type(error)
        """,
        """
        import pytest
        from shop import exception

        def test_scope(parser):
            with pytest.raises(Exception) as error:
                parser.add("x")
            assert exception.Scope == type(error.value)
        """,
    )


def test_a_reason_to_pass_stays() -> None:
    stays(
        "TSE410",
        """
        def test_release(service):
            service.release.side_effect = Boom
            try:
                service.stop()
            except Boom:
                # it may be gone
                pass
        """,
    )


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
