"""Methods that stand one step too far in: within the test above them, of which nobody calls them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.statements import first_comment, first_line, indentation, placed, shallower
from flake8_testsec.source.bindings import local_name
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import receiver, without_docstring


def out_of_test(inner: Function, test: Function, module: Module) -> Edits:
    """A method that was written into another one, and those below it, as methods of the class.

    Args:
        inner: a function in a test.
        test: the test.
        module: their module.

    Returns:
        Nothing for a function that no test could be, or that needs something of the test above, nor where
        the test goes on below it, or would be left without a statement.
    """
    class_, indent = module.class_of(test), indentation(test, module)
    block, place = placed(inner, module)
    below = block[place : place + _MOST + 1]
    moved = [each for each in below if isinstance(each, Function) and is_like_method(each, test, module)]
    if class_ is None or indent is None or len(moved) < len(below) or len(moved) > _MOST:
        return ()
    if len({each.name for each in moved} - _methods(class_, module)) < len(moved):
        return ()
    if without_docstring(test)[0] is inner or _needs(moved, test, module):
        return ()
    return () if first_comment(inner, module) < first_line(inner) else shallower(moved, indent, module)


@once
def _methods(class_: ast.ClassDef, module: Module) -> frozenset[str]:
    return frozenset(each.name for each in class_.body if isinstance(each, Function))


def is_like_method(inner: Function, test: Function, module: Module) -> bool:
    """Whether a function in a test of a class is named like a test, and takes the same object alone.

    Args:
        inner: the function.
        test: the test.
        module: their module.
    """
    own, given = receiver(test, module), inner.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    is_alone = bool(own) and [each.arg for each in every if each is not None] == [own]
    is_plain = module.parent(inner) is test and not inner.decorator_list
    return is_alone and is_plain and inner.name.startswith("test")


_MOST = 30
"""More methods than that are moved by a person."""


def _needs(moved: Sequence[ast.stmt], test: Function, module: Module) -> bool:
    """Whether functions name what the test around them binds."""
    bound = {name for each in within(test) for name in _bound_by(each)}
    bound |= {each.arg for each in walk(test.args) if isinstance(each, ast.arg)} - {receiver(test, module)}
    return any(isinstance(each, ast.Name) and each.id in bound for one in moved for each in walk(one))


def _bound_by(node: ast.AST) -> Iterator[str]:
    """The names that a node of a test binds by itself."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.MatchMapping(rest=str(name)):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.alias():
            yield local_name(node)
