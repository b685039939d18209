"""Which files of a project speak of a module: what others may take from it, or from its classes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from flake8_testsec import digests
from flake8_testsec.patterns import lazy
from flake8_testsec.project import locations
from flake8_testsec.project.files import Files
from flake8_testsec.project.stores import Store

_IMPORT = lazy(
    rb"\n[ \t]*(?:from[ \t]+\S+[ \t]+import[ \t]*\((?:[^)#]|#.*)*|(?:from|import)[ \t](?:.*\\\r?\n)*.*)"
)
"""An import, over all its lines, behind the end of a line: a search for that is quick."""
_NAMED = lazy(rb"\w+")
_PLACED = lazy(rb"[\"'](\w+(?:\.\w+)+)[\"':]")
"""A dotted name in quotes, as suites and ``import_module`` are given it."""

_QUOTED = lazy(rb"[\"'${%]([A-Z][A-Z0-9_]{2,})\b")
"""A word in capitals at the beginning of a text, or behind the sign of shells: a variable of the environment
has its name there."""

_UNREAD = lazy(r"\\\r?\n|\bimport\s*\([^)#]*#")
"""Imports that go on behind a backslash, or have a comment in their parentheses."""

QUOTE = '"'
"""Stands before a word in quotes, which is found apart from those of imports; alone it finds every file."""

_Words = tuple[str, Collection[bytes]]
"""A file and its words."""
_Speakers = Mapping[bytes, Sequence[str]]
"""The files, in order, by each word of theirs."""

SPACE = "importers"
"""The name space of what is kept in a store."""

_METADATA = ("pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "pytest.ini")


class Importers:
    """The words of all imports and those in quotes below one folder; a file is read again if it has changed.

    Where files stay as they are, all of them are gone through once, however many modules are asked for.

    Args:
        files: the files of the project.
        folder: the folder, below the root.
        store: where the words of each content are kept between processes; nowhere if not given.
        stamp: what changes when this package finds other words in it.
    """

    def __init__(self, files: Files, folder: str, store: Store | None = None, stamp: str = "") -> None:
        self._files = files
        self._folder = folder
        self._store = store
        self._stamp = stamp
        self._known: dict[str, _Known] = {}
        self._seen: tuple[Sequence[_Words], _Speakers] = (), {}

    def of(self, stem: str) -> Sequence[str]:
        """The files that speak of a module.

        Args:
            stem: the module's last word; or `QUOTE`, alone or with a word in capitals behind it.

        Returns:
            Their paths below the root, in order; a file that imports anything else of that name is among
            them.
        """
        return self.now().get(stem.encode(), ())

    def now(self) -> _Speakers:
        """The files by each word of theirs as they are now: gone through once, whatever is looked up."""
        if self._files.is_still:
            return self._speakers
        words = [(path, self._words_of(path)) for path in sorted(self._files.modules(self._folder))]
        if words != self._seen[0]:
            self._seen = words, _by_word(words)
        return self._seen[1]

    def digest(self, stem: str) -> str:
        """What changes whenever `of` would say something else."""
        return digest_of(self.of(stem))

    @cached_property
    def _speakers(self) -> _Speakers:
        paths = sorted(self._files.modules(self._folder))
        if self._store is None:
            return _by_word((path, set(_words(self._files.read(path) or b""))) for path in paths)
        return _by_word(self._kept(paths, self._store))

    def _kept(self, paths: Iterable[str], store: Store) -> Iterator[_Words]:
        """The words of each file, looked for in the contents that no process has seen before."""
        key = f"{self._stamp} {self._folder}"
        match store.get(SPACE, key):
            case dict(known):
                pass
            case _:
                known = {}
        now: dict[str, str] = {}
        for path in paths:
            source = self._files.read(path) or b""
            digest = digests.digest(source)
            if not isinstance(words := known.get(digest), str):
                words = b" ".join(sorted(set(_words(source)))).decode("latin-1")
            now[digest] = words
            yield path, words.encode("latin-1").split()
        if now != known:
            store.put(SPACE, key, now)

    def _words_of(self, path: str) -> Collection[bytes]:
        stamp, known = self._files.stamp(path), self._known.get(path)
        if known is None or known.stamp != stamp:
            known = self._known[path] = _Known(stamp, frozenset(_words(self._files.read(path) or b"")))
        return known.words


class Speakers:
    """Which files of a distribution have a word, as they were when the first was asked for: for one review.

    Args:
        importers: the words of the distribution's folder.
        folder: the folder, below the root.
        consulted: where to note what each answer hangs on, see `View.consulted`.
    """

    def __init__(self, importers: Importers, folder: str, consulted: dict[str, str]) -> None:
        self._by_word = importers.now()
        self._folder = folder
        self._consulted = consulted

    def of(self, word: str) -> Sequence[str]:
        """The files that have a word, see `Importers.of`."""
        found = self._by_word.get(word.encode(), ())
        asked = f"{self._folder}{digests.ASKED}{word}"
        if asked not in self._consulted:
            self._consulted[asked] = digest_of(found)
        return found


class _Known(NamedTuple):
    """What is in memory of one file."""

    stamp: Hashable
    words: frozenset[bytes]


def _by_word(several: Iterable[_Words]) -> _Speakers:
    found: dict[bytes, list[str]] = {}
    for path, words in several:
        for word in words:
            found.setdefault(word, []).append(path)
    return found


def digest_of(paths: Sequence[str]) -> str:
    """A digest of paths in their order."""
    return digests.digest("\0".join(paths).encode("utf-8", "surrogatepass"))


def _words(source: bytes) -> Iterator[bytes]:
    for match in _IMPORT.finditer(b"\n" + source):
        yield from _NAMED.findall(match[0])
    for dotted in _PLACED.findall(source):
        yield from dotted.split(b".")
    yield QUOTE.encode()
    for word in _QUOTED.findall(source):
        yield QUOTE.encode() + word


def stem_of(path: str) -> str:
    """The last word of the name of the module in a file."""
    stem = posixpath.basename(path).removesuffix(".py")
    return posixpath.basename(posixpath.dirname(path)) if stem == "__init__" else stem


def distribution_of(path: str, exists: Callable[[str], bool]) -> str:
    """The nearest folder above a file with a distribution's metadata; else the outermost of the package.

    Args:
        path: the file, below the root.
        exists: whether the project has a file.
    """
    folders = [*locations.above(path)]
    for folder in folders:
        if any(exists(posixpath.join(folder, each)) for each in _METADATA):
            return folder
    inside = takewhile(lambda each: exists(posixpath.join(each, "__init__.py")), folders)
    return [posixpath.dirname(path), *inside][-1]


def takes(text: str, name: str, stem: str) -> bool:
    """Whether a text imports a name of a module, reads it of that, has it in quotes, or takes all names; any
    use counts where imports are written otherwise, or where the module's own dotted name stands in quotes."""
    if not uses(text, name, stem):
        return False
    word, owner = rf"\b{re.escape(name)}\b", re.escape(stem)
    if _UNREAD.search(text) or re.search(rf"[\"'][\w.]*\.{owner}[\"']", text):
        return True
    owners = "|".join((owner, *map(re.escape, re.findall(rf"\b{owner}\s+as\s+(\w+)", text))))
    imported = rf"\bimport\s*(?:\([^)]*{word}|\*)|\bimport\b.*{word}"
    return bool(re.search(rf"{imported}|\b(?:{owners})\.{word}|[\"'][\w.:]*{word}[\"']", text))


def uses(text: str, name: str, stem: str) -> bool:
    """Whether a text has a name in it as a word, or takes all names of a module."""
    is_there = name in text and re.search(rf"\b{re.escape(name)}\b", text)  # mostly without a pattern
    return bool(is_there or re.search(rf"\b{re.escape(stem)}\s+import\s*\*", text))
