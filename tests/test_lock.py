"""The lock has all that the tests need, for every Python, and nothing of the machine that made it."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .lock import DOCS, LOCK, RELEASE, RUN, Pin, differences, pins

PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14", "3.15")
LOCKS = (LOCK, DOCS, RUN, RELEASE)
PINS = {path: list(pins(path.read_text(encoding="utf-8"))) for path in LOCKS}
each_lock = pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
LINE = re.compile(r"#.*|\w[\w.-]*==[\w.]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|    #.*")


def project() -> dict[str, Any]:
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 reads no TOML, and one Python is enough")
    with open(Path(__file__).parent.parent / "pyproject.toml", "rb") as file:
        content: dict[str, Any] = tomllib.load(file)
    return content


def chosen(name: str, python: str, lock: Path = LOCK) -> list[Pin]:
    """The lines of a lock that count for a Python."""
    versions = {"python_version": python, "python_full_version": f"{python}.1"}
    return [pin for pin in PINS[lock] if pin.name == canonicalize_name(name) and pin.applies(**versions)]


@pytest.mark.parametrize("python", PYTHONS)
def test_all_that_is_needed_is_locked_to_one_version_that_fits(python: str) -> None:
    content = project()
    extras = dict(content["project"]["optional-dependencies"])
    for_site = extras.pop("docs")
    needed = [
        *content["build-system"]["requires"],
        *content["project"]["dependencies"],
        *(each for extra in extras.values() for each in extra),
    ]
    versions = {"python_version": python, "python_full_version": f"{python}.1"}
    runs = content["project"]["dependencies"]
    builds = [*content["build-system"]["requires"], "build", "twine", "pip-audit", "cyclonedx-bom"]
    for lock, names in ((LOCK, needed), (DOCS, [*runs, *for_site]), (RUN, runs), (RELEASE, builds)):
        for requirement in map(Requirement, names):
            if requirement.marker is None or requirement.marker.evaluate(versions):
                (pin,) = chosen(requirement.name, python, lock)
                assert requirement.specifier.contains(pin.version), requirement


@each_lock
def test_no_package_has_two_versions_for_one_python(lock: Path) -> None:
    names = {pin.name for pin in PINS[lock]}
    assert [
        (name, python) for name in names for python in PYTHONS if len(chosen(name, python, lock)) > 1
    ] == []


@each_lock
def test_every_line_is_a_version_or_a_digest(lock: Path) -> None:
    """No address of an index, no path, no option: they would be those of the machine that made the lock."""
    text = lock.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if not LINE.fullmatch(line)] == []
    assert "://" not in text
    assert all(pin.hashes for pin in PINS[lock])
    assert len(PINS[lock]) == sum("==" in line for line in text.splitlines())


@each_lock
def test_the_command_that_made_it_stands_in_it_and_beside_it(lock: Path) -> None:
    command = lock.read_text(encoding="utf-8").splitlines()[1].removeprefix("#    ")
    assert command.startswith("uv pip compile --universal --generate-hashes --python-version 3.10 ")
    beside = (lock.parent / "README.md").read_text(encoding="utf-8")
    assert f"\n{command.replace(' -o ', ' --upgrade -o ')}\n" in beside


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", [RUN, RELEASE], ids=lambda path: path.name)
def test_what_is_released_is_what_was_tested(lock: Path, python: str) -> None:
    """What users get, and what builds: in the versions of the tests."""
    versions = {"python_version": python, "python_full_version": f"{python}.1"}
    ours = {"build", "setuptools", "twine"} if lock == RELEASE else {pin.name for pin in PINS[RUN]}
    found = [pin for pin in PINS[lock] if pin.name in ours and pin.applies(**versions)]
    assert found
    for pin in found:
        (tested,) = chosen(pin.name, python)
        assert (pin.version, pin.hashes) == (tested.version, tested.hashes)


def test_what_differs_from_the_lock_is_told() -> None:
    version = metadata.version("pytest")
    text = f"""\
# made by hand
flake8==1.0 \\
    --hash=sha256:{"0" * 64} \\
    --hash=sha256:{"1" * 64}
    # via shop
PyTest=={version}
missing==2.0 ; python_full_version >= '3.10'
mypy==3.0 ; python_full_version < '3.10'
"""
    made = list(pins(text))
    assert [(pin.name, pin.version, len(pin.hashes)) for pin in made] == [
        ("flake8", "1.0", 2),
        ("pytest", version, 0),
        ("missing", "2.0", 0),
        ("mypy", "3.0", 0),
    ]
    told = list(differences(made))
    assert f"flake8 {metadata.version('flake8')}, locked: 1.0" in told
    assert "missing is missing, locked: 2.0" in told
    assert f"packaging {metadata.version('packaging')}, locked: not at all" in told
    assert [line for line in told if line.startswith(("pytest ", "flake8-testsec ", "pip "))] == []
