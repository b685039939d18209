"""What is kept is what was put, or nothing: whatever happens to the file."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flake8_testsec import store as room
from flake8_testsec.store import FILE, Size, Store


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "cache")


@contextlib.contextmanager
def raw(folder: str) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(os.path.join(folder, FILE), isolation_level=None)) as connection:
        yield connection


def kept(folder: str, count: int = 3, space: str = "a", limit: int = room.LIMIT) -> None:
    store = Store(folder, limit)
    for number in range(count):
        store.put(space, f"key{number}", {"number": number, "text": "é\ud800"})
    store.close()


def test_what_was_put_is_there_for_the_next_process(folder: str) -> None:
    kept(folder)
    store = Store(folder)
    assert store.get("a", "key1") == {"number": 1, "text": "é\ud800"}
    assert store.get("a", "key7") is None
    store.close()


def test_name_spaces_are_apart(folder: str) -> None:
    store = Store(folder)
    store.put("a", "key", 1)
    store.put("b", "key", 2)
    store.close()
    assert (store.get("a", "key"), store.get("b", "key"), store.get("c", "key")) == (1, 2, None)


def test_a_later_value_replaces_an_earlier_one(folder: str) -> None:
    for value in (1, 2):
        store = Store(folder)
        store.put("a", "key", value)
        store.close()
    assert store.get("a", "key") == 2
    assert store.size() == store.size("a") == Size(1, os.path.getsize(store.path))
    assert store.size("b") == Size(0, os.path.getsize(store.path))


def test_what_waits_to_be_written_is_known_already(folder: str) -> None:
    store = Store(folder)
    store.put("a", "key", [1])
    assert store.get("a", "key") == [1]
    assert not os.path.exists(store.path)


def test_values_are_written_in_batches(folder: str) -> None:
    store = Store(folder)
    for number in range(room._BATCH):
        store.put("a", str(number), number)
    assert Store(folder).get("a", "0") == 0


def test_a_store_that_is_closed_without_use_leaves_nothing(folder: str) -> None:
    Store(folder).close()
    assert Store(folder).size() is None
    assert not os.path.exists(folder)


def test_the_folder_is_marked_for_backups_and_version_control(folder: str) -> None:
    kept(folder)
    assert sorted(os.listdir(folder)) == [".gitignore", "CACHEDIR.TAG", FILE]
    assert Path(folder, "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def _garbage(path: Path) -> None:
    path.write_bytes(b"not a database" * 1000)


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 7])


def _zeros(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:] = bytes(len(content) - 100)
    path.write_bytes(content)


def _foreign(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE entry (name TEXT)")


def _older(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 0")


@pytest.mark.parametrize("damage", [_garbage, _half, _zeros, _foreign, _older])
def test_a_file_that_is_broken_or_foreign_is_replaced(damage: Callable[[Path], None], folder: str) -> None:
    kept(folder, 200)
    damage(Path(folder, FILE))
    store = Store(folder)
    assert [store.get("a", f"key{number}") for number in range(200)] == [None] * 200
    store.put("a", "key", "new")
    store.close()
    assert Store(folder).get("a", "key") == "new"


def test_a_broken_file_that_another_process_has_removed_is_made_anew(folder: str) -> None:
    kept(folder)
    store = Store(folder)
    assert store.get("a", "key0") is not None
    _garbage(Path(folder, FILE))
    Path(folder, FILE).unlink()
    store.put("a", "new", 1)
    store.close()
    store.put("a", "newer", 2)
    store.close()
    assert Store(folder).get("a", "newer") == 2


DAMAGES = {
    "another text": "UPDATE entry SET value = '{\"number\":2}'",
    "another key": "DELETE FROM entry WHERE key = 'key1'; UPDATE entry SET key = 'key1' WHERE key = 'key0'",
    "bytes": "UPDATE entry SET value = x'ff00ff'",
    "no UTF-8": "UPDATE entry SET value = CAST(x'ff00ff' AS TEXT)",
    "a time that is none": "UPDATE entry SET used = 'yesterday'",
    "no digest": "UPDATE entry SET digest = ''",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_value_is_not_believed(damage: str, folder: str) -> None:
    kept(folder)
    with raw(folder) as connection:
        connection.executescript(DAMAGES[damage])
    store = Store(folder)
    assert store.get("a", "key1") is None
    store.put("a", "key1", "repaired")
    store.close()
    assert store.get("a", "key1") == "repaired"


@pytest.mark.parametrize("place", ["a file/cache", "a file", "/dev/full/cache"])
def test_a_folder_that_cannot_be_made_means_no_store(place: str, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("x")
    store = Store(str(tmp_path / place))
    store.put("a", "key", 1)
    store.close()
    store.put("a", "key", 1)
    store.close()
    assert (store.get("a", "key"), store.size(), store.clear()) == (None, None, True)
    assert (tmp_path / "a file").read_text() == "x"


def test_a_folder_in_place_of_the_file_means_no_store(folder: str) -> None:
    os.makedirs(os.path.join(folder, FILE))
    kept(folder)
    store = Store(folder)
    assert (store.get("a", "key0"), store.size(), store.clear()) == (None, None, False)


def test_a_python_without_sqlite_means_no_store(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    kept(folder)
    assert Store(folder).get("a", "key0") is None
    assert not os.path.exists(folder)


def test_a_file_that_stays_locked_means_no_store(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_WAIT", 0.01)
    kept(folder)
    with raw(folder) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        store = Store(folder)
        assert store.get("a", "key0") is None
        kept(folder, space="b")
        assert not Store(folder).clear()
    assert store.get("a", "key0") is None
    assert Store(folder).get("b", "key0") is None
    assert Store(folder).get("a", "key0") is not None


def python(folder: str, code: str) -> subprocess.Popen[str]:
    start = f"import os, sys\nfrom flake8_testsec.store import Store\nstore = Store({folder!r})\n"
    return subprocess.Popen(
        [sys.executable, "-c", start + textwrap.dedent(code)], stdout=subprocess.PIPE, text=True
    )


def test_a_full_disk_costs_nothing_but_what_was_not_written(folder: str) -> None:
    """A limit on the size of files stands for the disk."""
    kept(folder)
    done = python(
        folder,
        """
        import resource, sqlite3
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
        for number in range(2000):
            store.put("b", str(number), "x" * 100)
        store.close()
        print(store.get("a", "key0"))
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        """,
    )
    assert (done.communicate(timeout=300)[0], done.returncode) == ("None\n", 0)
    assert Store(folder).get("a", "key0") is not None


@pytest.fixture
def public() -> Iterator[str]:
    """A folder that every user can get to, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield os.path.join(folder, "cache")


