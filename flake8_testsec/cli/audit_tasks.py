"""What another process does for an audit: look what a repository holds, and review a part of it.

Both are functions of their arguments alone, which can be sent to any process on any machine that sees the
repositories; so whatever runs them may run them again.
"""

from __future__ import annotations

import argparse
import ast
import errno
import os
import posixpath
from collections.abc import Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from flake8_testsec import deadlines, regular_files
from flake8_testsec.cli import cache, discovery
from flake8_testsec.cli.details import of_words
from flake8_testsec.cli.display import log
from flake8_testsec.cli.git import GitError
from flake8_testsec.cli.reading import Reader, Text, Work, undisturbed
from flake8_testsec.cli.reporting import Report
from flake8_testsec.cli.results import Results, identity, stamp
from flake8_testsec.cli.reviews import Review, failure
from flake8_testsec.cli.sinks import Sink
from flake8_testsec.cli.snapshots import Snapshot, opened
from flake8_testsec.formats.entries import Detail, Entry
from flake8_testsec.plugin import Case, Examined, Plugin, ProjectOf, examined, module_of
from flake8_testsec.project.files import Files
from flake8_testsec.project.views import Project
from flake8_testsec.review.known_bugs import waiting
from flake8_testsec.review.ledger import Item, item
from flake8_testsec.rule import Role
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import pytest_config

BYTES, FILES = 2 * 2**20, 400
"""So much source, and so many files, are reviewed in one task at most: some seconds."""
_ROOT = os.path.abspath(os.sep)
"""What stands for a repository's top folder where a path has to be absolute."""


class Order(NamedTuple):
    """What is to be done in every repository."""

    options: argparse.Namespace
    folder: str
    """The working directory of who gives the order, from which patterns of files count."""
    identity: str
    """See ``results.identity``."""


class Survey(NamedTuple):
    """What a repository holds."""

    commit: str
    files: int
    parts: tuple[tuple[int, int], ...]
    """The first file of each part, and the first behind it."""


class Found(NamedTuple):
    """What there is to say of a part."""

    files: int
    broken: bool
    """Whether a file of it was not reviewed, or not by every rule."""
    hidden: tuple[str, ...]
    """What of this the options hide."""
    entries: tuple[Entry, ...]
    bugs: tuple[Item, ...]
    """What waits for a ticket."""


class WrongWorker(Exception):
    """A process has another version of what findings hang on; they would not be the same."""


_ALONE = Lock()
"""A process reviews one part at a time, however many threads it has."""


def survey(order: Order, path: str, revision: str) -> Survey:
    """Look what a repository holds at a revision.

    Args:
        order: what is to be done.
        path: the repository.
        revision: any name of a commit.

    Returns:
        The commit, and how it is shared out.

    Raises:
        GitError: git cannot tell.
        WrongWorker: this process would find something else.
    """
    with _ALONE:
        _require_same(order)
        repository = opened(path)
        commit = repository.commit(revision)
        if commit is None:
            raise GitError(f"it has no commit {revision!r}")
        snapshot = _snapshot(path, commit)
        sizes = [snapshot.size(path) for _, path in _chosen(snapshot, order)]
        return Survey(commit, len(sizes), tuple(shared_out(sizes)))


