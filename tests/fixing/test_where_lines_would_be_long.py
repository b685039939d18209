"""Fixes in another form where their lines would be too long, and fixtures that ask for others."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, stays

ERROR = """\
    import pytest
    from shop import Declined, pay

    def test_declined():
        try:
            pay(-1)
        except Declined as error:
            assert error.args == ("no customer pays -1 pearsssssssssssssssssss", 7)
    """
FIXTURE = """\
    import os
    import pytest

    @pytest.fixture
    def shop():
        os.environ["SHOP"] = "/tmp/shop"
        yield open_shop()
        close_shop()
    """


def test_an_error_that_is_taken_first() -> None:
    assert fixed("TSE408", ERROR) == [
        """\
import pytest
from shop import Declined, pay

def test_declined():
    with pytest.raises(Declined) as caught:
        pay(-1)
    error = caught.value
    assert error.args == ("no customer pays -1 pearsssssssssssssssssss", 7)
"""
    ]


def test_the_errors_of_a_test_are_taken_alike() -> None:
    more = """\
        try:
            pay(-2)
        except Declined as error:
            assert error.code == 7
        try:
            pay(-3)
        except Declined:
            pass
    """
    first, second = fixed("TSE408", ERROR.rstrip(" ") + more)
    assert "    error = caught.value\n    assert error.args" in first
    assert "    error = caught.value\n    assert error.code" in second
    other = more.replace("        try:", "    def test_more():\n        try:", 1)
    assert "    assert error.value.code" in fixed("TSE408", ERROR.rstrip(" ") + other)[1]


@pytest.mark.parametrize(
    ("remark", "is_left"),
    [
        ("# Python 2.6 has no other way.", True),
        ("# py26", True),
        ("# Not by a context manager", True),
        ("# a plain try/except", True),
        ("# A tour of Python, 2 days", False),
        ("# It is declined.", False),
    ],
)
def test_a_remark_on_the_form(remark: str, is_left: bool) -> None:
    above = ERROR.replace("        try:", f"        {remark}\n        try:").replace("s" * 18, "")
    inside = ERROR.replace("            pay", f"            {remark}\n            pay").replace("s" * 18, "")
    assert bool(_named(above)) is bool(_named(inside)) is not is_left


def _named(text: str) -> str:
    """What becomes of a text where the rule is asked for by its code."""
    (found,) = fixed("TSE408", text)
    return found


def test_an_error_that_is_taken_before_a_finally() -> None:
    text = ERROR.rstrip(" ") + "        finally:\n            pay(1)\n"
    assert fixed("TSE408", text)[0].endswith(
        """\
    try:
        with pytest.raises(Declined) as caught:
            pay(-1)
        error = caught.value
        assert error.args == ("no customer pays -1 pearsssssssssssssssssss", 7)
    finally:
        pay(1)
"""
    )


def test_an_error_that_is_taken_by_a_name_that_is_taken() -> None:
    text = ERROR.replace("pay(-1)\n", "caught = pay(-1)\n", 1)
    assert fixed("TSE408", text) == [""]


def test_a_file_that_is_opened_by_a_block() -> None:
    text = """\
    def test_orders(shop):
        orders = open("orders/%s.of.todayyyyyyyyyyyyyyyyyyyyyyyy" % shop).read()
        assert shop.orders() == orders
    """
    assert fixed("TSE301", text) == [
        """\
def test_orders(shop):
    with open("orders/%s.of.todayyyyyyyyyyyyyyyyyyyyyyyy" % shop) as file:
        orders = file.read()
    assert shop.orders() == orders
"""
    ]
    assert ".read_text()" in fixed("TSE301", text.replace("yyyy", ""))[0]


def test_a_fixture_asks_for_another() -> None:
    becomes(
        "TSE304",
        FIXTURE,
        """\
        import os
        import pytest

        @pytest.fixture
        def shop(monkeypatch):
            monkeypatch.setenv("SHOP", "/tmp/shop")
            yield open_shop()
            close_shop()
        """.replace("import os\n        ", ""),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("close_shop()", 'os.environ["SHOP"] = "/tmp/shop"'),
        ("        close_shop()", "\n    def test_shop():\n        shop()"),
        ("@pytest.fixture", "@keep\n    @pytest.fixture"),
    ],
)
def test_a_fixture_that_is_left_to_a_person(old: str, new: str) -> None:
    stays("TSE304", FIXTURE.replace(old, new))


def test_a_parameter_is_no_fixture_that_is_called() -> None:
    text = FIXTURE.replace("        close_shop()", "\n    def test_shop(shop):\n        shop()")
    assert "def shop(monkeypatch):" in fixed("TSE304", text)[0]
