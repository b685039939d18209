"""Assertions of one order: a list that is written out, or elements that are asked for by their places."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import last_word, string, structure
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.asserted import is_asserted
from flake8_testsec.vocabulary.testing.no_order import LIST, TEXT, Form

_SEVERAL = 2
_EQUAL = frozenset(
    {"assertEqual", "assertEquals", "assertListEqual", "assertSequenceEqual", "assertTupleEqual"}
    | {"assert_equal", "assert_equals", "assert_list_equal", "eq_", "failUnlessEqual"}
)
_FAILURES = frozenset({"AssertionError", "Exception", "BaseException"})

Moves = Callable[[ast.expr], bool]
"""Whether an element, as it is expected, may be at another place in each run."""


class Item(NamedTuple):
    """One element of a list by its index, what it is asserted to be, and whether it is no part of it."""

    node: ast.expr
    place: int
    other: str
    is_whole: bool


def items(form: Form, moves: Moves, module: Module) -> Iterator[Item]:
    """What is asserted of an element of a list that is asked for by its place.

    Args:
        form: what has no order.
        moves: see `Moves`.
        module: its module.

    Yields:
        One at most.
    """
    match module.parent(form.node):
        case ast.Subscript(slice=ast.Constant(value=int() as place)) as item if form.kind == LIST:
            above = module.parent(item)
            is_part = isinstance(above, ast.Attribute)
            other = compared_with(above if isinstance(above, ast.Attribute) else item, module)
            if other is not None and moves(other):
                yield Item(item, place, structure(other), not (is_part or form.is_mapped))


def are_of_several(found: Sequence[Item]) -> bool:
    """Whether two elements that differ are certainly there.

    Args:
        found: what is asserted of the elements of one list; one at least.
    """
    if len({each.place for each in found}) > 1:
        return len({each.other for each in found}) > 1
    return found[0].place > 0 and found[0].is_whole


def compared_with(node: ast.expr, module: Module) -> ast.expr | None:
    """What an expression is asserted to be equal to; ``None`` if it is not."""
    match module.parent(node):
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]) as condition:
            is_demanded = is_asserted(condition, module) and not is_of_several_ways(condition, module)
            return (right if left is node else left) if is_demanded else None
        case ast.Call(func=func, args=[left, right, *_]) as call if last_word(func) in _EQUAL:
            if is_of_several_ways(call, module):
                return None
            return right if left is node else left if right is node else None
        case _:
            return None


def is_of_several_ways(node: ast.AST, module: Module) -> bool:
    """Whether a test may demand something else where this does not hold.

    Args:
        node: an assertion, or a part of one.
        module: its module.

    Returns:
        ``True`` for one of several branches, and where its failure is caught or expected.
    """
    function = module.function(node)
    around = module.around(node, ast.If, ast.Match, ast.Try, ast.With)
    own = (each for each in around if module.function(each) is function)
    return any(_is_another_way(each, module) for each in own)


def _is_another_way(block: ast.stmt, module: Module) -> bool:
    match block:
        case ast.Try(handlers=handlers):
            return any(each.type is None or _is_failure(each.type, module) for each in handlers)
        case ast.With(items=entered):
            calls = (each.context_expr for each in entered if isinstance(each.context_expr, ast.Call))
            return any(_is_failure(given, module) for call in calls for given in call.args)
        case _:
            return True


def _is_failure(kind: ast.expr, module: Module) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(bool(module.names(each) & _FAILURES) for each in kinds)


def has_one_order(form: Form, other: ast.expr, moves: Moves, module: Module) -> bool:
    """Whether there are several elements, and the other side has them in one order.

    Args:
        form: what has no order.
        other: what it is asserted to be equal to.
        moves: see `Moves`.
        module: their module.
    """
    if form.kind == TEXT:
        return _is_joined(form.node, other)
    elements = [each for each in elements_of(other, module) if not isinstance(each, ast.Starred)]
    if form.kind != LIST or len({structure(each) for each in elements}) < _SEVERAL:
        return False
    return any(map(moves, elements))


def elements_of(node: ast.expr, module: Module) -> Sequence[ast.expr]:
    """The elements of a list or a tuple that is written out, here or where a name gets its only value."""
    match node:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return elements
        case ast.Name():
            match module.bindings(node):
                case [Bound(value=ast.List(elts=elements) | ast.Tuple(elts=elements), node=ast.Name())]:
                    return elements
    return ()


def is_hashed_by_chance(element: ast.expr, by_guess: bool) -> bool:
    """Whether an element holds a text, whose hash is another one in each run; numbers stay where they are.

    Args:
        element: what a member of a set is expected to be.
        by_guess: the answer for what is told by a name, or made by a call.
    """
    match element:
        case ast.Constant(value=str() | bytes() as text):
            return bool(text)
        case ast.Tuple(elts=elements):
            return any(is_hashed_by_chance(each, by_guess) for each in elements)
        case ast.JoinedStr():
            return True
        case ast.Name() | ast.Attribute() | ast.Call():
            return by_guess
        case _:
            return False


def members(source: ast.expr) -> Sequence[ast.expr]:
    """What is certainly in a set, as far as it is written out.

    Args:
        source: a set, or a call that makes one.
    """
    match source:
        case ast.Set(elts=elements):
            return elements
        case ast.Call(args=[ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements)]):
            return elements
        case _:
            return ()


def _is_joined(joined: ast.expr, other: ast.expr) -> bool:
    match joined, string(other):
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(between)))), str(text) if between:
            return len(set(text.split(between))) > 1
        case _:
            return False
