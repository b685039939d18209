"""One commit, one sdist, one wheel: built twice as differently as can be, they are the same bit for bit."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from .measuring import unmeasured

ROOT = Path(__file__).parent.parent
EPOCH = 1_700_000_000
PARTS = ("setup.py", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE", "flake8_testsec", "docs", ".ci")

pytestmark = [pytest.mark.tools, pytest.mark.once]


def built(folder: Path, umask: int, mtime: int, **environment: str) -> dict[str, Path]:
    """Copy the project and build both distributions of it, as a user with a mask, in files of some age."""
    for name in PARTS:
        copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copied(ROOT / name, folder / name)
    for path in folder.rglob("*"):
        path.chmod(path.stat().st_mode & ~umask)
        os.utime(path, (mtime, mtime))
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation"],
        cwd=folder,
        env={**unmeasured(), "SOURCE_DATE_EPOCH": str(EPOCH), **environment},
        umask=umask,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.suffix: path for path in (folder / "dist").iterdir()}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Path], dict[str, Path]]:
    folder = tmp_path_factory.mktemp("reproducible")
    first = built(folder / "one", 0o022, 1_000_000_000, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    elsewhere = folder / "another" / "with blanks in it"
    second = built(elsewhere, 0o077, 1_600_000_001, TZ="Asia/Tokyo", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    return first, second


@pytest.mark.parametrize("suffix", [".gz", ".whl"])
def test_both_are_the_same(suffix: str, pair: tuple[dict[str, Path], dict[str, Path]]) -> None:
    first, second = (each[suffix] for each in pair)
    assert first.name == second.name
    digests = {hashlib.sha256(each.read_bytes()).hexdigest() for each in (first, second)}
    assert len(digests) == 1


def test_nothing_in_them_is_of_the_machine(pair: tuple[dict[str, Path], dict[str, Path]]) -> None:
    with tarfile.open(pair[0][".gz"]) as archive:
        facts = {(each.mode, each.uid, each.gid, each.uname, each.mtime, each.type) for each in archive}
    assert {mode for mode, *_ in facts} == {0o755, 0o644}
    assert {each[1:5] for each in facts} == {(0, 0, "", EPOCH)}
    assert {each[5] for each in facts} == {tarfile.REGTYPE, tarfile.DIRTYPE}
    with zipfile.ZipFile(pair[0][".whl"]) as archive:
        modes = {each.external_attr >> 16 & 0o777 for each in archive.infolist()}
    assert modes <= {0o644, 0o755, 0o664}
