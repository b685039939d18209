"""What a baseline lets through at a later revision, beside what the lines say."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

import pytest

from bench import adoption
from bench.adoption import Hunk, line_before
from bench.clones import CloneError
from bench.command import CommandError

from ..doors import DEFECT, lay_out

RAISES = "    pytest.raises(ValueError)\n"


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=tester", "-c", "user.email=tester@localhost")
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repositories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with two revisions: a line more, one that is formatted, and a function that is renamed."""
    clone = tmp_path / "shop" / "shop"
    old = {f"tests/test_{each}.py": DEFECT for each in "abcd"}
    new = {
        "tests/test_a.py": "import os\n" + DEFECT + RAISES,
        "tests/test_b.py": DEFECT.replace("(ValueError)", "(\n        ValueError\n    )"),
        "tests/test_c.py": DEFECT.replace("test_a", "test_c"),
        "tests/test_d.py": DEFECT.replace(
            "    pytest.raises(ValueError)", "    pytest.raises(\n  ValueError)"
        ),
    }
    git(lay_out(clone, old), "init", "-q")
    revisions = []
    for files in (old, new):
        lay_out(clone, files)
        git(clone, "add", ".")
        git(clone, "commit", "-qm", "change")
        revisions.append(git(clone, "rev-parse", "HEAD"))
    monkeypatch.setattr(adoption, "REVISIONS", (("shop/shop", *revisions), ("shop/other", "a", "b")))
    return tmp_path


def arguments(folder: Path, only: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    adoption.add_arguments(parser)
    return parser.parse_args([f"--repositories={folder}", f"--only={only}"])


def test_the_two_opinions(repositories: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert adoption.main(arguments(repositories, "shop/shop")) == 0
    first, *others = capsys.readouterr().out.splitlines()
    said = "4 findings before, 5 after; new to both 1, to the baseline alone 1, to the lines alone 2"
    assert first.endswith(said)
    told = [line.split(": TSE407")[0].strip() for line in others]
    assert told == [
        "new to the baseline alone: tests/test_c.py:5",
        "new to the lines alone: tests/test_b.py:5",
        "new to the lines alone: tests/test_d.py:5",
    ]


def test_what_is_missing_is_said(repositories: Path, tmp_path: Path) -> None:
    with pytest.raises(CloneError, match="no clone of shop/other"):
        adoption.main(arguments(repositories, "shop/other"))
    clone = repositories / "shop/shop/.git"
    with pytest.raises(CloneError, match="no difference of x and y"):
        adoption.hunks(clone, "x", "y")
    with pytest.raises(CommandError, match="testsec check on "):
        adoption._run(tmp_path, "check", "--nonsense")


CHANGED = [Hunk(2, 0, 3, 2), Hunk(5, 2, 6, 0), Hunk(9, 1, 9, 1)]
"""Two lines are added behind the second, the fifth and sixth are gone, the ninth is another."""


@pytest.mark.parametrize(
    ("line", "before"),
    [(1, 1), (2, 2), (3, None), (4, None), (5, 3), (6, 4), (7, 7), (8, 8), (9, None), (10, 10)],
)
def test_where_a_line_was(line: int, before: int | None) -> None:
    assert line_before(CHANGED, line) == before
