"""A test hands the code under test a path that every user of the machine can take first."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.origins import Leaf, leaves
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.interceptors import FILES, is_intercepted
from flake8_testsec.vocabulary.testing.suites import is_test_file

rule = Rule(
    code="TSE215",
    summary="a test hands on a fixed path in a shared temporary directory",
    message="test {deed} in {folder}, which another user can take; use tmp_path or tempfile",
    roles=Role.TEST,
    cwe=377,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    What the code under test reads, makes or overwrites there is for anybody on the machine to choose, and
    two runs at the same time take it from each other. That a path is not there is not certain either: the
    test that counts on it fails on the machine where it is.

    A test that goes to the shared directory itself (``os.chdir("/tmp")``) makes each name that it uses
    afterwards a fixed one there.

    Off unless enabled, because what the code under test does with a path, the test does not tell: some only
    take it apart.
    """,
    fix="Hand on a path below ``tmp_path`` or ``tempfile.mkdtemp()``; for one that is missing as well.",
    fixable="Nothing, because other places may name the path, too.",
    bad=(
        """
        import unittest

        from shop import utils, wheels

        LOG = "/tmp/shop.log"
              ^^^^^^^^^^^^^^^

        def test_cache():
            cache = wheels.Cache("/tmp/.foo/")
                                 ^^^^^^^^^^^^
            assert wheels.top("/tmp/__missing__/a", follow=True) is None
                              ^^^^^^^^^^^^^^^^^^^^
            assert wheels.dump(cache, log=LOG)
            name = b"/var/tmp/shop.json"
                   ^^^^^^^^^^^^^^^^^^^^^
            assert wheels.read(name)

        class CacheTest(unittest.TestCase):
            path = "/tmp/test.txt"
                   ^^^^^^^^^^^^^^^

            def setUp(self):
                self.folder = "/dev/shm/shop"
                              ^^^^^^^^^^^^^^^
                utils.mkdirs(self.folder)

            def test_target(self):
                self.assertTrue(wheels.Target(self.path))
        """,
        """
        import os
        import tempfile

        from shop import wheels

        def test_relative():
            os.chdir(tempfile.gettempdir())
                     ^^^^^^^^^^^^^^^^^^^^^
            os.chdir("/tmp/")
                     ^^^^^^^
            assert wheels.get_top_path("/tmp/__missing__") is None
                                       ^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import os
        import unittest
        from unittest import mock

        from shop import utils, wheels

        NAME = "/tmp/shop"

        def test_says(monkeypatch, shop):
            monkeypatch.setenv("SHOP", "/tmp/shop")
            shop.store = mock.Mock(return_value="/tmp/shop")
            assert shop.path == "/tmp/shop"
            assert os.path.join("/tmp/shop", "a").startswith("/tmp/shop")
            assert wheels.parts("/tmp/") and wheels.parts("/tmp")
            assert wheels.parts("/opt/shop", *shop.parts)
            os.chdir("/opt")
            os.chdir(shop.path)
            shop.store.assert_called_with("/tmp/shop")
            shop.names = ["/tmp/shop"]
            open("/tmp/shop").close()
            store = mock.Mock()
            store.dump("/tmp/shop")
            path = other = "/tmp/shop"

        class CacheTest(unittest.TestCase):
            path = "/tmp/test.txt"

            def test_path(self):
                self.assertEqual(self.shop.path, self.path)
                self.assertEqual(self.shop.path, "/tmp/shop")

        @mock.patch("os.open")
        def test_patched(opened):
            assert wheels.dump("/tmp/shop")
        """,
        """
        # file: tests/support.py
        import os

        def dump(store):
            os.chdir("/tmp")
            store.dump("/tmp/shop")
        """,
    ),
)

