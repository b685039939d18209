"""The descriptor that ``mkstemp`` returns is never closed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup import resources
from flake8_testsec.cleanup.fixes import ended
from flake8_testsec.cleanup.judgement import judgements, never_released
from flake8_testsec.cleanup.remedies import remedy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.interceptors import FILES, is_intercepted

rule = Rule(
    code="TSE303",
    summary="a descriptor, such as mkstemp() returns, is never closed",
    message="descriptor that {maker}() returned is never closed; {remedy}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=772,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
        ``mkstemp`` returns an open descriptor along with the path, a bare number that no garbage collector
        closes. Each such test costs one descriptor for the rest of the run, and on Windows the file cannot
        be removed or opened again.
        """,
    fix="""
        Close the descriptor with ``os.close``, wrap it with ``os.fdopen`` in a ``with`` statement, or let
        ``tempfile.NamedTemporaryFile`` or pytest's ``tmp_path`` do both.
        """,
    fixable="""
    The descriptor is closed on the next line if nobody reads it, and gets a name if it has none; in a
    TestCase a cleanup closes it. Both are safe.
    """,
    bad=(
        """
        import os
        import tempfile
        import unittest


        class TestDump(unittest.TestCase):
            def test_dump(self):
                _, path = tempfile.mkstemp()
                          ^^^^^^^^^^^^^^^^^^
                self.addCleanup(os.remove, path)
                self.assertIsNone(dump(path))
        """,
        """
        import os
        from tempfile import mkstemp


        def test_dumps(dump):
            path = mkstemp(suffix=".json")[1]
                   ^^^^^^^^^^^^^^^^^^^^^^^
            fd, other = mkstemp()
                        ^^^^^^^^^
            os.write(fd, b"[]")
            assert dump(path) == dump(other)
            os.unlink(path)
            os.unlink(other)
        """,
        """
        import os


        def test_pipe(shop):
            reading, _ = os.pipe()
                         ^^^^^^^^^
            shop.read(reading)
            os.close(reading)
        """,
    ),
    good=(
        """
        import os


        def test_pipe(shop):
            reading, writing = os.pipe()
            with os.fdopen(reading) as end, open(writing, "w") as start:
                start.write("1")
                assert shop.read(end) == "1"


        def test_pair(shop):
            ends = os.openpty()
            for each in ends:
                os.close(each)
        """,
        """
        import os
        import tempfile
        import unittest


        class TestDump(unittest.TestCase):
            def test_dump(self):
                fd, path = tempfile.mkstemp()
                os.close(fd)
                self.addCleanup(os.remove, path)

            def test_written(self):
                fd, path = tempfile.mkstemp()
                with os.fdopen(fd, "w") as file:
                    file.write("[]")
                os.close(tempfile.mkstemp()[0])

            def test_registered(self):
                fd, _ = tempfile.mkstemp()
                self.addCleanup(os.close, fd)

            def test_moved(self):
                fd, path = tempfile.mkstemp()
                adopt(fd)
                self.fd, self.path = tempfile.mkstemp()

            def tearDown(self):
                os.close(self.fd)
        """,
        """
        import tempfile


        def made():
            return tempfile.mkstemp()


        def test_faked(fs, dump):
            _, path = tempfile.mkstemp()
            assert dump(path)
        """,
    ),
)

_PATCHED = FILES._replace(targets=frozenset({"tempfile", "mkstemp"}))


@rule.call(*resources.makers(resources.of_rule("TSE303")), look=looks.is_outside_with)
def never_closed(call: ast.Call, module: Module) -> Iterator[Hit]:
    for judgement in never_released(judgements(call, module), rule.code, module):
        obligation = judgement.obligation
        if not is_intercepted(call, module, _PATCHED):
            words = remedy(obligation, module)
            maker = last_word(obligation.call.func)
            yield rule.at(obligation.call, maker=maker, remedy=words).fixed_by(
                ended(words, obligation, module)
            )
