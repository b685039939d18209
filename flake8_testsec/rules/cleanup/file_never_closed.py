"""A file that a test opens is never closed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import partial

from flake8_testsec.cleanup import openers, resources
from flake8_testsec.cleanup.acquisition import held
from flake8_testsec.cleanup.elsewhere import of_helpers
from flake8_testsec.cleanup.fixes import ended
from flake8_testsec.cleanup.judgement import Judgement, judgements, never_released
from flake8_testsec.cleanup.remedies import of_file, remedy
from flake8_testsec.finding import Fix
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.interceptors import FILES, is_intercepted

rule = Rule(
    code="TSE301",
    summary="a file is opened in a test and never closed",
    message="file handle is never closed; {remedy}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=772,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
        The handle stays open until the garbage collector comes by, which on some interpreters is never.
        What was written may still be in the buffer when the test reads the file again, on Windows the file
        cannot be removed, and with warnings as errors the ``ResourceWarning`` hits whichever test happens
        to run then.
        """,
    fix="""
        Open the file in a ``with`` statement, or read and write it as a whole with ``Path.read_text`` and
        ``Path.write_text``.
        """,
    fixable="""
    A local name: the file is opened in a ``with`` that ends with the last use of the file and of what was
    made of it, or where it is closed now. Without a name: ``Path.read_text`` and ``Path.read_bytes``, or
    a ``with`` around the statement if opening the file is the first thing that it does, and where Python 2
    has no ``Path``; one of both for all that a function reads as a whole, if one suits all. In a TestCase a
    registered cleanup. All are safe. There is no fix where the name is used outside of its block or stands
    for several files in one.
    """,
    bad=(
        """
        import json
        import unittest


        class TestExport(unittest.TestCase):
            def setUp(self):
                self.expected = json.load(open("orders.json"))
                                          ^^^^^^^^^^^^^^^^^^^

            def test_export(self):
                self.assertEqual(open(self.path, "rb").read(), b"")
                                 ^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import gzip
        import io
        from pathlib import Path


        def read(path):
            return io.open(path, encoding="utf-8").read()
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


        def test_touches(tmp_path, shop):
            open(tmp_path / "orders", "w")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            for line in gzip.open(tmp_path / "orders.gz", "rt"):
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert line
            assert "".join(Path("orders").open())
                           ^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        from shop.orders import dump, load


        def test_round_trip(tmp_path):
            file = open(tmp_path / "orders", "w")
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            dump([1], file)
            assert load(open(tmp_path / "orders")) == [1]
                        ^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import json
        from pathlib import Path

        HERE = Path(__file__).parent
        ORDERS = json.load(open(HERE / "orders.json"))
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^


        class TestOrders:
            expected = open(HERE / "expected.txt").read()
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_orders(self, shop):
                assert shop.orders(ORDERS) == self.expected
        """,
        """
        from shop.files import bopen


        def test_raw(tmp_path):
            assert bopen(tmp_path / "orders", "rb").read() == b""
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            file = (tmp_path / "orders").open("w")
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            file.write("1")
            dump = lopen("orders", "wb")
                   ^^^^^^^^^^^^^^^^^^^^^
            dump.write(b"1")
            (tmp_path / "sums").open(mode="w")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        def test_diff(run_git, path):
            run_git(["diff"], stdout=open(path, "wb"))
                                     ^^^^^^^^^^^^^^^^
            assert path.exists()


        def test_findings(parser, path):
            report = open(path)
                     ^^^^^^^^^^
            findings = parser.findings_of(report)
            assert findings == []
        """,
        """
        import contextlib
        import os
        import sys
        from pathlib import Path
        from unittest import mock

        from PIL import Image

        HERE = Path(__file__).parent


        def test_paths(tmp_path, tmp_path_factory, shop, name, given: Path):
            assert shop.run([(HERE / name).open().read(), "exit"]) == 0
                             ^^^^^^^^^^^^^^^^^^^^
            assert given.open().read() == "1"
                   ^^^^^^^^^^^^
            assert (tmp_path_factory.mktemp("a") / name).with_suffix(".txt").open().read() == "1"
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            for each in sorted(tmp_path.glob("*.txt")):
                assert each.open().read() == "1"
                       ^^^^^^^^^^^


        def test_local_paths(tmpdir):
            order = tmpdir.join("order")
            order.open("w").write("1")
            ^^^^^^^^^^^^^^^


        def test_streams(monkeypatch, shop):
            monkeypatch.setattr(sys, "stderr", open(os.devnull, "w"))
                                               ^^^^^^^^^^^^^^^^^^^^^
            with mock.patch("sys.stdin", open("orders")), mock.patch.object(sys, "stdout", open("a", "w")):
                                         ^^^^^^^^^^^^^^                                    ^^^^^^^^^^^^^^
                with contextlib.redirect_stdout(open("b", "w")):
                                                ^^^^^^^^^^^^^^
                    assert Image.open(open("c.png", "rb"))
                                      ^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import sys
        from unittest import mock

        import anyio
        from pathlib import Path, PurePath

        from shop import files


        def test_others(zipped, tmp_path_factory, given: files.Path, name, path):
            assert zipped.open().read() == (zipped / name).open().read() == given.open().read()
            assert PurePath(name).open().read() == anyio.Path(name).open().read()
            assert zipped.mktemp("a").open().read() == path.joinpath("a").open().read()
            for each in (*zipped.glob("*"), name):
                assert each.open().read() == "1"


            deep = Path(name).parent.parent.parent.parent.parent.parent.parent.parent.parent.parent
            assert deep.parent.parent.parent.open().read() == "1"


        def fill(tmp_path):
            tmp_path.open("w").write("1")


        def test_either(shop, name):
            path = Path(name)
            path = shop.Store(path)
            assert path.open().read() == "1"


        def test_given(monkeypatch, shop):
            monkeypatch.setattr(shop, "orders", open("orders"))
            shop.setattr(shop, "out", open("orders"))
            with mock.patch("shop.open", return_value=open("orders")):
                assert shop.read() == "1"

        """,
        """
        from shop.runs import Runner


        def test_runs(path, parser, keep_open):
            runner = Runner(stdout=open(path, "wb"))
            report = open(path)
            parser.feed(report)
            other = open(path)
            kept = keep_open(other)
            third = open(path)
            made = Runner(third)
            assert runner.run(kept) == parser.findings == made.state
        """,
        """
        import contextlib
        import unittest
        from pathlib import Path

        import pytest


        class TestExport(unittest.TestCase):
            def test_export(self):
                file = open("orders.json")
                self.addCleanup(file.close)
                with open("orders.json") as other, contextlib.closing(open("sums")) as sums:
                    self.assertEqual(file.read(), other.read() + sums.read())
                with file:
                    self.assertEqual(file.read(), "")
                open("orders.json", "w").close()
                self.files.append(open("orders.json"))
                self.stack.enter_context(open("orders.json"))


        def test_missing():
            with pytest.raises(OSError):
                open("missing").read()
            try:
                open("missing")
            except OSError:
                pass
            assert Path("orders").read_text() == ""
        """,
        """
        LOG = open("shop.log", "w")
        open("orders", "w").close()
        with open("sums") as file:
            SUMS = file.read()
        WRITE = open("shop.log", "w").write
        if __name__ == "__main__":
            print(open("orders").read())


        def test_log():
            print(SUMS, file=LOG)
        """,
        """
        def written(path):
            file = open(path, "w")
            file.write("1")
            file.close()
            return file


        def test_written(tmp_path):
            assert written(tmp_path / "orders").closed
        """,
        """
        from shop.files import bopen
        from shop.reading import RingReader, start_logging


        def test_ring(path, reader_of):
            reader = RingReader(open(path, "rb"))
            start_logging(open(path, "w"))
            assert reader_of(open(path)) is reader


        def opened(path):
            with bopen(path, "rb") as file:
                yield file
        """,
        """
        from unittest import mock


        def test_reads(shop):
            with mock.patch("builtins.open", mock.mock_open(read_data="1")):
                assert open("orders").read() == "1"


        def test_stored(fs):
            assert open("orders").read() == "1"


        @mock.patch("shop.files.bopen")
        def test_opened(bopen, shop, connection):
            bopen("orders", "r").read()
            connection.open("r")
            shop.open("a").read()
            shop.popen("orders", 1).read()
            shop.Popen("orders", "r").wait()
            assert shop.reopen("orders", "ready").state


        def _open(path, mode):
            return Fake(path, mode)


        def test_faked(open, xopen):
            assert open("orders", "r").read() == xopen("orders", "r").read()


        def test_fake():
            assert _open("orders", "r").read() == "1"
        """,
    ),
)


