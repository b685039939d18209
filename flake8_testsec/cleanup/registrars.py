"""The methods that register what a cleanup gives back, where a function stands."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.custody import lineage
from flake8_testsec.patterns import lazy
from flake8_testsec.project.found import Found
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import TESTCASES, is_case, is_hook

_OF_CASE = lazy(r"assert[A-Z]|(fail|skipTest|addCleanup|setUp|tearDown|setUpClass|tearDownClass)\Z")


def registrar(function: Function, module: Module) -> str:
    """The method that registers a cleanup where a function stands.

    Args:
        function: any function.
        module: its module.

    Returns:
        ``self.addCleanup``, or that of the class in a class method; empty if the class is no TestCase, or a
        base that cannot be read is called like one and nothing in the class is as in a TestCase.
    """
    class_ = module.class_of(function)
    if class_ is None or not _is_test_case(class_, module):
        return ""
    if not _is_of_class(function):
        return "self.addCleanup"
    return "cls.addClassCleanup" if _runs_for_tests(function, module) and not _is_early(module) else ""


def end_of_class(function: Function, module: Module) -> str:
    """Where a class method gives back what it has made if its Python registers no cleanups for classes.

    Args:
        function: any function.
        module: its module.

    Returns:
        ``tearDownClass``; empty for all others, and where they can be registered.
    """
    class_ = module.class_of(function)
    if class_ is None or not _is_of_class(function) or not _is_test_case(class_, module):
        return ""
    return "tearDownClass" if _runs_for_tests(function, module) and _is_early(module) else ""


def _is_early(module: Module) -> bool:
    from flake8_testsec.project.offered import is_offered  # few ask for it

    return not is_offered("addClassCleanup", module)


@once
def _runs_for_tests(function: Function, module: Module) -> bool:
    """Whether a class method is a set-up, or another function of the module calls it.

    One that is called where classes are defined can register nothing: nobody would call it.
    """
    calls = module.scopes.calls(frozenset({function.name}))
    return is_hook(function) or any(module.function(each) is not None for each in calls)


@once
def _is_test_case(class_: ast.ClassDef, module: Module) -> bool:
    line = lineage(class_, module)
    if any(map(_empties_itself, line.classes)):
        return False  # and with it what was registered
    if any(name in TESTCASES or name.endswith("TestCase") for name in line.outside):
        return True
    if line.complete or not is_case(class_, module):
        return False
    words = (node.attr if isinstance(node, ast.Attribute) else "" for node in walk(class_))
    names = (node.name for node in class_.body if isinstance(node, Function))
    return any(map(_OF_CASE.match, (*words, *names)))


def _empties_itself(found: Found) -> bool:
    hook = found.class_.hook("tearDown")
    return hook is not None and "__dict__" in hook.sets


def _is_of_class(function: Function) -> bool:
    return any(last_word(each) == "classmethod" for each in function.decorator_list)
