"""What is told of what has changed, in real repositories."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec.cli.changes import Change
from flake8_testsec.cli.hunks import Hunk, hunks

from ..cassettes.recorded import VALUE
from ..doors import CLEAN, DEFECT, Run, lay_out, run, testsec
from ..repositories import ALONE, Repository

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


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with one commit."""
    made = Repository(tmp_path / "project")
    made.commit({"tests/test_a.py": OLD, ".gitignore": "/ignored/\n"})
    return made


def check(repository: Repository, *arguments: str, **environment: str) -> Run:
    return testsec(repository.folder, "check", "--isolated", "--no-cache", *arguments, **ALONE, **environment)


def places(done: Run) -> list[str]:
    """The findings without their texts."""
    return [" ".join(line.split()[:2]) for line in done.lines]


def refusal(done: Run) -> str:
    """The one line by which a run was refused."""
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1), done
    return done.err.removeprefix("testsec check: error: ").removesuffix("\n")


# which findings


def test_nothing_has_changed(repository: Repository) -> None:
    assert check(repository, HEAD, "tests") == (0, "", "")


def test_a_changed_line_is_told_and_others_are_not(repository: Repository) -> None:
    more = "\n\ndef test_new():\n    pytest.raises(KeyError)\n"
    repository.write({"tests/test_a.py": OLD + more})
    assert places(check(repository, HEAD, "tests")) == ["tests/test_a.py:15:5: TSE407"]


def test_lines_that_moved_have_not_changed(repository: Repository) -> None:
    repository.write(
        {"tests/test_a.py": "# one\n# two\n" + OLD.replace("def test_old", "\ndef test_renamed")}
    )
    assert check(repository, HEAD) == (0, "", "")


def test_a_deleted_line_makes_a_finding_elsewhere(repository: Repository) -> None:
    repository.write({"tests/test_a.py": OLD.replace("    f.close()\n", "")})
    assert places(check(repository, HEAD, "tests")) == ["tests/test_a.py:9:9: TSE301"]


def test_of_equal_findings_one_more_is_new(repository: Repository) -> None:
    two = "import pytest\n\n\ndef test_a():\n    pytest.raises(E)\n    with pytest.raises(E):\n        f()\n"
    repository.commit({"tests/test_a.py": two})
    repository.write(
        {"tests/test_a.py": two.replace("import pytest", "from pytest import raises\nimport pytest")}
    )
    assert check(repository, HEAD) == (0, "", "")


def test_a_finding_that_leaves_for_an_equal_statement_is_known(repository: Repository) -> None:
    before = (
        'def test_a():\n    f = open("a")\n    g(f.read())\n    f = open("a")\n    g(f.read(), f.close())\n'
    )
    after = 'def test_a():\n    f = open("a")\n    g(f.read())\n'
    repository.commit({"tests/test_a.py": before})
    repository.write({"tests/test_a.py": after})
    assert check(repository, HEAD).status == 0


def test_a_comment_that_is_gone_silences_no_more(repository: Repository) -> None:
    silent = 'import pytest\npytest.raises("""\n""")  # noqa: TSE407\n'
    repository.commit({"tests/test_a.py": silent})
    assert check(repository).status == 0
    repository.write({"tests/test_a.py": silent.replace("  # noqa: TSE407", "")})
    assert places(check(repository, HEAD, "tests")) == ["tests/test_a.py:2:1: TSE407"]
    assert check(repository, HEAD, "--disable-noqa").status == 0


def test_a_file_that_was_left_alone_is_so_no_more(repository: Repository) -> None:
    repository.commit({"tests/test_a.py": "# flake8: noqa\n" + DEFECT})
    repository.write({"tests/test_a.py": "#\n" + DEFECT})
    assert places(check(repository, HEAD, "tests")) == ["tests/test_a.py:6:5: TSE407"]


def test_what_cannot_be_parsed_is_told_wherever_it_stands(repository: Repository) -> None:
    repository.commit({"tests/test_a.py": OLD + "(\n"})
    repository.write({"tests/test_a.py": "#\n" + OLD + "(\n"})
    assert check(repository, HEAD).status == 2


