"""Methods that were meant to be hooks of unittest, and that nobody calls by the names that they have."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.hook_spellings import meant
from flake8_testsec.vocabulary.testing.suites import TESTCASES, is_test, methods


def misspelt(class_: ast.ClassDef, module: Module) -> Iterator[tuple[Function, str]]:
    """The methods of a TestCase that are called almost like a hook.

    unittest calls ``tearDown``, and neither ``teardown`` nor ``tear_down``; pytest calls those of other
    classes only.

    Args:
        class_: a class.
        module: its module.

    Yields:
        Each method that nothing in the module and no base calls, with the name of the hook. Nothing where a
        base cannot be read.
    """
    names = {each.name for each in methods(class_)}
    if "nose" in _imported(module) or not any(is_test(each, module) for each in methods(class_)):
        return
    for method in methods(class_):
        hook = meant(method.name)
        if hook and hook not in names and _is_plain(method) and _is_uncalled(method, class_, module):
            yield method, hook


def _is_uncalled(method: Function, class_: ast.ClassDef, module: Module) -> bool:
    """Whether neither the module nor unittest may call a method by its name."""
    is_named = any(module.attributes({method.name})) or method.name in module.literals
    return not is_named and _is_of_unittest(class_, module)


def _is_plain(method: Function) -> bool:
    """Whether a method takes its object alone, with no decorator but that of a class's method."""
    is_bare = all(isinstance(each, ast.Name) and each.id == "classmethod" for each in method.decorator_list)
    match method.args:
        case ast.arguments(posonlyargs=[], args=[_], vararg=None, kwonlyargs=[], kwarg=None):
            return is_bare
        case _:
            return False


@once
def _imported(module: Module) -> frozenset[str]:
    return frozenset(meant.partition(".")[0] for _, meant in module.scopes.imported())


def _is_of_unittest(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class is certainly a TestCase, with no base of another module that may call what it adds."""
    line = lineage(class_, module)
    outside = {*line.outside} - {"object"}
    is_read = all(each.module.path == module.path for each in line.classes)
    return line.complete and is_read and bool(outside) and outside <= TESTCASES
