"""A test reads or writes a path that every user of the machine can take first."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from flake8_testsec.cleanup.paths import is_expected_gone
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, spelt, string
from flake8_testsec.source.literals import GAP
from flake8_testsec.source.module import Module, names_below
from flake8_testsec.source.texts import begin, meant
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.interceptors import FILES, is_intercepted
from flake8_testsec.vocabulary.testing.own_folders import in_own_folder
from flake8_testsec.vocabulary.testing.suites import is_test_file
from flake8_testsec.vocabulary.testing.told_by_path import is_for_others

rule = Rule(
    code="TSE206",
    summary="fixed path in a shared temporary directory; use tmp_path or tempfile",
    message="fixed path in {folder}; use tmp_path or tempfile",
    roles=Role.TEST,
    cwe=377,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    Everybody on the machine may write to the directory and knows the name. Who puts a link there beforehand
    decides which file the test overwrites or removes, and who puts a file there decides what it reads. Two
    runs at the same time take the path from each other, and what one run leaves the next one finds.

    Where a module only makes an empty file at the path and takes it away, another process looks for that
    file; what a handler writes below a comment that speaks of debugging, or a failure tells the path of, a
    person does; what is only looked for, made room for and taken away, the code under test may fill; and what
    is only read, from a path that the module has once, is not there. They are reported where the rule is
    enabled by name.
    """,
    fix="""
    Take a directory that is made for the test: pytest's ``tmp_path``, or ``tempfile.mkdtemp()`` with its
    removal registered at once.
    """,
    fixable="""
    In a test that pytest runs, a path that is named once becomes one of ``tmp_path``; unsafe, because other
    programs may know the path. Elsewhere somebody has to remove the folder, and a person has to say when.
    """,
    bad=(
        """
        import os
        import shutil
        import socket
        import unittest

        class StoreTest(unittest.TestCase):
            def setUp(self):
                os.makedirs("/tmp/shop-store/inner")
                            ^^^^^^^^^^^^^^^^^^^^^^^
                self.addCleanup(shutil.rmtree, "/tmp/shop-store")

            def test_dump(self):
                path = f"/var/tmp/shop-{os.getpid()}.json"
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.store.dump(path)
                with open(path) as file:
                    self.assertEqual(file.read(), "[]")
                os.remove(path)

            def test_socket(self):
                path = "/tmp/shop.sock"
                       ^^^^^^^^^^^^^^^^
                listener = socket.socket(socket.AF_UNIX)
                listener.bind(path)
                os.rename(src=self.path, dst="/dev/shm/" + "shop")
                                             ^^^^^^^^^^^
        """,
        """
        import os
        import sqlite3
        import tempfile
        from pathlib import Path

        ROOT = Path("/tmp") / "shop"
                    ^^^^^^
        FOLDER = "/tmp/shop-test"
                 ^^^^^^^^^^^^^^^^

        def test_dump(store):
            (ROOT / "store.json").write_text("[]")
            Path("/tmp/shop.json").touch()
                 ^^^^^^^^^^^^^^^^
            os.mkdir(os.path.join(FOLDER, "inner"))
            open(os.path.join(tempfile.gettempdir(), "shop.log"), "w").close()
                                                     ^^^^^^^^^^
            open(str(Path(tempfile.gettempdir()) / "shop.txt"), "w").close()
                                                   ^^^^^^^^^^
            open(os.path.join("/tmp", "shop.csv"), "w").close()
                              ^^^^^^
            sqlite3.connect("/tmp/%s.db" % store.name)
                            ^^^^^^^^^^^^
            open("/tmp/" + store.name + "/list").close()
                 ^^^^^^^
        """,
    ),
    good=(
        """
        import os
        import tempfile
        from pathlib import Path

        def test_keeps_orders(shop):
            moved = Path(tempfile.gettempdir()) / "orders"
            if moved.exists():
                moved.unlink()
            other = os.path.join(tempfile.gettempdir(), "stock")
            if os.path.exists(other):
                os.remove(other)
            shop.close()
            assert not moved.exists()
            assert not os.path.exists(other)
        """,
        """
        import os
        import tempfile
        import uuid
        from pathlib import Path

        import pytest

        NAME = "/tmp/shop"
        NAME = os.environ.get("NAME", NAME)

        def test_dump(store, tmp_path, parse):
            store.dump("/tmp/shop.json")
            assert parse("--out=/tmp/shop") == parse(out="/tmp/shop")
            open(tmp_path / "shop.json").close()
            open(os.path.join(tmp_path, "/tmp/shop")).close()
            open(os.path.join(tempfile.gettempdir(), store.name)).close()
            open(os.path.join(os.getenv("SHOP") or tempfile.gettempdir(), "shop")).close()
            open(os.path.join(tempfile.gettempdir())).close()
            open("/tmp/" + store.upload().name).close()
            open(f"/tmp/{store.name}").close()
            open(os.path.join()).close()
            open(NAME).close()
            os.listdir("/tmp")
            os.makedirs("/tmp/", exist_ok=True)
            name = uuid.uuid4().hex
            open(f"/tmp/shop-{name}").close()
            open("/tmp/" + str(uuid.uuid4())).close()
            open(os.path.join("/tmp", "shop", str(uuid.uuid4()))).close()
            open().close()
            Path(tempfile.mkdtemp(dir="/tmp")).joinpath("shop").touch()
            store.router.bind("/shop")
            store.path.write_text("[]")
            Path().touch()

        def test_missing():
            with pytest.raises(FileNotFoundError):
                open("/tmp/is-not-there")
        """,
        """
        from unittest import mock

        from pyfakefs import fake_filesystem_unittest

        @mock.patch("builtins.open")
        def test_patched(open_):
            open("/tmp/shop.json").close()

        def test_faked(fs):
            open("/tmp/shop.json").close()

        def test_bind():
            socket = mock.Mock()
            socket.bind("/tmp/shop.sock")

        class FakedTest(fake_filesystem_unittest.TestCase):
            def test_faked(self):
                open("/tmp/shop.json").close()
        """,
        """
        import shutil

        import pytest

        @pytest.mark.parametrize("keep", [False])
        def test_never_kept(keep, store):
            if store.large and keep:
                shutil.copyfile(store.path, "/tmp/shop.json")
        """,
        """
        # file: tests/helpers.py
        def dump(store):
            with open("/tmp/shop.json", "w") as file:
                store.dump(file)
        """,
    ),
)