def test_details_and_kept_results(repository: Repository, tmp_path: Path) -> None:
    repository.write({"tests/test_a.py": OLD.replace("    f.close()\n", "")})
    for _ in range(2):
        arguments = ("check", "--isolated", HEAD, f"--cache-dir={tmp_path}", "--format=jsonl")
        done = testsec(repository.folder, *arguments, **ALONE)
        assert '"TSE301"' in done.out and done.out.count("\n") == 1


# which files


def test_staged_committed_and_new_files_count(repository: Repository) -> None:
    start = repository.git("rev-parse", "HEAD").strip()
    repository.commit({"tests/test_committed.py": DEFECT})
    repository.write({"tests/test_staged.py": DEFECT}).git("add", "--all")
    repository.write({"tests/test_new.py": DEFECT, "ignored/test_x.py": DEFECT})
    names = [f"tests/test_{name}.py:5:5: TSE407" for name in ("committed", "new", "staged")]
    assert places(check(repository, f"--since={start}", "tests", "ignored")) == names
    assert places(check(repository, HEAD, "tests")) == names[1:]


def test_an_ignored_file_counts_if_it_is_named(repository: Repository) -> None:
    repository.write({"ignored/test_x.py": DEFECT})
    assert check(repository, HEAD, "ignored").status == 0
    assert places(check(repository, HEAD, "ignored/test_x.py")) == ["ignored/test_x.py:5:5: TSE407"]


@pytest.mark.parametrize("is_staged", [True, False])
def test_renames_are_followed(repository: Repository, is_staged: bool) -> None:
    odd = 'tests/test_b\nö".py'
    os.rename(repository.folder / "tests/test_a.py", repository.folder / odd)
    if is_staged:
        repository.write({odd: OLD + "# more\n"}).git("add", "--all")
    assert check(repository, HEAD) == (0, "", "")
    repository.write({odd: OLD.replace("    f.close()\n", "")}).git("add", "--all")
    assert places(check(repository, HEAD, "tests")) == ['tests/test_b\\nö".py:9:9: TSE301']


def test_a_file_that_becomes_a_test_is_looked_at(repository: Repository) -> None:
    repository.commit({"src/a.py": OLD})
    repository.git("mv", "src/a.py", "tests/test_b.py")
    assert places(check(repository, HEAD, "tests")) == ["tests/test_b.py:5:5: TSE407"]


def test_how_lines_end_and_what_is_executable_does_not_count(repository: Repository) -> None:
    repository.write({"tests/test_a.py": OLD.replace("\n", "\r\n").removesuffix("\r\n")})
    (repository.folder / "tests/test_a.py").chmod(0o755)
    assert check(repository, HEAD) == (0, "", "")


def test_links_are_what_they_lead_to(repository: Repository) -> None:
    (repository.folder / "tests/test_link.py").symlink_to("test_a.py")
    repository.commit()
    assert check(repository, HEAD) == (0, "", "")
    repository.write({"tests/test_a.py": OLD.replace("    f.close()\n", "")})
    found = ["tests/test_a.py:9:9: TSE301", "tests/test_link.py:9:9: TSE301"]
    assert places(check(repository, HEAD, "tests")) == found
    (repository.folder / "tests/test_link.py").unlink()
    repository.write({"tests/test_link.py": DEFECT, "tests/test_a.py": OLD})
    assert places(check(repository, HEAD, "tests")) == ["tests/test_link.py:5:5: TSE407"]


def test_a_branch_counts_since_it_parted(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "branch")
    repository.commit({"tests/test_mine.py": DEFECT})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"tests/test_a.py": CLEAN})
    repository.git("checkout", "--quiet", "branch")
    assert places(check(repository, "--since=main", "tests")) == ["tests/test_mine.py:5:5: TSE407"]


