"""What is told of what has changed, in real repositories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ..cassettes.recorded import VALUE
from ..doors import CLEAN, DEFECT, testsec
from ..repositories import ALONE, HEAD, OLD, Repository, check, places, refusal

pytestmark = pytest.mark.once

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
    repository.write({"tests/cassettes/a.yaml": "# more\n" + form.format(VALUE)})
    assert check(repository, "--cassettes", HEAD) == (0, "", "")
    repository.write({"tests/cassettes/a.yaml": form.format(VALUE[::-1]) + form.format(VALUE)[13:]})
    assert places(check(repository, "--cassettes", HEAD)) == ["./tests/cassettes/a.yaml:4:7: TSE106"]


def test_a_file_that_cannot_be_read_is_told(repository: Repository) -> None:
    (repository.folder / "tests/test_gone.py").symlink_to("nowhere.py")
    done = check(repository, HEAD, "tests")
    assert done.status == 2 and "E902" in done.out
