"""``testsec check``: flake8's options, discovery, noqa and decisions around our engine alone."""

from __future__ import annotations

import argparse
import configparser
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from flake8.exceptions import ExecutionError

from flake8_testsec.cli import cache, configuration, discovery, startup
from flake8_testsec.cli.display import refused
from flake8_testsec.cli.progress import Progress
from flake8_testsec.cli.reading import Reader, Work, undisturbed
from flake8_testsec.cli.reporting import Report
from flake8_testsec.cli.reviews import STDIN, Review
from flake8_testsec.cli.workers import Run

if TYPE_CHECKING:
    from flake8_testsec.cli.changes import Change
    from flake8_testsec.cli.comparison import Comparison
    from flake8_testsec.cli.treating import Treatment

Tell = Callable[[Review], None]


def check(argv: Sequence[str]) -> int:
    """Review files.

    Args:
        argv: paths and flake8's own options.

    Returns:
        0 if nothing was found, 1 for findings, 2 for wrong usage or files that cannot be read.

    Raises:
        BrokenPipeError: the reader of standard output has gone.
        KeyboardInterrupt: the user has seen enough; what was found so far is printed.
    """
    try:
        options = configuration.parse(argv)
        if options.bug_report:
            return _bug_report(options)
        if options.testsec_baseline or options.fail_on_stale:
            from flake8_testsec.cli.comparison import compared

            return compared(options, reviewed)
        return reviewed(options)
    except (ExecutionError, ValueError, OSError, configparser.Error) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return refused(str(error))


def _bug_report(options: argparse.Namespace) -> int:
    from flake8_testsec.cli import bug_report

    return bug_report.show(options, options.configuration)


def reviewed(options: argparse.Namespace, comparison: Comparison | None = None) -> int:
    """Review what the options name, and report it.

    Args:
        options: the parsed options.
        comparison: takes notice of what is found, and hides what is put off.

    Returns:
        See `check`.

    Raises:
        OSError: a report cannot be written.
        KeyboardInterrupt: see `check`.
    """
    if options.timings:
        return _timed(options, comparison)
    return _checked(options, Reader(_work(options)), comparison)


def _checked(options: argparse.Namespace, reader: Reader, comparison: Comparison | None) -> int:
    changes = reader.work.changes
    names = discovery.files(options) if changes is None else list(changes)
    run = Run(names, reader, configuration.jobs(options))
    unlisted = [] if options.staged else discovery.unlisted(options)
    with Report(options, comparison) as report, _told(report, reader, options, comparison) as tell:
        _report(run, unlisted, tell, len(names))
        for line in _complaints(options, len(names)):
            report.complain(line, bool(options.filenames))
        report.finish(len(names))
    return report.status()


@contextmanager
def _told(
    report: Report, reader: Reader, options: argparse.Namespace, comparison: Comparison | None
) -> Iterator[Tell]:
    """What takes reviews: the report, or what does something else beside."""
    treatment = _treatment(report, reader, options, comparison)
    if treatment is not None:
        yield treatment.add
        treatment.finish()
    elif options.evidence:
        from flake8_testsec.cli.evidence import Witness

        witness = Witness(options)
        yield lambda review: report.add(witness.marked(review))
        for line in witness.remarks():
            report.complain(line, False)
    else:
        yield report.add


def _treatment(
    report: Report, reader: Reader, options: argparse.Namespace, comparison: Comparison | None
) -> Treatment | None:
    if options.runner is not None:
        from flake8_testsec.cli.prover import Prover

        return Prover(report, _another(reader), options)
    if options.mends:
        from flake8_testsec.cli.fixer import Fixer

        return Fixer(report, _another(reader), options, comparison, reader)
    if options.add_noqa:
        from flake8_testsec.cli.silencing import Silencer

        return Silencer(report, _another(reader), options)
    if options.unused_noqa:
        from flake8_testsec.cli.unused import Auditor

        return Auditor(report, _another(reader), options)
    return None


def _another(reader: Reader) -> Reader:
    """A reader that keeps no store open, which must not be when processes start."""
    return Reader(reader.work._replace(cache=None))


def _complaints(options: argparse.Namespace, reviewed: int) -> Iterable[str]:
    if reviewed and all(name == STDIN or name.endswith(".py") for name in options.filenames):
        return ()
    from flake8_testsec.cli import named  # hooks name files that are called as Python files are

    return named.complaints(options, reviewed)


def _report(run: Run, unlisted: Sequence[Review], tell: Tell, total: int) -> None:
    with undisturbed(), closing(run.reviews()) as reviews:
        progress = Progress(_merged(unlisted, reviews) if unlisted else reviews, total)
        with closing(progress.steps()) as steps:
            try:
                for review in steps:
                    with progress.aside():
                        tell(review)
            except KeyboardInterrupt:
                for review in run.rest():
                    tell(review)
                raise


def _merged(unlisted: Sequence[Review], reviews: Iterable[Review]) -> Iterator[Review]:
    from heapq import merge

    yield from merge(unlisted, reviews, key=lambda review: review.name)


def _work(options: argparse.Namespace) -> Work:
    """What every process needs, and where results are kept, unless they are not."""
    changes = _changes(options)
    folder = None
    if not (options.no_cache or options.cassettes or options.timings):
        folder = options.cache_dir or cache.default_folder()
    if folder is None:
        return Work(options, changes=changes)
    startup.store()
    from flake8_testsec.cli.results import stamp

    return Work(options, folder, stamp(folder, are_few(options.filenames, changes)), changes)


_FEW = 20
"""Files that are reviewed sooner than our own are read."""


def are_few(names: Sequence[str], changed: Collection[str] | None) -> bool:
    """Whether few files are reviewed, as far as that is known before folders are walked through.

    Args:
        names: what the command is given.
        changed: the files alone that have changed, if only those are reviewed.
    """
    if changed is not None:
        return len(changed) <= _FEW
    return 0 < len(names) <= _FEW and not any(map(os.path.isdir, names))


def _changes(options: argparse.Namespace) -> Mapping[str, Change] | None:
    if options.since is None and not options.staged:
        return None
    from flake8_testsec.cli import revisions

    return revisions.changed(options)


def _timed(options: argparse.Namespace, comparison: Comparison | None) -> int:
    from flake8_testsec.cli import timings
    from flake8_testsec.timing import Clock

    clock = Clock()
    status = _checked(options, Reader(_work(options), clock), comparison)
    timings.show(clock)
    return status
