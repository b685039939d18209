"""How many findings on pinned public packages are right, by labels that a reader gave."""

from __future__ import annotations

import argparse
import hashlib
import itertools
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bench import document, draws, excerpts, labels, ledger, truth
from bench.analysis import speaks_by_default
from bench.corpora import packages
from bench.judged import percent, share
from bench.labels import Label, Place
from bench.ledger import NO_TALLY, Tally
from bench.observations import Observation, observe
from flake8_testsec.catalogue import RULES
from flake8_testsec.finding import FAULT

ENOUGH = 5
EXTRA = "+"
"""Marks what a default rule says only where it is enabled by name."""
FLOOR = 0.95


@dataclass(frozen=True)
class Score:
    """One rule's findings against its labels."""

    code: str
    judged: tuple[tuple[Observation, str], ...]
    """Each finding with its verdict, which is empty if nobody gave one."""
    stale: tuple[Label, ...]
    """Labels whose finding is gone."""
    strangers: Tally = NO_TALLY
    """What readers who had no stake in the rule said of it."""

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts that were given."""
        return tuple(verdict for _, verdict in self.judged if verdict)

    @property
    def unlabelled(self) -> tuple[Observation, ...]:
        """The findings without a verdict."""
        return tuple(observation for observation, verdict in self.judged if not verdict)

    def count(self, verdict: str) -> int:
        """How many findings were given a verdict."""
        return self.verdicts.count(verdict)

    @property
    def strict(self) -> float | None:
        """Right among all labelled; what is arguable is not right."""
        return share(self.count("right"), len(self.verdicts))

    @property
    def lenient(self) -> float | None:
        """Right among those that are not arguable."""
        return share(self.count("right"), self.count("right") + self.count("wrong"))

    @property
    def below_floor(self) -> bool:
        """Whether a default rule is wrong too often, as far as our labels can tell."""
        enough = len(self.verdicts) >= ENOUGH and speaks_by_default(self.code)
        return enough and self.strict is not None and self.strict < FLOOR

    @property
    def below_strangers_floor(self) -> bool:
        """Whether a default rule is wrong or unwanted too often, by strangers' labels."""
        return speaks_by_default(self.code) and self.strangers.is_below


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument("--rule", nargs="+", action="extend", default=[], metavar="CODE")
    parser.add_argument("--family", metavar="DIGIT", help="only rules of a family, for example 3")
    parser.add_argument("--package", nargs="+", action="extend", default=[], metavar="NAME")
    parser.add_argument("--list", action="store_true", help="print every finding with its verdict")
    parser.add_argument("--unlabelled", action="store_true", help="print findings that nobody labelled")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="N of them a rule, with source")
    parser.add_argument(
        "--write", action="store_true", help="write docs/precision.md; with --family 3 docs/cleanup.md"
    )
    parser.add_argument("--fresh", action="store_true", help="do not use what an earlier run kept")


def main(options: argparse.Namespace) -> int:
    """Measure, print, judge.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 1 if a default rule is below the floor or the engine broke.

    Raises:
        CorpusError: a package cannot be had.
        LabelError: a label is malformed.
    """
    chosen = packages(options.package)
    codes = _codes([*options.rule, *([f"TSE{options.family}"] if options.family else [])])
    run = observe(chosen, options.fresh)
    here = _spoken(options.fresh)
    strangers = ledger.tallies(ledger.strangers_labels(), here)
    by_default = {each for each in here if speaks_by_default(each.code)}
    drawn = [*draws.rows(draws.read(draws.FOLDER), by_default)]
    scores = [
        replace(each, strangers=strangers.get(each.code, NO_TALLY))
        for each in score(
            run.observations, labels.read(codes, labels.FOLDER), codes, {each.name for each in chosen}
        )
    ]
    print(f"{len(chosen)} packages, {run.files} files, {len(run.unreadable)} of them not Python 3\n")
    _print_table(scores)
    _print_details(scores, options)
    print("\n".join(" ".join(f"{cell:>15}" for cell in cells) for cells in (draws.HEAD, *drawn)))
    if options.write and options.family == "3":
        judged = {each.code: each.judged for each in scores}
        truth.write(truth.rows(judged, filter(speaks_by_default, codes)))
    elif options.write:
        by_strangers = sum(map(sum, strangers.values()))
        document.write_precision(map(_cells, scores), chosen, run.files, by_strangers, drawn)
    faults = [each for each in run.observations if each.place.code == FAULT]
    _print_faults(faults)
    return 1 if faults or any(each.below_floor or each.below_strangers_floor for each in scores) else 0


def _spoken(fresh: bool) -> frozenset[Place]:
    """What rules say, default ones without being enabled, where strangers judged findings."""
    known = ledger.strangers_labels()
    names = {each.package for each in known}
    names |= {each.place.package for entries in draws.read(draws.FOLDER).values() for each in entries}
    found = observe(packages(names), fresh).observations if names else ()
    return frozenset(each.place for each in found if not each.extra and is_judged(each, known))


def is_judged(found: Observation, known: Mapping[Place, Label]) -> bool:
    """Whether a finding is still the one that was judged there, if any was.

    Args:
        found: a finding of today.
        known: the labels by place.

    Returns:
        ``False`` if only the remedy was judged, and it is another one now.
    """
    return found.place not in known or known[found.place].is_about(found.message)


