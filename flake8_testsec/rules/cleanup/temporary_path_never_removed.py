"""A temporary file or directory that a test makes is never removed."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from functools import partial

from flake8_testsec.cleanup import resources
from flake8_testsec.cleanup.acquisition import Handle, Obligation, spelt_handle
from flake8_testsec.cleanup.elsewhere import of_helpers
from flake8_testsec.cleanup.fixes import ended
from flake8_testsec.cleanup.judgement import Judgement, Verdict, judgements
from flake8_testsec.cleanup.keepers import is_removed_by_keeper, is_told_to_person
from flake8_testsec.cleanup.paths import is_redirected
from flake8_testsec.cleanup.registered_folders import removed_with_folder
from flake8_testsec.cleanup.remedies import remedy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module, inside, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.interceptors import FILES, is_intercepted

rule = Rule(
    code="TSE302",
    summary="a temporary file or directory is made in a test and never removed",
    message="{what} is never removed; {remedy}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
        ``mkdtemp``, ``mkstemp`` and ``NamedTemporaryFile(delete=False)`` leave removal to the caller, and
        a path is only a string: whoever is told it does not own it. Each run leaves more behind, until
        build machines run out of disk or inodes, and what the test wrote stays readable for others.
        """,
    fix="""
        Take pytest's ``tmp_path`` or ``tempfile.TemporaryDirectory`` in a ``with`` statement, or register
        the removal right after the path is made.
        """,
    fixable="""
    In a TestCase the removal is registered below what makes the path: safe for directories, where
    ``ignore_errors`` bears with tests that have removed them, unsafe for files; a directory that has no name
    gets one. In a test or a fixture
    with ``yield``, ``mkdtemp`` becomes ``TemporaryDirectory`` in a ``with`` up to the end of the block:
    safe. In other tests that pytest runs, a file that is written at once, without a condition, and whose
    descriptor nobody reads is a name in ``tmp_path``, and else ``dir=tmp_path`` is added: unsafe, because
    the path is longer, and pytest keeps it for a while. Nothing else can be done without knowing who
    else uses the path.
    """,
    bad=(
        """
        import shutil
        import tempfile
        import unittest

        from shop.environment import Environment

        class TestEnvironment(unittest.TestCase):
            def setUp(self):
                self.path = tempfile.mkdtemp()
                            ^^^^^^^^^^^^^^^^^^
                self.shop = self.opened(self.path)

            def tearDown(self):
                self.shop.close()
                shutil.rmtree(self.other)

            def opened(self, path):
                return Environment(path)
        """,
        """
        import os
        import subprocess
        import tempfile
        import unittest


        class TestQueue(unittest.TestCase):
            def test_keeps(self):
                folder = tempfile.mkdtemp()
                         ^^^^^^^^^^^^^^^^^^
                queue = build_queue(os.path.join(folder, "orders"))
                subprocess.check_call(["shop", "--folder", folder])
                self.assertIsNone(queue.pop())

            def test_dumps(self):
                with tempfile.NamedTemporaryFile("w", delete=False) as file:
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    file.write("[]")
                self.assertEqual(load(file.name), [])
        """,
        """
        import os
        import tempfile


        def test_reads(load):
            fd, path = tempfile.mkstemp()
                       ^^^^^^^^^^^^^^^^^^
            os.write(fd, b"[]")
            os.close(fd)
            assert load(f"{path}") == []


        def test_dumps(shop):
            path = tempfile.mkstemp(dir="/srv")[1]
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            shop.dump(path)


        def test_serves(serve):
            serve(tempfile.mkdtemp())
                  ^^^^^^^^^^^^^^^^^^
            with LOCK, open("orders"), tempfile.TemporaryDirectory():
                server = serve(tempfile.mkdtemp())
                               ^^^^^^^^^^^^^^^^^^
            assert server.is_up()
        """,
        """
        import tempfile
        import unittest

        from shop import books


        class TestBooks(unittest.TestCase):
            def setUp(self):
                self.path = tempfile.mktemp()
                            ^^^^^^^^^^^^^^^^^
                self.book = books.open(self.path)

            def test_is_empty(self):
                self.assertEqual(len(self.book), 0)
        """,
        """
        from tests.folders import filled_folder


        def test_counts(shop):
            folder = filled_folder()
                     ^^^^^^^^^^^^^^^
            assert shop.count(folder) == 1

        # file: tests/folders.py
        import os
        import tempfile


        def filled_folder():
            folder = tempfile.mkdtemp()
            os.mkdir(os.path.join(folder, "orders"))
            return folder
        """,
    ),
    good=(
        """
        import os
        import tempfile


        def test_sends(send):
            file = tempfile.NamedTemporaryFile(delete=False)
            file.write(b"[]")
            file.close()
            with open(file.name, "rb") as orders:
                send(orders)
            os.unlink(orders.name)
        """,
        """
        import shutil
        import tempfile
        import unittest

        from shop.environment import Environment

        class TestShop(unittest.TestCase):
            def setUp(self):
                self.path = tempfile.mkdtemp()
                self.shop = self.opened(self.path)

            def tearDown(self):
                self.shop.close()
                shutil.rmtree(self.shop.path)

            def opened(self, path):
                return Environment(path)
        """,
        """
        from tests.folders import folder_of, kept_folder


        def test_counts(shop, tmp_path):
            folder = folder_of(tmp_path)
            assert shop.count(folder) == 0


        def test_counts_again(shop):
            folder = kept_folder()
            assert shop.count(folder) == 0

        # file: tests/folders.py
        import atexit
        import shutil
        import tempfile


        def folder_of(given=None):
            if given is None:
                given = tempfile.mkdtemp()
            return given


        def kept_folder():
            folder = tempfile.mkdtemp()
            atexit.register(shutil.rmtree, folder)
            return folder
        """,
        """
        import tempfile


        def test_dumps(shop):
            with tempfile.TemporaryDirectory() as folder:
                shop.dump(folder, tempfile.mkdtemp(dir=folder))
            with tempfile.NamedTemporaryFile() as file:
                shop.dump(file.name)
        """,
        """
        import os
        import shutil
        import tempfile
        from pathlib import Path


        def test_dumps_here(shop):
            before = os.getcwd()
            folder = tempfile.mkdtemp()
            os.chdir(folder)
            here = os.path.abspath(".")
            shop.dump(here)
            os.chdir(before)
            shutil.rmtree(here)


        def test_dumps_there(shop):
            folder = tempfile.mkdtemp()
            os.chdir(folder)
            here = Path().resolve()
            shop.dump(os.getcwd())
            shutil.rmtree(here)


        def test_dumps_in(shop):
            folder = tempfile.mkdtemp()
            os.chdir(folder)
            here = Path.cwd()
            shop.dump("orders")
            shutil.rmtree(here)
        """,
        """
        import os
        import shutil
        import tempfile
        import unittest


        class TestDump(unittest.TestCase):
            def setUp(self):
                self.folder = tempfile.mkdtemp()
                self.addCleanup(shutil.rmtree, self.folder)
                self.folders.append(tempfile.mkdtemp())

            def tearDown(self):
                for folder in self.folders:
                    shutil.rmtree(folder)

            def test_dump(self):
                _, path = tempfile.mkstemp()
                try:
                    self.assertIsNone(dump(path))
                finally:
                    os.unlink(path)

            def test_moved(self):
                moved = tempfile.mkdtemp()
                remove_later(moved)
                other = tempfile.mkdtemp()
                os.system(f"rm -rf {other}")
                with tempfile.NamedTemporaryFile(delete=False) as file:
                    path = file.name
                os.unlink(path)

            def test_told(self):
                path = local_path(tempfile.mkdtemp())
                path.remove()
                workspace = tempfile.mkdtemp()
                self.assertFalse(os.path.exists(Workspace(workspace).close()))
                self.assertFalse(os.path.exists(workspace))

            def test_is_missing(self):
                missing = tempfile.mktemp()
                self.assertFalse(os.path.exists(missing))
        """,
        """
        import tempfile

        import pytest


        @pytest.fixture
        def folder():
            return tempfile.mkdtemp()


        def test_faked(fs, load):
            assert load(tempfile.mkdtemp()) == []


        def test_redirected(load):
            with in_empty_temp_dir():
                assert load(tempfile.mkdtemp()) == []
                folder = tempfile.mkdtemp()
                load(folder)


        def test_patched(monkeypatch, load):
            monkeypatch.setattr(tempfile, "mkdtemp", lambda: "orders")
            folder = tempfile.mkdtemp()
            assert load(folder) == []
        """,
    ),
)

