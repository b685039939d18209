"""The running interpreter's own tests as one more corpus: copied from its standard library, never run."""

from __future__ import annotations

import functools
import hashlib
import platform
import shutil
import sysconfig
from pathlib import Path

TESTS = Path(sysconfig.get_path("stdlib")) / "test"


def difference(version: str, sha256: str, tests: Path = TESTS) -> str:
    """Why the interpreter's tests are not the pinned ones.

    Labels name lines, and lines move with every release, also with the third number: so the whole version
    must be the same. Some distributions ship only a part of the tests: so the contents must be, too.

    Args:
        version: the pinned version, three numbers.
        sha256: the pinned `digest`.
        tests: the folder with the package ``test``.

    Returns:
        Empty if they are the pinned ones.
    """
    running = platform.python_version()
    if running != version:
        return f"the labels are for Python {version}, this is {running}"
    return "" if digest(tests) == sha256 else "its tests are not those that were read"


@functools.cache
def digest(tests: Path = TESTS) -> str:
    """One hash of all Python files below a folder.

    Args:
        tests: the folder.

    Returns:
        SHA-256 over names and contents, in hexadecimal.
    """
    total = hashlib.sha256()
    for file in sorted(tests.rglob("*.py")):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{file.relative_to(tests).as_posix()} {content}\n".encode())
    return total.hexdigest()


def copy(target: Path, tests: Path = TESTS) -> None:
    """Copy the Python files into a folder, as the package ``test``.

    Args:
        target: the folder, which is made.
        tests: the folder with the package ``test``.
    """
    for file in tests.rglob("*.py"):
        place = target / "test" / file.relative_to(tests)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
