"""One module, and what rules say of it, as a review."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.finding import FAULT, Finding
from flake8_testsec.formats.entries import facts_of
from flake8_testsec.pages import ROLES
from flake8_testsec.review import (
    disclosure,
    doubles,
    exceptions,
    execution,
    followed,
    hard_coded,
    inputs,
    known_bugs,
    resources,
    structure,
    written_code,
)
from flake8_testsec.review.document import Aspect, Defect, Document, Fact, fact, masked
from flake8_testsec.review.reached import unread
from flake8_testsec.review.unbound_marks import has_unbound_marks
from flake8_testsec.review.undecided import undecided
from flake8_testsec.source.module import Module


class _Part(NamedTuple):
    """An aspect: its name, its family of rules, what finds its facts, and what is said if nothing does."""

    name: str
    family: str
    facts: Callable[[Module], Iterator[Fact]]
    nothing: str
    is_own: bool = False
    """Whether nothing of other files could belong to it."""


PARTS = (
    _Part("Structure", "", structure.facts, structure.NOTHING, True),
    _Part("Inputs", "inputs", inputs.facts, inputs.NOTHING),
    _Part("Hard-coded values", "credentials", hard_coded.facts, hard_coded.NOTHING, True),
    _Part("Resources", "cleanup", resources.facts, resources.NOTHING),
    _Part("Exceptions", "exceptions", exceptions.facts, exceptions.NOTHING),
    _Part("Known bugs", "disabled", known_bugs.facts, known_bugs.NOTHING),
    _Part("Doubles and controls", "doubles", doubles.facts, doubles.NOTHING),
    _Part("Execution", "execution", execution.facts, execution.NOTHING),
    _Part("Disclosure", "disclosure", disclosure.facts, disclosure.NOTHING),
)
"""The aspects in the order in which they are told."""


class Told(NamedTuple):
    """What the rules say of a file: what they say to everybody, and what they say if they are all asked."""

    certain: Sequence[Finding]
    everything: Sequence[Finding]
    silenced: int = 0


def review(module: Module, path: str, told: Told, shown: Callable[[str], str] = str) -> Document:
    """Review a module.

    Args:
        module: the module.
        path: what the file is called for readers.
        told: what the rules say of it.
        shown: what other files are called for readers, by their paths below the project's top folder.

    Returns:
        The document; the same for the same files.
    """
    found = [*defects(told)]
    unsure = tuple(_placed(undecided(module), shown))
    hedge = _hedge(unsure)
    aspects = tuple(_aspect(part, found, module, shown, hedge) for part in PARTS)
    purpose = module.purpose
    broken = tuple(each for each in told.everything if each.code == FAULT)
    read = [each for each, digest in module.consulted.items() if digest and each.endswith(".py")]
    return Document(
        path,
        ROLES[purpose.role],
        purpose.why,
        len(module.lines),
        aspects,
        unsure,
        tuple(sorted(map(shown, read))),
        told.silenced,
        broken,
        sum(map(os.path.isabs, read)),
        bool(unread(module)),
    )


def defects(told: Told) -> Iterator[Defect]:
    """The findings with what their rules say of themselves, in source order; no faults."""
    certain = {each[:4] for each in told.certain}
    for each in sorted({*told.certain, *told.everything}):
        if each.code != FAULT:
            shown = each._replace(message=masked(each.message))
            yield Defect(shown, facts_of(each.code), each[:4] not in certain)


def _aspect(
    part: _Part, found: Sequence[Defect], module: Module, shown: Callable[[str], str], hedge: str
) -> Aspect:
    defects = tuple(each for each in found if part.family and each.rule.family == part.family)
    is_bug = part.family == "disabled"  # bugs are read here alone, but for marks
    rest = "" if part.is_own else "" if is_bug else unread(module)
    is_plain = part.is_own or (is_bug and hedge == _BY_STAR and not has_unbound_marks(module))
    rest += "" if is_plain else hedge
    extra = (*followed.facts(module, part.name), *written_code.facts(module, part.name))
    own = tuple(part.facts(module))
    facts = (*extra, *own, *(_beyond(part, rest) if rest and not own and (extra or defects) else ()))
    return Aspect(
        part.name, tuple(_placed(facts, shown)), defects, f"{part.nothing}{rest}", bool(part.family)
    )


def _beyond(part: _Part, rest: str) -> Iterator[Fact]:
    """What a denial says of code in other files, for an aspect that has nothing of its own but this."""
    _, begin, words = part.nothing.partition("What code in other files ")
    if begin:
        yield fact("not-followed", [], f"{begin}{words}{rest}")


def _hedge(unsure: Sequence[Fact]) -> str:
    """What a denial must add where something was not read, or where names may come from a star import."""
    kinds = {each.kind for each in unsure}
    if kinds - {"star-import"}:
        return " What the conclusion names as not read may do so all the same."
    return _BY_STAR if kinds else ""


_BY_STAR = " What the star import of the conclusion brings may do so all the same."


def _placed(facts: Iterable[Fact], shown: Callable[[str], str]) -> Iterator[Fact]:
    """Facts with other files called as readers know them."""
    for each in facts:
        if any(one.path for one in each.lines):
            lines = tuple(one._replace(path=shown(one.path)) if one.path else one for one in each.lines)
            yield each._replace(lines=lines)
        else:
            yield each
