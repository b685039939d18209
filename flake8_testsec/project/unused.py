"""Functions that are there for tests and that no test of the project uses."""

from __future__ import annotations

import ast

from flake8_testsec.project import locations
from flake8_testsec.project.importers import stem_of
from flake8_testsec.project.views import view_of
from flake8_testsec.rule import Role
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test_file, tests
from flake8_testsec.vocabulary.testing.switched_off import waits, waits_with_all

_MANAGERS = frozenset({"contextlib.asynccontextmanager", "contextlib.contextmanager"})


def is_unused(node: ast.AST, module: Module) -> bool:
    """Whether a node stands in a function that nothing of the project uses.

    Args:
        node: any node.
        module: its module.

    Returns:
        ``True`` in a function at the top of a module that no runner looks for tests in, or in a context
        manager beside tests, if neither the module nor another file that imports it names the function as
        one of its own;
        ``False`` also if nothing is known of others.
    """
    function = _outermost(node, module) if module.role is Role.TEST else None
    return function is not None and _is_without_users(function, module)


@once
def _is_without_users(function: Function, module: Module) -> bool:
    view = view_of(module)
    if view is None:
        return False
    if is_test_file(module) and not (_is_manager(function, module) and any(tests(module))):
        return False  # a runner may be told to find it
    if module.path.endswith("conftest.py") or function.name.startswith("test"):
        return False  # pytest itself may use it
    if is_fixture(function, module) or is_hook(function) or _is_named(function, module):
        return False
    return not view.speaks_of(function.name, at_top=True)


@once
def _is_named(function: Function, module: Module) -> bool:
    """Whether a name in a module may be that of a function, not that of a variable of another."""
    bound = (module.bindings(each) for each in module.named(function.name))
    return any(
        any(each.node is function for each in several if isinstance(each, Defined)) for several in bound
    )


def is_left_waiting(node: ast.AST, module: Module) -> bool:
    """Whether a node is run by nothing but tests that are just skipped, as far as others are known.

    Args:
        node: any node.
        module: its module.

    Returns:
        ``False`` in other functions of a module all of whose tests are skipped, if another file imports it.
    """
    return waits(node, module) or (waits_with_all(node, module) and not _is_imported(module))


@once
def _is_imported(module: Module) -> bool:
    view, own = view_of(module), locations.normal(module.path)
    return view is not None and any(each != own for each in view.speaking_of(stem_of(own)))


def _is_manager(function: Function, module: Module) -> bool:
    return any(module.names(each) & _MANAGERS for each in function.decorator_list)


def _outermost(node: ast.AST, module: Module) -> Function | None:
    """The function around a node that stands at the top of its module."""
    outer = node
    while (above := module.function(outer)) is not None:
        outer = above
    return outer if isinstance(outer, Function) and module.parent(outer) is module.tree else None
