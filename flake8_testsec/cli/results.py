"""Results that are known already: findings by all that they hang on."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import flake8

from flake8_testsec import __version__, digests
from flake8_testsec.cli.cache import RESULTS
from flake8_testsec.cli.reviews import Told
from flake8_testsec.finding import FAULT, Edit, Finding, Fix, Related
from flake8_testsec.plugin import Case
from flake8_testsec.settings import Settings
from flake8_testsec.store import Store

if TYPE_CHECKING:
    from flake8_testsec.project.files import Files
    from flake8_testsec.project.importers import Importers
    from flake8_testsec.project.views import Project

_SOURCES = "sources"
_PACKAGE = os.path.dirname(os.path.dirname(__file__))


def stamp(folder: str, few: bool = False) -> str:
    """What changes with the package, whoever edits it, and with the interpreter.

    Args:
        folder: the store's, in which it is kept what the package's own files are.
        few: whether so little is reviewed that to read the package would take longer.

    Returns:
        A digest over the contents of these files, so that it is the same wherever the same package is
        installed, and the versions of what the rules lean on. For few files, and where nobody has read the
        package yet, it is one over what differs once one of the files has been touched, here alone.
    """
    own = _digest_of_sources(_PACKAGE, folder, few)
    versions = "\0".join((own, __version__, sys.version, flake8.__version__)).encode()
    return digests.digest_of_all((versions, _version_of_astroid()))


def identity() -> str:
    """What must be equal in two processes, on whatever machines, for equal findings: worked out anew."""
    own = digests.digest_of_all(_content(path) for path, *_ in sorted(_sources(_PACKAGE)))
    python = f"{sys.implementation.name} {sys.version_info[:3]}"
    return digests.digest_of_all(
        ("\0".join((own, python, flake8.__version__)).encode(), _version_of_astroid())
    )


def _digest_of_sources(package: str, folder: str, few: bool = False) -> str:
    """The digest of a package's files; to read two hundred takes longer than to see that none was touched."""
    files = sorted(_sources(package))
    state = digests.digest(repr(files).encode("utf-8", "surrogatepass"))
    with closing(Store(folder)) as store:
        known = store.get(_SOURCES, state) if _TELLS_CHANGES else None
        if isinstance(known, str):
            return known
        # What is changed a moment later may have the same time.
        last = max(changed for _, _, _, changed, _ in files) / 10**9
        is_telling = _TELLS_CHANGES and time.time() - last > _MOMENT
        if is_telling and few:
            return state
        found = digests.digest_of_all(_content(path) for path, *_ in files)
        if is_telling:
            store.put(_SOURCES, state, found)
    return found


_Source = tuple[str, int, int, int, int]
"""One file, with what differs once it has been touched: its path, its size, when it was modified and when it
was changed, in nanoseconds, and its number. Whoever sets the first time changes the second: on POSIX it is
that of the last change to the file or to what is known of it.
"""

_TELLS_CHANGES = os.name == "posix"
_MOMENT = 60.0
"""In seconds."""


def _content(path: str) -> bytes:
    with open(path, "rb") as opened:
        return opened.read()


def _sources(folder: str) -> Iterator[_Source]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                told = entry.stat()
                yield entry.path, told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino
            elif entry.name != "__pycache__" and entry.is_dir(follow_symlinks=False):
                yield from _sources(entry.path)


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


