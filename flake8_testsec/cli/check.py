"""``testsec check``: flake8's options, discovery, noqa and decisions around our engine alone."""

from __future__ import annotations

import argparse
import configparser
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

from flake8.exceptions import ExecutionError

from flake8_testsec.cli import cache, configuration, discovery
from flake8_testsec.cli.display import refused
from flake8_testsec.cli.progress import Progress
from flake8_testsec.cli.reading import Reader, Work, undisturbed
from flake8_testsec.cli.reporting import Report
from flake8_testsec.cli.reviews import STDIN, Review
from flake8_testsec.cli.workers import Run


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
        return _timed(options) if options.timings else _checked(options, Reader(_work(options)))
    except (ExecutionError, ValueError, OSError, configparser.Error) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return refused(str(error))


def _bug_report(options: argparse.Namespace) -> int:
    from flake8_testsec.cli import bug_report

    return bug_report.show(options, options.configuration)


def _checked(options: argparse.Namespace, reader: Reader) -> int:
    names = discovery.files(options)
    run = Run(names, reader, configuration.jobs(options))
    with Report(options) as report:
        _report(run, discovery.unlisted(options), report, len(names))
        for line in _complaints(options, len(names)):
            report.complain(line, bool(options.filenames))
        report.finish(len(names))
    return report.status()


def _complaints(options: argparse.Namespace, reviewed: int) -> Iterable[str]:
    if reviewed and all(name == STDIN or name.endswith(".py") for name in options.filenames):
        return ()
    from flake8_testsec.cli import named  # hooks name files that are called as Python files are

    return named.complaints(options, reviewed)


def _report(run: Run, unlisted: Sequence[Review], report: Report, total: int) -> None:
    with undisturbed(), closing(run.reviews()) as reviews:
        progress = Progress(_merged(unlisted, reviews) if unlisted else reviews, total)
        with closing(progress.steps()) as steps:
            try:
                for review in steps:
                    with progress.aside():
                        report.add(review)
            except KeyboardInterrupt:
                for review in run.rest():
                    report.add(review)
                raise


def _merged(unlisted: Sequence[Review], reviews: Iterable[Review]) -> Iterator[Review]:
    from heapq import merge

    yield from merge(unlisted, reviews, key=lambda review: review.name)


def _work(options: argparse.Namespace) -> Work:
    """What every process needs, and where results are kept, unless they are not."""
    folder = None
    if not (options.no_cache or options.cassettes or options.timings):
        folder = options.cache_dir or cache.default_folder()
    if folder is None:
        return Work(options)
    from flake8_testsec.cli.results import stamp

    return Work(options, folder, stamp(folder))


def _timed(options: argparse.Namespace) -> int:
    from flake8_testsec.cli import timings
    from flake8_testsec.timing import Clock

    clock = Clock()
    status = _checked(options, Reader(_work(options), clock))
    timings.show(clock)
    return status
