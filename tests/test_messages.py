"""What rules say of a finding can be understood alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from flake8_testsec.catalogue import RULES
from flake8_testsec.rule import Rule

from .examples import examined, of_rule

LONGEST = 119
"""Characters: what an editor's list of problems shows without folding; a remedy names what it is given."""


def said(rule: Rule) -> Iterator[str]:
    for case in of_rule(rule):
        if case.kind == "bad":
            yield from (finding.message for file in case.files for finding in examined(file, rule))


@pytest.mark.again
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_messages_stand_alone(rule: Rule) -> None:
    messages = set(said(rule))
    assert [each for each in messages if len(each) > LONGEST] == []
    assert [each for each in messages if re.search(r"\bthis\b", each)] == []
    assert [each for each in messages if each != each.strip() or each.endswith(".")] == []
