"""What is drawn is held against its properties, and what breaks is told."""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, seed, settings

from bench import corpora, fuzz, fuzz_drawn
from flake8_testsec import engine
from flake8_testsec.settings import Settings

from ..doors import CLEAN, DEFECT, lay_out

DRAWN = "import pytest\n\n\ndef test_b():\n    pytest.raises(ValueError)\n    assert a, 'b'\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {"a/tests/test_a.py": DEFECT, "a/tests/test_b.py": DRAWN, "a/shop.py": CLEAN}
    monkeypatch.setattr(corpora, "STORE", lay_out(tmp_path, files))
    return tmp_path


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    fuzz.add_arguments(parser)
    return fuzz.main(parser.parse_args(["mutants", *arguments]))


def test_mutants_of_tests_break_nothing(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--number=40", "--seconds=60") == 0
    assert "40 mutants, 0 broken" in capsys.readouterr().out


def test_mutants_are_many(store: Path) -> None:
    draw = random.Random(3)
    files = [*fuzz._tests()]
    assert [path.name for path in files] == ["test_a.py", "test_b.py"]
    found = {fuzz._mutant(draw, files) for _ in range(60)}
    assert None in found
    assert len(found) > 15


def test_what_breaks_is_told_and_kept(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(source: str, path: str, settings: Settings) -> list[object]:
        raise KeyError("here")

    monkeypatch.setattr(engine, "check", broken)
    assert run("--number=1", "--seconds=60", f"--keep={tmp_path / 'kept'}") == 1
    assert "KeyError: 'here'" in capsys.readouterr().out
    assert (tmp_path / "kept" / "0.py").is_file()


def test_both_doors_are_asked() -> None:
    fuzz.doors_agree(DEFECT)
    assert fuzz.codes(DEFECT)["TSE407"] == 1


@seed(1)
@settings(max_examples=4, deadline=None, database=None, suppress_health_check=[*HealthCheck])
@given(fuzz_drawn.parts())
def test_drawn_modules_break_nothing(pieces: list[str]) -> None:
    assume(fuzz_drawn.is_python(fuzz_drawn.HEAD + "\n\n".join(pieces)))
    fuzz_drawn.holds(pieces)
