"""What a rule is, and what it says: data only, no code is looked at here."""

from __future__ import annotations

import ast
import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from flake8_testsec.finding import NO_FIX, Edit, Fix
from flake8_testsec.settings import Option

FAMILIES = {
    "1": "credentials",
    "2": "inputs",
    "3": "cleanup",
    "4": "exceptions",
    "5": "disabled",
    "6": "doubles",
    "7": "execution",
    "8": "disclosure",
}
"""The names of the families by the first digit of their codes."""


class Role(enum.Flag):
    """What a file is for: rules say which roles they speak in."""

    TEST = enum.auto()
    SUPPORT = enum.auto()
    SETTINGS = enum.auto()
    PRODUCTION = enum.auto()
    NEUTRAL = enum.auto()
    """Documentation, benchmarks, scripts, input of tests: no rule speaks there."""

    ANY = TEST | SUPPORT | SETTINGS | PRODUCTION


class Severity(enum.Enum):
    """How bad a true finding is; whether a rule is on by default is another matter."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Span(NamedTuple):
    """A place in a file: lines from 1, columns from 0 in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


Place = ast.AST | Span


class Pointer(NamedTuple):
    """A further place that makes a finding believable, before columns are converted."""

    place: Place
    message: str


class Hit(NamedTuple):
    """What a check yields: the place as the check knows it, which the engine turns into a finding."""

    code: str
    message: str
    place: Place
    related: tuple[Pointer, ...] = ()
    fix: Fix = NO_FIX
    makes_fix: Callable[[], Fix] | None = None
    """What works the fix out, where that costs more than to find what is wrong."""
    severity: Severity | None = None
    """That of the rule; none for faults of ours."""

    def fixed(self, *edits: Edit, safe: bool = False) -> Hit:
        """The same with what its message says to do, for a program; see ``fixing``.

        Args:
            edits: what it takes; nothing if it cannot be done here.
            safe: whether a test that passes and is right does the same afterwards.
        """
        return self._replace(fix=Fix(edits, safe)) if edits else self

    def fixed_by(self, makes_fix: Callable[[], Fix]) -> Hit:
        """The same with what works its fix out, once somebody asks for it."""
        return self._replace(makes_fix=makes_fix)


Check = Callable[..., Iterator[Hit]]
"""Takes the node it enrolled for and the module (a module check: the module alone)."""

Look = Callable[..., bool]
"""Takes what the check takes; see ``Enrolment``."""

_C = TypeVar("_C", bound=Check)


class Enrolment(NamedTuple):
    """What a check wants to see; nothing of all that stands for the module as a whole."""

    check: Check
    types: tuple[type[ast.AST], ...] = ()
    names: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    # Of these, every file has one in which a check of nodes by their types, of calls by their names, or of
    # the module, can report anything; without any, it is asked in every file.
    hints: tuple[str, ...] = ()
    """Words, or parts of words, of the text."""
    calls: tuple[str, ...] = ()
    """Last words of what is called, also under another name that an import gives it."""
    holds: tuple[type[ast.AST], ...] = ()
    """Types of nodes."""
    look: Look | None = None
    """Whether the check may report anything of what it is given; told without importing the rule."""

    @property
    def of_module(self) -> bool:
        """Whether the check takes the module as a whole."""
        return not (self.types or self.names or self.methods or self.attributes)