def test_from_a_folder_below_and_from_outside(repository: Repository, tmp_path: Path) -> None:
    repository.write({"tests/test_a.py": OLD.replace("    f.close()\n", "")})
    below = testsec(repository.folder / "tests", "check", "--isolated", HEAD, **ALONE)
    assert places(below) == ["./test_a.py:9:9: TSE301"]
    outside = testsec(tmp_path, "check", "--isolated", HEAD, "project", **ALONE)
    assert places(outside) == ["project/tests/test_a.py:9:9: TSE301"]


def test_before_the_first_commit_everything_is_new(tmp_path: Path) -> None:
    empty = Repository(tmp_path / "empty").write({"tests/test_a.py": DEFECT})
    empty.git("add", "--all")
    assert places(check(empty, "--staged", "tests")) == ["tests/test_a.py:5:5: TSE407"]
    assert "no such commit" in refusal(check(empty, HEAD))


def test_several_processes(repository: Repository) -> None:
    padding = "x = 1  # padding\n" * 6000
    repository.commit({f"tests/test_{n}.py": padding + OLD for n in range(6)})
    repository.write({f"tests/test_{n}.py": padding + OLD.replace("    f.close()\n", "") for n in range(6)})
    done = check(repository, HEAD, "--jobs=2")
    assert len(done.lines) == 6 and all("TSE301" in line for line in done.lines)


def test_cassettes(repository: Repository) -> None:
    pytest.importorskip("yaml")
    form = "interactions:\n- request:\n    headers:\n      Authorization: [{}]\n"
    repository.commit({"tests/cassettes/a.yaml": form.format(VALUE)})
    assert check(repository, "--cassettes").status == 1
    assert check(repository, "--cassettes", HEAD) == (0, "", "")
    repository.write({"tests/cassettes/a.yaml": form.format(VALUE[::-1])})
    assert check(repository, "--cassettes", HEAD).status == 1


def test_a_file_that_cannot_be_read_is_told(repository: Repository) -> None:
    (repository.folder / "tests/test_gone.py").symlink_to("nowhere.py")
    done = check(repository, HEAD, "tests")
    assert done.status == 2 and "E902" in done.out


# what is staged


def test_what_is_staged_counts_not_what_lies_there(repository: Repository) -> None:
    repository.write({"tests/test_a.py": OLD.replace("    f.close()\n", "")}).git("add", "--all")
    repository.write({"tests/test_a.py": OLD + DEFECT, "tests/test_new.py": DEFECT})
    assert places(check(repository, "--staged", "tests")) == ["tests/test_a.py:9:9: TSE301"]


def test_a_staged_file_that_is_gone_counts(repository: Repository) -> None:
    repository.write({"tests/test_b.py": DEFECT}).git("add", "--all")
    (repository.folder / "tests/test_b.py").unlink()
    for given in ([], ["tests"], ["tests/test_b.py"], ["."]):
        done = check(repository, "--staged", *given)
        assert [each.removeprefix("./") for each in places(done)] == ["tests/test_b.py:5:5: TSE407"]
    for excluded in ("tests", "./tests/*", "test_b.py"):
        assert check(repository, "--staged", f"--exclude={excluded}") == (0, "", "")
    assert check(repository, "--staged", "tests/test_a.py") == (0, "", "")
    assert "'tests/typo.py'" in refusal(check(repository, "--staged", "tests/typo.py"))


def test_the_source_that_is_shown_is_what_is_staged(repository: Repository) -> None:
    repository.write({"tests/test_b.py": DEFECT}).git("add", "--all")
    repository.write({"tests/test_b.py": "x\n" * 9})
    for arguments in (["--format=full"], ["--show-source"]):
        assert "pytest.raises(ValueError)\n" in check(repository, "--staged", *arguments).out


def test_what_is_staged_since_a_revision(repository: Repository) -> None:
    start = repository.git("rev-parse", "HEAD").strip()
    repository.commit({"tests/test_b.py": DEFECT})
    repository.write({"tests/test_c.py": DEFECT})
    assert check(repository, "--staged") == (0, "", "")
    done = check(repository, "--staged", f"--since={start}", "tests")
    assert places(done) == ["tests/test_b.py:5:5: TSE407"]


