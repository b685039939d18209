"""Which code of other files a file calls, and where that stands as far as it is of the project."""

from __future__ import annotations

import ast
import builtins
import pathlib
import sys
import unittest
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.review.bases import called_on_self, hooks_above
from flake8_testsec.review.called_values import attributes, held
from flake8_testsec.review.fixtures import asked, decorated
from flake8_testsec.review.meant_calls import through_parameters
from flake8_testsec.review.places import functions
from flake8_testsec.source.bindings import Binding, Bound, Defined, bound_name
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.vocabulary.testing.assertions import MOCK_ASSERTIONS
from flake8_testsec.vocabulary.testing.suites import is_at_top

_SHOWN = 3
"""Calls that a denial names."""
_MOST = 50
"""Classes and other names of them that are looked through for a method."""
_LONGEST = 40
"""Characters of what a method is called on, if that is shown."""

_QUIET = frozenset(
    {
        "pytest",
        "mock",
        "hypothesis",
        "pytest_mock",
        "_pytest",
        "numpy",
        "attr",
        "attrs",
        "six",
        "typing_extensions",
    }
)
_LIBRARY = sys.stdlib_module_names | _QUIET
"""What makes tests and values: calls of it are told by what they do."""


_PLAIN = frozenset(
    word for kind in (str, bytes, list, dict, set, int, float, pathlib.Path) for word in dir(kind)
)
"""Methods of plain values and paths: what they do is told by what they are called."""
_OF_CASES = frozenset({*dir(unittest.TestCase), "addAsyncCleanup", "enterAsyncContext"})


class Reached(NamedTuple):
    """A function or a class of another file that is called."""

    name: str
    """Its qualified name."""
    shown: str
    """How it is called where that is first done."""
    calls: Sequence[ast.AST]
    is_entered: bool = False
    """Whether it is a method of what a ``with`` statement gives, which the class itself decides."""


@once
def reached(module: Module) -> Sequence[Reached]:
    """What a file calls of what it imports, the standard library and what runs tests left out.

    Args:
        module: the module.

    Returns:
        Functions and classes in the order in which they are first called.
    """
    found: dict[str, list[ast.Call]] = defaultdict(list)
    heads = _heads(module)
    for call in module.nodes(ast.Call) if heads else ():
        first = _first(call.func)
        for name in sorted(module.names(call.func)) if first in heads else ():
            if any(name == each or name.startswith(f"{each}.") for each in heads[first]) and "(" not in name:
                found[name].append(call)
    for name, call in through_parameters(module) if heads else ():
        if name.partition(".")[0] not in _LIBRARY:
            found[name].append(call)
    several = sorted(found.items(), key=lambda pair: (pair[1][0].lineno, pair[1][0].col_offset, pair[0]))
    return tuple(Reached(name, f"{spelt(calls[0].func)}()", calls) for name, calls in several)


@once
def methods_reached(module: Module) -> Sequence[Reached]:
    """What a file calls of objects whose class is imported and certain: ``till = Till()``, ``till.ring()``.

    Args:
        module: the module.

    Returns:
        The methods by the qualified names of their classes, in the order in which they are first called.
    """
    found: dict[tuple[str, bool], list[ast.Call]] = defaultdict(list)
    for call in module.nodes(ast.Call):
        match call.func:
            case ast.Attribute(value=ast.Name() | ast.Call() as owner, attr=word):
                names = module.names(call.func)
                class_ = _CLASS_OF.match(next(iter(names))) if len(names) == 1 else None
                if class_ is not None and not _is_of_library(class_[1]):
                    found[f"{class_[1]}.{word}", _is_entered(owner, module)].append(call)
    several = found.items()
    return tuple(Reached(name, f"{spelt(calls[0].func)}()", calls, way) for (name, way), calls in several)


def _is_entered(name: ast.expr, module: Module) -> bool:
    """Whether a name is bound by a ``with`` statement to what entering something gives."""
    if not isinstance(name, ast.Name):
        return False
    places = (each.node for each in module.bindings(name) if isinstance(each, Bound))
    return any(isinstance(module.parent(each), ast.withitem) for each in places)


