"""The files of a project, each read once into facts that are kept between processes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from flake8_testsec import __version__, digests
from flake8_testsec.project.files import Files, Folder
from flake8_testsec.project.stores import Store
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

if TYPE_CHECKING:
    from flake8_testsec.project.importers import Importers
    from flake8_testsec.project.module_facts import ModuleFacts

_T = TypeVar("_T")

Parsed = Callable[[], Module | None]
"""Gives the module under review, as long as there is one: a weak reference, which keeps no tree."""

ANY = sys.maxsize
"""Characters of a file of any length."""
SPACE = "facts"
"""The name space of what is kept in a store."""


class _Known(NamedTuple):
    """What is in memory of one file."""

    stamp: Hashable
    digest: str
    facts: ModuleFacts | None


class _Learned(NamedTuple):
    """What was found out about one file."""

    stamp: Hashable
    digest: str
    answer: object


class Readings:
    """The files below one root; it may live as long as the process.

    Args:
        files: the files, or the folder that holds the project; nothing outside it is read.
        store: where facts are kept between processes; nowhere if not given.
        stamp: what changes when this package works out other facts of the same file.
    """

    def __init__(self, files: Files | str, store: Store | None = None, stamp: str = __version__) -> None:
        self._files: Files = Folder(files) if isinstance(files, str) else files
        self._store = store
        self._stamp = stamp
        self._known: dict[str, _Known] = {}
        self._opened = _Opened()
        self._texts: dict[str, tuple[Hashable, str, str]] = {}
        self._importers: dict[str, Importers] = {}
        self._learned: dict[tuple[str, str], _Learned] = {}
        self._followed: dict[tuple[str, str], tuple[Hashable, str, object]] = {}

    def forget(self) -> None:
        """Look anew at which files are there, and which have changed: one of them was written."""
        if isinstance(self._files, Folder):
            self._files.forget()

    def keep_open(self, size: int) -> None:
        """Keep trees of more files for a while than else: several questions are asked of most.

        Args:
            size: bytes of all these files.
        """
        self._opened.room = size

    def exists(self, path: str) -> bool:
        """Whether there is such a file, and it is not too large to be read."""
        return self._files.stamp(path) is not None

    def ask(self, path: str, own: Parsed | None = None) -> tuple[str, ModuleFacts | None]:
        """Read one file.

        Args:
            path: the file, below the root.
            own: gives the module under review, if the file is its own.

        Returns:
            The digest of its content (`digests`), empty if there is no such file; and its facts,
            ``None`` if it cannot be read as Python.
        """
        stamp = self._files.stamp(path)
        if stamp is None:
            return "", None
        known = self._known.get(path)
        if known is None or known.stamp != stamp:
            known = self._known[path] = self._read(path, stamp, own)
        return known.digest, known.facts

    def text(self, path: str) -> tuple[str, str]:
        """Read a file that need not be Python.

        Args:
            path: the file, below the root.

        Returns:
            The digest of its content and the content; both are empty if it cannot be read.
        """
        stamp = self._files.stamp(path)
        known = self._texts.pop(path, None)
        if known is None or known[0] != stamp:
            source = self._files.read(path) if stamp is not None else None
            found = ("", "") if source is None else (digests.digest(source), source.decode(errors="replace"))
            known = (stamp, *found)
        self._texts[path] = known
        while len(self._texts) > _TEXTS:
            del self._texts[next(iter(self._texts))]
        return known[1:]

    def remembered(self, question: str, path: str, work: Callable[[str], _T]) -> tuple[str, _T]:
        """What follows from the text of a file alone, worked out once for all modules that ask.

        Args:
            question: what is asked.
            path: the file, below the root.
            work: finds the answer in the text.

        Returns:
            The digest of the file's content and the answer.
        """
        stamp = self._files.stamp(path)
        known = self._followed.get((question, path))
        if known is None or known[0] != stamp:
            digest, text = self.text(path)
            known = self._followed[question, path] = stamp, digest, work(text)
        return cast("tuple[str, _T]", known[1:])

    def told(
        self, question: str, path: str, work: Callable[[Module], _T], longest: int = ANY, known_as: str = ""
    ) -> tuple[str, _T | None]:
        """What follows from a file alone as it is parsed, worked out once for all modules that ask.

        Args:
            question: what is asked.
            path: the file, below the root.
            work: finds the answer in the module, which it does not keep.
            longest: characters of a file that is looked into.
            known_as: the path that the module shall have, if it is another one.

        Returns:
            The digest of the file's content and the answer, ``None`` of a file that cannot be read as Python
            or is longer.
        """

        def read(text: str) -> _T | None:
            return self._opened.told(text, known_as or path, work) if len(text) <= longest else None

        return self.remembered(question, path, read)

    def learned(self, question: str, path: str, work: Callable[[bytes, str], object]) -> tuple[str, object]:
        """What follows from the content of a file alone, kept between processes by that content.

        Args:
            question: what is asked, which is also the name space of what is kept.
            path: the file, below the root.
            work: finds the answer, which JSON can say, in the content and the path.

        Returns:
            The digest of the file's content and the answer; ``""`` and ``None`` if it cannot be read.
        """
        stamp = self._files.stamp(path)
        known = self._learned.get((question, path))
        if known is None or known.stamp != stamp:
            known = self._learned[question, path] = self._learn(question, path, work, stamp)
        return known.digest, known.answer

    def _learn(
        self, question: str, path: str, work: Callable[[bytes, str], object], stamp: Hashable
    ) -> _Learned:
        source = self._files.read(path) if stamp is not None else None
        if source is None:
            return _Learned(stamp, "", None)
        digest = digests.digest(source)
        key = f"{self._stamp} {sys.version_info[:2]} {digest} {path}"
        answer = self._store.get(question, key) if self._store is not None else None
        if answer is None:
            answer = work(source, path)
            if self._store is not None:
                self._store.put(question, key, answer)
        return _Learned(stamp, digest, answer)

    def importers(self, folder: str) -> Importers:
        """Which files below a folder speak of which modules; read once."""
        if folder not in self._importers:
            from flake8_testsec.project.importers import Importers  # few files ask

            self._importers[folder] = Importers(self._files, folder, self._store, self._stamp)
        return self._importers[folder]

    def _read(self, path: str, stamp: Hashable, own: Parsed | None) -> _Known:
        source = self._files.read(path)
        if source is None:
            return _Known(stamp, "", None)
        from flake8_testsec.project import records  # few files ask about others

        digest = digests.digest(source)
        key = f"{self._stamp} {records.VERSION} {sys.version_info[:2]} {digest} {path}"
        kept = self._store.get(SPACE, key) if self._store is not None else None
        found = records.restore(kept)
        if found is None and kept != _UNREADABLE:
            found = self._facts(source, path, own)
            if self._store is not None:
                self._store.put(SPACE, key, found if found is not None else _UNREADABLE)
        return _Known(stamp, digest, found)

    def _facts(self, source: bytes, path: str, own: Parsed | None) -> ModuleFacts | None:
        try:
            return (self._opened.facts if self._store is None else _facts)(source, path, own)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


_UNREADABLE = "unreadable"


def _facts(source: bytes, path: str, own: Parsed | None) -> ModuleFacts:
    """The facts of a file in a form that does not keep what was read."""
    from flake8_testsec.project.facts import facts_of
    from flake8_testsec.project.records import settled

    module = _module(source, path, own)
    found = settled(facts_of(module))
    _close(module)
    return found


def _module(source: bytes, path: str, own: Parsed | None) -> Module:
    reviewed = own() if own is not None else None
    seen = reviewed.seen_by_others(source, path) if reviewed is not None else None
    return seen or Module.parse(source, path, Settings())


def _close(module: Module) -> None:
    vars(module).clear()  # its parts name each other, and would wait for the garbage collector


class _Opened:
    """The modules that were read last: who asks for a class often asks at once what it gives back, too."""

    def __init__(self) -> None:
        self.room = _OPEN
        self._modules: dict[_Key, Module] = {}

    def facts(self, source: bytes, path: str, own: Parsed | None) -> ModuleFacts:
        """The facts of a file, of which much is worked out when it is asked for.

        Args:
            source: its content.
            path: its path below the root.
            own: see ``Readings.ask``.

        Returns:
            The facts, which do not keep the module.

        Raises:
            SyntaxError: see ``Module.parse``, as for all that it raises.
        """
        from flake8_testsec.project.facts import facts_of
        from flake8_testsec.project.records import postponed

        key = path, source
        module = self._modules.get(key) or _module(source, path, own)
        settled = cache(partial(_facts, source, path, own))
        is_first = True

        def read() -> ModuleFacts:
            nonlocal is_first
            known = self._modules.get(key)
            if known is None and is_first and len(source) <= self.room:  # one thing is found sooner than all
                is_first, known = False, _module(source, path, own)
                self._keep(key, known)
            return settled() if known is None else facts_of(known)

        self._keep(key, module)
        found = postponed(facts_of(module), read)
        if key not in self._modules:
            _close(module)
        return found

    def told(self, text: str, path: str, work: Callable[[Module], _T]) -> _T | None:
        """What follows from a file; it is not parsed again if it is open.

        Args:
            text: its content.
            path: its path below the root.
            work: finds the answer in the module, which it does not keep.

        Returns:
            The answer; ``None`` if the file cannot be read as Python.
        """
        source = text.encode(errors="surrogatepass")
        try:
            module = self._modules.get((path, source)) or Module.parse(source, path, Settings())
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        self._keep((path, source), module)
        found = work(module)
        if (path, source) not in self._modules:
            _close(module)
        return found

    def _keep(self, key: _Key, module: Module) -> None:
        """Keep a module open in place of those that were opened before, as far as there is room."""
        if key in self._modules:
            self._modules[key] = self._modules.pop(key)
            return
        size = len(key[1])
        if size > self.room:
            return
        while size + sum(len(each[1]) for each in self._modules) > self.room:
            _close(self._modules.pop(next(iter(self._modules))))
        self._modules[key] = module


_Key = tuple[str, bytes]

_TEXTS = 32
"""Files of which the texts are kept for a while: several questions are asked of most, one after the other."""
_OPEN = 2**18
"""Bytes of all files of which trees are kept for a while, which take seventy times as much."""
