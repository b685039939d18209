"""What a file of evidence says, read again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from flake8_testsec.evidence.records import VERSION
from flake8_testsec.finding import Finding


class Leak(NamedTuple):
    """Something that was left behind."""

    what: str
    name: str
    test: str
    outcome: str
    file: str
    """Empty if nobody knows the line."""
    line: int
    several: bool = False
    """Whether an earlier test of the file may have done it."""
    function: str = ""
    """The innermost one of the project around the line."""

    @property
    def home(self) -> str:
        """The file of the line, else that of the test."""
        return self.file or self.origin

    @property
    def origin(self) -> str:
        """The file of the test."""
        return self.test.partition("::")[0]


class Proof(NamedTuple):
    """Something was left behind when a line was made to fail."""

    code: str
    line: int
    """Of the finding."""
    exit: int
    """The line that was made to fail."""

    def is_of(self, finding: Finding) -> bool:
        """Whether it is of a finding of the same file.

        Args:
            finding: any.
        """
        here = finding.code == self.code and finding.line == self.line
        return here and any(each.line == self.exit for each in finding.related)


class Ran(NamedTuple):
    """A test that ran."""

    line: int
    outcome: str
    name: str = ""
    """As in ``Class::method``."""
    lines: str = ""
    """Which lines that ran for it are noted: ``all``, or those of its ``own process``; else nobody knows."""


class Collected(NamedTuple):
    """A file or a class was looked into for tests."""

    owner: str
    """The class; empty for the file."""
    names: frozenset[str]
    """What was found."""
    lost: Mapping[str, str]
    """What was not, although it looks like a test, and why; the class itself has no name there."""


class Evidence:
    """All that was noticed, by files below the root of the run.

    Args:
        name: the file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not one of ours; in one line.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.root = os.path.dirname(os.path.abspath(name))
        self.digests: dict[str, set[str]] = {}
        self.tests: dict[str, list[Ran]] = {}
        self.collected: dict[str, list[Collected]] = {}
        self.functions: dict[str, set[int]] = {}
        self.lines: dict[str, set[int]] = {}
        self.has_functions = self.has_lines = False
        self.leaks: dict[str, list[Leak]] = {}
        self.elsewhere: dict[str, list[Leak]] = {}
        """Leaks by the file of their test, if their line is in another one."""
        self.proofs: dict[str, list[Proof]] = {}
        self.is_whole = True
        """Whether every run came to its end, and nothing went wrong in noticing."""
        self.is_broken = False
        """Whether something went wrong in noticing."""
        self._runs = self._ends = 0
        for number, record in _records(name):
            try:
                self._take(record)
            except _OtherVersion as error:
                raise ValueError(f"evidence {name!r}: {error}") from error
            except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
                raise ValueError(f"evidence {name!r}: line {number} is not understood") from error
        if not self._runs:
            raise ValueError(f"evidence {name!r}: it does not say which run it is of")
        self.is_whole = self.is_whole and self._ends >= self._runs

    def _take(self, record: Mapping[str, Any]) -> None:
        match record["kind"]:
            case "run":
                self._begin(record)
            case "file":
                self.digests.setdefault(record["file"], set()).add(record["digest"])
            case "test":
                name = str(record["test"]).partition("::")[2]
                lines = str(record.get("lines", ""))
                ran = Ran(int(record["line"]), str(record["outcome"]), name, lines)
                self.tests.setdefault(record["file"], []).append(ran)
            case "collected":
                lost = {_text(each, "name"): _text(each, "why") for each in record["lost"]}
                found = Collected(_text(record, "owner"), frozenset(record["names"]), lost)
                self.collected.setdefault(record["file"], []).append(found)
            case "ran":
                self.functions.setdefault(record["file"], set()).update(record["functions"])
                self.lines.setdefault(record["file"], set()).update(record.get("lines", ()))
            case "leak":
                what, name, test, outcome = (
                    _text(record, each) for each in ("what", "name", "test", "outcome")
                )
                file, line = record["file"] or "", max(int(record["line"] or 0), 0)
                function = str(record.get("function") or "")
                leak = Leak(what, name, test, outcome, file, line, bool(record["several"]), function)
                self.leaks.setdefault(leak.home, []).append(leak)
                if leak.home != leak.origin:
                    self.elsewhere.setdefault(leak.origin, []).append(leak)
            case "proof" if record["result"] == "proved":
                proof = Proof(_text(record, "code"), int(record["line"]), int(record["exit"]))
                self.proofs.setdefault(record["file"], []).append(proof)
            case "end":
                self._ends += 1
            case "broken":
                self.is_whole, self.is_broken = False, True

    def _begin(self, record: Mapping[str, Any]) -> None:
        if record["version"] != VERSION:
            raise _OtherVersion(f"it is of version {record['version']!r}, and {VERSION} is what is read here")
        folder = os.path.dirname(os.path.abspath(self.name))
        self.root = os.path.normpath(os.path.join(folder, record["root"]))
        self.has_functions = bool(record["functions"]) and (self.has_functions or not self._runs)
        self.has_lines = bool(record["lines"]) and (self.has_lines or not self._runs)
        self._runs += 1

    def speaks_of_tests(self, place: str) -> bool:
        """Whether it tells which tests, or which of their lines, there are in a file.

        Args:
            place: the file, as it names it.
        """
        return place in self.lines or place in self.collected

    def place(self, path: str) -> str:
        """A file as the evidence names it.

        Args:
            path: relative to the working directory, or absolute.
        """
        return os.path.relpath(os.path.realpath(path), os.path.realpath(self.root)).replace(os.sep, "/")


class _OtherVersion(ValueError):
    """The file was written by another release, in another form."""


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _records(name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The records with their lines; one that a killed process has not finished is none."""
    with _opened(name) as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                return
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise ValueError(f"evidence {name!r}: line {number} is not JSON") from error


def _opened(name: str) -> BinaryIO:
    """The file, or an error that names it."""
    try:
        return open(name, "rb")
    except OSError as error:
        raise OSError(f"evidence {name!r}: {error.strerror or error}") from error
