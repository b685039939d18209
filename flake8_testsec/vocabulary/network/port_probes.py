"""What is opened and closed again before anybody can talk to it: to learn a free port, say."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.fixing.statements import following
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, names_below, within

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
            uses = names_below(function or module.tree, module)[name]
        case _:
            return False
    words = {_asked(each, module) for each in uses if isinstance(each.ctx, ast.Load)}
    if "getsockname" not in words or not words <= _HARMLESS:
        return False
    between = _until_closed(bound, uses, module)
    return bool(between) and all(
        _meets_nobody(node, name) for each in between for node in (each, *within(each))
    )


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


def _asked(use: ast.Name, module: Module) -> str:
    """The attribute that is asked of a name, or nothing where the name stands alone."""
    above = module.parent(use)
    return above.attr if isinstance(above, ast.Attribute) else ""


def _until_closed(bound: ast.Expr, uses: Sequence[ast.Name], module: Module) -> Sequence[ast.stmt]:
    """The next statements, to that which closes a socket or ends the ``with`` that it was made by; none if
    they do not come to that."""
    below, around = following(bound, module, _SOON), module.parent(bound)
    lines = {each.lineno for each in uses if _asked(each, module) == "close"}
    closing = next((place for place, each in enumerate(below) if each.lineno in lines), None)
    if closing is not None:
        return below[: closing + 1]
    if not isinstance(around, ast.With) or all(item.optional_vars not in uses for item in around.items):
        return ()
    return below if below and below[-1] is around.body[-1] else ()


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
