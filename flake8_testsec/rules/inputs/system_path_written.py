"""A test writes to a fixed path of the system, or to the home folder of whoever runs it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.project.interception import is_intercepted
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.literals import GAP
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.origins import leaves
from flake8_testsec.source.receivers import callees
from flake8_testsec.source.texts import begin, meant
from flake8_testsec.vocabulary.testing.home_folder import HOME
from flake8_testsec.vocabulary.testing.interceptors import FILES

rule = Rule(
    code="TSE214",
    summary="a test writes to a system folder or to the home folder",
    message="test writes to {path}, outside of its own folders; use tmp_path or tempfile",
    roles=Role.TEST | Role.SUPPORT,
    cwe=377,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    What is written there is no test's own: it overwrites what the user or the system has at that path, stays
    when the test is over, and makes the next run, or the next product that is started, see it. On a machine
    without the right to write there the test fails, so somebody runs it as root.
    """,
    fix="Write below ``tmp_path`` or ``tempfile.mkdtemp()``, and tell the code under test the folder.",
    fixable="Nothing, because the code under test has to be told the other path.",
    bad=(
        """
        import os

        def test_team(home_team, options):
            os.makedirs(os.path.expanduser("~/.shop"))
                                           ^^^^^^^^^
            assert home_team.saved(options)

        def test_default(options):
            options.setdefault("HOME", "x")
            os.makedirs(os.path.expanduser("~/.shop"))
                                           ^^^^^^^^^

        def test_default_of_variable():
            os.environ.setdefault("HOME", "/nowhere")
            os.makedirs(os.path.expanduser("~/.shop"))
                                           ^^^^^^^^^
        """,
        """
        import os
        import shutil
        from pathlib import Path

        SETTINGS = "/etc/shop.ini"

        def test_reads_settings(shop):
            with open(SETTINGS, "w") as stream:
                      ^^^^^^^^
                stream.write("[shop]")
            os.makedirs("/var/lib/shop", exist_ok=True)
                        ^^^^^^^^^^^^^^^
            Path("/opt/shop/orders").write_text("pear")
                 ^^^^^^^^^^^^^^^^^^
            with open(os.path.expanduser("~/.shop"), "a") as stream:
                                         ^^^^^^^^^
                stream.write("pear")
            shutil.copy("orders", "/usr/local/share/orders")
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.orders
        """,
        """
        import logging
        import os
        import unittest
        from pathlib import Path
        from unittest import mock

        class ShopTest(unittest.TestCase):
            def setUp(self):
                self.folder = "/opt/shop/orders"
                self.path = Path("/srv/shop")
                os.makedirs(self.folder)
                            ^^^^^^^^^^^
                os.chmod("/etc/shop.ini", 0o600)
                         ^^^^^^^^^^^^^^^

            def test_orders(self):
                (Path("/opt/shop") / "orders").write_text("pear")
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                (Path.home() / ".shop").write_text("pear")
                 ^^^^^^^^^^^^^^^^^^^^^
                (self.path / "orders").touch()
                 ^^^^^^^^^^^^^^^^^^^^
                Path("/etc/shop").joinpath("orders").unlink()
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                with open(os.path.join("/var/lib/shop", self.name), "w") as stream:
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    stream.write("pear")
                with mock.patch.dict(os.environ, {"SHOP_HOME": self.name}):
                    os.makedirs(os.path.expanduser("~/.shop"))
                                                   ^^^^^^^^^
                with open(f"/var/lib/{self.name}", "w") as stream:
                          ^^^^^^^^^^^^^^^^^^^^^^^
                    stream.write("pear")
                with Path("/etc/shop").open("w") as stream:
                          ^^^^^^^^^^^
                    stream.write("pear")
                logging.FileHandler("/var/log/shop.log")
                                    ^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import os
        import unittest
        from pathlib import Path

        class ShopTest(unittest.TestCase):
            def setUp(self):
                self.folder = "/opt/shop"
                self.folder = self.made()
                os.makedirs(self.folder)
                self.path = self.shop.path
                self.name = Path(self.name)
                self.name.mkdir()

            def test_orders(self):
                (self.path / "orders").touch()
                (self.shop.path / "/opt/shop").touch()
                self.shop.touch("/opt/shop")
                Path("/etc/shop").joinpath("orders").read_text()
                with open(os.path.join(self.name, "/var/lib/shop"), "w") as stream:
                    stream.write("pear")
                with Path("/etc/shop").open() as stream:
                    assert stream.read()
                with self.shop.open("w") as stream:
                    assert stream.read()
        """,
        """
        import os
        from pathlib import Path

        def test_reads(shop, tmp_path, mode):
            with open("/etc/hosts") as stream:
                assert stream.read()
            with open("/etc/hosts", mode) as stream:
                assert stream.read()
            with open("/dev/null", "w") as stream:
                stream.write("pear")
            with open("orders", "w") as stream:
                stream.write("pear")
            os.makedirs(tmp_path / "var")
            Path("/opt/shop").read_text()
            shop.makedirs("/opt/shop")
            (tmp_path / "a").write_text("/opt/shop")
        """,
        """
        # file: tests/conftest.py
        import os

        import pytest

        @pytest.fixture
        def account(monkeypatch, tmp_path):
            os.environ.update(USERPROFILE=str(tmp_path))

        @pytest.fixture
        def shop(account):
            return account.shop
        # file: tests/test_shop.py
        import os
        from pathlib import Path
        from unittest import mock

        import pytest

        @pytest.fixture
        def orders(shop):
            return Path.home() / ".orders"

        def test_set(monkeypatch, tmp_path):
            monkeypatch.setenv("HOME", str(tmp_path))
            (Path.home() / ".shop").write_text("pear")

        @mock.patch.dict(os.environ, {"HOME": "made"})
        def test_patched():
            os.makedirs(os.path.expanduser("~/.shop"))

        def test_of_conftest(orders):
            os.makedirs(os.path.expanduser("~/.shop"))

        @pytest.mark.usefixtures("account")
        def test_used():
            os.makedirs(os.path.expanduser("~/.shop"))

        def test_named(home_dir):
            (Path.home() / ".shop").mkdir()
        """,
        """
        import os
        from unittest import mock

        @mock.patch("os.makedirs")
        def test_makes(makedirs):
            os.makedirs("/var/lib/shop")
            assert makedirs.called

        def test_fake(fs):
            os.makedirs("/var/lib/shop")
            with open("/var/lib/shop/orders", "w") as stream:
                stream.write("pear")
        """,
    ),
)

