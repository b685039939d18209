"""A name for a temporary file is asked for, and the file is made later."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from flake8_testsec.cleanup.free_names import NAMING, can_be_taken, is_elsewhere, lies_in_shared
from flake8_testsec.finding import Fix
from flake8_testsec.project.metadata import runs_under_python_2
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word, unpacks
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import caught
from flake8_testsec.vocabulary.testing.faked_files import fakes_files
from flake8_testsec.vocabulary.testing.names_asked_for import is_known_as_file, is_made_anew, makes_no_file
from flake8_testsec.vocabulary.testing.own_folders import within_own_folder

rule = Rule(
    code="TSE207",
    summary="mktemp() returns a name that an attacker can take; use a name in tmp_path or mkdtemp()",
    message="{name} returns a name that another user can take first; use a name in tmp_path or mkdtemp()",
    roles=Role.ANY,
    cwe=377,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    The name is free when it is returned and may be taken when it is used. On a machine with several users
    somebody else can put a file or a link there in between, and the program then reads or writes what that
    one chose. Two runs side by side can also get the same name.

    The same is true of ``NamedTemporaryFile().name`` and ``TemporaryDirectory().name``: nobody keeps the
    object, so that what it has made is gone before the name is used.

    Silence in tests where no file is made of the name: a socket is bound to it, which fails if it is taken,
    or the test expects that there is none, or an error wherever it uses the name. Silence, too, where the
    first use of the name fails if it is taken (``os.mkdir``, ``shutil.copytree``), where a set-up has made
    the folder for temporary files a private one, in tests that are switched off, and in those in which a
    double stands in for ``open`` (``patch("builtins.open")``), or in helpers of such tests. By default a name
    is reported of which the module shows that a file is made: it is opened, saved to, copied to or read.
    Names that are only handed to other code, and those that stand in for what old Pythons lack, are reported
    where the rule is enabled by name: nothing may come of them, or a socket, which fails if one is taken.
    """,
    fix="""
    Use any name in a directory that ``tempfile.mkdtemp()`` or pytest's ``tmp_path`` has made for the test
    alone: that is right for a socket and for a file that must not be there yet, too. Where a file is needed,
    have it made with its name: ``tempfile.mkstemp()``, ``tempfile.NamedTemporaryFile()``.
    """,
    fixable="""
    In a test that pytest runs, a name in ``tmp_path`` stands in the place of ``mktemp``, which is nobody
    else's, and in a TestCase one in a folder whose removal is registered; unsafe, because the name is longer,
    and a socket's must be short. Elsewhere nothing, because some code needs a name without a file, some a
    file, and ``mkstemp`` returns two values; nor where a loop asks for several names.
    """,
    bad=(
        """
        import os
        import shutil
        import tempfile
        import unittest

        LOG = tempfile.mktemp()
              ^^^^^^^^^^^^^^^^^

        class StoreTest(unittest.TestCase):
            def setUp(self):
                self.path = tempfile.mktemp(suffix=".db")
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_dump(self):
                path = tempfile.mktemp(dir=tempfile.gettempdir())
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                other = tempfile.mktemp(".db", "shop", "/var/tmp")
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.store.dump(path, other)
                self.store.patch("builtins.open")

            def test_bound_elsewhere(self):
                name = tempfile.mktemp()
                       ^^^^^^^^^^^^^^^^^
                self.server.bind(("127.0.0.1", name))
                with self.assertRaises(ValueError):
                    self.store.read(name)
                with self.assertRaises(FileNotFoundError):
                    self.store.read("nowhere")

            def test_refused_and_read(self):
                name = tempfile.mktemp()
                       ^^^^^^^^^^^^^^^^^
                self.assertRaises(ShopError, self.store.read, name)
                self.assertWarns(UserWarning, self.store.read, name)
                other = tempfile.mktemp()
                        ^^^^^^^^^^^^^^^^^
                with self.assertWarns(UserWarning):
                    self.store.read(other)
                raises = self.store.raises
                raises(ShopError, self.store.read, tempfile.mktemp())
                                                   ^^^^^^^^^^^^^^^^^

            def test_made_if_it_is_not_there(self):
                name = tempfile.mktemp()
                       ^^^^^^^^^^^^^^^^^
                os.makedirs(name, exist_ok=True)
                copy = tempfile.mktemp()
                       ^^^^^^^^^^^^^^^^^
                shutil.copytree("shop", copy, dirs_exist_ok=True)

            def test_bound_and_written(self):
                name = tempfile.mktemp()
                       ^^^^^^^^^^^^^^^^^
                self.server.bind(name)
                open(name, "w").close()
                self.path, self.names[0] = name, tempfile.mktemp()
                                                 ^^^^^^^^^^^^^^^^^

        class SocketTest(unittest.TestCase):
            def setUp(self):
                self.path = tempfile.mktemp()
                            ^^^^^^^^^^^^^^^^^

            def test_listens(self):
                self.assertTrue(self.listener)

        class OtherSocketTest(unittest.TestCase):
            def setUp(self):
                self.listener.bind(self.path)
        """,
        """
        import tempfile
        from pathlib import Path

        def test_dump(store):
            folder = Path(tempfile.TemporaryDirectory().name)
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            store.dump(folder / "orders", tempfile.NamedTemporaryFile(suffix=".db").name)
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            kept = tempfile.NamedTemporaryFile(delete=False).name
            store.dump(kept, tempfile.NamedTemporaryFile(**store.options).name, store.file().name)
        """,
        """
        import tempfile

        def test_dump(store):
            path = tempfile.mktemp(".db")
                   ^^^^^^^^^^^^^^^^^^^^^^
            store.dump(path)
            assert store.load(path) == store
        """,
        """
        # file: shop/sockets.py
        import tempfile

        def listen(listener):
            name = tempfile.mktemp()
                   ^^^^^^^^^^^^^^^^^
            listener.bind(name)
        """,
        """
        # file: shop/store.py
        import os
        from tempfile import mktemp

        def dump(store):
            for path in (mktemp(), mktemp(dir=None), os.tempnam(), os.tmpnam()):
                         ^^^^^^^^  ^^^^^^^^^^^^^^^^  ^^^^^^^^^^^^  ^^^^^^^^^^^
                store.write(path)
        """,
        """
        import tempfile
        from unittest import mock

        def names():
            return tempfile.mktemp()
                   ^^^^^^^^^^^^^^^^^

        def test_load(store):
            with mock.patch("shop.open_till"):
                store.load(names())
        """,
    ),
    good=(
        """
        import tempfile

        from twisted.trial import unittest

        class StoreTest(unittest.TestCase):
            def test_dump(self):
                folder = tempfile.mkdtemp()
                self.store.dump(tempfile.mktemp(dir=folder))
                self.store.dump(tempfile.mktemp(dir=self.folder))
                self.store.dump(tempfile.mktemp(suffix=".db", dir="."))
                self.store.dump(tempfile.mktemp(*self.words))
                self.store.dump(self.mktemp())

            def test_linter(self):
                tempfile.mktemp()
        """,
        """
        import tempfile
        import unittest

        import pytest

        class SocketTest(unittest.TestCase):
            def setUp(self):
                self.path = tempfile.mktemp()

            def listen(self):
                self.listener.bind(self.path)

        def test_socket(listener):
            name = tempfile.mktemp()
            listener.bind(name)

        async def test_missing(store):
            name = tempfile.mktemp()
            with pytest.raises(FileNotFoundError):
                await store.read(name)

        class StoreTest(unittest.TestCase):
            def setUp(self):
                self.path = tempfile.mktemp()

            @unittest.skip("too slow")
            def test_dump(self):
                self.store.dump(self.path)

        class MissingTest(unittest.TestCase):
            def test_nothing_there(self):
                name, path = tempfile.mkstemp()
                missing = tempfile.mktemp()
                self.assertFalse(self.store.holds(missing))
                gone = tempfile.mktemp()
                assert not self.store.holds(gone)

            def test_refused(self):
                name = tempfile.mktemp()
                self.assertRaises(ShopError, self.store.read, name)
                with self.assertRaises(ShopError):
                    self.store.run("%include " + name)
                raises = self.assertRaises
                raises(ShopError, self.store.read, tempfile.mktemp())

        class PrivateTest(unittest.TestCase):
            def setUp(self):
                self.addCleanup(setattr, tempfile, "tempdir", tempfile.tempdir)
                tempfile.tempdir = tempfile.mkdtemp()

            def test_dump(self):
                self.store.dump(tempfile.mktemp())
        """,
        """
        import builtins
        import os
        import tempfile
        from unittest import mock

        FOLDER = mock.patch.object(os.path, "isdir")

        @mock.patch("shop.load")
        @mock.patch.object(builtins, "open")
        def test_load(opened, load, store):
            name = tempfile.mktemp()
            store.load(name)
            opened.assert_called_once_with(name)
        """,
        """
        import tempfile
        from unittest.mock import patch

        def test_load(store):
            name = tempfile.mktemp()
            with patch("io.open") as opened:
                store.load(name)
        """,
        """
        import os
        import tempfile
        from unittest import mock

        def names():
            return {"in": tempfile.mktemp(), "out": tempfile.mktemp()}

        def test_load(store):
            with mock.patch.object(os, "open", side_effect=store.open):
                store.load(names())
        """,
        """
        import os
        import shutil
        import tempfile

        def test_copy():
            copy = tempfile.mktemp()
            shutil.copytree("shop", copy)
            pipe = tempfile.mktemp()
            os.mkfifo(pipe)
            mail = tempfile.mktemp()
            os.open(mail, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)

        def test_dump(tmp_path, store):
            store.dump(tempfile.mktemp(dir=tmp_path))
            store.dump(tempfile.mktemp(dir=tmp_path / "inner"))
            handle, path = tempfile.mkstemp(suffix=".db")
            store.dump(path)
        """,
    ),
)


