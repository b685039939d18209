"""What is opened and closed again before anybody can talk to it: to learn a free port, say."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from flake8_testsec.fixing.statements import following
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, names_below, once, within

_SOON = 5
"""Statements below ``bind()`` of which the last one at most is done when the socket is closed."""
_HARMLESS = frozenset({"bind", "close", "getsockname", "listen", "setsockopt", "settimeout"})
"""What may be done to a socket that talks to nobody."""


def is_port_probe(call: ast.Call, module: Module) -> bool:
    """Whether a socket is only asked which port it got, and closed a few lines below.

    Args:
        call: any call.
        module: its module.

    Returns:
        ``True`` for ``bind`` to any free port of a socket that its function hands to nobody and lets accept
        nobody, if nothing waits or calls what might connect until it is closed.
    """
    bound, function = module.parent(call), module.function(call)
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=name), attr="bind"),
            args=[ast.Tuple(elts=[_, ast.Constant(value=0), *_])],
        ) if isinstance(bound, ast.Expr):
            done = _done(_home(bound, name, module) or function or module.tree, name, module)
        case _:
            return False
    if "getsockname" not in done or not done.keys() <= _HARMLESS:
        return False
    between = _until_closed(bound, name, done.get("close", frozenset()), module)
    return bool(between) and all(
        _meets_nobody(node, name) for each in between for node in (each, *within(each))
    )


def _home(bound: ast.Expr, name: str, module: Module) -> ast.With | None:
    """The ``with`` that makes a socket and ends it; another of its name in the function is no matter."""
    around = module.parent(bound)
    is_made = isinstance(around, ast.With) and any(_is_named(each, name) for each in around.items)
    return around if isinstance(around, ast.With) and is_made else None


@once
def _done(root: ast.AST, name: str, module: Module) -> Mapping[str, Collection[int]]:
    """What is asked of a name below a function, with the lines where it is; nothing where it stands alone."""
    found: dict[str, set[int]] = defaultdict(set)
    for use in names_below(root, module)[name]:
        if isinstance(use.ctx, ast.Load):
            above = module.parent(use)
            found[above.attr if isinstance(above, ast.Attribute) else ""].add(use.lineno)
    return found


def _meets_nobody(node: ast.AST, name: str) -> bool:
    """Whether a node is no loop, and if it is a call one of a socket, or one that makes a number or a text of
    what that tells."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))):
            return owner == name
        case ast.Call(func=func):
            return last_word(func) in ("int", "print", "str")
        case _:
            return not isinstance(node, (ast.For, ast.AsyncFor, ast.While))


def _until_closed(bound: ast.Expr, name: str, lines: Collection[int], module: Module) -> Sequence[ast.stmt]:
    """The next statements, to that which closes a socket or ends the ``with`` that it was made by; none if
    they do not come to that."""
    below, around = following(bound, module, _SOON), _home(bound, name, module)
    closing = next((place for place, each in enumerate(below) if each.lineno in lines), None)
    if closing is not None:
        return below[: closing + 1]
    return below if around is not None and below and below[-1] is around.body[-1] else ()


def _is_named(item: ast.withitem, name: str) -> bool:
    return isinstance(item.optional_vars, ast.Name) and item.optional_vars.id == name


def is_closed_at_once(call: ast.Call, module: Module) -> bool:
    """Whether the next statement closes what was opened.

    Args:
        call: what opens a server.
        module: its module.
    """
    opened = module.parent(call)
    match opened:
        case ast.Assign(targets=[target]):
            below = following(opened, module, 1)
        case _:
            return False
    match below:
        case [ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr="close" | "server_close")))]:
            return f"{spelt(owner)}.".startswith(f"{spelt(target)}.")
        case _:
            return False
