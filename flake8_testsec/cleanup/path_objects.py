"""Objects that are paths, of pathlib or of py.path, whatever they were joined or derived from."""

from __future__ import annotations

import ast

from flake8_testsec.project.facts import facts_of
from flake8_testsec.project.views import view_of
from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test

_DEEPEST = 12
_MADE = frozenset(
    {f"pathlib.{name}()" for name in ("Path", "PosixPath", "WindowsPath")}
    | {"pathlib.Path.cwd()", "pathlib.Path.home()", "py.path.local()"}
)
"""What makes a path that can be opened."""
_CLASSES = frozenset({"pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath", "py.path.local"})
_FIXTURES = frozenset({"tmp_path", "tmpdir"})
_FACTORIES = frozenset({"tmp_path_factory", "tmpdir_factory"})
# https://docs.python.org/3/library/pathlib.html, https://py.readthedocs.io/en/latest/path.html
_DERIVED = frozenset(
    {"absolute", "expanduser", "joinpath", "resolve", "with_name", "with_stem", "with_suffix"}
    | {"dirpath", "join"}
)
"""Methods of a path that return another one."""
_LISTED = frozenset({"glob", "iterdir", "listdir", "rglob"})
"""Methods that return those below it."""


def is_path_object(node: ast.expr, module: Module) -> bool:
    """Whether an expression is certainly a path that has a method ``open``.

    Args:
        node: any expression.
        module: its module.

    Returns:
        ``True`` for what pathlib or py.path makes, for the folders that pytest gives a test, and for what is
        derived from them.
    """
    return _is_path(node, module, 0)


def _is_path(node: ast.expr, module: Module, depth: int) -> bool:
    match node:
        case _ if depth > _DEEPEST:
            return False
        case ast.BinOp(op=ast.Div(), left=owner) | ast.Attribute(value=owner, attr="parent"):
            return _is_path(owner, module, depth + 1)
        case ast.Call(func=ast.Attribute(value=owner, attr=word)) if word in _DERIVED:
            return _is_path(owner, module, depth + 1)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=factory) as name, attr="mktemp")):
            return factory in _FACTORIES and _is_given(name, module)
        case ast.Name():
            return _is_named(node, module, depth)
        case _:
            names = module.names(node)
            return bool(names) and names <= _MADE


def _is_named(name: ast.Name, module: Module, depth: int) -> bool:
    """Whether a name is that of a path, which is asked once in each function."""
    key = ("cleanup.path_objects", module.function(name), name.id)
    if key not in module.kept:
        module.kept[key] = False  # as long as it is asked, of what is derived from itself
        module.kept[key] = _is_bound_to_paths(name, module, depth)
    known: bool = module.kept[key]
    return known


def _is_bound_to_paths(name: ast.Name, module: Module, depth: int) -> bool:
    if name.id in _FIXTURES and _is_given(name, module):
        return True
    bindings = module.bindings(name)
    return bool(bindings) and all(
        _is_path(each.value, module, depth + 1)
        if isinstance(each, Bound)
        else isinstance(each, Unknown) and _is_told(each.node, module, depth)
        for each in bindings
    )


def _is_given(name: ast.Name, module: Module) -> bool:
    """Whether a name is what pytest gives a test or a fixture, which no fixture of the project replaces."""
    function = module.function(name)
    bindings = module.bindings(name)
    is_parameter = bool(bindings) and all(
        isinstance(each, Unknown) and isinstance(each.node, ast.arg) for each in bindings
    )
    is_asked = function is not None and (is_test(function, module) or is_fixture(function, module))
    return is_asked and is_parameter and name.id not in _own_fixtures(module)


@once
def _own_fixtures(module: Module) -> frozenset[str]:
    """The fixtures that the module and the conftests around it define, whatever they give."""
    view = view_of(module)
    near = [facts_of(module), *(view.conftests() if view is not None else ())]
    return frozenset(
        each.name.rpartition(".")[2] for facts in near for each in facts.functions if each.fixture
    )


def _is_told(node: ast.AST, module: Module, depth: int) -> bool:
    """Whether an annotation, or the folder that a loop lists, says that a name is a path."""
    match node, module.parent(node):
        case ast.arg(annotation=ast.expr() as said), _:
            names = module.names(said)
            return bool(names) and names <= _CLASSES
        case (
            ast.Name(),
            (ast.For() | ast.comprehension()) as loop,
        ):
            return loop.target is node and _is_listing(loop.iter, module, depth)
        case _:
            return False


def _is_listing(listing: ast.expr, module: Module, depth: int) -> bool:
    match listing:
        case ast.Call(func=ast.Name(id="sorted" | "list" | "reversed"), args=[inner, *_]):
            return _is_listing(inner, module, depth)
        case ast.Call(func=ast.Attribute(value=owner, attr=word)):
            return word in _LISTED and _is_path(owner, module, depth + 1)
        case _:
            return False