_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm")
_TEMPORARY = "tempfile.gettempdir()"
_FIRST = (
    *(
        "open",
        "io.open",
        "codecs.open",
        "gzip.open",
        "bz2.open",
        "lzma.open",
        "tarfile.open",
        "zipfile.ZipFile",
    ),
    *(
        f"os.{name}"
        for name in ("open", "mkdir", "makedirs", "mkfifo", "remove", "unlink", "rmdir", "removedirs")
    ),
    *("shutil.rmtree", "sqlite3.connect", "tarfile.TarFile"),
)
_BOTH = (
    *(f"os.{name}" for name in ("link", "rename", "renames", "replace")),
    *(f"shutil.{name}" for name in ("copy", "copy2", "copyfile", "copytree", "move")),
)
_ARGUMENTS = {
    **dict.fromkeys(_FIRST, (0,)),
    **dict.fromkeys(_BOTH, (0, 1)),
    "os.symlink": (1,),
}
_KEYWORDS = frozenset({"database", "dst", "file", "filename", "name", "path", "src"})
_METHODS = frozenset(
    {"mkdir", "open", "rename", "rmdir", "symlink_to", "touch", "unlink", "write_bytes", "write_text"}
)
_PLAIN = frozenset({"os.fspath", "pathlib.Path", "pathlib.PosixPath", "str"})
_ABSENCE = frozenset({"exists", "is_dir", "is_file", "isdir", "isfile", "lexists", "remove", "unlink"})
_VARIES = lazy(r"uuid|rand|token|secret|time|hex|mk[ds]temp|unique", re.IGNORECASE)
_WORDS = frozenset({"bind", *_METHODS, *(name.rpartition(".")[2] for name in _ARGUMENTS)})
_DEEPEST = 10


class _Fixed(NamedTuple):
    """The literal that fixes a path, and the directory in which it is."""

    node: ast.expr
    folder: str


@rule.text("/tmp", "/dev/shm", "gettempdir")
def fixed(module: Module) -> Iterator[Hit]:
    """Report each fixed path once, with the first call that uses it."""
    if not _is_collected(module):
        return
    seen = set()
    for call in module.scopes.calls(_WORDS):
        for path in _paths(call, module):
            found = _fixed(path, module, 0)
            if found is None or found.node in seen or _is_safe(call, path, module):
                continue
            if module.settings.enables(rule.code) or not is_for_others(found.node, call, module):
                seen.add(found.node)
                hit = rule.at(found.node, related=(Pointer(call, "used here"),), folder=found.folder)
                yield hit.fixed(*in_own_folder(found.node, call, module))


