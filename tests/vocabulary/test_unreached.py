"""Branches that the values of a parametrised test rule out."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.unreached import never_runs

CASES = {
    "reached by one value": ("[True, False]", "if x:\n        asked()", False),
    "reached by all": ("[True]", "if x:\n        asked()", False),
    "an unknown value": ("[value]", "if x:\n        asked()", False),
    "bound again": ("[False]", "x = f()\n    if x:\n        asked()", False),
    "another condition": ("[False]", "if x == 1:\n        asked()", False),
    "another name": ("[False]", "if y:\n        asked()", False),
    "the other branch": ("[False]", "if x:\n        pass\n    else:\n        asked()", False),
    "an alternative": ("[False]", "if x or y:\n        asked()", False),
    "the opposite of what is not known": ("[False]", "if not y:\n        asked()", False),
    "outside": ("[False]", "if x:\n        pass\n    asked()", False),
    "reached by none": ("[False, 0]", "if x:\n        asked()", True),
    "one of two conditions": ("[False]", "if y and x:\n        for z in y:\n            asked()", True),
    "what a value rules out": ("[False]", "if not x:\n        pass\n    elif y:\n        asked()", True),
    "an alternative that is always taken": (
        "[1]",
        "if x or y:\n        pass\n    else:\n        asked()",
        True,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_never_runs(case: str) -> None:
    values, body, unreached = CASES[case]
    source = f"@pytest.mark.parametrize('x', {values})\ndef test_a(x, y):\n    {body}\n"
    module = Module.parse(source, "tests/test_a.py", Settings())
    [call] = module.calls({"asked"})
    assert never_runs(call, module) is unreached


def test_a_parameter_without_marks_is_not_known() -> None:
    module = Module.parse("def f(x):\n    if x: asked()\nf(False)\n", "tests/test_a.py", Settings())
    assert not any(never_runs(each, module) for each in module.nodes(ast.Call))
