"""The files that have changed since a revision, with what they were: work tree or index against a commit."""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from flake8_testsec import regular_files
from flake8_testsec.cli import discovery, git
from flake8_testsec.cli.changes import Change
from flake8_testsec.cli.git import Entry, GitError, Repository
from flake8_testsec.cli.hunks import hunks
from flake8_testsec.cli.reviews import STDIN


class Candidate(NamedTuple):
    """A file that may have changed."""

    name: str
    """As the user knows it."""
    path: str
    """Below the top of its repository."""
    history: History
    content: bytes | None
    """What is reviewed; ``None`` if it cannot be read, which is told as ever."""

    @property
    def earlier(self) -> str | None:
        """The path that it had."""
        return self.history.earlier(self.path, self.content or b"")


class History:
    """One repository, and the commit that its files are compared with.

    Args:
        repository: the repository.
        base: the commit; ``None`` if there was nothing yet.
    """

    def __init__(self, repository: Repository, base: str | None) -> None:
        self.repository = repository
        self._base = base

    @cached_property
    def tree(self) -> Mapping[str, Entry]:
        """What the commit has."""
        return self.repository.tree(self._base) if self._base else {}

    @cached_property
    def index(self) -> Mapping[str, Entry]:
        """What the index has."""
        return self.repository.index()

    @cached_property
    def known(self) -> set[str]:
        """What git would not ignore."""
        return self.repository.names()

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        return self.repository.renamed(self._base) if self._base else {}

    @cached_property
    def _gone(self) -> Mapping[str, str]:
        """The files that the work tree has no more, by their contents."""
        top = self.repository.top
        files = ((path, entry) for path, entry in self.tree.items() if entry.is_file)
        return {entry.oid: path for path, entry in files if not os.path.lexists(os.path.join(top, path))}

    def earlier(self, path: str, content: bytes) -> str | None:
        """The path that a file had in the commit; ``None`` if it was not there."""
        if (entry := self.tree.get(path)) is not None:
            return path if entry.is_file else None
        return self._renamed.get(path) or self._gone.get(self.oid(content))

    def oid(self, content: bytes) -> str:
        """The name that git gives to a content."""
        is_long = len(self._base or "") == 64
        digest = hashlib.new("sha256" if is_long else "sha1", usedforsecurity=False)
        digest.update(b"blob %d\0" % len(content))
        digest.update(content)
        return digest.hexdigest()


def changed(options: argparse.Namespace) -> dict[str, Change]:
    """The files to review.

    Args:
        options: the parsed options.

    Returns:
        What has changed, by the names of the files as discovery has them.

    Raises:
        GitError: git cannot tell.
        OSError: there is no place for temporary files.
    """
    if STDIN in options.filenames:
        raise GitError(f"argument {_option(options)}: standard input has no history")
    try:
        found = list(_staged(options) if options.staged else _in_work_tree(options))
        return dict(_compared(found, options.staged))
    except GitError as error:
        raise GitError(f"argument {_option(options)}: {error}") from error


def gone(options: argparse.Namespace, changes: Mapping[str, Change]) -> dict[str, Change]:
    """The files that are no more, and that no other one was made of; those of submodules are not looked for.

    Args:
        options: the parsed options.
        changes: what has changed: see `changed`.

    Returns:
        What they were, by the names that discovery would give them.

    Raises:
        GitError: git cannot tell.
    """
    top = _home()
    repository = Repository(top, True)
    history = History(repository, _base(repository, options.since))
    taken = {os.path.realpath(each.name) for each in changes.values() if each.name}
    lost = {path: entry.oid for path, entry in history.tree.items() if entry.is_file}
    is_there = history.index.__contains__ if options.staged else lambda path: os.path.lexists(f"{top}/{path}")
    full = {os.path.normpath(os.path.join(top, path)): path for path in lost if not is_there(path)}
    names = discovery.listed([each for each in full if each not in taken], options)
    blobs = repository.blobs(lost[full[path]] for path in names.values())
    return {
        name: Change(before=blobs[lost[full[path]]], name=os.path.relpath(path), is_gone=True)
        for name, path in names.items()
    }


def _option(options: argparse.Namespace) -> str:
    return "--staged" if options.since is None else f"--since {options.since}"


def _compared(found: Sequence[Candidate], staged: bool) -> Iterator[tuple[str, Change]]:
    before = dict(_contents(found))
    old = [each for each in found if each.name in before and each.content is not None]
    differences = hunks([(before[each.name], each.content or b"") for each in old])
    known = {each.name: told for each, told in zip(old, differences, strict=True)}
    for each in found:
        content = each.content if staged else None
        if each.name not in known:
            yield each.name, Change(content=content)
        elif known[each.name] or each.earlier != each.path:
            name = os.path.relpath(os.path.join(each.history.repository.top, each.earlier or ""))
            yield each.name, Change(known[each.name], before[each.name], name, content)


def _contents(found: Sequence[Candidate]) -> Iterator[tuple[str, bytes]]:
    """What the files were, of those that were there."""
    for history in {id(each.history): each.history for each in found}.values():
        oids = {
            each.name: history.tree[path].oid
            for each in found
            if each.history is history and (path := each.earlier) is not None
        }
        blobs = history.repository.blobs(oids.values())
        yield from ((name, blobs[oid]) for name, oid in oids.items())


