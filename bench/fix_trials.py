"""What ``testsec fix`` makes of contents of a package's files: nothing of the package itself is changed."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from bench.command import CommandError, environment
from bench.corpora import Package, fetch
from flake8_testsec.cli import configuration
from flake8_testsec.cli.leftovers import unneeded_imports
from flake8_testsec.cli.mending import Mended, mended
from flake8_testsec.cli.patches import patch
from flake8_testsec.cli.reading import Reader, Work
from flake8_testsec.cli.rewriting import NoPlace
from flake8_testsec.finding import Finding
from flake8_testsec.fixing.edits import Edits

_OPTIONS = ("--isolated", "--no-cache")


class Told(NamedTuple):
    """A finding that the command tells by default."""

    path: str
    """Relative to the package's folder, with slashes."""
    line: int
    column: int
    """From 0."""
    code: str
    message: str
    fixable: bool
    safe: bool

    def means(self, finding: Finding) -> bool:
        """Whether it is this one."""
        return finding[:4] == self[1:5] and bool(finding.fix.edits)


def told(packages: Sequence[Package], jobs: int) -> dict[Package, list[Told]]:
    """What the command tells by default of packages.

    Args:
        packages: the packages; each is the root of a project, in which the command runs.
        jobs: how many are reviewed at a time.

    Returns:
        The findings in order of path and line, by package.

    Raises:
        CorpusError: a package cannot be had.
        CommandError: the command could not be run at all.
    """
    with ThreadPoolExecutor(jobs) as pool:  # what works is the command, in processes of its own
        return dict(zip(packages, pool.map(_told, map(fetch, packages)), strict=True))


def _told(folder: Path) -> list[Told]:
    words = [sys.executable, "-m", "flake8_testsec", "check", *_OPTIONS, "--format=json", "."]
    done = subprocess.run(words, cwd=folder, env=environment(), capture_output=True, check=False)
    try:
        found = json.loads(done.stdout)["findings"]
    except ValueError as error:
        last = (done.stderr.decode("utf-8", "replace").strip() or "no report").splitlines()[-1]
        raise CommandError(f"testsec on {folder.name}: {last}") from error
    return sorted(map(_read, found))


def _read(found: Mapping[str, Any]) -> Told:
    path, column, fix = found["path"].removeprefix("./"), found["column"] - 1, found["fix"]
    return Told(
        path, found["line"], column, found["code"], found["message"], bool(fix), bool(fix) and fix["safe"]
    )


class Trial:
    """A package's folder, in which contents are reviewed and mended as the command would do it.

    Args:
        folder: where the command would run.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with contextlib.chdir(folder):
            options = configuration.parse([*_OPTIONS, "."], "fix")
            options.needs = options.needs._replace(fixes=True)
            self._reader = Reader(Work(options))

    def found(self, path: str, content: bytes) -> list[Finding] | None:
        """All that is found by default in a content if a file has it; nothing if it cannot be parsed.

        Args:
            path: the file, relative to the folder.
            content: all of it.
        """
        with contextlib.chdir(self._folder):
            review = self._reader.side(content, f"./{path}").review
        return [told.finding for told in review.told] if review.parsed else None

    def mended(
        self, path: str, content: bytes, found: Sequence[Finding], wanted: Sequence[Finding], unsafe: bool
    ) -> Mended:
        """What becomes of a content.

        Args:
            path: the file, relative to the folder.
            content: all of it.
            found: all that is found in it.
            wanted: what of that is to be mended.
            unsafe: whether by unsafe fixes, too.
        """
        try:
            return mended(
                content,
                found,
                wanted,
                lambda new: self.found(path, new),
                lambda fix: unsafe or fix.safe,
                partial(self._unneeded, path),
            )
        except NoPlace:
            return Mended(content, (), tuple(wanted))

    def _unneeded(self, path: str, before: bytes, after: bytes) -> Edits:
        with contextlib.chdir(self._folder):
            return unneeded_imports(self._reader, f"./{path}", before, after)

    def patch(self, path: str, before: bytes, after: bytes) -> str:
        """What has been changed, as the command shows it.

        Args:
            path: the file, relative to the folder.
            before: its content.
            after: what was made of it.
        """
        with contextlib.chdir(self._folder):
            return patch(path, before, after).decode("utf-8", "replace")
