"""What is told of what is staged, and of submodules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ..doors import DEFECT, lay_out, testsec
from ..repositories import ALONE, HEAD, OLD, Repository, check, places, refusal

pytestmark = pytest.mark.once

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


def test_comments_in_the_work_tree_do_not_count(repository: Repository) -> None:
    repository.write({"tests/test_b.py": "x = '\n"}).git("add", "--all")
    repository.write({"tests/test_b.py": "x = 1  # noqa\n"})
    done = check(repository, "--staged", "tests")
    assert done.status == 2 and "E999 SyntaxError" in done.out


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
