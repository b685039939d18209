"""Whether an interceptor is in force for a test, also by a fixture of a ``conftest.py`` or a plug-in."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import partial

from flake8_testsec.project.facts import facts_of
from flake8_testsec.project.holders import holders
from flake8_testsec.project.views import view_of
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing import interceptors
from flake8_testsec.vocabulary.testing.interceptors import Interceptor, Provided, around, marks
from flake8_testsec.vocabulary.testing.suites import runs_unasked


def is_intercepted(node: ast.AST, module: Module, by: Interceptor) -> bool:
    """Whether an interceptor is in force where a node stands.

    Args:
        node: any node.
        module: its module.
        by: what to look for.

    Returns:
        ``True`` also for fixtures of other files of the project that run for each test, or that the test, or
        what runs for it, asks for.
    """
    if interceptors.is_intercepted(node, module, by):
        return True
    far = _far(by, module)
    if any(each.always for each in far):
        return True
    serving = frozenset(name for each in far for name in each.serving)
    return bool(serving) and any(name in serving for name in names_asked(node, module, far))


@once
def _far(by: Interceptor, module: Module) -> Sequence[Provided]:
    """What the other files have whose fixtures are in force for a module."""
    view = view_of(module)
    if view is None:
        return ()
    own = facts_of(module).path
    work = partial(_provided, by)
    found = (
        view.told(f"interceptors.{by.name}", each.path, work)
        for each in holders(view, module)
        if each.path != own
    )
    return [each for each in found if each is not None]


def _provided(by: Interceptor, module: Module) -> Provided:
    return interceptors.provided(module, by)


def names_asked(node: ast.AST, module: Module, far: Sequence[Provided]) -> Iterator[str]:
    """The fixtures that the functions around a node ask for, that run for it, and what these ask for.

    Args:
        node: any node.
        module: its module.
        far: what other files have.

    Yields:
        Each name once.
    """
    waiting = list(_first(node, module))
    seen: set[str] = set()
    for name in waiting:
        if name not in seen:
            seen.add(name)
            yield name
            waiting += _own(module).get(name, ())
            waiting += (wanted for each in far for wanted in each.asked.get(name, ()))


def _first(node: ast.AST, module: Module) -> Iterator[str]:
    for each in around(node, module):
        if isinstance(each, Function):
            yield from _parameters(each)
    for mark in marks(node, module):
        if isinstance(mark, ast.Call) and last_word(mark.func) == "usefixtures":
            yield from (name for given in mark.args if (name := string(given)) is not None)
    yield from _always(module)


def _parameters(function: Function) -> Iterator[str]:
    return (each.arg for each in (*function.args.args, *function.args.kwonlyargs))


@once
def _own(module: Module) -> dict[str, tuple[str, ...]]:
    """The parameters of each function of a module that has a decorator, which fixtures have."""
    functions: Iterator[Function] = module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    return {each.name: tuple(_parameters(each)) for each in functions if each.decorator_list}


@once
def _always(module: Module) -> Sequence[str]:
    """What the hooks and the fixtures of a module ask for that run unasked."""
    functions: Iterator[Function] = module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    run = (each for each in functions if runs_unasked(each))
    return [name for each in run for name in _parameters(each)]
