"""What functions put on classes, where all objects and all tests of the process see it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.source.bindings import Defined, Unknown
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_test, methods, receiver


def facts(module: Module) -> Iterator[Fact]:
    """Attributes of classes that functions set: of the own one, of an object's, and of the file's.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[tuple[bool, str], list[ast.AST]] = defaultdict(list)
    for attribute in module.nodes(ast.Attribute):
        if isinstance(attribute.ctx, ast.Store) and module.function(attribute) is not None:
            if _is_own(attribute.value, module):
                found[True, spelt(attribute)].append(attribute)
            elif _is_class(attribute.value, module):
                found[False, spelt(attribute)].append(attribute)
    told = (_fact(is_own, shown, nodes) for (is_own, shown), nodes in found.items())
    yield from capped(told, "attributes of classes")


def _fact(is_own: bool, shown: str, nodes: list[ast.AST]) -> Fact:
    words = "Set on the class, for all of its tests: " if is_own else "Set on a class, for all its objects: "
    return fact("class-state", nodes, words, code(shown), ".", subject=shown)


def _is_own(owner: ast.expr, module: Module) -> bool:
    """Whether it is the class of tests that one of its methods is given or asks for."""
    match owner:
        case ast.Name() as name:
            is_given = True
        case ast.Attribute(value=ast.Name() as name, attr="__class__"):
            is_given = False
        case ast.Call(func=ast.Name(id="type"), args=[ast.Name() as name]):
            is_given = False
        case _:
            return False
    function = module.function(owner)
    return isinstance(function, Function) and _is_received(name, function, is_given, module)


def _is_received(name: ast.Name, function: Function, is_class: bool, module: Module) -> bool:
    """Whether a name is the first parameter of a method of a class with tests: the class, or its object."""
    class_ = module.class_of(function)
    marks = {last_word(each) for each in function.decorator_list}
    if class_ is None or receiver(function, module) != name.id or "staticmethod" in marks:
        return False
    is_alone = [*map(type, module.bindings(name))] == [Unknown]
    is_given_class = "classmethod" in marks or function.name in _SET_UPS
    return is_alone and is_given_class is is_class and _has_tests(class_, module)


_SET_UPS = frozenset({"setUpClass", "tearDownClass", "setUpTestData", "setup_class", "teardown_class"})
"""What is given the class by those that run it."""


@once
def _has_tests(class_: ast.ClassDef, module: Module) -> bool:
    return any(is_test(each, module) for each in methods(class_))


def _is_class(owner: ast.expr, module: Module) -> bool:
    """Whether it is the class of some object, or one that the file defines at its top."""
    match owner:
        case ast.Attribute(attr="__class__") | ast.Call(func=ast.Name(id="type"), args=[_]):
            return True
        case ast.Name():
            bindings = module.bindings(owner)
            return bool(bindings) and all(_is_at_top(each, module) for each in bindings)
        case _:
            return False


def _is_at_top(bound: object, module: Module) -> bool:
    match bound:
        case Defined(node=ast.ClassDef() as class_):
            return module.function(class_) is None
        case _:
            return False
