"""The changelog names every rule, and the lines of its writers are left alone."""

from __future__ import annotations

import dataclasses

import pytest

from flake8_testsec.announcements import changelog, mentioned
from flake8_testsec.catalogue import RULES

FIRST, SECOND, THIRD = (
    dataclasses.replace(rule, module_name=f"rules.{name}")
    for rule, name in zip(RULES.values(), ("one_wrong", "two_wrong", "three_wrong"), strict=False)
)
ONE, TWO, THREE = (
    f"* The rule [{rule.code}](docs/rules/{rule.code}.md), {rule.name}.\n" for rule in (FIRST, SECOND, THIRD)
)
OLD = "\n## 0.1.0\n\n### Features\n\n* All: TSE102.\n"
HEAD = "# Changelog\n\n## 0.2.0\n\n### Features\n\n"
FIXES = "\n### Fixes\n\n* None.\n"

CASES = {
    "nothing is missing": (f"{HEAD}* TSE101 to TSE103.\n{OLD}", f"{HEAD}* TSE101 to TSE103.\n{OLD}"),
    "what an older version names": (f"{HEAD}* TSE101, TSE103.\n{OLD}", f"{HEAD}* TSE101, TSE103.\n{OLD}"),
    "what nobody names is added at the end of the features": (
        f"{HEAD}* A.\n  More.\n{FIXES}{OLD}",
        f"{HEAD}* A.\n  More.\n{ONE}{THREE}{FIXES}{OLD}",
    ),
    "no other version": (f"{HEAD}* TSE101\n", f"{HEAD}* TSE101\n{TWO}{THREE}"),
    "no features yet": (f"{HEAD}## 0.1.0\n", f"{HEAD}{ONE}{TWO}{THREE}\n## 0.1.0\n"),
    "a new name": (f"{HEAD}{ONE.replace('one', 'eins')}{TWO}{THREE}", f"{HEAD}{ONE}{TWO}{THREE}"),
    "a rule that is gone": (
        f"{HEAD}{ONE}{TWO.replace('102', '199')}{THREE}{OLD}",
        f"{HEAD}{ONE}{THREE}{OLD}",
    ),
    "an old name in an older version": (
        f"{HEAD}{TWO}{THREE}\n## 0.1.0\n\n{ONE.replace('one', 'eins')}",
        f"{HEAD}{TWO}{THREE}\n## 0.1.0\n\n{ONE.replace('one', 'eins')}",
    ),
}


@pytest.mark.parametrize(("text", "after"), CASES.values(), ids=CASES.keys())
def test_a_changelog_is_completed(text: str, after: str) -> None:
    assert changelog(text, (FIRST, SECOND, THIRD)) == after
    assert changelog(after, (FIRST, SECOND, THIRD)) == after


@pytest.mark.parametrize("text", ["", "# Changelog\n", "## 0.2.0\n\n### Fixes\n\n## 0.1.0\n\n### Features\n"])
def test_a_changelog_without_new_features_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="'### Features'"):
        changelog(text, (FIRST,))


def test_codes_are_read_one_by_one_and_as_ranges() -> None:
    assert [*mentioned("TSE101, TSE003 to TSE005; (TSE9), TSE10 and\nTSE210.")] == [
        *("TSE101", "TSE003", "TSE004", "TSE005", "TSE210")
    ]
