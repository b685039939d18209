"""git as a reader: commits, blobs and names of a repository, and no program that its configuration names.

What git would run for the files of a work tree (filters, a monitor, diff drivers), it runs when it reads
them. So it is never asked to: it tells what is in commits and in the index, and lists names; the files of the
work tree are read by us. It fetches nothing, writes nothing, and asks nobody. This is the only place in the
package that runs git.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8.exceptions import ExecutionError

_OPTIONS = (
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", f"core.attributesFile={os.devnull}", "-c", "core.alternateRefsCommand=", "-c", "diff.external="),
    *("-c", "protocol.allow=never", "-c", "mailmap.file=", "-c", "mailmap.blob="),
    *("-c", "blame.ignoreRevsFile=", "-c", "blame.markUnblamableLines=false"),
    *("--no-pager", "--literal-pathspecs"),
)
"""What a repository may have set otherwise; that it cannot do so by a remote that it calls for missing
objects is for the environment, because git before 2.45 does not know how to leave them out."""
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_DIFF_OPTS": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_OF_ONE_REPOSITORY = (
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_DIR", "GIT_GRAFT_FILE"),
    *("GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"),
    *("GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE"),
)
"""Variables by which git tells a hook which repository it is in; see ``git rev-parse --local-env-vars``."""

LINK = "160000"
"""The mode of a submodule in a tree."""


PATIENCE = 300.0
"""Seconds for one question; a pipe called ``.gitignore`` lets git wait for ever."""


class GitError(ExecutionError):  # type: ignore[misc]
    """git cannot tell; the message is one line for the user."""


class NoAnswer(GitError):
    """git takes too long."""


class Entry(NamedTuple):
    """What a tree or the index has under a name."""

    mode: str
    oid: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file, not a symbolic link or a submodule."""
        return self.mode.startswith("100")

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link, whose blob holds where it leads."""
        return self.mode == "120000"


def git(
    folder: str,
    *arguments: str,
    stdin: bytes = b"",
    accepted: Sequence[int] = (0,),
    environment: Mapping[str, str] | None = None,
    patience: float = PATIENCE,
) -> bytes:
    """Run git.

    Args:
        folder: where.
        arguments: the command and its arguments.
        stdin: what it reads.
        accepted: exit statuses that are none of an error.
        environment: the variables; those of the process if not given.
        patience: how many seconds it may take.

    Returns:
        What it writes.

    Raises:
        GitError: there is no git, or it refuses, or takes too long.
    """
    variables = {**(os.environ if environment is None else environment), **_ENVIRONMENT}
    done = _run([_program(), *_OPTIONS, *arguments], folder, stdin, variables, patience)
    if isinstance(done, OSError):
        raise GitError(f"git {arguments[0]}: {done.strerror}") from done
    if done is None:
        raise NoAnswer(f"git {arguments[0]}: no answer within {patience:g} seconds")
    if done.returncode in accepted:
        return done.stdout
    told = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"status {done.returncode}"]
    raise GitError(f"git {arguments[0]}: {told[0].removeprefix('fatal: ')}")


def _run(
    command: Sequence[str], folder: str, stdin: bytes, variables: Mapping[str, str], patience: float
) -> subprocess.CompletedProcess[bytes] | OSError | None:
    """How a program ended, or why it cannot be run; ``None`` if it did not end."""
    try:
        return subprocess.run(
            command, cwd=folder, input=stdin, capture_output=True, env=variables, timeout=patience
        )
    except subprocess.TimeoutExpired:
        return None
    except OSError as error:
        return error


def _program() -> str:
    """The program; never one that lies in the reviewed folder, where Windows and an empty word in PATH look.

    Raises:
        GitError: there is none.
    """
    folders = os.pathsep.join(filter(os.path.isabs, os.get_exec_path()))
    found = shutil.which("git", path=folders) if folders else None
    if found is None or not os.path.isabs(found):
        raise GitError("git is not installed, or not on the PATH")
    return found


def outside() -> dict[str, str]:
    """The variables of this process without those that name a repository."""
    return {name: value for name, value in os.environ.items() if name not in _OF_ONE_REPOSITORY}


def home() -> str | None:
    """The top folder of the work tree that the working directory is in; ``None`` outside any.

    Raises:
        GitError: there is no git, or the repository has no work tree, or it belongs to somebody else.
    """
    here = os.getcwd()
    try:
        told = git(here, "rev-parse", "--is-bare-repository", "--is-inside-work-tree").split()
    except GitError as error:
        if "not a git repository" in str(error):
            return None
        raise
    if told[1] != b"true":
        what = "a bare repository" if told[0] == b"true" else "the folder of a repository itself"
        raise GitError(f"{here!r} is {what}, which has no files to review")
    return os.path.realpath(_line(git(here, "rev-parse", "--show-toplevel")))


class Repository:
    """What git tells of one repository.

    Args:
        top: the top folder of its work tree.
        is_home: whether the working directory is in it, so that variables of a hook speak of it.
        is_own: whether it must be that of this very folder, and not of one above it.

    Raises:
        GitError: it must, and is not.
    """

    def __init__(self, top: str, is_home: bool, is_own: bool = False) -> None:
        self.top = top
        self._environment = dict(os.environ) if is_home else outside()
        if is_own:
            self._environment["GIT_CEILING_DIRECTORIES"] = os.path.dirname(os.path.realpath(top))
            self._git("rev-parse", "--git-dir")

    def commit(self, revision: str) -> str | None:
        """The commit that a revision names; ``None`` if there is none."""
        name = f"{revision}^{{commit}}"
        told = self._git("rev-parse", "--verify", "--quiet", name, accepted=(0, 1, 128))
        return _line(told) or None

    def parting(self, commit: str) -> str:
        """The last commit that a commit and the present one have in common, which mostly is the former.

        Raises:
            GitError: they have nothing in common, as far as is known.
        """
        if (head := self.commit("HEAD")) is None:
            return commit
        if found := _line(self._git("merge-base", commit, head, accepted=(0, 1))):
            return found
        raise GitError(f"it and HEAD have no commit in common{self.advice()}")

    def advice(self) -> str:
        """What to do where history is missing: words to append to a refusal."""
        is_shallow = self._git("rev-parse", "--is-shallow-repository").strip() == b"true"
        return "; this clone is shallow: git fetch --unshallow gets the rest" if is_shallow else ""

    def tree(self, commit: str) -> dict[str, Entry]:
        """Everything in a commit by path below the top."""
        listed = _records(self._git("ls-tree", "-r", "-z", "--full-tree", commit))
        return {path: Entry(words[0], words[2]) for words, path in map(_parts, listed)}

    def sized(self, commit: str) -> Iterator[tuple[str, Entry, int]]:
        """Everything in a commit: paths below the top, and sizes in bytes.

        Args:
            commit: its name.

        Yields:
            Path, entry and size, which is -1 for a submodule and for what this clone left out.
        """
        entries = self.tree(commit)
        asked = "".join(f"{each.oid}\n" for each in entries.values() if each.mode != LINK).encode()
        told = self._git("cat-file", "--batch-check", stdin=asked).decode().splitlines()
        sizes = {words[0]: int(words[2]) for words in map(str.split, told) if words[-1] != "missing"}
        for path, entry in entries.items():
            yield path, entry, sizes.get(entry.oid, -1)

    def index(self) -> dict[str, Entry]:
        """Everything in the index by path below the top.

        Raises:
            GitError: a file is not merged yet.
        """
        entries: dict[str, Entry] = {}
        for words, path in map(_parts, _records(self._git("ls-files", "--stage", "-z"))):
            if words[2] != "0":
                raise GitError(f"{path!r} is not merged yet")
            entries[path] = Entry(words[0], words[1])
        return entries

    def names(self) -> set[str]:
        """The paths below the top that git knows, and those that it neither knows nor ignores."""
        listed = ("ls-files", "--cached", "--others", "--exclude-standard", "-z")
        return {os.fsdecode(each) for each in _records(self._git(*listed))}

    def renamed(self, commit: str) -> dict[str, str]:
        """The paths that files in the index had in a commit, where they had others."""
        found = (
            "diff-index",
            "--cached",
            "--no-ext-diff",
            "--no-textconv",
            "-M",
            "-l0",
            "--diff-filter=R",
            "--name-status",
            "-z",
        )
        each = map(os.fsdecode, _records(self._git(*found, commit, "--")))
        return {new: old for _, old, new in zip(each, each, each, strict=False)}

    def blobs(self, oids: Iterable[str]) -> dict[str, bytes]:
        """The contents of blobs, as they are kept.

        Args:
            oids: their names.

        Raises:
            GitError: one is missing, as in a clone that was told to leave them out.
        """
        wanted = sorted({*oids})
        asked = "".join(f"{oid}\n" for oid in wanted).encode()
        answer = memoryview(self._git("cat-file", "--batch", stdin=asked)) if wanted else memoryview(b"")
        found: dict[str, bytes] = {}
        for oid in wanted:
            head, _, _ = bytes(answer[:200]).partition(b"\n")
            if head.endswith(b" missing"):
                raise GitError(f"the blob {oid} is missing in this clone; fetch what it left out")
            start, size = len(head) + 1, int(head.split()[2])
            found[oid] = bytes(answer[start : start + size])
            answer = answer[start + size + 1 :]
        return found

    def _git(self, *arguments: str, stdin: bytes = b"", accepted: Sequence[int] = (0,)) -> bytes:
        return git(self.top, *arguments, stdin=stdin, accepted=accepted, environment=self._environment)


def _records(listed: bytes) -> Iterator[bytes]:
    """What ends in a NUL, each; names may have everything else."""
    return iter(listed.split(b"\0")[:-1])


def _parts(record: bytes) -> tuple[list[str], str]:
    """The words before the name, and the name."""
    words, _, path = record.partition(b"\t")
    return words.decode().split(), os.fsdecode(path)


def _line(told: bytes) -> str:
    return os.fsdecode(told.removesuffix(b"\n"))
