"""Resources: what is acquired, and by what proof it is given back."""

from __future__ import annotations

import textwrap

from .asking import told

ASPECT = "Resources"

BASE = """
    import unittest

    class Base(unittest.TestCase):
        def setUp(self):
            super().setUp()
            self.addCleanup(self.more)

        def tearDown(self):
            self.stop()
            self.shop.close()

        def start(self, host):
            self.useFixture(Shop(host))
            if host:
                self.addCleanup(host.close)
            return self.serve(host)

        def serve(self, host):
            self.addCleanup(self.stop)
            return self.start(host)

        def stop(self):
            pass

        def plain(self):
            pass
"""
FILES = {"tests/base.py": BASE}


def test_a_test_that_takes_nothing() -> None:
    assert told("def test_a():\n    assert open\n", ASPECT) == []


def test_this_line_proves_it() -> None:
    text = """
        import contextlib, socket, subprocess
        from unittest import mock

        def test_a(stack):
            with open("a") as file, contextlib.closing(socket.socket()) as sock:
                assert file.read()
            stack.enter_context(open("b"))
            with mock.patch("shop.pay"):
                pass

        async def test_b():
            import aiohttp
            async with await aiohttp.ClientSession() as session:
                assert session
    """
    assert told(text, ASPECT) == [
        "A file handle is acquired; the with statement gives it back (line 5).",
        "A socket is acquired; `contextlib.closing()` sees to it (line 5).",
        "A file handle is acquired; `stack.enter_context()` sees to it (line 7).",
        "A session is acquired; the with statement gives it back (line 13).",
    ]


def test_another_line_proves_it() -> None:
    text = """
        import socket
        from unittest import mock

        def test_a():
            sock = socket.socket()
            try:
                sock.bind(("127.0.0.1", 0))
            finally:
                sock.close()

        def test_b(self):
            sock = socket.socket()
            sock.close()

        def test_c(self):
            sock = socket.socket()
            self.addCleanup(sock.close)

        def test_d(self):
            sock = socket.socket()
            self.shop.take(sock)
    """
    assert told(text, ASPECT) == [
        "A socket is acquired; it is given back in a finally at a line named here, by `sock.close()` "
        "(lines 5, 9).",
        "A socket is acquired; it is given back at a line named here, by `sock.close()` (lines 12, 13).",
        "A socket is acquired; its release is registered by `self.addCleanup` (lines 16, 17).",
        "A socket is acquired; it is handed to somebody who is not followed, and nothing here is seen to "
        "give it back (lines 20, 21).",
        "`self.addCleanup()` registers for the end: `sock.close` (line 17).",
    ]


def test_what_a_finding_is_about_is_no_proof() -> None:
    text = """
        import socket

        SOCKET = socket.socket()

        def test_a():
            sock = socket.socket()
            sock.bind(("127.0.0.1", 0))
            sock.listen()
            assert sock.getsockname()

        def test_b():
            return [socket.socket() for _ in range(3)]
    """
    assert told(text, ASPECT) == [
        "A socket is acquired; it belongs to the module as a whole, and nothing here is read as "
        "giving it back "
        "(line 3).",
        "A socket is acquired; an entry below says what is missing (line 6).",
        "A socket is acquired; who holds it is not followed, so nothing is said of its end (line 12).",
    ]


def test_a_tear_down_proves_it_here_and_in_a_base() -> None:
    text = """
        import socket
        from tests.base import Base

        class TestShop(Base):
            def setUp(self):
                super().setUp()
                self.shop = socket.socket()
                self.own = socket.socket()
                self.lost = socket.socket()

            def tearDown(self):
                self.own.close()
                super().tearDown()

            def test_a(self):
                assert self.shop and self.own
    """
    found = told(text, ASPECT, FILES)
    assert found[:2] == [
        "A socket is acquired; `self.shop` is named in `tearDown()` of a base class, which gives things back "
        "(line 7; `tests/base.py` line 10).",
        "A socket is acquired; `self.own` is named in `tearDown()`, which gives things back (lines 8, 12).",
    ]
    assert found[-2:] == [
        "In the base class, 1 call registers clean-ups in `Base.setUp()` (`tests/base.py` line 6).",
        "The base class tidies up in `Base.tearDown()` (`tests/base.py` lines 8–10).",
    ]


def test_helpers_of_a_base_register_what_they_take() -> None:
    text = """
        from tests.base import Base

        class TestShop(Base):
            def own(self):
                self.addCleanup(print)

            def test_a(self):
                self.own()
                self.plain()
                self.unknown()
                self.start("host1")
                self.start("host2")
    """
    assert told(text, ASPECT, FILES) == [
        "`self.addCleanup()` registers for the end: `print` (line 5).",
        "`self.start()` leads to a base class in another file, which registers for the end: "
        "`self.useFixture(Shop(host))`, "
        "`self.addCleanup(host.close)` (in a branch, a loop or a function of its own), "
        "`self.addCleanup(self.stop)` (in `serve()`) "
        "(lines 11, 12; `tests/base.py` lines 13, 15, 19).",
        "In the base class, 1 call registers clean-ups in `Base.setUp()` (`tests/base.py` line 6).",
        "The base class tidies up in `Base.tearDown()` (`tests/base.py` lines 8–10).",
    ]


