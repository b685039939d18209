"""What tests replace by doubles that call nothing real, and where that holds."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.doubles import chain, makes_mock, new_position

_MOST = 50
"""Replacements of one function or class that are looked through for each of its calls."""
_CALLING = frozenset({"wraps", "side_effect", "new_callable"})
"""What may have a double call what is real."""


class _Held(NamedTuple):
    """Qualified names, and the first and the last line between which they stand for doubles."""

    names: frozenset[str]
    first: int
    last: int
    is_idle: bool
    """Whether these doubles call nothing real."""


def replaced_at(node: ast.AST, module: Module) -> frozenset[str]:
    """The qualified names that stand for doubles where a node runs.

    Args:
        node: an expression in a function.
        module: its module.

    Returns:
        What patches of the function, of a ``with`` around it and of its class replace, and what
        ``monkeypatch`` has replaced in a statement of the function's own before.
    """
    return frozenset(name for each in _at(node, module) if each.is_idle for name in each.names)


def replaced_by_any(node: ast.AST, module: Module) -> frozenset[str]:
    """The qualified names that stand for anything else where a node runs, be it for what calls them.

    Args:
        node: an expression in a function.
        module: its module.
    """
    return frozenset(name for each in _at(node, module) for name in each.names)


def _at(node: ast.AST, module: Module) -> Iterator[_Held]:
    function, line = module.function(node), getattr(node, "lineno", 0)
    if function is not None:
        held = _held(module)
        class_ = module.class_of(function) if function.name.startswith("test") else None
        several = (*held.get(function, ()), *(held.get(class_, ()) if class_ is not None else ()))
        yield from (each for each in several if each.first <= line <= each.last)


def is_of_double(node: ast.AST, module: Module) -> bool:
    """Whether something is an attribute of what stands for a double there."""
    if not isinstance(node, ast.Attribute):
        return False
    replaced = replaced_at(node, module)
    return bool(replaced) and any(module.names(each) & replaced for each in chain(node.value))


@once
def _held(module: Module) -> Mapping[ast.AST, Sequence[_Held]]:
    found: dict[ast.AST, list[_Held]] = defaultdict(list)
    told = {module.function(each) for each in module.nodes(ast.Attribute) if _is_told_to_call(each)}
    for call in module.scopes.calls(frozenset({"patch", "object", "setattr"})):
        position = new_position(call, module) or _position(call)
        names = _names(call, position, module) if position else ()
        is_idle = bool(names) and _calls_nothing(call, position, module)
        for holder, first, last in _places(call, module) if names else ():
            if len(found[holder]) < _MOST:
                found[holder].append(_Held(frozenset(names), first, last, is_idle and holder not in told))
    return found


def _is_told_to_call(node: ast.Attribute) -> bool:
    return node.attr in ("side_effect", "undo") or (node.attr == "stop" and isinstance(node.ctx, ast.Load))


def _position(call: ast.Call) -> int:
    """Where ``monkeypatch.setattr`` takes the new value; nowhere in another call."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="monkeypatch"), attr="setattr"), args=[_, _, *rest]
        ):
            return 2 if rest else 1
        case _:
            return 0


def _names(call: ast.Call, position: int, module: Module) -> Sequence[str]:
    target = argument(call, 0, "target")
    if position == 1:
        text = string(meant(target, module)) if target is not None else None
        return () if text is None else (text,)
    word = string(argument(call, 1, "attribute"))
    owners = module.names(target) if target is not None and word is not None else ()
    return [f"{each}.{word}" for each in owners]


def _calls_nothing(call: ast.Call, position: int, module: Module) -> bool:
    """Whether the new value is a plain mock, or a literal."""
    match argument(call, position, "new"):
        case None:
            return not any(each.arg is None or each.arg in _CALLING for each in call.keywords)
        case ast.Call() as made:
            is_plain = not any(each.arg is None or each.arg in _CALLING for each in made.keywords)
            return is_plain and makes_mock(made, module)
        case new:
            return isinstance(new, ast.Constant)


def _places(call: ast.Call, module: Module) -> Iterator[tuple[ast.AST, int, int]]:
    """The function or class in which a replacement holds, and the lines there."""
    above = module.parent(call)
    match above:
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body) | ast.ClassDef(body=body):
            yield above, body[0].lineno, above.end_lineno or 0
        case ast.withitem():
            around, function = module.parent(above), module.function(call)
            if isinstance(around, ast.With | ast.AsyncWith) and function is not None:
                yield function, around.body[0].lineno, around.end_lineno or 0
        case ast.Expr():
            holder = module.parent(above)
            if _position(call) and isinstance(holder, ast.FunctionDef | ast.AsyncFunctionDef):
                yield holder, (above.end_lineno or 0) + 1, holder.end_lineno or 0