_PATCHED = FILES._replace(targets=frozenset({"tempfile", "mkdtemp", "mkstemp", "NamedTemporaryFile"}))
_CREATING = frozenset({"mkdir", "makedirs", "open", "write_text", "write_bytes", "touch"})


@rule.call(*resources.makers(resources.of_rule("TSE302")))
def never_removed(call: ast.Call, module: Module) -> Iterator[Hit]:
    yield from _unremoved(judgements(call, module), module)


@rule.where(look=looks.takes_from_tests)
def never_removed_by_caller(module: Module) -> Iterator[Hit]:
    """Report what a function of another module of the tests makes and returns."""
    yield from _unremoved(of_helpers(rule.code, module), module)


def _unremoved(found: Iterable[Judgement], module: Module) -> Iterator[Hit]:
    by_name = module.settings.enables(rule.code)
    for judgement in found:
        obligation = judgement.obligation
        if judgement.verdict is not Verdict.NEVER or obligation.resource.code != rule.code:
            continue
        if is_removed_by_keeper(obligation, module):
            continue
        if not by_name and is_told_to_person(obligation, module):
            continue
        if _is_made(obligation, module) and not _is_elsewhere(obligation.call, module):
            what, words = obligation.resource.what, remedy(obligation, module)
            hit = rule.at(obligation.call, what=what, remedy=words)
            end = ended(words, obligation, module)
            yield hit.fixed_by(partial(removed_with_folder, end, obligation.call, module))


def _is_elsewhere(call: ast.Call, module: Module) -> bool:
    return is_redirected(call, module) or is_intercepted(call, module, _PATCHED)


def _is_made(obligation: Obligation, module: Module) -> bool:
    """Whether there is anything at the path: ``mktemp`` makes a name only, so somebody must do the rest."""
    if "tempfile.mktemp" not in obligation.resource.made_by:
        return True
    return obligation.handle is not None and obligation.handle in _created(obligation.function, module)


@once
def _created(function: Function, module: Module) -> Collection[Handle | None]:
    """At which paths a function makes something."""
    return frozenset(spelt_handle(path) for node in inside(function, module) for path in _creates(node))


def _creates(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Call(func=ast.Attribute(attr=word) | ast.Name(id=word), args=[path, *_]):
            if word in _CREATING:
                yield path
