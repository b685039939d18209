"""A name for a temporary file is asked for by a function that has been deprecated for that."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.free_names import NAMING, can_be_taken
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module

rule = Rule(
    code="TSE217",
    summary="mktemp() is deprecated; take a name in tmp_path, or have the file made",
    message="{name}() is deprecated; take a name in tmp_path or mkdtemp(), or have the file made",
    roles=Role.TEST | Role.SUPPORT,
    cwe=377,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    ``tempfile.mktemp`` has been deprecated since Python 2.3, because the name that it returns may be taken by
    another before a file is made of it. TSE207 reports where that can happen. This rule reports all other
    calls: the folder is the test's own, no file is ever made of the name, or what makes it fails if there is
    one already. They do no harm where they stand, and are what the next test is copied from. Linters and
    readers stumble over each of them, and nothing is removed by itself.
    """,
    fix="""
    A name of a file that shall not be there is any name in pytest's ``tmp_path`` or in a folder of
    ``tempfile.mkdtemp()``: ``tmp_path / "missing"``. For a file that shall be there take
    ``tempfile.mkstemp()`` or ``tempfile.NamedTemporaryFile()``, for a folder ``tempfile.mkdtemp()``.
    """,
    fixable="Nothing, because some code needs a name without a file, some a file, some a folder.",
    bad=(
        """
        import tempfile
        import unittest

        def test_dump(store, options):
            folder = tempfile.mkdtemp()
            store.dump(tempfile.mktemp(suffix=".json", dir=folder))
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            store.dump(tempfile.mktemp(**options))
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^

        class MissingTest(unittest.TestCase):
            def test_missing(self):
                with self.assertRaises(FileNotFoundError):
                    self.store.load(tempfile.mktemp())
                                    ^^^^^^^^^^^^^^^^^
        """,
        """
        from tempfile import mktemp

        import pytest

        @pytest.fixture
        def folder(make):
            return make(mktemp(dir=make.root))
                        ^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import tempfile

        from twisted.trial import unittest

        class StoreTest(unittest.TestCase):
            def test_dump(self):
                self.store.dump(self.mktemp())
                self.store.dump(tempfile.mkdtemp(), tempfile.mkstemp())

        def test_taken(store):
            store.dump(tempfile.mktemp())
        """,
        """
        def test_parameter_of_the_same_name(tempfile):
            tempfile.mktemp()
        """,
    ),
)


@rule.call(*NAMING)
def named(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a call that returns a name which nobody else can take."""
    if not can_be_taken(call, module):
        name = next(name for name in module.names(call.func) if name in NAMING)
        yield rule.at(call, name=name.rpartition(".")[2])