def read_only(folder: str) -> str:
    os.chmod(os.path.join(folder, FILE), 0o444)
    os.chmod(folder, 0o555)
    done = python(
        folder,
        """
        import sqlite3, time
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)  # modes mean nothing to the superuser
        print(store.get("a", "key0"))
        store.put("a", "new", 1)
        store.close()
        print(store.get("a", "new"))
        os.seteuid(user)
        """,
    )
    out = done.communicate(timeout=300)[0]
    os.chmod(folder, 0o755)
    assert done.returncode == 0
    return out


def test_a_store_that_is_read_only_is_read(public: str) -> None:
    store = Store(public)
    store.put("a", "key0", "old")
    store.close()
    assert read_only(public) == "old\nNone\n"


def test_a_broken_store_that_is_read_only_means_no_store(public: str) -> None:
    kept(public)
    _garbage(Path(public, FILE))
    assert read_only(public) == "None\nNone\n"


def test_a_store_does_not_grow_beyond_its_limit_and_loses_the_oldest(folder: str) -> None:
    limit = 256 * 1024
    store = Store(folder, limit)
    for number in range(2000):
        store.put("a", str(number), "x" * 1000)
    store.close()
    assert os.path.getsize(store.path) < 1.5 * limit
    there = [number for number in range(2000) if store.get("a", str(number))]
    assert there == list(range(2000 - len(there), 2000))
    assert len(there) > 50


def test_a_value_that_is_too_large_is_not_kept(folder: str) -> None:
    store = Store(folder, 64 * 1024)
    store.put("a", "key", "x" * 2000)
    store.close()
    assert store.get("a", "key") is None


def test_what_is_used_stays(folder: str) -> None:
    kept(folder)
    with raw(folder) as connection:
        connection.execute("UPDATE entry SET used = 1000")
    store = Store(folder)
    assert store.get("a", "key1") is not None
    store.close()
    with raw(folder) as connection:
        used = dict(connection.execute("SELECT key, used FROM entry").fetchall())
    assert used == {"key0": 1000, "key1": used["key1"], "key2": 1000}
    assert used["key1"] > time.time() - 60


def test_many_processes_share_a_file_from_its_beginning(folder: str) -> None:
    code = """
    me = {me}
    for number in range(300):
        store.put("a", f"{{me}}-{{number}}", [me, number])
        assert store.get("a", f"{{me}}-{{number}}") == [me, number]
        if number % 10 == 0:
            store.close()
    store.close()
    """
    processes = [python(folder, code.format(me=me)) for me in range(4)]
    assert [process.wait(timeout=300) for process in processes] == [0] * 4
    store = Store(folder)
    assert store.size() == Size(1200, os.path.getsize(store.path))
    assert all(store.get("a", f"{me}-299") == [me, 299] for me in range(4))


def test_a_writer_that_is_killed_breaks_nothing(folder: str) -> None:
    endless = """
        number = 0
        while True:
            number += 1
            store.put("a", str(number), ["x" * 500, number])
            if number == 1000:
                print("ready", flush=True)
        """
    with python(folder, endless) as process:
        ready = process.stdout.readline() if process.stdout else ""
        process.send_signal(signal.SIGKILL)
    assert ready == "ready\n"
    store = Store(folder)
    assert store.get("a", "500") == ["x" * 500, 500]
    store.put("a", "new", 1)
    store.close()
    with raw(folder) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute("SELECT key, value FROM entry WHERE key <> 'new'").fetchall()
    assert all(json.loads(value)[1] == int(key) for key, value in rows)


def test_what_is_cleared_is_gone(folder: str) -> None:
    kept(folder, 1000)
    store = Store(folder)
    before = os.path.getsize(store.path)
    store.put("a", "waiting", 1)
    assert store.clear()
    assert store.get("a", "key0") is None
    assert store.get("a", "waiting") is None
    assert store.size() == Size(0, os.path.getsize(store.path))
    assert os.path.getsize(store.path) < before / 2


def test_a_broken_file_can_be_cleared(folder: str) -> None:
    kept(folder)
    _garbage(Path(folder, FILE))
    assert Store(folder).clear()
    assert Store(folder).size() == Size(0, os.path.getsize(os.path.join(folder, FILE)))
