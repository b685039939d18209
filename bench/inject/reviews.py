"""What the rules say of a file with a mistake in it."""

from __future__ import annotations

import difflib
import gc
import itertools
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

from bench.corpora import Package
from bench.inject.drawing import Place, read, shared
from bench.inject.mutation import Mutant, apply
from bench.inject.operators import OPERATORS
from bench.inject.text import Text
from flake8_testsec import engine
from flake8_testsec.finding import FAULT, Finding
from flake8_testsec.outlines import wanted
from flake8_testsec.project.files import Folder
from flake8_testsec.project.views import Project
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import pytest_config

_AROUND = 3
"""Lines of the original around a change, in a diff."""


class Outcome(NamedTuple):
    """What the rules say of one mistake."""

    place: Place
    line: int
    default: tuple[str, ...]
    """The right codes that are reported by default, and are not where the mistake is not."""
    every: tuple[str, ...]
    """The same with all rules."""
    at_line: bool
    """Whether one of those stands at a line that is right."""
    diff: str
    """The mistake; empty if it is found by default."""
    faults: tuple[str, ...] = ()


class _Overlay:
    """The files of a project, one of them as a mistake has made it (``files.Files``)."""

    is_still = False

    def __init__(self, root: str) -> None:
        self._folder = Folder(root)
        self._path, self._data, self._version = "", b"", 0

    def lay(self, path: str, data: bytes) -> None:
        """Put other bytes in the place of a file."""
        self._path, self._data, self._version = path, data, self._version + 1

    def stamp(self, path: str) -> Hashable | None:
        """See ``Files``."""
        return self._version if path == self._path else self._folder.stamp(path)

    def read(self, path: str) -> bytes | None:
        """See ``Files``."""
        return self._data if path == self._path else self._folder.read(path)

    def modules(self, folder: str) -> Iterator[str]:
        """See ``Files``."""
        return self._folder.modules(folder)


def review(places: Sequence[Place]) -> list[Outcome]:
    """Make the mistakes of one file, one at a time, and ask the rules about each.

    Args:
        places: the mistakes, all of one file.

    Returns:
        What the rules say of those that can be parsed, and differ from the original.
    """
    package, path = places[0].package, places[0].path
    text = read((package.folder / path).read_bytes(), path, shared(package, path))
    if text is None:
        return []
    codes = tuple(sorted({code for each in places for code in OPERATORS[each.operator].codes}))
    with _without_collector():
        known = counted(_ask(text.data, places[0], codes, True), text.data)
        outcomes = [_outcome(place, text, known) for place in places]
    return [each for each in outcomes if each is not None]


@contextmanager
def _without_collector() -> Iterator[None]:
    """The garbage collector off, as our own door has it: it would look at all that is kept, over and over."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _outcome(place: Place, text: Text, known: _Known) -> Outcome | None:
    operator = OPERATORS[place.operator]
    change = next(itertools.islice(operator.places(text), place.number, None))
    mutant = apply(text, change)
    try:
        default = fresh(_ask(mutant.data, place, operator.codes, False), mutant.data, known)
    except (SyntaxError, ValueError, RecursionError):
        return None
    if mutant.data == text.data:
        return None
    # What is found by default is found with all rules, too: nothing is switched off by switching more on.
    asked = [] if default else _ask(mutant.data, place, operator.codes, True)
    every = default or fresh(asked, mutant.data, known)
    if not every and any(mutant.first <= each.line <= mutant.last for each in asked):
        return None  # it was wrong before
    found = [each for each in every if each.code != FAULT]
    return Outcome(
        place,
        mutant.first,
        tuple(sorted({each.code for each in default if each.code != FAULT})),
        tuple(sorted({each.code for each in found})),
        any(mutant.first <= each.line <= mutant.last for each in found),
        "" if any(each.code != FAULT for each in default) else _diff(text, mutant),
        tuple(each.message for each in every if each.code == FAULT),
    )


def fresh(findings: Iterable[Finding], data: bytes, known: _Known) -> list[Finding]:
    """The findings that the original does not have, or has less often, wherever their lines are now.

    Args:
        findings: those of a file with a mistake.
        data: the file.
        known: how often the original has a code at a text.

    Returns:
        The findings; faults of ours are among them.
    """
    seen: _Known = Counter()
    lines, found = data.decode().split("\n"), []
    for each in findings:
        key = each.code, _text(lines, each.line)
        seen[key] += 1
        if seen[key] > known[key] or each.code == FAULT:
            found.append(each)
    return found


_Known = Counter[tuple[str, str]]


def counted(findings: Iterable[Finding], data: bytes) -> _Known:
    lines = data.decode().split("\n")
    return Counter((each.code, _text(lines, each.line)) for each in findings)


def _text(lines: Sequence[str], number: int) -> str:
    return lines[number - 1].strip() if number <= len(lines) else ""


def _ask(data: bytes, place: Place, codes: tuple[str, ...], every: bool) -> list[Finding]:
    """Ask the rules of some codes as the engine asks all of them: the default ones, or every one."""
    files, project = _project(place.package)
    files.lay(place.path, data)
    file = place.package.folder / place.path
    auto = _asyncio_auto(str(place.package.folder), str(file.parent))
    settings = Settings(enable=("TSE",) if every else (), asyncio_auto=auto, deep=place.installed)
    module = Module.parse(data, place.path, settings, project.view(place.path, place.installed))
    found = engine.examine(module, _table(codes, every, module.role))
    vars(module).clear()  # its parts name each other, and would wait for the collector
    return found


@lru_cache(maxsize=1024)
def _table(codes: tuple[str, ...], every: bool, role: Role) -> engine.Table:
    rules = wanted(Settings(enable=("TSE",) if every else ()))
    return engine.compile_table((each for each in rules if each.code.startswith(codes)), role)


@lru_cache(maxsize=2)
def _project(package: Package) -> tuple[_Overlay, Project]:
    files = _Overlay(str(package.folder))
    return files, Project(files)


@lru_cache(maxsize=4096)
def _asyncio_auto(root: str, folder: str) -> bool | None:
    return pytest_config.asyncio_auto(root, folder)


def _diff(text: Text, mutant: Mutant) -> str:
    old, new = (each.decode().splitlines() for each in (text.data, mutant.data))
    lines: Iterable[str] = difflib.unified_diff(old, new, lineterm="", n=_AROUND)
    return "\n".join(itertools.islice(lines, 2, 80))
