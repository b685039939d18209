"""A test makes an object of a class of the project that wants to be closed, and never closes it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_testsec.cleanup import own_classes
from flake8_testsec.cleanup.fixes import ended
from flake8_testsec.cleanup.judgement import judgements, never_released
from flake8_testsec.cleanup.remedies import how_ended, of_fixture, remedy
from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module

rule = Rule(
    code="TSE322",
    summary="an object of a class of the project that is made to be closed is never closed in a test",
    message="{what} is {ended}; {remedy}",
    roles=Role.TEST,
    cwe=772,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
        The class opens a file, a socket, a database or a process as soon as an object of it is made, or is
        told to ``start``, and has a method that gives that back. What a test leaves open is there until the
        garbage collector comes by, and on Windows its folder cannot be removed. It also
        speaks of classes that close their objects at the end of a ``with`` or with the object
        itself, so that they may well hold something.
        """,
    fix="""
        Enter the object with ``with``, or register its ``close`` for cleanup right after it is made. A
        fixture yields it from within a ``with``.
        """,
    fixable="""
    A local name: the object is made in a ``with`` that ends with its last use, or in a TestCase a registered
    cleanup. Fixtures are left alone.
    """,
    bad=(
        """
        # file: shop/till.py
        import sqlite3


        class Till:
            def __init__(self, path):
                self.open(path)

            def open(self, path):
                self.db = sqlite3.connect(path)

            def close(self):
                self.db.close()


        class Shop:
            def __init__(self, path):
                self.till = Till(path)

            async def aclose(self):
                self.till.close()

            async def __aexit__(self, *exc):
                await self.aclose()
        # file: tests/test_till.py
        import socket
        import unittest

        import pytest

        from shop.till import Shop, Till


        class Window:
            def __init__(self):
                self.sock = socket.socket()

            def stop(self):
                self.sock.close()


        @pytest.fixture
        def window():
            return Window()
                   ^^^^^^^^


        async def test_sum(tmp_path, window):
            till = Till(tmp_path / "till.db")
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^
            shop = Shop("shop.db")
                   ^^^^^^^^^^^^^^^
            assert till.sum == shop.sum == window.sum


        class TillTest(unittest.TestCase):
            def setUp(self):
                self.till = Till("till.db")
                            ^^^^^^^^^^^^^^^

            def test_sum(self):
                self.assertEqual(self.till.sum, 0)
        """,
        """
        # file: shop/till.py
        class Drawer:
            def close(self):
                self.file.close()

            def __exit__(self, *exc):
                self.close()


        class Till(Drawer):
            @classmethod
            def open(cls, path):
                return cls(path)

            def __enter__(self):
                return self
        # file: tests/test_till.py
        import pytest

        from shop.till import Till


        @pytest.fixture
        def kept():
            yield Till("kept")
                  ^^^^^^^^^^^^


        def test_sum(tmp_path):
            till = Till(tmp_path)
                   ^^^^^^^^^^^^^^
            assert till.sum == 0
            assert Till.open(tmp_path).total() == 0
                   ^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        # file: shop/till.py
        import sqlite3
        import socket


        class Till:
            def __init__(self, path):
                self.db = sqlite3.connect(path)

            def commit(self):
                self.db.close()

            def close(self):
                self.db.close()


        class Window:
            def __init__(self, sock=None):
                self.sock = sock or socket.socket()

            def close(self):
                self.sock.close()


        class Door:
            def __init__(self):
                self._sock = socket.socket()

            def close(self):
                self._sock.close()


        class Back:
            def __init__(self):
                self._back = socket.socket()

            def close(self):
                self._back.close()
        # file: tests/test_till.py
        from unittest import mock

        from shop.till import Back, Door, Till, Window


        def test_sum():
            till = Till("till.db")
            assert till.sum == Till(":memory:").sum
            till.commit()
            assert Window().sum == 0
            assert Window.sum(till) == 0


        @mock.patch("shop.till.sqlite3")
        def test_double(sqlite3):
            assert Till("till.db").sum == 0


        def test_without_socket(monkeypatch):
            door = Door()
            door._sock = mock.Mock()
            back = Back()
            monkeypatch.setattr(back, "_back", None)
            assert door.open and back.open
        """,
        """
        # file: shop/till.py
        class Till:
            def close(self):
                self.file.close()

            def __exit__(self, *exc):
                self.close()


        class FakeTill(Till):
            pass


        class Sum:
            def close(self):
                self.open = False
        # file: tests/test_till.py
        import io

        import pytest

        from shop.till import FakeTill, Sum, Till


        @pytest.fixture
        def ended():
            return Till("ended")


        def test_sum(tmp_path, ended):
            with Till(tmp_path) as till:
                assert till.sum == 0
            till = Till(tmp_path)
            till.close()
            other = Till(tmp_path)
            other.quit()
            ended.close()
            assert Till(io.BytesIO()).sum == FakeTill(tmp_path).sum
            assert Sum(tmp_path).open and Till.name(tmp_path)
        """,
        """
        # file: shop/till.py
        class Till:
            def close(self):
                self.file.close()

            def __exit__(self, *exc):
                self.close()

            def stop(self):
                self.running = False
        # file: tests/test_till.py
        import unittest

        from shop.till import Till


        class TillTest(unittest.TestCase):
            def setUp(self):
                self.till = Till("shop")
                self.shops = [Till("window")]

            def tearDown(self):
                self.till.close()

            def test_sum(self):
                self.assertEqual(self.till.sum, 0)
                with self.assertRaises(ValueError):
                    Till("")
        """,
    ),
)


@rule.where(holds=(ast.Call,), look=looks.makes_objects)
def own_object_never_closed(module: Module) -> Iterator[Hit]:
    several: dict[Resource, list[ast.Call]] = defaultdict(list)
    for call, row in own_classes.made(module):
        several[row].append(call)
    for row, calls in several.items():
        for call in calls:
            yield from _reported(call, row, calls, module)


def _reported(call: ast.Call, row: Resource, among: Sequence[ast.Call], module: Module) -> Iterator[Hit]:
    found = [*never_released(judgements(call, module, (row,), lambda _: among), rule.code, module)]
    for judgement in found:
        obligation = judgement.obligation
        words, how = remedy(obligation, module), _ended(call, row, module)
        hit = rule.at(obligation.begin, what=row.what, ended=how, remedy=words)
        yield hit.fixed_by(ended(words, obligation, module))
    if not found and own_classes.is_left_by_fixture(call, row, module):
        yield rule.at(call, what=row.what, ended=_ended(call, row, module), remedy=of_fixture(row))


def _ended(call: ast.Call, row: Resource, module: Module) -> str:
    """What is said of the end: never, unless the class has a ``__del__``, which may see to it."""
    is_left = own_classes.is_left_to_itself(call, module)
    return f"{how_ended(row)} at most by its __del__" if is_left else f"never {how_ended(row)}"
