"""Every fix of every bad example: applied by a program, it does away with its finding and brings no other."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.finding import Finding
from flake8_testsec.fixing.application import apply
from flake8_testsec.pages import prose
from flake8_testsec.rule import Rule
from flake8_testsec.settings import Settings

from .examples import Case, File, cases, examined

BAD = list(cases("bad"))
SAYING = [rule for rule in RULES.values() if rule.family != "cleanup"]
_MOST = 40
"""Rounds after which fixes must have come to an end."""


def fixable(case: Case) -> Iterator[tuple[File, Finding]]:
    for file in case.files:
        yield from ((file, found) for found in examined(file, case.rule) if found.fix.edits)


def fixed(file: File, finding: Finding) -> File:
    return file._replace(text=apply(file.text.splitlines(keepends=True), finding.fix.edits))


def fixed_again_and_again(file: File, rule: Rule) -> Iterator[File]:
    """A file, and what each further fix of a rule makes of it, for as long as there is one."""
    yield file
    while found := [each for each in examined(file, rule) if each.fix.edits]:
        file = fixed(file, found[0])
        yield file


def codes(file: File, settings: Settings) -> Counter[str]:
    return Counter(each.code for each in engine.examine(file.module(settings)))


def by_code(rule: Rule) -> str:
    return rule.code


def by_id(case: Case) -> str:
    return case.id


@pytest.mark.again
@pytest.mark.parametrize("case", BAD, ids=by_id)
def test_a_fix_does_away_with_its_finding_and_brings_no_other(case: Case) -> None:
    for file, finding in fixable(case):
        after = fixed(file, finding)
        ast.parse(after.text)
        of_rule = examined(file, case.rule), examined(after, case.rule)
        assert len(of_rule[1]) < len(of_rule[0]), after.text
        settings = Settings(enable=(case.rule.code,))
        assert not codes(after, settings) - codes(file, settings), after.text


@pytest.mark.again
@pytest.mark.parametrize("case", BAD, ids=by_id)
def test_fixes_come_to_an_end(case: Case) -> None:
    for file in case.files:
        *_, last = islice(fixed_again_and_again(file, case.rule), _MOST)
        assert [each for each in examined(last, case.rule) if each.fix.edits] == [], last.text


@pytest.mark.again
@pytest.mark.parametrize("case", BAD, ids=by_id)
def test_a_fix_changes_the_lines_that_it_names_and_no_others(case: Case) -> None:
    for file, finding in fixable(case):
        lines = file.text.splitlines(keepends=True)
        named = {line for each in finding.fix.edits for line in range(each.line, each.end_line + 1)}
        kept = [line for number, line in enumerate(lines, 1) if number not in named]
        after = Counter(fixed(file, finding).text.splitlines(keepends=True))
        assert not Counter(kept) - after


@pytest.mark.again
@pytest.mark.parametrize("rule", SAYING, ids=by_code)
def test_what_a_rule_says_of_its_fixes_is_so(rule: Rule) -> None:
    text = prose(rule.fixable)
    safe = {found.fix.safe for case in BAD if case.rule is rule for _, found in fixable(case)}
    assert text.startswith("Nothing, because ") == (not safe)
    assert text.endswith(".")
    assert not safe or "unsafe" in text or False not in safe
    assert True not in safe or re.search(r"\bsafe\b", text)
