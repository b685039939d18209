"""What files that grow cost: shapes of code at one, two and four times a length, all rules."""

from __future__ import annotations

import argparse
import ast
import gc
import io
import json
import logging
import sys
import tempfile
import time
import tokenize
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench import shapes
from bench.document import table
from bench.shapes import Shape
from flake8_testsec import engine
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
FIGURES = "bench/growth.json"
PAGE = "docs/performance.md"
BEGIN, END = "<!-- growth: begin -->\n", "<!-- growth: end -->\n"
SIZE = 1_000_000
"""Bytes of the longest file of each shape."""
DOUBLING, PARSES = 2.3, 20.0
"""How many times more twice the length may cost, and how many times its ``ast.parse`` the longest file."""
ROUNDS = 3
_ALL = Settings(enable=("TSE",))
_LOG = logging.getLogger("flake8.testsec")
_SECTION = """Files of one shape each that become longer and longer, as a generated file may, or a hostile
one; written by `python -m bench growth --write` ({machine}; the shapes are in `bench/shapes.txt`). Seconds
of CPU for all rules, without the collector, which our door switches off; the least of {rounds} rounds.

* *n* is how often the part is repeated in the longest file, of {megabytes:.1f} MB or what the parser takes.
* *doubling* is the larger of the two ratios; at most {doubling} is wanted.
* *x parse* is the longest file against its `ast.parse`; at most {parses:.0f} is wanted. The parser passes
  over comments at no cost: a file of little but comments that have to be read is held against going through
  its tokens with `tokenize`, and says so.
* *given up* counts what was too large to be judged in the longest file, which `-v` names.

{table}
"""


class Row(NamedTuple):
    """One shape: CPU in seconds at one, two and four times a length, and of parsing the longest, or of what
    else it is held ``against``."""

    name: str
    number: int
    megabytes: float
    seconds: tuple[float, ...]
    parse: float
    abandoned: int
    against: str = "parse"

    @property
    def doubling(self) -> float:
        """The larger of the two ratios."""
        first, second, third = self.seconds
        return max(second / first, third / second)

    @property
    def parses(self) -> float:
        """The longest file in parts of its ``ast.parse``, or of what else it is held against."""
        return self.seconds[-1] / self.parse

    @property
    def holds(self) -> bool:
        """Whether the shape costs no more than is wanted."""
        return self.doubling <= DOUBLING and self.parses <= PARSES

    def cells(self) -> Sequence[str]:
        """The row of the table."""
        times = (f"{each:.2f}" for each in self.seconds)
        told = "" if self.against == "parse" else f" ({self.against})"
        ratios = (_marked(self.doubling, DOUBLING), _marked(self.parses, PARSES) + told)
        return self.name, f"{self.number:,}", *times, *ratios, f"{self.abandoned or ''}"


def _marked(ratio: float, limit: float) -> str:
    return f"{ratio:.1f}" if ratio <= limit else f"**{ratio:.1f}**"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument("--shape", nargs="+", action="extend", default=[], metavar="WORDS", help="only these")
    size = "of the longest file of each shape (default: %(default)s)"
    parser.add_argument("--size", type=int, default=SIZE, metavar="BYTES", help=size)
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help="default: %(default)s")
    parser.add_argument("--write", action="store_true", help=f"write the table into {PAGE}")
    parser.add_argument("--root", type=Path, default=ROOT, help="where to write (default: here)")


def main(options: argparse.Namespace) -> int:
    """Measure, print, write.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 0; 1 if a shape costs more than is wanted; 2 if there is no such shape.
    """
    wanted = [each for each in shapes.read() if not options.shape or _is_asked(each, options.shape)]
    if not wanted:
        print(f"bench: no such shape: {' '.join(options.shape)}", file=sys.stderr)
        return 2
    rows = []
    for shape in wanted:
        rows.append(measured(shape, options.size, options.rounds))
        print(" | ".join(rows[-1].cells()), flush=True)
    if options.write:
        write(rows, options.rounds, options.root)
    return 0 if all(each.holds for each in rows) else 1


