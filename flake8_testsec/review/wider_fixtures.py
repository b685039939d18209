"""What tests change in fixtures that live longer than a test: modules, packages and sessions share them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from flake8_testsec.project.fixtures import fixture_name
from flake8_testsec.project.views import view_of
from flake8_testsec.review.document import Fact, Lines, capped, code, fact
from flake8_testsec.review.fixtures import Asked, asked, decorated, sources
from flake8_testsec.source.bindings import Unknown
from flake8_testsec.source.calls import keyword, last_word, spelt, string
from flake8_testsec.source.module import Module, once, walk

_LONG = frozenset({"class", "module", "package", "session"})


def facts(module: Module) -> Iterator[Fact]:
    """Attributes and elements of such fixtures that functions of the file set.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[tuple[str, str], list[ast.AST | Lines]] = defaultdict(list)
    for each in (*asked(module), *decorated(module)):
        nodes = [*_set(each, module)]
        scopes = [(place, _scope(each, place, module)) for place in sources(each, module)] if nodes else []
        wide = [(place, scope) for place, scope in scopes if scope]
        if len(wide) == 1:
            place, scope = wide[0]
            for node in nodes:
                found[spelt(node), scope] += [node, place]
    told = (_fact(shown, scope, nodes) for (shown, scope), nodes in found.items())
    yield from capped(told, "changes of such fixtures", 6)


def _fact(shown: str, scope: str, nodes: list[ast.AST | Lines]) -> Fact:
    words = "Set on a fixture that lives longer than the test: "
    return fact("wider-fixture", nodes, words, code(shown), f" (its scope is {scope}).", subject=shown)


def _set(wanted: Asked, module: Module) -> Iterator[ast.Attribute | ast.Subscript]:
    """What a function binds below the name of a fixture, where that is bound to nothing else."""
    for node in walk(wanted.function):
        match node:
            case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                below = _owner(node)
                if isinstance(below, ast.Name) and below.id == wanted.parameter.arg:
                    yield from (node,) if module.bindings(below) == (Unknown(wanted.parameter),) else ()


def _owner(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node


def _scope(wanted: Asked, place: Lines, module: Module) -> str:
    view = view_of(module)
    scopes = _scopes(view.text(place.path)) if view is not None and place.path else _own(module)
    return scopes.get((wanted.name, place.first), "")


@once
def _own(module: Module) -> Mapping[tuple[str, int], str]:
    return _of_tree(module.tree)


@lru_cache(maxsize=32)
def _scopes(text: str) -> Mapping[tuple[str, int], str]:
    return _of_tree(ast.parse(text))  # it could be read: a fixture of it was found


def _of_tree(tree: ast.Module) -> Mapping[tuple[str, int], str]:
    """The wide scopes that marks of fixtures name, by the fixtures' names and lines."""
    found: dict[tuple[str, int], str] = {}
    for function in walk(tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for mark in function.decorator_list:
                given = keyword(mark, "scope") if isinstance(mark, ast.Call) else None
                scope = string(given.value) if given is not None else None
                if isinstance(mark, ast.Call) and "fixture" in last_word(mark.func) and scope in _LONG:
                    found[fixture_name(function), function.lineno] = scope or ""
    return found
