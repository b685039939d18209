"""Fixtures as owners: whether what they leave behind is meant for more than one test."""

from __future__ import annotations

import ast
import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.cleanup.borrowers import names_removal, registers
from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.project.own_attributes import releases
from flake8_testsec.project.regions import is_autouse
from flake8_testsec.source.calls import keyword, last_word, spelt, string, unpacks
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture


def is_for_one_test(fixture: Function, module: Module) -> bool:
    """Whether a fixture runs anew for each test that asks for it, and for no other.

    Args:
        fixture: a fixture of pytest.
        module: its module.

    Returns:
        ``False`` for a scope that is not known, and for what is in force without being asked for.
    """
    return not is_autouse(fixture) and is_of_function_scope(fixture)


def is_handed_out(node: ast.expr, row: Resource, module: Module) -> bool:
    """Whether a fixture yields a path to its test, which does not own it: nobody but the fixture removes it.

    Args:
        node: the path that is yielded, or an expression of it.
        row: what it is a path to.
        module: its module.
    """
    function = module.function(node)
    is_plain = row.path and function is not None and isinstance(module.parent(module.parents[node]), ast.Expr)
    return (
        is_plain
        and function is not None
        and is_fixture(function, module)
        and is_of_function_scope(function)
        and not _is_removed(function, module)
    )


def is_left_to_tests(node: ast.expr, row: Resource, module: Module) -> bool:
    """Whether a fixture hands out what it holds, and does not end it itself.

    Args:
        node: the handle, or the call that makes it, where it is returned or yielded.
        row: what it is.
        module: its module.

    Returns:
        ``False`` for a fixture of more than one test or file, and for one that ends or registers anything.
    """
    function, outer = module.function(node), module.parents[node]
    is_last = isinstance(outer, ast.Return) or isinstance(module.parents[outer], ast.Expr)
    return (
        is_last
        and not (row.path or row.everything)
        and row.what not in _SHARED
        and function is not None
        and is_fixture(function, module)
        and is_for_one_test(function, module)
        and function.name in _asking(module)
        and not module.mentions("getfixturevalue")
        and not is_conftest(module)
        and not _ends_something(function, row, module)
    )


_SHARED = frozenset({"event loop"})
"""What plug-ins of pytest ask fixtures for, and close."""


def is_conftest(module: Module) -> bool:
    """Whether the tests of other files ask for what a module defines."""
    return posixpath.basename(module.path) == "conftest.py"


@once
def _ends_something(fixture: Function, row: Resource, module: Module) -> bool:
    return any(_ends(each, row, module) for each in walk(fixture))


def _ends(node: ast.AST, row: Resource, module: Module) -> bool:
    """Whether something in a fixture may end what it has made, now or later."""
    match node:
        case ast.With() | ast.AsyncWith() | ast.Try():
            return True
        case ast.Attribute(attr=word):
            return word in row.release or releases(word)
        case ast.Call(func=func):
            return registers(node) or releases(last_word(func)) or bool(module.names(func) & {*row.given_to})
        case _:
            return False


def users(fixture: Function | None, module: Module) -> Sequence[ast.Name]:
    """Where the functions of a module use what they ask of a fixture by its name."""
    name = fixture.name if fixture is not None else ""
    return [each for each in _asking(module).get(name, ()) if module.function(each) is not fixture]


@once
def _asking(module: Module) -> Mapping[str, Sequence[ast.Name]]:
    """Where functions use their parameters, by the names of all parameters."""
    found: dict[str, list[ast.Name]] = defaultdict(list)
    for function in _functions(module):
        names = _parameters(function)
        found.update((name, found[name]) for name in names)
        for each in walk(function) if names else ():
            if isinstance(each, ast.Name) and each.id in names and isinstance(each.ctx, ast.Load):
                found[each.id].append(each)
    return found


def _is_removed(fixture: Function, module: Module) -> bool:
    """Whether who asks for a fixture by its name may remove what it hands out."""
    asking = [each for each in _functions(module) if fixture.name in _parameters(each)]
    texts = {spelt(arg) for each in asking for call in walk(each) for arg in _removed_by(call)}
    return fixture.name in texts


def _removed_by(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Call(func=func, args=args) if names_removal(last_word(func)):
            yield from args


def _functions(module: Module) -> Iterator[Function]:
    yield from module.nodes(ast.FunctionDef)
    yield from module.nodes(ast.AsyncFunctionDef)


def _parameters(function: Function) -> frozenset[str]:
    return frozenset(each.arg for each in (*function.args.args, *function.args.kwonlyargs))


def is_of_function_scope(fixture: Function) -> bool:
    """Whether a fixture is made anew for every test."""
    return all(map(_is_of_function, fixture.decorator_list))


def _is_of_function(decorator: ast.expr) -> bool:
    if not isinstance(decorator, ast.Call):
        return True
    scope = keyword(decorator, "scope")
    return (
        not decorator.args and not unpacks(decorator) and (scope is None or string(scope.value) == "function")
    )
