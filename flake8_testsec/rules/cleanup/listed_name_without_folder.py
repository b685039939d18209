"""A name that a folder's listing gives is used as if it lay in the working directory."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, keyword, spelt, string
from flake8_testsec.source.module import Module, names_below
from flake8_testsec.vocabulary.testing.interceptors import FILES, is_intercepted

rule = Rule(
    code="TSE339",
    summary="name from os.listdir() is used without its folder: another file is meant, or none",
    message="{name} has no folder: {call}() looks for it in the working directory; join it to {folder}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=459,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    ``os.listdir`` and ``os.walk`` give bare names. ``os.remove(name)`` looks for such a name in the working
    directory: it fails, or removes a file of that name there, and what should go stays. ``os.path.isfile``
    says no of every one, so that nothing is found, checked or removed at all.
    """,
    fix="``os.path.join(folder, name)``; or go through ``Path(folder).iterdir()``, whose paths are whole.",
    fixable="Nothing, because the folder may have changed its name between the listing and the use.",
    bad=(
        """
        import os
        import shutil
        import unittest

        def remove_all(folder):
            for name in os.listdir(folder):
                os.remove(name)
                          ^^^^
            for name in sorted(os.listdir(folder)):
                if os.path.isdir(name):
                                 ^^^^
                    print(name)
            for root, folders, names in os.walk(folder):
                for name in names:
                    os.unlink(name)
                              ^^^^
                for each in folders:
                    shutil.rmtree(each)
                                  ^^^^

        class OrdersTest(unittest.TestCase):
            def tearDown(self):
                remove_all(self.folder)
                for name in filter(str.isalpha, os.listdir(self.folder)):
                    os.rmdir(name)
                             ^^^^

            def test_orders(self):
                left = os.listdir("orders")
                for name in left:
                    self.assertTrue(os.path.isfile(name))
                                                   ^^^^
                files = [name for name in os.listdir(self.folder) if os.path.isfile(name)]
                                                                                    ^^^^
                self.assertEqual(files, [])
        """,
    ),
    good=(
        """
        import os

        def remove_all(folder):
            for name in os.listdir(folder):
                name = os.path.join(folder, name)
                os.remove(name)
            for name in os.listdir(folder):
                os.remove(os.path.join(folder, name))
                os.remove(folder + "/" + name)
                print(name)
            for name in os.listdir(folder):
                os.remove(name, dir_fd=folder)
            for root, folders, names in os.walk(folder):
                for name in names:
                    os.remove(os.path.join(root, name))
            for name in names:
                os.remove(name)
            for root, *others in os.walk(folder):
                for name in others:
                    os.remove(name)
            for name, other in os.listdir(folder), os.listdir("."):
                os.remove(name)
            found = [os.path.join(folder, name) for name in os.listdir(folder)]
            for name in found:
                os.remove(name)
            left = os.listdir(folder)
            left = [os.path.join(folder, each) for each in left]
            for name in left:
                os.remove(name)
            for each in os.walk(folder):
                print(each)
            for root, shop.folder, names in os.walk(folder):
                names = sorted(names)
                for name in names:
                    os.remove(name)
            print(list(os.walk(folder)))
            print([os.path.isdir(each) for each in names if os.listdir(each)])
            left = os.listdir(folder)
            print(left)
            return os.listdir(folder)

        def remove_here():
            for name in os.listdir():
                os.remove(name)
            for name in os.listdir("."):
                os.remove(name)
            for name in os.listdir(os.curdir):
                os.remove(name)
            here = os.getcwd()
            for name in os.listdir(here):
                os.remove(name)
            for name in os.listdir(os.path.abspath(".")):
                os.remove(name)
            for self.name in os.listdir("orders"):
                os.remove(self.name)
        """,
        """
        import os

        def remove_all(folder):
            os.chdir(folder)
            for name in os.listdir(folder):
                os.remove(name)
        """,
        """
        import os

        def test_orders(fs):
            for name in os.listdir("orders"):
                os.remove(name)
        """,
    ),
)

