"""What assertions are about: two about the same may stand for each other."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Sequence

from flake8_testsec.source.calls import last_word, structure
from flake8_testsec.source.module import walk
from flake8_testsec.vocabulary.testing.assertions import called

BLOCK = "with"
"""What every block is about that expects an exception."""

EQUALS = "== "
"""Before the name of a variable of which is said what it equals."""
_EQUAL = frozenset(
    {"assertDictEqual", "assertEqual", "assertEquals", "assertListEqual", "assert_equal", "eq_"}
)

_BUILTINS = frozenset(dir(builtins))


def subjects(statement: ast.stmt) -> set[str]:
    """What an assertion is about, as text: its left side, or either side if it compares.

    Args:
        statement: an assertion, or a ``with`` that expects an exception.

    Returns:
        The operands' structures (`source.calls.structure`), constants left out; for an exception `BLOCK`, and
        what is called in the block.
    """
    call = called(statement)
    match statement:
        case ast.With(body=body) | ast.AsyncWith(body=body):
            return {BLOCK, *called_in(body)}
        case ast.Assert(test=ast.Compare(left=left, ops=[ast.In() | ast.NotIn(), *_])):
            return {structure(left)}
        case ast.Assert(test=ast.Compare(left=left, comparators=[right, *_])):
            return _dumps((left, right))
        case ast.Assert(test=ast.UnaryOp(operand=test)) | ast.Assert(test=test):
            return {structure(_asked(test))}
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="self"), attr="assertTrue" | "assertFalse"),
            args=[ast.Compare(left=ast.Constant(), ops=[ast.In() | ast.NotIn()], comparators=[held]), *_],
        ):
            return {structure(held)}
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="self"), attr=word), args=[error, raising, *_]
        ) if "Raises" in word:
            return _dumps((error, raising)) | {f"{BLOCK} {last_word(raising) or structure(raising)}"}
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self")), args=args):
            return _dumps(args[: 1 if last_word(call.func) in ("assertIn", "assertNotIn") else 2])
        case ast.Call(func=ast.Attribute(value=receiver)):
            return {structure(receiver)}
        case ast.Call(args=args):
            return _dumps(args[:2])
        case _:
            return set()


def equated(statement: ast.stmt) -> Iterator[str]:
    """The variables of which an assertion says what they equal as a whole.

    Args:
        statement: an assertion.

    Yields:
        Their names behind `EQUALS`.
    """
    match statement:
        case ast.Assert(test=ast.Compare(left=left, ops=[ast.Eq()], comparators=[right])):
            sides = [left, right]
        case ast.Expr(value=ast.Call(func=func, args=[left, right, *_])) if last_word(func) in _EQUAL:
            sides = [left, right]
        case _:
            sides = []
    if all(isinstance(each, _PLAIN) for each in sides):
        yield from (f"{EQUALS}{each.id}" for each in sides if isinstance(each, ast.Name))


_PLAIN = (ast.Name, ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Set, ast.Dict)
"""What something may be compared with as a whole: what a call or a double gives may be equal to much."""


def free_names(statement: ast.stmt) -> set[str]:
    """The variables that an assertion reads, without those that it binds and what Python brings.

    Args:
        statement: an assertion.

    Returns:
        Their names; ``self`` is one only where more than a check of its own is read of it.
    """
    names = [node for node in walk(statement) if isinstance(node, ast.Name)]
    bound = {each.id for each in names if isinstance(each.ctx, ast.Store)}
    read = [each.id for each in names if each.id not in bound and each.id not in _BUILTINS]
    match called(statement):
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"))) if "self" in read:
            read.remove("self")  # it does the checking
    return {*read}


def called_in(body: Iterable[ast.stmt]) -> set[str]:
    """What statements call, as the words of a block's subjects."""
    calls = (node for each in body for node in walk(each) if isinstance(node, ast.Call))
    return {f"{BLOCK} {last_word(each.func) or structure(each.func)}" for each in calls}


def _asked(test: ast.expr) -> ast.expr:
    """What a condition asks about: ``x`` of ``isinstance(x, y)``."""
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[subject, _]):
            return subject
        case _:
            return test


def _dumps(operands: Sequence[ast.expr]) -> set[str]:
    return {structure(each) for each in _unprinted(operands) if not isinstance(each, ast.Constant)}


def _unprinted(operands: Sequence[ast.expr]) -> Sequence[ast.expr]:
    """What is compared where both sides are printed alike: ``x`` and ``y`` of ``pformat(x), pformat(y)``."""
    match operands:
        case [ast.Call(func=func, args=[left]), ast.Call(func=other, args=[right])]:
            alike = last_word(func) == last_word(other)
            return (left, right) if alike and last_word(func) in ("pformat", "repr", "str") else operands
        case _:
            return operands