def shared_out(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Share out files, in their order.

    Args:
        sizes: how many bytes each has.

    Yields:
        The first file of each part, and the first behind it.
    """
    start = total = 0
    for index, size in enumerate(sizes):
        if index > start and (total + size > BYTES or index - start == FILES):
            yield start, index
            start, total = index, 0
        total += size
    if start < len(sizes):
        yield start, len(sizes)


def review(order: Order, path: str, commit: str, start: int, stop: int) -> Found:
    """Review a part of a repository; the rest of it is there for what rules ask about other modules.

    Args:
        order: what is to be done.
        path: the repository.
        commit: the commit's name.
        start: the first file of the part.
        stop: the first behind it.

    Returns:
        What there is to say.

    Raises:
        GitError: git cannot tell.
        WrongWorker: this process would find something else.
    """
    with _ALONE, undisturbed():
        _require_same(order)
        snapshot = _snapshot(path, commit)
        names = _chosen(snapshot, order)[start:stop]
        reader = _reader(order, path, commit, snapshot)
        report = Report(reader.work.options, place=_below)
        sink = _Kept()
        report.tell(sink)
        bugs: list[Item] = []
        for name, _ in names:
            each = reader.read(name)
            report.add(each)
            bugs += each.waiting
        reader.close()
        broken, hidden = report.broken
        return Found(len(names), broken, tuple(hidden), tuple(sink.entries), tuple(bugs))


def lost(order: Order, path: str, commit: str, index: int) -> Found:
    """What there is to say of a file that no process survives.

    Args:
        order: what is to be done.
        path: the repository.
        commit: the commit's name.
        index: the file's place.

    Returns:
        One finding, which says so.
    """
    name, below = _chosen(_snapshot(path, commit), order)[index]
    review_ = failure(name, "every process that read it died")
    (told,) = of_words(review_, below)
    entry = Entry(name, below, told.finding, told.detail or Detail())
    return Found(1, True, (), (entry,), ())


def _require_same(order: Order) -> None:
    log(order.options.verbose)
    if order.identity != _own_identity():
        raise WrongWorker("a worker has another Python, flake8-testsec, flake8 or astroid")


@lru_cache(maxsize=1)
def _own_identity() -> str:
    return identity()


@lru_cache(maxsize=1)
def _snapshot(path: str, commit: str) -> Snapshot:
    """The last one is remembered: the next task is mostly another part of it."""
    return Snapshot(opened(path), commit)


_last: list[tuple[tuple[object, ...], Auditor]] = []


def _reader(order: Order, path: str, commit: str, snapshot: Snapshot) -> Auditor:
    """The same reader for the same repository: what it knows of other modules is not worked out again."""
    key = (repr(order), path, commit)
    if not _last or _last[0][0] != key:
        options = _here(order)
        folder = None if options.no_cache else options.cache_dir or cache.default_folder()
        work = Work(options, folder, stamp(folder) if folder else "")
        _last[:] = [(key, Auditor(work, snapshot))]
    Plugin.configure(_last[0][1].work.options)
    return _last[0][1]


def _chosen(snapshot: Snapshot, order: Order) -> list[tuple[str, str]]:
    """The files to review, as ``testsec check`` in a checkout calls them, and their paths in the commit."""
    here = os.getcwd()
    paths = {os.path.join(os.path.realpath(here), path): path for path in snapshot.files()}
    found = discovery.listed(paths, _here(order))
    return [(name, paths[full]) for name, full in found.items()]


def _here(order: Order) -> argparse.Namespace:
    """The options with patterns that count from the working directory of this process."""
    start, here = os.path.join(order.folder, ""), os.path.join(os.getcwd(), "")
    options = argparse.Namespace(**vars(order.options))
    for name in ("exclude", "extend_exclude"):
        patterns: Sequence[str] = getattr(options, name)
        moved = [here + each[len(start) :] if each.startswith(start) else each for each in patterns]
        setattr(options, name, moved)
    return options


class _Kept(Sink):
    """Keeps the findings that are told."""

    wants_silenced = True

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, violation: object, entry: Entry | None) -> None:
        assert entry is not None
        self.entries.append(entry)

    def end(self, name: str) -> None:
        """Nobody waits for it."""


class Auditor(Reader):
    """Reviews files of a commit as ``testsec check`` reviews those of its checkout, and tells what waits.

    Args:
        work: what to review them with.
        snapshot: the commit.
    """

    def __init__(self, work: Work, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        super().__init__(work)
        self._known_project = Project(snapshot)
        if self._results is not None:
            self._results = Results(work.cache or "", work.stamp, self._files)
            self._known_project = self._results.project(_ROOT)
        self._examined = self._examined_with_bugs
        self._waiting: tuple[Item, ...] | None = None

    def _project(self, root: str) -> Project:
        return self._known_project

    def read(self, name: str) -> Review:
        found = super().read(name)
        told = tuple(each._replace(line=each.line or "") for each in of_words(found, _below(name)))
        return found._replace(told=told)

    def _files(self, root: str) -> Files:
        return self._snapshot

    def _content(self, name: str) -> bytes:
        if self._snapshot.size(_below(name)) > deadlines.LARGEST:
            raise regular_files.TooLarge(errno.EINVAL, deadlines.TOO_LARGE, name)
        try:
            return self._snapshot.content(_below(name))
        except OSError as error:
            raise OSError(error.errno, error.strerror, name) from error

    def _case(self, text: Text) -> Case:
        settings = Plugin.settings
        if settings.asyncio_auto is None and pytest_config.concerns(text.content.decode("latin-1")):
            folder = posixpath.dirname(_below(text.display))
            settings = settings._replace(asyncio_auto=self._asyncio_auto(folder))
        return Case(_ROOT, _below(text.display), settings)

    def _asyncio_auto(self, folder: str) -> bool | None:
        return pytest_config.asyncio_auto(_ROOT, os.path.join(_ROOT, folder), self._configuration)

    def _configuration(self, path: str) -> bytes | None:
        below = os.path.relpath(path, _ROOT).replace(os.sep, "/")
        return self._snapshot.content(below) if self._snapshot.stamp(below) is not None else None

    def _place(self, display: str) -> str:
        return _below(display)

    def _of_content(self, text: Text) -> Review:
        self._waiting = None
        found = super()._of_content(text)
        if self._waiting is None:  # the findings were known
            tree = ast.parse("".join(text.lines))
            with module_of(tree, text.lines, self._case(text), self._project) as module:
                self._waiting = tuple(_waiting(module))
        return found._replace(waiting=self._waiting)

    def _examined_with_bugs(
        self,
        tree: ast.Module,
        lines: Sequence[str],
        case: Case,
        project_of: ProjectOf | None = None,
        fixes: bool = False,
    ) -> Examined:
        found = examined(tree, lines, case, project_of, fixes)
        with module_of(tree, lines, case, project_of) as module:
            self._waiting = tuple(_waiting(module))
        return found


def _waiting(module: Module) -> Iterator[Item]:
    """What waits for a ticket in a file of tests, see ``testsec bugs``."""
    if module.role & (Role.TEST | Role.SUPPORT):
        yield from filter(None, (item(each, _below(module.path)) for each in waiting(module)))


def _below(name: str) -> str:
    """A file's path in its commit, by what ``testsec check`` calls it in a checkout."""
    return posixpath.normpath(name.replace(os.sep, "/"))
