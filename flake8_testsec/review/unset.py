"""Attributes that a class of tests annotates and reads, and that nothing in the file gives a value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, code, fact, listed
from flake8_testsec.source.module import Module, walk
from flake8_testsec.vocabulary.testing.suites import is_collected

_MOST = 8


def facts(module: Module) -> Iterator[Fact]:
    """Such attributes, class by class.

    Args:
        module: the module.

    Yields:
        At most one fact for each class.
    """
    for class_ in module.nodes(ast.ClassDef):
        told = {each.id: each for each in _annotated(class_)} if is_collected(class_, module) else {}
        read = _read(frozenset(told), module) if told else {}
        if read:
            names = [code(each) for each in [*read][:_MOST]]
            more = [f"{len(read) - _MOST} more"] if len(read) > _MOST else []
            words = " annotates and this file reads, but in this file nothing gives a value to: "
            places = [node for name in [*read][:_MOST] for node in (told[name], read[name])]
            parts = ("What ", code(class_.name), words, *listed([*names, *more]), ".")
            yield fact("unset", places, *parts, subject=" ".join([*read][:_MOST]))


def _annotated(class_: ast.ClassDef) -> Iterator[ast.Name]:
    """The names that a body annotates and does not bind; none of what a decorator may fill."""
    alone = [each for each in class_.body if isinstance(each, ast.AnnAssign) and each.value is None]
    if not alone or class_.decorator_list:
        return
    others = (each for each in class_.body if not isinstance(each, ast.AnnAssign))
    bound = {name.id for each in others for name in walk(each) if isinstance(name, ast.Name)}
    for statement in alone:
        if isinstance(statement.target, ast.Name) and statement.target.id not in bound:
            yield statement.target


def _read(names: frozenset[str], module: Module) -> dict[str, ast.AST]:
    """Where attributes of these names are first read, of those that are set nowhere, nor by their names."""
    every = sorted(module.attributes(names), key=lambda each: each.lineno)
    stored = {each.attr for each in every if not isinstance(each.ctx, ast.Load)} | (names & module.literals)
    found: dict[str, ast.AST] = {}
    for each in every:
        is_own = isinstance(each.value, ast.Name) and each.value.id in ("self", "cls")
        if is_own and each.attr not in stored:
            found.setdefault(each.attr, each)
    return found
