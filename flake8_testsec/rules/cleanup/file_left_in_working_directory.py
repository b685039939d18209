"""A test or fixture writes into whatever directory the run was started in, and nothing removes it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.rule_options import WORKING_DIRECTORY
from flake8_testsec.source.calls import keyword, last_word, string
from flake8_testsec.source.literals import GAP
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import begin, meant
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.interceptors import FILES, is_intercepted
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test
from flake8_testsec.vocabulary.testing.writers import WORDS, written

rule = Rule(
    code="TSE318",
    summary="file or directory left in the working directory",
    message="{path} is written into the working directory and stays there; use {remedy}",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
    The working directory is where somebody happened to start the run: mostly the project's own folder. The
    next run finds what stays there and may pass for a wrong reason, a second run at the same time meets it,
    and in the end it is part of a commit or of a package. What is made only if it is not there yet, for the
    next run to find it, is reported where the rule is enabled by name.
    """,
    fix="Write below ``tmp_path``, which is new for each test and removed by pytest.",
    fixable="""
    Nothing: whoever reads the file knows its path, and must be told the new one.
    """,
    options=(WORKING_DIRECTORY,),
    bad=(
        """
        import os
        from pathlib import Path

        import pytest

        @pytest.fixture
        def data():
            if not os.path.isdir("data"):
                os.mkdir("data")
                ^^^^^^^^^^^^^^^^
            with open("data/orders.txt", "w") as file:
                file.write("1")

        @pytest.fixture(scope="session")
        def orders(request, tmp_path):
            with open("orders.txt", mode="w") as file:
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                file.write("1")

        NAME = "shop"

        class TestShop:
            @pytest.fixture
            def shop(self):
                os.makedirs(os.path.join(NAME, "inner"), exist_ok=True)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        @pytest.fixture
        def log(tmp_path):
            path = Path("logs") / "shop.log"
            path.parent.mkdir()
            path.write_text("")
            ^^^^^^^^^^^^^^^^^^^
            os.remove("shop.log")

        @pytest.fixture
        def page(request):
            Path(f"page-{request.node.name}").touch()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            Path("page").open("w").close()
        """,
        """
        import shutil
        import tempfile
        import unittest

        class TestShop(unittest.TestCase):
            def setUp(self):
                shutil.copy("tests/shop.db", "shop.db")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_orders(self):
                with open("orders.txt", "w") as file:
                     ^^^^^^^^^^^^^^^^^^^^^^^
                    file.write("1")
                self.assertTrue(load("orders.txt"))

            def test_copies(self):
                with tempfile.TemporaryDirectory() as folder, self.subTest("copy"):
                    shutil.copy(folder + "/a.txt", "a.txt")
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import os
        import shutil
        from pathlib import Path
        from unittest import mock

        import pytest

        @pytest.fixture
        def data(tmp_path):
            (tmp_path / "data").mkdir()
            os.mkdir(tmp_path)
            os.mkdir("/srv/shop")
            os.mkdir("~/shop")
            os.mkdir(os.path.join("/srv", "shop"))
            os.mkdir(os.path.expanduser("shop"))
            os.mkdir()
            open("")
            open("orders.txt").close()
            open("orders.txt", "r").close()
            open("orders.txt", mode=MODE).close()
            Path("orders.txt").open().close()
            tmp_path.touch()
            shop.mkdir("data")

        @pytest.fixture
        def made():
            os.mkdir("made")
            yield "made"
            os.rmdir("made")

        @pytest.fixture
        def finalized(request):
            os.mkdir("finalized")
            request.addfinalizer(lambda: clear("finalized"))

        @pytest.fixture
        def elsewhere(shop_directory):
            os.mkdir("elsewhere")

        @pytest.fixture
        def refused():
            with pytest.raises(OSError):
                os.mkdir("refused")

        @pytest.fixture
        def moved(tmp_path):
            with local.cwd(tmp_path):
                os.mkdir("moved")
            with shop.at(tmp_path), open("moved.txt", "w") as file:
                file.write("1")

        @pytest.fixture
        def faked(fs):
            os.mkdir("faked")

        @pytest.fixture
        @mock.patch("os.mkdir")
        def patched():
            os.mkdir("patched")

        @pytest.fixture
        def removed():
            os.mkdir("removed")

        def test_removed(removed):
            os.mkdir("test")
            shutil.rmtree("./removed/")

        def helper():
            os.mkdir("helper")

        os.mkdir("module")
        """,
        """
        import os
        import shutil

        import pytest

        @pytest.fixture
        def data():
            os.mkdir("data")

        @pytest.fixture(autouse=True)
        def folder(tmp_path, monkeypatch):
            monkeypatch.chdir(tmp_path)
        """,
        """
        # file: tests/conftest.py
        import os

        import pytest

        @pytest.fixture(autouse=True)
        def start(tmp_path_factory):
            before = os.getcwd()
            os.chdir(tmp_path_factory.mktemp("orders"))
            yield
            os.chdir(before)

        # file: tests/test_orders.py
        import os

        import pytest

        @pytest.fixture
        def data():
            os.mkdir("data")
        """,
    ),
)

