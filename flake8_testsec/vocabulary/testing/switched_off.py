"""Tests, classes and whole modules that a mark switches off for good, or until somebody takes it away."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_testsec.source.module import Module, inherited, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing import skips
from flake8_testsec.vocabulary.testing.interpreters import on_every_python
from flake8_testsec.vocabulary.testing.suites import is_case, test_around

Marked = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module
"""What marks can stand at: decorators, and ``pytestmark`` in a class or a module."""


@once
def is_always_skipped(marked: Marked, module: Module) -> bool:
    """Whether a mark skips whatever it marks by a condition that is a constant.

    Args:
        marked: a definition, or the tree of the module; what is around it is not looked at.
        module: its module.

    Returns:
        ``False`` for what is just skipped: it waits to be restored as it is.
    """
    return any(_skips(each, module) for each in marks(marked, module))


def is_skipped(test: Function, module: Module) -> bool:
    """Whether a test never runs as it stands: it, or what is around it, is skipped whatever happens.

    Args:
        test: a test.
        module: its module.

    Returns:
        ``True`` for what is just skipped, too.
    """
    around = (each for each in module.ancestors(test) if isinstance(each, Marked))
    return any(is_always_skipped(each, module) or _waits(each, module) for each in (test, *around))


def waits(node: ast.AST, module: Module) -> bool:
    """Whether a node is run by nothing but tests that are just skipped: they wait to be restored.

    Args:
        node: any node; the decorators of such a test, and what its class does itself, run all the same.
        module: its module.

    Returns:
        ``False`` in functions beside the tests of a module all of whose tests wait, see `waits_with_all`.
    """
    return inherited(node, _is_in_waiting, module) or (
        waits_with_all(node, module) and _is_of_test(node, module)
    )


def _is_of_test(node: ast.AST, module: Module) -> bool:
    around = module.around(node, ast.ClassDef)
    return test_around(node, module) is not None or any(is_case(each, module) for each in around)


def waits_with_all(node: ast.AST, module: Module) -> bool:
    """Whether a node stands in a function of a module all of whose tests are just skipped: none of them calls
    it, though others may; for the arguments see `waits`."""
    return _waits(module.tree, module) and module.function(node) is not None


def _is_in_waiting(inner: ast.AST, module: Module) -> bool | None:
    above = module.parent(inner)
    if isinstance(above, Function) and isinstance(inner, ast.stmt):
        return _waits(above, module) or None
    return (isinstance(above, ast.ClassDef) and isinstance(inner, Function) and _waits(above, module)) or None


@once
def is_of_older_python(test: Function, module: Module) -> bool:
    """Whether a mark of a test skips it with every Python that anybody may still have.

    Args:
        test: a test.
        module: its module.
    """
    return any(_skips_every_python(each, module) for each in marks(test, module))


def _skips_every_python(mark: ast.expr, module: Module) -> bool:
    match mark:
        case ast.Call(args=[condition, *_]):
            skipping = [
                skips.CONDITIONAL[name] for name in module.names(mark.func) if name in skips.CONDITIONAL
            ]
            return bool(skipping) and on_every_python(condition, module) is skipping[0]
        case _:
            return False


@once
def _waits(marked: Marked, module: Module) -> bool:
    return any(module.names(_called(each)) & skips.PLAIN for each in marks(marked, module))


def _skips(mark: ast.expr, module: Module) -> bool:
    if not isinstance(mark, ast.Call):
        return False
    return any(skips.decided(mark, name) is True for name in module.names(mark.func))


def _called(mark: ast.expr) -> ast.expr:
    return mark.func if isinstance(mark, ast.Call) else mark


def marks(marked: Marked, module: Module) -> Iterator[ast.expr]:
    """The decorators of something, and what ``pytestmark`` in it gives all tests below.

    Args:
        marked: a function, a class or a module.
        module: its module.

    Yields:
        The marks as they are written, called or not.
    """
    if not isinstance(marked, ast.Module):
        yield from marked.decorator_list
    if not isinstance(marked, Function) and module.mentions("pytestmark"):
        yield from _marks_of_all(marked.body)


def _marks_of_all(body: Iterable[ast.stmt]) -> Iterator[ast.expr]:
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=ast.List() | ast.Tuple() as several):
                yield from several.elts
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=mark):
                yield mark
