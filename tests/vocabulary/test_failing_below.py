"""What fails a test below a ``try`` that only its handlers leave."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.failing_below import fails_below

FAILS = {
    "a raise": "{}    raise AssertionError\n",
    "a failure": "{}    self.fail('parsed')\n",
    "behind something harmless": "{}    print('parsed')\n    raise AssertionError\n",
    "below a with": "    with parser:\n    {}    raise AssertionError\n",
    "below a condition": "    if strict:\n    {}    raise AssertionError\n",
}
PASSES = {
    "nothing": "{}",
    "a check": "{}    assert done\n",
    "a return on the way": "{}    if done:\n        return\n    raise AssertionError\n",
    "below a loop": "    for one in those:\n    {}    raise AssertionError\n",
    "far below": "{}" + "    a()\n" * 6 + "    raise AssertionError\n",
}
TRY = "    try:\n        parse()\n    except ParseError:\n        return\n"


def asked(text: str) -> bool:
    inner = TRY.replace("\n", "\n    ").rstrip(" ") if "{}    " in text and "\n    {}" in text else TRY
    module = Module.parse("def test_a():\n" + text.replace("{}", inner), "tests/test_a.py", Settings())
    (statement,) = module.nodes(ast.Try)
    return fails_below(statement, module)


@pytest.mark.parametrize("case", FAILS)
def test_it_fails(case: str) -> None:
    assert asked(FAILS[case])


@pytest.mark.parametrize("case", PASSES)
def test_it_may_pass(case: str) -> None:
    assert not asked(PASSES[case])