@rule.call(*resources.makers(resources.of_rule("TSE301")), look=looks.is_outside_with)
def never_closed(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what is certainly opened."""
    yield from _unclosed(call, judgements(call, module), module)


@rule.call(*resources.FILES.made_by, look=looks.is_outside_with)
def never_closed_at_import(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what is opened at import and kept by no name, so that nobody can close it."""
    row = resources.FILES
    if module.function(call) is not None or row not in resources.acquired(call, module):
        return
    if any(handle is None for _, handle in held(call, row, module)) and not _is_script(call, module):
        words = of_file(call, module)
        yield rule.at(call, remedy=words).fixed_by(partial(_closed_at_import, words, call, module))


def _closed_at_import(words: str, call: ast.Call, module: Module) -> Fix:
    from flake8_testsec.cleanup.reading_whole import at_once  # few ask for fixes

    return at_once(words, call, module)


def _is_script(call: ast.Call, module: Module) -> bool:
    """Whether a statement only runs where the file is started as a program."""
    around = (each for each in module.ancestors(call) if isinstance(each, ast.If))
    return any("__name__" in spelt(each.test) for each in around)


@rule.where(hints=(openers.HINT,), look=looks.opens_outside_with)
def never_closed_by_mode(module: Module) -> Iterator[Hit]:
    """Report what is given the mode of a file, and called accordingly."""
    for call in openers.opening(module):
        yield from _unclosed(call, judgements(call, module, openers.OPENED, openers.opening), module)


@rule.where(look=looks.takes_from_tests)
def never_closed_by_caller(module: Module) -> Iterator[Hit]:
    """Report what a function of another module of the tests opens and returns."""
    for judgement in of_helpers(rule.code, module):
        yield from _unclosed(judgement.obligation.call, (judgement,), module)


def _unclosed(call: ast.Call, found: Iterable[Judgement], module: Module) -> Iterator[Hit]:
    for judgement in never_released(found, rule.code, module):
        obligation = judgement.obligation
        if not is_intercepted(call, module, _PATCHED):
            words = remedy(obligation, module)
            yield rule.at(obligation.begin, remedy=words).fixed_by(ended(words, obligation, module))


_PATCHED = FILES._replace(targets=frozenset({"open", "fdopen"}))
