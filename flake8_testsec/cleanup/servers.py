"""Servers of the ``socketserver`` family by other names: classes derived from it, here or elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.resources import SERVERS
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, walk

_MADE = frozenset(SERVERS.made_by)

HINTS = ("Server", "make_server")
"""One of them is in the text of every module that derives a class from one of these."""


def made_from(class_: ast.ClassDef, module: Module) -> Iterator[ast.Call]:
    """The calls that make a server of a class of this module.

    Args:
        class_: any class.
        module: its module.

    Yields:
        The calls; none if the class is no server, or closes its socket by itself.
    """
    if any(names & _MADE for names in module.bases(class_)) and not _closes_itself(class_):
        for call in module.scopes.calls(frozenset({class_.name})):
            if isinstance(call.func, ast.Name) and module.bindings(call.func) == (Defined(class_),):
                yield call


def made_for(serving: ast.Attribute, module: Module) -> Iterator[ast.Call]:
    """The call that makes what is used as a server, where its class is not of this module.

    Args:
        serving: the attribute ``serve_forever`` of something.
        module: its module.

    Yields:
        The call of a constructor whose object is used with ``shutdown`` as well, which ends the loop and
        leaves the socket open.
    """
    around = _around(serving, module)
    if around is None or not _is_shut_down(serving.value, around):
        return
    for node in walk(around):
        match node:
            case ast.Assign(targets=[target], value=ast.Call() as call) if _same(target, serving.value):
                if _is_constructor(call.func, module):
                    yield call


def _closes_itself(class_: ast.ClassDef) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "server_close" for node in walk(class_))


def _around(serving: ast.Attribute, module: Module) -> ast.AST | None:
    """Where the object may have been made: the function of a local name, the class of an attribute."""
    match serving.value:
        case ast.Name():
            return module.function(serving)
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            return module.above(serving, ast.ClassDef)
        case _:
            return None


def _is_shut_down(owner: ast.expr, around: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "shutdown" and _same(node.value, owner)
        for node in walk(around)
    )


def _same(one: ast.expr, other: ast.expr) -> bool:
    return spelt(one) == spelt(other)


def _is_constructor(func: ast.expr, module: Module) -> bool:
    """Whether it reads like a class that is neither of this module, nor of the table, nor one that closes
    its socket at the end of its loop."""
    names = module.names(func)
    if names & _MADE or any(name.startswith("werkzeug.") for name in names):
        return False
    is_local = isinstance(func, ast.Name) and any(isinstance(each, Defined) for each in module.bindings(func))
    return not is_local and last_word(func)[:1].isupper()
