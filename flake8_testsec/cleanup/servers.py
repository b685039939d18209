"""Servers of the ``socketserver`` family by other names: classes derived from it, here or elsewhere."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup.resources import SERVERS
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, walk

_MADE = frozenset(SERVERS.made_by)

HINTS = ("Server", "make_server")
"""One of them is in the text of every module that derives a class from one of these."""


def made(module: Module) -> Iterator[ast.Call]:
    """All calls of a module that make such a server."""
    for class_ in module.nodes(ast.ClassDef):
        yield from made_from(class_, module)
    for serving in module.attributes({"serve_forever"}):
        yield from made_for(serving, module)


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


class _Place(NamedTuple):
    """What a function or a class does with servers, by the text of what holds them."""

    shut_down: Collection[str]
    made: Mapping[str, Sequence[ast.Call]]


def made_for(serving: ast.Attribute, module: Module) -> Iterable[ast.Call]:
    """The call that makes what is used as a server, where its class is not of this module.

    Args:
        serving: the attribute ``serve_forever`` of something.
        module: its module.

    Returns:
        The calls of a constructor whose object is used with ``shutdown`` as well, which ends the loop and
        leaves the socket open.
    """
    around = _around(serving, module)
    if around is None:
        return ()
    key = ("cleanup.servers", around)
    if key not in module.kept:
        module.kept[key] = _read(around, module)
    place: _Place = module.kept[key]
    text = spelt(serving.value)
    return place.made.get(text, ()) if text in place.shut_down else ()


def _read(around: ast.AST, module: Module) -> _Place:
    shut_down: set[str] = set()
    made: dict[str, list[ast.Call]] = defaultdict(list)
    for node in walk(around):
        match node:
            case ast.Attribute(value=owner, attr="shutdown"):
                shut_down.add(spelt(owner))
            case ast.Assign(targets=[target], value=ast.Call() as call) if _is_constructor(call.func, module):
                made[spelt(target)].append(call)
    return _Place(shut_down, made)


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


def _is_constructor(func: ast.expr, module: Module) -> bool:
    """Whether it reads like a class that is neither of this module, nor of the table, nor one that closes
    its socket at the end of its loop."""
    names = module.names(func)
    if names & _MADE or any(name.startswith("werkzeug.") for name in names):
        return False
    is_local = isinstance(func, ast.Name) and any(isinstance(each, Defined) for each in module.bindings(func))
    return not is_local and last_word(func)[:1].isupper()
