"""How many realistic mistakes in other people's tests are reported, by the kind of mistake."""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any

from bench import corpora
from bench.inject import report
from bench.inject.drawing import Place, draw
from bench.inject.operators import OPERATORS
from bench.inject.reviews import Outcome, review

MOST = 170


class InjectError(Exception):
    """The benchmark cannot be run; the message is one line for the user."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    names: dict[str, Any] = {"nargs": "+", "action": "extend", "default": [], "metavar": "NAME"}
    parser.add_argument("--operator", **names, help="only these, or those that begin so")
    parser.add_argument(
        "--packages", **names, help="pinned packages (default: those that rules are tuned on)"
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="another seed, other places (%(default)s)"
    )
    most = "mistakes of an operator, at most (%(default)s)"
    parser.add_argument("--most", type=int, default=MOST, metavar="N", help=most)
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (%(default)s)")
    parser.add_argument(
        "--silent",
        type=Path,
        metavar="FILE",
        help="write what is not found by default, one JSON object a line",
    )
    parser.add_argument("--write", action="store_true", help="write the table into docs/recall.md")
    parser.add_argument("--root", type=Path, default=report.ROOT, help="where to write (default: here)")


def main(options: argparse.Namespace) -> int:
    """Make mistakes, ask, print.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 1 if the engine broke.

    Raises:
        CorpusError: a package cannot be had.
        InjectError: there is no such operator.
    """
    names, packages = chosen(options.operator), corpora.packages(options.packages)
    with multiprocessing.Pool(options.jobs) as pool:
        places = draw(packages, names, options.seed, options.most, pool)
        outcomes = list(_reviewed(places, pool))
    rows = report.rows(names, outcomes)
    print("\n".join(report.lines(rows)))
    if options.silent:
        _write_silent(outcomes, options.silent)
    if options.write:
        report.write(rows, options.seed, options.most, packages, options.root)
    return _print_faults(outcomes)


def chosen(prefixes: Sequence[str]) -> list[str]:
    """The operators that are asked for.

    Args:
        prefixes: their names, or how these begin; all operators if there are none.

    Returns:
        The names in the order of the table.

    Raises:
        InjectError: nothing begins so.
    """
    if unknown := [each for each in prefixes if not any(name.startswith(each) for name in OPERATORS)]:
        raise InjectError(f"no such operator: {' '.join(unknown)}")
    return [name for name in OPERATORS if not prefixes or name.startswith(tuple(prefixes))]


def _reviewed(places: Iterable[Place], pool: Pool) -> Iterator[Outcome]:
    groups = itertools.groupby(places, key=lambda each: (each.package.name, each.path))
    jobs = [list(group) for _, group in groups]
    for done, outcomes in enumerate(pool.imap(review, jobs, 8), 1):
        yield from outcomes
        if sys.stderr.isatty():
            print(f"\r{done}/{len(jobs)}", end="", file=sys.stderr, flush=True)


def _write_silent(outcomes: Collection[Outcome], file: Path) -> None:
    silent = (each for each in outcomes if not each.default)
    entries = (_entry(each) for each in sorted(silent, key=lambda each: each.place.operator))
    file.write_text(
        "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in entries), encoding="utf-8"
    )


def _entry(outcome: Outcome) -> dict[str, object]:
    place, operator = outcome.place, OPERATORS[outcome.place.operator]
    where = {
        "operator": place.operator,
        "package": place.package.name,
        "path": place.path,
        "line": outcome.line,
    }
    found = {"codes": operator.codes, "with all rules": outcome.every}
    return {**where, **found, "why": operator.why, "diff": outcome.diff}


def _print_faults(outcomes: Iterable[Outcome]) -> int:
    faults = [(each.place, fault) for each in outcomes for fault in each.faults]
    for place, fault in faults:
        print(
            f"!!! INTERNAL ERROR {place.package.name} {place.path} {place.operator}: {fault}", file=sys.stderr
        )
    return 1 if faults else 0
