"""Paths that a test gives to an object which it keeps, and which its tear-down has remove them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.doubles import makes_mock
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test, methods

_REMOVING = frozenset(
    {"os.remove", "os.removedirs", "os.rmdir", "os.unlink", "shutil.rmtree"}
    | {"pathlib.Path.rmdir", "pathlib.Path.unlink"}
)
_CLEANING = frozenset({"cleanup", "delete", "destroy", "purge", "remove"})
"""Methods that remove all that an object has, as long as they are told nothing."""
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
    kept = _keepers(obligation.function, module).get(str(obligation.handle), ())
    return any(each in _emptied(class_, module) for each in kept)


@once
def _keepers(function: Function, module: Module) -> Mapping[str, dict[str, None]]:
    """The attributes that are made of what is given a path, by how that is spelt; no doubles."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for node in within(function):
        match node:
            case ast.Assign(targets=[ast.Attribute() as target], value=ast.Call() as made):
                if not makes_mock(made, module):
                    for each in (*made.args, *(keyword.value for keyword in made.keywords)):
                        found[spelt(each)][spelt(target)] = None
    return found


@once
def _emptied(class_: ast.ClassDef, module: Module) -> frozenset[str]:
    """What the tear-downs of a class remove, or remove something of, as it is spelt."""
    downs = (each for each in methods(class_) if _TEAR_DOWN.match(each.name))
    return frozenset(name for down in downs for name in _emptied_by(down, module))


def _emptied_by(down: Function, module: Module) -> Iterator[str]:
    for node in within(down):
        match node:
            case ast.Call(func=func, args=[ast.Attribute(value=owner), *_]) if module.names(func) & _REMOVING:
                yield spelt(owner)
            case ast.Call(func=ast.Attribute(value=owner, attr=word), args=[], keywords=[]):
                if word in _CLEANING:
                    yield spelt(owner)


def is_told_to_person(obligation: Obligation, module: Module) -> bool:
    """Whether a helper tells whoever runs it where the file is, so that it is to be looked at.

    Args:
        obligation: a path that nobody removes.
        module: its module.

    Returns:
        ``True`` outside of tests, hooks and fixtures, and of what these call, where the path is printed.
    """
    function, handle = obligation.function, obligation.handle
    if handle is None or handle.owner or handle.name not in _printed(function, module):
        return False
    return not (_runs_by_itself(function, module) or _serves_tests(function, module))


def _runs_by_itself(function: Function, module: Module) -> bool:
    return is_test(function, module) or is_hook(function) or is_fixture(function, module)


@once
def _serves_tests(function: Function, module: Module) -> bool:
    """Whether a test, a hook or a fixture of the module calls a function."""
    calls = (each for each in module.calls({function.name}) if function in callees(each.func, module))
    users = (user for each in calls if (user := module.function(each)) is not None)
    return any(_runs_by_itself(each, module) for each in users)


@once
def _printed(function: Function, module: Module) -> frozenset[str]:
    """The names that stand in what a function prints."""
    calls = (each for each in within(function) if isinstance(each, ast.Call))
    printed = (node for each in calls if spelt(each.func) == "print" for node in walk(each))
    return frozenset(each.id for each in printed if isinstance(each, ast.Name))
