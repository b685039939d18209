"""What must hold of all rules together."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from pathlib import Path

import pytest

from flake8_testsec import announcements, catalogue, cwe, engine, options, rules
from flake8_testsec.catalogue import RULES
from flake8_testsec.evidence.kinds import ALONE
from flake8_testsec.finding import FAULT
from flake8_testsec.rule import Enrolment, Role, Rule, Severity
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from .examples import Case, cases

ALL = Settings(enable=("TSE",))
CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())


def test_the_rules_are_exactly_those_that_the_changelog_names() -> None:
    text = CHANGELOG.read_text(encoding="utf-8")
    assert announcements.changelog(text, RULES.values()) == text
    assert {*announcements.mentioned(text)} - RULES.keys() == {FAULT, *ALONE}


def test_every_file_in_the_folder_of_rules_is_a_rule() -> None:
    folder = Path(rules.__file__).parent
    names = sorted(file.stem.replace("_", "-") for file in folder.glob("*/*.py") if file.stem != "__init__")
    assert names == sorted(rule.name for rule in RULES.values())


@every_rule
def test_code_family_folder_and_name_agree(rule: Rule) -> None:
    *_, folder, file = rule.module_name.split(".")
    assert re.fullmatch(r"TSE[1-8]\d\d", rule.code)
    assert rule.family == folder
    assert rule.name == file.replace("_", "-")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)


@every_rule
def test_every_rule_says_everything_about_itself(rule: Rule) -> None:
    assert isinstance(rule.severity, Severity)
    assert rule.roles & Role.ANY
    assert not rule.roles & Role.NEUTRAL
    assert rule.cwe in cwe.TITLES, f"CWE-{rule.cwe} has no title in flake8_testsec/cwe.py yet"
    assert re.fullmatch(r"\d+\.\d+", rule.since)
    assert rule.enrolments


@every_rule
def test_prose_is_not_empty_and_a_summary_stands_in_one_line(rule: Rule) -> None:
    assert rule.summary == " ".join(rule.summary.split())
    assert rule.summary
    assert not rule.summary.endswith(".")
    assert not re.search(r"[{}]", rule.summary)
    for prose in (rule.why, rule.fix, rule.fixable):
        assert prose.strip().endswith((".", ".)"))
        assert prose.count("``") % 2 == 0


@every_rule
def test_every_rule_has_examples(rule: Rule) -> None:
    assert len(rule.bad) >= 1
    assert len(rule.good) >= 2


def test_no_two_examples_are_alike() -> None:
    texts = Counter(tuple(file.text for file in case.files) for case in cases())
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.again
@pytest.mark.parametrize("case", list(cases("bad")), ids=lambda case: case.id)
def test_messages_are_one_line_with_all_words_filled(case: Case) -> None:
    for file in case.files:
        module = Module.parse(file.text, file.path, ALL)
        for finding in engine.examine(module, engine.compile_table([case.rule], module.role)):
            for text in (finding.message, *(each.message for each in finding.related)):
                assert text.strip()
                assert not re.search(r"[{}\n]|\bNone\b", text), text


def test_options_have_names_of_their_own_and_a_help() -> None:
    offered = list(options.all_options())
    assert len({option.name for option in offered}) == len(offered)
    for option in offered:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", option.name)
        assert option.help.strip()


def test_titles_of_weaknesses_are_there_for_every_number_and_sorted() -> None:
    assert list(cwe.TITLES) == sorted(cwe.TITLES)
    assert all(title and title == title.strip() for title in cwe.TITLES.values())


def _rule(code: str, name: str, folder: str = "any.folder") -> Rule:
    (first, *_) = RULES.values()
    return dataclasses.replace(first, code=code, module_name=f"{folder}.{name}", enrolments=list[Enrolment]())


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (
            _rule("TSE998", "another"),
            "any/folder/one_name.py and any/folder/another.py have the same code, TSE998",
        ),
        (
            _rule("TSE999", "one_name", "other.folder"),
            "any/folder/one_name.py and other/folder/one_name.py have the same name, one-name",
        ),
        (_rule(FAULT, "fault"), f"any/folder/fault.py has the code {FAULT}, which is that of our own faults"),
    ],
    ids=["same code", "same name", "the code of our own faults"],
)
def test_two_rules_never_share_a_code_or_a_name(second: Rule, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        catalogue.collect(iter([_rule("TSE998", "one_name"), second]))
