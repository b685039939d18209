"""A test lets every user of the machine write to its files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from flake8_testsec.fixing.edits import Edits, replaced, written
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.interceptors import around
from flake8_testsec.vocabulary.testing.suites import is_hook

rule = Rule(
    code="TSE208",
    summary="mode is writable by everyone",
    message="mode {mode} lets every user write; leave out the write permission for others",
    roles=Role.TEST,
    cwe=732,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    While the test runs, every user and every service of the machine can change the file, or put files into
    the directory. What the test then reads, runs or imports from there is theirs.
    """,
    fix="Give the mode that the test needs to its user alone: ``0o600`` for files, ``0o700`` to enter.",
    fixable="""
    A mode that is written in the call as an octal number loses the permission; unsafe, because another user
    may need it. A mask, a flag or a name may be used for more.
    """,
    bad=(
        """
        import os
        import stat
        import unittest

        class SocketTest(unittest.TestCase):
            def setUp(self):
                os.umask(0)
                ^^^^^^^^^^^
                os.makedirs(self.folder, mode=0o777)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                os.mkdir(self.inner, 0o707)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                os.chmod(self.path, 0o666)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^
                os.chmod(self.script, stat.S_IRWXU | stat.S_IRWXO)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        MODE = 0o777

        def test_socket(tmp_path):
            (tmp_path / "socket").chmod(0o722)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            tmp_path.chmod(mode=MODE)
            ^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import os
        import stat
        import unittest

        class SocketTest(unittest.TestCase):
            def tearDown(self):
                os.chmod(self.folder, 0o777)

            def test_socket(self, mode):
                os.umask(0o077)
                os.umask(self.umask)
                os.makedirs(self.folder)
                os.makedirs(self.folder, 0o700)
                os.chmod(self.path, 0o600)
                os.chmod(self.path, stat.S_IRUSR | stat.S_IWUSR)
                os.chmod(self.path, mode)
                os.chmod(self.folder, 0o1777)
                os.chmod(self.path)
                self.addCleanup(os.chmod, self.path, 0o777)
                self.path.chmod(0o640)
        """,
        """
        import os
        from unittest import mock

        def test_socket(folder):
            path = mock.Mock()
            path.chmod(0o777)
            os.chmod(folder, 0o500)
            try:
                assert not folder.serve()
            finally:
                os.chmod(folder, 0o777)

        def test_ready(folder):
            os.chmod(folder, 0o500)
            assert not folder.serve()
            os.chmod(folder, 0o777)

        def test_later(folder):
            os.chmod(folder, 0o500)

            def give_back():
                os.chmod(folder, 0o777)

            folder.serve(give_back)

        class LockedTest:
            def lock(self):
                os.chmod(self.folder, 0o500)

            def unlock(self):
                os.chmod(self.folder, 0o777)

        def test_folder_not_writable(folder):
            os.chmod(folder, 0o777)

        class TestPermissions:
            def test_open(self, folder):
                folder.chmod(0o777)
        """,
    ),
)

_MODE_AT = {"os.chmod": 1, "os.fchmod": 1, "os.lchmod": 1, "os.makedirs": 1, "os.mkdir": 1}
_DEEPEST = 8
"""How many flags may be joined: a name may be bound to itself, ``mode = mode | stat.S_IWOTH``."""
_OTHERS = 0o002
_STICKY = 0o1000
_FLAGS = {"stat.S_IWOTH": 0o002, "stat.S_IRWXO": 0o007, "stat.S_ISVTX": 0o1000}
_SUBJECT = lazy(r"perm|mode|chmod|writ|access|umask|rights", re.IGNORECASE)


@rule.call(*_MODE_AT)
def function(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a function of ``os`` that gives everyone the right to write."""
    position = next(_MODE_AT[name] for name in module.names(call.func) if name in _MODE_AT)
    yield from _judged(call, argument(call, position, "mode"), module)


@rule.call("os.umask")
def umask(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a mask that takes no right away."""
    mask = argument(call, 0)
    if mask is not None and _value(mask, module) == 0 and not _is_meant(call, module):
        yield rule.at(call, mode="0o777")


@rule.method("chmod")
def method(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the method of a path that gives everyone the right to write."""
    match call.func:
        case ast.Attribute(value=owner) if not module.names(call.func) & {*_MODE_AT}:
            if not is_likely_mock(owner, module):
                yield from _judged(call, argument(call, 0, "mode"), module)


def _judged(call: ast.Call, mode: ast.expr | None, module: Module) -> Iterator[Hit]:
    value = _value(mode, module) if mode is not None else None
    if value is not None and value & _OTHERS and not value & _STICKY and not _is_meant(call, module):
        yield rule.at(call, mode=f"{value:#o}").fixed(*_narrowed(mode, value, module))


def _narrowed(mode: ast.expr | None, value: int, module: Module) -> Edits:
    """The mode without the write permission for others, where it is written as one number."""
    if not isinstance(mode, ast.Constant) or not written(mode, module).startswith("0o"):
        return ()
    return replaced(mode, f"0o{value & ~_OTHERS:03o}", module)


def _value(mode: ast.expr, module: Module, depth: int = 0) -> int | None:
    """A mode that the text tells, as far as other users are concerned."""
    match meant(mode, module):
        case ast.Constant(value=int(value)):
            return value
        case ast.BinOp(op=ast.BitOr(), left=left, right=right) if depth < _DEEPEST:
            return (_value(left, module, depth + 1) or 0) | (_value(right, module, depth + 1) or 0)
        case flag:
            return next((_FLAGS[name] for name in module.names(flag) if name in _FLAGS), None)


def _is_meant(call: ast.Call, module: Module) -> bool:
    """Whether the mode is what the test is about, or only lets the files be removed again."""
    if any(_SUBJECT.search(each.name) for each in around(call, module)):
        return True
    return _is_cleanup(call, module) or _follows_another(call, module)


def _is_cleanup(call: ast.Call, module: Module) -> bool:
    inner: ast.AST = call
    for above in module.ancestors(call):
        match above:
            case ast.Try(finalbody=last) if inner in last:
                return True
            case ast.FunctionDef(name=name) if is_hook(above):
                return "down" in name.lower()
        inner = above
    return False


def _follows_another(call: ast.Call, module: Module) -> bool:
    """Whether a function around has changed the mode before; for what ``self`` has, the class."""
    subject = spelt(_subject(call))
    kind = ast.ClassDef if subject.startswith("self.") else ast.FunctionDef
    scopes = [above for above in module.ancestors(call) if isinstance(above, kind)]
    return any(_first(module).get((above, subject), call.lineno) < call.lineno for above in scopes)


@once
def _first(module: Module) -> Mapping[tuple[ast.AST, str], int]:
    """The first line on which the mode of something is changed, by the scopes around and the text of it."""
    found: dict[tuple[ast.AST, str], int] = {}
    for call in module.calls({"chmod"}):
        subject = spelt(_subject(call))
        for above in module.ancestors(call):
            if isinstance(above, (ast.FunctionDef, ast.ClassDef)):
                found.setdefault((above, subject), call.lineno)
    return found


def _subject(call: ast.Call) -> ast.expr:
    """What a mode is given to: the object whose method is called, or a function's first argument."""
    return call.args[0] if len(call.args) > 1 else call.func
