"""The file of a baseline: written, pruned, never lost, and never passed over when it cannot be used."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from flake8_testsec.baselines import read, written

from ..doors import CLEAN, DEFECT, flake8, lay_out, testsec

pytestmark = pytest.mark.once

NAME = ".testsec-baseline"
RAISES = "    pytest.raises(ValueError)\n"
OTHER = "    pytest.raises(KeyError)\n"
FILES = {"setup.cfg": "", "tests/test_a.py": DEFECT, "tests/test_b.py": DEFECT + RAISES, "shop/a.py": CLEAN}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An old project with three findings, two of them alike."""
    return lay_out(tmp_path, FILES)


@pytest.fixture
def adopted(project: Path) -> Path:
    """The same, with a baseline."""
    assert testsec(project, "baseline", "write").status == 0
    return project


def entries(folder: Path) -> dict[tuple[str, str], int]:
    """How many findings are listed, by files and places."""
    return {(each.path, each.place): each.findings for each in read(str(folder / NAME))}


def test_prune_strikes_out_what_is_mended_and_adds_nothing(adopted: Path) -> None:
    before = (adopted / NAME).read_bytes()
    changed = os.stat(adopted / NAME).st_mtime_ns
    assert testsec(adopted, "baseline", "prune").out == f"'{NAME}': 0 removed, 0 lowered, 2 left\n"
    assert os.stat(adopted / NAME).st_mtime_ns == changed
    lay_out(adopted, {"tests/test_a.py": CLEAN, "tests/test_b.py": DEFECT, "tests/test_c.py": DEFECT})
    done = testsec(adopted, "baseline", "prune", "tests/test_b.py", "tests/test_c.py")
    assert done == (0, f"'{NAME}': 0 removed, 1 lowered, 2 left\n", "")
    assert entries(adopted) == {("tests/test_a.py", "test_a"): 1, ("tests/test_b.py", "test_a"): 1}
    assert testsec(adopted, "baseline", "prune").out == f"'{NAME}': 1 removed, 0 lowered, 1 left\n"
    assert entries(adopted) == {("tests/test_b.py", "test_a"): 1}
    (adopted / "tests/test_c.py").unlink()
    lay_out(adopted, FILES)
    testsec(adopted, "baseline", "write")
    assert (adopted / NAME).read_bytes() == before


def test_write_leaves_what_it_did_not_look_at(adopted: Path) -> None:
    lay_out(adopted, {"tests/test_a.py": DEFECT + OTHER, "tests/test_b.py": CLEAN, "tests/test_c.py": DEFECT})
    done = testsec(adopted, "baseline", "write", "tests/test_a.py", "tests/test_a.py", "./tests")
    assert done == (0, f"'{NAME}' lists 3 findings in 2 files\n", "")
    lay_out(adopted, {"tests/test_a.py": CLEAN})
    done = testsec(adopted, "baseline", "write", "tests/test_c.py")
    assert done.out == f"'{NAME}' lists 3 findings in 2 files\n"


def test_a_project_without_findings_has_a_baseline_without_entries(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN})
    assert testsec(tmp_path, "baseline", "write").out == f"'{NAME}' lists 0 findings in 0 files\n"
    assert testsec(tmp_path, "check", f"--baseline={NAME}") == (0, "", "")


def test_write_takes_nothing_for_a_baseline_that_is_none(project: Path) -> None:
    for name in ("tests/test_a.py", "tests"):
        done = testsec(project, "baseline", "write", f"--baseline={name}")
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert (project / "tests/test_a.py").read_text() == DEFECT


UNWRITABLE = {
    "a folder": ("tests", "cannot be read: Is a directory"),
    "a path through a file": ("tests/test_a.py/b", "cannot write "),
    "a device that is full": ("/dev/full", "it is a device"),
    "a place where nobody may": ("/proc/b", "cannot write "),
    "a name that is too long": ("x" * 300, "cannot write "),
}


@pytest.mark.parametrize("case", UNWRITABLE)
def test_what_cannot_be_written_is_one_line(case: str, project: Path) -> None:
    name, why = UNWRITABLE[case]
    done = testsec(project, "baseline", "write", f"--baseline={name}")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("testsec baseline write: error: ")
    assert why in done.err
    assert [*project.rglob(".testsec-*")] == []


UNPRIVILEGED = """
import os, sys
from flake8_testsec.cli import baseline, main
main(["baseline", "check", "--no-cache", "--jobs=1"])  # imports what is needed
user = os.geteuid()
if user == 0:
    os.seteuid(65534)  # modes mean nothing to the superuser
status = main(sys.argv[1:])
os.seteuid(user)
sys.exit(status)
"""


