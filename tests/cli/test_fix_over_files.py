"""What a fix of one file means for the findings of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_testsec.cli import configuration, fixer
from flake8_testsec.cli.reading import Reader, Work
from flake8_testsec.cli.reporting import Report

from ..doors import lay_out
from .test_fix import OPENED, fix

HEIR = """\
import os
import unittest

from test_base import Base


class TestHeir(Base):
    def test_mode(self):
        os.environ["MODE"] = "fast"
        self.assertTrue(os.environ["MODE"])
"""
"""It leaves behind what it changes, unless its base puts back all of it."""
BASE = """\
import os
import unittest
from unittest import mock


class Base(unittest.TestCase):
    def setUp(self):
        os.environ["PLACE"] = "here"

    def test_place(self):
        self.assertTrue(os.environ)
"""
MENDED_BASE = """
        environ_patcher = mock.patch.dict(os.environ, {"PLACE": "here"})
        environ_patcher.start()
        self.addCleanup(environ_patcher.stop)
"""
HEIRS = {"test_a.py": HEIR, "test_base.py": BASE, "test_heir.py": HEIR}


def test_what_a_fix_of_another_file_takes_is_not_mended(tmp_path: Path) -> None:
    lay_out(tmp_path, HEIRS)
    done = fix(tmp_path, "--jobs=1", *HEIRS)
    assert done.lines == [
        "test_a.py:9:9: TSE304 fixed",
        "test_base.py:8:9: TSE304 fixed",
        "2 fixed in 2 files",
    ]
    assert MENDED_BASE in (tmp_path / "test_base.py").read_text()
    assert (tmp_path / "test_heir.py").read_text() == HEIR


@pytest.mark.parametrize("cache", ["--no-cache", "--cache-dir=kept"])
def test_a_reader_forgets_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str) -> None:
    lay_out(tmp_path, HEIRS)
    monkeypatch.chdir(tmp_path)
    options = configuration.parse(["--isolated", cache, *HEIRS], "fix")
    kept = None if cache == "--no-cache" else str(tmp_path / "kept")
    reader = Reader(Work(options, kept, stamp="one"))
    assert len(reader.read("test_heir.py").told) == len(reader.read("test_heir.py").told) == 1
    Path("test_base.py").write_text(BASE.replace('        os.environ["PLACE"] = "here"\n', MENDED_BASE))
    reader.forget()
    assert reader.read("test_heir.py").told == ()
    reader.close()


def test_what_was_reviewed_before_another_file_was_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(tmp_path, {**HEIRS, "test_other.py": OPENED})
    monkeypatch.chdir(tmp_path)
    options = configuration.parse(["--isolated", "--no-cache", *HEIRS], "fix")
    options.needs = options.needs._replace(fixes=True)
    reader, report = Reader(Work(options)), Report(options)
    reviews = [reader.read(name) for name in (*HEIRS, "test_other.py")]
    done = fixer.Fixer(report, reader, options, None, reader)
    for each in reviews:
        done.add(each)
    done.finish()
    assert Path("test_heir.py").read_text() == HEIR
    told = capsys.readouterr().out
    assert told.endswith("test_other.py:2:9: TSE301 fixed\n3 fixed in 3 files\n") and "heir" not in told
    assert report.status() == 1
