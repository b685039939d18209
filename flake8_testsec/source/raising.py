"""Statements that raise whatever happens: by themselves, or by a function of the module on all its paths."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Mapping, Sequence

from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function

_DEEPEST = 5
"""Functions that are followed, one into the other."""
_STATUS = frozenset({"os.lstat", "os.stat", "os.path.getmtime", "os.path.getsize"})
"""What only answers, and raises where there is no such file."""


def certainly_raises(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement cannot end without an exception.

    Args:
        statement: any statement.
        module: its module.

    Returns:
        ``True`` for ``raise``, for calls of functions of the module that raise on every path, and for what
        leads to one of these in all branches; ``False`` where anything is not certain.
    """
    return _raises(statement, module, _DEEPEST)


def is_written_to_raise(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement raises, or can only be there to raise.

    Args:
        statement: a statement in a ``try``.
        module: its module.

    Returns:
        ``True`` also where the status of a file with a fixed name is asked for and thrown away.
    """
    match statement:
        case ast.Expr(value=ast.Call(func=func, args=[ast.Constant()])) if module.names(func) & _STATUS:
            return True
        case _:
            return certainly_raises(statement, module)


def divides_by_zero(node: ast.AST) -> bool:
    """Whether an expression is a division by a written zero, which nobody writes for its result.

    Args:
        node: any node.

    Returns:
        ``True`` for ``1 / 0`` and ``x // 0``.
    """
    match node:
        case ast.BinOp(op=ast.Div() | ast.FloorDiv(), right=ast.Constant(value=0)):
            return True
        case _:
            return False


def _raises(statement: ast.stmt, module: Module, depth: int) -> bool:
    match statement:
        case ast.Raise():
            return True
        case ast.Expr(value=node) | ast.Assign(value=node) | ast.Return(value=node) if node is not None and (
            divides_by_zero(node)
        ):
            return True
        case ast.Expr(value=ast.Name() as name) if is_unbound(name, module):
            return True
        case ast.Expr(value=value) | ast.Assign(value=value) | ast.Return(value=ast.expr() as value):
            return depth > 0 and _call_raises(value, module, depth - 1)
        case ast.If(body=body, orelse=orelse):
            return _ends_so(body, module, depth) and _ends_so(orelse, module, depth)
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            tried = _ends_so([*body, *orelse], module, depth)
            caught = all(_ends_so(each.body, module, depth) for each in handlers)
            return (tried and caught and not _returns(final)) or _ends_so(final, module, depth)
        case _:
            return False


def is_unbound(name: ast.Name, module: Module) -> bool:
    """Whether nothing in the module or the language has such a name.

    Args:
        name: a name that is read.
        module: its module.

    Returns:
        ``False`` in a module that imports what it does not name.
    """
    return not (module.scopes.stars or module.bindings(name) or name.id in vars(builtins))


def _ends_so(block: Sequence[ast.stmt], module: Module, depth: int) -> bool:
    """Whether a block raises, and nothing above that statement may leave it another way."""
    for number, statement in enumerate(block):
        if _raises(statement, module, depth):
            return not _returns(block[:number])
    return False


def _returns(block: Iterable[ast.stmt]) -> bool:
    leaving = (ast.Return, ast.Break, ast.Continue)
    return any(isinstance(node, leaving) for each in block for node in (each, *within(each)))


def _call_raises(value: ast.expr, module: Module, depth: int) -> bool:
    match value:
        case ast.Await(value=ast.Call(func=func)):
            is_awaited = True
        case ast.Call(func=func):
            is_awaited = False
        case _:
            return False
    called = _functions(func, module)
    return bool(called) and all(
        isinstance(each, ast.AsyncFunctionDef) is is_awaited and _always(each, depth, module)
        for each in called
    )


def _functions(func: ast.expr, module: Module) -> Sequence[Function]:
    """The functions that a name, or a method of ``self``, certainly stands for."""
    match func:
        case ast.Name():
            bindings = module.bindings(func)
            found = [each.node for each in bindings if isinstance(each, Defined)]
            functions = [each for each in found if isinstance(each, Function)]
            return functions if len(functions) == len(bindings) else []
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            class_ = module.above(func, ast.ClassDef)
            return _methods(class_, module).get(name, []) if class_ is not None else []
        case _:
            return []


@once
def _methods(class_: ast.ClassDef, module: Module) -> Mapping[str, Sequence[Function]]:
    found: dict[str, list[Function]] = {}
    for each in class_.body:
        if isinstance(each, Function):
            found.setdefault(each.name, []).append(each)
    return found


@once
def _always(function: Function, depth: int, module: Module) -> bool:
    if function.decorator_list or any(
        isinstance(each, (ast.Yield, ast.YieldFrom)) for each in within(function)
    ):
        return False
    return _ends_so(function.body, module, depth)
