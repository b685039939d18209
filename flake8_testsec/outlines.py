"""What is known of a rule without importing it: where it speaks, and what its checks enrol for.

That stands in ``enrolments.py``, which ``python docs/generate.py`` writes from the rules. A check is imported
when it is first asked: most files have the words of few rules, and to import all takes longer than a review.
A first look at where a word stands is imported likewise, and from lighter modules; see ``Enrolment``.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple, TypeVar, cast

from flake8_testsec.enrolments import ENROLMENTS
from flake8_testsec.evidence.kinds import ALONE
from flake8_testsec.rule import Check, Enrolment, Look, Role, Rule
from flake8_testsec.settings import Settings

_PACKAGE = "flake8_testsec."
_ROOM = f"{_PACKAGE}rules."


class Unavailable(Exception):
    """A rule cannot be imported; the cause says why."""


class Outline(NamedTuple):
    """A rule as far as the engine must know it; its checks are imported when they are asked."""

    code: str
    roles: Role
    default: bool
    module_name: str
    enrolments: tuple[Enrolment, ...]

    def load(self) -> None:
        """Import the rule now; one that cannot be imported says so when it is asked."""
        for enrolment in self.enrolments:
            for each in (enrolment.look, enrolment.check):
                with suppress(Unavailable):
                    _ = cast(_Late, each).imported() if each is not None else None


class _Late:
    """Stands in for a check, or for a look.

    Args:
        module_name: the module.
        name: the function's name there.
    """

    def __init__(self, module_name: str, name: str) -> None:
        self._module_name = module_name
        self._name = name
        self.known: Callable[..., Any] | None = None
        self._error: Exception | None = None

    def __call__(self, *args: object) -> Any:
        return (self.known or self.imported())(*args)

    def imported(self) -> Callable[..., Any]:
        """The function itself.

        Raises:
            Unavailable: the module cannot be imported, which is tried once.
        """
        if self._error is None:
            try:
                module = importlib.import_module(self._module_name)
                self.known = function = cast("Callable[..., Any]", getattr(module, self._name))
            except Exception as error:  # whatever one rule does, the others go on
                self._error = error
            else:
                return function
        raise Unavailable(self._module_name) from self._error


_F = TypeVar("_F")


def imported(function: _F) -> _F:
    """A function itself, if it was imported already, in place of what stands in for it."""
    return cast("_F", function.known or function) if isinstance(function, _Late) else function


def _outlines() -> Iterator[Outline]:
    for code, module, roles, default, checks in ENROLMENTS:
        enrolments = tuple(_enrolments(_ROOM + module, checks))
        yield Outline(code, _roles(roles), default, _ROOM + module, enrolments)


@cache
def _roles(names: tuple[str, ...]) -> Role:
    return reduce(or_, map(Role.__getitem__, names))


def _enrolments(
    module_name: str, checks: tuple[tuple[str, Mapping[str, tuple[str, ...]]], ...]
) -> Iterator[Enrolment]:
    known: dict[str, Check] = {name: _Late(module_name, name) for name, _ in checks}
    for name, fields in checks:
        given: dict[str, Any] = {**fields}
        given |= {field: _types(fields[field]) for field in ("types", "holds") if field in fields}
        if "look" in fields:
            given["look"] = _look(*fields["look"])
        if all(given.values()):  # else it wants nodes of another Python, or of no Python file
            yield Enrolment(known[name], **given)


@cache
def _look(name: str) -> Look:
    module, _, function = name.rpartition(".")
    return _Late(_PACKAGE + module, function)


def _types(names: Iterable[str]) -> tuple[type[ast.AST], ...]:
    return tuple(getattr(ast, name) for name in names if hasattr(ast, name))


OUTLINES = {outline.code: outline for outline in _outlines()}
"""The outlines of all rules by code, in order of their codes."""


def is_default(code: str) -> bool | None:
    """Whether a rule, or what only runs of the tests can see, is told unless it is ignored.

    Args:
        code: its code.

    Returns:
        ``None`` for a code that is not ours.
    """
    return OUTLINES[code].default if code in OUTLINES else ALONE.get(code)


def wanted(settings: Settings) -> Iterator[Outline]:
    """The rules that are on by default, and those that are asked for."""
    return (each for each in OUTLINES.values() if each.default or settings.enables(each.code))


@cache
def rule_of(code: str) -> Rule | None:
    """Import one rule.

    Args:
        code: its code.

    Returns:
        The rule; ``None`` if there is none with this code.
    """
    if code not in OUTLINES:
        return None
    name = OUTLINES[code].module_name
    return replace(cast(Rule, importlib.import_module(name).rule), module_name=name)


def rules_of(kind: type[ast.AST]) -> Iterator[Rule]:
    """Import the rules that enrol for a type of nodes which no Python file has.

    Args:
        kind: the type.

    Yields:
        The rules, in order of their codes.
    """
    name = f"{kind.__module__}.{kind.__name__}"
    for _, module, _, _, checks in ENROLMENTS:
        if any(name in enrolled.get("types", ()) for _, enrolled in checks):
            rule: Rule = importlib.import_module(_ROOM + module).rule
            yield rule
