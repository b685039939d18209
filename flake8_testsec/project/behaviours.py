"""What the functions of one module are when they are called, and what they give back to the caller.

Facts of one file, without a look at others; what they come to together is for `inferred` to say.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flake8_testsec.project.facts import name_of
from flake8_testsec.project.fixtures import fixture_name
from flake8_testsec.project.recipes import Recipe, annotated, recipes
from flake8_testsec.settings import Settings
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture

COROUTINE, FUNCTION, GENERATOR = "coroutine", "function", "generator"
MANAGER, FIXTURE, CLASS, OTHER = "manager", "fixture", "class", "other"

_PLAIN = frozenset({"abstractmethod", "classmethod", "final", "override", "staticmethod"})
"""Decorators that leave what a call does as it is, by their last words, as only they have them."""
_MANAGERS = frozenset({"asynccontextmanager", "contextmanager"})
_OF_CLASSES = frozenset(
    {"dataclass", "final", "frozen", "define", "attrs", "total_ordering", "dataclass_json"}
)
_METACLASSES = frozenset({"ABCMeta", "type"})


class Behaviour(NamedTuple):
    """What a definition is, in one word of this module; for a function, what it may give to its caller, or a
    generator to whoever iterates, and nothing if one such value is not known."""

    kind: str
    gives: Sequence[Recipe] = ()


Behaviours = Mapping[str, Behaviour]
"""By names that are dotted within a module; a fixture has the name under which tests ask for it."""


@once
def behaviours_of(module: Module) -> Behaviours:
    """The functions, methods and classes of a module, but those inside of functions.

    Args:
        module: the module.

    Returns:
        What each is; `OTHER` for what is defined twice, or changed by a decorator or a metaclass.
    """
    found: dict[str, Behaviour] = {}
    for name, behaviour in _found(module):
        found[name] = Behaviour(OTHER) if name in found else behaviour
    return found


def _found(module: Module) -> Iterator[tuple[str, Behaviour]]:
    for class_ in module.nodes(ast.ClassDef):
        if module.function(class_) is None:
            yield name_of(class_, module), Behaviour(CLASS if _is_plain(class_) else OTHER)
    functions: list[Function] = [*module.nodes(ast.FunctionDef), *module.nodes(ast.AsyncFunctionDef)]
    for function in functions:
        if module.function(function) is None and "overload" not in _words(function):
            changed = _is_stored(function, module)
            yield _name(function, module), Behaviour(OTHER) if changed else _behaviour(function, module)


def _is_stored(function: Function, module: Module) -> bool:
    """Whether the class of a method puts something else under its name."""
    class_ = module.class_of(function)
    return class_ is not None and any(module.stored(function.name, class_))


def _name(function: Function, module: Module) -> str:
    name = name_of(function, module)
    if not is_fixture(function, module):
        return name
    return ".".join((*name.split(".")[:-1], fixture_name(function)))


def _is_plain(class_: ast.ClassDef) -> bool:
    """Whether a class has the methods that are written in it."""
    made = (each for each in class_.keywords if each.arg == "metaclass")
    return {*_words(class_)} <= _OF_CLASSES and all(last_word(each.value) in _METACLASSES for each in made)


def _words(definition: Function | ast.ClassDef) -> Iterator[str]:
    for each in definition.decorator_list:
        yield last_word(each.func if isinstance(each, ast.Call) else each)


def _behaviour(function: Function, module: Module) -> Behaviour:
    kind = _kind(function, module)
    is_yielding = function in module.generators
    if kind == OTHER or (kind == MANAGER and not is_yielding):
        return Behaviour(OTHER)
    values = [*_values(function, module)]
    known = [recipes(each, module) for each in values]
    gives = tuple(dict.fromkeys(one for each in known for one in each)) if all(known) else ()
    return Behaviour(kind, gives or annotated(function.returns, module, yielded=is_yielding))


def _kind(function: Function, module: Module) -> str:
    words = {*_words(function)} - _PLAIN
    if is_fixture(function, module):
        return FIXTURE if len(words) == 1 else OTHER
    if words:
        return MANAGER if len(words) == 1 and words <= _MANAGERS else OTHER
    if function in module.generators:
        return GENERATOR
    return COROUTINE if isinstance(function, ast.AsyncFunctionDef) else FUNCTION


def _values(function: Function, module: Module) -> Iterator[ast.expr]:
    kinds = (ast.Yield,) if function in module.generators else (ast.Return,)
    for node in within(function):
        if isinstance(node, kinds) and node.value is not None:
            yield node.value


def record(source: bytes, path: str) -> object:
    """The behaviours of a file in a form that JSON can say.

    Args:
        source: the file's content.
        path: where it is.

    Returns:
        The record; empty for what cannot be read.
    """
    try:
        module = Module.parse(source, path, Settings())
        found = {name: [each.kind, [*each.gives]] for name, each in behaviours_of(module).items()}
        vars(module).clear()  # its parts name each other, and would wait for the garbage collector
        return found
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}


def restored(kept: object) -> Behaviours:
    """Behaviours from their record.

    Args:
        kept: what `record` returned, or JSON made of it.

    Returns:
        The behaviours; none if the value does not look like a record.
    """
    known: Any = kept if isinstance(kept, dict) else {}
    return {
        name: Behaviour(str(value[0]), value[1])
        for name, value in known.items()
        if isinstance(value, list) and len(value) == 2
    }