_PATHS = frozenset({"pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath"})
_ASKING = frozenset({"os.path.exists", "os.path.isdir", "os.path.isfile", "os.path.lexists"})
_REMOVALS = frozenset({"remove", "removedirs", "rmdir", "rmtree", "unlink"})
_ABSOLUTE = lazy(r"[/\\~%{-]|\w*:|\.\.?\Z")
_KNOWN_BASES = frozenset({"unittest.TestCase", "unittest.IsolatedAsyncioTestCase", "object"})
_DEEPEST = 10
_LONGEST = 40
_LONGEST_PATH = 20
"""Parts of a path that are joined by ``/``: a longer one is left alone."""


@rule.where(calls=tuple(sorted(WORDS)))
def left(module: Module) -> Iterator[Hit]:
    """Report the first creating call of each test, set-up and fixture."""
    seen = set()
    for call in module.scopes.calls(WORDS):
        function = module.function(call)
        if function is None or function in seen or not _is_meant(function, module):
            continue
        path = _created(call, module)
        if not path or _is_elsewhere(function, module) or _is_undone(call, path, module):
            continue
        if module.settings.enables(rule.code) or not _is_kept(call, path, module):
            seen.add(function)
            yield rule.at(call, path=_shown(path), remedy=_remedy(function, module))


def _is_meant(function: Function, module: Module) -> bool:
    if is_fixture(function, module):
        return function not in module.generators
    asked = module.settings.rule_options.get(WORKING_DIRECTORY.name, WORKING_DIRECTORY.default)
    is_asked = bool(asked) or module.settings.enables(rule.code)
    return is_asked and (is_test(function, module) or is_hook(function))


def _created(call: ast.Call, module: Module) -> str:
    """The relative path that a call certainly creates; empty if there is none."""
    path = written(call, module)
    is_owner = isinstance(call.func, ast.Attribute) and path is call.func.value
    return "" if path is None or (is_owner and not _is_path(path, module)) else _relative(path, module)


def _is_path(node: ast.expr, module: Module) -> bool:
    for _ in range(_LONGEST_PATH):
        match meant(node, module):
            case ast.BinOp(op=ast.Div(), left=node):
                pass
            case value:
                return any(name.removesuffix("()") in _PATHS for name in module.names(value))
    return False


def _relative(node: ast.expr | None, module: Module) -> str:
    """The text of a path that certainly lies below the working directory; else empty."""
    text = _text(node, 0, module) if node is not None else ""
    return "" if text.startswith(GAP) or _ABSOLUTE.match(text) else text.removeprefix("./")


def _text(node: ast.expr, depth: int, module: Module) -> str:
    return _text_of(meant(node, module), depth, module)


@once
def _text_of(value: ast.expr, depth: int, module: Module) -> str:
    match value:
        case _ if depth > _DEEPEST:
            return ""
        case ast.Call(func=func, args=[first, *rest]) if module.names(func) & (_PATHS | {"os.path.join"}):
            return "/".join((_text(first, depth + 1, module), *(string(each) or GAP for each in rest)))
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            return f"{_text(left, depth + 1, module)}/{string(right) or GAP}"
        case _:
            found = begin(value, module)
            return found.text if found else GAP