@dataclass(frozen=True, eq=False, repr=False)
class Rule:
    """Everything about one rule but its name and family, which are its file's and folder's.

    Args:
        code: ``TSE`` and three digits, never used twice; the first digit is the family.
        summary: one line that stands alone: in lists, in reports, and as the message without template.
        roles: the roles of the files in which the rule speaks.
        cwe: number in the Common Weakness Enumeration.
        since: the version that brought the rule.
        default: whether it speaks without being enabled by name.
        severity: how bad a true finding is.
        why: prose, why this is a defect.
        fix: prose, what to do instead.
        bad: examples with carets under what is reported.
        good: near misses, in which nothing is reported.
        message: template of the one-line message, filled by the words given to ``at``.
        options: the options that this rule reads from the settings.
        fixable: prose: what of the remedy a program can do and whether that is safe, or why it cannot.
    """

    code: str
    summary: str
    roles: Role
    cwe: int
    since: str
    default: bool
    severity: Severity
    why: str
    fix: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    message: str = ""
    options: tuple[Option, ...] = ()
    fixable: str = ""
    enrolments: list[Enrolment] = field(default_factory=list)
    module_name: str = ""

    @property
    def name(self) -> str:
        """The published name: the file's name with dashes."""
        return self.module_name.rpartition(".")[2].replace("_", "-")

    @property
    def file(self) -> str:
        """The file's path below the folder that holds the package, with slashes."""
        return self.module_name.replace(".", "/") + ".py"

    @property
    def family(self) -> str:
        """The family's name, by the code's first digit."""
        return FAMILIES.get(self.code[3:4], "")

    def on(
        self, *types: type[ast.AST], hints: tuple[str, ...] = (), look: Look | None = None
    ) -> Callable[[_C], _C]:
        """Enrol a check for every node of these types; with hints, in files whose text has one of them; with
        a look, for those that it says yes to."""
        return self._enrol(lambda check: Enrolment(check, types=types, hints=hints, look=look))

    def call(self, *names: str, hints: tuple[str, ...] = (), look: Look | None = None) -> Callable[[_C], _C]:
        """Enrol a check for calls of these qualified names; hints and look as for ``on``."""
        return self._enrol(lambda check: Enrolment(check, names=names, hints=hints, look=look))

    def method(self, *words: str, look: Look | None = None) -> Callable[[_C], _C]:
        """Enrol a check for every call of an attribute with one of these names, whatever it belongs to."""
        return self._enrol(lambda check: Enrolment(check, methods=words, look=look))

    def attribute(self, *words: str, look: Look | None = None) -> Callable[[_C], _C]:
        """Enrol a check for every attribute with one of these names, read, called or assigned."""
        return self._enrol(lambda check: Enrolment(check, attributes=words, look=look))

    def module(self, check: _C) -> _C:
        """Enrol a check for the module as a whole, once a file."""
        return self._enrol(Enrolment)(check)

    def text(self, *hints: str, look: Look | None = None) -> Callable[[_C], _C]:
        """Enrol a check for the module as a whole, in files whose text has one of the hints."""
        return self.where(hints=hints, look=look)

    def where(
        self,
        hints: tuple[str, ...] = (),
        calls: tuple[str, ...] = (),
        holds: tuple[type[ast.AST], ...] = (),
        look: Look | None = None,
    ) -> Callable[[_C], _C]:
        """Enrol a check for the module as a whole, in files that have one of all these.

        Args:
            hints: words, or parts of words, of the text: each costs a search through it.
            calls: last words of what is called, as ``Scopes.calls`` finds it: nearly free.
            holds: types of nodes: nearly free.
            look: what must say yes besides.
        """
        return self._enrol(lambda check: Enrolment(check, hints=hints, calls=calls, holds=holds, look=look))

    def _enrol(self, enrolment: Callable[[Check], Enrolment]) -> Callable[[_C], _C]:
        def enrol(check: _C) -> _C:
            self.enrolments.append(enrolment(check))
            return check

        return enrol

    def at(self, place: Place, related: tuple[Pointer, ...] = (), **words: object) -> Hit:
        """Say that the defect is at a place.

        Args:
            place: a node of the module's tree, or a span in characters.
            related: further places with a word on each.
            words: what the message's template names.

        Returns:
            The hit, for the check to yield.

        Raises:
            KeyError: the template names a word that is not given.
        """
        text = self.message.format_map(words) if self.message else self.summary
        return Hit(self.code, " ".join(text.split()), place, related, severity=self.severity)
