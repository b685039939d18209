"""Paths are strings: whoever is told one does not own it, unless the telling says that it is removed."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from flake8_testsec.cleanup.acquisition import Handle, spelt_handle
from flake8_testsec.cleanup.borrowers import names_removal
from flake8_testsec.cleanup.resources import PATH_MAKERS
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, spelt, string
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function

REMOVING = frozenset(
    {"unlink", "rmdir", "rmtree", "remove", "removedirs", "rename", "replace", "move", "cleanup"}
)
"""The methods of path objects after which there is nothing left at the path."""

DERIVING = frozenset(
    {"absolute", "as_posix", "as_uri", "decode", "encode", "expanduser", "format", "joinpath", "lower"}
    | {"readlink", "realpath", "relative_to", "resolve", "strip", "upper", "with_name", "with_suffix"}
)
"""The methods of paths and strings that make a path of a path."""

_REMOVES = lazy(r"(\w*_)?(rmtree|rm|rm_rf|unlink|rmdir)\Z")
_COMMAND = lazy(r"\s*(sudo\s+)?(rm|rmdir|del|unlink)(\s|\Z)")
_EXISTENCE = frozenset({"exists", "lexists", "isfile", "isdir", "is_file", "is_dir", "check"})


def removes(call: ast.Call) -> bool:
    """Whether a call that is given a path removes it, as its name or the command that it runs says."""
    return _removes_by_name(last_word(call.func)) or commands_removal(call)


def _removes_by_name(word: str) -> bool:
    return bool(_REMOVES.match(word))


def commands_removal(node: ast.AST) -> bool:
    """Whether an expression holds a shell's command that removes files."""
    return any(_COMMAND.match(string(each) or "") for each in walk(node))


def is_expected_gone(call: ast.Call, module: Module) -> bool:
    """Whether a call asks for a path's existence, and the test demands that there is nothing there."""
    if last_word(call.func) not in _EXISTENCE:
        return False
    match module.parent(call):
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Call(func=func) if last_word(func) in ("assertFalse", "assert_false", "failIf"):
            return True
        case ast.Compare(comparators=[ast.Constant(value=False)]):
            return True
        case _:
            return False


def names_of(handle: Handle, function: Function, module: Module) -> frozenset[Handle]:
    """The handle of a path, and all names that its function has for it and for what is below it."""
    found = {handle}  # it grows as the names are met, in the order of the text
    is_inside = False
    for node in walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if _tells(value, found, module) or (is_inside and _is_here(value, module)):
                    found.add(Handle(name))
            case ast.Call(func=func, args=[folder]) if "os.chdir" in module.names(func):
                is_inside = _tells(folder, found, module)
    return frozenset(found)


def _is_here(value: ast.expr, module: Module) -> bool:
    """Whether an expression is the absolute path of the working directory."""
    match value:
        case ast.Call(func=ast.Attribute(value=inner, attr="resolve" | "absolute"), args=[]):
            return (
                isinstance(inner, ast.Call)
                and _is_dot(inner)
                and bool(module.names(inner.func) & PATH_MAKERS)
            )
        case ast.Call(func=func, args=[]):
            return bool(module.names(func) & {"os.getcwd", "pathlib.Path.cwd"})
        case ast.Call(func=func):
            return _is_dot(value) and bool(module.names(func) & {"os.path.abspath", "os.path.realpath"})
        case _:
            return False


def _is_dot(call: ast.Call) -> bool:
    return not call.args or string(call.args[0]) in (".", "./")


def _tells(value: ast.expr, handles: Collection[Handle], module: Module) -> bool:
    """Whether an expression is a path made from one of the handles."""
    match value:
        case ast.Name() | ast.Attribute() if spelt_handle(value) in handles:
            return True
        case ast.Attribute(value=inner) | ast.FormattedValue(value=inner):
            return _tells(inner, handles, module)
        case ast.Call(func=ast.Attribute(value=inner, attr=word)) if word in DERIVING:
            return _tells(inner, handles, module)
        case ast.Call(func=func, args=args) if module.names(func) & PATH_MAKERS:
            return any(_tells(arg, handles, module) for arg in args)
        case ast.BinOp(left=left, right=right):
            return _tells(left, handles, module) or _tells(right, handles, module)
        case ast.JoinedStr(values=parts) | ast.Tuple(elts=parts):
            return any(_tells(each, handles, module) for each in parts)
        case _:
            return False


def removals_through(handles: frozenset[Handle], function: Function, module: Module) -> Iterator[ast.AST]:
    """Where something that was told the path is removed, or asked to remove.

    Args:
        handles: the path's names.
        function: where they stand.
        module: its module.

    Yields:
        The places at which what a call made of the path is used in this way.
    """
    told = frozenset(_told(handles, function, module))
    for node in walk(function) if told else ():
        match node:
            case ast.Attribute(value=owner, attr=word) if names_removal(word) and spelt(owner) in told:
                yield node
            case ast.Call(func=func) if names_removal(last_word(func)):
                if any(spelt(part) in told for each in _arguments(node) for part in _owners(each)):
                    yield node


def _told(handles: frozenset[Handle], function: Function, module: Module) -> Iterator[str]:
    """The names of what calls made of the path, if it is not a path itself."""
    for node in walk(function):
        match node:
            case ast.Assign(targets=[ast.Name() | ast.Attribute() as target], value=ast.Call() as call):
                is_path = bool(module.names(call.func) & PATH_MAKERS)
                if not is_path and any(_tells(arg, handles, module) for arg in _arguments(call)):
                    yield spelt(target)


def _arguments(call: ast.Call) -> Iterator[ast.expr]:
    yield from call.args
    yield from (each.value for each in call.keywords)


def _owners(node: ast.expr) -> Iterator[ast.expr]:
    """An expression, and what it is an attribute of."""
    yield node
    while isinstance(node, ast.Attribute):
        node = node.value
        yield node


def is_removed_by_name(call: ast.Call, module: Module) -> bool:
    """Whether a call sets an option to a path, and the module removes what an option of this name says.

    Args:
        call: one that is told the path, such as ``flags(folder=path)`` or ``set("folder", path)``.
        module: its module, which may hold ``rmtree(CONF.folder)``.
    """
    told = {each.arg for each in call.keywords} | {string(each) for each in call.args}
    return not told.isdisjoint(_removed_options(module))


def _removed_options(module: Module) -> frozenset[str]:
    key = "cleanup.removed_options"
    if key not in module.kept:
        removals = (each for each in module.nodes(ast.Call) if _removes_by_name(last_word(each.func)))
        removed = (arg for each in removals for arg in each.args)
        module.kept[key] = frozenset(arg.attr for arg in removed if isinstance(arg, ast.Attribute))
    known: frozenset[str] = module.kept[key]
    return known


def is_redirected(call: ast.Call, module: Module) -> bool:
    """Whether a ``with`` around a call speaks of a place of its own for temporary files."""
    return any(
        isinstance(above, (ast.With, ast.AsyncWith)) and any(_redirects(item, module) for item in above.items)
        for above in module.ancestors(call)
    )


def _redirects(item: ast.withitem, module: Module) -> bool:
    manager = item.context_expr
    if not isinstance(manager, ast.Call) or module.names(manager.func) & _STANDARD:
        return False
    return bool(_REDIRECTING.search(last_word(manager.func)))


_STANDARD = frozenset(
    {"tempfile.TemporaryDirectory", "tempfile.NamedTemporaryFile", "tempfile.TemporaryFile"}
)
_REDIRECTING = lazy(r"te?mp(orary)?_?(dir|folder|home|root|path)|(dir|folder|home)_?te?mp", re.I)
