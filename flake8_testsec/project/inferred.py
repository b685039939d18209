"""What an expression stands for by what functions return and fixtures hand over, through other modules.

Each answer is certain or none: one value that is not known, a decorator that nobody knows, a base that cannot
be read before the name is found, and there is no answer. Recipes are followed for a bounded number of steps.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from flake8_testsec.project.behaviours import (
    CLASS,
    COROUTINE,
    FIXTURE,
    Behaviour,
    Behaviours,
    behaviours_of,
    record,
    restored,
)
from flake8_testsec.project.definitions import definition
from flake8_testsec.project.facts import facts_of, name_of
from flake8_testsec.project.found import Found, key_of
from flake8_testsec.project.holders import holders
from flake8_testsec.project.recipes import Recipe, recipes
from flake8_testsec.project.views import View, view_of
from flake8_testsec.source.module import Module, once

OBJECT, PENDING, MANAGED = "object", "pending", "managed"

_STEPS = 25
_BRINGS_NOTHING = frozenset({"object", "abc.ABC", "typing.Generic", "typing.Protocol", "unittest.TestCase"})
_SPACE = "behaviours"


class Thing(NamedTuple):
    """What an expression stands for.

    ``kind`` is a word of `behaviours`, or `OBJECT`, or `PENDING` for what a coroutine function returns, or
    `MANAGED` for what a function returns that is made a context manager. ``owner`` is the class, or that of
    the object that a method is asked of; ``path`` is where ``behaviour`` stands.
    """

    kind: str
    owner: Found | None = None
    behaviour: Behaviour = Behaviour("")
    path: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What tells things apart."""
        return self.kind, self.owner and key_of(self.owner), self.path, self.behaviour.kind


_ABSENT = Thing("absent")


def things(node: ast.expr, module: Module) -> Sequence[Thing]:
    """Everything that an expression may stand for.

    Args:
        node: the expression.
        module: its module.

    Returns:
        The things; none as soon as one is not known, and where nothing is known of other modules.
    """
    return _things(recipes(node, module), node, module)


def called(func: ast.expr, module: Module) -> Sequence[Thing]:
    """Everything that a call may run: what is called, or ``__call__`` of an object.

    Args:
        func: what is called.
        module: its module.

    Returns:
        As `things`.
    """
    found = things(func, module)
    if not any(each.kind == OBJECT for each in found):
        return found
    return _things([("attribute", each, "__call__") for each in recipes(func, module)], func, module)


def _things(found: Sequence[Recipe], node: ast.expr, module: Module) -> Sequence[Thing]:
    view = view_of(module)
    if view is None:
        return ()
    followed = _inference(view, module)
    place = _Place(module.path, _owner(node, module))
    known = [followed.thing(each, place, _STEPS) for each in found]
    return tuple(each for each in known if each is not None) if all(known) else ()


def _owner(node: ast.AST, module: Module) -> Found | None:
    """The class around an expression."""
    class_ = module.above(node, ast.ClassDef)
    if class_ is None or module.function(class_) is not None:
        return None
    own = facts_of(module)
    return next(
        (Found(each, own) for each in own.named(name_of(class_, module)) if each.line == class_.lineno), None
    )


class _Place(NamedTuple):
    """Where a recipe stands: the file, and the class of the object that a method belongs to."""

    path: str
    owner: Found | None


@once
def _inference(view: View, module: Module) -> _Inference:
    return _Inference(view, module)


