"""The findings that a project has put off: one text file, a line for each fingerprint, with its count.

.. code-block:: text

    # testsec baseline 1, fingerprints 1
    # Fingerprint, count, file, code, place. 'testsec baseline prune' removes what is mended.
    44b626da2f037c8d 1 tests/test_shop.py TSE407 TestShop.test_pay

Lines are sorted by file, code, place and fingerprint, and say nothing of lines, columns and times, so the
file changes where findings come and go and nowhere else. What git cannot merge by itself may be united
(``merge=union``): the lines may stand in any order, and of two with one fingerprint the higher count holds.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from flake8_testsec.finding import FAULT
from flake8_testsec.fingerprints import RECIPE
from flake8_testsec.patterns import lazy
from flake8_testsec.regular_files import content

NAME = ".testsec-baseline"
"""What the file is called unless somebody gives it another name."""

FORM = "1"
"""Changes with how the file is written."""

_HEADER = f"# testsec baseline {FORM}, fingerprints {RECIPE}"
_ANY_HEADER = lazy(r"# testsec baseline (\S+), fingerprints (\S+)\Z")
_LEGEND = "# Fingerprint, count, file, code, place. 'testsec baseline prune' removes what is mended."
_LINE = lazy(r"([0-9a-f]{16}) ([1-9][0-9]{0,8}) (\S+) (TSE[0-9]{3}) (\S+)\Z")
_ESCAPE = lazy(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")
_NOWHERE = "-"
_MOST = 64 * 2**20
"""A larger file is no baseline, in bytes."""


class BaselineError(ValueError):
    """A baseline cannot be used; the message says which and why, in one line."""


class Entry(NamedTuple):
    """Findings that are alike."""

    path: str
    """Their file, below the project's top folder, with slashes."""
    code: str
    place: str
    """The names of the classes and functions around; empty at the top of a file."""
    digest: str
    """See ``fingerprints.Fingerprint``."""
    findings: int = 1
    """How many there are."""


class Baseline:
    """What is listed, by files.

    Args:
        entries: in any order; of two for one fingerprint the higher count holds.
        name: the file, as it is named to the user.
    """

    def __init__(self, entries: Iterable[Entry] = (), name: str = NAME) -> None:
        self.name = name
        self._files: dict[str, dict[str, Entry]] = {}
        for entry in entries:
            listed = self._files.setdefault(entry.path, {})
            before = listed.get(entry.digest)
            if before is None or before.findings < entry.findings:
                listed[entry.digest] = entry

    def __iter__(self) -> Iterator[Entry]:
        """All entries, sorted."""
        yield from sorted(entry for listed in self._files.values() for entry in listed.values())

    def of(self, path: str) -> Mapping[str, Entry]:
        """The entries of a file, by digests."""
        return self._files.get(path, {})

    def allowance(self, path: str) -> Counter[str]:
        """How many findings of a file may be passed over, by digests; who passes over one takes it off."""
        return Counter({digest: entry.findings for digest, entry in self.of(path).items()})


def written(entries: Iterable[Entry]) -> str:
    """The text of a baseline.

    Args:
        entries: in any order.

    Returns:
        All lines.
    """
    return "".join((f"{_HEADER}\n{_LEGEND}\n", *map(_line, Baseline(entries))))


def _line(entry: Entry) -> str:
    path, code, place, digest, findings = entry
    return f"{digest} {findings} {_escaped(path)} {code} {_escaped(place) or _NOWHERE}\n"


def read(path: str) -> Baseline:
    """Read a baseline.

    Args:
        path: the file.

    Returns:
        What it lists.

    Raises:
        BaselineError: it is missing, cannot be read, is of another version or broken.
    """
    try:
        text = content(path, _MOST).decode("utf-8-sig")
    except FileNotFoundError:
        raise BaselineError(f"the baseline {path!r} is missing; 'testsec baseline write' makes one") from None
    except UnicodeDecodeError:
        raise BaselineError(f"{path!r} is not a baseline: it is not UTF-8") from None
    except (OSError, ValueError) as error:  # a name may hold a null byte
        why = getattr(error, "strerror", None) or error
        raise BaselineError(f"the baseline {path!r} cannot be read: {why}") from None
    return Baseline(_entries(text, path), path)


def _entries(text: str, path: str) -> Iterator[Entry]:
    first, *lines = text.split("\n")
    _require_version(first.rstrip(), path)
    for number, line in enumerate(map(str.rstrip, lines), 2):
        if line and not line.startswith("#"):
            match = _LINE.match(line)
            if match is None or match[4] == FAULT:
                raise BaselineError(f"the baseline {path!r} is broken: line {number} is not an entry")
            digest, count, file, code, place = match.groups()
            scope = "" if place == _NOWHERE else _unescaped(place)
            yield Entry(_unescaped(file), code, scope, digest, int(count))


def _require_version(line: str, path: str) -> None:
    match = _ANY_HEADER.match(line)
    if match is None:
        raise BaselineError(f"{path!r} is not a baseline: it does not begin with {_HEADER!r}")
    if line != _HEADER:
        raise BaselineError(
            f"the baseline {path!r} is of version {match[1]}, fingerprints {match[2]}; this testsec has "
            f"{FORM} and {RECIPE}: remove it, and write it anew"
        )


def found_at(name: str, root: str | None) -> str:
    """Where a baseline is that is named without a folder.

    Args:
        name: what the user gave.
        root: the project's top folder, if there is one.

    Returns:
        The name itself where it leads to something, or the same below the top folder, because a command may
        be run in any folder of a project, and a configuration names what stands beside it.
    """
    if root is None or os.path.dirname(name) or os.path.lexists(name):
        return name
    return os.path.relpath(os.path.join(root, name))


def _escaped(text: str) -> str:
    """A text in one word, with nothing in it that a terminal or an editor would not show."""
    return "".join(each if each.isprintable() and each not in " \\" else _code(ord(each)) for each in text)


def _code(number: int) -> str:
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: _character(int(match[1] or match[2] or match[3], 16), match[0]), text)


def _character(number: int, escape: str) -> str:
    return chr(number) if number <= 0x10FFFF else escape
