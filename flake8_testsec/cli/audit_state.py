"""What an audit has come to so far, in a folder: a second start goes on where the first was ended.

Every step is one file that is put in its place when it is complete, so that whatever is there is whole, and
two who do the same step at the same time write the same. Nothing is executed that is read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flake8.exceptions import ExecutionError

from flake8_testsec.cli.audit_tasks import Found, Survey
from flake8_testsec.cli.files import Target
from flake8_testsec.cli.results import finding_of
from flake8_testsec.formats.entries import Detail, Earlier, Entry, Old
from flake8_testsec.review.ledger import Item

VERSION = 1
_PLAN = "audit.json"
_SURVEY = "survey.json"


class Subject(NamedTuple):
    """A repository that is audited."""

    name: str
    """What it is called in reports."""
    path: str


class State:
    """The folder of one audit.

    Args:
        folder: the folder, which may not be there yet.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.subjects: list[Subject] = []

    def begin(self, subjects: Sequence[Subject], plan: str) -> None:
        """Begin an audit, or go on with the one that is there.

        Args:
            subjects: the repositories in their order.
            plan: differs whenever the findings could.

        Raises:
            ExecutionError: what is there belongs to another audit.
            OSError: the folder cannot be written.
        """
        self.subjects = list(subjects)
        wanted = {"version": VERSION, "plan": plan, "repositories": [list(each) for each in subjects]}
        known = _read(os.path.join(self.folder, _PLAN))
        if known is None and os.path.isdir(self.folder) and os.listdir(self.folder):
            raise ExecutionError(f"argument --state: {self.folder!r} holds something else than an audit")
        if known is not None and known != wanted:
            raise ExecutionError(
                f"argument --state: {self.folder!r} belongs to an audit with other repositories, options or "
                "versions; name another folder, or remove it"
            )
        if known is None:
            self._write(_PLAN, json.dumps(wanted))

    @classmethod
    def earlier(cls, folder: str) -> State:
        """An audit that is there to be compared with.

        Args:
            folder: its folder.

        Raises:
            ExecutionError: there is none.
        """
        state = cls(folder)
        known = _read(os.path.join(folder, _PLAN))
        if known is None or known.get("version") != VERSION:
            raise ExecutionError(f"argument --compare-with: {folder!r} is no state folder of an audit")
        state.subjects = [Subject(*map(str, each)) for each in known["repositories"]]
        return state

    def survey(self, index: int) -> Survey | None:
        """What a repository holds, if somebody has looked."""
        known = _read(self._path(index, _SURVEY))
        if known is None:
            return None
        return Survey(known["commit"], known["files"], tuple((each[0], each[1]) for each in known["parts"]))

    def keep_survey(self, index: int, survey: Survey) -> None:
        """Keep what a repository holds."""
        self._write(self._place(index, _SURVEY), json.dumps(survey._asdict()))

    def has(self, index: int, part: tuple[int, int]) -> bool:
        """Whether a part is reviewed."""
        return os.path.exists(self._path(index, _name(part)))

    def keep(self, index: int, part: tuple[int, int], found: Found) -> None:
        """Keep what there is to say of a part."""
        head = {"files": found.files, "broken": found.broken, "hidden": found.hidden, "bugs": found.bugs}
        lines = (json.dumps(each) for each in (head, *found.entries))
        self._write(self._place(index, _name(part)), "".join(f"{line}\n" for line in lines))

    def found(self, index: int) -> Iterator[Found]:
        """What there is to say of the parts of a repository that are reviewed, in their order."""
        survey = self.survey(index)
        for part in survey.parts if survey is not None else ():
            if self.has(index, part):
                yield _found(self._path(index, _name(part)))

    def earlier_of(self, name: str) -> Earlier | None:
        """What was found in a repository, to compare with; ``None`` if it was not there.

        Args:
            name: what it is called.
        """
        index = next((n for n, each in enumerate(self.subjects) if each.name == name), None)
        if index is None or self.survey(index) is None:
            return None
        parts = list(self.found(index))
        entries = [each for part in parts for each in part.entries if each.silenced is None]
        return Earlier(
            sum(part.files for part in parts), {each.detail.fingerprint: _old(each) for each in entries}
        )

    def _place(self, index: int, name: str) -> str:
        return os.path.join(f"{index:05}", name)

    def _path(self, index: int, name: str) -> str:
        return os.path.join(self.folder, self._place(index, name))

    def _write(self, place: str, text: str) -> None:
        target = Target(os.path.join(self.folder, place))
        try:
            target.put(text.encode("utf-8", "surrogatepass"))
            target.commit()
        except BaseException:
            target.abandon()
            raise


def _name(part: tuple[int, int]) -> str:
    return f"part-{part[0]}-{part[1]}.jsonl"


def _read(path: str) -> Mapping[str, Any] | None:
    try:
        with open(path, "rb") as file:
            known = json.load(file)
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError) as error:
        raise ExecutionError(f"{path!r} is no state of an audit") from error
    return known if isinstance(known, dict) else None


def _found(path: str) -> Found:
    with open(path, "rb") as file:
        head = json.loads(next(file))
        entries = tuple(_entry(*json.loads(line)) for line in file)
    bugs = tuple(Item(*each) for each in head["bugs"])
    return Found(head["files"], head["broken"], tuple(head["hidden"]), entries, bugs)


def _entry(path: str, place: str, finding: list[Any], detail: list[Any], *rest: Any) -> Entry:
    fingerprint, scope, lines, newline = detail
    shown = tuple((number, text) for number, text in lines)
    return Entry(path, place, finding_of(*finding), Detail(fingerprint, scope, shown, newline), *rest)


def _old(entry: Entry) -> Old:
    place, facts = entry.region, entry.facts
    line = place.line if place else 0
    return Old(entry.finding.code, facts.severity, entry.place, line, entry.finding.message)