@pytest.mark.parametrize("word", ["write", "prune"])
@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o777), (0o644, 0o555)])
def test_a_file_that_nobody_may_write_stays(word: str, file: int, folder: int) -> None:
    with tempfile.TemporaryDirectory() as place:  # every user can get to it, unlike those that pytest makes
        root = lay_out(Path(place), FILES)
        assert testsec(root, "baseline", "write").status == 0
        before = (root / NAME).read_bytes()
        lay_out(root, {"tests/test_a.py": CLEAN})
        (root / NAME).chmod(file)
        root.chmod(folder)
        command = [sys.executable, "-c", UNPRIVILEGED, "baseline", word, "--no-cache", "--jobs=1"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        root.chmod(0o755)
        assert done.returncode == 2
        last = done.stderr.splitlines()[-1]
        assert last == f"testsec baseline {word}: error: cannot write '{NAME}': Permission denied"
        assert (root / NAME).read_bytes() == before


@pytest.mark.parametrize("word", ["write", "prune"])
def test_a_full_disk_leaves_the_file_that_is_there(word: str, adopted: Path) -> None:
    before = (adopted / NAME).read_bytes()
    lay_out(adopted, {"tests/test_a.py": CLEAN})
    # Measuring coverage writes files, too.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-m", "flake8_testsec", "baseline", word, "--no-cache"],
        cwd=adopted,
        capture_output=True,
        text=True,
        env=environment,
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (40, 40)),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"testsec baseline {word}: error: cannot write '{NAME}': File too large\n"
    assert (adopted / NAME).read_bytes() == before
    assert [*adopted.glob(".testsec-*")] == [adopted / NAME]


def test_a_link_stays_one(adopted: Path) -> None:
    (adopted / NAME).rename(adopted / "listed")
    (adopted / NAME).symlink_to("listed")
    lay_out(adopted, {"tests/test_a.py": CLEAN})
    assert testsec(adopted, "baseline", "prune").status == 0
    assert (adopted / NAME).is_symlink()
    assert "test_a.py" not in (adopted / "listed").read_text()


# what is wrong


BROKEN: Mapping[str, bytes | None] = {
    "missing": None,
    "empty": b"",
    "of another version": b"# testsec baseline 2, fingerprints 1\n",
    "in conflict": b"# testsec baseline 1, fingerprints 1\n<<<<<<< ours\n",
    "not a text": b"\xff",
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_baseline_that_cannot_be_used_is_never_passed_over(case: str, project: Path) -> None:
    content = BROKEN[case]
    lay_out(project, {} if content is None else {NAME: content})
    lay_out(project, {"tests/test_a.py": CLEAN, "tests/test_b.py": CLEAN})
    for words in (("check",), ("baseline", "check"), ("baseline", "prune")):
        done = testsec(project, *words, f"--baseline={NAME}")
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
        assert done.err.startswith(f"testsec {' '.join(words)}: error: ")
        assert NAME in done.err
    done = flake8(project, "--select=TSE,E9", f"--testsec-baseline={NAME}")
    assert done.status == 1
    head, line = done.lines
    assert head == "There was a critical error during execution of Flake8:"
    assert line.startswith("--testsec-baseline: ")
    if content is not None:
        assert testsec(project, "baseline", "write").status == 2
        assert (project / NAME).read_bytes() == content


def test_wrong_usage_is_one_line(project: Path) -> None:
    for words in (
        ("baseline",),
        ("baseline", "wirte"),
        ("baseline", "write", "--nonsense"),
        ("baseline", "write", "--testsec-enable=X"),
        ("check", "--fail-on-stale"),
    ):
        done = testsec(project, *words)
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
        assert done.err.startswith(f"testsec {words[0]}")
    assert "unknown command 'wirte'" in testsec(project, "baseline", "wirte").err
    assert testsec(project, "baseline", "--help").out.startswith("usage: testsec baseline ")


def test_a_reader_that_leaves_is_no_error(project: Path) -> None:
    lay_out(project, {"tests/test_a.py": "def f(:\n"})
    command = f"{sys.executable} -m flake8_testsec baseline check --baseline=b; echo $? >&2"
    lay_out(project, {"b": written([])})
    done = subprocess.run(
        ["bash", "-c", f"({command}) | true"], cwd=project, capture_output=True, text=True, check=True
    )
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1] in ("1", "2")


def test_one_is_one(project: Path) -> None:
    assert (
        testsec(project, "baseline", "write", "tests/test_a.py").out
        == f"'{NAME}' lists 1 finding in 1 file\n"
    )
