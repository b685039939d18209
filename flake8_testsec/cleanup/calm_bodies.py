"""Context managers in whose body nothing is raised: it is the bare yield of a fixture, or catches errors."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import partial

from flake8_testsec.project.views import is_spoken_of
from flake8_testsec.rule import Role
from flake8_testsec.source.bindings import Binding, Defined
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_broad
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test_file, receivers


@once
def is_entered_calmly(manager: Function, module: Module) -> bool:
    """Whether no body of a ``with`` that enters a context manager can raise.

    Args:
        manager: a generator function that is decorated as a context manager.
        module: its module.

    Returns:
        ``True`` if all its users are known, and each is a fixture of pytest, which goes on behind its
        ``yield`` after a test that failed, or a body that catches every error itself, or it is entered for
        the rest of the test, and closed by a cleanup, which hands no error over.
    """
    if module.class_of(manager) is not None:
        return _is_method_kept_open(manager, module)
    if not (module.function(manager) or is_test_file(module)):
        return False
    users = [*_users(manager, module)]
    return bool(users) and all(_is_calm(each, module) for each in users)


def _users(manager: Function, module: Module) -> Iterator[ast.Name]:
    named = ((name, module.bindings(name)) for name in module.named(manager.name))
    yield from (name for name, bindings in named if any(map(partial(_is_of, manager), bindings)))


def _is_of(manager: Function, binding: Binding) -> bool:
    return isinstance(binding, Defined) and binding.node is manager


def _is_calm(name: ast.Name, module: Module) -> bool:
    outer = module.parent(name)
    if isinstance(outer, ast.Call) and outer.func is name:
        return _is_entered(outer, module) or _is_kept_open(outer, module)
    fixture = _given_to(name, module)
    calls = _made_of_parameter(fixture, module) if fixture is not None else ()
    return bool(calls) and all(_is_entered(each, module) for each in calls)


def is_entered_by_tests(manager: Function, module: Module) -> bool:
    """Whether a module of tests enters a manager wherever it names it, and hands it to nobody.

    Args:
        manager: a generator function that is decorated as a context manager.
        module: its module.
    """
    users = [*_users(manager, module)] if module.role is Role.TEST else []
    return bool(users) and all(_is_entered_at_once(each, module) for each in users)


def _is_entered_at_once(name: ast.Name, module: Module) -> bool:
    match module.parent(name):
        case ast.Call(func=func) as call:
            return func is name and isinstance(module.parent(call), ast.withitem)
        case _:
            return False


def _is_method_kept_open(manager: Function, module: Module) -> bool:
    """Whether all that ask an object for a manager enter it for the rest of a test."""
    calls = [module.parent(each) for each in module.attributes({manager.name})]
    kept = bool(calls) and all(isinstance(each, ast.Call) and _is_kept_open(each, module) for each in calls)
    return kept and not module.named(manager.name) and not is_spoken_of(manager.name, module)


def _is_kept_open(call: ast.Call, module: Module) -> bool:
    """Whether a manager is entered for the rest of a test: by the test case, or by a stack that is closed by
    a cleanup."""
    match module.parent(call):
        case ast.Call(func=ast.Attribute(value=owner, attr=word), args=[entered]) if entered is call:
            if word in ("enterAsyncContext", "enterContext"):
                return isinstance(owner, ast.Name) and owner.id in receivers(owner, module)
            is_stack = word in ("enter_async_context", "enter_context")
            return is_stack and f"{spelt(owner)}.close" in _closed_by_cleanups(module)
        case _:
            return False


@once
def _closed_by_cleanups(module: Module) -> frozenset[str]:
    """What is registered as a cleanup without arguments, as it is spelt."""
    calls = (module.parent(each) for each in module.attributes({"addAsyncCleanup", "addCleanup"}))
    given = (each.args for each in calls if isinstance(each, ast.Call) and not each.keywords)
    return frozenset(spelt(each[0]) for each in given if len(each) == 1)


def _is_entered(node: ast.AST | None, module: Module) -> bool:
    """Whether a call is the last that a ``with`` enters, whose body raises nothing."""
    item = module.parent(node) if isinstance(node, ast.Call) else None
    statement = module.parent(item) if isinstance(item, ast.withitem) else None
    if not isinstance(statement, (ast.With, ast.AsyncWith)) or statement.items[-1] is not item:
        return False
    match statement.body:
        case [ast.Expr(value=ast.Yield(value=None | ast.Name()))]:
            function = module.function(statement)
            return function is not None and is_fixture(function, module)
        case [ast.Try(handlers=handlers, orelse=[], finalbody=[])]:
            broad = any(is_broad(each, module) for each in handlers)
            return broad and not any(
                isinstance(node, ast.Raise) for each in handlers for node in within(each)
            )
        case _:
            return False


def _given_to(name: ast.Name, module: Module) -> Function | None:
    """The fixture of which something is a parameter."""
    above = module.ancestors(name)
    given = next((each for each in above if not _holds_parameters(each)), None)
    is_given = isinstance(given, ast.keyword) and given.arg == "params"
    function = next((each for each in above if is_given and isinstance(each, Function)), None)
    return function if function is not None and is_fixture(function, module) else None


def _holds_parameters(node: ast.AST) -> bool:
    is_parameter = isinstance(node, ast.Call) and last_word(node.func) == "param"
    return is_parameter or isinstance(node, (ast.List, ast.Tuple))


def _made_of_parameter(fixture: Function, module: Module) -> Sequence[ast.AST | None]:
    """What is done with the parameter of a fixture, by whatever name."""
    nodes = [*within(fixture)]
    values = (each for each in nodes if isinstance(each, ast.Attribute) and each.attr == "param")
    found: list[ast.AST | None] = []
    for outer in map(module.parent, values):
        match outer:
            case ast.Assign(targets=[ast.Name(id=word)]) | ast.AnnAssign(target=ast.Name(id=word)):
                loads = (each for each in nodes if isinstance(each, ast.Name) and each.id == word)
                found += [module.parent(each) for each in loads if isinstance(each.ctx, ast.Load)]
            case _:
                found.append(outer)
    return found
