"""Errors of which a handler, or the name of what is expected, says enough."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, stays

BROAD = """\
    from shop import Declined, pay

    def test_declined():
        try:
            pay(-1)
        except Exception as error:
            assert isinstance(error, Declined)
            assert error.code == 7
    """
CASE = """\
    import unittest
    from shop import errors, pay

    class TestPay(unittest.TestCase):
        def test_declined(self):
            try:
                pay(-1)
            except Exception as error:
                self.assertEqual(7, error.code)
                self.assertIsInstance(error, errors.Declined)
    """
ENDS = """\
    import pytest
    from shop import orders

    def test_no_more_orders():
        found = orders()
        with pytest.raises(StopIteration) as info:
            next(found)
            assert info.value.args[0] == "no more"
    """


def test_the_class_of_any_error_is_expected() -> None:
    becomes(
        "TSE408",
        BROAD,
        """\
        import pytest
        from shop import Declined, pay

        def test_declined():
            with pytest.raises(Declined) as error:
                pay(-1)
            assert error.value.code == 7
        """,
    )


def test_the_class_is_all_that_is_said() -> None:
    becomes(
        "TSE408",
        BROAD.replace("        assert error.code == 7\n", ""),
        """\
        import pytest
        from shop import Declined, pay

        def test_declined():
            with pytest.raises(Declined):
                pay(-1)
        """,
    )


def test_one_of_several_classes() -> None:
    after = fixed("TSE408", BROAD.replace("error, Declined", "error, (Declined, OSError)"))[0]
    assert "with pytest.raises((Declined, OSError)) as error:" in after


def test_the_class_in_a_test_case() -> None:
    becomes(
        "TSE408",
        CASE,
        """\
        import unittest
        from shop import errors, pay

        class TestPay(unittest.TestCase):
            def test_declined(self):
                with self.assertRaises(errors.Declined) as error:
                    pay(-1)
                self.assertEqual(7, error.exception.code)
        """,
    )


def test_beside_a_finally() -> None:
    text = BROAD.rstrip(" ") + "        finally:\n            pay(1)\n"
    becomes(
        "TSE408",
        text,
        """\
        import pytest
        from shop import Declined, pay

        def test_declined():
            try:
                with pytest.raises(Declined) as error:
                    pay(-1)
                assert error.value.code == 7
            finally:
                pay(1)
        """,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("except Exception", "except ValueError"),
        ("error, Declined)", "error, Declined), 'another'"),
        ("error, Declined)", "error, Declined)  # or a subclass"),
        ("            assert isinstance", "            # Not by the bank.\n            assert isinstance"),
        ("error, Declined)", "error.__cause__, Declined)"),
        ("error, Declined)", "error, errors()[0])"),
    ],
)
def test_where_the_class_stays_an_assertion(old: str, new: str) -> None:
    assert "assert isinstance(error.value" in fixed("TSE408", BROAD.replace(old, new))[0]


@pytest.mark.parametrize("end", ["StopIteration", "StopAsyncIteration", "GeneratorExit"])
def test_an_end_has_no_words(end: str) -> None:
    stays("TSE403", ENDS.replace("StopIteration", end))
    stays("TSE403", ENDS.replace("StopIteration", end).replace("info.value.args[0]", "str(info.value)"))


def test_an_end_may_have_a_result() -> None:
    after = fixed("TSE403", ENDS.replace("info.value.args[0]", "info.value.value"))[0]
    assert '    assert info.value.value == "no more"\n' in after


def test_an_end_and_what_is_left_of_something_else() -> None:
    text = ENDS.replace('info.value.args[0] == "no more"', "found is not None")
    assert fixed("TSE403", text)[0].endswith("\n    assert found is not None\n")


def test_messages_of_python_2() -> None:
    text = ENDS.replace("StopIteration", "ValueError").replace("args[0]", "message")
    stays("TSE403", text)
    own = text.replace("ValueError", "Declined").replace("import orders", "import Declined, orders")
    assert '\n    assert info.value.message == "no more"\n' in fixed("TSE403", own)[0]
    both = text.replace("ValueError", "(ValueError, Declined)").replace(" orders\n", " Declined, orders\n")
    assert "\n    assert info.value.message" in fixed("TSE403", both)[0]