def test_a_hook_lets_an_old_project_commit(repository: Repository) -> None:
    hook = repository.folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m flake8_testsec check --isolated --staged\n")
    hook.chmod(0o755)
    repository.write({"tests/test_a.py": OLD + "\n\nX = 1\n"})
    repository.git("commit", "--quiet", "--all", "--message=passes")
    repository.write({"tests/test_a.py": OLD.replace("    f.close()\n", "")})
    # With --all the index of the commit is not the one that lies there; the hook is told.
    for arguments in (["--all"], ["tests/test_a.py"]):
        with pytest.raises(subprocess.CalledProcessError) as refused:
            repository.git("commit", "--quiet", "--message=stopped", *arguments)
        assert "tests/test_a.py:9:9: TSE301" in refused.value.stderr + refused.value.stdout
    assert repository.git("rev-list", "--count", "HEAD") == "2\n"


# submodules


@pytest.fixture
def around(tmp_path: Path, repository: Repository) -> Repository:
    """A repository that has the other one as a submodule."""
    made = Repository(tmp_path / "around")
    made.commit({"tests/test_a.py": OLD})
    made.git("submodule", "--quiet", "add", str(repository.folder), "inner")
    return made


def test_a_new_submodule_is_new(around: Repository) -> None:
    assert places(check(around, HEAD, "inner")) == ["inner/tests/test_a.py:5:5: TSE407"]
    around.commit()
    assert check(around, HEAD) == (0, "", "")


def test_a_submodule_is_compared_with_its_commit_of_then(around: Repository) -> None:
    around.commit()
    lay_out(around.folder, {"inner/tests/test_a.py": OLD.replace("    f.close()\n", "")})
    assert places(check(around, HEAD, ".")) == ["./inner/tests/test_a.py:9:9: TSE301"]
    inner = testsec(around.folder / "inner", "check", "--isolated", HEAD, "tests", **ALONE)
    assert places(inner) == ["tests/test_a.py:9:9: TSE301"]
    assert check(around, "--staged") == (0, "", "")


def test_a_submodule_without_its_commit_of_then_is_refused(around: Repository) -> None:
    around.git("update-index", "--cacheinfo", f"160000,{'1' * 40},inner")
    around.git("commit", "--quiet", "--message=change")
    assert "the submodule 'inner'" in refusal(check(around, HEAD))


def test_a_repository_inside_that_is_no_submodule(repository: Repository) -> None:
    Repository(repository.folder / "ignored").write({"test_a.py": DEFECT})
    Repository(repository.folder / "ignored/deeper").write({"test_a.py": DEFECT})
    assert check(repository, HEAD) == (0, "", "")
    Repository(repository.folder / "own").commit({"test_a.py": DEFECT})
    assert "'own' is a repository of its own" in refusal(check(repository, HEAD))
    assert check(repository, HEAD, "--exclude=own") == (0, "", "")


# what cannot be


@pytest.mark.parametrize(
    "revision", ["nowhere", "", " ", "-x", "a\nb", "HEAD~9", "HEAD:tests", "a..b", "\x1b[1m"]
)
def test_a_revision_that_is_none(revision: str, repository: Repository) -> None:
    told = refusal(check(repository, f"--since={revision}"))
    assert told.startswith("argument --since")
    assert "\x1b" not in told


def test_outside_a_repository(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    alone = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent), **ALONE}
    for option in (HEAD, "--staged"):
        done = testsec(tmp_path, "check", "--isolated", option, "tests", **alone)
        assert "is not in a git repository" in refusal(done)


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
    assert not {"flake8_testsec.cli.git", "flake8_testsec.cli.revisions", "subprocess"} & {
        *done.stdout.split()
    }


def test_flake8_is_as_it_was(repository: Repository) -> None:
    assert run("flake8", repository.folder, ["--isolated", "--select=TSE", "tests"]).status == 1
