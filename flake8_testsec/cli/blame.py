"""Who wrote which line and when, by git's word, without running anything that a repository names.

Only commits are read. Reading the work tree through git would run the filters that a repository's own
configuration names; so lines of a changed file are found again by comparing it with the last commit here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import NamedTuple

from flake8_testsec.cli.git import GitError, NoAnswer, git

_LONGEST = 60.0
"""Seconds for one question."""


class Written(NamedTuple):
    """Who wrote a line last, and on which day (UTC, ISO 8601)."""

    author: str
    date: str


def blame(path: str, content: bytes, lines: Iterable[int]) -> Mapping[int, Written]:
    """Who wrote lines of a file.

    Args:
        path: the file.
        content: what it holds now.
        lines: the numbers of the lines, from 1.

    Returns:
        By the number of the line; empty where there is no repository, no git, or no commit that has the
        file; lines that are not committed as they are now are left out.

    Raises:
        NoAnswer: git takes too long, as it will for other files here.
    """
    wanted = sorted({*lines})
    folder, name = os.path.split(os.path.abspath(path))
    committed = _git(("cat-file", "blob", f"HEAD:./{name}"), folder) if wanted else None
    if committed is None:
        return {}
    places = _places(committed.splitlines(), content.splitlines(), wanted)
    spans = [f"-L{each},{each}" for each in sorted(places.values())]
    if not spans:
        return {}
    output = _git(("blame", "--line-porcelain", "--no-textconv", *spans, "HEAD", "--", name), folder) or b""
    known = dict(_read(output.decode("utf-8", "replace").split("\n")))
    return {line: known[place] for line, place in places.items() if place in known}


def _places(before: Sequence[bytes], now: Sequence[bytes], wanted: Sequence[int]) -> Mapping[int, int]:
    """Where lines of now were before, those that were not are left out."""
    if before == now:
        return {each: each for each in wanted if each <= len(now)}
    from difflib import SequenceMatcher  # most files are as they were committed

    found: dict[int, int] = {}
    for first, second, size in SequenceMatcher(None, before, now, autojunk=False).get_matching_blocks():
        found.update((each, each - second + first) for each in wanted if second < each <= second + size)
    return found


def _git(arguments: Sequence[str], folder: str) -> bytes | None:
    try:
        return git(folder, *arguments, patience=_LONGEST)
    except NoAnswer:
        raise
    except GitError:
        return None


def _read(output: Iterable[str]) -> Iterator[tuple[int, Written]]:
    """The answer of ``git blame --line-porcelain``: a head with the commit and the lines, what is known of
    the commit, and the line after a tab."""
    number, told = 0, dict[str, str]()
    for line in output:
        word, _, value = line.partition(" ")
        if line.startswith("\t"):
            yield number, Written(told["author"], _day(told["author-time"]))
            told = {}
        elif told:
            told[word] = value
        elif value:
            number = int(value.split(" ")[1])
            told = {"commit": word}


def _day(seconds: str) -> str:
    return datetime.fromtimestamp(int(seconds), timezone.utc).date().isoformat()
