"""A sample of default findings, for readers who did not write the rules."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench import excerpts, labels
from bench.command import Spoken, spoken
from bench.corpora import STRANGERS, Package, fetch, packages
from bench.labels import Place
from flake8_testsec.catalogue import RULES
from flake8_testsec.finding import FAULT
from flake8_testsec.rule import Rule

MOST, PER_PACKAGE = 12, 3
PARTIAL = "of-some-rules-"
"""Marks a seed whose sample is of some rules alone: its labels are kept, but it stands for no whole."""


class Drawn(NamedTuple):
    """A finding that was drawn."""

    package: Package
    said: Spoken
    found: int
    """How many findings its rule has in all packages."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this command's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument(
        "--packages", nargs="+", action="extend", default=[], metavar="NAME", help="pinned packages"
    )
    parser.add_argument("--seed", type=int, required=True, metavar="N", help="another seed, another sample")
    parser.add_argument("--most", type=int, default=MOST, metavar="N", help="findings of a rule, at most")
    parser.add_argument(
        "--per-package", type=int, default=PER_PACKAGE, metavar="N", help="of them in a package, at most"
    )
    parser.add_argument(
        "--select",
        type=lambda given: frozenset(given.split(",")),
        metavar="CODE,...",
        help="only findings of these rules, and only those that no stranger has judged: no sample of all",
    )
    parser.add_argument(
        "--by-name",
        action="store_true",
        help="with --select: only what those rules do not say unless they are enabled by name",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="where to, one JSON object a line")


def main(options: argparse.Namespace) -> int:
    """Draw a sample and write it.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 1 if the engine broke.

    Raises:
        CorpusError: a package cannot be had.
        CommandError: the command could not be run.
        LabelError: the labels cannot be read.
    """
    say = partial(_said_by_name, codes=options.select or ()) if options.by_name else spoken
    every = {each: say(fetch(each)) for each in packages(options.packages, (STRANGERS,))}
    said = every if options.select is None else unjudged(every, options.select)
    drawn = draw(said, options.seed, options.most, options.per_package)
    name = f"{options.seed}" if options.select is None else f"{PARTIAL}{options.seed}"
    lines = (json.dumps(entry, ensure_ascii=False) for entry in entries(drawn, name))
    options.file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    found = sum(len(_places(package, each)) for package, each in said.items())
    kind = "further" if options.by_name else "default"
    print(f"{len(drawn)} of {found} {kind} findings in {len(said)} packages: {options.file}")
    return print_faults(every)


def _said_by_name(folder: Path, codes: Collection[str]) -> list[Spoken]:
    """What rules say of a folder only where they are enabled by name."""
    anyway = set(spoken(folder))
    return [each for each in spoken(folder, codes) if each not in anyway]


def unjudged(
    said: Mapping[Package, Iterable[Spoken]], codes: frozenset[str], folder: Path = labels.FOLDER
) -> dict[Package, list[Spoken]]:
    """Findings of some rules that no stranger has judged.

    Args:
        said: the findings by package.
        codes: the rules' codes.
        folder: where the labels are.

    Returns:
        The findings that are left, by package.

    Raises:
        LabelError: the labels cannot be read.
    """
    judged = labels.read(codes, folder, labels.STRANGER)
    return {
        package: [
            each
            for each in findings
            if each.code in codes and Place(each.code, package.name, each.path, each.line) not in judged
        ]
        for package, findings in said.items()
    }


def _places(package: Package, said: Iterable[Spoken]) -> dict[Place, Spoken]:
    """Findings by place: a verdict means every finding of a code on a line."""
    return {Place(each.code, package.name, each.path, each.line): each for each in said if each.code != FAULT}


def draw(said: Mapping[Package, Iterable[Spoken]], seed: int, most: int, per_package: int) -> list[Drawn]:
    """Draw from each rule's findings, so that neither a rule nor a package decides alone.

    Args:
        said: the findings by package.
        seed: decides what is drawn; the same findings and the same seed make the same sample.
        most: how many of a rule, at most.
        per_package: how many of a rule in a package, at most.

    Returns:
        The sample, rule by rule.
    """
    every = {
        place: (package, each)
        for package, findings in said.items()
        for place, each in _places(package, findings).items()
    }
    found = Counter(place.code for place in every)
    taken: Counter[str] = Counter()
    taken_in: Counter[tuple[str, str]] = Counter()
    drawn = []
    for place in sorted(every, key=lambda each: _lot(each, seed)):
        stratum = (place.code, place.package)
        if taken[place.code] < most and taken_in[stratum] < per_package:
            taken[place.code] += 1
            taken_in[stratum] += 1
            drawn.append(Drawn(*every[place], found[place.code]))
    return sorted(drawn, key=lambda each: each.said.code)


def _lot(place: Place, seed: int) -> bytes:
    """A number that nobody can foresee and everybody can draw again."""
    return hashlib.sha256(f"{seed} {place}".encode()).digest()


def entries(drawn: Iterable[Drawn], seed: str) -> Iterator[dict[str, object]]:
    """What a reader gets, and the fields to fill.

    Args:
        drawn: the sample.
        seed: what it was drawn with; marked if some rules alone were drawn from.

    Yields:
        One entry a finding.
    """
    for number, (package, said, found) in enumerate(drawn):
        source = (package.folder / said.path).read_bytes()
        yield {
            "id": f"{seed}-{number:03}",
            "package": package.name,
            "version": package.version,
            "path": said.path,
            "line": said.line,
            "code": said.code,
            "message": said.message,
            "explanation": explanation(RULES[said.code]),
            "source": excerpts.around(source, said.line, with_scope=True),
            "found": found,
            "verdict": "",
            "kind": "",
            "why": "",
        }


def explanation(rule: Rule) -> str:
    """What a rule says of its findings, as its page does.

    Args:
        rule: the rule.

    Returns:
        What it is about, why that is a defect, and what to do instead.
    """
    return f"{rule.summary}. {' '.join(rule.why.split())} Instead: {' '.join(rule.fix.split())}"


def print_faults(said: Mapping[Package, Iterable[Spoken]]) -> int:
    """Say where the engine broke.

    Args:
        said: the findings by package.

    Returns:
        The exit status: 1 if it broke.
    """
    every = ((package, each) for package, findings in said.items() for each in findings)
    faults = [(package, each) for package, each in every if each.code == FAULT]
    for package, each in faults:
        print(f"!!! INTERNAL ERROR {package.name} {each.path}:{each.line} {each.message}", file=sys.stderr)
    return 1 if faults else 0
