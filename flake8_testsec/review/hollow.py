"""Assertions that compare nothing: literals, what is written alike on both sides, a double with itself."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.review.places import assertions
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import last_word, spelt, structure, truth
from flake8_testsec.source.module import Module, walk
from flake8_testsec.vocabulary.testing.assertions import called
from flake8_testsec.vocabulary.testing.doubles import MOCK_CLASSES

_EQUAL = frozenset(
    {
        *(
            "assertEqual",
            "assertEquals",
            "assertIs",
            "assertDictEqual",
            "assertListEqual",
            "assertTupleEqual",
        ),
        *("assertSetEqual", "assertSequenceEqual", "assertMultiLineEqual", "assert_equal", "assert_is"),
    }
)
_TRUE = frozenset({"assertTrue", "assert_true", "assert_", "failUnless"})
_THERE = frozenset({"assertIsNotNone", "assert_is_not_none"})
_PLAIN = frozenset({"unittest.mock.Mock", "unittest.mock.MagicMock"})
_GIVEN = frozenset({"name", "return_value"})
_OTHERWISE = ("side_effect", "wraps", "configure_mock", "AsyncMock")
"""What has a double answer something else than its ``return_value``."""
_WORKING = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
"""What may come to something else each time."""
_DOUBLES = frozenset(f"{each}()" for each in MOCK_CLASSES)


def facts(module: Module) -> Iterator[Fact]:
    """Assertions whose outcome does not hang on the code under test.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    for statement in assertions(module):
        if why := _why(statement, module):
            shown = spelt(statement.value if isinstance(statement, ast.Expr) else statement)
            found[why, shown].append(statement)
    told = (
        fact("hollow", nodes, f"{why}: ", code(shown), ".", subject=shown)
        for (why, shown), nodes in found.items()
    )
    yield from capped(told, "assertions that compare nothing")


def _why(statement: ast.Assert | ast.Expr, module: Module) -> str:
    match statement:
        case ast.Assert(test=ast.Compare(left=left, ops=[ast.Eq() | ast.Is()], comparators=[right])):
            return _compared(left, right, module)
        case ast.Assert(test=condition):
            return _alone(condition, "assertTrue", module)
    match called(statement):
        case ast.Call(func=func, args=[left, right, *_]) if last_word(func) in _EQUAL:
            return _compared(left, right, module)
        case ast.Call(func=func, args=[condition, *_]):
            return _alone(condition, last_word(func), module)
        case _:
            return ""


def _compared(left: ast.expr, right: ast.expr, module: Module) -> str:
    if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
        return "An assertion compares two literals"
    is_alike = type(left) is type(right) and structure(left) == structure(right)
    if is_alike and not any(isinstance(each, _WORKING) for each in walk(left)):
        return "Both sides of an assertion are written alike"
    if _is_own_answer(left, right, module) or _is_own_answer(right, left, module):
        return "What a double returns is compared with what it was told to return"
    return ""


def _is_own_answer(result: ast.expr, told: ast.expr, module: Module) -> bool:
    """Whether one side is a call of a double that is made here, and the other its ``return_value``."""
    match result, told:
        case ast.Call(func=func), ast.Attribute(value=double, attr="return_value"):
            is_alike = structure(func) == structure(double)
            return is_alike and not module.mentions(*_OTHERWISE) and _is_plain(_root(double), module)
        case _:
            return False


def _is_plain(node: ast.expr, module: Module) -> bool:
    """Whether a name is a double that is made here of nothing, so that no call of it has to be awaited."""
    made = module.bindings(node) if isinstance(node, ast.Name) else ()
    return bool(made) and all(isinstance(each, Bound) and _is_bare(each.value, module) for each in made)


def _is_bare(made: ast.expr, module: Module) -> bool:
    match made:
        case ast.Call(func=func, args=[], keywords=given):
            names = module.names(func)
            return bool(names) and names <= _PLAIN and {each.arg for each in given} <= _GIVEN
        case _:
            return False


def _root(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node


def _alone(condition: ast.expr, word: str, module: Module) -> str:
    match condition:
        case ast.Call(func=ast.Name(id="repr" | "str"), args=[ast.Compare()]) if word in _TRUE:
            return "An assertion asks for the text of a comparison, which is never empty"
    if isinstance(condition, ast.Constant):
        is_met = (word in _TRUE and truth(condition)) or (word in _THERE and condition.value is not None)
        return "An assertion is given a literal alone, which meets it" if is_met else ""
    is_asked = word in _THERE or (word in _TRUE and not module.mentions("__bool__", "__len__"))
    if is_asked and isinstance(condition, ast.Name) and _is_double(condition, module):
        return "An assertion asks whether a double is there, which is made here"
    return ""


def _is_double(node: ast.expr, module: Module) -> bool:
    names = module.names(node)
    return bool(names) and names <= _DOUBLES