def _is_collected(module: Module) -> bool:
    return is_test_file(module) or module.path.endswith("conftest.py")


def _paths(call: ast.Call, module: Module) -> Iterator[ast.expr]:
    """The arguments of a call that are paths which it opens, makes, changes or removes."""
    for positions in (_ARGUMENTS[name] for name in module.names(call.func) if name in _ARGUMENTS):
        yield from call.args[positions[0] : positions[-1] + 1]
        yield from (each.value for each in call.keywords if each.arg in _KEYWORDS)
    match call:
        case ast.Call(func=ast.Attribute(value=owner, attr="bind"), args=[path]):
            if not is_likely_mock(owner, module):
                yield path
        case ast.Call(func=ast.Attribute(value=owner, attr=word)) if word in _METHODS:
            yield owner


def _fixed(path: ast.expr, module: Module, depth: int) -> _Fixed | None:
    """What fixes a path, if it certainly lies in a shared directory."""
    match meant(path, module):
        case _ if depth > _DEEPEST:
            return None
        case ast.Call(func=func, args=[inner]) if module.names(func) & _PLAIN:
            return _fixed(inner, module, depth + 1)
        case ast.Call(func=func, args=[first, second, *_]) if "os.path.join" in module.names(func):
            return _below(first, second, module) or _fixed(first, module, depth + 1)
        case ast.BinOp(op=ast.Div(), left=first, right=second):
            return _below(first, second, module) or _fixed(first, module, depth + 1)
        case other:
            text = begin(other, module)
            folder = next((each for each in _FOLDERS if text and text.text.startswith(each + "/")), "")
            # Of a name that is not known at all, nothing is fixed: a server may have made it up.
            is_fixed = text is not None and folder and text.text[len(folder) + 1 :].strip(GAP)
            return _Fixed(text.node, folder) if text is not None and is_fixed else None


def _below(first: ast.expr, second: ast.expr, module: Module) -> _Fixed | None:
    """A path of a directory that is shared itself, and a name that is written out."""
    root = meant(first, module)
    match root:
        case ast.Call(func=func, args=[inner]) if module.names(func) & _PLAIN:
            root = meant(inner, module)
    if string(second) is None:
        return None
    if module.names(root) == {_TEMPORARY}:  # a variable of the environment may name another
        return _Fixed(second, "the shared temporary directory")
    folder = (string(root) or "").removesuffix("/")
    return _Fixed(root, folder) if folder in _FOLDERS else None


def _is_safe(call: ast.Call, path: ast.expr, module: Module) -> bool:
    """Whether the path is different each time, the file system a double, or the call fails."""
    whole = meant(path, module)
    inner = (each for each in ast.walk(whole) if isinstance(each, ast.expr))
    parts = (meant(each, module) for each in (*inner, *_filled_in(whole, module)))
    if any(_VARIES.search(spelt(part)) for part in parts):
        return True
    if expecting_around(call, module) is not None or _is_expected_absent(path, module):
        return True
    return is_intercepted(call, module, FILES)


def _filled_in(path: ast.expr, module: Module) -> Iterator[ast.Name]:
    """The local names that a template is filled with: ``"/tmp/{name}".format(**locals())``."""
    function = module.function(path)
    match path:
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format"),
            keywords=[ast.keyword(arg=None, value=ast.Call(func=ast.Name(id="locals")))],
        ) if function is not None:
            known = names_below(function, module)
            yield from (name for word in _FIELDS.findall(text) for name in known.get(word, ())[:1])


_FIELDS = lazy(r"\{(\w+)\}")


def _is_expected_absent(path: ast.expr, module: Module) -> bool:
    """Whether a test does nothing with a path but to demand that nothing is there, and to see to that."""
    function = module.function(path)
    if function is None or not isinstance(path, ast.Name):
        return False
    named = (each for each in names_below(function, module)[path.id] if isinstance(each.ctx, ast.Load))
    calls = [_asked(each, module) for each in named]
    asked = [each for each in calls if each is not None and last_word(each.func) in _ABSENCE]
    return len(asked) == len(calls) and any(is_expected_gone(each, module) for each in asked)


def _asked(path: ast.Name, module: Module) -> ast.Call | None:
    """The call that is about a path: it is given it, or is one of its methods."""
    match module.parent(path):
        case ast.Call(args=[first]) as call if first is path:
            return call
        case ast.Attribute() as method:
            outer = module.parent(method)
            return outer if isinstance(outer, ast.Call) else None
        case _:
            return None