def score(
    observations: Iterable[Observation], known: Mapping[Place, Label], codes: Sequence[str], names: set[str]
) -> list[Score]:
    """Compare findings with labels.

    Args:
        observations: the findings.
        known: the labels.
        codes: the rules to score.
        names: the packages that were read; a label of another is left out.

    Returns:
        One score a rule, in the order of the codes.
    """
    by_code: dict[str, list[Observation]] = defaultdict(list)
    for each in observations:
        by_code[f"{each.place.code}{EXTRA}" if each.extra else each.place.code].append(each)
    stale: dict[str, list[Label]] = defaultdict(list)
    for place in known.keys() - {each.place for found in by_code.values() for each in found}:
        if place.package in names:
            stale[place.code].append(known[place])
    named = [name for code in codes for name in (code, f"{code}{EXTRA}") if name in by_code or name == code]
    return [_score(name, by_code[name], known, stale[name]) for name in named]


def _score(code: str, found: list[Observation], known: Mapping[Place, Label], stale: list[Label]) -> Score:
    judged = tuple((each, known[each.place].verdict if each.place in known else "") for each in found)
    return Score(code, judged, tuple(sorted(stale)))


def _codes(wanted: Sequence[str]) -> list[str]:
    """The rules that codes or prefixes name, and those with labels but no rule any more."""
    every = sorted({*RULES, *labels.codes(labels.FOLDER)})
    codes = [code for code in every if not wanted or code.startswith(tuple(wanted))]
    if not codes:
        raise labels.LabelError(f"no rule is called {' or '.join(wanted)}")
    return codes


def _print_table(scores: Sequence[Score]) -> None:
    head = ("found", "labelled", "right", "wrong", "arguable", "precision", "r/(r+w)", "unlabelled", "stale")
    strangers = (*labels.VERDICTS, "gone", "precision", "r/(r+w)")
    print(f"{'':16}{'our labels':>{11 * len(head)}}{'strangers':>{11 * len(strangers)}}")
    print(f"{'rule':7} {'':8}" + "".join(f"{word:>11}" for word in (*head, *strangers)) + "  name")
    for each in scores:
        print(_row(each))


def _row(each: Score) -> str:
    counts = (len(each.judged), len(each.verdicts), *map(each.count, labels.VERDICTS))
    ratios = (percent(each.strict), percent(each.lenient))
    cells = (*counts, *ratios, len(each.unlabelled), len(each.stale), *_strangers_cells(each.strangers))
    state = "default" if speaks_by_default(each.code) else "opt-in"
    name = _name(each.code)
    mark = "  BELOW 95 %" if each.below_floor else ""
    mark += "  BELOW BY STRANGERS" if each.below_strangers_floor else ""
    return f"{each.code:7} {state:8}" + "".join(f"{cell!s:>11}" for cell in cells) + f"  {name}{mark}"


def _strangers_cells(tally: Tally) -> tuple[str, ...]:
    return (*map(str, tally), percent(tally.of_all), percent(tally.against_wrong))


def _cells(each: Score) -> tuple[str, ...]:
    counts = (len(each.judged), len(each.verdicts), *map(each.count, labels.VERDICTS))
    state = "on" if speaks_by_default(each.code) else "off"
    ours = (*map(str, counts), percent(each.strict), percent(each.lenient))
    return (each.code, state, *ours, *_strangers_cells(each.strangers), _name(each.code))


def _name(code: str) -> str:
    rule = RULES.get(code.rstrip(EXTRA))
    if rule is None:
        return "(no such rule)"
    return f"{rule.name}, when enabled" if code.endswith(EXTRA) else rule.name


def _print_details(scores: Sequence[Score], options: argparse.Namespace) -> None:
    for each in scores:
        for label in each.stale:
            print(f"stale: {label.place} ({label.verdict}: {label.why})")
        for observation, verdict in each.judged if options.list else ():
            print(f"{verdict or 'unlabelled':10} {observation}")
        for observation in each.unlabelled if options.unlabelled else ():
            print(observation)
        for observation in spread(each.unlabelled, options.show):
            print(f"\n{observation}\n{_context(observation.place)}")


def spread(observations: Sequence[Observation], number: int) -> list[Observation]:
    """Choose some findings, one a package in turn, so that no project decides alone.

    Args:
        observations: what to choose from, in order of package.
        number: how many at most.

    Returns:
        The chosen ones; the same for the same findings.
    """
    groups = [list(group) for _, group in itertools.groupby(observations, lambda each: each.place.package)]
    rounds = itertools.zip_longest(*map(_scattered, groups))
    return [each for turn in rounds for each in turn if each is not None][:number]


def _scattered(group: Sequence[Observation]) -> list[Observation]:
    """The same findings with neighbours apart: those of one file are often all alike."""
    return sorted(group, key=lambda each: hashlib.sha256(str(each.place).encode()).digest())


def _context(place: Place) -> str:
    package = packages([place.package])[0]
    return excerpts.around((package.folder / place.path).read_bytes(), place.line)


def _print_faults(faults: Sequence[Observation]) -> None:
    for each in faults:
        print(f"!!! INTERNAL ERROR {each}", file=sys.stderr)
    if faults:
        print(f"!!! {len(faults)} INTERNAL ERRORS OF THE PLUGIN: fix them first", file=sys.stderr)
