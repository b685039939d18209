"""No text makes a regular expression of the package take much longer than its length says."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys

import pytest

from bench import attacks, backtracking
from bench.attacks import GROWTH
from bench.backtracking import Counter, TooMany
from bench.patterns import Pattern
from flake8_testsec.patterns import short

from .measuring import unmeasured, untraced

pytestmark = pytest.mark.once

LISTED = "import pickle, sys; from bench import patterns; pickle.dump(patterns.patterns(), sys.stdout.buffer)"
ALL: list[Pattern] = pickle.loads(
    subprocess.run([sys.executable, "-c", LISTED], env=unmeasured(), capture_output=True, check=True).stdout
)
"""Listed by another process: to look at all modules is to import them, of which some tests see none."""
SQUARE = 5.0
"""How many times more steps twice the length may take where the length is bounded."""
LONGEST = 2000


@pytest.mark.parametrize("pattern", ALL, ids=lambda each: each.where)
def test_twice_the_length_is_about_twice_the_steps(pattern: Pattern) -> None:
    worst = untraced(attacks.worst, pattern.pattern, pattern.flags, pattern.anywhere)
    if pattern.longest is None:
        assert worst.ratio <= GROWTH, worst
    else:
        assert pattern.longest <= LONGEST
        assert worst.ratio <= SQUARE, worst


def test_all_patterns_are_found() -> None:
    assert len(ALL) > 400
    assert any(".py:" in each.where for each in ALL)
    assert any(each.longest for each in ALL)
    assert {each.anywhere for each in ALL} == {True, False}


MISSED = """
import gc
from bench import patterns
known = {each.pattern for each in patterns.patterns()}
held = [each.pattern for each in gc.get_objects() if isinstance(each, patterns._Lazy)]
print([each for each in held if each not in known])
"""


def test_none_is_held_where_nobody_looks() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MISSED], env=unmeasured(), capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("pattern", "anywhere"),
    [
        (r"(a+)+b", False),
        (r"(a|ab|b)*c", False),
        (r"\s*,?\s*\Z", False),
        (r"\w*\d+x", False),
        (r"(?:,\s*\S+)*\Z", False),
        (r"a*b", True),
        (r"#.*x", True),
        (r"(?m)^\s*x", True),
        (r"(?i)[A-Z]+(?<!q)!", True),
        (r"(?=(a|b)*c)x", True),
    ],
)
def test_what_grows_faster_is_noticed(pattern: str, anywhere: bool) -> None:
    assert attacks.worst(pattern, 0, anywhere).ratio > GROWTH


@pytest.mark.parametrize("pattern", [r"a*b", r"(?<!a)a*b", r"\A\w*\Z", r"(?=(a*))\1b", r"a{2,9}?b|^c$", "a"])
def test_what_grows_with_the_length_is_not(pattern: str) -> None:
    assert attacks.worst(pattern, 0, False).ratio <= GROWTH


@pytest.mark.parametrize("pattern", ALL, ids=lambda each: each.where)
def test_steps_are_those_of_the_interpreter(pattern: Pattern) -> None:
    """What is counted finds what is found."""
    if re.search(r"\{\d", str(pattern.pattern)):
        return  # large counts are cut for counting
    program = backtracking.compiled(pattern.pattern, pattern.flags)
    compiled = re.compile(pattern.pattern, pattern.flags)
    for attack in untraced(attacks.attacks, pattern.pattern, pattern.flags)[:12]:
        for text in (attack.text(5), attack.text(5) + attack.before):
            given = text if isinstance(pattern.pattern, str) else text.encode("latin-1")
            found = compiled.match(given)  # type: ignore[arg-type]
            counted = untraced(Counter(10**6).match, program, text, 0)
            assert counted == (found.end() if found else None), text


def test_what_takes_too_many_steps_is_given_up() -> None:
    with pytest.raises(TooMany):
        Counter(100).match(backtracking.compiled("(a+)+b"), "a" * 50, 0)


def test_unknown_parts_are_refused() -> None:
    with pytest.raises(backtracking.Unknown):
        backtracking.compiled("(a)?(?(1)b|c)")


TOO_LONG = "a" * 501


@pytest.mark.parametrize(
    ("method", "given", "nothing"),
    [
        ("search", (), None),
        ("match", (), None),
        ("fullmatch", (), None),
        ("findall", (), []),
        ("split", (), [TOO_LONG]),
        ("sub", ("b",), TOO_LONG),
        ("subn", ("b",), (TOO_LONG, 0)),
    ],
)
def test_long_texts_fit_nothing(method: str, given: tuple[str, ...], nothing: object) -> None:
    pattern = short("a+")
    assert getattr(pattern, method)(*given, TOO_LONG) == nothing
    assert repr(getattr(pattern, method)(*given, TOO_LONG[1:])) != repr(nothing)
    assert list(pattern.finditer(TOO_LONG)) == []
    assert len(list(pattern.finditer(TOO_LONG[1:]))) == 1


def test_short_patterns_are_patterns_too() -> None:
    pattern = short("(a)", re.IGNORECASE, longest=2)
    again = pattern.__reduce__()[0](*pattern.__reduce__()[1])  # type: ignore[operator, index]
    assert [bool(again.match(text)) for text in ("A", "AA", "AAA", "b")] == [True, True, False, False]
    assert (again.groups, again.pattern) == (1, "(a)")