def test_long_lists_of_clean_ups_are_cut() -> None:
    many = "".join(f"        self.addCleanup(print, {number})\n" for number in range(14))
    base = f"import unittest\n\nclass Base(unittest.TestCase):\n    def setUp(self):\n{many}"
    base += f"    def start(self):\n{many}"
    text = """
        from tests.base import Base

        class TestShop(Base):
            def test_a(self):
                self.start()
                self.addCleanup(*a)
                self.addCleanup(a)
                self.addCleanup(b)
                self.addCleanup(c)
                self.addCleanup()
    """
    found = told(text, ASPECT, {"tests/base.py": base})
    assert found[0] == (
        "`self.addCleanup()` registers for the end: `*a`, `a`, `b`, `c` and 1 more (lines 6, 7, 8, 9, 10)."
    )
    assert ", and 10 more (line 5; " in found[1]
    assert found[2].startswith(
        "In the base class, 14 calls register clean-ups in `Base.setUp()`, the first 12 named here "
        "(`tests/base.py` lines 5,"
    )


def test_a_base_that_cannot_be_read_proves_nothing() -> None:
    text = """
        from tests.base import Base

        class TestShop(Base):
            def test_a(self):
                self.start()
    """
    assert told(text, ASPECT, {"tests/base.py": "class Base(:\n"}) == []


def test_bases_undo_all_of_a_kind() -> None:
    text = """
        import unittest
        from unittest import mock

        class TestShop(unittest.TestCase):
            def setUp(self):
                self.pay = mock.patch("shop.pay").start()

            def tearDown(self):
                mock.patch.stopall()

            def test_a(self):
                assert self.pay
    """
    assert told(text, ASPECT) == [
        "A patcher is acquired; a base class, a fixture or a hook undoes all of its kind (line 6).",
        "The hook `tearDown` does: `mock.patch.stopall()` (line 9).",
    ]


def test_what_python_began_with_is_not_what_was_there() -> None:
    text = """
        import io
        import sys

        def test_a():
            sys.stdout = io.StringIO()
            run()
            sys.stdout = sys.__stdout__
    """
    assert told(text, ASPECT)[-1] == (
        "State of the whole process, changed in `test_a()`: `sys.stdout`; what Python itself began with is "
        "put there at a line named here (lines 5, 7)."
    )


def test_states_of_the_process() -> None:
    text = """
        import os, time

        def test_a():
            before = os.environ["A"]
            os.environ["A"] = "1"
            try:
                assert run()
            finally:
                os.environ["A"] = before

        def helper():
            os.environ["A"] = "2"

        def test_b():
            time.sleep = print
            del os.environ["A"]
    """
    assert told(text, ASPECT) == [
        "In a finally: `os.environ['A'] = before` (line 9).",
        'State of the whole process, changed in `test_a()`: `os.environ["A"]`; what was there before '
        "is put back at a "
        "line named here (lines 5, 9).",
        'State of the whole process, changed in `helper()`: `os.environ["A"]` (line 12).',
        "State of the whole process, changed in `test_b()`: `time.sleep` (line 15).",
    ]


def test_folders_of_pytest() -> None:
    text = """
        def test_a(tmp_path): ...
        def test_b(tmp_path): ...
        def test_c(tmpdir): ...
    """
    assert told(text, ASPECT) == [
        "`tmp_path` gives 2 functions, the first named here, a folder that pytest makes (line 1).",
        "`tmpdir` gives 1 function a folder that pytest makes (line 3).",
    ]


def test_helpers_are_followed_so_far_and_no_further() -> None:
    steps = "".join(f"    def step{number}(self):\n        self.step{number + 1}()\n" for number in range(6))
    last = "    def step6(self):\n        self.addCleanup(print)\n"
    base = f"import unittest\n\nclass Base(unittest.TestCase):\n{steps}{last}"
    text = """
        from tests.base import Base

        class TestShop(Base):
            def test_a(self):
                self.step{}()

            class Inner:
                def run(self):
                    self.step6()
    """
    near, far = (told(text.replace("{}", str(each)), ASPECT, {"tests/base.py": base}) for each in (2, 1))
    assert near[0].startswith("`self.step2()` leads to a base class in another file")
    assert far == []


def test_what_a_class_of_the_file_registers_is_told_once() -> None:
    text = """
        from tests.base import Base, Plain

        class Own(Base):
            def take(self):
                self.addCleanup(print)

        class TestShop(Own):
            def test_a(self):
                self.take()

        class TestMore(Base, Plain):
            def test_a(self):
                assert self
    """
    base = f"{textwrap.dedent(BASE)}\nclass Plain:\n    def setUp(self):\n        self.shop = 1\n"
    assert told(text, ASPECT, {"tests/base.py": base}) == [
        "`self.addCleanup()` registers for the end: `print` (line 5).",
        "In the base class, 1 call registers clean-ups in `Base.setUp()` (`tests/base.py` line 6).",
        "The base class tidies up in `Base.tearDown()` (`tests/base.py` lines 8–10).",
    ]


def test_a_wait_for_a_time_is_no_end() -> None:
    text = """
        import threading

        def test_a():
            thread = threading.Thread(target=run)
            thread.start()
            thread.join(2)
    """
    assert told(text, ASPECT) == [
        "A thread is acquired; it is waited for, for a time, at a line named here, by "
        "`thread.join(2)`; whether "
        "it has ended then is not asked (lines 4, 6).",
        "1 call names a limit of time (line 6).",
    ]


def test_a_helper_that_removes_a_variable() -> None:
    text = "import os\ndef helper():\n    del os.environ['A']\n"
    assert told(text, ASPECT) == [
        'State of the whole process, changed in `helper()`: `os.environ["A"]` (line 3).'
    ]