def _is_elsewhere(function: Function, module: Module) -> bool:
    """Whether any fixture or base that is not known may have taken the run into another directory."""
    # Few of the many files that open something have any use for the room, which takes long to import.
    from flake8_testsec.cleanup.folders import HARMLESS, is_moved, parameters

    asked = module.settings.rule_options.get(WORKING_DIRECTORY.name, WORKING_DIRECTORY.default)
    if is_moved(function, module) or (asked and not is_fixture(function, module)):
        return is_moved(function, module)
    if not parameters(function) <= HARMLESS | _parametrized(function, module):
        return True
    class_ = module.class_of(function)
    return class_ is not None and not all(names & _KNOWN_BASES for names in module.bases(class_))


@once
def _parametrized(function: Function, module: Module) -> frozenset[str]:
    """The parameters that marks give values to, so that no fixture does."""
    marks = (each for each in function.decorator_list if isinstance(each, ast.Call) and each.args)
    texts = (string(each.args[0]) for each in marks if last_word(each.func) == "parametrize")
    return frozenset(word.strip() for text in texts if text for word in text.split(","))


def _is_undone(call: ast.Call, path: str, module: Module) -> bool:
    from flake8_testsec.cleanup.folders import is_within_unknown

    if is_intercepted(call, module, FILES) or expecting_around(call, module) is not None:
        return True
    if is_within_unknown(call, module):
        return True
    removed = _all_removed(module)
    return GAP in removed or path.partition("/")[0] in removed


def _is_kept(call: ast.Call, path: str, module: Module) -> bool:
    """Whether a path is made only if it is not there yet, so that the next run shall find it."""
    inner: ast.AST = call
    for above in module.ancestors(call):
        match above:
            case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=asked), body=body) if inner in body:
                if any(_asked_for(each, module) == path for each in walk(meant(asked, module))):
                    return True
        inner = above
    return False


def _asked_for(node: ast.AST, module: Module) -> str:
    """The relative path of which a call asks whether it is there."""
    match node:
        case ast.Call(func=func, args=[path]) if module.names(func) & _ASKING:
            return _relative(path, module)
        case ast.Call(func=ast.Attribute(value=path, attr="exists" | "is_file" | "is_dir"), args=[]):
            return _relative(path, module) if _is_path(path, module) else ""
        case _:
            return ""


@once
def _all_removed(module: Module) -> Collection[str]:
    """What a module removes in the working directory, and a gap for what is not known."""
    found = (_removed(each, module) for each in module.nodes(ast.Call))
    return frozenset(each for each in found if each is not None)


def _removed(call: ast.Call, module: Module) -> str | None:
    """The first part of what a call removes; a gap if that is not known, or if it is done later."""
    if any(last_word(each) in _REMOVALS for each in call.args):
        return GAP
    match call.func:
        case ast.Attribute(attr="addfinalizer"):
            return GAP
        case ast.Attribute(value=owner, attr="unlink" | "rmdir") if _is_path(owner, module):
            removed = _text(owner, 0, module)
        case func if last_word(func) in _REMOVALS:
            removed = _text(call.args[0], 0, module) if call.args else GAP
        case _:
            return None
    return GAP if removed.startswith(GAP) else removed.removeprefix("./").partition("/")[0]


def _shown(path: str) -> str:
    text = path.replace(GAP, "...")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _remedy(function: Function, module: Module) -> str:
    """What takes the place of the working directory, in the style of the function."""
    if not is_fixture(function, module):
        class_ = module.class_of(function)
        return "tmp_path" if class_ is None or not class_.bases else "tempfile.mkdtemp() and self.addCleanup"
    scopes = (keyword(each, "scope") for each in function.decorator_list if isinstance(each, ast.Call))
    wide = any(scope is not None and string(scope.value) != "function" for scope in scopes)
    return "tmp_path_factory" if wide else "tmp_path"
