"""The packages that are installed in an environment: read where they lie, never imported and never run.

Paths are absolute here, which tells them from those of the project. What only a compiled module or a stub
tells is not known, and neither is what a ``.pth`` file or a hook of the import system would find elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from flake8_testsec import digests
from flake8_testsec.project.files import Folder
from flake8_testsec.project.readings import ANY, Readings
from flake8_testsec.source.module import Module

if TYPE_CHECKING:
    from flake8_testsec.project.module_facts import ModuleFacts
    from flake8_testsec.project.readings import Parsed
    from flake8_testsec.project.stores import Store

_T = TypeVar("_T")

_COMPILED = (".so", ".pyd")
_ENDING = "*"
"""What stands before the end of names that were looked for, in place of a word."""


class Packages:
    """The modules below some folders of installed packages, in Python's order.

    Args:
        folders: the folders, absolute and without links; nothing outside them is opened.
        store: see `Readings`.
        stamp: see `Readings`.
    """

    def __init__(self, folders: tuple[str, ...], store: Store | None, stamp: str) -> None:
        self.folders = folders
        self._readings = {folder: Readings(folder, store, stamp) for folder in folders}
        self._listed: dict[str, _Listing] = {}

    def holds(self, path: str) -> bool:
        """Whether a path is that of a file of these packages."""
        return self._home(path) is not None

    def place(self, dotted: str, consulted: MutableMapping[str, str]) -> str | None:
        """The file of a module.

        Args:
            dotted: its name, as an import says it.
            consulted: takes what the answer hung on, see ``View.consulted``.

        Returns:
            Its path; ``None`` if there is none that could be read: it is compiled, or a folder alone.
        """
        folders: Sequence[str] = self.folders
        *above, last = dotted.split(".")
        for word in above:
            folders = self._packages(folders, word, consulted)
        return next((_source(each) for each in self._modules(folders, last, consulted)), None)

    def _packages(
        self, folders: Sequence[str], word: str, consulted: MutableMapping[str, str]
    ) -> Sequence[str]:
        """The folders of a package: of a regular one the first, of a namespace all."""
        spaces = []
        for folder in folders:
            names = self._named(folder, word, consulted)
            if self._is_regular(folder, names, word, consulted):
                return (f"{folder}/{word}",)
            if _is_module(names, word):
                return ()
            spaces += [f"{folder}/{word}"] if f"{word}/" in names else []
        return spaces

    def _modules(
        self, folders: Sequence[str], word: str, consulted: MutableMapping[str, str]
    ) -> Iterator[_Found]:
        """What a module's name means in the first folder that has it."""
        for folder in folders:
            names = self._named(folder, word, consulted)
            if self._is_regular(folder, names, word, consulted):
                inner = f"{folder}/{word}"
                yield _Found(inner, self._named(inner, "__init__", consulted), "__init__")
            elif _is_module(names, word):
                yield _Found(folder, names, word)

    def _is_regular(
        self, folder: str, names: Sequence[str], word: str, consulted: MutableMapping[str, str]
    ) -> bool:
        is_folder = f"{word}/" in names
        return is_folder and _is_module(self._named(f"{folder}/{word}", "__init__", consulted), "__init__")

    def _named(self, folder: str, word: str, consulted: MutableMapping[str, str]) -> Sequence[str]:
        """The entries of a folder of which the name is a word, whatever comes after its first dot."""
        names = self._listing(folder).get(word, ())
        consulted[f"{folder}{digests.ASKED}{word}"] = _digest_of(names)
        return names

    def _listing(self, folder: str) -> Mapping[str, Sequence[str]]:
        home = self._home(f"{folder}/")
        if home is None or not f"{os.path.realpath(folder)}/".replace(os.sep, "/").startswith(f"{home}/"):
            return {}
        known, stamp = self._listed.get(folder), _stamp(folder)
        if known is None or known.stamp != stamp:
            known = self._listed[folder] = _Listing(stamp, entries(folder))
        return known.names

    def ask(self, path: str, own: Parsed | None = None) -> tuple[str, ModuleFacts | None]:
        """Read one file of them, see ``Readings.ask``; the facts have its absolute path."""
        home = self._home(path)
        assert home is not None
        digest, found = self._readings[home].ask(path.removeprefix(f"{home}/"), own)
        return digest, found and found._replace(path=path)

    def text(self, path: str) -> tuple[str, str]:
        """The text of one file of them, see ``Readings.text``."""
        home = self._home(path)
        assert home is not None
        return self._readings[home].text(path.removeprefix(f"{home}/"))

    def remembered(self, question: str, path: str, work: Callable[[str], _T]) -> tuple[str, _T]:
        """What follows from the text of one file of them, see ``Readings.remembered``."""
        home = self._home(path)
        assert home is not None
        return self._readings[home].remembered(question, path.removeprefix(f"{home}/"), work)

    def told(
        self, question: str, path: str, work: Callable[[Module], _T], longest: int = ANY
    ) -> tuple[str, _T | None]:
        """What follows from one file of them as it is parsed, see ``Readings.told``."""
        home = self._home(path)
        assert home is not None
        return self._readings[home].told(question, path.removeprefix(f"{home}/"), work, longest, path)

    def learned(self, question: str, path: str, work: Callable[[bytes, str], object]) -> tuple[str, object]:
        """What follows from one file of them, see ``Readings.learned``."""
        home = self._home(path)
        assert home is not None
        return self._readings[home].learned(question, path.removeprefix(f"{home}/"), work)

    def names(self, ending: str, consulted: MutableMapping[str, str]) -> Iterator[str]:
        """The entries right in the folders that end so, as ``.dist-info/``.

        Args:
            ending: how their names end.
            consulted: takes what the answer hung on, see ``View.consulted``.

        Yields:
            Their paths, in the order of the folders.
        """
        for folder in self.folders:
            found = _ending(self._listing(folder), ending)
            consulted[f"{folder}{digests.ASKED}{_ENDING}{ending}"] = _digest_of(found)
            yield from (f"{folder}/{name}" for name in found)

    def _home(self, path: str) -> str | None:
        return next((each for each in self._readings if path.startswith(f"{each}/")), None)


