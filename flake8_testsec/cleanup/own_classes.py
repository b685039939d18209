"""Classes of the project that want to be closed: by name, and at the end of a ``with`` or of the object."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeGuard

from flake8_testsec.cleanup.possessions import ENDS, Opened, is_by_itself, opened_by
from flake8_testsec.cleanup.resources import Resource, named
from flake8_testsec.patterns import lazy
from flake8_testsec.project.found import Found
from flake8_testsec.project.views import View, view_of
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import last_word, spelt, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.suites import is_fixture

_RELEASES = (
    ("__exit__", "close"),
    ("__aexit__", "aclose"),
    ("__aexit__", "close"),
    ("__del__", "close"),
    ("__exit__", "stop"),
    ("__exit__", "shutdown"),
)
"""What a class must have, and what then gives its objects back."""
_IN_MEMORY = frozenset({"io.BytesIO()", "io.StringIO()"})
_OF_MEMORY = ":memory:"
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MAKER = lazy(r"(connect|create|from|init|load|make|new|open|start)(_\w+)?\Z")
"""How methods of a class are called that return an object of it."""
_DOUBLE = lazy(r"(?i)(fake|mock|dummy|stub|null|memory|noop)")
_BASES = 20
"""Classes above one that are looked at."""


def made(module: Module) -> Iterator[tuple[ast.Call, Resource]]:
    """The calls of a module that make an object of such a class, with what they acquire.

    Args:
        module: any module; without the rest of its project there are none.

    Yields:
        Calls that no ``with`` begins with, of classes that are in no table and are no doubles.
    """
    for call in module.nodes(ast.Call) if view_of(module) is not None else ():
        if isinstance(module.parent(call), ast.withitem) or not _may_make(call.func):
            continue
        names = _names(call.func, module)
        if len(names) == 1:
            (name,) = names
            class_ = call.func.value if _is_maker(call.func) else call.func
            row = _row_of(name, last_word(class_), class_ is call.func, module)
            if row is not None and not _holds_memory(call, module):
                yield call, row


def _names(func: ast.expr, module: Module) -> frozenset[str]:
    """What is called, also where it is a class at the top of the module itself."""
    match module.bindings(func) if isinstance(func, ast.Name) else ():
        case (Defined(node=ast.ClassDef() as class_),) if module.above(class_, *_SCOPES) is None:
            return frozenset({".".join((*module.dotted, class_.name))})
        case _:
            return module.names(func)


@once
def _row_of(name: str, shown: str, is_class: bool, module: Module) -> Resource | None:
    """What a call of a qualified name acquires; ``None`` if that is not known, or stands in a table."""
    view = view_of(module)
    if view is None or named(name):
        return None
    opened = opened_by(name, "", view) if is_class else None
    if opened is not None and not _is_replaced(opened.attribute, module):
        return _certain_row(shown, opened, _entered(name, view))
    word = "" if _DOUBLE.search(name) else _release(name, view)
    return _row(shown, word) if word else None


def is_left_by_fixture(call: ast.Call, row: Resource, module: Module) -> bool:
    """Whether a fixture hands out what it has just made, and neither it nor a test that can be seen ends it.

    Args:
        call: what makes it.
        row: what it acquires.
        module: the module.
    """
    outer, function = module.parent(call), module.function(call)
    if not isinstance(outer, (ast.Return, ast.Yield)) or function is None or not is_fixture(function, module):
        return False
    return function.name not in _owners(frozenset(row.release), module)


@once
def _owners(words: frozenset[str], module: Module) -> frozenset[str]:
    """The plain names of which a module has one of these attributes."""
    return frozenset(each.value.id for each in module.attributes(words) if isinstance(each.value, ast.Name))


def is_left_to_itself(call: ast.Call, module: Module) -> bool:
    """Whether the class of what a call makes has a ``__del__``, which may give it back when it is collected.

    Args:
        call: what makes it.
        module: the module.
    """
    view = view_of(module)
    return view is not None and any(
        "__del__" in _members(_class(each), view) for each in module.names(call.func)
    )


def closes_itself(call: ast.Call, module: Module) -> bool:
    """Whether objects of the class of what a call makes may release what they hold when nobody has them.

    Args:
        call: what makes one: the class, or a method of it.
        module: the module.

    Returns:
        ``True`` for a ``__del__`` or a finalizer of the class, or of one above it that can be read.
    """
    view = view_of(module)
    if view is None:
        return False
    found = (each for name in module.names(call.func) for each in _line(_class(name), view))
    return any(is_by_itself(each, view) for each in found)


def _class(name: str) -> str:
    """The class whose object a call of a qualified name makes."""
    owner, _, word = name.rpartition(".")
    return owner if word[:1].islower() else name


def _may_make(func: ast.expr) -> bool:
    return last_word(func)[:1].isupper() or _is_maker(func)


def _is_maker(func: ast.expr) -> TypeGuard[ast.Attribute]:
    """Whether a call is one of a method of a class that returns an object of it: ``Shop.open``."""
    match func:
        case ast.Attribute(value=owner, attr=word):
            return last_word(owner)[:1].isupper() and bool(_MAKER.match(word))
        case _:
            return False


def _holds_memory(call: ast.Call, module: Module) -> bool:
    """Whether what is made is given a file in memory, so that nothing is held by not closing it."""
    given = (*call.args, *(each.value for each in call.keywords))
    return any(module.names(each) & _IN_MEMORY or _OF_MEMORY in (string(each) or "") for each in given)


def _release(name: str, view: View) -> str:
    """The method that gives back an object which a call of a qualified name makes; empty if none is known."""
    class_, word = _class(name), name.rpartition(".")[2]
    if "(" in class_ or not class_:
        return ""
    has = _members(class_, view)
    if class_ != name and word not in has:
        return ""
    return next((release for entered, release in _RELEASES if entered in has and release in has), "")


def _members(qualified: str, view: View) -> frozenset[str]:
    """What a class of the project and those above it define; nothing for what is no such class."""
    return frozenset(name for found in _line(qualified, view) for name in found.class_.sets)


def _line(qualified: str, view: View) -> Iterator[Found]:
    """A class of the project and those above it that can be read."""
    waiting = [(qualified, "")]
    for name, path in waiting:
        for found in view.classes(name, path) if len(waiting) < _BASES else ():
            if isinstance(found, Found):
                yield found
                waiting += [(base, found.module.path) for base in found.class_.bases if base]


@lru_cache(maxsize=512)
def _row(what: str, word: str) -> Resource:
    remedy = "use async with" if word == "aclose" else "use with"
    release = (word, "quit")  # which takes leave of the peer first
    return Resource(what, (), "TSE322", release, awaited=word == "aclose", remedy=remedy, unread=True)


@once
def _is_replaced(attribute: str, module: Module) -> bool:
    """Whether a module puts something else into an attribute: a double that holds nothing."""
    stored = (each for each in module.attributes({attribute}) if isinstance(each.ctx, ast.Store))
    if any(spelt(each.value) not in ("self", "cls") for each in stored):
        return True
    return attribute in module.literals and module.mentions("setattr", "patch.object")


def _entered(name: str, view: View) -> str:
    """How objects of a class are given back by a block; empty if they cannot be."""
    has = _members(name, view)
    if {"__enter__", "__exit__"} <= has:
        return "use with"
    return "use async with" if {"__aenter__", "__aexit__"} <= has else ""


@lru_cache(maxsize=512)
def _certain_row(what: str, opened: Opened, entered: str) -> Resource:
    """The row of an object that has opened something as soon as it is made."""
    by_hand = f"{'await' if opened.awaited else 'call'} {opened.words[0]}() in finally"
    remedy = entered if entered and not opened.begun_by else by_hand
    release = dict.fromkeys((*opened.words, *ENDS))
    return Resource(
        what,
        opened.made_by,
        "TSE322",
        tuple(release),
        begun_by=opened.begun_by,
        awaited=opened.awaited,
        remedy=remedy,
    )
