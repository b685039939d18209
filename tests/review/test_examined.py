"""Each rule is asked once, or twice where it can say more: what comes of it is what ``check`` says."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.cli.reviewer import EVERYTHING, examined
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

PATH = "tests/test_shop.py"


@pytest.mark.again
@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.roles & Role.TEST])
def test_nothing_is_missing_and_nothing_is_new(code: str) -> None:
    for example in (*RULES[code].bad, *RULES[code].good):
        lines = textwrap.dedent(example).splitlines(keepends=True)
        text = "".join(line for line in lines if set(line.strip()) != {"^"})
        try:
            found = examined(Module.parse(text, PATH, Settings()))
        except SyntaxError:  # what another Python has, or several files
            continue
        plain, strict = (engine.check(text, PATH, Settings(enable=each)) for each in ((), EVERYTHING))
        assert found.certain == plain
        assert {*found.everything} == {*plain, *strict}
