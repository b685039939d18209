"""Properties of classes that nobody can delete, and so no patch of an instance can take back."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flake8_testsec.project.facts import name_of
from flake8_testsec.project.found import Found, meanings
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

if TYPE_CHECKING:
    from flake8_testsec.project.views import View

_SPACE = "kept properties"
_HOPS = 20
_FDEL = 2
"""The place among what ``property`` is given of what deletes."""


def is_kept_property(owner: str, name: str, path: str, view: View) -> bool:
    """Whether an attribute of an object is a property without a deleter.

    Args:
        owner: the qualified name of the object, for example ``shop.clients.CLIENT``.
        name: the attribute.
        path: the file in which the object is named.
        view: the project, and in deep mode the installed packages.

    Returns:
        ``False`` for a class or a module, and also if it is not known what the object is.
    """
    return any(_is_kept(name, each, view, _HOPS) for each in _classes(owner, path, view, _HOPS))


def _classes(qualified: str, path: str, view: View, hops: int) -> Iterator[Found]:
    """The classes of which a module of the project makes the object that a name stands for."""
    if qualified.endswith("()"):
        found = view.classes(qualified.removesuffix("()"), path)
        yield from (each for each in found if isinstance(each, Found))
        return
    if not hops or (home := view.home(qualified, path)) is None:
        return
    for each in filter(None, meanings(*home)):
        yield from _classes(each, home[0].path, view, hops // 2)


def _is_kept(name: str, found: Found, view: View, hops: int) -> bool:
    """Whether a class, or the nearest one above it that has the name, has such a property."""
    own, path = f"{found.class_.name}.{name}", found.module.path
    view.consulted[path], kept = view.source(path).learned(_SPACE, path, record)
    known: Any = kept if isinstance(kept, dict) else {}
    if own in known:
        return bool(known[own])
    above = (each for base in found.class_.bases if base and hops for each in view.classes(base, path))
    return any(_is_kept(name, each, view, hops // 2) for each in above if isinstance(each, Found))


def record(source: bytes, path: str) -> object:
    """The names that the bodies of a file's classes bind, and whether each is a property without a deleter.

    Args:
        source: the file's content.
        path: where it is.

    Returns:
        The record; empty for what cannot be read.
    """
    try:
        module = Module.parse(source, path, Settings())
        found = {
            f"{name_of(class_, module)}.{name}": is_kept
            for class_ in module.nodes(ast.ClassDef)
            for name, is_kept in _in_body(class_, module).items()
        }
        vars(module).clear()  # its parts name each other, and would wait for the garbage collector
        return found
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}


def _in_body(class_: ast.ClassDef, module: Module) -> Mapping[str, bool]:
    told = dict(pair for statement in class_.body for pair in _told(statement, module))
    deleted = (
        each.name for each in class_.body if isinstance(each, ast.FunctionDef) and _is("deleter", each)
    )
    return {**told, **dict.fromkeys(deleted, False)}


def _is(word: str, function: ast.FunctionDef) -> bool:
    """Whether a function is that part of a property, as with ``@socket.setter``."""
    marks = (each for each in function.decorator_list if isinstance(each, ast.Attribute))
    return any(each.attr == word for each in marks)


def _told(statement: ast.stmt, module: Module) -> Iterator[tuple[str, bool]]:
    match statement:
        case ast.FunctionDef(name=name, decorator_list=marks):
            is_property = any(module.names(each) == {"property"} for each in marks)
            yield name, is_property or _is("setter", statement)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, _makes_kept(value, module)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, _makes_kept(value, module)


def _makes_kept(value: ast.expr, module: Module) -> bool:
    """Whether a value is a property that is given nothing to delete with."""
    match value:
        case ast.Call(func=func, args=args, keywords=keywords) if module.names(func) == {"property"}:
            return len(args) <= _FDEL and all(each.arg not in ("fdel", None) for each in keywords)
        case _:
            return False
