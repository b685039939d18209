"""The style of a suite: conditions as the assertion methods that all other tests of a TestCase's file use."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, after, before, between, replaced, span
from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.suites import is_case, receiver

_METHODS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "assertEqual",
    ast.NotEq: "assertNotEqual",
    ast.Is: "assertIs",
    ast.IsNot: "assertIsNot",
    ast.In: "assertIn",
    ast.NotIn: "assertNotIn",
    ast.Lt: "assertLess",
    ast.LtE: "assertLessEqual",
    ast.Gt: "assertGreater",
    ast.GtE: "assertGreaterEqual",
}
_OPERATOR = lazy(r"[ \t]*(==|!=|is[ \t]+not|is|not[ \t]+in|in|<=|<|>=|>)[ \t]*(\\\n[ \t]*)?\Z")
_NOT = lazy(r"not[ \t]+\Z")
_METHOD = lazy(r"assert[A-Z]")


def method_owner(value: ast.expr, module: Module) -> str:
    """What the assertion methods of a TestCase belong to, where nothing in its file asserts otherwise.

    Args:
        value: a node in a method.
        module: its module.

    Returns:
        ``self``, mostly; empty if the file has an ``assert``, or the class no call of such a method, or
        no base that has them.
    """
    function = module.function(value)
    class_ = module.class_of(function) if function is not None else None
    if function is None or class_ is None or not is_case(class_, module) or any(module.nodes(ast.Assert)):
        return ""
    owner = receiver(function, module)
    return owner if (class_, owner) in _asserting(module) else ""


@once
def _asserting(module: Module) -> Collection[tuple[ast.AST | None, str]]:
    """The classes with what owns the assertion methods that are called in them."""
    words = frozenset(word for word in module.called if _METHOD.match(word))
    calls = ((call, call.func) for call in module.calls(words))
    return {
        (module.above(call, ast.ClassDef), func.value.id)
        for call, func in calls
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name)
    }


def as_method(value: ast.expr, owner: str, module: Module) -> Edits:
    """A condition that is a statement, as the method that asserts it.

    Args:
        value: the condition.
        owner: what the methods belong to, see `method_owner`.
        module: its module.

    Returns:
        Nothing where more than an operator stands between two sides.
    """
    match value:
        case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() as operator], comparators=[right]) if (
            isinstance(right, ast.Constant) and right.value is None
        ):
            if not _is_plain(left, right, module):
                return ()
            closing = Edit(*span(left, module)[2:], *span(right, module)[2:], ")")
            return (*before(left, f"{owner}.{_METHODS[type(operator)]}None(", module), closing)
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _compared(f"{owner}.{_METHODS[type(operator)]}(", left, right, module)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            start, end = span(value, module)[:2], span(operand, module)[:2]
            is_plain = _NOT.match(between(start, end, module)) is not None
            opened = (Edit(*start, *end, f"{owner}.assertFalse("),)
            return (*opened, *after(operand, ")", module)) if is_plain else ()
        case ast.Call(func=ast.Name(id="isinstance") as func, args=[_, _], keywords=[]):
            return replaced(func, f"{owner}.assertIsInstance", module)
        case ast.BoolOp() | ast.Call() | ast.Compare():
            return (*before(value, f"{owner}.assertTrue(", module), *after(value, ")", module))
        case _:
            return ()


def _compared(start: str, left: ast.expr, right: ast.expr, module: Module) -> Edits:
    if not _is_plain(left, right, module):
        return ()
    between_sides = Edit(*span(left, module)[2:], *span(right, module)[:2], ", ")
    return (*before(left, start, module), between_sides, *after(right, ")", module))


def _is_plain(left: ast.expr, right: ast.expr, module: Module) -> bool:
    """Whether nothing but an operator stands between two sides: no parenthesis and no comment."""
    stands = between(span(left, module)[2:], span(right, module)[:2], module)
    return _OPERATOR.match(stands) is not None