def _is_asked(shape: Shape, words: Iterable[str]) -> bool:
    return any(each in shape.name for each in words)


def measured(shape: Shape, size: int, rounds: int) -> Row:
    """Review a shape at three lengths.

    Args:
        shape: the shape.
        size: of the longest file, in bytes.
        rounds: how many times each is reviewed; the least time counts.

    Returns:
        The figures.
    """
    count = shape.fill(size)
    texts = [shape.source(max(1, count // part)) for part in (4, 2, 1)]
    seconds: list[list[float]] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _counting() as abandoned:
        for _ in range(rounds):
            seconds.append([_reviewed(text, shape, folder, abandoned) for text in texts])
    parse = min(_seconds(lambda: _AGAINST[shape.against](texts[-1])) for _ in range(rounds))
    least = tuple(map(min, zip(*seconds, strict=True)))
    return Row(shape.name, count, len(texts[-1]) / 1e6, least, parse, len(abandoned), shape.against)


def _tokens(text: str) -> object:
    return list(tokenize.generate_tokens(io.StringIO(text).readline))


_AGAINST: dict[str, Callable[[str], object]] = {"parse": ast.parse, "tokens": _tokens}
"""What the cost of a shape may be held against."""


def _reviewed(text: str, shape: Shape, folder: str, abandoned: list[str]) -> float:
    abandoned.clear()  # what is given up in the last text counts
    return _seconds(lambda: engine.check(text, shape.path, _ALL, Project(folder).view(shape.path)))


def _seconds(run: Callable[[], object]) -> float:
    """CPU time of a run without the garbage collector, which our own door switches off, too."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        run()
        return time.process_time() - start
    finally:
        gc.enable()


class _Told(logging.Handler):
    """Keeps what is told."""

    def __init__(self, told: list[str]) -> None:
        super().__init__(logging.INFO)
        self.told = told

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.told.append(record.getMessage())


@contextmanager
def _counting() -> Iterator[list[str]]:
    """What is said of things that are given up, as long as the list is not cleared."""
    told: list[str] = []
    handler, level = _Told(told), _LOG.level
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)
    try:
        yield told
    finally:
        _LOG.removeHandler(handler)
        _LOG.setLevel(level)


def write(rows: Sequence[Row], rounds: int, root: Path) -> None:
    """Keep the figures, and put the table between its marks.

    Args:
        rows: the figures.
        rounds: how many times each was measured.
        root: the folder with ``docs`` and ``bench``.

    Raises:
        ValueError: the page has no marks.
    """
    from bench.report import machine

    figures = {"machine": machine(), "rounds": rounds, "rows": [each._asdict() for each in rows]}
    (root / FIGURES).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    page = root / PAGE
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE} has no place for the table of growth")
    page.write_text(f"{before}{block(root)}{after}", encoding="utf-8")


def block(root: Path = ROOT) -> str:
    """What the page says of growing files, with the marks around it, from the kept figures.

    Args:
        root: the folder with ``bench``.

    Returns:
        Markdown.
    """
    figures = json.loads((root / FIGURES).read_text(encoding="utf-8"))
    rows = [*_rows(figures["rows"])]
    head = ("shape", "n", "n / 4", "n / 2", "n", "doubling", "x parse", "given up")
    section = _SECTION.format(
        rounds=figures["rounds"],
        megabytes=max(each.megabytes for each in rows),
        doubling=DOUBLING,
        parses=PARSES,
        machine=figures["machine"],
        table=table(head, (each.cells() for each in rows)),
    )
    return f"{BEGIN}{section}{END}"


def _rows(kept: Iterable[dict[str, object]]) -> Iterator[Row]:
    for each in kept:
        row = Row(**each)  # type: ignore[arg-type]
        yield row._replace(seconds=tuple(row.seconds))