_CLASS_OF = lazy(r"((?:\w+\.)+_*[A-Z]\w*)\(\)\.\w+\Z")
"""A method of what a class makes, by its qualified name."""


def _heads(module: Module) -> Mapping[str, Sequence[str]]:
    """What the local names of imports from elsewhere stand for."""
    found: dict[str, list[str]] = defaultdict(list)
    for local, meant in module.scopes.imported():
        top = meant.partition(".")[0]
        if top and top not in _LIBRARY:
            found[local.partition(".")[0]].append(meant)
    return found


def _first(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


@once
def unread(module: Module) -> str:
    """What a denial must add: the code of other files that is called, and was not followed to its end.

    Args:
        module: the module.

    Returns:
        A sentence with a blank before it; empty if nothing of this is called.
    """
    of_objects = [*dict.fromkeys(_methods(module))]
    groups = {
        "": [*_names(module)],
        "methods of objects: ": of_objects,
        "what names stand for here: ": [each for each in held(module) if each not in of_objects],
        "what is inherited: ": [*dict.fromkeys((*_hooks(module), *_inherited(module)))],
    }
    told = [f"{words}{_few(names)}" for words, names in groups.items() if names]
    return f" Called here, among other such code: {'; '.join(told)}." if told else ""


def _few(names: Sequence[str]) -> str:
    others = ["more"] if len(names) > _SHOWN else []
    told = [*names[:_SHOWN], *others]
    return f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]


def _names(module: Module) -> Iterator[str]:
    """What is called, functions before what is called like a class."""
    found = (each for each in reached(module) if each.name.rpartition(".")[2] not in MOCK_ASSERTIONS)
    every = [*dict.fromkeys(each.shown for each in found)]
    is_class = {each: each.rpartition(".")[2][:1].isupper() for each in every}
    yield from sorted(every, key=lambda each: is_class[each])


def _methods(module: Module) -> Iterator[str]:
    """Methods of objects that are not made by the standard library, as their names tell, and fixtures."""
    given = {each.name for each in (*asked(module), *decorated(module))}
    heads = _heads(module)
    own = {each.name for each in (*module.nodes(ast.ClassDef), *functions(module))}
    say_themselves = frozenset(each for each in module.called if each in _PLAIN or _is_mocked(each))
    for call in module.nodes(ast.Call):
        match call.func:
            case ast.Name(id=name) if name in given:
                yield f"{name}()"
            case ast.Attribute(value=owner, attr=word) if word not in say_themselves and not _is_own(owner):
                is_here = isinstance(owner, ast.Name) and owner.id in own  # a method of a class of the file
                if not is_here and not _is_known_kind(owner, word, module):
                    yield from _unless_told(call.func, heads, module)


def _unless_told(func: ast.Attribute, heads: Container[str], module: Module) -> Iterator[str]:
    """How a method is called, unless it is known."""
    if not _is_told(module.names(func), _first(func), heads):
        shown = spelt(func)
        yield f"{shown}()" if len(shown) <= _LONGEST else f"….{func.attr}()"


def _is_known_kind(owner: ast.expr, word: str, module: Module) -> bool:
    """Whether all that something stands for is made here by a class of the file, or by the library."""
    match owner:
        case ast.Subscript():
            return all(_is_made(each, word, module) for each in _entries(owner.value, module) or [owner])
        case ast.Call():
            return _is_made(owner, word, module)
        case ast.Name():
            made = [
                isinstance(each, Bound) and _is_made(each.value, word, module)
                for each in module.bindings(owner)
            ]
            return bool(made) and all(made)
        case _:
            return False


def _entries(owner: ast.expr, module: Module) -> Sequence[ast.expr]:
    """The values of a display of pairs that a name is bound to; none if it is bound to something else."""
    bindings = module.bindings(owner) if isinstance(owner, ast.Name) else ()
    match [*bindings]:
        case [Bound(value=ast.Dict(values=values))]:
            return values
        case _:
            return ()


