"""Doubles that are classes: handed to a call by a name that says so, or made to answer to any name."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.review.called_doubles import is_double
from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, within
from flake8_testsec.vocabulary.testing.doubles import MOCK_CLASSES


def facts(module: Module) -> Iterator[Fact]:
    """Classes called so that calls are given, then classes of the file that answer to every name.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from capped(_given_classes(module), "doubles that are handed on")
    yield from capped(_any_name(module), "classes that answer to any name")


def _given_classes(module: Module) -> Iterator[Fact]:
    """Classes of such names that a call is given, to make objects of them itself."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    own = {each.name for each in module.nodes(ast.ClassDef)}  # which are told where they stand
    for call in module.nodes(ast.Call):
        is_asked = last_word(call.func).startswith(("assert", "isinstance", "issubclass"))
        for value in () if is_asked else (*call.args, *(each.value for each in call.keywords)):
            is_so = isinstance(value, ast.Name) and is_double(value.id) and not _FAILURE.search(value.id)
            if is_so and not (module.names(value) & MOCK_CLASSES or spelt(value) in own):
                found[spelt(value)].append(value)
    for shown, nodes in found.items():
        parts = ("By its name, a double is handed to a call: ", code(shown), ".")
        yield fact("double-given", nodes, *parts, subject=shown)


_FAILURE = lazy(r"(?:Error|Exception|Warning|Failure)\Z")
"""What is called so is raised, and replaces nothing."""


def _always(function: ast.FunctionDef) -> bool:
    """Whether a method answers whatever it is asked: it decides, raises, looks up and hands on nothing."""
    match function.body[-1]:
        case ast.Return() | ast.Pass() | ast.Expr(value=ast.Constant()):
            return not any(isinstance(each, _DECIDING) or _hands_on(each) for each in within(function))
        case _:  # what is called last may raise
            return False


_DECIDING = (
    *(ast.Raise, ast.If, ast.IfExp, ast.Match, ast.Try, ast.While, ast.For, ast.With, ast.Assert),
    *(ast.BoolOp, ast.Subscript, ast.Await),
)


def _hands_on(node: ast.AST) -> bool:
    """Whether another object is asked for the attribute, which may have none."""
    match node:
        case ast.Call(func=ast.Name(id="getattr"), args=[_, _]):
            return True
        case ast.Attribute(attr="__getattr__" | "__getattribute__"):
            return True
        case _:
            return False


def _any_name(module: Module) -> Iterator[Fact]:
    """Classes here that answer to every name, so that they may stand in for anything."""
    for class_ in module.nodes(ast.ClassDef):
        for each in class_.body:
            if isinstance(each, ast.FunctionDef) and each.name == "__getattr__" and _always(each):
                words = (" answers to every name that it does not have, by ", code("__getattr__()"), ": ")
                what = "it can stand in for something else."
                yield fact("any-name", [each], code(class_.name), *words, what, subject=class_.name)
