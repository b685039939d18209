"""Which fixes are made together, and how often a file with many is reviewed for them."""

from __future__ import annotations

from math import log2

import pytest

from flake8_testsec.cli.apart import Pair, apart
from flake8_testsec.cli.mending import Mended, mended
from flake8_testsec.finding import NO_FIX, Edit, Finding, Fix
from flake8_testsec.fixing import application

IMPORT = Edit(1, 0, 1, 0, "import os\n")
OTHER = Edit(1, 0, 1, 0, "import sys\n")
PARAMETER = Edit(3, 9, 3, 9, ", monkeypatch")
LATER = Edit(6, 0, 6, 0, "from os import path\n")


def pair(*edits: Edit) -> Pair:
    found = Finding(edits[0].line, 0, "TSE301", "", edits[0].line, 0, (), Fix(edits, True))
    return Pair(found, found)


def line(first: int, last: int | None = None) -> Edit:
    return Edit(first, 0, last or first, 3, "new")


def together(*pairs: Pair) -> list[int]:
    taken = apart(pairs)
    return [number for number, each in enumerate(pairs) if each in taken]


@pytest.mark.parametrize(
    ("pairs", "taken"),
    [
        ((pair(line(3)), pair(line(4)), pair(line(2))), [0, 1, 2]),
        ((pair(line(3, 5)), pair(line(4))), [0]),
        ((pair(line(3), line(9)), pair(line(5))), [0]),
        ((pair(line(5)), pair(line(3), line(9))), [1]),
        ((pair(line(3), IMPORT), pair(line(5), IMPORT)), [0, 1]),
        ((pair(line(3), IMPORT), pair(line(5), OTHER)), [0]),
        ((pair(line(3), IMPORT), pair(line(8), LATER)), [0, 1]),
        ((pair(line(5, 7)), pair(line(9), LATER)), [0]),
        ((pair(line(3), LATER), pair(line(5, 7))), [0]),
        ((pair(line(3), LATER), pair(line(7))), [0, 1]),
        ((pair(line(5), PARAMETER), pair(line(6), PARAMETER)), [0, 1]),
        ((pair(line(5), PARAMETER), pair(line(4))), [0]),
        ((pair(line(5), PARAMETER), pair(line(6), PARAMETER), pair(line(3))), [2]),
        ((pair(line(5), PARAMETER), pair(line(6), PARAMETER), pair(line(2, 4))), [2]),
        ((pair(IMPORT), pair(OTHER), pair(line(3))), [0, 2]),
    ],
)
def test_what_is_made_together(pairs: tuple[Pair, ...], taken: list[int]) -> None:
    assert together(*pairs) == taken


@pytest.mark.parametrize("number", [10, 1000])
def test_what_is_shared_is_compared_with_its_neighbours(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each function asks for the same fixture twice, for two changes."""
    compared = 0
    real = application._meet

    def meet(one: Edit, other: Edit) -> bool:
        nonlocal compared
        compared += 1
        return real(one, other)

    monkeypatch.setattr(application, "_meet", meet)
    asked = [Edit(10 * n, 9, 10 * n, 9, ", monkeypatch") for n in range(1, number + 1)]
    pairs = [pair(line(each.line + more), each) for each in asked for more in (1, 2)]
    assert together(*pairs) == list(range(2 * number))
    assert compared <= 2 * number


FIRST = Edit(3, 0, 3, 0, "import a\n")
WHOLE = Edit(3, 0, 6, 0, "import b\n")
SHARED = [Edit(*place, "import c\n") for place in ((3, 0, 3, 0), (4, 0, 4, 0), (2, 0, 5, 0), (6, 0, 6, 0))]


@pytest.mark.parametrize(("edit", "taken"), [*zip(SHARED, ([0], [0], [0], [0, 1]), strict=True)])
def test_imports_that_begin_above_others(edit: Edit, taken: list[int]) -> None:
    early = Edit(1, 0, 1, 0, "import z\n")
    assert together(pair(line(20), early, FIRST, WHOLE), pair(line(30), edit)) == taken


def done_to(words: list[str]) -> tuple[Mended, int]:
    """What becomes of lines of which some would be mended, some cannot be, and how many reviews it takes."""
    reviews = 0

    def reviewed(content: bytes) -> list[Finding]:
        nonlocal reviews
        reviews += 1
        lines = content.decode().splitlines()
        return [finding(n, word) for n, word in enumerate(lines, 1) if word in ("bad", "hopeless")]

    content = "".join(f"{word}\n" for word in words).encode()
    found = reviewed(content)
    reviews = 0
    return mended(content, found, found, reviewed, lambda fix: fix.safe), reviews


def finding(number: int, word: str) -> Finding:
    text = "good" if word == "bad" else "bad"
    return Finding(number, 0, word, "", number, 0, (), Fix((Edit(number, 0, number, len(word), text),), True))


@pytest.mark.parametrize("number", [1, 10, 1000])
def test_any_number_of_fixes_takes_one_review(number: int) -> None:
    done, reviews = done_to(["bad"] * number)
    assert (len(done.fixed), done.left, reviews) == (number, (), 1)
    assert done.content == b"good\n" * number


def test_one_that_cannot_be_made_takes_few_more() -> None:
    number = 1000
    done, reviews = done_to(["bad"] * 700 + ["hopeless"] + ["bad"] * (number - 701))
    assert (len(done.fixed), len(done.left)) == (number - 1, 1)
    assert reviews < 3 * log2(number)


def test_findings_follow_many_edits() -> None:
    """Each line that is mended becomes two; what stays is found again at its place."""
    number = 100

    def reviewed(content: bytes) -> list[Finding]:
        return [
            Finding(
                n, 0, word, "", n, 0, (), Fix((Edit(n, 0, n, 3, "x\ny"),), True) if word == "bad" else NO_FIX
            )
            for n, word in enumerate(content.decode().splitlines(), 1)
            if word in ("bad", "ugly")
        ]

    content = b"bad\nugly\n" * number
    found = reviewed(content)
    done = mended(content, found, found, reviewed, lambda fix: True)
    assert done.content == b"x\ny\nugly\n" * number
    assert [each.line for each in done.fixed] == list(range(1, 2 * number, 2))
    assert [each.line for each in done.left] == list(range(2, 2 * number + 1, 2))
