"""The files that all contenders review: a copy with nothing but Python in it, hence no configuration."""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

TESTS = frozenset({"test", "tests"})


class Workload(NamedTuple):
    """The tests of a package, among the package's other modules, which some tools look into."""

    name: str
    folder: Path
    """Where commands run."""
    targets: tuple[str, ...]
    """The topmost folders called ``test`` or ``tests``, relative to the folder; ``.`` if there are none."""
    files: tuple[str, ...]
    """The files below them, relative to the folder, by path."""

    @property
    def megabytes(self) -> float:
        """Their size in millions of bytes."""
        return sum((self.folder / path).stat().st_size for path in self.files) / 1e6

    @property
    def lines(self) -> int:
        """How many lines they have."""
        return sum((self.folder / path).read_bytes().count(b"\n") for path in self.files)


def lay_out(name: str, origin: Path, folder: Path) -> Workload:
    """Copy the Python files of a package, except those that this Python cannot parse.

    Args:
        name: what the package is called.
        origin: where its files are.
        folder: where to, an empty folder outside any project.

    Returns:
        What is there.
    """
    return select(name, folder, sorted(_copied(origin, folder)))


def select(name: str, folder: Path, paths: Sequence[str]) -> Workload:
    """Choose the tests among files.

    Args:
        name: what they are called.
        folder: where they are.
        paths: all files, relative to it.

    Returns:
        The tests; all files if no folder is called after them.
    """
    targets = tuple(sorted({top for path in paths if (top := _top(path))}))
    files = tuple(path for path in paths if _top(path) or not targets)
    return Workload(name, folder, targets or (".",), files)


def multiply(work: Workload, number: int, folder: Path) -> Workload:
    """Make a workload of another size: a spread selection of the files, or all of them several times over.

    Args:
        work: where the files are from.
        number: how many there shall be.
        folder: where to, on the same disk; an empty folder.

    Returns:
        The files, whose contents are shared with the first workload's.
    """
    whole, rest = divmod(number, len(work.files))
    copies = (work.files,) * whole + (tuple(spread(work.files, rest)),)
    paths = [f"copy{n:03}/{path}" for n, chosen in enumerate(copies) for path in chosen]
    for path in paths:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(work.folder / path.partition("/")[2], target)
    return Workload(f"{number} files", folder, (".",), tuple(paths))


def spread(files: Sequence[str], number: int) -> Iterator[str]:
    """Choose some files in equal distances.

    Args:
        files: all of them.
        number: how many, at most all.

    Returns:
        The chosen ones.
    """
    return (files[n * len(files) // number] for n in range(number))


def _top(path: str) -> str:
    """The path up to its first folder that is called after tests; empty if none is."""
    parts = path.split("/")[:-1]
    first = next((n for n, part in enumerate(parts) if part in TESTS), -1)
    return "/".join(parts[: first + 1])


def _copied(origin: Path, folder: Path) -> Iterator[str]:
    for file in filter(Path.is_file, origin.rglob("*.py")):
        content = file.read_bytes()
        if _is_python(content):
            path = file.relative_to(origin)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
            yield path.as_posix()


def _is_python(content: bytes) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
