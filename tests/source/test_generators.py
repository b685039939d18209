"""Which functions a ``yield`` makes generators."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module


@pytest.mark.parametrize(
    ("value", "is_generator"),
    [
        ("(yield a)", True),
        ("lambda: (yield a)", False),
        ("[(yield b) for b in a]", False),
        ("{b: (yield b) for b in a}", False),
        ("[b for b in (yield a)]", True),
        ("[c for b in a for c in (yield b)]", False),
        ("[b for b in a if (yield b)]", False),
    ],
)
def test_a_yield_belongs_to_the_nearest_scope(value: str, is_generator: bool) -> None:
    module = Module.parse(f"def f(a):\n    x = {value}\n", "tests/test_a.py", Settings())
    (function,) = module.nodes(ast.FunctionDef)
    assert (function in module.generators) is is_generator


def test_a_yield_outside_of_functions_makes_none() -> None:
    assert not Module.parse("class A:\n    x = (yield)\n", "tests/test_a.py", Settings()).generators
