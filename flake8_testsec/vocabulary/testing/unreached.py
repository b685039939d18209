"""Code that no run of a test can reach: branches that the only values of a parameter rule out."""

from __future__ import annotations

import ast

from flake8_testsec.source.bindings import Unknown
from flake8_testsec.source.module import Module
from flake8_testsec.source.origins import leaves


def never_runs(node: ast.AST, module: Module) -> bool:
    """Whether a condition around a node is decided by the values with which its test is parametrised.

    Args:
        node: any node.
        module: its module.

    Returns:
        ``True`` if the node stands in a branch that none of these values takes.
    """
    inner = node
    for above in module.ancestors(node):
        if isinstance(above, ast.If):
            taken = _truth(above.test, module)
            if (inner in above.body and taken is False) or (inner in above.orelse and taken is True):
                return True
        inner = above
    return False


def _truth(test: ast.expr, module: Module) -> bool | None:
    """What a condition is whenever it is asked; ``None`` if that is not known."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            truth = _truth(inner, module)
            return None if truth is None else not truth
        case ast.BoolOp(op=operator, values=values):
            deciding = isinstance(operator, ast.Or)
            return deciding if any(_truth(each, module) is deciding for each in values) else None
        case ast.Name() as name if _is_parameter(name, module):
            return _always([*leaves(name, module)])
        case _:
            return None


def _is_parameter(name: ast.Name, module: Module) -> bool:
    """Whether a name is a parameter of a decorated function, and is bound nowhere else."""
    match module.bindings(name):
        case [Unknown(node=ast.arg() as parameter)]:
            function = module.function(parameter)
            return function is not None and bool(function.decorator_list)
        case _:
            return False


def _always(values: list[ast.AST | None]) -> bool | None:
    truths = {bool(each.value) if isinstance(each, ast.Constant) else None for each in values}
    return truths.pop() if len(truths) == 1 else None