class Results:
    """The findings of files by content, path, settings and stamp, in a store.

    Args:
        folder: the store's.
        stamp: see `stamp`.
        files: gives the files below a project's top folder; those of the file system if not given.
    """

    def __init__(self, folder: str, stamp: str, files: Callable[[str], Files] | None = None) -> None:
        self._store = Store(folder)
        self._stamp = stamp
        self._files = files or _folder
        self._digest = lru_cache(maxsize=None)(partial(_digest, self._files))
        self._importers = lru_cache(maxsize=None)(self._importers_below)
        self._shown: tuple[Settings, str] | None = None

    def key(self, content: bytes, case: Case, fixes: bool = False) -> str:
        """What one result is kept under; with fixes, and without, it is another."""
        settings = self._text(case.settings)
        parts = (self._stamp, case.path, settings, digests.digest(content), *(["fixes"] if fixes else []))
        return digests.digest("\0".join(parts).encode("utf-8", "surrogatepass"))

    def _text(self, settings: Settings) -> str:
        """Their text, which is mostly that of the file before."""
        if self._shown is None or self._shown[0] is not settings:
            self._shown = (settings, repr(settings))
        return self._shown[1]

    def get(self, key: str, root: str | None) -> list[Told] | None:
        """What was found, if it would be found again.

        Args:
            key: see `key`.
            root: the project's top folder; the other files that the result may have hung on are below it.

        Returns:
            The findings with their lines; ``None`` if they are not known, or another file that they hung on
            has changed.
        """
        match self._store.get(RESULTS, key):
            case {"consulted": dict(consulted), "told": list(told)}:
                if all(self._now(root or "", path) == old for path, old in consulted.items()):
                    return [Told(finding_of(*finding), line) for finding, line in told]
        return None

    def _now(self, root: str, path: str) -> str:
        if os.path.isabs(path):  # of an installed package
            return self._digest(root, path)
        folder, mark, stem = path.partition(digests.ASKED)
        return self._importers(root, folder).digest(stem) if mark else self._digest(root, path)

    def _importers_below(self, root: str, folder: str) -> Importers:
        from flake8_testsec.project.importers import Importers

        return Importers(self._files(root), folder, self._store, self._stamp)

    def role(self, key: str) -> str:
        """What the file is for whose result is kept under a key."""
        kept = self._store.get(RESULTS, key)
        return str(kept.get("role", "")) if isinstance(kept, dict) else ""

    def put(self, key: str, told: Sequence[Told], consulted: Mapping[str, str], role: str = "") -> None:
        """Keep what was found, unless a fault of ours is among it.

        Args:
            key: see `key`.
            told: the findings with their lines.
            consulted: the other files that they hung on, see ``Module.consulted``.
            role: the name of what the file is for.
        """
        if not any(each.finding.code == FAULT for each in told):
            kept = [(each.finding, each.line) for each in told]
            self._store.put(RESULTS, key, {"consulted": dict(consulted), "told": kept, "role": role})

    def project(self, root: str) -> Project:
        """A project whose facts are kept in the same store.

        Args:
            root: its top folder.

        Returns:
            The project.
        """
        from flake8_testsec.project.views import Project

        return Project(self._files(root), self._store, self._stamp)

    def forget(self) -> None:
        """Look anew at what results hang on: a file was written."""
        self._digest.cache_clear()

    def close(self) -> None:
        """Write what is to be kept."""
        self._store.close()


def _folder(root: str) -> Files:
    from flake8_testsec.project.files import Folder

    return Folder(root, is_still=True)


def _digest(files_of: Callable[[str], Files], root: str, path: str) -> str:
    """The digest of a file as the project's view reads it; empty where there is none for it."""
    if os.path.isabs(path):
        from flake8_testsec.project import installed

        return installed.now(path)
    files = files_of(root)
    content = files.read(path) if files.stamp(path) is not None else None
    return "" if content is None else digests.digest(content)


def finding_of(
    line: int,
    column: int,
    code: str,
    message: str,
    end_line: int,
    end_column: int,
    related: list[list[object]],
    fix: tuple[list[list[object]], bool, str, list[list[object]]],
) -> Finding:
    """A finding from the values that JSON has of it."""
    places = tuple(map(Related._make, related))
    edits, leftovers = (tuple(map(Edit._make, part)) for part in (fix[0], fix[3]))
    made = Fix(edits, fix[1], fix[2], leftovers)
    return Finding(line, column, code, message, end_line, end_column, places, made)
