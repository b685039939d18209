"""The interpreter's own tests as a corpus of the benchmarks: only if they are the ones that were read."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from bench import interpreter

VERSION = platform.python_version()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A small standard library's package of tests."""
    tests = tmp_path / "lib"
    (tests / "support").mkdir(parents=True)
    (tests / "test_os.py").write_text("import os\n")
    (tests / "support" / "__init__.py").write_text("")
    (tests / "cert.pem").write_text("no Python")
    return tests


def test_the_pinned_tests_are_no_different(library: Path) -> None:
    assert interpreter.difference(VERSION, interpreter.digest(library), library) == ""


def test_another_release_is_different_and_says_which(library: Path) -> None:
    why = interpreter.difference("2.7.18", interpreter.digest(library), library)
    assert why == f"the labels are for Python 2.7.18, this is {VERSION}"


@pytest.mark.parametrize("name", ["test_os.py", "support/test_new.py"])
def test_a_changed_or_a_further_file_is_different(library: Path, tmp_path: Path, name: str) -> None:
    pinned = interpreter.digest(library)
    other = tmp_path / "other"
    library.rename(other)
    (other / name).write_text("import sys\n")
    assert interpreter.difference(VERSION, pinned, other) == "its tests are not those that were read"


def test_python_files_are_copied_as_the_package_test(library: Path, tmp_path: Path) -> None:
    interpreter.copy(tmp_path / "copy", library)
    copied = sorted((tmp_path / "copy").rglob("*.*"))
    names = [file.relative_to(tmp_path / "copy").as_posix() for file in copied]
    assert names == ["test/support/__init__.py", "test/test_os.py"]
    assert interpreter.digest(tmp_path / "copy" / "test") == interpreter.digest(library)


def test_packages_leave_out_what_this_interpreter_cannot_offer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")
    from bench import corpora

    entry = '[[package]]\nname="{}"\nversion="2.7.18"\nfile="f"\nsha256="0"\nkind="{}"\n'
    pinned = entry.format("python", "interpreter") + entry.format("shop", "sdist")
    (tmp_path / "corpora.toml").write_text(pinned)
    monkeypatch.setattr(corpora, "BENCH", tmp_path)
    assert [each.name for each in corpora.packages()] == ["shop"]
    assert "python is left out: the labels are for Python 2.7.18" in capsys.readouterr().err
    with pytest.raises(corpora.CorpusError, match="python: the labels are for"):
        corpora.packages(["python"])