_SYSTEM = lazy(r"/(bin|boot|etc|home|lib|opt|root|sbin|srv|usr|var)/(?!tmp/|folders/|run/user/)|~/")
_WRITES = lazy(r"[rbt]*[wax+]")
_MADE = (
    *("os.chmod", "os.chown", "os.mkfifo", "logging.FileHandler", "sqlite3.connect"),
    *("os.mkdir", "os.makedirs", "os.remove", "os.unlink", "os.rmdir", "shutil.rmtree"),
)
_MOVED = (
    *("os.rename", "os.replace", "os.symlink"),
    *(f"shutil.{word}" for word in ("copy", "copyfile", "copytree", "move")),
)
_OF_PATH = tuple(
    f"pathlib.Path().{word}" for word in ("mkdir", "rmdir", "touch", "unlink", "write_bytes", "write_text")
)
_WORDS = tuple(name.rpartition(".")[2] for name in _OF_PATH)


@rule.call("open", "io.open")
def opened(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a file that is opened to be written."""
    if _WRITES.match(string(argument(call, 1, "mode")) or ""):
        yield from _reported(argument(call, 0, "file"), module)


@rule.call(*_MADE)
def made(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what is made or removed."""
    yield from _reported(argument(call, 0), module)


@rule.call(*_MOVED)
def moved(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report where something is put."""
    yield from _reported(argument(call, 1, "dst"), module)


@rule.call(*_OF_PATH)
def written(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a path that is written or removed by its own method."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    path = meant(owner, module) if owner is not None else None
    yield from _reported(argument(path, 0) if isinstance(path, ast.Call) else None, module)


@rule.method(*_WORDS)
def put_together(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same of a path that is put together, or that an attribute holds."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    path = meant(owner, module) if owner is not None else None
    if not module.names(call.func) & {*_OF_PATH} and isinstance(path, (ast.BinOp, ast.Call, ast.Attribute)):
        yield from _reported(path, module) if _is_path(path, module) else ()


@rule.method("open")
def opened_by_path(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a path that is opened to be written by its own method."""
    writes = _WRITES.match(string(argument(call, 0, "mode")) or "")
    if writes and isinstance(call.func, ast.Attribute) and "pathlib.Path().open" in callees(call, module):
        yield from _reported(call.func.value, module)


def _is_path(node: ast.expr, module: Module) -> bool:
    """Whether an expression is made of a path of ``pathlib``."""
    parts = (each for each in walk(node) if isinstance(each, ast.expr))
    made = {name for each in parts for name in _names(each, module)}
    return bool(made & {"pathlib.Path()", "pathlib.Path.home()"})


def _names(node: ast.expr, module: Module) -> frozenset[str]:
    values = leaves(node, module, lambda each: isinstance(each, ast.Call))
    held = (each for each in values if isinstance(each, ast.Call)) if isinstance(node, ast.Attribute) else ()
    return module.names(node).union(*(module.names(each) for each in held))


def _reported(path: ast.expr | None, module: Module) -> Iterator[Hit]:
    text = _text(path, module) if path is not None else ""
    if path is not None and _SYSTEM.match(text) and not _is_own(path, text, module):
        yield rule.at(_place(path, module), path=text if len(text) < _LONGEST else f"{text[:_LONGEST]}...")


def _is_own(path: ast.expr, text: str, module: Module) -> bool:
    """Whether the test has a file system, or a home folder, of its own."""
    if is_intercepted(path, module, FILES):
        return True
    return text.startswith("~") and is_intercepted(path, module, HOME)


def _place(path: ast.expr, module: Module) -> ast.expr:
    """The text within what makes a path of it."""
    match path:
        case ast.Call(func=func, args=[inner]) if module.names(func) & _PLAIN:
            return _place(inner, module)
        case _:
            return path


def _text(path: ast.expr, module: Module, depth: int = 0) -> str:
    """What is known of a path, from its beginning; ``...`` stands for what is not."""
    match meant(path, module) if depth < _DEEPEST else None:  # an attribute may be made of itself
        case ast.Constant(value=str(text)):
            return text
        case ast.Call(func=func, args=[inner]) if module.names(func) & _PLAIN:
            return _text(inner, module, depth + 1)
        case ast.Call(func=func, args=[]) if "pathlib.Path.home" in module.names(func):
            return "~/"
        case ast.Call(func=func, args=[first, second, *_]) if "os.path.join" in module.names(func):
            return _joined(first, second, module, depth)
        case ast.Call(func=ast.Attribute(value=first, attr="joinpath"), args=[second, *_]):
            return _joined(first, second, module, depth)
        case ast.BinOp(op=ast.Div(), left=first, right=second):
            return _joined(first, second, module, depth)
        case ast.Attribute() as attribute:
            return _stored(attribute, module, depth)
        case None:
            return ""
        case other:
            begun = begin(other, module)
            return begun.text.replace(GAP, "...") if begun is not None else ""


def _joined(first: ast.expr, second: ast.expr, module: Module, depth: int) -> str:
    start = _text(first, module, depth + 1)
    return f"{start.rstrip('/')}/{_text(second, module, depth + 1) or '...'}" if start else ""


def _stored(attribute: ast.Attribute, module: Module, depth: int) -> str:
    """The text of an attribute that is only ever given one value."""
    match [*leaves(attribute, module, lambda each: each is not attribute)]:
        case [ast.expr() as value] if value is not attribute:
            return _text(value, module, depth + 1)
        case _:
            return ""


_PLAIN = frozenset({"os.path.expanduser", "pathlib.Path", "pathlib.PosixPath", "str"})
"""What makes a path, or a text, of a text."""
_DEEPEST = 8
_LONGEST = 40
"""Characters of a path that a message repeats."""
