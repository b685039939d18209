"""Which findings a user wants to see, by what their rules say of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SEVERITIES = ("low", "medium", "high")
"""Those of `rule.Severity`, from the least to the worst; few runs need more of what rules are made of."""


class WrongFilter(ValueError):
    """A value names nothing that a rule has; the message says which and what there is, in one line."""


class Filter(NamedTuple):
    """What a finding's rule must have; nothing stands for anything.

    Args:
        severities: the severities that are shown.
        weaknesses: numbers in the Common Weakness Enumeration.
        families: first digits of codes.
    """

    severities: frozenset[str] = frozenset()
    weaknesses: frozenset[int] = frozenset()
    families: frozenset[str] = frozenset()

    def admits(self, code: str) -> bool:
        """Whether findings of a rule are shown; what was not reviewed is always told.

        Args:
            code: the rule's code, or that of what is no rule.
        """
        if self == _ALL:
            return True
        from flake8_testsec.outlines import rule_of  # most runs show everything

        rule = rule_of(code)
        return rule is None or (
            (not self.severities or rule.severity.value in self.severities)
            and (not self.weaknesses or rule.cwe in self.weaknesses)
            and (not self.families or rule.code[3:4] in self.families)
        )


_ALL = Filter()


def filter_from(severity: Sequence[str], weaknesses: Sequence[str], families: Sequence[str]) -> Filter:
    """Make a filter from what the user gave.

    Args:
        severity: the least severity, at most one.
        weaknesses: numbers, with or without ``CWE-``.
        families: names, first digits, or these behind ``TSE``.

    Returns:
        The filter.

    Raises:
        WrongFilter: a value is none of a rule's.
    """
    return Filter(
        frozenset(_severities(severity)),
        frozenset(map(_weakness, weaknesses)),
        frozenset(map(_family, families)),
    )


def _severities(given: Sequence[str]) -> Sequence[str]:
    match [each.lower() for each in given]:
        case []:
            return ()
        case [least] if least in SEVERITIES:
            return SEVERITIES[SEVERITIES.index(least) :]
    raise WrongFilter(f"min-severity: {', '.join(given)!r} is not one of {', '.join(SEVERITIES)}")


def _weakness(word: str) -> int:
    from flake8_testsec.catalogue import RULES  # few runs ask for weaknesses

    number = word.upper().removeprefix("CWE-")
    known = {str(rule.cwe): rule.cwe for rule in RULES.values()}
    if number in known:
        return known[number]
    listed = ", ".join(sorted(known, key=int))
    raise WrongFilter(f"cwe: no rule has the weakness {word!r}; there are {listed}")


def _family(word: str) -> str:
    from flake8_testsec.rule import FAMILIES

    digits = {**dict(zip(FAMILIES.values(), FAMILIES, strict=True)), **{digit: digit for digit in FAMILIES}}
    name = word.lower().removeprefix("tse")
    if name in digits:
        return digits[name]
    raise WrongFilter(f"family: {word!r} is not one of {', '.join(FAMILIES.values())}")
