"""Attributes that hold a class and no instance of one, by what a module gives them and compares them with."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.never_equal import is_class

_SAME = "assertIs"


def asks_class_for_its_class(value: ast.expr, module: Module) -> bool:
    """Whether an attribute that holds a class is asked whether it is an instance of another one.

    Args:
        value: a condition.
        module: its module.
    """
    match value:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Attribute(attr=word), of]):
            return last_word(of) != "type" and word in _holding_classes(module)
        case _:
            return False


@once
def _holding_classes(module: Module) -> frozenset[str]:
    """The names of attributes that are given a class, or are compared with one."""
    every = (*module.nodes(ast.Assign), *module.nodes(ast.Compare), *module.nodes(ast.Call))
    pairs = (pair for each in every for pair in _pairs(each))
    return frozenset(attribute.attr for attribute, value in pairs if is_class(value, module))


def _pairs(node: ast.AST) -> Iterator[tuple[ast.Attribute, ast.expr]]:
    """Attributes, each with what is or must be the very same."""
    match node:
        case ast.Assign(targets=[ast.Attribute() as attribute], value=value):
            yield attribute, value
        case ast.Compare(left=ast.Attribute() as attribute, ops=[ast.Is()], comparators=[value]):
            yield attribute, value
        case ast.Call(func=ast.Attribute(attr=word), args=[ast.Attribute() as attribute, value, *_]):
            if word == _SAME:
                yield attribute, value
