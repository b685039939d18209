"""Whether a call that would acquire something is expected to raise, so that it acquires nothing."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from flake8_testsec.cleanup.flow import place
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import (
    classes,
    expecting_around,
    holds_assertion,
    is_failure,
)
from flake8_testsec.vocabulary.testing.doubles import PATCH


def is_expected_to_raise(call: ast.Call, module: Module) -> bool:
    """Whether nothing is acquired by a call if all goes as its function has it.

    Args:
        call: a call that acquires something.
        module: its module.

    Returns:
        ``True`` in the body of a ``pytest.raises`` and its like; of a ``try`` that fails the test
        otherwise, whose handlers look at the error, or in which the call stands for its error alone; and
        of any block that is given the class of an error and ends in the call.
    """
    if expecting_around(call, module) is not None:
        return True
    statement = module.above(call, ast.stmt)
    match module.parent(statement) if statement is not None else None:
        case ast.Try(handlers=[first, *_]) as around if statement is not None and place(statement) < place(
            first
        ):
            is_dropped = isinstance(statement, ast.Expr)
            return _expects(around, module) or (is_dropped and not _asks(around, statement, module))
        case ast.With() | ast.AsyncWith() as block if isinstance(statement, ast.Expr):
            is_last = block.body[-1] is statement
            return is_last and any(_is_given_error(each.context_expr, module) for each in block.items)
        case _:
            return False


def _is_given_error(item: ast.expr, module: Module) -> bool:
    """Whether a context is made of an error of the language, which it can only expect or swallow.

    What stands behind another argument, or is given to a patcher, is put in the place of something.
    """
    match item:
        case ast.Call(func=func, args=[first, *_]):
            patches = any(f"{name}.".startswith(f"{PATCH}.") for name in module.names(func))
            return not patches and any(_is_error(name) for name in classes(first, module))
        case _:
            return False


def _is_error(name: str) -> bool:
    kind = getattr(builtins, name, None)
    return isinstance(kind, type) and issubclass(kind, BaseException)


def _expects(around: ast.Try, module: Module) -> bool:
    """Whether a ``try`` fails the test if nothing is raised, or a handler looks at what was."""
    key = ("cleanup.expects", around)
    if key not in module.kept:
        otherwise = (*around.body, *around.orelse, *_next(around, module))
        is_expected = any(is_failure(each, module) for each in otherwise)
        module.kept[key] = is_expected or any(map(holds_assertion, around.handlers))
    known: bool = module.kept[key]
    return known


def _next(around: ast.Try, module: Module) -> Iterator[ast.stmt]:
    """The statement behind a ``try``."""
    for block in ("body", "orelse", "finalbody"):
        siblings = getattr(module.parent(around), block, [])
        if around in siblings:
            yield from siblings[siblings.index(around) + 1 :][:1]


def _asks(around: ast.Try, statement: ast.stmt, module: Module) -> bool:
    """Whether a ``try`` asks if something can be had: what is done without an error is another thing."""
    if around.orelse or around.body[-1] is not statement:
        return True
    return all(isinstance(each.body[-1], _LEAVING) for each in around.handlers) and any(_next(around, module))


_LEAVING = (ast.Return, ast.Break, ast.Continue, ast.Raise)
