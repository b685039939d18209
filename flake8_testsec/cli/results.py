"""Results that are known already: findings by all that they hang on."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import flake8

from flake8_testsec import __version__
from flake8_testsec.cli.reviews import Told
from flake8_testsec.plugin import Case
from flake8_testsec.rule import FAULT, Finding, Related
from flake8_testsec.store import Store

if TYPE_CHECKING:
    from flake8_testsec.project.views import Project

_SPACE = "findings"


def stamp() -> str:
    """What changes with the package, whoever edits it, and with the interpreter.

    Returns:
        A digest over the contents of the package's own files, so that it is the same wherever the same
        package is installed, and the versions of what the rules lean on.
    """
    digest = hashlib.sha256()
    digest.update("\0".join((__version__, sys.version, flake8.__version__)).encode())
    digest.update(_version_of_astroid())
    for path in sorted(_sources(os.path.dirname(os.path.dirname(__file__)))):
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def _version_of_astroid() -> bytes:
    """What the file says that has it; to look for what is installed would take longer than many a review."""
    spec = importlib.util.find_spec("astroid")
    folder = os.path.dirname(spec.origin) if spec is not None and spec.origin else ""
    try:
        with open(os.path.join(folder, "__pkginfo__.py"), "rb") as file:
            return file.read()
    except OSError:  # an archive, say
        from importlib import metadata

        return metadata.version("astroid").encode()


def _sources(folder: str) -> Iterator[str]:
    for root, _, names in os.walk(folder):
        yield from (os.path.join(root, name) for name in names if name.endswith(".py"))


class Results:
    """The findings of files by content, path, settings and stamp, in a store.

    Args:
        folder: the store's.
        stamp: see `stamp`.
    """

    def __init__(self, folder: str, stamp: str) -> None:
        self._store = Store(folder)
        self._stamp = stamp
        self._digest = lru_cache(maxsize=None)(_digest)

    def key(self, content: bytes, case: Case) -> str:
        """What one result is kept under."""
        parts = (self._stamp, case.path, _text(case.settings), hashlib.sha256(content).hexdigest())
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def get(self, key: str, root: str | None) -> list[Told] | None:
        """What was found, if it would be found again.

        Args:
            key: see `key`.
            root: the project's top folder; the other files that the result may have hung on are below it.

        Returns:
            The findings with their lines; ``None`` if they are not known, or another file that they hung on
            has changed.
        """
        match self._store.get(_SPACE, key):
            case {"consulted": dict(consulted), "told": list(told)}:
                if all(self._digest(root or "", path) == old for path, old in consulted.items()):
                    return [Told(_finding(*finding), line) for finding, line in told]
        return None

    def put(self, key: str, told: Sequence[Told], consulted: Mapping[str, str]) -> None:
        """Keep what was found, unless a fault of ours is among it.

        Args:
            key: see `key`.
            told: the findings with their lines.
            consulted: the other files that they hung on, see ``Module.consulted``.
        """
        if not any(each.finding.code == FAULT for each in told):
            self._store.put(_SPACE, key, {"consulted": dict(consulted), "told": told})

    def project(self, root: str) -> Project:
        """A project whose facts are kept in the same store.

        Args:
            root: its top folder.

        Returns:
            The project.
        """
        from flake8_testsec.project.views import Project

        return Project(root, self._store, self._stamp)

    def close(self) -> None:
        """Write what is to be kept."""
        self._store.close()


_text = lru_cache(maxsize=64)(repr)


def _digest(root: str, path: str) -> str:
    """SHA-256 of a file as the project's view reads it; empty where there is none for it."""
    from flake8_testsec.project.files import Folder

    files = Folder(root)
    content = files.read(path) if files.stamp(path) is not None else None
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _finding(
    line: int,
    column: int,
    code: str,
    message: str,
    end_line: int,
    end_column: int,
    related: list[list[object]],
) -> Finding:
    places = tuple(Related(*each) for each in related)  # type: ignore[arg-type]
    return Finding(line, column, code, message, end_line, end_column, places)
