"""Paths that a test gives to an object which it keeps, and which its tear-down has remove them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, within
from flake8_testsec.vocabulary.testing.suites import methods

_REMOVING = frozenset({"remove", "removedirs", "rmdir", "rmtree", "unlink"})
_CLEANING = lazy(r"(?i)(^|_)(clean|delete|destroy|purge|remove|reset|rm|wipe)")
_TEAR_DOWN = lazy(r"(?i)tear_?down")


def is_removed_by_keeper(obligation: Obligation, module: Module) -> bool:
    """Whether the tear-down of a class may remove a path by way of the object that was given it.

    Args:
        obligation: a temporary path.
        module: its module.

    Returns:
        ``True`` if an attribute is made by a call that is given the path, and a tear-down removes what an
        attribute of that object names, or calls a method of it that is named after removing.
    """
    class_ = module.class_of(obligation.function)
    if class_ is None or obligation.handle is None:
        return False
    kept = {*_keepers(obligation)}
    downs = (each for each in methods(class_) if _TEAR_DOWN.match(each.name))
    return bool(kept) and any(_removes(each, kept) for down in downs for each in within(down))


def _keepers(obligation: Obligation) -> Iterator[str]:
    """The attributes that are made of what is given the path."""
    handle = str(obligation.handle)
    for node in within(obligation.function):
        match node:
            case ast.Assign(
                targets=[ast.Attribute() as target], value=ast.Call(args=args, keywords=keywords)
            ):
                given = (*args, *(each.value for each in keywords))
                if any(spelt(each) == handle for each in given):
                    yield spelt(target)


def _removes(node: ast.AST, kept: set[str]) -> bool:
    match node:
        case ast.Call(func=func, args=[ast.Attribute(value=owner), *_]) if last_word(func) in _REMOVING:
            return spelt(owner) in kept
        case ast.Call(func=ast.Attribute(value=owner, attr=word)) if _CLEANING.search(word):
            return spelt(owner) in kept
        case _:
            return False
