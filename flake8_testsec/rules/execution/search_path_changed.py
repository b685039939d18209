"""A test puts a folder onto the path of imports and leaves it there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.search_paths import taken_back
from flake8_testsec.vocabulary.testing.suites import is_hook, is_test, methods

_CHANGES = ("sys.path.insert", "sys.path.append", "sys.path.extend")
_RESTORING = frozenset({"addCleanup", "addClassCleanup", "addfinalizer", "syspath_prepend", "callback"})
_RESTORERS = frozenset({"pytester", "testdir"})

rule = Rule(
    code="TSE706",
    summary="sys.path change outlives the test; use monkeypatch.syspath_prepend",
    message="sys.path change outlives the test; {remedy}",
    roles=Role.TEST,
    cwe=427,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    The search path belongs to the process. Every test that runs later imports from the added folder, too:
    a module there hides the installed one of the same name, and what a test means depends on the order of
    the run. A temporary folder that is gone by then may be made anew by somebody else.
    """,
    fix="Use ``monkeypatch.syspath_prepend``, or register the removal with ``addCleanup``.",
    fixable="""
    A change that is the only one of its function is taken back: by ``monkeypatch`` in a test of pytest, by
    ``addCleanup`` in a TestCase; unsafe, because other tests may lean on what it left.
    """,
    bad=(
        """
        import sys
        import unittest

        class TestPlugins(unittest.TestCase):
            def test_finds(self):
                sys.path.insert(0, self.folder)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                sys.path.append(self.other)
                import plugin
                self.assertTrue(plugin.NAME)
        """,
        """
        import sys

        def setup_module():
            sys.path.append("plugins")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import sys

        def test_finds(folder):
            sys.path.insert(0, folder)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
            import plugin
            assert plugin.NAME
        """,
    ),
    good=(
        """
        import sys

        def test_finds(monkeypatch, tmp_path):
            monkeypatch.syspath_prepend(tmp_path)
            sys.path.append("plugins")

        def test_pytester(pytester):
            sys.path.append("plugins")

        def load(folder):
            sys.path.append(folder)
        """,
        """
        import sys
        import unittest
        from unittest import mock

        class TestPlugins(unittest.TestCase):
            def setUp(self):
                sys.path.append("plugins")

            def tearDown(self):
                sys.path.remove("plugins")

        class TestFinder(unittest.TestCase):
            def test_finds(self):
                sys.path.insert(0, "more")
                self.addCleanup(sys.path.remove, "more")

            def test_saves(self):
                saved = sys.path[:]
                sys.path.append("more")
                sys.path = saved

            def test_patches(self):
                mock.patch.object(sys, "path", []).start()
                sys.path.append("more")

            def test_replaces(self):
                self.replaceSysPath([])
                sys.path.append("more")

            def test_deletes(self):
                sys.path.insert(0, "more")
                del sys.path[0]
        """,
        """
        import sys

        sys.path.insert(0, "plugins")
        """,
    ),
)


@rule.call(*_CHANGES)
def left(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the first change in a test or hook, if nothing there takes it back."""
    function = module.function(call)
    if function is None or not (is_test(function, module) or is_hook(function)):
        return
    if _first_change(function, module) is not call or _is_restoring(function, module):
        return
    if not _is_torn_down(module.class_of(function) or module.tree, module):
        found = taken_back(call, function, len([*_changes(function, module)]) == 1, module)
        yield rule.at(call, remedy=found.words).fixed(*found.edits)


@once
def _first_change(function: Function, module: Module) -> ast.Call | None:
    return min(_changes(function, module), key=lambda each: each.lineno, default=None)


def _changes(function: Function, module: Module) -> Iterator[ast.Call]:
    calls = (each for each in ast.walk(function) if isinstance(each, ast.Call))
    return (each for each in calls if _is_change(each, module))


@once
def _is_restoring(root: ast.AST, module: Module) -> bool:
    return any(_restores(node, module) for node in ast.walk(root))


@once
def _is_torn_down(scope: ast.ClassDef | ast.Module, module: Module) -> bool:
    """Whether what runs around the tests of a class, or of the module, takes the path back."""
    return any(_is_restoring(each, module) for each in _teardowns(scope, module))


def _teardowns(scope: ast.ClassDef | ast.Module, module: Module) -> list[Function]:
    if isinstance(scope, ast.ClassDef):
        return [each for each in methods(scope) if not is_test(each, module)]
    hooks = (each for each in module.nodes(ast.FunctionDef) if is_hook(each))
    return [each for each in hooks if each.name.lower().startswith("teardown")]


def _is_change(node: ast.Call, module: Module) -> bool:
    return bool(module.names(node.func) & {*_CHANGES})


def _restores(node: ast.AST, module: Module) -> bool:
    """Whether a node takes the path back, has that done later, or asks for a fixture that does it."""
    match node:
        case ast.arg(arg=name):
            return name in _RESTORERS
        case ast.Attribute(attr="path", ctx=ast.Store()):
            return bool(module.names(node) & {"sys.path"})
        case ast.Subscript(value=value, ctx=ast.Store() | ast.Del()):
            return bool(module.names(value) & {"sys.path"})
        case ast.Call(func=ast.Attribute(value=owner, attr="remove" | "pop")):
            return bool(module.names(owner) & {"sys.path"})
        case ast.Call(args=[first, *_]) if last_word(node.func) in ("object", "setattr"):
            return bool(module.names(first) & {"sys"})
        case ast.Call(func=func):
            word = last_word(func)
            return word in _RESTORING or "syspath" in word.lower()
        case _:
            return False
