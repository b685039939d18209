"""Loops over cases, and loops that go on until something succeeds."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.rounds import asks_case, loops_around, retried

ROUNDS = {
    "none": ("{}", False),
    "a list": ("for x in [1, 2]:\n    {}", False),
    "a name for a list": ("CASES = (1, 2)\nfor x in CASES:\n    {}", False),
    "pairs of a dictionary": ("for x, y in {{1: 2}}.items():\n    {}", False),
    "numbered": ("for n, x in enumerate([1, 2]):\n    {}", False),
    "computed": ("for x in load():\n    {}", True),
    "a name for something computed": ("CASES = load()\nfor x in CASES:\n    {}", True),
    "a name that nothing binds": ("for x in CASES:\n    {}", True),
    "a name for a name": ("A = [1]\nCASES = A\nfor x in CASES:\n    {}", True),
    "nothing of the case": ("for n in [1, 2]:\n    {}", True),
    "an end": ("for x in [1, 2]:\n    {}\n    break", True),
    "while": ("while busy:\n    {}", True),
    "both": ("while busy:\n    for x in [1]:\n        {}", True),
}


@pytest.mark.parametrize(("source", "expected"), ROUNDS.values(), ids=ROUNDS.keys())
def test_who_tries_again(source: str, expected: bool) -> None:
    module = Module.parse(source.format("check(x)"), "tests/test_a.py", Settings())
    (call,) = module.calls({"check"})
    statement = module.parent(call)
    assert isinstance(statement, ast.Expr)
    assert retried(statement, module) is expected


@pytest.mark.parametrize(
    ("asked", "expected"), [("x.error", True), ("x[0]", True), ("x", False), ("e.x", False)]
)
def test_what_a_handler_asks(asked: str, expected: bool) -> None:
    source = f"for x in [1]:\n    while True:\n        try: f(x)\n        except E as e: check({asked})"
    module = Module.parse(source, "tests/test_a.py", Settings())
    (statement,) = (each for each in ast.walk(module.tree) if isinstance(each, ast.Try))
    assert asks_case(statement.handlers[0], loops_around(statement, module)) is expected
