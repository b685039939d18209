"""A try that waits for an error becomes an expectation, in the style of its test."""

from __future__ import annotations

import pytest

from tests.fixing.texts import becomes, stays


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
        TRY.replace("try:\n", "try:\n        # Ask.\n") + "    finally:\n        parser.close()\n",
        TRY.replace("        assert", "         assert") + "    finally:\n        parser.close()\n",
        TRY.replace('"x")\n', '"x"); parser.end()\n') + "    finally:\n        parser.close()\n",
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


def test_a_try_that_has_to_end_something_stays_around() -> None:
    becomes(
        "TSE408",
        """
        import pytest

        def test_unknown_scope(parser):
            try:
                parser.open()

                # Ask.
                parser.add("é")
            except ValueError as error:
                # What it says:
                assert "é" in str(error)
            finally:
                parser.close()
        """,
        """
        import pytest

        def test_unknown_scope(parser):
            try:
                with pytest.raises(ValueError) as error:
                    parser.open()

                    # Ask.
                    parser.add("é")
                # What it says:
                assert "é" in str(error.value)
            finally:
                parser.close()
        """,
    )
