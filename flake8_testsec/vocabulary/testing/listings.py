"""Listings of folders: what is certainly a path, and where something stands in for what lists."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.calls import keyword, string
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function

_DEEPEST = 12
_MADE = frozenset({"pathlib.Path()", "pathlib.PosixPath()", "pathlib.Path.cwd()", "pathlib.Path.home()"})
_CLASSES = frozenset({"pathlib.Path", "pathlib.PosixPath"})
_FIXTURE, _FACTORY = "tmp_path", "tmp_path_factory"
_FAKES = frozenset({"fs", "fs_class", "fs_module", "fs_session", "fake_filesystem", "patcher"})
"""The fixtures of pyfakefs, by the names that it gives them and tells to give them."""
_OWNERS = frozenset({"os", "glob", "Path", "PosixPath"})
_ASKED = ("listdir", "scandir")
"""What the other functions that list ask in their turn."""
_DERIVED = frozenset({"absolute", "expanduser", "joinpath", "resolve", "with_name", "with_suffix"})


def is_path(node: ast.expr, module: Module, depth: int = 0) -> bool:
    """Whether an expression is certainly a path of pathlib, which lists folders as the disk has them.

    Args:
        node: any expression.
        module: its module.
        depth: how many steps have been made already.
    """
    if depth > _DEEPEST:
        return False
    match node:
        case ast.BinOp(op=ast.Div(), left=owner) | ast.Attribute(value=owner, attr="parent"):
            return is_path(owner, module, depth + 1)
        case ast.Call(func=ast.Attribute(value=owner, attr=word)) if word in _DERIVED:
            return is_path(owner, module, depth + 1)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="mktemp")):
            return owner == _FACTORY
        case ast.Name():
            return _is_bound_to_path(node, module, depth)
        case _:
            names = module.names(node)
            return bool(names) and names <= _MADE


def _is_bound_to_path(name: ast.Name, module: Module, depth: int) -> bool:
    match module.bindings(name):
        case [Bound(value=value, node=ast.Name())]:
            return is_path(value, module, depth + 1)
        case [Unknown(node=ast.arg(arg=word, annotation=kind))]:
            return word == _FIXTURE or (kind is not None and bool(module.names(kind) & _CLASSES))
        case _:
            return False


def is_listing_faked(node: ast.AST, word: str, module: Module) -> bool:
    """Whether something may stand in for what lists a folder, and gives its own order.

    Args:
        node: the call that lists.
        word: the last word of what it calls.
        module: its module.

    Returns:
        ``True`` where the module puts something in the place of a function that lists, or of one that this
        one asks, and where the test is given the file system of pyfakefs, itself or by a fixture.
    """
    function = module.function(node)
    is_faked = _has_fake_disk(module.tree, module) or any(
        _is_replaced(each, module) for each in (word, *_ASKED)
    )
    if is_faked or function is None:
        return is_faked
    return _asks_for_fake(function, module) and not any(_is_given_folder(each) for each in walk(node))


def _is_given_folder(node: ast.AST) -> bool:
    """Whether a node names the folder that pytest makes on the disk."""
    return isinstance(node, ast.Name) and node.id == _FIXTURE


def _asks_for_fake(function: Function, module: Module) -> bool:
    """Whether a function is given the disk of pyfakefs, or a fixture of the module that is."""
    asked = [function]
    for each in asked:
        given = {arg.arg for arg in (*each.args.args, *each.args.kwonlyargs)}
        found = [_fixtures(module.tree, module).get(word) for word in given]
        if any(word in _FAKES for word, made in zip(given, found, strict=True) if made is None):
            return True
        asked += [made for made in found if made is not None and made not in asked]
    return False


@once
def _fixtures(tree: ast.Module, module: Module) -> Mapping[str, Function]:
    """The fixtures of a module by their names."""
    functions: Iterator[Function] = module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    return {each.name: each for each in functions if _fixture_marks(each, module)}


def _fixture_marks(function: Function, module: Module) -> Sequence[ast.expr]:
    return [
        each
        for each in function.decorator_list
        if module.names(each) & {"pytest.fixture", "pytest.fixture()", "pytest_asyncio.fixture"}
    ]


@once
def _is_replaced(word: str, module: Module) -> bool:
    """Whether a module puts something in the place of a function, by its name or as an attribute."""
    texts = (each for each in module.literals if isinstance(each, str) and each.endswith(f".{word}"))
    if any(each.split(".")[-2] in _OWNERS for each in texts):
        return True
    uncalled = (each for each in module.attributes({word}) if not _is_called(each, module))
    if any(_is_owner(each.value, module) for each in uncalled):
        return True
    words = (each for each in module.nodes(ast.Constant) if each.value == word)
    keywords = (each for each in module.nodes(ast.keyword) if each.arg == word)
    return any(_is_of_owner(module.parent(each), module) for each in (*words, *keywords))


def _is_called(attribute: ast.Attribute, module: Module) -> bool:
    call = module.parent(attribute)
    return isinstance(call, ast.Call) and call.func is attribute


def _is_owner(node: ast.expr, module: Module) -> bool:
    """Whether an expression is what has the functions that list, here or as another module imports it."""
    return any(each.rpartition(".")[2] in _OWNERS for each in module.names(node))


def _is_of_owner(call: ast.AST | None, module: Module) -> bool:
    """Whether a call is given what has the functions that list."""
    match call:
        case ast.Call(args=[ast.Constant(value=str(owner)), *_]):
            return owner.rpartition(".")[2] in _OWNERS
        case ast.Call(args=[owner, *_]):
            return _is_owner(owner, module)
        case _:
            return False


@once
def _has_fake_disk(tree: ast.Module, module: Module) -> bool:
    """Whether the whole module may see another disk."""
    if any(name.partition(".")[0] == "pyfakefs" for _, name in module.scopes.imported()):
        return True
    marks = (each for call in module.calls({"usefixtures"}) for each in call.args)
    fixtures = _fixtures(tree, module)
    used = {string(each) or "" for each in marks}
    own = (each for name, each in fixtures.items() if name in used or _is_automatic(each, module))
    return not _FAKES.isdisjoint(used - {*fixtures}) or any(_asks_for_fake(each, module) for each in own)


def _is_automatic(function: Function, module: Module) -> bool:
    return any(
        keyword(each, "autouse") for each in _fixture_marks(function, module) if isinstance(each, ast.Call)
    )
