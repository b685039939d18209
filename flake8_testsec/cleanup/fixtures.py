"""Fixtures as owners: whether what they leave behind is meant for more than one test."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.borrowers import names_removal
from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.project.regions import is_autouse
from flake8_testsec.source.calls import keyword, last_word, spelt, string, unpacks
from flake8_testsec.source.module import Module, walk
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
    return not is_autouse(fixture) and _is_of_function_scope(fixture)


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
        and _is_of_function_scope(function)
        and not _is_removed(function, module)
    )


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


def _is_of_function_scope(fixture: Function) -> bool:
    return all(map(_is_of_function, fixture.decorator_list))


def _is_of_function(decorator: ast.expr) -> bool:
    if not isinstance(decorator, ast.Call):
        return True
    scope = keyword(decorator, "scope")
    return (
        not decorator.args and not unpacks(decorator) and (scope is None or string(scope.value) == "function")
    )
