"""What is opened and closed again before anybody can talk to it: to learn a free port, say."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.fixing.statements import following
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, names_below

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
        ``True`` for ``bind`` of a socket that its function hands to nobody and lets accept nobody.
    """
    bound, function = module.parent(call), module.function(call)
    match call.func:
        case ast.Attribute(value=ast.Name(id=name), attr="bind") if isinstance(bound, ast.Expr):
            uses = names_below(function or module.tree, module)[name]
        case _:
            return False
    words = {_asked(each, module) for each in uses if isinstance(each.ctx, ast.Load)}
    return "getsockname" in words and words <= _HARMLESS and _is_closed_soon(bound, uses, module)


def _asked(use: ast.Name, module: Module) -> str:
    """The attribute that is asked of a name, or nothing where the name stands alone."""
    above = module.parent(use)
    return above.attr if isinstance(above, ast.Attribute) else ""


def _is_closed_soon(bound: ast.Expr, uses: Sequence[ast.Name], module: Module) -> bool:
    """Whether one of the next statements closes a socket, or ends the ``with`` that it was made by."""
    below, around = following(bound, module, _SOON), module.parent(bound)
    lines = {each.lineno for each in uses if _asked(each, module) == "close"}
    if any(each.lineno in lines for each in below):
        return True
    if not isinstance(around, ast.With) or all(item.optional_vars not in uses for item in around.items):
        return False
    return bool(below) and below[-1] is around.body[-1]


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
