"""What was worked out before: JSON values by key, in one file that any number of processes share.

The file is SQLite's, which brings locks between processes, writes that are whole or not there, and one file
in place of a hundred thousand small ones. It is a cache and nothing else: whatever goes wrong with it means
that a value is not known or not kept, and never an error. Each value carries a digest of its key and its
text, so that what a disk or another program did to the file is not taken for a result of ours.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from flake8_testsec import digests

if TYPE_CHECKING:
    import sqlite3

FILE = "testsec.sqlite3"
LIMIT = 512 * 2**20
"""How large the file may grow, in bytes: what is known of a hundred thousand files takes a third of it."""

_APPLICATION = 0x54534543
_SCHEMA = 1
_BATCH = 64
_DAY = 24 * 60 * 60
_WAIT = 2.0
"""How long another process may keep the file locked, in seconds, before we do without."""

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Results kept by testsec; safe to delete.\n"
_TABLE = (
    "CREATE TABLE IF NOT EXISTS entry (space TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
    " digest TEXT NOT NULL, used INTEGER NOT NULL, UNIQUE (space, key))"
)
_HALF = (
    "DELETE FROM entry WHERE rowid IN"
    " (SELECT rowid FROM entry ORDER BY used, rowid LIMIT (SELECT count(*) / 2 FROM entry))"
)

_T = TypeVar("_T")


class Size(NamedTuple):
    """How much a store holds."""

    entries: int
    bytes: int


class Store:
    """Values by name space and key, below a folder.

    A process that forks must close its store before: a connection must not live in two processes.

    Args:
        folder: where the file is or shall be; made if it is missing.
        limit: how large the file may grow, in bytes; beyond it, what was not used for longest goes.
    """

    def __init__(self, folder: str, limit: int = LIMIT) -> None:
        self.folder = folder
        self._limit = limit
        self._connection: sqlite3.Connection | None = None
        self._waiting: dict[tuple[str, str], tuple[str, str]] = {}
        self._touched: set[tuple[str, str]] = set()
        self._usable = True

    @property
    def path(self) -> str:
        """The file."""
        return os.path.join(self.folder, FILE)

    def get(self, space: str, key: str) -> object | None:
        """What was kept.

        Args:
            space: the name space, one for each kind of value.
            key: the key.

        Returns:
            The value; ``None`` if there is none that can be trusted.
        """
        if (waiting := self._waiting.get((space, key))) is not None:
            return _value(waiting[0])
        match self._safely(lambda connection: _row(connection, space, key)):
            # A damaged file may hold anything under a name.
            case (str(text), digest, int(used)) if digest == _digest(space, key, text):
                if used < time.time() - _DAY:
                    self._touched.add((space, key))
                return _value(text)
            case _:
                return None

    def put(self, space: str, key: str, value: object) -> None:
        """Keep a value; it is written with others, at the latest when the store is closed.

        Args:
            space: the name space.
            key: the key.
            value: anything that JSON can say, but ``None``.
        """
        text = json.dumps(value, separators=(",", ":"))
        if len(text) <= self._limit // _BATCH:
            self._waiting[space, key] = (text, _digest(space, key, text))
        if len(self._waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        if self._waiting or self._touched:
            self._safely(self._write)
            self._waiting.clear()
            self._touched.clear()

    def close(self) -> None:
        """Write what is waiting, and let go of the file until the next use."""
        self.flush()
        self._let_go()

    def size(self, space: str = "") -> Size | None:
        """How much is there.

        Args:
            space: the name space whose entries are counted; all if not given.

        Returns:
            The size; ``None`` if the file is missing or cannot be read.
        """
        if not os.path.exists(self.path):
            return None
        query = "SELECT count(*) FROM entry WHERE ? IN ('', space)"
        entries = self._safely(lambda connection: connection.execute(query, (space,)).fetchone())
        return entries and Size(entries[0], os.path.getsize(self.path))

    def clear(self) -> bool:
        """Forget everything.

        Returns:
            Whether nothing is left.
        """
        self._waiting.clear()
        self._touched.clear()
        return not os.path.exists(self.path) or bool(self._safely(_emptied))

    def _safely(self, action: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """What an action gives; a broken file is replaced, and any other trouble ends the store's use."""
        if not self._usable:
            return None
        try:
            import sqlite3
        except ImportError:  # Python can be built without
            self._usable = False
            return None
        try:
            return action(self._opened())
        except sqlite3.OperationalError:  # locked, full, read-only, not ours to open
            self._give_up()
        except sqlite3.DatabaseError:
            return self._replaced(action)
        except OSError:
            self._give_up()
        return None

    def _replaced(self, action: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """The same with a new file, the old one being corrupt or another program's."""
        import sqlite3

        self._let_go()
        try:
            for suffix in ("-journal", ""):
                with contextlib.suppress(FileNotFoundError):
                    os.remove(self.path + suffix)
            return action(self._opened())
        except (sqlite3.Error, OSError):
            self._give_up()
            return None

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            import sqlite3

            _make(self.folder)
            self._connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
            _set_up(self._connection)
        return self._connection

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _give_up(self) -> None:
        self._let_go()
        self._usable = False

    def _write(self, connection: sqlite3.Connection) -> None:
        now = int(time.time())
        with _transaction(connection):
            connection.executemany(
                "UPDATE entry SET used = ? WHERE space = ? AND key = ?",
                [(now, *key) for key in sorted(self._touched)],
            )
            connection.executemany(
                "INSERT OR REPLACE INTO entry (space, key, value, digest, used) VALUES (?, ?, ?, ?, ?)",
                [(*key, *text, now) for key, text in self._waiting.items()],
            )
            if _bytes(connection) > self._limit:
                connection.execute(_HALF)
        connection.execute("PRAGMA incremental_vacuum").fetchall()


def _make(folder: str) -> None:
    """The folder, marked as one that backups and version control should leave alone."""
    os.makedirs(folder, exist_ok=True)
    for name, text in (("CACHEDIR.TAG", _TAG), (".gitignore", "*\n")):
        with (
            contextlib.suppress(OSError),
            open(os.path.join(folder, name), "x", encoding="ascii") as file,
        ):
            file.write(text)


def _set_up(connection: sqlite3.Connection) -> None:
    """Make the file ours, or find out that it is not.

    Raises:
        sqlite3.DatabaseError: it is corrupt or another program's.
    """
    # A cache need not survive a power cut: what was half written then is found out by its digest.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.text_factory = lambda content: content.decode("utf-8", "replace")
    if not _is_ours(connection):
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        with _transaction(connection):
            _create(connection)


def _create(connection: sqlite3.Connection) -> None:
    import sqlite3

    # Another process may have been quicker; what it did can be done twice.
    if not _is_ours(connection) and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise sqlite3.DatabaseError("the file is another program's, or another version's")
    connection.execute(_TABLE)
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {_SCHEMA}")


def _is_ours(connection: sqlite3.Connection) -> bool:
    marks = _pragma(connection, "application_id"), _pragma(connection, "user_version")
    return marks == (_APPLICATION, _SCHEMA)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    import sqlite3

    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):  # after some errors it is rolled back already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _row(connection: sqlite3.Connection, space: str, key: str) -> object:
    query = "SELECT value, digest, used FROM entry WHERE space = ? AND key = ?"
    return connection.execute(query, (space, key)).fetchone()


def _emptied(connection: sqlite3.Connection) -> bool:
    connection.execute("DELETE FROM entry")
    connection.execute("VACUUM")
    return True


def _bytes(connection: sqlite3.Connection) -> int:
    pages = _pragma(connection, "page_count") - _pragma(connection, "freelist_count")
    return pages * _pragma(connection, "page_size")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _digest(space: str, key: str, text: str) -> str:
    return digests.digest("\0".join((space, key, text)).encode("utf-8", "surrogatepass"))[:32]


def _value(text: str) -> object:
    value: object = json.loads(text)
    return value
