"""What looks like a check that is lost, and is done for another reason that the lines beside it show."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings


def found(code: str, text: str, *enabled: str) -> list[int]:
    findings = engine.check(textwrap.dedent(text), "tests/test_a.py", Settings(enable=enabled))
    return [each.line for each in findings if each.code == code]


COMPARED = """
def test_price(shop):
    {}
    price == 1
    1 == price
    {}
"""


@pytest.mark.parametrize(
    ("given", "below", "expected"),
    [
        ("price = [3, 4] * shop.euro", "assert all(price == shop.prices([3, 4]))", []),
        ("price = shop.price(5)", "assert price == shop.price(5)", []),
        ("price = shop.price([])", "assert price == shop.other([])", [4, 5]),
        ("price = [3, 4] * shop.euro", "assert price.parts == [3, 4]", [4, 5]),
        ("price = [3, 4] * shop.euro", "assert all(price == shop.prices([3, 5]))", [4, 5]),
        ("price = [3, 4] * shop.euro", "assert price", [4, 5]),
        ("price = [3, 4] * shop.euro", "shop.close()", [4, 5]),
        ("shop.price = [3, 4]", "assert price == [3, 4]", [4, 5]),
        ("price = 1", "assert price == 1", [4, 5]),
    ],
)
def test_a_comparison_may_be_made_to_show_that_it_changes_nothing(
    given: str, below: str, expected: list[int]
) -> None:
    assert found("TSE508", COMPARED.format(given, below)) == expected


def test_what_is_no_comparison_shows_nothing() -> None:
    text = """
    def test_price(shop):
        price = shop.price(5)
        not price
        assert price == shop.price(5)
    """
    assert found("TSE508", text) == [4]


TRIED = """
def test_large(shop):
    # {}
    try:
        shop.text(1e101)
    except ValueError as error:
        assert str(error).startswith("greater")
    repr(shop)
"""


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("only no crash (detailed behaviour differs per version of the library)", []),
        ("the results vary", []),
        ("the message differs per version", [4]),
        ("behaviour of version 2", [4]),
    ],
)
def test_a_comment_may_say_that_the_outcome_differs(comment: str, expected: list[int]) -> None:
    assert found("TSE408", TRIED.format(comment), "TSE408") == expected


BESIDE = """

def test_beside(box):
    # assert box.is_open
    run(box)

def test_beside_it(box):
    # assert box.is_full
    run(box)
"""
"""Two more disabled assertions of which nobody says anything: three are more than the trace of an edit."""

OVERTAKEN = {
    "the body of the expectation checks something": (
        """
        # with pytest.raises(ValueError):
        assert shop.price("pear") == 3
        """,
        [],
    ),
    "each way checks something": (
        """
        # with pytest.raises(ValueError):
        if shop.open:
            assert shop.price("pear") == 3
        else:
            assert shop.price("pear") is None
        """,
        [],
    ),
    "another expectation": (
        """
        # with pytest.raises(ValueError):
        with pytest.raises(KeyError):
            shop.price("pear")
        """,
        [],
    ),
    "the body checks nothing": (
        """
        # with pytest.raises(ValueError):
        shop.close("pear")
        """,
        [4],
    ),
    "it stands elsewhere": (
        """
        # with pytest.raises(ValueError):

        assert shop.total
        """,
        [4],
    ),
    "no result": (
        """
        with pytest.raises(ValueError):
            price = shop.price("pear")
        # assert price == 3
        """,
        [],
    ),
    "no result of the call": (
        """
        with pytest.raises(ValueError):
            shop.price("pear")
        # assert str(shop.price("pear")) == "3"
        """,
        [],
    ),
    "a result of another call": (
        """
        with pytest.raises(ValueError):
            price = shop.price("pear")
        # assert shop.price("apple") == 3
        """,
        [6],
    ),
    "a result that was there": (
        """
        price = shop.price("apple")
        with pytest.raises(ValueError):
            price = shop.price("pear")
        # assert price == 3
        """,
        [7],
    ),
    "no statement of a result": (
        """
        with pytest.raises(ValueError):
            shop.total += shop.price("pear")
        # assert shop.size == 3
        """,
        [6],
    ),
}


@pytest.mark.parametrize(("body", "expected"), OVERTAKEN.values(), ids=OVERTAKEN)
def test_live_code_may_have_overtaken_a_disabled_assertion(body: str, expected: list[int]) -> None:
    text = "import pytest\n\ndef test_price(shop):" + textwrap.indent(textwrap.dedent(body), "    ")
    assert [each for each in found("TSE501", text + BESIDE) if each <= text.count("\n")] == expected
