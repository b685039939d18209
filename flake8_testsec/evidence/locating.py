"""Lines that may have changed what no event tells of: attributes, settings, patchers, modules, loggers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.evidence.reading import Leak

Function = (ast.FunctionDef, ast.AsyncFunctionDef)
SET_UPS = frozenset({"setUp", "setup_method", "asyncSetUp", "tearDown", "teardown_method", "asyncTearDown"})
"""Methods that run with each test of their class."""


class Region(NamedTuple):
    """A function, from its first decorator to its end."""

    first: int
    last: int
    name: str
    owner: str
    """The class around it; empty for a function of the module."""

    def holds(self, line: int) -> bool:
        """Whether a line is in it."""
        return self.first <= line <= self.last


def regions(tree: ast.Module) -> Iterator[Region]:
    """The functions of a module and the methods of its classes; what is defined inside belongs to them.

    Args:
        tree: the module.
    """
    return _regions(tree.body, "")


def _regions(body: Iterable[ast.stmt], owner: str) -> Iterator[Region]:
    for node in body:
        if isinstance(node, Function):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            yield Region(first, node.end_lineno or node.lineno, node.name, owner)
        elif isinstance(node, ast.ClassDef):
            yield from _regions(node.body, f"{owner}.{node.name}".lstrip("."))
        else:
            blocks = (getattr(node, name, ()) for name in ("body", "orelse", "finalbody"))
            for block in blocks:
                yield from _regions(block, owner)


def located(leak: Leak, tree: ast.Module) -> int:
    """The one line that may have done it.

    Args:
        leak: what has no line.
        tree: the file of its test.

    Returns:
        The line, in the test itself if there is one, else in what runs with tests of its class, else in what
        other tests of the file may call; 0 if there are several, or none.
    """
    undone = _undone(tree)
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.expr) and node not in undone)
    lines = sorted({node.lineno for node in nodes if _does(leak, node)})
    known = [*regions(tree)]
    for near in _near(leak, known):
        found = [line for line in lines if any(each.holds(line) for each in near)]
        if found:
            return found[0] if len(found) == 1 else 0
    return 0


def is_done(leak: Leak, tree: ast.Module, first: int, last: int) -> bool:
    """Whether something on some lines may have done it.

    Args:
        leak: what has no line.
        tree: the file of its test.
        first: the first of the lines.
        last: the last of them.
    """
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.expr))
    return any(first <= node.lineno <= last and _does(leak, node) for node in nodes)


def _near(leak: Leak, known: Sequence[Region]) -> Iterator[list[Region]]:
    """Where it may have been done, the nearest first; what other tests do, this one has not done."""
    _, *owners, name = leak.test.split("::") if leak.test else ("", "")
    owner = ".".join(owners)
    yield [each for each in known if each.name == name and each.owner == owner]
    yield [each for each in known if each.name in SET_UPS and each.owner == owner]
    yield [each for each in known if leak.several or not each.name.startswith("test")]


def _undone(tree: ast.Module) -> set[ast.AST]:
    """Calls whose doing ends with a block or with the function that they decorate."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        match node:
            case ast.With(items=items) | ast.AsyncWith(items=items):
                found.update(each.context_expr for each in items)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                found.update(node.decorator_list)
    return found


def _does(leak: Leak, node: ast.expr) -> bool:
    return leak.what in _FORMS and _FORMS[leak.what](leak.name, node)


def _changes_attribute(name: str, node: ast.expr) -> bool:
    owner, _, attribute = name.rpartition(".")
    last = owner.replace(":", ".").rpartition(".")[2]
    match node:
        case ast.Attribute(value=value, attr=attr, ctx=ast.Store() | ast.Del()):
            return attr == attribute and _last(value) == last
        case ast.Call(func=ast.Name(id="setattr"), args=[value, ast.Constant(value=str(attr)), _]):
            return attr == attribute and _last(value) == last
        case ast.Call(args=[ast.Constant(value=str(path)), *_]):
            return path.endswith(f"{last}.{attribute}") and _last(node.func) == "patch"
        case ast.Call(args=[value, ast.Constant(value=str(attr)), *_]):
            return attr == attribute and _last(value) == last and _last(node.func) == "object"
    return False


def _starts_patcher(name: str, node: ast.expr) -> bool:
    match node:
        case ast.Call(args=[ast.Constant(value=str(path)), *_]):
            return path.rpartition(".")[2] == name and _last(node.func) == "patch"
        case ast.Call(args=[_, ast.Constant(value=str(path)), *_]):
            return path == name and _last(node.func) == "object"
    return False


def _sets(name: str, node: ast.expr) -> bool:
    match node:
        case ast.Call(func=function, args=[number, *_]) if name.startswith("SIG"):
            return _last(function) == "signal" and _last(number) == name
        case ast.Call(func=ast.Attribute(value=ast.Attribute() as value, attr=verb)):
            return verb in _LIST_CHANGES and _is_of_sys(name, value)
        case ast.Call(func=function):
            return _last(function) == _SETTERS.get(name)
        case ast.Attribute(ctx=ast.Store()):
            return _is_of_sys(name, node)
        case ast.Subscript(value=ast.Attribute() as value, ctx=ast.Store() | ast.Del()):
            return _is_of_sys(name, value)
    return False


def _is_of_sys(name: str, node: ast.Attribute) -> bool:
    return _last(node.value) == "sys" and name == f"sys.{node.attr}"


def _puts_module(name: str, node: ast.expr) -> bool:
    match node:
        case ast.Subscript(value=value, slice=ast.Constant(value=str(key)), ctx=ast.Store() | ast.Del()):
            return key == name and _last(value) == "modules"
    return False


def _changes_logger(name: str, node: ast.expr) -> bool:
    logger, _, attribute = name.removeprefix("logging:").rpartition(".")
    words = {"setLevel"} if attribute == "level" else {"addHandler", "removeHandler"}
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Call(func=getter, args=args), attr=verb)):
            named = args[0].value if args and isinstance(args[0], ast.Constant) else "root"
            return verb in words and _last(getter) == "getLogger" and named == logger
        case ast.Call(func=ast.Attribute(value=ast.Name(id="logging"), attr="basicConfig")):
            return logger == "root"
    return False


def _last(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


_LIST_CHANGES = frozenset({"append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort"})
_SETTERS = {"locale": "setlocale", "event loop policy": "set_event_loop_policy"}
_FORMS: dict[str, Callable[[str, ast.expr], bool]] = {
    "attribute": _changes_attribute,
    "patcher": _starts_patcher,
    "setting": _sets,
    "module": _puts_module,
    "logger": _changes_logger,
}
