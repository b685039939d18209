"""``testsec bugs``: which tickets disabled checks, skips, expected failures and FIXMEs wait for."""

from __future__ import annotations

import argparse
import configparser
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from flake8.exceptions import ExecutionError

from flake8_testsec.cli import configuration, discovery
from flake8_testsec.cli.display import refused
from flake8_testsec.cli.files import Target
from flake8_testsec.cli.reading import Text, Work, undisturbed
from flake8_testsec.cli.review import parser
from flake8_testsec.cli.reviewer import Reviewer
from flake8_testsec.cli.reviews import Review
from flake8_testsec.cli.workers import Run
from flake8_testsec.formats.escapes import harmless

if TYPE_CHECKING:
    from flake8_testsec.cli.blame import Written
    from flake8_testsec.review.known_bugs import Waits
    from flake8_testsec.review.ledger import Bug, Closed, Item

_FORMATS = ("text", "csv", "json", "html")


class Clerk(Reviewer):
    """Reads files as ``check`` does, and tells what waits in them.

    Args:
        work: what to review them with.
    """

    def _of_content(self, text: Text) -> Review:
        from flake8_testsec.review.known_bugs import waiting

        with self._module(text) as module:
            if self._is_left_out(text, module):
                return Review(text.display, ())
            found = waiting(module)
        return Review(text.display, (), waiting=tuple(self._items(text, found)), without=_without(found))

    def _items(self, text: Text, found: Sequence[Waits]) -> Iterator[Item]:
        from flake8_testsec.cli.blame import Written
        from flake8_testsec.review.ledger import item

        named = [each for each in found if each.ticket is not None]
        written = self._blamed(text, [each.lines.first for each in named])
        name, nobody = text.display.removeprefix("./"), Written("", "")
        entries = (item(each, name, *written.get(each.lines.first, nobody)) for each in named)
        yield from filter(None, entries)

    def _blamed(self, text: Text, lines: Sequence[int]) -> Mapping[int, Written]:
        """Who wrote lines; nobody any more once git has not answered."""
        from flake8_testsec.cli.blame import blame
        from flake8_testsec.cli.git import NoAnswer

        try:
            return blame(text.display, text.content, lines if self._options.blame else ())
        except NoAnswer:
            self._options.blame = False
            return {}


def _without(found: Iterable[Waits]) -> int:
    return sum(each.ticket is None for each in found)


def bugs(argv: Sequence[str]) -> int:
    """Write the ledger of known bugs.

    Args:
        argv: paths, ``--format``, ``--output-file``, ``--state``, ``--no-blame``, and the options of
            ``testsec check``.

    Returns:
        0; with ``--state``, 1 if something waits for a ticket that is closed; 2 for wrong usage or files that
        cannot be read.

    Raises:
        BrokenPipeError: the reader of standard output has gone.
    """
    own, rest = _parser().parse_known_args(argv)
    try:
        closed = _closed(own.state) if own.state else None
        options = configuration.parse(rest, "bugs")
        named = filter(os.path.isfile, options.filenames)
        vars(options)["reviewed_anyway"] = {*named, options.stdin_display_name}
        vars(options)["blame"] = own.blame
        return _written(own, options, closed)
    except (ExecutionError, ValueError, OSError, configparser.Error) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return refused(str(error), "bugs")


def _parser() -> argparse.ArgumentParser:
    found = parser("bugs", _FORMATS, __doc__)
    found.add_argument(
        "--state",
        metavar="FILE",
        help="closed tickets, one a line or a tracker's JSON: tell only what waits for these; exit with 1",
    )
    found.add_argument(
        "--no-blame", dest="blame", action="store_false", help="do not ask git who wrote what, and when"
    )
    return found


def _closed(path: str) -> Closed:
    from flake8_testsec.review.closed_tickets import names
    from flake8_testsec.review.ledger import closed

    with open(path, encoding="utf-8-sig") as file:
        text = file.read()
    try:
        return closed(names(text))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"argument --state: {path!r} cannot be read: {error}") from error


def _written(own: argparse.Namespace, options: argparse.Namespace, closed: Closed | None) -> int:
    from flake8_testsec.review.ledger import bugs as by_ticket

    names = discovery.files(options)
    run = Run(names, Clerk(Work(options, reader=Clerk)), configuration.jobs(options))
    with undisturbed(), closing(run.reviews()) as reviews:
        told = [*discovery.unlisted(options), *reviews]
    every = by_ticket(each for review in told for each in review.waiting)
    found = [each for each in every if closed is None or closed.has(each)]
    without = sum(review.without for review in told) if closed is None else 0
    _write(own, found, without)
    problems = [
        f"{each.name}:{one.finding.line}: {one.finding.code} {one.finding.message}"
        for each in told
        for one in each.told
    ]
    for line in problems:
        print(harmless(line), file=sys.stderr)
    return 2 if problems else int(closed is not None and bool(found))


def _write(own: argparse.Namespace, found: Sequence[Bug], without: int) -> None:
    target = Target(own.output_file)
    try:
        for piece in _pieces(own.format, found, without):
            target.write(piece)
        target.commit()
    except BaseException:
        target.abandon()
        raise


def _pieces(form: str, found: Sequence[Bug], without: int) -> Iterable[str]:
    from flake8_testsec.review import ledger_forms

    match form:
        case "csv":
            return ledger_forms.table(found)
        case "json":
            return (ledger_forms.record(found, without),)
        case "html":
            from flake8_testsec.review.html import ledger

            return (ledger(found, without),)
        case _:
            return (f"{line}\n" for line in ledger_forms.text(found, without))
