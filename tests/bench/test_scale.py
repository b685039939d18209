"""Trees of many files, and audits that are compared: what is measured is what happens."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import audit, scale
from bench.command import CommandError
from tests.doors import CLEAN, DEFECT, lay_out
from tests.repositories import Repository


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files that are copied, and one that is too large."""
    files = {"shop/test_a.py": DEFECT, "shop/b.py": CLEAN, "shop/large.py": "#" * (scale.LARGEST + 1)}
    lay_out(tmp_path / ".corpora", files)
    monkeypatch.setattr(scale, "BENCH", tmp_path)
    return tmp_path


def test_a_tree_has_as_many_files_as_are_wanted(packages: Path, tmp_path: Path) -> None:
    tree = scale.make(tmp_path / "tree", 5)
    found = sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*.py"))
    assert found == [
        *("copy0/shop/b.py", "copy0/shop/test_a.py", "copy1/shop/b.py", "copy1/shop/test_a.py"),
        "copy2/shop/b.py",
    ]


def test_all_ways_are_compared(packages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = argparse.Namespace(files=[4], jobs=2, same=3)
    assert scale.main(options) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].startswith("| 4 | 0 | 2 | ")
    assert [line.partition(",")[2].partition(":")[0].strip() for line in lines[3:]] == [
        "1 process",
        *(f"2 processes, {method}" for method in scale.METHODS),
        *("2 processes, once more", "2 processes, an empty cache", "2 processes, a full one"),
        "1 process, a full cache",
    ]
    assert all(line.endswith("the same") and "1 findings" in line for line in lines[3:])


def test_what_differs_is_told(
    packages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes = iter(range(99))
    monkeypatch.setattr(scale, "run", lambda *_: scale.Outcome(str(next(outcomes)), 1, 1.0, 1.0, 1.0, 1.0))
    assert scale.main(argparse.Namespace(files=[1], jobs=2, same=1)) == 1
    assert capsys.readouterr().out.count("NOT the same") == 7


def test_there_must_be_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "BENCH", tmp_path)
    with pytest.raises(CommandError, match="no pinned packages"):
        scale.make(tmp_path / "tree", 1)


def test_memory_of_what_is_gone_is_none() -> None:
    assert scale.memory(2**30) == 0.0
    assert list(scale._children(2**30)) == []


def test_the_smallest_clones_are_taken(tmp_path: Path) -> None:
    for number, name in enumerate(("c", "a", "b")):
        made = Repository(tmp_path / f"owner+{name}" / "work")
        made.commit({"a.py": "#" * 1000 * number})
        made.git("clone", "--quiet", "--bare", ".", str(tmp_path / "clones" / f"owner+{name}" / "repo"))
    found = audit.smallest(tmp_path / "clones", 2)
    assert [path.parent.name for path in found] == ["owner+a", "owner+c"]
    with pytest.raises(CommandError, match="there are 3 clones in"):
        audit.main(argparse.Namespace(repositories=tmp_path / "clones", number=4, jobs=1))


@pytest.mark.tools
def test_an_audit_on_dask_is_compared_with_one_on_processes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("distributed")
    slow = "".join(f"def test_{number}():\n    assert f({number})\n\n\n" for number in range(2000))
    for name in "abcdef":
        made = Repository(tmp_path / f"owner+{name}" / "work")
        made.commit({"test_a.py": DEFECT + slow})
        made.git("clone", "--quiet", "--bare", ".", str(tmp_path / "clones" / f"owner+{name}" / "repo"))
    assert audit.main(argparse.Namespace(repositories=tmp_path / "clones", number=6, jobs=2)) == 0
    told = capsys.readouterr().out
    assert "2 processes: 6 findings, exit status 1" in told and "a worker was killed when" in told
    assert told.endswith("6 repositories: the reports are the same, byte for byte\n")
