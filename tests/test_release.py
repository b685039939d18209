"""What a release would be made of: the version is told once, and both distributions hold what they should."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import NamedTuple

import pytest

from flake8_testsec import __version__

from .measuring import unmeasured

ROOT = Path(__file__).parent.parent
NAME = f"flake8_testsec-{__version__}"
MADE = {"PKG-INFO", "setup.cfg", "flake8_testsec.egg-info"}
"""What setuptools adds to the files of the repository."""

built = pytest.mark.tools
cloned = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only git knows which files belong to it")


class Built(NamedTuple):
    """Both distributions, and the files that they were built from."""

    sdist: Path
    wheel: Path
    files: frozenset[str]


def run(folder: Path, *command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env={**unmeasured(), **environment}, capture_output=True, text=True, timeout=300
    )


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Built from what is in the checkout and is not ignored, by the tools of this environment alone."""
    folder = tmp_path_factory.mktemp("release") / "checkout"
    listed = run(ROOT, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout
    files = frozenset(name for name in listed.split("\0") if (ROOT / name).is_file())
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    done = run(folder, sys.executable, "-m", "build", "--no-isolation")
    assert done.returncode == 0, done.stdout + done.stderr
    made = folder / "dist"
    return Built(made / f"{NAME}.tar.gz", made / f"{NAME}-py3-none-any.whl", files)


def test_the_changelog_begins_with_this_version() -> None:
    """Either it is not released yet, or on a day."""
    versions = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.fullmatch(rf"{re.escape(__version__)} \((unreleased|\d{{4}}-\d\d-\d\d)\)", versions[0])
    assert [version for version in versions[1:] if "unreleased" in version] == []


@built
@cloned
def test_there_are_two_distributions_that_an_index_takes(dist: Built) -> None:
    assert {*dist.sdist.parent.iterdir()} == {dist.sdist, dist.wheel}
    done = run(dist.sdist.parent, sys.executable, "-m", "twine", "check", "--strict", dist.sdist, dist.wheel)
    assert done.returncode == 0, done.stdout + done.stderr


@built
@cloned
def test_the_source_distribution_is_the_repository(dist: Built) -> None:
    with tarfile.open(dist.sdist) as archive:
        names = {member.name.partition("/")[2] for member in archive if member.isfile()}
    assert {name for name in names if name.partition("/")[0] not in MADE} == dist.files
    assert {name.partition("/")[0] for name in names - dist.files} == MADE


@built
@cloned
def test_the_wheel_is_the_package_and_what_is_said_of_it(dist: Built) -> None:
    with zipfile.ZipFile(dist.wheel) as archive:
        names = set(archive.namelist())
    package = {name for name in names if not name.startswith(f"{NAME}.dist-info/")}
    assert package == {name for name in dist.files if name.startswith("flake8_testsec/")}
    assert "flake8_testsec/py.typed" in package
    assert f"{NAME}.dist-info/licenses/LICENSE" in names


def metadata(wheel: Path, name: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(f"{NAME}.dist-info/{name}").decode()


@built
@cloned
def test_the_wheel_says_what_it_is(dist: Built) -> None:
    said: Message = Parser().parsestr(metadata(dist.wheel, "METADATA"))
    assert (said["Name"], said["Version"], said["License-Expression"]) == (
        "flake8-testsec",
        __version__,
        "MIT",
    )
    assert said["Requires-Python"] == ">=3.10"
    assert said["Description-Content-Type"] == "text/markdown"
    assert str(said.get_payload()).startswith("# flake8-testsec\n")
    assert {*said.get_all("Provides-Extra", [])} >= {"cassettes", "fast"}
    needed = {each for each in said.get_all("Requires-Dist", []) if "extra ==" not in each}
    assert needed == {"astroid>=3", "flake8>=6"}
    assert "testsec = flake8_testsec.cli:main" in metadata(dist.wheel, "entry_points.txt")


@built
@cloned
def test_the_wheel_works_where_it_is_installed(dist: Built, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target, dist.wheel)
    done = run(tmp_path, *pip)
    assert done.returncode == 0, done.stderr
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    at = {"PYTHONPATH": str(target)}
    where = "import flake8_testsec as it; print(it.__file__)"
    assert run(tmp_path, sys.executable, "-c", where, **at).stdout.startswith(str(target))
    found = run(tmp_path, sys.executable, "-m", "flake8_testsec", "check", "--no-cache", "examples", **at)
    assert (found.returncode, found.stderr) == (1, "")
    assert "examples/tests/test_orders.py:25:13: TSE403 " in found.stdout
