"""How many findings that independent readers judged are still reported: right, wrong and arguable ones."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from multiprocessing.pool import Pool
from pathlib import Path
from typing import NamedTuple

from bench import asked, drawn, ledger
from bench.analysis import speaks_by_default
from bench.asked import Outcome
from bench.command import spoken
from bench.corpora import BENCH
from bench.drawn import Drawn
from bench.judged import RECORDS, Judged, by_file, figures, percent, read, weights
from bench.labels import LabelError
from bench.observations import WORKERS

STORE = BENCH / ".strangers"


class Target(NamedTuple):
    """How many judged findings of a verdict may, or must, be reported by default."""

    verdict: str
    limit: int
    at_least: bool = False

    def is_met(self, count: int) -> bool:
        """Whether a count is as it should be."""
        return count >= self.limit if self.at_least else count <= self.limit

    def __str__(self) -> str:
        return f"{'at least' if self.at_least else 'at most'} {self.limit} {self.verdict}"


TARGETS = (Target("right", 306, at_least=True), Target("wrong", 6), Target("arguable", 25))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    where = "local git clones; needed until their files are in the store"
    parser.add_argument("--clones", type=Path, metavar="DIR", help=where)
    where = "where the clones' files are kept (%(default)s)"
    parser.add_argument("--store", type=Path, default=STORE, metavar="DIR", help=where)
    parser.add_argument("--rule", nargs="+", action="extend", default=[], metavar="CODE")
    what = "name wrong and arguable ones that are reported, and right ones that are lost"
    parser.add_argument("--list", action="store_true", help=what)
    what = f"write {ledger.REPORTED.name}, for docs/precision.md"
    parser.add_argument("--write", action="store_true", help=what)
    what = f"review whole repositories instead, and write {drawn.FILE.name}: only with the rules as they were"
    parser.add_argument("--drawn", action="store_true", help=what)


def main(options: argparse.Namespace) -> int:
    """Measure, print, judge.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 1 if a target is missed or the engine broke.

    Raises:
        LabelError: the judged findings are malformed, or there are none of a rule.
        CloneError: the files of a repository cannot be had.
        CommandError: the command could not be run.
    """
    judged = _chosen(options.rule)
    with multiprocessing.Pool(WORKERS) as pool:
        jobs = list(_jobs(judged, options, pool))
        if options.drawn:
            drawn.write(_draw(jobs, pool), drawn.FILE)
            return 0
        known = drawn.read(drawn.FILE)
        outcomes = [each for part in pool.imap(partial(asked.ask, known=known), jobs, 4) for each in part]
    return _conclude(sorted(outcomes), options, known)


def _chosen(prefixes: Sequence[str]) -> list[Judged]:
    judged = [each for each in read(RECORDS) if not prefixes or each.code.startswith(tuple(prefixes))]
    if not judged:
        raise LabelError(f"{RECORDS.name}: nothing of {' or '.join(prefixes)}")
    return judged


Job = tuple[tuple[Judged, ...], Path]
"""The judged findings of a file, and the folder of its repository."""


def _jobs(judged: Iterable[Judged], options: argparse.Namespace, pool: Pool) -> Iterator[Job]:
    groups = list(by_file(judged))
    commits = sorted({(each.repo, each.rev) for each, *_ in groups})
    lay_out = partial(asked.folder, clones_in=options.clones, store=options.store)
    folders = dict(zip(commits, pool.imap(lay_out, commits), strict=True))
    return ((group, folders[group[0].repo, group[0].rev]) for group in groups)


def _draw(jobs: Sequence[Job], pool: Pool) -> Drawn:
    """What a user is told of whole repositories, and all lines of the files with judged findings."""
    found = Counter(each.code for root in sorted({root for _, root in jobs}) for each in spoken(root))
    told = zip(jobs, pool.imap(asked.lines, jobs, 4), strict=True)
    places = {drawn.key(group[0], code): at for (group, _), lines in told for code, at in lines.items()}
    return Drawn(dict(sorted(found.items())), places)


# What is printed


_COLUMNS: tuple[tuple[str, Callable[[Outcome], bool]], ...] = (
    ("default", lambda each: each.by_default),
    ("all rules", lambda each: each.by_all),
)


def _conclude(outcomes: Sequence[Outcome], options: argparse.Namespace, known: Drawn) -> int:
    _print_table(outcomes)
    if options.list:
        _print_list(outcomes)
    _print_weighted(outcomes, known)
    broken = _print_problems(outcomes)
    if options.rule:  # the targets, and what is written, are for all rules together
        return int(broken)
    if options.write:
        ledger.write((each.judged.id for each in outcomes if each.is_spoken), ledger.REPORTED)
    missed = _print_targets(outcomes)
    return int(broken or missed)


def _print_table(outcomes: Sequence[Outcome]) -> None:
    print("still reported, of those that were judged")
    print(f"{'':17}" + "".join(f"{name:>{14 * len(TARGETS)}}" for name, _ in _COLUMNS))
    heads = [each.verdict for each in TARGETS] * len(_COLUMNS)
    print(f"{'rule':8}{'default':9}" + "".join(f"{head:>14}" for head in heads))
    for code in sorted({each.judged.code for each in outcomes}):
        state = "on" if speaks_by_default(code) else "off"
        print(_row(code, state, [each for each in outcomes if each.judged.code == code]))
    print(_row("all", "", outcomes))


def _row(name: str, state: str, outcomes: Sequence[Outcome]) -> str:
    groups = [[each for each in outcomes if each.judged.verdict == target.verdict] for target in TARGETS]
    cells = (
        f"{sum(map(holds, group))} / {len(group)}" if group else "-"
        for _, holds in _COLUMNS
        for group in groups
    )
    return f"{name:8}{state:9}" + "".join(f"{cell:>14}" for cell in cells)


def _print_list(outcomes: Iterable[Outcome]) -> None:
    print()
    for each in outcomes:
        is_right = each.judged.verdict == "right"
        if is_right != each.by_default:
            print("\n".join(_story("lost" if is_right else "reported", each)))


def _story(word: str, outcome: Outcome) -> Iterator[str]:
    judged = outcome.judged
    kind = f" [{judged.kind}]" if judged.kind else ""
    yield f"{judged.verdict}, {word}: {judged}{kind}"
    yield f"    {judged.why}"
    if outcome.default:
        yield f"    {outcome.default.line}: {outcome.default.code} {outcome.default.message}"
    else:
        state = "only where it is enabled" if outcome.by_all else "not reported at all"
        yield f"    {outcome.problem or state}"
    for finding in outcome.instead:
        yield f"    also here: {finding.code} {finding.message}"


def _print_weighted(outcomes: Sequence[Outcome], known: Drawn) -> None:
    weight = weights((each.judged.code for each in outcomes), known.found)
    still = [each for each in outcomes if each.by_default]
    print(
        "\nweighted by how often each rule spoke where they were drawn: right / (right + wrong), right / all"
    )
    for name, chosen in (("as judged", outcomes), ("still reported by default", still)):
        shares = figures(((each.judged.code, each.judged.verdict) for each in chosen), weight)
        print(f"{name + ':':28}{percent(shares.against_wrong):>8}{percent(shares.of_all):>8}")


def _print_targets(outcomes: Sequence[Outcome]) -> bool:
    """Print whether each target is met; say whether one is missed."""
    missed = False
    for target in TARGETS:
        members = [each for each in outcomes if each.judged.verdict == target.verdict]
        count = sum(each.by_default for each in members)
        missed |= not target.is_met(count)
        word = "met" if target.is_met(count) else "MISSED"
        print(f"target {word}: {target} of {len(members)} reported by default, {count} are")
    return missed


def _print_problems(outcomes: Iterable[Outcome]) -> bool:
    problems = {f"{each.judged.repo} {each.judged.path}: {each.problem}" for each in outcomes if each.problem}
    for problem in sorted(problems):
        print(f"!!! {problem}", file=sys.stderr)
    return bool(problems)
