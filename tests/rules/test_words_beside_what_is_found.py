"""Findings beside a comment in words, which mostly tells that they are meant: reported by name alone."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

PATH = "tests/test_shop.py"


def found(code: str, text: str, settings: Settings) -> int:
    view = Project("/nowhere").view(PATH)
    return [each.code for each in engine.check(text, PATH, settings, view)].count(code)


NOT_COLLECTED = """
class TestShop:
    def test_x(self):
        assert x()

%s    def is_open(self):
%s        assert y()
"""
TRIED = """
def test_x(shop):
%s    try:
        shop.sell(3)
    except KeyError as error:
%s        assert error.args
"""
COMPARED = """
def test_x(shop):
%s    shop.size == 3
%s"""
SKIPPED = """
import pytest
%s
@pytest.mark.xfail
def test_x(shop):
    shop.open()
%s    assert shop.size
"""
EXPECTED = """
import pytest

def test_x(shop):
    shop.open()
%s    with pytest.raises(Exception):
%s        shop.sell()
"""
SAYS_MORE = {
    "TSE402": [(EXPECTED, "    # It sells nothing.\n", ""), (EXPECTED, "", "        # Sells no pears.\n")],
    "TSE503": [
        (SKIPPED, "", "    # Its size is three.\n"),
        (SKIPPED, "", "    # Asked because it was set.\n"),
    ],
    "TSE508": [(COMPARED, "    # Now compare them.\n", "")],
    "TSE515": [
        (NOT_COLLECTED, "    # Look at all of it.\n", ""),
        (NOT_COLLECTED, "", "        # Once it is there.\n"),
    ],
}
CASES = [(code, *case) for code, cases in SAYS_MORE.items() for case in cases]


@pytest.mark.parametrize(("code", "text", "above", "inside"), CASES)
def test_with_words_beside_it_it_is_reported_by_name(code: str, text: str, above: str, inside: str) -> None:
    said = text % (above, inside)
    assert found(code, said, Settings()) == 0
    assert found(code, said, Settings(enable=(code,))) == 1


@pytest.mark.parametrize(("code", "text", "above", "inside"), CASES)
@pytest.mark.parametrize("word", ["# TODO", "# shop.close()", "# fmt: off", "# mypy: disallow-untyped-defs"])
def test_tags_code_and_what_tools_are_told_are_no_words(
    code: str, text: str, above: str, inside: str, word: str
) -> None:
    lines = [each and " " * (len(each) - len(each.lstrip())) + word + "\n" for each in (above, inside)]
    assert found(code, text % tuple(lines), Settings()) == 1


@pytest.mark.parametrize(
    ("above", "inside", "times"),
    [
        ("    # Sells by number.\n", "", 1),
        ("", "        # It has no pears.\n", 1),
        ("    # This may raise.\n", "", 0),
        ("", "        # Some platforms have it.\n", 0),
    ],
)
def test_words_about_an_error_matter_where_they_let_it_stay_away(above: str, inside: str, times: int) -> None:
    assert found("TSE408", TRIED % (above, inside), Settings()) == times


def test_an_empty_text_of_a_specific_error_is_reported_by_name() -> None:
    text = "import pytest\ndef test_x(shop):\n    with pytest.raises(%s, match=''):\n        shop.sell()\n"
    assert found("TSE402", text % "KeyError", Settings()) == 0
    assert found("TSE402", text % "KeyError", Settings(enable=("TSE402",))) == 1
    assert found("TSE402", text % "Exception", Settings()) == 1


def test_what_a_helper_swallows_is_reported_by_name() -> None:
    text = (
        "def check(shop):\n    try:\n        assert shop.size == 3\n    except Exception:\n        pass\n\n"
        "def test_x(shop):\n    check(shop)\n"
    )
    assert found("TSE405", text, Settings()) == 0
    assert found("TSE405", text, Settings(enable=("TSE405",))) == 1
    own = text.replace("def check", "def test_y")
    assert found("TSE405", own, Settings()) == 1
