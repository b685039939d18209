"""Coroutine functions that other modules of the project define."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from flake8_testsec.project.found import meanings
from flake8_testsec.project.known import is_known
from flake8_testsec.project.views import View

_HOPS = 8
"""Re-exports that are followed for one name."""
_QUESTION = "project.coroutines"
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


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
    if len(further) == 1:
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
    once_bound = _bound_once(tree)
    for each in tree.body:
        match each:
            case ast.AsyncFunctionDef(name=name) if name in once_bound and _awaits(each):
                yield name
            case ast.ClassDef(name=name, decorator_list=[], keywords=[]) if name in once_bound:
                inner = _bound_once(each)
                methods = (method for method in each.body if isinstance(method, ast.AsyncFunctionDef))
                yield from (
                    f"{name}.{method.name}" for method in methods if method.name in inner and _awaits(method)
                )


def _bound_once(scope: ast.Module | ast.ClassDef) -> frozenset[str]:
    """The names that a module or class binds in one place only, wherever that is."""
    found = Counter(name for statement in scope.body for name in _bound(statement))
    return frozenset(name for name, times in found.items() if times == 1)


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
            return
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.alias(name=name, asname=alias):
            yield alias or name
    for below in ast.iter_child_nodes(node):
        yield from _bound(below)


def _awaits(function: ast.AsyncFunctionDef) -> bool:
    """Whether a function is certainly a coroutine function: no decorator, and no generator."""
    return not function.decorator_list and not any(_yields(each) for each in function.body)


def _yields(node: ast.AST) -> bool:
    if isinstance(node, (ast.Yield, ast.YieldFrom)):
        return True
    return not isinstance(node, _INNER) and any(map(_yields, ast.iter_child_nodes(node)))
