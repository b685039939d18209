"""Paths are strings: whoever is told one does not own it, unless the telling says that it is removed."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup.acquisition import Handle, spelt_handle
from flake8_testsec.cleanup.borrowers import borrows, names_removal
from flake8_testsec.cleanup.gone_through import is_put_where_a_loop_goes
from flake8_testsec.cleanup.resources import PATH_MAKERS
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, spelt, string
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.suites import is_collected

REMOVING = frozenset(
    {"unlink", "rmdir", "rmtree", "remove", "removedirs", "rename", "replace", "move", "cleanup"}
)
"""The methods of path objects after which there is nothing left at the path."""

DERIVING = frozenset(
    {"absolute", "as_posix", "as_uri", "decode", "encode", "expanduser", "format", "joinpath", "lower"}
    | {"lstrip", "readlink", "realpath", "relative_to", "removesuffix", "resolve", "rstrip", "strip", "upper"}
    | {"with_name", "with_suffix"}
)
"""The methods of paths and strings that make a path of a path."""

_OPENING = frozenset({"open", "io.open", "codecs.open"})
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


def is_seen_to_remove(call: ast.Call, module: Module) -> bool:
    """Whether a call is of a function after which some test demands that the path it was given is gone, or
    that goes through some of its parameters and removes each."""
    is_named = spelt(call.func) in _removers(module)
    return is_named or any(_removes_each(function, module) for function in callees(call.func, module))


@once
def _removes_each(function: Function, module: Module) -> bool:
    parameters = {each.arg for each in walk(function.args) if isinstance(each, ast.arg)}
    rounds = [each for each in walk(function) if isinstance(each, ast.For)]
    through = [each for each in rounds if parameters & {*map(spelt, _elements(each.iter))}]
    removed = _removals(function, module) if through else {}
    return any(spelt(each.target) in removed for each in through)


def _elements(row: ast.expr) -> Sequence[ast.expr]:
    return row.elts if isinstance(row, (ast.Tuple, ast.List)) else ()


@once
def _removers(module: Module) -> frozenset[str]:
    """What is the last to be given a path before a test demands that it is gone."""
    several = {each for each in module.calls(_EXISTENCE) if is_expected_gone(each, module)}
    functions = {function for each in several if (function := module.function(each)) is not None}
    return frozenset(word for each in functions for word in _last_given(each, several))


def _last_given(function: Function, demanded: Collection[ast.Call]) -> Iterator[str]:
    given: dict[str, str] = {}
    calls = (node for node in walk(function) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda each: (each.lineno, each.col_offset)):
        if call in demanded:
            owner = [call.func.value] if isinstance(call.func, ast.Attribute) else []
            yield from (given[path] for path in map(spelt, (*call.args, *owner)) if path in given)
        elif last_word(call.func) not in _EXISTENCE:
            given |= dict.fromkeys(map(spelt, call.args), spelt(call.func))


class _Paths(NamedTuple):
    """Where the assignments of a function hand paths on.

    ``derived`` holds for each handle the names of paths made from it, with the number of the assignment;
    ``told`` the text of what other calls made of it, ``kept`` of these what may still know it.
    """

    derived: Mapping[Handle, Sequence[tuple[int, Handle]]]
    told: Mapping[Handle, Collection[str]]
    kept: Mapping[Handle, Collection[str]]


def _paths(function: Function, module: Module) -> _Paths:
    key = ("cleanup.paths", function)
    if key not in module.kept:
        module.kept[key] = _read(function, module)
    known: _Paths = module.kept[key]
    return known


def _read(function: Function, module: Module) -> _Paths:
    derived: dict[Handle, list[tuple[int, Handle]]] = defaultdict(list)
    told: dict[Handle, dict[str, None]] = defaultdict(dict)
    kept: dict[Handle, dict[str, None]] = defaultdict(dict)
    inside: frozenset[Handle] = frozenset()
    for number, node in enumerate(walk(function)):
        match node:
            case ast.Call(func=func, args=[folder]) if "os.chdir" in module.names(func):
                inside = frozenset(_told_by(folder, module))
            case ast.Assign(targets=[target], value=value):
                if (name := _kept_as(target, value, module)) is not None:
                    known = inside if _is_here(value, module) else frozenset()
                    for handle in known.union(_told_by(value, module)) - {name}:
                        derived[handle].append((number, name))
                if isinstance(target, (ast.Name, ast.Attribute)) and isinstance(value, ast.Call):
                    for handle in _given(value, module):
                        told[handle][spelt(target)] = None
                        if not borrows(value, module):
                            kept[handle][spelt(target)] = None
            case ast.withitem(context_expr=ast.Call(func=func) as value, optional_vars=ast.Name(id=name)):
                if module.names(func) & _OPENING:  # its own ``name`` is the path
                    for handle in _given(value, module):
                        told[handle][name] = None
    return _Paths(derived, told, kept)


def _kept_as(target: ast.expr, value: ast.expr, module: Module) -> Handle | None:
    """The name under which a function keeps a path; its own object has that of what is below for itself."""
    match target:
        case ast.Name(id=name):
            return Handle(name)
        case ast.Attribute(value=ast.Name(id="self" | "cls" as owner), attr=name):
            return None if is_below(value, module) else Handle(name, owner)
        case _:
            return None


def is_below(value: ast.expr, module: Module) -> bool:
    """Whether a path is that of something in the directory that it is made of."""
    match value:
        case ast.BinOp(op=ast.Div() | ast.Add()):
            return True
        case ast.Call(func=func, args=[_, _, *_]):
            return bool(module.names(func) & PATH_MAKERS)
        case ast.Call(func=ast.Attribute(attr=word)):
            return word == "joinpath"
        case _:
            return False


def names_of(handle: Handle, function: Function, module: Module) -> frozenset[Handle]:
    """The handle of a path, and all names that its function has for it and for what is below it."""
    from heapq import heappop, heappush  # few files have paths whose names are followed

    derived = _paths(function, module).derived
    found: set[Handle] = set()
    waiting = [(-1, handle)]
    while waiting:  # in the order of the text
        since, name = heappop(waiting)
        if name not in found:
            found.add(name)
            for later in (each for each in derived.get(name, ()) if each[0] > since):
                heappush(waiting, later)
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


def _told_by(value: ast.expr, module: Module) -> Iterator[Handle]:
    """The handles of which one must be a path's for an expression to be a path made from it."""
    waiting: list[ast.expr] = [value]
    while waiting:
        value = waiting.pop()
        if (handle := spelt_handle(value)) is not None:
            yield handle
        match value:
            case ast.Attribute(value=inner) | ast.FormattedValue(value=inner):
                waiting.append(inner)
            case ast.Call(func=ast.Attribute(value=inner, attr=word)) if word in DERIVING:
                waiting.append(inner)
            case ast.Call(func=func, args=args) if module.names(func) & PATH_MAKERS:
                waiting += args
            case ast.BinOp(left=left, right=right):
                waiting += (left, right)
            case ast.JoinedStr(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
                waiting += parts
            case ast.Dict(values=parts):
                waiting += parts


def _given(call: ast.Call, module: Module) -> Iterator[Handle]:
    """The handles of the paths that a call is told, if it does not make a path itself."""
    if not module.names(call.func) & PATH_MAKERS:
        for arg in _arguments(call):
            yield from _told_by(arg, module)


def removals_through(handle: Handle, function: Function, module: Module) -> Iterator[ast.AST]:
    """Where something that was told a path is removed, or asked to remove.

    Args:
        handle: one name of the path.
        function: where it stands.
        module: its module.

    Yields:
        The places at which what a call made of the path is used in this way, or returned to who may do so.
    """
    paths = _paths(function, module)
    for text in paths.told.get(handle, ()):
        yield from _removals(function, module).get(text, ())
    for text in paths.kept.get(handle, ()):
        yield from _handed_on(function, module).get(text, ())


@once
def _removals(function: Function, module: Module) -> Mapping[str, Collection[ast.AST]]:
    """Where a function removes something, or asks something to remove, by the text of that."""
    found: dict[str, dict[ast.AST, None]] = defaultdict(dict)
    for node in walk(function):
        for part in _removed(node):
            found[spelt(part)][node] = None
    return dict(found)


@once
def _handed_on(function: Function, module: Module) -> Mapping[str, Collection[ast.AST]]:
    """What a function returns by a name."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for node in walk(function):
        if isinstance(node, ast.Return) and isinstance(node.value, (ast.Name, ast.Attribute)):
            found[spelt(node.value)].append(node)
    return found


def _removed(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Attribute(value=owner, attr=word) if names_removal(word):
            yield owner
        case ast.Call(func=func) if names_removal(last_word(func)):
            yield from (part for each in _arguments(node) for part in _owners(each))


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


def is_kept_for_others(target: ast.expr, module: Module) -> bool:
    """Whether who finds a path where it is kept may remove it.

    Args:
        target: what the path, or one below it, is assigned to.
        module: its module.

    Returns:
        ``True`` for an attribute of an object that tests use, and for what the module removes by this name,
        or by the folder above it, and for an element of what a loop goes through.
    """
    match target:
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            class_ = module.above(target, ast.ClassDef)
            is_shown = class_ is None or not is_collected(class_, module)
            return is_shown or spelt(target) in _removed_around(module)
        case ast.Attribute(attr=name):
            return name in _removed_options(module)
        case ast.Subscript():
            return spelt(target) in _removed_texts(module) or is_put_where_a_loop_goes(target, module)
        case _:
            return False


@once
def _removed_texts(module: Module) -> frozenset[str]:
    """What the module removes, as it is spelt."""
    removals = (each for each in module.nodes(ast.Call) if names_removal(last_word(each.func)))
    return frozenset(spelt(arg) for each in removals for arg in each.args)


@once
def _removed_around(module: Module) -> frozenset[str]:
    """Of what the module removes the folder above: ``path`` of ``rmtree(os.path.dirname(path))``."""
    removals = (each for each in module.nodes(ast.Call) if names_removal(last_word(each.func)))
    return frozenset(text for each in removals for arg in each.args if (text := _below(arg, module)))


def _below(folder: ast.expr, module: Module) -> str:
    match folder:
        case ast.Call(func=func, args=[path]) if "os.path.dirname" in module.names(func):
            return spelt(path)
        case ast.Attribute(value=path, attr="parent"):
            return spelt(path)
        case _:
            return ""


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