def _is_made(value: ast.expr, word: str, module: Module) -> bool:
    """Whether a value is made by a class of the file that has a method itself, or by the library."""
    if not isinstance(value, ast.Call):
        return False
    names = module.names(value.func)
    return (bool(names) and all(map(_is_of_library, names))) or (_has(value.func, word, module))


def _has(name: ast.expr, word: str, module: Module) -> bool:
    """Whether a name is that of a class whose method of a name certainly is written in this file."""
    return isinstance(name, ast.Name) and _defines(module.bindings(name), word, module)


@once
def _defines(bound: tuple[Binding, ...], word: str, module: Module) -> bool:
    """Whether classes, or else their bases, have a method, and all that may stand before it is known."""
    waiting, seen, found = [*bound], {*bound}, False
    while waiting:
        match _step(waiting.pop(), word, module):
            case True:
                found = True
            case [*above] if len(seen.union(above)) <= _MOST:
                waiting += [one for one in dict.fromkeys(above) if one not in seen]
                seen.update(above)
            case _:
                return False
    return found


def _step(bound: Binding, word: str, module: Module) -> bool | Sequence[Binding]:
    """Whether a class has a method itself; if its body says nothing, what its bases are bound to."""
    match bound:
        case Defined(node=ast.ClassDef(bases=bases) as class_):
            above = [module.bindings(each) if isinstance(each, ast.Name) else () for each in bases]
            unless = all(above) and [one for each in above for one in each]
            return _members(class_, module).get(word, unless)
        case Bound(value=ast.Name() as other):
            return module.bindings(other) or False
        case _:
            return False


@once
def _members(class_: ast.AST, module: Module) -> Mapping[str, bool]:
    """The names that the body of a class binds, and whether nothing but ``def`` does."""
    found: dict[str, bool] = {}
    for each in within(class_):
        if name := bound_name(each):
            found[name] = found.get(name, True) and isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    return found


def _is_own(owner: ast.expr) -> bool:
    """Whether a method is one of the test itself."""
    match owner:
        case ast.Name(id="self" | "cls" | "mocker" | "monkeypatch") | ast.Call(func=ast.Name(id="super")):
            return True
        case ast.Attribute(value=ast.Name(id="mocker")):
            return True
        case _:
            return False


def _is_told(names: frozenset[str], first: str, heads: Container[str]) -> bool:
    """Whether something is a function that was imported, or a method of what the standard library makes."""
    return bool(names) and all(_is_of_library(each) or ("(" not in each and first in heads) for each in names)


@lru_cache(maxsize=8192)
def _is_of_library(name: str) -> bool:
    """Whether a name is of the standard library, or what a builtin such as ``open`` returns."""
    top = name.partition(".")[0].removesuffix("()")
    return top in _LIBRARY or top in vars(builtins)


def _is_mocked(word: str) -> bool:
    return word.startswith(("assert", "fail", "skip", "addCleanup", "add_cleanup", "reset_mock"))


def _inherited(module: Module) -> Iterator[str]:
    """Methods of a test's own object that no class of this file defines."""
    own = {each.name for each in functions(module)} | attributes(module)
    for calls in called_on_self(module).values():
        for word, _ in calls:
            if not (word in own or word in _OF_CASES or _is_mocked(word)):
                yield f"self.{word}()"
    for call in module.nodes(ast.Call):
        match call.func:
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=word):
                yield from () if word in _OF_CASES else (f"super().{word}()",)


def _hooks(module: Module) -> Iterator[str]:
    """Set-ups and tear-downs of base classes in other files, which run around each test."""
    for class_ in module.nodes(ast.ClassDef):
        for owned in hooks_above(class_, module) if is_at_top(class_, module) else ():
            if owned.class_.path:
                yield f"{owned.class_.name}.{owned.method.name}()"
