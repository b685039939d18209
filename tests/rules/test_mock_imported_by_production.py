"""A patch that an exit stack takes back makes no double, wherever it is entered."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.rules.doubles.mock_imported_by_production import rule
from flake8_testsec.settings import Settings

SOURCE = "from unittest.mock import patch\n\n\ndef ask(stack):\n    {}\n"
USES = {
    "entered with a value": ('stack.enter_context(patch("shop.send", print))', []),
    "entered with a mock": ('stack.enter_context(patch("shop.send"))', [1]),
    "given to something else": ('stack.add(patch("shop.send", print))', [1]),
}


@pytest.mark.parametrize("case", USES)
def test_what_a_stack_takes_back(case: str) -> None:
    use, lines = USES[case]
    found = engine.check(SOURCE.format(use), "shop/mail.py", Settings())
    assert [each.line for each in found if each.code == rule.code] == lines
