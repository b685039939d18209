"""Whether the live statement right above a disabled assertion says the same in other words."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from flake8_testsec.source.calls import last_word, structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import called, is_assertion
from flake8_testsec.vocabulary.testing.commented_code import Block
from flake8_testsec.vocabulary.testing.subjects import free_names

_OPPOSITE: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPARING: Mapping[str, type[ast.cmpop]] = {
    "assertEqual": ast.Eq,
    "assertEquals": ast.Eq,
    "assertNotEqual": ast.NotEq,
    "assertNotEquals": ast.NotEq,
    "assertIs": ast.Is,
    "assertIsNot": ast.IsNot,
    "assertIn": ast.In,
    "assertNotIn": ast.NotIn,
}
"""The methods of a TestCase for operators (https://docs.python.org/3/library/unittest.html)."""

_EXPECTING = ("raises", "assertRaises", "assertRaisesRegex", "assertRaisesRegexp")

_Claim = tuple[str, Collection[str]]


def claims_of(statement: ast.stmt) -> _Claim | None:
    """What an assertion claims, however it is spelt.

    Args:
        statement: any statement.

    Returns:
        An operator, or ``""`` for the truth and ``"not"`` for its opposite, and what it is about; equal for
        ``assert not a == b`` and ``self.assertNotEqual(b, a)``; ``None`` for what is no plain assertion.
    """
    match statement:
        case ast.Assert(test=test):
            return _condition(test, True)
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=word), args=[left, right, *_])) if (
            word in _COMPARING
        ):
            return _compared(_COMPARING[word], left, right)
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="assertTrue"), args=[test, *_])):
            return _condition(test, True)
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="assertFalse"), args=[test, *_])):
            return _condition(test, False)
        case _:
            return None


def _condition(test: ast.expr, holds: bool) -> _Claim:
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, holds = test.operand, not holds
    match test:
        case ast.Compare(left=left, ops=[operator], comparators=[right]) if (
            holds or type(operator) in _OPPOSITE
        ):
            return _compared(type(operator) if holds else _OPPOSITE[type(operator)], left, right)
        case _:
            return "" if holds else "not", (structure(test),)


def _compared(operator: type[ast.cmpop], left: ast.expr, right: ast.expr) -> _Claim:
    sides = structure(left), structure(right)
    is_even = operator in (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)
    return operator.__name__, frozenset(sides) if is_even else sides


def is_handed_above(block: Block, above: ast.stmt, module: Module) -> bool:
    """Whether a block that expects an exception is what a function of the file does that is called above.

    Args:
        block: the comment.
        above: the live statement that ends on the line above it.
        module: its module.

    Returns:
        ``True`` where the function asserts and expects the same exception, and is given all that the block
        is about.
    """
    call = called(above) if is_assertion(above) else None
    if call is None:
        return False
    expected = {*_expected(node for each in block.code for node in walk(each.statement))}
    functions = module.functions(last_word(call.func))
    if not expected or not any(expected <= _expected_by(each, module) for each in functions):
        return False
    given = {node.id for node in walk(call) if isinstance(node, ast.Name)}
    return _wanted([each.statement for each in block.code], module) <= given


def _wanted(statements: Sequence[ast.stmt], module: Module) -> set[str]:
    """The variables of the test that statements read: no imports, and nothing that they bind themselves."""
    nodes = [node for each in statements for node in walk(each) if isinstance(node, ast.Name)]
    bound = {each.id for each in nodes if isinstance(each.ctx, ast.Store)}
    read = {name for each in statements for name in free_names(each)}
    return read - bound - module.scopes.imports


def _expected(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for each in nodes:
        match each:
            case ast.withitem(context_expr=ast.Call(func=func, args=[expected, *_])) if (
                last_word(func) in _EXPECTING
            ):
                yield structure(expected)


@once
def _expected_by(function: Function, module: Module) -> frozenset[str]:
    return frozenset(_expected(walk(function)))
