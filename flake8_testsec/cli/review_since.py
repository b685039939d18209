"""``testsec review --since`` and ``--staged``: what a change adds to tests and takes from them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from flake8_testsec.cli import configuration, revisions
from flake8_testsec.cli.comparer import Comparer
from flake8_testsec.cli.files import Target
from flake8_testsec.cli.reading import Work, undisturbed
from flake8_testsec.cli.workers import Run
from flake8_testsec.formats.escapes import harmless
from flake8_testsec.plugin import Plugin

if TYPE_CHECKING:
    from flake8_testsec.review.change.entries import Difference, Entry, Sides


def reviewed(form: str, output: str | None, options: argparse.Namespace) -> int:
    """Review what has changed.

    Args:
        form: ``markdown``, ``json`` or ``html``.
        output: where to write; standard output if not given.
        options: the parsed options, with ``since`` or ``staged``.

    Returns:
        0 if nothing was lost, 1 if something was, 2 if a file cannot be read.

    Raises:
        GitError: git cannot tell.
        OSError: the report cannot be written.
        ValueError: Jinja2 is not installed.
    """
    problems: list[str] = []
    found = differences(options, problems)
    target = Target(output)
    try:
        for piece in _pieces(form, found, options):
            target.write(piece)
        target.commit()
    except BaseException:
        target.abandon()
        raise
    with suppress(BrokenPipeError):
        for line in problems:
            print(harmless(line), file=sys.stderr)
    if problems:
        return 2
    return int(any(each.losses for each in found) and not options.exit_zero)


def differences(options: argparse.Namespace, problems: list[str]) -> tuple[Difference, ...]:
    """Compare the files that have changed.

    Args:
        options: see `reviewed`.
        problems: takes a line for each file that cannot be read.

    Returns:
        One for each file of tests that has changed, by name.

    Raises:
        GitError: git cannot tell.
    """
    from flake8_testsec.review.change.comparing import differences as compared

    changes = revisions.changed(options)
    changes.update(revisions.gone(options, changes))
    work = Work(options, changes=changes, reader=Comparer)
    run = Run(sorted(changes), Comparer(work), configuration.jobs(options))
    with undisturbed(), closing(run.reviews()) as reviews:
        found: list[Sides] = []
        for each in reviews:
            problems += [
                f"{each.name}:{one.finding.line}: {one.finding.code} {one.finding.message}"
                for one in each.told
            ]
            if each.sides is not None:
                found.append(each.sides)
    return tuple(_admitted(each) for each in compared(found))


def _admitted(difference: Difference) -> Difference:
    """Without the entries that options leave out."""
    return difference._replace(entries=tuple(filter(_is_admitted, difference.entries)))


def _is_admitted(entry: Entry) -> bool:
    severities = Plugin.filter.severities
    return not (severities and entry.counts) or entry.severity in severities


def _pieces(form: str, found: tuple[Difference, ...], options: argparse.Namespace) -> Iterator[str]:
    since = options.since or "HEAD"
    match form:
        case "json":
            from flake8_testsec.review.change.records import text

            yield text(found, since)
        case "html":
            from flake8_testsec.review.html import change

            yield change(found, since)
        case _:
            from flake8_testsec.review.change.markdown import markdown

            yield from (f"{line}\n" for line in markdown(found, since))
