"""What reviewing costs: our doors against parsing, flake8 and other tools; `--rules` for the rules alone."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bench import contenders, environments, families, performance, report, workload
from bench.contenders import Stage
from bench.corpora import BENCH, fetch, packages
from bench.cost import Contender, Result, measure
from bench.report import Growth, Report
from bench.workload import Workload

ROUNDS = 3
SHARE = 100
GROWTH = (100, 1_000, 10_000)
_BUSY = 0.5
"""Average number of running processes that a quiet machine stays below."""
_STARTS = 5
"""How many times more often than the others the short ones run."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    whose = "whose tests: a pinned package, or a folder with a slash in it (default: %(default)s)"
    parser.add_argument("--package", default="nova", metavar="NAME", help=whose)
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help="default: %(default)s")
    share = "seconds for each contender, at least one round (default: %(default)s)"
    parser.add_argument("--share", type=float, default=SHARE, metavar="SECONDS", help=share)
    known = f"'none', 'all' (default), or some of: {', '.join(_known())}"
    parser.add_argument("--peers", nargs="+", default=["all"], metavar="NAME", help=known)
    growth = "numbers of files (default: 100 1000 10000); none: leave it out"
    parser.add_argument("--growth", nargs="*", type=int, default=list(GROWTH), metavar="N", help=growth)
    parser.add_argument("--rules", action="store_true", help="only the rules, family by family, all files")
    target = "write docs/performance.md with its picture, and the README's figures"
    parser.add_argument("--write", action="store_true", help=target)
    again = "write them again from the kept figures, without measuring"
    parser.add_argument("--render", action="store_true", help=again)
    parser.add_argument("--root", type=Path, default=BENCH.parent, help="where to write (default: here)")


def main(options: argparse.Namespace) -> int:
    """Measure, print, write.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 0; 2 if it cannot begin.

    Raises:
        CorpusError: the package cannot be had.
        InstallError: our own package cannot be installed.
    """
    if (options.write or options.render) and not performance.has_place(options.root):
        return _refused("writing needs matplotlib (pip install -e '.[bench]') and the marks in README.md")
    if unknown := set(options.peers) - {"all", "none", *_known()}:
        return _refused(f"no such peer: {', '.join(sorted(unknown))}")
    if options.render:
        figures = options.root / performance.FIGURES
        performance.write(report.load(figures.read_text(encoding="utf-8")), options.root)
        return 0
    # Not below this repository, whose configuration some tools would find.
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        scratch = Path(name).resolve()
        work = _workload(options.package, scratch)
        if options.rules:
            print(performance.by_family(_families(work, work.files, options.rounds)))
            return 0
        found = _measured(options, work, scratch)
        print(performance.page(found))
        if options.write:
            performance.write(found, options.root)
    return 0


def _refused(message: str) -> int:
    print(f"bench: {message}", file=sys.stderr)
    return 2


def _tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _known() -> list[str]:
    return [contenders.PLAIN, *environments.peers()]


def _workload(name: str, scratch: Path) -> Workload:
    target = _folder(scratch, "package")
    if os.sep in name:
        return workload.lay_out(Path(name).name, Path(name), target)
    package = packages([name])[0]
    return workload.lay_out(f"{package.name} {package.version}", fetch(package), target)


def _folder(scratch: Path, name: str) -> Path:
    (scratch / name).mkdir()
    return scratch / name


def _families(work: Workload, files: Iterable[str], rounds: int) -> dict[str, float]:
    chosen = families.read(work._replace(files=tuple(files)))
    return families.measure(families.contenders(chosen, work.folder), rounds)


def _measured(options: argparse.Namespace, work: Workload, scratch: Path) -> Report:
    if (load := os.getloadavg()[0]) > _BUSY:
        _tell(f"this machine is busy (load {load:.1f}): CPU will be somewhat off, and the clock useless")
    _tell(f"installing our package and the peers, where they are not yet, into {environments.STORE.name}")
    at = contenders.stage(_folder(scratch, "stage"))
    part = workload.spread(work.files, -(-len(work.files) // families.PART))
    rooms, rules = contenders.timings(at, work)
    return Report(
        machine=report.machine(),
        package=work.name,
        files=len(work.files),
        lines=work.lines,
        megabytes=work.megabytes,
        results=_results(options, at, work),
        start=measure(contenders.start(at), options.rounds * _STARTS, options.share, _tell),
        imported=contenders.imported(at),
        growth=tuple(_growth(options, at, work, number) for number in options.growth),
        families=_families(work, part, options.rounds),
        part=families.PART,
        rooms=tuple(rooms),
        rules=tuple(rules),
    )


def _results(options: argparse.Namespace, at: Stage, work: Workload) -> Mapping[str, Result]:
    wanted = _wanted(options.peers)
    found, missing = contenders.peers(work, wanted)
    plain = contenders.flake8(at, work) if contenders.PLAIN in wanted else []
    every: Sequence[Contender] = [
        *contenders.references(at, work),
        *contenders.ours(at, work),
        *plain,
        *found,
    ]
    results = measure(every, options.rounds, options.share, _tell)
    return {**results, **{each.name: each for each in missing}}


def _wanted(names: Sequence[str]) -> list[str]:
    if "all" in names:
        return _known()
    return [name for name in _known() if name in names]


def _growth(options: argparse.Namespace, at: Stage, work: Workload, number: int) -> Growth:
    with tempfile.TemporaryDirectory(dir=at.scratch) as name:
        many = workload.multiply(work, number, Path(name))
        parse = contenders.references(at, many)[0]
        ours = Contender(contenders.UNCACHED, contenders.check(at, many, "--jobs", "1", "--no-cache"))
        _tell(f"{number} files")
        found = measure([parse, ours], options.rounds, options.share, _tell)
        return Growth(number, many.megabytes, found[parse.name], found[ours.name])
