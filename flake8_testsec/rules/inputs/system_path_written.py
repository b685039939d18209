"""A test writes to a fixed path of the system, or to the home folder of whoever runs it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.interceptors import FILES, is_intercepted

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
    ),
    good=(
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
_MADE = ("os.mkdir", "os.makedirs", "os.remove", "os.unlink", "os.rmdir", "shutil.rmtree")
_MOVED = (
    *("os.rename", "os.replace", "os.symlink"),
    *(f"shutil.{word}" for word in ("copy", "copyfile", "copytree", "move")),
)
_OF_PATH = tuple(
    f"pathlib.Path().{word}" for word in ("mkdir", "rmdir", "touch", "unlink", "write_bytes", "write_text")
)


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


def _reported(path: ast.expr | None, module: Module) -> Iterator[Hit]:
    match path:
        case ast.Call(args=[inner]) if last_word(path.func) in ("Path", "expanduser"):
            yield from _reported(inner, module)
        case ast.expr():
            text = string(meant(path, module)) or ""
            if _SYSTEM.match(text) and not is_intercepted(path, module, FILES):
                yield rule.at(path, path=text if len(text) < _LONGEST else f"{text[:_LONGEST]}...")


_LONGEST = 40
"""Characters of a path that a message repeats."""
