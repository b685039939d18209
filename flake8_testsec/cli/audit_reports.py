"""The reports of an audit, written from what is kept of it: one repository after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from flake8_testsec import fingerprints
from flake8_testsec.cli.audit_run import Failure
from flake8_testsec.cli.audit_state import State, Subject
from flake8_testsec.cli.files import Target
from flake8_testsec.cli.outputs import Output
from flake8_testsec.finding import FAULT, Finding
from flake8_testsec.formats import json_report, sarif
from flake8_testsec.formats.audit_counts import Tally, Waiting, tally
from flake8_testsec.formats.entries import Detail, Entry, Run
from flake8_testsec.formats.escapes import encodable, printable
from flake8_testsec.review.ledger import Item, bugs

FORMATS = ("text", "jsonl", "sarif", "html")


class Told(NamedTuple):
    """Everything of one repository."""

    subject: Subject
    commit: str
    entries: Sequence[Entry]
    waiting: Sequence[Item]
    run: Run
    why: Sequence[str]
    hidden: Sequence[str]

    @property
    def tally(self) -> Tally:
        """What the summary says of it."""
        waiting = Waiting(len(bugs(self.waiting)), len(self.waiting))
        return tally(self.subject.name, self.commit, self.entries, waiting, self.run, self.why)


class Reports:
    """What an audit has come to.

    Args:
        state: what is kept.
        failures: what could not be done.
        earlier: an audit to compare with.
        title: what pages are headed with.
    """

    def __init__(self, state: State, failures: Iterable[Failure], earlier: State | None, title: str) -> None:
        self._state = state
        self._earlier = earlier
        self._title = title
        self._why: dict[int, list[str]] = defaultdict(list)
        for each in failures:
            self._why[each.number].append(each.why)

    def told(self) -> Iterator[Told]:
        """The repositories in their order, each read when it is asked for."""
        for index, subject in enumerate(self._state.subjects):
            survey, parts = self._state.survey(index), list(self._state.found(index))
            why = self._why.get(index, [])
            entries = [_failed(subject, each) for each in why]
            entries += [entry for part in parts for entry in part.entries]
            complete = not why and not any(part.broken for part in parts)
            earlier = self._earlier.earlier_of(subject.name) if self._earlier is not None else None
            files = survey.files if survey else 0
            run = Run(files, complete, "", self._title or subject.name, earlier)
            waiting = [item for part in parts for item in part.bugs]
            hidden = [line for part in parts for line in part.hidden]
            yield Told(subject, survey.commit if survey else "", entries, waiting, run, why, hidden)

    def write(self, outputs: Iterable[Output]) -> list[Tally]:
        """Write all reports.

        Args:
            outputs: what goes where.

        Returns:
            The counts of all repositories.

        Raises:
            OSError: one cannot be written.
        """
        tallies = [each.tally for each in self.told()]
        for output in outputs:
            if output.format == "html" and output.file is not None:
                self._pages(output.file)
            _write(output.file, self._pieces(output, tallies))
        return tallies

    def _pieces(self, output: Output, tallies: Sequence[Tally]) -> Iterator[str]:
        match output.format:
            case "jsonl":
                yield from (_line(each, entry) for each in self.told() for entry in each.entries)
            case "sarif":
                yield from sarif.several(_run(each) for each in self.told())
            case "html":
                from flake8_testsec.formats.audit_page import page  # needs the extra

                folder = pages_of(output.file or "")
                addresses = [f"{folder.name}/{index:05}.html" for index, _ in enumerate(tallies)]
                yield from page(tallies, addresses, self._title, self._earlier is not None)
            case _:
                yield from map(_row, tallies)

    def _pages(self, file: str) -> None:
        from flake8_testsec.formats.html_report import report  # needs the extra

        for index, each in enumerate(self.told()):
            run = each.run._replace(title=each.subject.name)
            _write(str(pages_of(file) / f"{index:05}.html"), report(each.entries, run))


def pages_of(file: str) -> Path:
    """The folder of the repositories' pages, beside the page over all."""
    path = Path(file)
    return path.with_name(f"{path.stem}.pages")


def _line(told: Told, entry: Entry) -> str:
    return json_report.line_of_repository(entry, repository=told.subject.name, revision=told.commit)


def _run(told: Told) -> sarif.Node:
    made = sarif.run_of(told.entries, told.run)
    made["automationDetails"]["id"] = f"testsec/audit/{encodable(told.subject.name)}/"
    made["properties"] = {"repository": encodable(told.subject.name), "revision": told.commit}
    return made


def _row(each: Tally) -> str:
    name = printable(each.name)
    if each.why:
        return "".join(f"{name}: {printable(why)}\n" for why in each.why)
    counts = ", ".join(f"{each.severities[word]} {word}" for word in ("high", "medium", "low"))
    more = "" if each.complete else f", {each.severities['error']} not reviewed"
    trend = f"; {each.trend.new} new, {each.trend.gone} gone" if each.trend else ""
    return f"{name}: {each.total} in {each.files} files ({counts}{more}){trend}\n"


def _failed(subject: Subject, why: str) -> Entry:
    """What could not be done, as a finding: nobody shall take silence for a clean repository."""
    message = f"not reviewed: {' '.join(why.split())}"
    digest = fingerprints.of_text(".", FAULT, "", message)
    detail = Detail(str(fingerprints.Fingerprint(digest, 1, "")))
    return Entry(subject.name, ".", Finding(0, 0, FAULT, message, 0, 0), detail)


def _write(file: str | None, pieces: Iterable[str]) -> None:
    target = Target(file)
    try:
        for piece in pieces:
            target.write(piece)
        target.commit()
    except BaseException:
        target.abandon()
        raise
