"""A helper that works an answer out and does not return it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_at_top, is_hook, is_test, without_docstring

rule = Rule(
    code="TSE545",
    summary="helper works an answer out and does not return it",
    message="{name}() never answers, because the return is missing; write return in front",
    roles=Role.TEST | Role.SUPPORT,
    cwe=482,
    since="0.1",
    default=False,
    severity=Severity.HIGH,
    why="""
    The whole function is a comparison whose result is thrown away, so who asks it gets ``None``, which
    counts as no: tests are never skipped, or conditions never met, and nobody sees why.
    """,
    fix="Write ``return`` in front.",
    fixable="Nothing, because tests that ran until now may be skipped then, and the other way round.",
    bad=(
        """
        import shutil

        import pytest

        def lacks_docker():
            not shutil.which("docker")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^

        class Order:
            def __eq__(self, other):
                \"\"\"Compare the numbers.\"\"\"
                self.number == other.number and self.name == other.name
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        @pytest.mark.skipif(lacks_docker(), reason="no docker")
        def test_order():
            assert Order() == Order()
        """,
    ),
    good=(
        """
        import pytest

        def lacks_docker(shop):
            return not shop.docker

        def compares(one, other):
            one < other

        def calls(shop):
            shop.close()

        def names(shop):
            shop.docker

        @pytest.fixture
        def decorated(shop):
            shop.docker == 1

        def test_order(shop):
            shop.order == 3
            pytest.raises(TypeError, compares, 1, None)

            def inner():
                shop.order == 4

        def setup_module():
            ORDERS == 3

        @answering
        def is_answered(shop):
            shop.docker == 1

        def step(shop):
            shop.order == 3

        def lacks_return(shop):
            not shop.order

        def test_step(shop):
            step(shop)
            assert lacks_return(shop) is None
            assert is_answered(shop)
        """,
        """
        class Order:
            def __init__(self, other):
                self.number == other.number

            def __exit__(self, *about):
                not self.number

            def __lt__(self, other):
                assert self.number < other.number

            def __eq__(self, other):
                return self.number == other.number
        """,
    ),
)

_ASKED = frozenset({"__bool__", "__contains__", "__eq__", "__ge__", "__gt__", "__le__", "__lt__", "__ne__"})
"""Special methods whose answer Python asks for; others may be there for what they raise."""


@rule.on(ast.FunctionDef)
def thrown_away(function: ast.FunctionDef, module: Module) -> Iterator[Hit]:
    """Report the function of which the whole body is an answer that nobody gets."""
    match without_docstring(function):
        case [ast.Expr(value=answer) as only] if _answers(answer) and not function.decorator_list:
            if _is_helper(function, module) and _is_only_called(function.name, module):
                yield rule.at(only, name=function.name)


def _answers(value: ast.expr) -> bool:
    match value:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.BoolOp(values=values):
            return all(map(_answers, values))
        case _:
            return False


def _is_helper(function: Function, module: Module) -> bool:
    """Whether it is not a test whose assert is missing, nor a step that may be meant to raise."""
    is_outer = is_at_top(function, module) or module.class_of(function) is not None
    is_meant = "return" in function.name
    return is_outer and not (is_meant or is_test(function, module) or is_hook(function))


@once
def _is_only_called(name: str, module: Module) -> bool:
    """Whether no use hands a function on, to what expects an error of it, say."""
    uses = (*module.named(name), *module.attributes({name}))
    parents = ((each, module.parent(each)) for each in uses)
    pairs = [(each, above) for each, above in parents]
    if not all(isinstance(above, ast.Call) and above.func is each for each, above in pairs):
        return False
    return name in _ASKED or any(_is_asked(above, module) for _, above in pairs)


def _is_asked(call: ast.AST | None, module: Module) -> bool:
    """Whether somebody looks at what a call returns."""
    return call is not None and not isinstance(module.parent(call), ast.Expr)
