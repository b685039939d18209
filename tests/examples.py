"""The rules' own examples, read as cases: files with the spans that their carets mark."""

from __future__ import annotations

import importlib
import io
import textwrap
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from flake8_testsec import cassette_engine, engine
from flake8_testsec.cassette_engine import SUFFIXES
from flake8_testsec.catalogue import RULES
from flake8_testsec.examples import CARETS, FILE, File, default_path, read
from flake8_testsec.finding import Finding
from flake8_testsec.rule import Rule
from flake8_testsec.settings import Settings

ALL = Settings(enable=("TSE",), asyncio_auto=False)
MORE = Path(__file__).parent / "rules" / "more"


Spans = Collection[tuple[int, int, int]]
"""Lines from 1, columns from 0 in characters, the ends exclusive."""


class Case(NamedTuple):
    """One example of a rule."""

    rule: Rule
    kind: str
    number: int
    files: tuple[File, ...]

    @property
    def id(self) -> str:
        return f"{self.rule.code}-{self.kind}-{self.number}"

    @property
    def text(self) -> str:
        """The example as the rule's file has it."""
        more = _more(self.rule)
        texts = (*self.rule.bad, *more.bad) if self.kind == "bad" else (*self.rule.good, *more.good)
        return texts[self.number - 1]


def examined(file: File, rule: Rule) -> list[Finding]:
    """What a rule, and no other, says of a file."""
    if file.path.endswith(SUFFIXES):
        return list(cassette_engine.check(file.path, io.BytesIO(file.text.encode()), [rule]))
    module = file.module(ALL)
    return engine.examine(module, engine.compile_table([rule], module.role), fixes=True)


class _More(NamedTuple):
    """Examples that would make a rule's own file too long: ``bad`` and ``good`` of ``tests/rules/more``."""

    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()


def _more(rule: Rule) -> _More:
    name = rule.module_name.rpartition(".")[2]
    names = [each for each in (name, f"{name}_further") if (MORE / f"{each}.py").exists()]
    modules = [importlib.import_module(f"tests.rules.more.{each}") for each in names]
    return _More(
        tuple(text for each in modules for text in each.bad),
        tuple(text for each in modules for text in each.good),
    )


def drawn(text: str, path: str, spans: Mapping[str, Spans]) -> str:
    """Undo `read`: an example with the carets that mark other spans.

    Args:
        text: the example, whatever carets it has.
        path: the path of what comes before its first file.
        spans: what to mark in each file.

    Returns:
        The example without its indentation, ending in a newline.
    """
    return "".join(f"{line}\n" for line in _drawn(textwrap.dedent(text).strip("\n").split("\n"), path, spans))


def _drawn(lines: list[str], path: str, spans: Mapping[str, Spans]) -> Iterator[str]:
    number = 0
    for line in lines:
        if CARETS.match(line):
            continue
        yield line.rstrip()
        number += 1
        if match := FILE.match(line):
            path, number = match[1], 0
        yield from _carets([(start, end) for at, start, end in spans.get(path, ()) if at == number])


def _carets(marked: Collection[tuple[int, int]]) -> Iterator[str]:
    """Lines of carets, as few as are needed for spans that touch."""
    waiting = sorted(marked)
    while waiting:
        row, later = "", []
        for start, end in waiting:
            if row and len(row) >= start:
                later.append((start, end))
            else:
                row = row.ljust(start) + "^" * (end - start)
        yield row
        waiting = later


def cases(kind: str = "") -> Iterator[Case]:
    """All examples of Python of all rules, or those of one kind, ``bad`` or ``good``."""
    return (case for case in _cases(kind) if not case.files[0].path.endswith(SUFFIXES))


def recordings(kind: str = "") -> Iterator[Case]:
    """All examples that are recorded cassettes, or those of one kind."""
    return (case for case in _cases(kind) if case.files[0].path.endswith(SUFFIXES))


def _cases(kind: str) -> Iterator[Case]:
    return (case for rule in RULES.values() for case in of_rule(rule) if kind in ("", case.kind))


def of_rule(rule: Rule) -> Iterator[Case]:
    """All examples of one rule, those that would make its own file too long, too."""
    more = _more(rule)
    for kind, texts in (("bad", (*rule.bad, *more.bad)), ("good", (*rule.good, *more.good))):
        for number, text in enumerate(texts, 1):
            yield Case(rule, kind, number, read(text, default_path(rule)))
