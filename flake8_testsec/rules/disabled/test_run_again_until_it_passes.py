"""A test that is run again until it passes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import keyword, last_word
from flake8_testsec.source.module import Module

rule = Rule(
    code="TSE554",
    summary="test is run again until it passes, so a failure is only seen if it comes each time",
    message="test is run again until it passes, so most failures are never seen; mend what varies",
    roles=Role.TEST,
    cwe=390,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    A race or a leak in the code under test fails now and then, as it will for users. With reruns nobody hears
    of it: the run is green, and only slower.
    """,
    fix="""
    Find what varies: wait for the event instead of a time, fix the seed, take a clock of the test. Where that
    has to wait, ask that every run passes, or mark the test with a ticket.
    """,
    fixable="Nothing, because what varies is not known.",
    bad=(
        """
        import pytest
        from flaky import flaky
        from tests.common import flaky as own_flaky

        @flaky
         ^^^^^
        def test_order():
            assert order(1)

        @pytest.mark.slow("1")
        @pytest.mark.flaky(reruns=3)
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_shop():
            assert shop(1)

        @flaky(max_runs=RUNS)
         ^^^^^^^^^^^^^^^^^^^^
        def test_wait():
            assert wait(1)

        @own_flaky(max_runs=3, min_passes=1)
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        class TestTill:
            async def test_till(self):
                assert till(1)
        """,
    ),
    good=(
        """
        import pytest
        from flaky import flaky
        from tests import marks

        @pytest.mark.flaky
        @marks.flaky("see 1234")
        def test_order():
            assert order(1)

        @flaky(max_runs=3, min_passes=3)
        @pytest.mark.flaky(reruns=0)
        @flaky(max_runs=1)
        def test_shop():
            assert shop(1)
        """,
        """
        import pytest

        @pytest.mark.slow
        def test_order():
            assert order(1)
        """,
    ),
)

_WORD = "flaky"
_RUNS = ("max_runs", "reruns", "retries", "max_retries")


@rule.on(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, hints=(_WORD,))
def run_again(
    definition: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, module: Module
) -> Iterator[Hit]:
    """Report each decorator that has a test or a class of tests run again after a failure."""
    for decorator in definition.decorator_list:
        if _runs_again(decorator, module):
            yield rule.at(decorator)


def _runs_again(decorator: ast.expr, module: Module) -> bool:
    if not isinstance(decorator, ast.Call):
        return module.names(decorator) == {"flaky.flaky"}
    names = module.names(decorator.func)
    if last_word(decorator.func) != _WORD and not any(name.endswith(f".{_WORD}") for name in names):
        return False
    given = [found.value for word in _RUNS if (found := keyword(decorator, word)) is not None]
    if not given:
        return names == {"flaky.flaky"}
    passes = keyword(decorator, "min_passes")
    return not any(_is_once(each, passes) for each in given)


def _is_once(runs: ast.expr, passes: ast.keyword | None) -> bool:
    """Whether a test is not run again, or has to pass as often as it is run."""
    match runs, passes:
        case ast.Constant(value=number), ast.keyword(value=ast.Constant(value=least)):
            return bool(number == least)
        case ast.Constant(value=number), None:
            return number in (0, 1) and number is not True
        case _:
            return False