class _Listing(NamedTuple):
    stamp: int
    names: Mapping[str, Sequence[str]]


class _Found(NamedTuple):
    folder: str
    names: Sequence[str]
    word: str


def _is_module(names: Sequence[str], word: str) -> bool:
    return f"{word}.py" in names or any(each.endswith(_COMPILED) for each in names)


def _source(found: _Found) -> str | None:
    """The file of what was found, if it is not compiled as well: Python prefers that."""
    is_compiled = any(each.endswith(_COMPILED) for each in found.names)
    return None if is_compiled else f"{found.folder}/{found.word}.py"


def entries(folder: str) -> Mapping[str, Sequence[str]]:
    """The names in a folder by what stands before their first dot, those of folders with a slash behind.

    Args:
        folder: the folder.

    Returns:
        The names in order; nothing if the folder cannot be read.
    """
    found: dict[str, list[str]] = {}
    try:
        with os.scandir(folder) as listed:
            for each in listed:
                word = each.name.partition(".")[0]
                found.setdefault(word, []).append(f"{each.name}/" if each.is_dir() else each.name)
    except OSError:
        return {}
    return {word: sorted(names) for word, names in found.items()}


def now(path: str) -> str:
    """The digest that something consulted has now.

    Args:
        path: an absolute one, as it stands in ``View.consulted``.

    Returns:
        The digest; empty if there is nothing of the name any more.
    """
    folder, mark, word = path.rpartition(digests.ASKED)
    if mark and word.startswith(_ENDING):
        return _digest_of(_ending(entries(folder), word.removeprefix(_ENDING)))
    if mark:
        return _digest_of(entries(folder).get(word, ()))
    folder, _, name = path.rpartition("/")
    content = Folder(folder).read(name)
    return "" if content is None else digests.digest(content)


def _ending(listed: Mapping[str, Sequence[str]], ending: str) -> Sequence[str]:
    return sorted(name for names in listed.values() for name in names if name.endswith(ending))


def _digest_of(names: Sequence[str]) -> str:
    return digests.digest("\0".join(names).encode("utf-8", "surrogatepass")) if names else ""


def _stamp(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return 0
