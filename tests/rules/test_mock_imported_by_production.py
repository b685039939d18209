"""A patch that an exit stack takes back makes no double, wherever it is entered."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.rules.doubles.mock_imported_by_production import rule
from flake8_testsec.settings import Settings

SOURCE = "from unittest.mock import patch\n\n\ndef ask(stack):\n    {}\n"
USES = {
    "entered": ('stack.enter_context(patch.dict("os.environ", SHOP="1"))', []),
    "entered with a mock": ('stack.enter_context(patch("shop.send"))', [1]),
    "given to something else": ('stack.add(patch.dict("os.environ", SHOP="1"))', [1]),
}


@pytest.mark.parametrize("case", USES)
def test_what_a_stack_takes_back(case: str) -> None:
    use, lines = USES[case]
    found = engine.check(SOURCE.format(use), "shop/mail.py", Settings(enable=(rule.code,)))
    assert [each.line for each in found if each.code == rule.code] == lines


KINDS = """\
from unittest.mock import Mock

KINDS = []
{}


def is_double(given):
    return isinstance(given, {})
"""
LISTS = {
    "asked for": ("KINDS += [Mock]", "tuple(KINDS)", []),
    "asked for as it is": ("KINDS += [Mock]", "KINDS", []),
    "called as well": ("KINDS += [Mock]", "tuple(KINDS) or KINDS[0]()", [1]),
    "made another of": ("KINDS += [Mock]", "tuple(reversed(KINDS))", [1]),
    "asked for nowhere": ("KINDS += [Mock]", "int", [1]),
    "made": ("KINDS += [Mock()]", "tuple(KINDS)", [1]),
    "given away": ("register([Mock])", "tuple(KINDS)", [1]),
    "of a function": ("def add(KINDS):\n    KINDS += [Mock]", "tuple(KINDS)", [1]),
}


@pytest.mark.parametrize("case", LISTS)
def test_a_list_of_which_only_the_classes_are_asked_for(case: str) -> None:
    added, asked, lines = LISTS[case]
    found = engine.check(KINDS.format(added, asked), "shop/mail.py", Settings(enable=(rule.code,)))
    assert [each.line for each in found if each.code == rule.code] == lines
