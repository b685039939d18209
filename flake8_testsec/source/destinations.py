"""Where a value goes within its module: a small flow forwards, from an expression to the calls that get it.

The counterpart of ``origins``: without order and conditions, through names, attributes, texts and paths that
are put together, and the results of functions of the module.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.source.module import Module, names_below, once
from flake8_testsec.source.origins import OF_TEXTS, PLAIN
from flake8_testsec.source.syntax import Function

_HOLDERS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MOST = 200
"""Expressions that are followed for one value; beyond, nothing more is told of it."""


def calls_given(value: ast.expr, module: Module) -> Iterator[ast.Call]:
    """The calls that are given a value, or a text or path made with it, and the calls of its methods.

    Args:
        value: the expression.
        module: its module.

    Yields:
        Each call once for each way that leads there. What the text does not tell is left out: a list that the
        value is put into, an attribute that another module reads.
    """
    waiting, seen = [value], {value}
    while waiting and len(seen) < MOST:
        node = waiting.pop()
        call = _getting(node, module)
        if call is not None and not _is_made_of(node, call, module):
            yield call
        for each in _onwards(node, call, module):
            if each not in seen:
                seen.add(each)
                waiting.append(each)


def _getting(node: ast.expr, module: Module) -> ast.Call | None:
    """The call that gets a value as an argument, or whose method it is."""
    match above(node, module):
        case ast.Call(func=func) as call if func is not node:
            return call
        case ast.Attribute() as method:
            outer = module.parent(method)
            return outer if isinstance(outer, ast.Call) and outer.func is method else None
        case _:
            return None


def above(node: ast.expr, module: Module) -> ast.AST | None:
    """What holds an expression, beyond ``name=`` and ``*``.

    Args:
        node: the expression.
        module: its module.
    """
    outer = module.parent(node)
    return module.parent(outer) if isinstance(outer, (ast.keyword, ast.Starred)) else outer


def _is_made_of(node: ast.expr, call: ast.Call, module: Module) -> bool:
    """Whether a call only makes another text or path of a value."""
    if names := module.names(call.func):
        return not PLAIN.isdisjoint(names)
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in OF_TEXTS:
        return False
    return call.func.value is node or isinstance(call.func.value, ast.Constant)


def _onwards(node: ast.expr, call: ast.Call | None, module: Module) -> Iterator[ast.expr]:
    if call is not None:
        yield from (call,) if _is_made_of(node, call, module) else ()
        return
    match module.parent(node):
        case ast.BinOp() | ast.JoinedStr() | ast.FormattedValue() | ast.BoolOp() as made:
            yield made
        case ast.IfExp() | ast.Tuple() as made:
            yield made
        case ast.Attribute(attr="parent") as folder:
            yield folder
        case ast.Assign(targets=targets):
            for target in targets:
                yield from _read(target, module)
        case ast.AnnAssign(target=target) | ast.NamedExpr(target=target):
            yield from _read(target, module)
        case ast.Return() | ast.Yield():
            yield from _results(module.function(node), module)


def _read(target: ast.expr, module: Module) -> Iterator[ast.expr]:
    """Where a name or an attribute is read that a value is assigned to."""
    match target:
        case ast.Name(id=word):
            names = names_below(module.function(target) or module.tree, module).get(word, ())
            yield from (each for each in names if isinstance(each.ctx, ast.Load))
            if isinstance(module.above(target, *_HOLDERS), ast.ClassDef):
                yield from _of_owners(word, module)
        case ast.Attribute(attr=word, value=ast.Name()):
            yield from _of_owners(word, module)
        case ast.Tuple(elts=several):
            for each in several:
                yield from _read(each, module)


def _of_owners(word: str, module: Module) -> Iterator[ast.expr]:
    """Where an attribute is read, whatever it belongs to: most are of ``self``."""
    return (each for each in module.attributes({word}) if isinstance(each.ctx, ast.Load))


def _results(function: Function | None, module: Module) -> Iterator[ast.expr]:
    """What gets the result of a function: its calls, and parameters that are called like a fixture."""
    if function is not None:
        yield from module.calls({function.name})
        for other in _asking(module).get(function.name, ()):
            names = names_below(other, module).get(function.name, ())
            yield from (each for each in names if isinstance(each.ctx, ast.Load))


@once
def _asking(module: Module) -> Mapping[str, Sequence[Function]]:
    """The functions of a module by the names of their parameters."""
    found: dict[str, list[Function]] = defaultdict(list)
    functions: Iterator[Function] = module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    for function in functions:
        for each in function.args.args:
            found[each.arg].append(function)
    return dict(found)
