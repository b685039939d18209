"""What fails a test where nothing was raised."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.failing_below import fails_below

_TRY = "try:\n    f()\nexcept OSError:\n    return\n"


def _indented(before: str, after: str = "") -> str:
    return f"{before}\n{textwrap.indent(_TRY, '    ')}{after}"


@pytest.mark.parametrize(
    ("body", "fails"),
    [
        (_TRY, False),
        (f"{_TRY}raise AssertionError()", True),
        (f"{_TRY}self.fail('nothing was raised')", True),
        (f"{_TRY}g()\nassert False", True),
        (f"{_TRY}if a:\n    return\nassert False", False),
        (f"{_TRY}raise ValueError()", True),
        (_indented("with a:", "assert False"), True),
        (_indented("if a:\n    b()\nelse:", "assert False"), True),
        (_indented("try:\n    b()\nexcept KeyError:", "assert False"), False),
        (_indented("for each in a:", "assert False"), False),
        (_indented("for each in a:", "    assert False"), True),
    ],
)
def test_failures_below(body: str, fails: bool) -> None:
    source = f"def test_a():\n{textwrap.indent(body, '    ')}\n"
    module = Module.parse(source, "tests/test_a.py", Settings())
    inner = max(module.nodes(ast.Try), key=lambda each: each.lineno)
    assert fails_below(inner, module) is fails


def test_what_stands_in_no_block() -> None:
    module = Module.parse("f()\n", "tests/test_a.py", Settings())
    assert not fails_below(module.tree, module)  # type: ignore[arg-type]
