"""What git is asked, what it cannot tell, and what it must not run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec.cli import git
from flake8_testsec.cli.changes import Change, Side, told
from flake8_testsec.cli.git import GitError
from flake8_testsec.cli.hunks import Hunk, hunks
from flake8_testsec.cli.reviews import Review, Told
from flake8_testsec.finding import Finding

from ..doors import CLEAN, DEFECT, Run, lay_out, run, testsec
from ..repositories import ALONE, HEAD, OLD, Repository, check, refusal

pytestmark = pytest.mark.once

# what cannot be


@pytest.mark.parametrize(
    "revision", ["nowhere", "", " ", "-x", "a\nb", "HEAD~9", "HEAD:tests", "a..b", "\x1b[1m"]
)
def test_a_revision_that_is_none(revision: str, repository: Repository) -> None:
    said = refusal(check(repository, f"--since={revision}"))
    assert said.startswith("argument --since")
    assert "\x1b" not in said


def test_outside_a_repository(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    alone = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent), **ALONE}
    for option in (HEAD, "--staged"):
        done = testsec(tmp_path, "check", "--isolated", option, "tests", **alone)
        assert "is not in a git repository" in refusal(done)


def test_outside_a_repository_without_files(tmp_path: Path) -> None:
    alone = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent), **ALONE}
    assert "is not in a git repository" in refusal(testsec(tmp_path, "check", "--isolated", HEAD, **alone))


def test_longer_names_of_objects(tmp_path: Path) -> None:
    made = Repository(tmp_path / "new", "--object-format=sha256")
    made.commit({"tests/test_a.py": OLD})
    os.rename(made.folder / "tests/test_a.py", made.folder / "tests/test_b.py")
    assert check(made, HEAD) == (0, "", "")


def test_a_bare_repository(repository: Repository, tmp_path: Path) -> None:
    repository.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    for folder, words in ((tmp_path / "bare", "a bare repository"), (repository.folder / ".git", "itself")):
        assert words in refusal(testsec(folder, "check", "--isolated", HEAD, **ALONE))


def test_a_shallow_clone(repository: Repository, tmp_path: Path) -> None:
    start = repository.git("rev-parse", "HEAD").strip()
    repository.commit({"tests/test_b.py": DEFECT})
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.folder}", str(tmp_path / "clone"))
    done = testsec(tmp_path / "clone", "check", "--isolated", f"--since={start}", **ALONE)
    assert "this clone is shallow: git fetch --unshallow" in refusal(done)


def test_histories_that_never_met(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "other")
    repository.commit({"other.py": ""})
    assert "no commit in common" in refusal(check(repository, "--since=main"))


def test_a_clone_without_the_old_contents(repository: Repository, tmp_path: Path) -> None:
    start = repository.git("rev-parse", "HEAD").strip()
    repository.commit({"tests/test_a.py": OLD + "# more\n"})
    repository.git("config", "uploadpack.allowFilter", "true")
    place = f"file://{repository.folder}"
    repository.git("clone", "--quiet", "--filter=blob:none", place, str(tmp_path / "clone"))
    done = testsec(tmp_path / "clone", "check", "--isolated", f"--since={start}", **ALONE)
    assert done.status == 2 and done.err.count("\n") == 1


def test_without_git(repository: Repository, tmp_path: Path) -> None:
    assert "git is not installed" in refusal(check(repository, HEAD, PATH=str(tmp_path)))


def test_what_is_not_merged(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "branch")
    repository.commit({"tests/test_a.py": DEFECT})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"tests/test_a.py": CLEAN})
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "branch")
    assert "'tests/test_a.py' is not merged yet" in refusal(check(repository, "--staged"))


def test_somebody_elses_repository(repository: Repository) -> None:
    done = check(repository, HEAD, GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert "dubious ownership" in refusal(done)


@pytest.mark.parametrize(
    "arguments", [[HEAD, "-"], ["--staged", "-"], ["--staged", "--cassettes"]], ids=" ".join
)
def test_what_has_no_history(arguments: list[str], repository: Repository) -> None:
    refusal(check(repository, *arguments))


def test_no_place_for_temporary_files(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write({"tests/test_a.py": DEFECT})
    started = (
        "import tempfile, sys; tempfile.tempdir = '/nowhere'\n"
        "from flake8_testsec.cli import main; sys.exit(main())"
    )
    monkeypatch.chdir(repository.folder)
    command = [sys.executable, "-c", started, "check", "--isolated", HEAD]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **ALONE})
    assert "/nowhere" in refusal(Run(done.returncode, done.stdout, done.stderr))


# no program of the repository


def test_nothing_that_a_repository_names_is_run(repository: Repository, tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{witness}'\ncat\n")
    program.chmod(0o755)
    attributes = "*.py filter=own diff=own\n"
    repository.write({".gitattributes": attributes, "tests/test_b.py": DEFECT}).git("add", "--all")
    for name in (
        *(
            "core.fsmonitor",
            "core.pager",
            "core.sshCommand",
            "core.editor",
            "diff.external",
            "filter.own.clean",
        ),
        *("filter.own.smudge", "filter.own.process", "diff.own.command", "diff.own.textconv"),
    ):
        repository.git("config", name, str(program))
    for name in ("post-index-change", "pre-commit", "reference-transaction"):
        (repository.folder / ".git/hooks").mkdir(exist_ok=True)
        (repository.folder / ".git/hooks" / name).symlink_to(program)
    repository.write({"tests/test_a.py": OLD.replace("    f.close()\n", ""), "tests/test_c.py": DEFECT})
    before = (repository.folder / ".git/index").read_bytes()
    hostile = {"GIT_EXTERNAL_DIFF": str(program), "GIT_DIFF_OPTS": "--unified=9", "GIT_PAGER": str(program)}
    for option in (HEAD, "--staged"):
        assert check(repository, option, **hostile).status == 1
    assert (repository.folder / ".git/index").read_bytes() == before
    assert not witness.exists()
    repository.git("status")  # git alone does run them
    assert witness.exists()


# hunks


def test_hunks() -> None:
    pairs = [
        (b"a\nb\nc\n", b"a\nx\ny\nc\n"),
        (b"a\nb\n", b"a\n"),
        (b"a\n", b"b\na\n"),
        (b"", b"a"),
        (b"a\r\nb", "a\nb\n".encode("utf-8-sig")),
        (b"# coding: latin-1\n\xe4\n", "# coding: utf-8\nä\n".encode()),
        (b"@@ -1 +1 @@\n-- a\n", b"@@ -1 +1 @@\n++ b/9\ndiff --git a/0 b/0\n"),
        (b"a\0\n", b"b\0\n"),
    ]
    assert hunks(pairs) == [
        (Hunk(2, 1, 2, 2),),
        (Hunk(2, 1, 1, 0),),
        (Hunk(0, 0, 1, 1),),
        (Hunk(0, 0, 1, 1),),
        (),
        (Hunk(1, 1, 1, 1),),
        (Hunk(2, 1, 2, 2),),
        (Hunk(1, 1, 1, 1),),
    ]
    assert hunks([]) == []


def test_lines_are_found_where_they_were() -> None:
    change = Change(hunks([(b"a\nb\nc\nd\ne\n", b"x\na\nc\nd\nf\ng\ne\n")])[0])
    assert [change.earlier(line) for line in (2, 3, 4, 7)] == [1, 3, 4, 5]


def test_plain_runs_know_nothing_of_git(tmp_path: Path) -> None:
    shown = (
        "import sys; from flake8_testsec.cli import main; main(['check', '--isolated']); print(*sys.modules)"
    )
    command = [sys.executable, "-c", shown]
    done = subprocess.run(
        command, cwd=lay_out(tmp_path, {"test_a.py": CLEAN}), capture_output=True, text=True
    )
    assert not {"flake8_testsec.cli.git", "flake8_testsec.cli.revisions"} & {*done.stdout.split()}


def test_flake8_is_as_it_was(repository: Repository) -> None:
    assert run("flake8", repository.folder, ["--isolated", "--select=TSE", "tests"]).status == 1


def test_what_a_clone_left_out(repository: Repository) -> None:
    with pytest.raises(GitError, match="is missing in this clone"):
        git.Repository(str(repository.folder), True).blobs(["1" * 40])


def test_a_branch_without_a_commit(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "other")
    assert check(repository, "--since=main") == (0, "", "")


def test_what_is_left_is_known_by_its_fingerprint() -> None:
    def found(line: int) -> Told:
        return Told(Finding(line, 0, "TSE407", "", line, 3), "")

    now = Side(Review("test_a.py", (found(1), found(2))), ["x()\n", "y()\n"])
    change = Change((Hunk(1, 1, 0, 0),), b"x()\nx()\ny()\n", "test_a.py")
    old = Side(Review("test_a.py", (found(1),)), ["x()\n", "x()\n", "y()\n"])
    review = told(now, change, lambda content, name: old, True)
    assert [each for each in review.told if not each.known] == [found(2)]
