"""The lock has all that the tests need, for every Python, and nothing of the machine that made it."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .lock import LOCK, Pin, differences, pins

PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14", "3.15")
TEXT = LOCK.read_text(encoding="utf-8")
PINS = list(pins(TEXT))
LINE = re.compile(r"#.*|\w[\w.-]*==[\w.]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|    #.*")


def project() -> dict[str, Any]:
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 reads no TOML, and one Python is enough")
    with open(Path(__file__).parent.parent / "pyproject.toml", "rb") as file:
        content: dict[str, Any] = tomllib.load(file)
    return content


def chosen(name: str, python: str) -> list[Pin]:
    """The lines that count for a Python."""
    versions = {"python_version": python, "python_full_version": f"{python}.1"}
    return [pin for pin in PINS if pin.name == canonicalize_name(name) and pin.applies(**versions)]


@pytest.mark.parametrize("python", PYTHONS)
def test_all_that_is_needed_is_locked_to_one_version_that_fits(python: str) -> None:
    content = project()
    needed = [
        *content["build-system"]["requires"],
        *content["project"]["dependencies"],
        *(each for extra in content["project"]["optional-dependencies"].values() for each in extra),
    ]
    versions = {"python_version": python, "python_full_version": f"{python}.1"}
    everywhere = [
        each for each in map(Requirement, needed) if not each.marker or each.marker.evaluate(versions)
    ]
    for requirement in everywhere:
        (pin,) = chosen(requirement.name, python)
        assert requirement.specifier.contains(pin.version), requirement


def test_no_package_has_two_versions_for_one_python() -> None:
    twice = [(pin.name, python) for pin in PINS for python in PYTHONS if len(chosen(pin.name, python)) > 1]
    assert twice == []


def test_every_line_is_a_version_or_a_digest() -> None:
    """No address of an index, no path, no option: they would be those of the machine that made the lock."""
    assert [line for line in TEXT.splitlines() if not LINE.fullmatch(line)] == []
    assert "://" not in TEXT
    assert all(pin.hashes for pin in PINS)
    assert len(PINS) == sum("==" in line for line in TEXT.splitlines())


def test_the_command_that_made_it_stands_in_it_and_beside_it() -> None:
    command = TEXT.splitlines()[1].removeprefix("#    ")
    assert command.startswith("uv pip compile --universal --generate-hashes --python-version 3.10 ")
    assert f"\n{command.replace(' -o ', ' --upgrade -o ')}\n" in (LOCK.parent / "README.md").read_text(
        "utf-8"
    )


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
