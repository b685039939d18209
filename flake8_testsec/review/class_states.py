"""What functions put on classes, where all objects and all tests of the process see it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module


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
    """Whether it is the class that the method of a class is given or asks for."""
    match owner:
        case ast.Name(id="cls") | ast.Attribute(value=ast.Name(id="self"), attr="__class__"):
            function = module.function(owner)
            return function is not None and module.class_of(function) is not None
        case ast.Call(func=ast.Name(id="type"), args=[ast.Name(id="self")]):
            return True
        case _:
            return False


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
