"""What is left out of comments because it cannot matter, and that nothing else is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Comment
from flake8_testsec.vocabulary.testing import commented_code, disabled_code, skips, tickets


def parse(text: str) -> Module:
    return Module.parse(text, "tests/test_shop.py", Settings())


def test_comments_are_found_by_their_lines() -> None:
    module = parse("# a\nx = 1\n# b\n# c\n\n# d\n")
    assert [each.text for each in module.comments_in(2, 4)] == ["# b", "# c"]
    assert [each.text for each in module.comments_in(-3, 1)] == ["# a"]
    assert [*module.comments_in(7, 9)] == []


def test_nothing_is_read_where_nothing_would_be_executed(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def counted(run: Sequence[Comment]) -> commented_code.Block:
        read.append(len(run))
        return commented_code.read(run)

    monkeypatch.setattr(disabled_code, "read", counted)
    outside = "# assert x == 1\n" * 3
    inside = "def test_a():\n    run()\n    # assert x == 1\n    run()\n"
    assert disabled_code.disabled_assertions(parse(outside)) == () and read == []
    assert len(disabled_code.disabled_assertions(parse(f"{outside}{inside}"))) == 1 and read == [1]


@pytest.mark.parametrize(
    ("line", "is_code"),
    [
        ("assert total", True),
        ("x if y else z()", True),
        ("x in total()", True),
        ("not total()", True),
        ("match total:", True),
        ("lambda_ = total()", True),
        ("androids = total()", True),
        ("the total is wrong", False),
        ("total android", False),
        ("# total()", False),
        ("", False),
    ],
)
def test_the_parser_is_asked_unless_two_words_say_prose(line: str, is_code: bool) -> None:
    assert commented_code._may_begin(line) is is_code


TICKETS = {
    "bug 12": "bug 12",
    "Bug\n12": "Bug 12",
    "see GH-12 and bug 7": "GH-12",
    "für bug 12": "bug 12",
    "PR 12": "PR 12",
    "shop/shop#12": "shop/shop#12",
    "#12": "#12",
    "ABC-12": "ABC-12",
    "https://shop.example/issues/12": "https://shop.example/issues/12",
    "no number of a bug": "",
    "12 of them": "",
}


@pytest.mark.parametrize("prose", TICKETS)
def test_tickets_are_looked_for_where_their_words_are(prose: str) -> None:
    found = tickets.find(prose)
    assert (found.name if found is not None else "") == TICKETS[prose]


def test_the_end_of_a_long_comment_is_a_remark_on_what_stands_below() -> None:
    module = parse("".join(f"# line {n}\n" for n in range(1, 500)) + "x = 1\n")
    told = skips.above(500, module)
    assert (told[0], told[-1], len(told)) == ("line 300", "line 499", 200)
    assert skips.above(3, module) == ["line 1", "line 2"]
