"""A class and those that it inherits from, through the modules of the project."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from flake8_testsec.project.facts import facts_of, name_of
from flake8_testsec.project.views import Found, is_framework, is_known, view_of
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import receiver

_OF_UNITTEST = frozenset({"object", "unittest.TestCase", "unittest.IsolatedAsyncioTestCase"})
_DEEPEST = 8
"""How far bases of bases are followed in their order: nobody derives further."""
_MOST = 100
"""Classes above one class; beyond that, it is not complete."""


class Lineage(NamedTuple):
    """A class and those that it inherits from, nearest first. ``outside`` are the qualified names of the
    bases that are not of the project; ``complete`` says that every base was read or is known."""

    classes: tuple[Found, ...]
    outside: tuple[str, ...]
    complete: bool


def lineage(class_: ast.ClassDef, module: Module) -> Lineage:
    """A class and all classes above it, as far as they can be read.

    Args:
        class_: a class of the module.
        module: the module; without ``module.view`` only this module is read.

    Returns:
        The classes, the class itself first.
    """
    key = ("lineage", class_)
    if key not in module.kept:
        module.kept[key] = _lineage(class_, module)
    known: Lineage = module.kept[key]
    return known


def asks_for_nothing(method: Function, class_: ast.ClassDef, module: Module) -> bool:
    """Whether a method asks its object for an attribute that no class gives it.

    Args:
        method: a method.
        class_: its class.
        module: its module.

    Returns:
        ``False`` if a class above is not known, but for those of unittest.
    """
    line, own = lineage(class_, module), receiver(method, module)
    if not line.complete or not {*line.outside} <= _OF_UNITTEST or module.mentions("setattr"):
        return False
    asked = (each for each in within(method) if isinstance(each, ast.Attribute))
    words = {each.attr for each in asked if isinstance(each.value, ast.Name) and each.value.id == own}
    return not words <= _given(class_, module)


@once
def _given(class_: ast.ClassDef, module: Module) -> frozenset[str]:
    """The attributes that a class of unittest and those above it give their objects."""
    import unittest  # which takes long, and few methods are asked about

    classes = [each.class_ for each in lineage(class_, module).classes]
    set_ = (name for each in classes for name in each.sets)
    in_hooks = (name for each in classes for hook in each.hooks for name in hook.sets)
    return frozenset({*set_, *in_hooks, *dir(unittest.TestCase())})


def _lineage(class_: ast.ClassDef, module: Module) -> Lineage:
    name, own = name_of(class_, module), facts_of(module)
    start = next(each for each in own.named(name) if each.line == class_.lineno)
    classes: dict[tuple[str, str, int], Found] = {}
    outside: dict[str, None] = {}
    waiting: list[Found | str] = [Found(start, own)]
    while waiting and len(classes) < _MOST:
        found = waiting.pop(0)
        if isinstance(found, str):
            outside[found] = None
            continue
        key = (found.module.path, found.class_.name, found.class_.line)
        if key not in classes:
            classes[key] = found
            waiting = [*_bases(found, module), *waiting]
    complete = not waiting and all(map(is_known, outside))
    return Lineage(tuple(classes.values()), tuple(outside), complete)


def reaches(hook: str, class_: ast.ClassDef, module: Module) -> bool:
    """Whether ``super()`` comes to the nearest method above a class that has a name.

    Args:
        hook: the name of a method.
        class_: the class.
        module: its module.

    Returns:
        ``False`` for that of the mixin in ``class Tests(TestCase, Mixin)``: before it comes a class of a
        framework, which calls nothing further. ``True`` if there is no such method.
    """
    own, *above = lineage(class_, module).classes
    nearest = next((each for each in above if each.class_.hook(hook) is not None), None)
    if nearest is None or any(isinstance(each, str) for each in order(nearest, module)):
        return True  # what has a class of a framework above it stands before that itself
    before = takewhile(lambda each: each != nearest, order(own, module))
    return not any(isinstance(each, str) and is_framework(each) for each in before)


def lines_of_bases(class_: ast.ClassDef, module: Module) -> list[list[Found | str]]:
    """What each base of a class stands for, in their order: the base first, then what is above it.

    Args:
        class_: the class.
        module: its module.

    Returns:
        More lines than there are bases where one may stand for several.
    """
    own = lineage(class_, module).classes[0]
    bases = _bases(own, module)
    return [[each] if isinstance(each, str) else [*order(each, module)] for each in bases]


def order(start: Found, module: Module, depth: int = 0) -> Iterator[Found | str]:
    """A class and what is above it, each before what is above itself; a class outside by its name."""
    yield start
    for each in _bases(start, module) if depth < _DEEPEST else ():
        yield from (each,) if isinstance(each, str) else order(each, module, depth + 1)


def _bases(found: Found, module: Module) -> tuple[Found | str, ...]:
    key = ("bases", found.module.path, found.class_.name, found.class_.line)
    if key not in module.kept:
        module.kept[key] = tuple(_read_bases(found, module))
    known: tuple[Found | str, ...] = module.kept[key]
    return known


def _read_bases(found: Found, module: Module) -> Iterator[Found | str]:
    for base in found.class_.bases:
        own = _of_own_module(base, found, module)
        if own:
            yield from own
        elif (view := view_of(module)) is not None:
            yield from view.classes(base, found.module.path) if base else ("",)
        else:
            yield base


def _of_own_module(base: str, found: Found, module: Module) -> list[Found]:
    """The classes of a base's name in the module of the class that inherits: as they stand, not on disk."""
    prefix = found.module.dotted + "."
    if not base.startswith(prefix):
        return []
    return [Found(each, found.module) for each in found.module.named(base.removeprefix(prefix))]