class _Inference:
    """Recipes followed for one module.

    Args:
        view: the project as the module sees it.
        module: the module.
    """

    def __init__(self, view: View, module: Module) -> None:
        self._view = view
        self._module = module
        self._known: dict[tuple[object, ...], Thing | None] = {}

    def thing(self, recipe: Recipe, place: _Place, steps: int) -> Thing | None:
        """What a recipe comes to; ``None`` if that is not certain."""
        if not steps:
            return None
        match [*recipe]:
            case ["name", str(name)]:
                return self._once(partial(self._named, name, place.path, steps - 1), name, place.path)
            case ["self"]:
                return Thing(OBJECT, place.owner) if place.owner is not None else None
            case ["fixture", str(name)]:
                owner = place.owner
                return self._once(
                    partial(self._handed, name, owner, steps - 1), name, owner and key_of(owner)
                )
            case [str(kind), inner, *word]:
                found = self.thing(inner, place, steps - 1)
                return self._made(kind, found, str(*word), steps - 1) if found is not None else None
            case _:
                return None

    def _once(self, work: Callable[[], Thing | None], *about: object) -> Thing | None:
        """An answer that was found before; what is asked for while it is looked for is not known."""
        if about not in self._known:
            self._known[about] = None
            self._known[about] = work()
        return self._known[about]

    def _made(self, kind: str, found: Thing, word: str, steps: int) -> Thing | None:
        match kind, found.kind:
            case "attribute", "class" | "object" if found.owner is not None:
                return _present(self._member(found.owner, word, found.owner, steps))
            case "instance", "class":
                return found._replace(kind=OBJECT)
            case "call", "class" if found.owner is not None and "__new__" not in found.owner.class_.sets:
                return found._replace(kind=OBJECT)
            case "call", "coroutine":
                return found._replace(kind=PENDING)
            case "call", "manager":
                return found._replace(kind=MANAGED)
            case ("call", "function") | ("await", "pending") | ("enter", "managed"):
                return self._given(found, steps)
            case "enter", "object" if found.owner is not None:
                return self._entered(found.owner, steps)
            case _:
                return None

    def _given(self, found: Thing, steps: int) -> Thing | None:
        """What a function gives; ``None`` if that may be several things."""
        owner, gives = found.owner, str(found.behaviour.gives)
        return self._once(partial(self._alike, found, steps), gives, found.path, owner and key_of(owner))

    def _alike(self, found: Thing, steps: int) -> Thing | None:
        place = _Place(found.path, found.owner)
        given = [self.thing(each, place, steps) for each in found.behaviour.gives]
        first = given[0] if given else None
        alike = all(each is not None and first is not None and each.key == first.key for each in given)
        return first if alike else None

    def _entered(self, class_: Found, steps: int) -> Thing | None:
        """What a ``with`` gets of an object: both of its hooks agree, if it has both."""
        hooks = [self._member(class_, name, class_, steps) for name in ("__enter__", "__aenter__")]
        given = [self._given(each, steps) for each in hooks if each is not None and each is not _ABSENT]
        if None in hooks or not given or None in given:
            return None
        return given[0] if len({each.key for each in given if each is not None}) == 1 else None

    def _named(self, name: str, path: str, steps: int) -> Thing | None:
        """What a qualified name stands for: a class, something of a class, or a function."""
        if (class_ := self._class(name, path)) is not None:
            return Thing(CLASS, class_)
        above, _, word = name.rpartition(".")
        if above and (class_ := self._class(above, path)) is not None:
            return _present(self._member(class_, word, class_, steps))
        own = facts_of(self._module)
        prefix = own.dotted + "."
        if path == own.path and name.startswith(prefix):
            return self._defined(name.removeprefix(prefix), path, None)
        found = definition(name, path, self._view)
        return self._defined(found.name, found.module.path, None) if found is not None else None

    def _defined(self, name: str, path: str, owner: Found | None) -> Thing | None:
        behaviour = self._behaviours(path).get(name)
        return Thing(behaviour.kind, owner, behaviour, path) if behaviour is not None else None

    def _class(self, name: str, path: str) -> Found | None:
        match [*self._classes(name, path)]:
            case [Found() as found]:
                return found
            case _:
                return None

    def _classes(self, name: str, path: str) -> Iterator[Found | str]:
        own = facts_of(self._module)
        if path == own.path and name.startswith(own.dotted + "."):
            yield from (Found(each, own) for each in own.named(name.removeprefix(own.dotted + ".")))
        else:
            yield from self._view.classes(name, path)

    def _member(self, class_: Found, word: str, receiver: Found, steps: int) -> Thing | None:
        """What a class or one above it has under a name: `_ABSENT` if none has it, ``None`` if one may."""
        path, name = class_.module.path, class_.class_.name
        if not steps or self._behaviours(path).get(name, Behaviour("")).kind != CLASS:
            return None
        if word in class_.class_.sets:
            return self._defined(f"{name}.{word}", path, receiver)
        work = partial(self._inherited, class_, word, receiver, steps)
        return self._once(work, word, key_of(class_), key_of(receiver))

    def _inherited(self, class_: Found, word: str, receiver: Found, steps: int) -> Thing | None:
        """What the classes above a class have under a name.

        Of its bases the first one that has it itself comes first for Python, too; for what a base has from
        above it, a later base may have something else that comes before, unless all have the same.
        """
        met = _ABSENT
        for base in class_.class_.bases:
            above = self._base(base, class_.module.path)
            found = self._above(above, word, receiver, steps - 1)
            if met is _ABSENT and isinstance(above, Found) and word in above.class_.sets:
                return found
            if found is None or (met is not _ABSENT and found not in (met, _ABSENT)):
                return None
            met = found if met is _ABSENT else met
        return met

    def _base(self, base: str, path: str) -> Found | str:
        """The class that a base is, or its name; empty if it may be several."""
        match [*self._classes(base, path)] if base else []:
            case [found]:
                return found
            case _:
                return ""

    def _above(self, class_: Found | str, word: str, receiver: Found, steps: int) -> Thing | None:
        if isinstance(class_, Found):
            return self._member(class_, word, receiver, steps)
        return _ABSENT if class_ in _BRINGS_NOTHING else None

    def _handed(self, name: str, class_: Found | None, steps: int) -> Thing | None:
        """What pytest hands over: by a fixture of the class, of the module, or of the nearest conftest."""
        own = self._member(class_, name, class_, steps) if class_ is not None else _ABSENT
        if own is not _ABSENT:
            return self._of_fixture(own, steps)
        for holder in holders(self._view, self._module):
            if holder.stars:
                return None
            if holder.meant(name):
                return self._of_fixture(self._named(holder.meant(name)[0], holder.path, steps), steps)
            if name in self._behaviours(holder.path):
                return self._of_fixture(self._defined(name, holder.path, None), steps)
        return None

    def _of_fixture(self, found: Thing | None, steps: int) -> Thing | None:
        return self._given(found, steps) if found is not None and found.kind == FIXTURE else None

    def _behaviours(self, path: str) -> Behaviours:
        if path == self._module.path:
            return behaviours_of(self._module)
        return _read(path, self._module)


def _present(found: Thing | None) -> Thing | None:
    return None if found is _ABSENT else found


@once
def _read(path: str, module: Module) -> Behaviours:
    view = view_of(module)
    assert view is not None
    view.consulted[path], kept = view.source(path).learned(_SPACE, path, record)
    return restored(kept)


def is_coroutine(func: ast.expr, module: Module) -> bool:
    """Whether everything that a called expression may stand for is a coroutine function.

    Args:
        func: what is called.
        module: its module.

    Returns:
        ``False`` also if that is not certain.
    """
    found = called(func, module)
    return bool(found) and all(each.kind == COROUTINE for each in found)