_SHARED = lazy(r"(?P<folder>/tmp|/var/tmp|/dev/shm)/+[^/]")
_READ = frozenset(
    {"bz2", "codecs", "gzip", "io", "lzma", "open", "os", "pathlib", "shutil", "sqlite3", "tarfile"}
    | {"subprocess", "sys", "tempfile", "zipfile"}
)
"""Whose functions are read by other rules, or take no path."""
_HARMLESS = lazy(
    r"assert|(eq|ne|ok)_\Z|fail|mock|\w*Mock\Z|patch|set(attr|env|item|default)\Z|call\Z|parametrize\Z|param\Z"
    r"|parse|(\w*_)?url|quote|\w+_(base|dir|file)name\Z|\w*(join|split|suffix)\Z|(base|dir|file|path)?name\Z|(abs|common|norm|real|rel)?path\Z"
    r"|(Pure)?(Posix|Windows)?Path\Z|startswith|endswith"
    r"|format\Z|append\Z|add\Z|extend\Z|insert\Z|index\Z|count\Z|replace\Z|str\Z|repr\Z|print\Z|get\Z|update\Z"
    r"|dict\Z|namedtuple|info\Z|debug\Z|warning\Z|error\Z|literal\Z|isinstance\Z|skip|xfail|raises",
    re.IGNORECASE,
)
"""Last words of calls that only look at a text, keep it, or compare it."""
_ELSEWHERE = lazy(r"(?i)remote|(\w+_)?(executable|interpreter)\Z")
"""Words of arguments that are paths of another machine, or of a program."""


@rule.call("contextlib.chdir", "os.chdir")
def entered(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a test that goes to such a folder, in which all the names that it uses are fixed then."""
    folder = argument(call, 0, "path")
    if folder is None or not is_test_file(module) or is_intercepted(call, module, FILES):
        return
    path = string(meant(folder, module)) or ""
    if path.rstrip("/") in _FOLDERS or module.names(meant(folder, module)) & {"tempfile.gettempdir()"}:
        yield rule.at(folder, deed="uses relative names", folder=path or "the shared temporary directory")


_FOLDERS = frozenset({"/dev/shm", "/tmp", "/var/tmp"})


@rule.text("/tmp", "/dev/shm")
def handed_on(module: Module) -> Iterator[Hit]:
    """Report each literal with such a path that is given to a call, itself or by its name."""
    for literal in module.nodes(ast.Constant) if is_test_file(module) else ():
        found = _SHARED.match(_text(literal.value))
        if found and _is_handed_on(literal, module) and not _is_only_text(literal, module):
            yield rule.at(literal, deed="hands on a fixed path", folder=found["folder"])


def _is_only_text(literal: ast.AST, module: Module) -> bool:
    """Whether nothing is made there: files are doubles, or the call is expected to be refused."""
    return is_intercepted(literal, module, FILES) or expecting_around(literal, module) is not None


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _is_handed_on(literal: ast.Constant, module: Module) -> bool:
    match module.parent(literal):
        case ast.Call() as call:
            return _takes(call, module)
        case ast.keyword(arg=word) as given:
            if _ELSEWHERE.match(word or ""):
                return False
            holder = module.parent(given)
            return isinstance(holder, ast.Call) and _takes(holder, module)
        case ast.Assign():
            return literal in _given(module)
        case _:
            return False


def _takes(call: ast.Call, module: Module) -> bool:
    """Whether a call may do something with a path, and is none whose paths another rule reads."""
    word = last_word(call.func)
    if not word or _HARMLESS.match(word):
        return False
    if any(name.partition(".")[0] in _READ for name in module.names(call.func)):
        return False
    return not (isinstance(call.func, ast.Attribute) and is_likely_mock(call.func.value, module))


@once
def _given(module: Module) -> frozenset[Leaf]:
    """What the names and attributes may hold that are arguments of such calls."""
    return frozenset(
        leaf
        for call in module.nodes(ast.Call)
        if (named := _named(call)) and _takes(call, module)
        for each in named
        for leaf in leaves(each, module)
        if isinstance(leaf, ast.Constant)
    )


def _named(call: ast.Call) -> Sequence[ast.expr]:
    """The arguments of a call that are names or attributes."""
    given = (*call.args, *(each.value for each in call.keywords))
    return [each for each in given if isinstance(each, (ast.Name, ast.Attribute))]
