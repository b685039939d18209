"""Real git repositories for tests, with nothing of the user's configuration."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .doors import Run, lay_out, testsec

ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{role}_{what}": "a@b" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


class Repository:
    """A repository in a folder.

    Args:
        folder: the folder, which may not be there yet.
        options: further ones of ``git init``.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str) -> str:
        allowed = ("-c", "protocol.file.allow=always")
        return subprocess.run(
            ["git", *allowed, *arguments],
            cwd=self.folder,
            env={**os.environ, **ALONE},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def write(self, files: Mapping[str, str | bytes]) -> Repository:
        lay_out(self.folder, files)
        return self

    def commit(self, files: Mapping[str, str | bytes] | None = None) -> str:
        """Write files, commit everything, and tell the commit's name."""
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=change")
        return self.git("rev-parse", "HEAD").strip()


OLD = """\
import pytest


def test_old():
    pytest.raises(ValueError)


def test_file():
    f = open("a")
    f.read()
    f.close()
"""
"""One finding that is there already, and a file that is closed."""

HEAD = "--since=HEAD"


def check(repository: Repository, *arguments: str, **environment: str) -> Run:
    return testsec(repository.folder, "check", "--isolated", "--no-cache", *arguments, **ALONE, **environment)


def places(done: Run) -> list[str]:
    """The findings without their texts."""
    return [" ".join(line.split()[:2]) for line in done.lines]


def refusal(done: Run) -> str:
    """The one line by which a run was refused."""
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1), done
    return done.err.removeprefix("testsec check: error: ").removesuffix("\n")