_TAKING = frozenset(
    {
        "open",
        "io.open",
        "os.remove",
        "os.unlink",
        "os.rmdir",
        "os.removedirs",
        "os.rename",
        "os.stat",
        "os.chmod",
    }
    | {"shutil.rmtree", "shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.move"}
    | {
        f"os.path.{word}"
        for word in ("isfile", "isdir", "islink", "exists", "lexists", "getsize", "getmtime")
    }
)
_GOING_ELSEWHERE = frozenset(
    {"as_cwd", "cd", "chdir", "cwd", "isolated_filesystem", "pushd", "working_directory"}
)
_PASSING = frozenset({"sorted", "reversed", "list", "set", "filter"})
_HERE = frozenset({"os.curdir", "os.getcwd()", "os.path.abspath()", "os.path.curdir"})


@rule.call("os.listdir", "os.walk")
def listed(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report each use of a listed name by what takes it for one in the working directory."""
    folder = argument(call, 0, "path") or argument(call, None, "top")
    if folder is None or _may_be_here(folder, module) or is_intercepted(call, module, FILES):
        return
    for place, target in _names(call, module):
        for use in _uses(place, target, module):
            taker = module.parent(use)
            if isinstance(taker, ast.Call) and _takes(taker, use, module):
                yield rule.at(use, name=target.id, call=spelt(taker.func), folder=_told(folder))


def _may_be_here(folder: ast.expr, module: Module) -> bool:
    """Whether what is listed may be the working directory."""
    if bool(module.calls(_GOING_ELSEWHERE)) or string(folder) in ("", "."):
        return True
    return bool(module.names(folder) & _HERE)


def _told(folder: ast.expr) -> str:
    text = spelt(folder)
    return text if text and len(text) < _LONG else "the folder"


_LONG = 40


def _names(call: ast.Call, module: Module) -> Iterator[tuple[ast.AST, ast.Name]]:
    """What goes through the bare names, with the one that stands for each of them."""
    inner: ast.expr = call
    around: ast.AST | None = module.parent(call)
    while isinstance(around, ast.Call) and isinstance(around.func, ast.Name) and around.func.id in _PASSING:
        inner, around = around, module.parent(around)
    if module.names(call.func) == {"os.walk"}:
        yield from _walked(around, module)
    else:
        yield from _gone_through(around, inner, module)


def _gone_through(
    around: ast.AST | None, value: ast.expr, module: Module
) -> Iterator[tuple[ast.AST, ast.Name]]:
    match around:
        case ast.For(target=ast.Name() as target, iter=iterated) if iterated is value:
            yield around, target
        case ast.comprehension(target=ast.Name() as target, iter=iterated) if iterated is value:
            yield module.parents[around], target
        case (
            ast.Assign(targets=[ast.Name() as name])
            | ast.AnnAssign(target=ast.Name() as name)
            | ast.NamedExpr(target=ast.Name() as name)
        ):
            for loop in _loops(name, module):
                yield from _gone_through(loop, loop.iter, module)


def _walked(around: ast.AST | None, module: Module) -> Iterator[tuple[ast.AST, ast.Name]]:
    match around:
        case ast.For(target=ast.Tuple(elts=[_, *elts])):
            for each in elts:
                if isinstance(each, ast.Name):
                    for loop in _loops(each, module, around):
                        yield from _gone_through(loop, loop.iter, module)


def _loops(name: ast.Name, module: Module, place: ast.AST | None = None) -> Iterator[ast.For]:
    """The loops that go through what is in a name, if it is bound here only."""
    scope = place or module.function(name) or module.tree
    named = names_below(scope, module)[name.id]
    if [each for each in named if isinstance(each.ctx, ast.Store)] == [name]:
        for each in named:
            match module.parent(each):
                case ast.For(iter=iterated) as loop if iterated is each:
                    yield loop


def _uses(place: ast.AST, target: ast.Name, module: Module) -> Iterator[ast.Name]:
    """Where a name is read in what goes through, if it always stands for what was listed."""
    named = names_below(place, module)[target.id]
    if [each for each in named if not isinstance(each.ctx, ast.Load)] == [target]:
        yield from (each for each in named if isinstance(each.ctx, ast.Load))


def _takes(call: ast.Call, name: ast.Name, module: Module) -> bool:
    is_first = bool(call.args) and call.args[0] is name
    return is_first and not keyword(call, "dir_fd") and bool(module.names(call.func) & _TAKING)
