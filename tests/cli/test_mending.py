"""What is left out when a file is mended, and how findings are followed while it changes."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.cli.mending import mended
from flake8_testsec.cli.rewriting import NoPlace, Text
from flake8_testsec.finding import NO_FIX, Edit, Finding, Fix

WORDS = ("bad", "worse", "worst")


def finding(line: int, code: str, fix: Fix = NO_FIX) -> Finding:
    return Finding(line, 0, code, "", line, 0, (), fix)


def replaced(line: int, old: str, new: str) -> Fix:
    return Fix((Edit(line, 0, line, len(old), new),), True)


def reviewer(remedies: dict[str, str]) -> object:
    """Finds a line that is one of some words, by its word, and would write something for it."""

    def reviewed(content: bytes) -> list[Finding] | None:
        try:
            ast.parse(content)
        except SyntaxError:
            return None
        lines = content.decode().splitlines()
        return [
            finding(n, word, replaced(n, word, remedies[word]) if word in remedies else NO_FIX)
            for n, word in enumerate(lines, 1)
            if word in WORDS
        ]

    return reviewed


def done_to(text: str, remedies: dict[str, str], *lines: int) -> tuple[str, list[int], list[int]]:
    """The text when what is found in some lines was mended, and the lines that were and that were not."""
    reviewed = reviewer(remedies)
    found = reviewed(text.encode())  # type: ignore[operator]
    wanted = [each for each in found if each.line in lines]
    done = mended(text.encode(), found, wanted, reviewed, lambda fix: fix.safe)  # type: ignore[arg-type]
    return done.content.decode(), [each.line for each in done.fixed], [each.line for each in done.left]


def test_a_fix_that_does_not_parse_is_left_out_and_the_others_are_done() -> None:
    remedies = {"bad": "good", "worse": "a b"}
    text, fixed, left = done_to("bad\n\nworse\n\nbad\n\nbad\n", remedies, 1, 3, 5, 7)
    assert (text, fixed, left) == ("good\n\nworse\n\ngood\n\ngood\n", [1, 5, 7], [3])


@pytest.mark.parametrize("remedy", ["worst", "bad", "a = (1,\n2)\nworst"])
def test_a_fix_with_which_something_is_found_is_left_out(remedy: str) -> None:
    assert done_to("bad\n\nx\n", {"bad": remedy}, 1) == ("bad\n\nx\n", [], [1])


def test_only_what_is_wanted_is_mended() -> None:
    remedies = {"bad": "one\ntwo"}
    assert done_to("bad\nx\nbad\nbad\n", remedies, 1, 4) == ("one\ntwo\nx\nbad\none\ntwo\n", [1, 4], [])


def test_what_another_one_was_in_the_way_of_is_tried_again() -> None:
    """The first one cannot be made while the last one is there; the one between them never can."""
    remedies = {"bad": "good", "worst": "worst", "worse": "good"}

    def reviewed(content: bytes) -> list[Finding]:
        lines = content.decode().splitlines()
        bad = [(n, word) for n, word in enumerate(lines, 1) if word in WORDS]
        found = [finding(n, word, replaced(n, word, remedies[word])) for n, word in bad]
        return found + [finding(1, "blocked")] * (lines[0] == "good" and "worse" in lines)

    found = reviewed(b"bad\nworst\nworse\n")
    done = mended(b"bad\nworst\nworse\n", found, found, reviewed, lambda fix: True)
    assert done == (b"good\nworst\ngood\n", (found[0], found[2]), (found[1],), ())


def test_what_was_left_may_go_with_another() -> None:
    first, second = finding(1, "A", replaced(1, "a", "c")), finding(2, "B", replaced(2, "b", "d"))
    both = [first, second]
    after = {b"a\nd\n": [], b"c\nb\n": [*both, first], b"c\nd\n": [*both, first]}
    done = mended(b"a\nb\n", both, both, after.__getitem__, lambda fix: True)
    assert (done.content, [*done.fixed], done.left) == (b"a\nd\n", both, ())


def test_a_fix_that_cannot_be_written_is_left_out() -> None:
    content = b"# coding: latin-1\nbad\n"
    found = [finding(2, "bad", replaced(2, "bad", "'\u20ac'"))]
    done = mended(content, found, found, lambda content: [], lambda fix: True)
    assert (done.content, done.fixed, done.left) == (content, (), tuple(found))


def test_a_fix_goes_with_another() -> None:
    """The second finding is gone when the first one is mended."""
    first, second = finding(1, "A", replaced(1, "bad", "x")), finding(1, "B", replaced(1, "bad", "y"))
    both = [first, second]
    done = mended(b"bad\n", both, both, lambda content: [], lambda fix: True)
    assert (done.content, [*done.fixed], done.left) == (b"x\n", both, ())


def test_a_finding_that_was_moved_is_found_again() -> None:
    """Two meet, so the second waits; it is elsewhere then, as the only one of its code, or one of several."""
    first = finding(1, "A", Fix((Edit(1, 0, 3, 0, "c\nb\n"),), True))
    second = finding(2, "B", replaced(2, "b", "d"))
    after = {b"c\nb\n": [finding(2, "B", replaced(2, "b", "e"))], b"c\ne\n": []}
    done = mended(b"a\nb\n", [first, second], [first, second], after.__getitem__, lambda fix: True)
    assert (done.content, done.left) == (b"c\ne\n", ())
    third = finding(2, "B")._replace(message="another")
    several = {b"c\nb\n": [finding(2, "B")._replace(column=1)]}
    found = [first, second, third]
    done = mended(b"a\nb\n", found, [first, second], several.__getitem__, lambda fix: True)
    assert (done.content, done.left) == (b"c\nb\n", (second,))


def test_edits_that_do_not_fit() -> None:
    with pytest.raises(NoPlace, match="no such place"):
        Text(b"a\n").edited([Edit(9, 0, 9, 0, "b")])
    with pytest.raises(NoPlace, match="another text"):
        Text(b"a\r\n").edited([Edit(1, 2, 1, 2, "b")])
    assert Text(b"").edited([]) == b""
    assert Text(b"a\nb").edited([Edit(2, 0, 2, 1, "")]) == b"a"


def test_an_import_that_is_needed_no_more_goes_unless_something_is_found_then() -> None:
    def of(word: str) -> bytes:
        return f"import os\n{word}\n".encode()

    def without(before: bytes, after: bytes) -> tuple[Edit, ...]:
        return (Edit(1, 0, 2, 0, ""),) if after.startswith(b"import") else ()

    def done(remedy: str, alone: list[Finding] | None) -> bytes:
        found = [finding(2, "bad", replaced(2, "bad", remedy))]
        known = {of("bad"): found, of("good"): [], b"good\n": alone}
        return mended(of("bad"), found, found, known.__getitem__, lambda fix: True, without).content

    assert done("good", []) == b"good\n"
    assert done("good", None) == of("good")
    assert done("good", [finding(1, "worse")]) == of("good")
    nothing = mended(of("x"), [], [], lambda content: [], lambda fix: True, without)
    assert nothing.content == of("x")