@rule.call(*NAMING)
def named(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a call that returns a name without a file, unless the directory may be the program's own."""
    if can_be_taken(call, module) and _is_of_file(call, module):
        name = next(name for name in module.names(call.func) if name in NAMING)
        hit = rule.at(call, name=f"{name.rpartition('.')[2]}()")
        yield hit.fixed_by(partial(_within_a_folder, call, module)) if name == "tempfile.mktemp" else hit


def _is_of_file(name: ast.expr, module: Module) -> bool:
    """Whether the module shows that there will be a file of a name, and that any Python comes there; any name
    will do if the rule is enabled by name."""
    if module.settings.enables(rule.code):
        return True
    handlers: Iterator[ast.ExceptHandler] = module.around(name, ast.ExceptHandler)
    return is_known_as_file(name, module) and not any(_LACKING & caught(each, module) for each in handlers)


_LACKING = frozenset({"AttributeError", "ImportError", "ModuleNotFoundError", "NameError"})
"""Errors of what an old Python has not."""


def _within_a_folder(call: ast.Call, module: Module) -> Fix:
    from flake8_testsec.cleanup.registered_folders import within_registered_folder  # few files ask

    own = within_own_folder(call, module, text=runs_under_python_2(module))
    return Fix(own or within_registered_folder(call, module))


_DROPPED = frozenset({"tempfile.NamedTemporaryFile", "tempfile.TemporaryDirectory"})


@rule.attribute("name", look=looks.is_of_call)
def dropped(attribute: ast.Attribute, module: Module) -> Iterator[Hit]:
    """Report the name of what is removed at once, because nobody keeps it."""
    made = attribute.value
    if not isinstance(made, ast.Call) or not module.names(made.func) & _DROPPED or unpacks(made):
        return
    if isinstance(module.parent(attribute), ast.Expr) or _is_only_a_name(attribute, made, module):
        return
    if lies_in_shared(made, module) and not fakes_files(made, module) and _is_of_file(attribute, module):
        yield rule.at(attribute, name=f"{last_word(made.func)}().name")


def _is_only_a_name(attribute: ast.Attribute, made: ast.Call, module: Module) -> bool:
    """Whether what is made may be there still, or no file is made of the name."""
    if any(each.arg in ("delete", "delete_on_close") for each in made.keywords):
        return True
    match module.parent(attribute):
        case ast.Call(func=func) if module.names(func) & {"os.path.basename"}:
            return True
    is_missing = makes_no_file(attribute, module) or is_made_anew(attribute, module)
    return is_missing or is_elsewhere(made, module)
