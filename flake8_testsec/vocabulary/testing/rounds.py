"""Loops around what a test does: over cases, or until something succeeds."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, walk

Loop = ast.For | ast.AsyncFor | ast.While

_DEEPEST = 4


def retried(statement: ast.stmt, module: Module) -> bool:
    """Whether a loop of the same function may go over a statement until it succeeds.

    Args:
        statement: one that may fail.
        module: its module.

    Returns:
        ``False`` outside loops, and where each loop around is a ``for`` over cases that are written down: the
        statement works with what the loop takes, and no round is the last one because of it.
    """
    return not all(_takes_cases(loop, statement, module) for loop in loops_around(statement, module))


def loops_around(statement: ast.stmt, module: Module) -> Sequence[Loop]:
    """The loops of the same function around a statement, the nearest first."""
    loops = (ast.For, ast.AsyncFor, ast.While)
    around: Iterator[ast.AST] = module.around(
        statement, *loops, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda
    )
    return list(_before_function(around))


def _before_function(around: Iterator[ast.AST]) -> Iterator[Loop]:
    for each in around:
        if not isinstance(each, (ast.For, ast.AsyncFor, ast.While)):
            return
        yield each


def _takes_cases(loop: Loop, statement: ast.stmt, module: Module) -> bool:
    if isinstance(loop, ast.While) or not _is_written_down(loop.iter, module):
        return False
    if any(isinstance(each, (ast.Break, ast.Return)) for line in loop.body for each in walk(line)):
        return False
    taken = {each.id for each in walk(loop.target) if isinstance(each, ast.Name)}
    return any(isinstance(each, ast.Name) and each.id in taken for each in walk(statement))


def _is_written_down(cases: ast.expr, module: Module, depth: int = 0) -> bool:
    """Whether cases are a display, or a name that stands for one."""
    match cases:
        case ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
            return True
        case ast.Call(func=ast.Attribute(value=owner, attr="items"), args=[]):
            return depth < _DEEPEST and _is_written_down(owner, module, depth + 1)
        case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]):
            return depth < _DEEPEST and _is_written_down(inner, module, depth + 1)
        case ast.Name():
            bindings = module.bindings(cases)
            values = [each.value for each in bindings if isinstance(each, Bound)]
            is_bound = bool(values) and len(values) == len(bindings)
            return is_bound and all(
                not isinstance(each, ast.Name) and _is_written_down(each, module, depth) for each in values
            )
        case _:
            return False


def are_of_several_kinds(loops: Sequence[Loop], module: Module) -> bool:
    """Whether a loop goes over objects of several classes that are written down: some of them may raise what
    the others do not.

    Args:
        loops: the loops around a statement.
        module: their module.

    Returns:
        ``False`` for values, and for objects of one class.
    """
    given = (each.iter for each in loops if not isinstance(each, ast.While))
    return any(len(_classes(cases, module)) > 1 for cases in given)


def _classes(cases: ast.expr, module: Module) -> frozenset[str]:
    """The words of the classes of which the cases are made."""
    match cases:
        case ast.List(elts=several) | ast.Tuple(elts=several) | ast.Set(elts=several):
            words = (last_word(each.func) for each in several if isinstance(each, ast.Call))
            return frozenset(each for each in words if each[:1].isupper())
        case ast.Name():
            values = (each.value for each in module.bindings(cases) if isinstance(each, Bound))
            found = (_classes(each, module) for each in values if not isinstance(each, ast.Name))
            return frozenset().union(*found)
        case _:
            return frozenset()


def asks_case(handler: ast.ExceptHandler, loops: Sequence[Loop]) -> bool:
    """Whether a handler takes something of what a loop gives: each case may say whether it fails.

    Args:
        handler: a handler within the loops.
        loops: the loops around it.

    Returns:
        ``True`` for an attribute or an item of a name that a loop binds.
    """
    targets = (each for loop in loops if not isinstance(loop, ast.While) for each in walk(loop.target))
    taken = {each.id for each in targets if isinstance(each, ast.Name)}
    asked = (each.value for each in walk(handler) if isinstance(each, (ast.Attribute, ast.Subscript)))
    return any(isinstance(each, ast.Name) and each.id in taken for each in asked)
