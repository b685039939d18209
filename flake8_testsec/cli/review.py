"""``testsec review``: what files of tests hold, aspect by aspect, with defects and verdicts.

With --since REV or --staged: what a change adds to them and takes from them.
"""

from __future__ import annotations

import argparse
import configparser
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from flake8.exceptions import ExecutionError

from flake8_testsec.cli import configuration, discovery
from flake8_testsec.cli.arguments import Parser
from flake8_testsec.cli.display import refused
from flake8_testsec.cli.files import Target
from flake8_testsec.cli.reading import Work, undisturbed
from flake8_testsec.cli.reviewer import Reviewer
from flake8_testsec.cli.reviews import Review
from flake8_testsec.cli.workers import Run
from flake8_testsec.formats.escapes import harmless

if TYPE_CHECKING:
    from flake8_testsec.review.document import Document

_FORMATS = ("markdown", "json", "html")


class _Outcome(NamedTuple):
    """What a run was told beside the documents."""

    problems: list[str]
    left_out: list[str]
    defects: list[int]


def review(argv: Sequence[str]) -> int:
    """Write reviews of files.

    Args:
        argv: paths, ``--format``, ``--output-file``, and the options of ``testsec check``.

    Returns:
        0 if no file has a defect, 1 if one has, 2 for wrong usage or files that cannot be read.

    Raises:
        BrokenPipeError: the reader of standard output has gone.
    """
    own, rest = parser("review", _FORMATS, __doc__).parse_known_args(argv)
    try:
        options = configuration.parse(rest, "review")
        named = filter(os.path.isfile, options.filenames)
        vars(options)["reviewed_anyway"] = {*named, options.stdin_display_name}
        return _reviewed(own, options)
    except (ExecutionError, ValueError, OSError, configparser.Error) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return refused(str(error), "review")


def parser(command: str, formats: Sequence[str], about: str | None) -> argparse.ArgumentParser:
    """The options that ``check`` has under the same names, with other values.

    Args:
        command: which command.
        formats: the values of ``--format``, the default first.
        about: what the command does.

    Returns:
        The parser.
    """
    found = Parser(
        prog=f"testsec {command}",
        description=(about or "").partition(": ")[2],
        epilog="PATHS and the other options are those of testsec check.",
        allow_abbrev=False,
        usage=f"testsec {command} [--format {{{','.join(formats)}}}] [--output-file FILE] [options] PATHS...",
    )
    told = f"{formats[0]} if not given; html needs the extra 'html'"
    found.add_argument("--format", choices=formats, default=formats[0], help=told)
    found.add_argument("--output-file", metavar="FILE", help="write there instead of standard output")
    return found


def _reviewed(own: argparse.Namespace, options: argparse.Namespace) -> int:
    if options.since is not None or options.staged:
        from flake8_testsec.cli import review_since

        return review_since.reviewed(own.format, own.output_file, options)
    names = discovery.files(options)
    outcome = _Outcome([], [], [])
    run = Run(names, Reviewer(Work(options, reader=Reviewer)), configuration.jobs(options))
    target = Target(own.output_file)
    try:
        with undisturbed(), closing(run.reviews()) as reviews:
            several = [*discovery.unlisted(options)]
            for piece in _pieces(own.format, _documents((*several, *reviews), outcome)):
                target.write(piece)
        target.commit()
    except BaseException:
        target.abandon()
        raise
    return _status(outcome, options)


def _documents(reviews: Iterable[Review], outcome: _Outcome) -> Iterator[Document]:
    for each in reviews:
        for told in each.told:
            outcome.problems.append(
                f"{each.name}:{told.finding.line}: {told.finding.code} {told.finding.message}"
            )
        if each.document is not None:
            outcome.defects.append(sum(not one.optional for one in each.document.defects))
            yield each.document
        elif not each.told:
            outcome.left_out.append(each.name)


def _pieces(form: str, documents: Iterator[Document]) -> Iterator[str]:
    match form:
        case "json":
            from flake8_testsec.review.records import text

            yield from text(documents)
        case "html":
            from flake8_testsec.review.html import page

            yield from page(documents)
        case _:
            from flake8_testsec.review.markdown import markdown

            yield from (f"{line}\n" for line in markdown(documents))


def _status(outcome: _Outcome, options: argparse.Namespace) -> int:
    with suppress(BrokenPipeError):
        for line in outcome.problems:
            print(harmless(line), file=sys.stderr)
        if outcome.left_out and not options.quiet:
            number = len(outcome.left_out)
            files = "1 file is" if number == 1 else f"{number} files are"
            print(f"testsec review: {files} no test; name one to have it reviewed", file=sys.stderr)
    if outcome.problems:
        return 2
    return int(any(outcome.defects) and not options.exit_zero)
