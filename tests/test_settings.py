"""Options are read once and refused when they are wrong."""

from __future__ import annotations

import argparse
from types import MappingProxyType

import pytest

from flake8_testsec import options
from flake8_testsec.catalogue import RULES, collect
from flake8_testsec.finding import FAULT
from flake8_testsec.rule import Role, Rule, Severity
from flake8_testsec.settings import Settings, wrong_codes


def values(**given: object) -> argparse.Namespace:
    defaults = {f"testsec_{each.name.replace('-', '_')}": each.default for each in options.all_options()}
    return argparse.Namespace(**{**defaults, **given})


def test_the_defaults_are_the_settings_defaults() -> None:
    result = options.settings_from(values())
    assert Settings(**{**result._asdict(), "rule_options": MappingProxyType({})}) == Settings()


def test_lists_come_as_lists_or_as_text() -> None:
    result = options.settings_from(values(testsec_enable=["TSE4"], testsec_data_names="a,b"))
    assert (result.enable, result.data_names) == (("TSE4",), ("a", "b"))


@pytest.mark.parametrize("wrong", ["", "X", "tse407", "TSE4077", "TSE9", "TSE000", "assert"])
def test_codes_of_no_rule_are_refused(wrong: str) -> None:
    with pytest.raises(options.OptionError, match=r"--testsec-enable: no rule .*'"):
        options.settings_from(values(testsec_enable=["TSE4", wrong]))


@pytest.mark.parametrize("right", ["T", "TS", "TSE", "TSE4", "TSE40", "TSE407"])
def test_codes_and_prefixes_are_taken(right: str) -> None:
    assert wrong_codes([right], RULES) == []
    assert Settings(enable=(right,)).enables("TSE407")
    assert not Settings(enable=(right,)).enables("XSE407")


def rule(code: str, name: str) -> Rule:
    made = Rule(code, "s", Role.ANY, 1, "0.1", True, Severity.LOW, "", "", (), ())
    vars(made)["module_name"] = f"rules.{name}"
    return made


@pytest.mark.parametrize(
    ("first", "second"),
    [(("TSE901", "a"), ("TSE901", "b")), (("TSE901", "a"), ("TSE902", "a")), ((FAULT, "a"), ("TSE902", "b"))],
)
def test_two_rules_are_never_one(first: tuple[str, str], second: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"have the same|of our own faults"):
        collect(iter([rule(*first), rule(*second)]))
