"""``testsec audit``: many repositories at once, read from git's objects, by many processes.

What was done is kept in a folder, so that a second start goes on; what cannot be done costs itself alone.
"""

from __future__ import annotations

import argparse
import configparser
import gc
import os
import sys
from collections.abc import Iterable, Iterator, Sequence

from flake8.exceptions import ExecutionError

from flake8_testsec import digests
from flake8_testsec.cli import configuration
from flake8_testsec.cli.audit_engines import Dask, Pool
from flake8_testsec.cli.audit_reports import FORMATS, Reports
from flake8_testsec.cli.audit_run import Audit, Engine, NoEngine
from flake8_testsec.cli.audit_state import State, Subject
from flake8_testsec.cli.audit_tasks import Order
from flake8_testsec.cli.display import refused
from flake8_testsec.cli.outputs import Needs, Output
from flake8_testsec.cli.results import identity
from flake8_testsec.formats.audit_counts import Tally
from flake8_testsec.formats.escapes import printable
from flake8_testsec.plugin import Plugin
from flake8_testsec.project.installed import entries

_STATE = ".testsec-audit"
_NOT_OF_FINDINGS = frozenset(
    {"color", "cache_dir", "configuration", "count", "exit_zero", "filenames", "format", "jobs", "no_cache"}
    | {"output_file", "outputs", "quiet", "summary", "tee", "title", "verbose"}
)
"""The options on which no finding hangs."""


def audit(argv: Sequence[str]) -> int:
    """Review repositories.

    Args:
        argv: the repositories, ``--list``, ``--at``, ``--state``, ``--compare-with``, ``--dask``, and the
            options of ``testsec check`` for what is found and how it is told.

    Returns:
        0 if nothing was found, 1 for findings, 2 for wrong usage or if something could not be reviewed.

    Raises:
        BrokenPipeError: the reader of standard output has gone.
        KeyboardInterrupt: the user wants it to end; what was done is kept.
    """
    gc.enable()  # this process lives long
    own, rest = _parser().parse_known_args(argv)
    try:
        options = configuration.parse(rest, "audit")
        subjects = list(_subjects(options.filenames, own.list))
        return _audited(own, options, subjects)
    except (ExecutionError, ValueError, OSError, configparser.Error, NoEngine) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return refused(str(error), "audit")


def _parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="testsec audit",
        usage="testsec audit REPOSITORY... [--list FILE] [options of 'testsec check']",
        description="Review repositories of git, each a work tree or a git directory, as a commit has them.",
        allow_abbrev=False,
    )
    vars(found)["error"] = lambda message: sys.exit(refused(message, "audit"))
    found.add_argument(
        "--list", metavar="FILE", help="names more repositories, one a line; '-' is standard input"
    )
    found.add_argument(
        "--at", metavar="REVISION", default="HEAD", help="the commit to review (default: HEAD)"
    )
    found.add_argument(
        "--state",
        metavar="FOLDER",
        default=_STATE,
        help=f"where it is kept what was done; a second start goes on there (default: {_STATE})",
    )
    found.add_argument(
        "--compare-with", metavar="FOLDER", help="the --state of an earlier audit, for the trend"
    )
    found.add_argument(
        "--dask",
        metavar="ADDRESS",
        nargs="?",
        const="",
        help="work on this scheduler, as tcp://host:8786; without an address on a cluster of this machine",
    )
    return found


def _subjects(named: Iterable[str], file: str | None) -> Iterator[Subject]:
    """The repositories; a line may have a name behind a tab, else its path is its name."""
    seen: set[str] = set()
    for text in (*named, *(_lines(file) if file is not None else ())):
        path, _, name = text.partition("\t")
        if name in seen or (not name and path in seen):
            raise ExecutionError(f"two repositories are called {name or path!r}")
        seen.add(name or path)
        yield Subject(name or path, os.path.abspath(path))
    if not seen:
        raise ExecutionError("no repository is named")


def _lines(file: str) -> Iterator[str]:
    if file == "-":
        text = sys.stdin.read()
    else:
        with open(file, encoding="utf-8-sig", errors="surrogateescape") as opened:
            text = opened.read()
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _audited(own: argparse.Namespace, options: argparse.Namespace, subjects: Sequence[Subject]) -> int:
    outputs = _outputs(options)
    earlier = State.earlier(own.compare_with) if own.compare_with else None
    vars(options).update(needs=Needs(True, True, True, True), filenames=[], outputs=[])
    order = Order(options, os.getcwd(), identity())
    state = State(own.state)
    state.begin(subjects, _plan(order, own.at))
    audit_ = Audit(state, order, own.at, _engine(own, options))
    try:
        for index in audit_.run():
            _note(state, index)
    finally:
        audit_.stop()
    reports = Reports(state, audit_.failures, earlier, options.title)
    return _status(reports.write(outputs), reports, options)


def _outputs(options: argparse.Namespace) -> list[Output]:
    found = [Output("text", each.file) if each.format == "default" else each for each in options.outputs]
    for each in found:
        if each.format not in FORMATS:
            raise ExecutionError(
                f"argument --format: an audit is told as {', '.join(FORMATS)}, not {each.format}"
            )
        if each.format == "html" and each.file is None:
            raise ExecutionError("argument --format: html is several pages; give it an --output-file")
    return found


def _plan(order: Order, revision: str) -> str:
    """What differs whenever findings could, but for what revisions name."""
    known = {name: value for name, value in vars(order.options).items() if name not in _NOT_OF_FINDINGS}
    installed = [sorted(entries(folder).items()) for folder in Plugin.settings.deep]
    options = repr((sorted(known.items()), Plugin.settings, installed))
    words = (order.identity, order.folder, revision, options)
    return digests.digest("\0".join(words).encode("utf-8", "surrogatepass"))


def _engine(own: argparse.Namespace, options: argparse.Namespace) -> Engine:
    jobs = configuration.jobs(options)
    return Pool(jobs) if own.dask is None else Dask(own.dask, jobs)


def _note(state: State, index: int) -> None:
    """Let a person see that it goes on."""
    if sys.stderr.isatty():
        survey = state.survey(index)
        parts = survey.parts if survey is not None else ()
        done = sum(state.has(index, part) for part in parts)
        name = printable(state.subjects[index].name)
        print(f"{name}: {done} of {len(parts)} parts", file=sys.stderr)


def _status(tallies: Sequence[Tally], reports: Reports, options: argparse.Namespace) -> int:
    for told in reports.told():
        for line in (*told.why, *told.hidden):
            print(f"testsec audit: {printable(told.subject.name)}: {printable(line)}", file=sys.stderr)
    if not all(each.complete for each in tallies):
        return 2
    return int(any(each.total for each in tallies) and not options.exit_zero)
