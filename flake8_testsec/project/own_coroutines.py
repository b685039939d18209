"""Coroutine functions that other modules of the project define."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.project.bound_once import is_settled, unsettled
from flake8_testsec.project.found import meanings
from flake8_testsec.project.known import is_known
from flake8_testsec.project.views import View
from flake8_testsec.source.module import within

_HOPS = 8
"""Re-exports that are followed for one name."""
_QUESTION = "project.coroutines"
_MAKERS = frozenset({"__new__", "__getattribute__"})
"""Methods that may make the object of a class, or what it has, another one."""


def is_coroutine_elsewhere(qualified: str, view: View) -> bool:
    """Whether a name certainly stands for a coroutine function of another module of the project.

    Args:
        qualified: the name as `Module.names` gives it: ``shop.orders.send``, ``shop.orders.Till().open``.
        view: the project as the module that calls it sees it.

    Returns:
        ``False`` also where it is handed on by more than ``__init__.py`` files, which are read for it.
    """
    owner, _, method = qualified.partition("().")
    if "(" in owner or "(" in method or is_known(owner):
        return False
    return any(
        f"{name}.{method}".rstrip(".") in _defined(place, view)
        for place, name in _homes(owner, "", view, _HOPS)
    )


def _homes(qualified: str, path: str, view: View, hops: int) -> Iterator[tuple[str, str]]:
    """The file that defines a name, through re-exports, and the name there; none if it may be several."""
    dotted, _, name = qualified.rpartition(".")
    place = view.place(dotted, path) if dotted else None
    if place is None or not hops:
        return
    if any(each.partition(".")[0] == name for each in _defined(place, view)):
        yield place, name
        return
    facts = view.file(place) if place.endswith("__init__.py") else None
    further = [*meanings(facts, name)] if facts is not None else []
    if facts is not None and len(further) == 1 and is_settled(name, facts, view):
        yield from _homes(further[0], place, view, hops - 1)


def _defined(place: str, view: View) -> frozenset[str]:
    return view.remembered(_QUESTION, place, _coroutines)


def _coroutines(text: str) -> frozenset[str]:
    """The coroutine functions of a module, and those of its classes, by the text alone."""
    if "async def " not in text:
        return frozenset()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(_certain(tree))


def _certain(tree: ast.Module) -> Iterator[str]:
    other = frozenset().union(*unsettled(tree))
    stored = {each.attr for each in ast.walk(tree) if isinstance(each, ast.Attribute) and _is_stored(each)}
    for each in tree.body:
        match each:
            case ast.AsyncFunctionDef(name=name) if name not in other | stored and _awaits(each):
                yield name
            case ast.ClassDef(name=name, bases=[], decorator_list=[], keywords=[]) if name not in other:
                yield from (f"{name}.{method}" for method in _methods(each) if method not in stored)


def _is_stored(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


def _methods(class_: ast.ClassDef) -> Iterator[str]:
    """The coroutine functions of a class that has nothing above it."""
    other = unsettled(class_).often
    methods = [each for each in class_.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
    if _MAKERS.isdisjoint(each.name for each in methods):
        yield from (each.name for each in methods if each.name not in other and _awaits(each))


def _awaits(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is certainly a coroutine function: no decorator, and no generator."""
    if not isinstance(function, ast.AsyncFunctionDef) or function.decorator_list:
        return False
    return not any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in within(function))