def _base(repository: Repository, revision: str | None) -> str | None:
    """The commit that is meant: where a branch parted from the revision, or the last one."""
    if revision is None:
        return repository.commit("HEAD")
    if not revision.strip() or revision.startswith("-") or not revision.isprintable():
        raise GitError("this is no revision")
    commit = repository.commit(revision)
    if commit is None:
        raise GitError(f"there is no such commit in {repository.top!r}{repository.advice()}")
    return repository.parting(commit)


def _staged(options: argparse.Namespace) -> Iterator[Candidate]:
    """The files of the index that are not what they were."""
    top = _home()
    repository = Repository(top, True)
    history = History(repository, _base(repository, options.since))
    paths = {path: entry for path, entry in history.index.items() if entry.is_file}
    names = discovery.listed([os.path.normpath(os.path.join(top, path)) for path in paths], options)
    for given in options.filenames:
        if given not in names and not os.path.lexists(given):
            raise GitError(f"neither the index nor the work tree has {given!r}")
    wanted = {name: _path(full, history) for name, full in names.items()}
    other = {name: path for name, path in wanted.items() if history.tree.get(path) != paths[path]}
    blobs = repository.blobs(paths[path].oid for path in other.values())
    for name, path in other.items():
        yield Candidate(name, path, history, blobs[paths[path].oid])


def _home() -> str:
    top = git.home()
    if top is None:
        raise GitError(_nowhere(os.getcwd()))
    return top


def _nowhere(name: str) -> str:
    return f"{name!r} is not in a git repository"


def _in_work_tree(options: argparse.Namespace) -> Iterator[Candidate]:
    """The files that discovery finds, but for those that are what they were, or that git ignores."""
    histories = _Histories(options.since)
    for name in discovery.files(options):
        real = os.path.realpath(name)
        history = histories.of(os.path.dirname(real), name)
        path = _path(real, history) if history else ""
        if history is None or not (name in options.filenames or _is_known(name, path, history)):
            continue
        content = _read(name)
        entry = history.tree.get(path)
        if content is None or entry is None or entry.oid != history.oid(content):
            yield Candidate(name, path, history, content)
    if not histories.known:
        raise GitError(_nowhere(os.getcwd()))


def _is_known(name: str, path: str, history: History) -> bool:
    """Whether git does not ignore a file, or a link to it, which may lead nowhere."""
    return not history.known.isdisjoint((path, _path(os.path.abspath(name), history)))


def _path(full: str, history: History) -> str:
    """A path as git has it."""
    return os.path.relpath(full, history.repository.top).replace(os.sep, "/")


def _read(name: str) -> bytes | None:
    try:
        return regular_files.content(name)
    except (OSError, ValueError):
        return None


class _Histories:
    """The repositories that files are in, submodules too.

    Args:
        revision: what the user asks for, which is of the outermost.
    """

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._home = git.home()
        self._tops: dict[str, str | None] = {}
        self.known: dict[str, History | None] = {}
        """Those that were met, by their tops."""
        if self._home is not None:  # a revision that is wrong is so without files, too
            self.known[self._home] = self._outermost(self._home)

    def of(self, folder: str, name: str) -> History | None:
        """The history of the files in a folder.

        Args:
            folder: with no symbolic link in it.
            name: the file as the user knows it.

        Returns:
            The history; ``None`` for a repository that the one around it ignores.

        Raises:
            GitError: the folder is in no repository, or in one that the revision says nothing of.
        """
        if (top := self._top(folder)) is None:
            raise GitError(_nowhere(name))
        if top not in self.known:
            self.known[top] = self._history(top)
        return self.known[top]

    def _top(self, folder: str) -> str | None:
        """The nearest folder that is a work tree's top."""
        if folder not in self._tops:
            above = os.path.dirname(folder)
            is_top = folder == self._home or os.path.lexists(os.path.join(folder, ".git"))
            self._tops[folder] = folder if is_top else None if above == folder else self._top(above)
        return self._tops[folder]

    def _outermost(self, top: str) -> History:
        repository = Repository(top, top == self._home)
        return History(repository, _base(repository, self._revision))

    def _history(self, top: str) -> History | None:
        if self._home is None or not top.startswith(os.path.join(self._home, "")):
            return self._outermost(top)
        parent = self.of(os.path.dirname(top), top)
        if parent is None:
            return None
        path = _path(top, parent)
        if not {path, f"{path}/"} & parent.known:
            return None
        return self._inner(top, path, parent)

    def _inner(self, top: str, path: str, parent: History) -> History:
        """The history of a submodule: the commit of the commit."""
        repository = Repository(top, False)
        then = parent.tree.get(path)
        if then is not None and then.mode == git.LINK:
            if repository.commit(then.oid) is None:
                raise GitError(
                    f"the submodule {path!r} does not have its commit of then{repository.advice()}"
                )
            return History(repository, then.oid)
        now = parent.index.get(path)
        if now is not None and now.mode == git.LINK:
            return History(repository, None)
        raise GitError(f"{path!r} is a repository of its own; leave it out with --exclude")
