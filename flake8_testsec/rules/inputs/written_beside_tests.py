"""A test that writes into the folder of the tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.vocabulary.testing.interceptors import FILES, is_intercepted
from flake8_testsec.vocabulary.testing.suites import conditioned, is_fixture, is_hook, is_test

rule = Rule(
    code="TSE222",
    summary="a test writes into the folder of the tests",
    message="{name}() writes beside the test, into the source; use tmp_path",
    roles=Role.TEST,
    cwe=377,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    What lies beside the tests belongs to the source: the file is in the way of the next run when this one is
    killed, is committed by mistake, is missing in an installed copy that nobody may write to, and two runs
    at the same time write the same one.
    """,
    fix="Write below ``tmp_path`` or ``tempfile.mkdtemp()``; copy what the test changes there first.",
    fixable="Nothing, because what reads the file afterwards is for a person to find.",
    bad=(
        """
        import os
        import shutil
        from pathlib import Path

        HERE = os.path.dirname(os.path.abspath(__file__))
        OUT = Path(__file__).parent / "out"

        def test_order(shop):
            path = os.path.join(HERE, "order.json")
            with open(path, "w") as out:
                 ^^^^^^^^^^^^^^^
                out.write("{}")
            os.makedirs(os.path.join(os.path.dirname(__file__), "orders"))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            shutil.copytree(os.path.join(HERE, "content"), os.path.join(HERE, "copy"))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            OUT.mkdir(exist_ok=True)
            ^^^^^^^^^^^^^^^^^^^^^^^^
            Path(HERE).joinpath("orders").mkdir()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            (OUT / "order.json").write_text("{}")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            shop.save(Path(__file__).with_name("order.json").open("wb"))
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import io
        import os
        import shutil
        import tempfile
        from pathlib import Path

        HERE = os.path.dirname(os.path.abspath(__file__))
        OUT = Path(__file__).parent / "out"

        def test_order(shop, tmp_path):
            with open(os.path.join(HERE, "order.json")) as order, open(tmp_path / "order.json", "w") as out:
                out.write(order.read())
            shutil.copytree(os.path.join(HERE, "content"), tmp_path / "copy")
            os.makedirs(shop.path)
            os.makedirs()
            OUT.exists()
            io.open("war.json")
            (OUT / "order.json").open()
            (tmp_path / Path(__file__).name).write_text("{}")
            os.makedirs(os.path.join(tmp_path, os.path.basename(__file__)))
            os.makedirs(tempfile.mkdtemp(dir=HERE))
            open(tempfile.mktemp(dir=HERE), mode=shop.mode)

        def write(OUT):
            OUT.mkdir()

        def test_recorded(shop):
            if shop.records:
                OUT.mkdir()
        """,
        """
        import os

        OUT = os.path.join(os.path.dirname(__file__), "out")
        os.makedirs(OUT)

        def test_order(fs):
            os.makedirs(OUT)
        """,
    ),
)

_WRITERS = {
    **dict.fromkeys(("os.mkdir", "os.makedirs", "os.mkfifo", "os.mknod"), (0, "name")),
    **{f"shutil.{name}": (1, "dst") for name in ("copy", "copy2", "copyfile", "copytree", "move")},
    **dict.fromkeys(("os.rename", "os.replace", "os.symlink", "os.link"), (1, "dst")),
    **dict.fromkeys(("open", "io.open"), (0, "file")),
}
_OF_PATHS = ("mkdir", "write_text", "write_bytes", "touch", "symlink_to", "hardlink_to")
_TAKES_NAME = frozenset(
    {"name", "stem", "suffix", "basename", "read_text", "mktemp", "mkdtemp", "splitext", "exists"}
)
_MAKERS = frozenset({"str", "pathlib.Path", "pathlib.PurePath"})
_LEADING_ON = frozenset({"joinpath", "resolve", "absolute", "with_name"})
_DEEPEST = 6


@rule.call(*_WRITERS, hints=("__file__",))
def written(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the writing of what lies beside the file of the test."""
    names = module.names(call.func) & _WRITERS.keys()
    position, word = _WRITERS[next(iter(names))]
    path = argument(call, position, word)
    if last_word(call.func) == "open" and not _writes(argument(call, 1, "mode")):
        return
    yield from _reported(call, path, module)


@rule.method(*_OF_PATHS, "open")
def written_by_path(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same by a method of ``pathlib.Path``."""
    match call.func:
        case ast.Attribute(value=path, attr=word) if word != "open" or _writes(argument(call, 0, "mode")):
            if module.names(call.func).isdisjoint(_WRITERS):
                yield from _reported(call, path, module)


def _reported(call: ast.Call, path: ast.expr | None, module: Module) -> Iterator[Hit]:
    function = module.function(call)
    if path is None or function is None or conditioned(call, module):
        return
    if not (is_test(function, module) or is_hook(function) or is_fixture(function, module)):
        return
    if _is_beside(path, module, _DEEPEST) and not is_intercepted(call, module, FILES):
        yield rule.at(call, name=last_word(call.func))


def _writes(mode: ast.expr | None) -> bool:
    return bool(set(string(mode) or "") & set("wax+"))


def _is_beside(path: ast.expr, module: Module, depth: int) -> bool:
    """Whether a path is made of that of the module and of nothing that may lead elsewhere."""
    parts = list(walk(path))
    if any(isinstance(each, ast.Attribute) and each.attr in _TAKES_NAME for each in parts):
        return False
    names = [each for each in parts if isinstance(each, ast.Name)]
    if any(each.id == "__file__" for each in names):
        return True
    first = _first(path, module)
    return depth > 0 and first is not None and _is_bound_beside(first, module, depth - 1)


def _first(path: ast.expr, module: Module) -> ast.Name | None:
    """The name that a path begins with."""
    while not isinstance(path, ast.Name):  # a long sum is as deep as it is long
        match path:
            case ast.BinOp(left=first) | ast.Call(func=ast.Attribute(attr="join"), args=[first, *_]):
                path = first
            case ast.Call(func=made, args=[first]) if module.names(made) & _MAKERS:
                path = first
            case ast.Call(func=ast.Attribute(value=first, attr=word)) if word in _LEADING_ON:
                path = first
            case _:
                return None
    return path


def _is_bound_beside(name: ast.Name, module: Module, depth: int) -> bool:
    match module.bindings(name):
        case (Bound(value=value),):
            return _is_value_beside(value, depth, module)
        case _:
            return False


@once
def _is_value_beside(value: ast.expr, depth: int, module: Module) -> bool:
    return _is_beside(value, module, depth)
