"""Sources that nobody would write: drawn ones, mutants of real tests, and raw bytes; nothing may break.

Drawn sources come from Hypothesis, raw bytes from atheris where that is installed: ``pip install .[fuzz]``.
"""

from __future__ import annotations

import argparse
import ast
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import corpora
from flake8_testsec import engine, plugin
from flake8_testsec.finding import FAULT
from flake8_testsec.settings import Settings

ALL = Settings(enable=("TSE",))
PATH = "tests/test_drawn.py"
_MOST = 60_000
"""Bytes of the longest file of which mutants are made."""


class Broken(NamedTuple):
    """A source with which a property does not hold."""

    what: str
    source: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument("kind", choices=("drawn", "mutants", "bytes"), help="what is reviewed")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="what is drawn (default: %(default)s)")
    parser.add_argument(
        "--number", type=int, default=20_000, help="of mutants, at most (default: %(default)s)"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write what breaks there")


def main(options: argparse.Namespace) -> int:
    """Draw, review, print.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 0; 1 if something broke.
    """
    if options.kind == "bytes":
        from bench import fuzz_bytes

        return fuzz_bytes.run(options.seconds, options.seed)
    if options.kind == "drawn":
        from bench import fuzz_drawn

        number, broken = fuzz_drawn.run(options.seconds, options.seed)
    else:
        number, broken = _mutants(options.seconds, options.seed, options.number)
    for place, each in enumerate(broken):
        print(f"{each.what}\n{each.source[:2000]}\n")
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{place}.py").write_text(each.source, encoding="utf-8", newline="")
    print(f"{number:,} {options.kind}, {len(broken)} broken")
    return 1 if broken else 0


def codes(source: str, path: str = PATH) -> Counter[str]:
    """How often each rule speaks of a source.

    Args:
        source: the source.
        path: its path.

    Raises:
        AssertionError: a rule breaks.
    """
    found = engine.check(source, path, ALL)
    faults = [each.message for each in found if each.code == FAULT]
    assert not faults, faults
    return Counter(each.code for each in found)


def doors_agree(source: str) -> None:
    """Hold what flake8 is told against what the engine says.

    Args:
        source: the source.

    Raises:
        AssertionError: they differ.
    """
    case = plugin.Case(None, PATH, ALL)
    lines = source.splitlines(keepends=True)
    ours = engine.check(source, PATH, ALL)
    assert plugin.examined(ast.parse(source), lines, case).findings == ours


def _mutants(seconds: float, seed: int, number: int) -> tuple[int, list[Broken]]:
    draw = random.Random(seed)
    files = [path for path in _tests() if path.stat().st_size < _MOST]
    until = time.monotonic() + seconds
    broken: list[Broken] = []
    done = 0
    while done < number and time.monotonic() < until:
        mutant = _mutant(draw, files)
        if mutant is not None:
            done += 1
            broken.extend(_broken(mutant, codes))
    return done, broken


def _tests() -> Iterator[Path]:
    for path in sorted(corpora.STORE.rglob("*.py")):
        if path.name.startswith("test_") or "tests" in path.parts:
            yield path


def _mutant(draw: random.Random, files: Sequence[Path]) -> str | None:
    """A real file with a few lines changed; ``None`` if that is no Python."""
    lines = _lines(draw.choice(files))
    others = _lines(draw.choice(files))
    for _ in range(draw.randint(1, 5)):
        if lines:
            draw.choice(_CHANGES)(draw, lines, others)
    text = "".join(lines)
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return text


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)


def _delete(draw: random.Random, lines: list[str], others: Sequence[str]) -> None:
    del lines[draw.randrange(len(lines))]


def _double(draw: random.Random, lines: list[str], others: Sequence[str]) -> None:
    place = draw.randrange(len(lines))
    lines.insert(place, lines[place])


def _swap(draw: random.Random, lines: list[str], others: Sequence[str]) -> None:
    one, two = (draw.randrange(len(lines)) for _ in range(2))
    lines[one], lines[two] = lines[two], lines[one]


def _take(draw: random.Random, lines: list[str], others: Sequence[str]) -> None:
    """A line of another file, as deep as the one before which it is put."""
    if others:
        place = draw.randrange(len(lines))
        indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
        lines.insert(place, indent + draw.choice(others).lstrip())


def _reword(draw: random.Random, lines: list[str], others: Sequence[str]) -> None:
    """A word of the line becomes another word of the file."""
    place = draw.randrange(len(lines))
    words, more = lines[place].split(" "), draw.choice(lines).split()
    if more:
        words[draw.randrange(len(words))] = draw.choice(more)
        lines[place] = " ".join(words).rstrip("\n") + "\n"


_CHANGES = (_delete, _double, _swap, _take, _reword)


def _broken(source: str, holds: Callable[[str], object]) -> Iterable[Broken]:
    try:
        holds(source)
    except Exception as error:
        return (Broken(f"{type(error).__name__}: {error}", source),)
    return ()
