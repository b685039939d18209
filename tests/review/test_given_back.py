"""What is entered, what stands at the ends of blocks, what ends something by its name, and what waits."""

from __future__ import annotations

from .asking import told

ASPECT = "Resources"


def test_blocks_enter_and_leave() -> None:
    text = """
        import contextlib
        import pytest
        from unittest import mock

        async def test_a(self, lock):
            with lock, shop.till(1):
                pass
            async with await shop.till(2):
                pass
            with pytest.raises(ValueError), self.subTest(1), mock.patch("a.b"), mock.patch.dict(a):
                pass
            with contextlib.suppress(KeyError), contextlib.closing(shop):
                pass
            with open("a") as file:
                pass
    """
    assert told(text, ASPECT) == [
        "A file handle is acquired; the with statement gives it back (line 14).",
        "Entered and left by a with statement: `lock` (line 6).",
        "Entered and left by a with statement: `shop.till()` (lines 6, 8).",
        "Entered and left by a with statement: `contextlib.closing()` (line 12).",
    ]


def test_what_stands_at_the_end() -> None:
    text = """
        import pytest

        @pytest.fixture
        def server():
            made = yield
            made.stop()

        @pytest.fixture
        def shop():
            yield 1
            a.close(); b.close(); c.close(); d.close(); e.close(); f.close()

        @pytest.fixture
        def plain():
            yield 1

        @pytest.fixture
        def price():
            return 1

        def test_a():
            try:
                run()
            finally:
                a.stop()
            try:
                run()
            except ValueError:
                raise
    """
    assert told(text, ASPECT) == [
        "Behind its yield, the fixture `server` does: `made.stop()` (line 6).",
        "Behind its yield, the fixture `shop` does: `a.close()`, `b.close()`, `c.close()`, `d.close()` and "
        "2 more (line 11).",
        "In a finally: `a.stop()` (line 25).",
    ]


def test_what_ends_something_by_its_name() -> None:
    text = """
        async def test_a(self, pool, names):
            await pool.aclose()
            self.server.stop_all()
            self.server.stop_all()
            names.append(" ".join(names))
            stop()
            made = pool.close()
            for each in names: pass
    """
    assert told(text, ASPECT) == [
        "Ends something, by its name: `pool.aclose()` (line 2).",
        "Ends something, by its name: `self.server.stop_all()` (lines 3, 4).",
    ]


def test_what_is_opened_below_and_what_waits() -> None:
    text = """
        import asyncio, os, time

        async def test_a():
            os.dup2(1, 2)
            time.sleep(0.5)
            await asyncio.sleep(0)
            await asyncio.sleep(1)
            other.sleep(1)
            time.sleep(until)
    """
    assert told(text, ASPECT) == [
        "A file descriptor is opened: `os.dup2(1, 2)` (line 4).",
        "Waits without being told that something has happened: `time.sleep(0.5)` (line 5).",
        "Waits without being told that something has happened: `asyncio.sleep(1)` (line 7).",
        "Waits without being told that something has happened: `time.sleep(until)` (line 9).",
        "By its name, waits without being told that something has happened: `other.sleep(1)` (line 8).",
    ]


def test_a_descriptor_of_which_more_is_said_is_told_once() -> None:
    text = "import os\ndef test_a():\n    read, write = os.pipe()\n    assert read"
    assert told(text, ASPECT) == ["A descriptor is acquired; an entry below says what is missing (line 3)."]


def test_daemons() -> None:
    one = "import threading\ndef test_a():\n    threading.Thread(target=f, daemon=True).start()\n"
    assert told(one, ASPECT) == [
        "A thread or process is made as a daemon: the end of the process ends it, at the latest (line 3)."
    ]
    assert told(one + one.partition("\n")[2].replace("_a", "_b"), ASPECT) == [
        "2 threads or processes are made as daemons: the end of the process ends them (lines 3, 5)."
    ]
    assert told("def test_a():\n    shop.Thread(daemon=False)\n    shop.Thread()\n", ASPECT) == []


def test_names_of_the_module_that_are_bound() -> None:
    text = "global A\ndef setup():\n    global B, C\n    B = C = 1\n"
    assert told(text, ASPECT) == [
        "A statement at the top binds names of the module: `A` (line 1).",
        "`setup()` binds names of the module: `B` and `C` (line 3).",
    ]


SETTINGS = """
def test_a(settings):
    settings.DEBUG = True
    other.DEBUG = settings.DEBUG
"""


def test_settings_of_django() -> None:
    said = "Changed through the fixture `settings`, which puts them back: `DEBUG` (line 2)."
    assert told(SETTINGS, ASPECT) == [said]
    own = "import pytest\n@pytest.fixture\ndef settings():\n    return 1\n"
    assert told(own + SETTINGS, ASPECT) == []
    many = "".join(f"    settings.A{number} = 1\n" for number in range(14))
    (found,) = told(f"def test_a(settings):\n{many}", ASPECT)
    assert "`A10`, `A11` and 2 more (lines" in found


def test_waits_without_a_limit() -> None:
    text = """
        async def test_a(thread, event):
            thread.join()
            event.wait()
            event.wait(3)
            await event.wait()
            wait()
    """
    assert told(text, ASPECT) == [
        "Waits with no limit of time in the call: `thread.join()` (line 2).",
        "Waits with no limit of time in the call: `event.wait()` (line 3).",
        "1 call names a limit of time (line 4).",
    ]
