"""How something is acquired, as far as that is certain, and who has it then: a block, a caller."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.cleanup.table.known import LAZY
from flake8_testsec.review.document import Lines, code, counted, lines_of
from flake8_testsec.review.places import blocks
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.coroutines import callees


def begins(call: ast.Call, row: Resource, module: Module) -> str:
    """What a call certainly does about what it is known to acquire.

    Args:
        call: the call.
        row: what it acquires.
        module: its module.

    Returns:
        The middle of a sentence that begins with what it is.
    """
    if expecting_around(call, module) is not None:
        return "is asked for where a block expects an exception or a warning, so there may be none"
    return "is made, which opens nothing before it is used" if row.spared == LAZY else "is acquired"


def entered_by_name(call: ast.Call, module: Module) -> Sequence[Lines]:
    """The ``with`` statements that enter a name which is bound to a call and to nothing else."""
    return [
        Lines(item.context_expr.lineno, item.context_expr.lineno)
        for block in blocks(module)
        for item in block.items
        if isinstance(item.context_expr, ast.Name) and _is_bound(item.context_expr, call, module)
    ]


def _is_bound(name: ast.Name, call: ast.Call, module: Module) -> bool:
    match module.bindings(name):
        case [Bound(value=value)]:
            return value is call
        case _:
            return False


def returned(function: Function, node: ast.AST, module: Module) -> tuple[tuple[str, ...], list[Lines]]:
    """Words and places of what goes to those who call a function, which are not followed.

    Args:
        function: the function.
        node: what it returns.
        module: its module.

    Returns:
        The end of a sentence, and the lines that it is about.
    """
    calls = [each for each in module.calls({function.name}) if function in callees(each.func, module)]
    here = f", in this file by {counted(len(calls), 'call')} at lines named here" if calls else ""
    words = ("it goes to who calls ", code(f"{function.name}()"), f"{here}; its end there is not followed")
    return words, [lines_of(node), *(Lines(each.lineno, each.lineno) for each in calls)]
