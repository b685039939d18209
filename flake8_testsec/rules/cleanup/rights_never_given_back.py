"""A test changes the rights of a file that outlives it, or takes away those of a folder to be removed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test, methods

rule = Rule(
    code="TSE338",
    summary="rights of a file or folder are changed in a test and not given back",
    message="{what}; change its rights back in finally or in a cleanup",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    The rights of a file that a test has not made itself stay as the test leaves them, for other tests and for
    whoever works with the file next. In a folder of which the rights to write or to search were taken away
    nothing can be removed: ``shutil.rmtree`` fails, or leaves all of it behind.
    """,
    fix="""
    Right after the change, register ``self.addCleanup(os.chmod, path, mode)``, or change the rights back in
    ``finally``; pytest's ``tmp_path`` is removed whatever its rights are.
    """,
    fixable="Nothing, because the rights from before have to be asked for first.",
    bad=(
        """
        import os
        import pathlib
        import shutil
        import tempfile
        import unittest


        class TestOrders(unittest.TestCase):
            def setUp(self):
                self.folder = tempfile.mkdtemp()
                self.addCleanup(shutil.rmtree, self.folder)

            def test_denied(self):
                os.chmod(self.folder, 0o500)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertRaises(OSError, save, self.folder)

            def test_spool(self):
                os.chmod("/var/spool/orders", 0o777)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(save("/var/spool/orders"))


        def test_key():
            pathlib.Path(__file__).with_name("key.pem").chmod(0o600)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert load("key.pem")


        def test_folder():
            folder = tempfile.mkdtemp()
            os.chmod(folder, mode=0)
            ^^^^^^^^^^^^^^^^^^^^^^^^
            assert not save(folder)
            shutil.rmtree(folder)
        """,
    ),
    good=(
        """
        import os
        import shutil
        import tempfile
        import unittest


        class TestOrders(unittest.TestCase):
            def setUp(self):
                self.folder = tempfile.mkdtemp()
                self.other = tempfile.mkdtemp()

            def tearDown(self):
                os.chmod(self.folder, 0o700)
                shutil.rmtree(self.folder)

            def test_denied(self):
                os.chmod(self.folder, 0o500)
                self.assertRaises(OSError, save, self.folder)
        """,
        """
        import os
        import tempfile


        def test_denied(tmp_path, shop):
            os.chmod(tmp_path, 0o500)
            folder = tempfile.mkdtemp()
            os.chmod(folder, 0o750)
            os.chmod(os.path.join(folder, "orders"), 0)
            os.chmod(shop.folder, 0)
            os.chmod(folder, MODE)
            shop.chmod(0)
            assert not save(tmp_path)


        def test_given_back():
            folder = tempfile.mkdtemp()
            try:
                os.chmod(folder, 0)
                assert not save(folder)
            finally:
                os.chmod(folder, 0o700)


        def make_script():
            os.chmod("bin/shop", 0o755)


        def test_made():
            with open("orders.sh", "w") as script:
                script.write("exit")
            os.chmod("orders.sh", 0o755)
            assert run("orders.sh")
        """,
    ),
)

_FOLDER = "tempfile.mkdtemp()"
_NEEDED = 0o300
"""The rights to write into a folder, and to find what is in it."""
_WORDS = frozenset({"chmod", "fchmod", "lchmod", "copymode", "copystat"})


@rule.call("os.chmod")
def of_path(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a change of rights by ``os.chmod``."""
    path, mode = argument(call, 0, "path"), argument(call, 1, "mode")
    if path is not None and mode is not None:
        yield from _left(call, path, mode, module)


@rule.method("chmod")
def of_object(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a change of rights by the method of a path."""
    mode = argument(call, 0, "mode")
    names = module.names(call.func)
    is_path = bool(names) and all(name.startswith("pathlib.") for name in names)
    if isinstance(call.func, ast.Attribute) and mode is not None and is_path:
        yield from _left(call, call.func.value, mode, module)


def _left(call: ast.Call, path: ast.expr, mode: ast.expr, module: Module) -> Iterator[Hit]:
    function = module.function(call)
    if function is None or not (
        is_test(function, module) or is_hook(function) or is_fixture(function, module)
    ):
        return
    what = _folder(path, mode, module) or _outliving(path, function, module)
    if what and not _is_changed_again(call, function, module):
        yield rule.at(call, what=what)


def _folder(path: ast.expr, mode: ast.expr, module: Module) -> str:
    """What is said of a temporary folder of which rights that its removal needs are taken away."""
    match mode:
        case ast.Constant(value=int(rights)) if rights & _NEEDED != _NEEDED and _is_folder(path, module):
            return "nothing in a folder can be removed any more"
        case _:
            return ""


def _is_folder(path: ast.expr, module: Module) -> bool:
    """Whether a path is a folder that the module has had made for it."""
    if isinstance(path, ast.Name):
        bindings = module.bindings(path)
        return bool(bindings) and all(
            isinstance(each, Bound) and module.names(each.value) == {_FOLDER} for each in bindings
        )
    class_ = module.above(path, ast.ClassDef)
    if not isinstance(path, ast.Attribute) or class_ is None:
        return False
    made = [module.parent(each) for each in module.stored(path.attr, class_)]
    return bool(made) and all(
        isinstance(each, ast.Assign) and module.names(each.value) == {_FOLDER} for each in made
    )


def _outliving(path: ast.expr, function: Function, module: Module) -> str:
    """What is said of a path that is written out, or lies beside the tests, if they do not make it."""
    is_beside = any(isinstance(each, ast.Name) and each.id == "__file__" for each in ast.walk(path))
    text = string(path)
    if not is_beside and not (text and text.startswith("/") and not text.startswith("/tmp")):
        return ""
    return "its rights are left changed"


def _is_changed_again(call: ast.Call, function: Function, module: Module) -> bool:
    """Whether the function, or what runs around the tests of its class, changes rights once more."""
    class_ = module.class_of(function)
    others = [each for each in methods(class_) if not is_test(each, module)] if class_ is not None else []
    every = (each for around in {function, *others} for each in _changes(around, module))
    return any(each is not call.func for each in every)


@once
def _changes(function: Function, module: Module) -> list[ast.expr]:
    """Where a function names what changes rights."""
    return [
        each
        for each in walk(function)
        if isinstance(each, (ast.Name, ast.Attribute)) and last_word(each) in _WORDS
    ]
