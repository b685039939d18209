"""What is known of one module, its classes and functions: tuples that can be kept on disk once `settled`."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar, overload

from flake8_testsec.project.hooks import HookFacts

_T = TypeVar("_T")


class Later(Sequence[_T], Generic[_T]):
    """A tuple that is worked out when it is first looked into.

    Args:
        work: gives its elements.
    """

    def __init__(self, work: Callable[[], Iterable[_T]]) -> None:
        self._work = work

    @cached_property
    def whole(self) -> tuple[_T, ...]:
        """The tuple."""
        found = self._work()
        return found if isinstance(found, tuple) else tuple(found)

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[_T, ...]: ...
    def __getitem__(self, index: int | slice) -> _T | tuple[_T, ...]:
        return self.whole[index]

    def __len__(self) -> int:
        return len(self.whole)

    def __iter__(self) -> Iterator[_T]:
        return iter(self.whole)

    def __contains__(self, element: object) -> bool:
        return element in self.whole


class ClassFacts(NamedTuple):
    """One class statement: ``name`` is dotted within the module (``Outer.Inner``), ``bases`` are qualified
    names in their order, and empty where one cannot be told; ``sets`` are the names bound in its body and the
    attributes of ``self`` that its methods set, the hooks apart."""

    name: str
    line: int
    bases: tuple[str, ...]
    sets: Sequence[str]
    undoes: Sequence[str]
    hooks: Sequence[HookFacts]

    def hook(self, name: str) -> HookFacts | None:
        """The set-up or tear-down method of a name that the class itself defines."""
        if name not in self.sets:  # which is at hand; to know what hooks do, their file may be read again
            return None
        return next((each for each in reversed(self.hooks) if each.name == name), None)


class FunctionFacts(NamedTuple):
    """One function or method (``Class.method``): ``undoes`` is what is as before when it has ended, as a
    fixture, context manager or decorator; ``returns`` are the qualified names of all it may return, and
    empty if one is not known. A fixture has the name under which tests ask for it."""

    name: str
    fixture: bool
    autouse: bool
    undoes: Sequence[str]
    returns: Sequence[str]

    @property
    def says_something(self) -> bool:
        """Whether there is anything to know of it."""
        return bool(self.fixture or self.undoes or self.returns)


class _ModuleFacts(NamedTuple):
    path: str
    dotted: str
    imports: tuple[tuple[str, str], ...]
    stars: tuple[str, ...]
    plugins: tuple[str, ...]
    classes: tuple[ClassFacts, ...]
    functions: Sequence[FunctionFacts]
    together: tuple[str, ...]
    undoes: tuple[str, ...]
    bound: Sequence[str]
    constants: Sequence[str]
    always: Sequence[str]
    firsts: Sequence[str]
    sometimes: Sequence[str]


class ModuleFacts(_ModuleFacts):
    """One module: ``imports`` are pairs of a name of the module and a qualified name that it may stand for,
    ``stars`` the modules of which all names are taken, ``plugins`` those that pytest loads with it,
    ``together`` the bases that some class inherits beside another, ``undoes`` what its own hooks give back
    for each of its tests, ``bound`` the names that it has once it is imported, and ``*`` for more,
    ``constants`` the names at its top that stand for nothing but literals, ``always`` the names that it binds
    on every way, and as ``Class.name`` those that its classes do, ``firsts`` each name that its top
    binds once, to a literal that is no text, with that value, see `first_value`, ``sometimes`` the names that
    it binds in one branch and not in another."""

    def named(self, name: str) -> tuple[ClassFacts, ...]:
        """The classes of a name, dotted within the module; several if it is defined more than once."""
        return tuple(self._classes.get(name, ()))

    @cached_property
    def _classes(self) -> Mapping[str, Sequence[ClassFacts]]:
        return _grouped((each.name, each) for each in self.classes)

    def function(self, name: str) -> FunctionFacts | None:
        """The function or fixture of a name; of several the last one."""
        found = reversed(self._functions.get(name, ()))
        return next((each for each in found if each.says_something), None)

    @cached_property
    def _functions(self) -> Mapping[str, Sequence[FunctionFacts]]:
        return _grouped((each.name, each) for each in self.functions)

    def fixtures(self, class_: str) -> Sequence[str]:
        """The names of the fixtures that a class of the module itself defines."""
        return self._fixtures.get(class_, ())

    @cached_property
    def _fixtures(self) -> Mapping[str, Sequence[str]]:
        parts = (each.name.rpartition(".") for each in self.functions if each.fixture)
        return _grouped((class_, name) for class_, _, name in parts)

    def has_beside_others(self, base: str) -> bool:
        """Whether some class inherits a base of this qualified name beside another."""
        return base in self._beside

    @cached_property
    def _beside(self) -> frozenset[str]:
        return frozenset(self.together)

    def meant(self, name: str) -> tuple[str, ...]:
        """The qualified names that an imported or assigned name of the module may stand for."""
        return tuple(self._meanings.get(name, ()))

    @cached_property
    def _meanings(self) -> Mapping[str, Sequence[str]]:
        return _grouped(self.imports)


def first_value(name: str, value: ast.Constant) -> str:
    """A name and the literal that a module gives it, in one word.

    Args:
        name: the name.
        value: the literal.

    Returns:
        The assignment as ``firsts`` has it.
    """
    return f"{name} = {value.value!r}"


def _grouped(pairs: Iterable[tuple[str, _T]]) -> Mapping[str, Sequence[_T]]:
    groups: dict[str, list[_T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)
