"""What the nodes of a function do to a state of the whole process: change it, or put back what was there."""

from __future__ import annotations

import ast
import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, takewhile
from operator import itemgetter
from typing import NamedTuple

from flake8_testsec.cleanup import saved
from flake8_testsec.cleanup.everybodys import is_everybodys
from flake8_testsec.cleanup.resources import STATES, State
from flake8_testsec.source.bindings import Bound, Imported
from flake8_testsec.source.calls import spelt, string
from flake8_testsec.source.module import Module, inside
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant


class Kind(enum.Enum):
    """What becomes of a state at one place."""

    FRESH = "it gets a value of its own"
    REMOVED = "it is removed, which puts back what was there if it was set before"
    RESTORED = "it gets the value from before"
    DOUBTFUL = "it may get that value"


class Touch(NamedTuple):
    """One place in a function that changes a state or puts it back.

    ``key`` tells states of one kind apart, those within a state beginning with its key; ``tag`` is what
    `cleanup.custody` calls its being put back; ``text`` is what messages call it; ``node`` is where it
    happens; ``value`` is the fresh value of an attribute, if it is known.
    """

    state: State
    kind: Kind
    key: str
    tag: str
    text: str
    node: ast.AST
    value: ast.expr | None = None


_TARGETS = {target: row for row in STATES for target in row.targets}
_SETTERS = {name: row for row in STATES for name in row.changed_by}
_UNDOERS = {name: row for row in STATES for name in row.undone_by}
_ATTRIBUTE = next(row for row in STATES if row.tag == "set:{}" and not row.targets)
_ADDING = frozenset({"append", "extend", "insert", "__iadd__"})
_DROPPING = frozenset({"remove", "clear", "reverse", "sort"})
_COMMON = frozenset({"__dict__", "__class__"})
OF_CONTEXTS = frozenset(
    f"{library}.{name}" for library in ("flask", "quart") for name in ("g", "request", "session", "websocket")
)
"""What stands for the object of the context at hand, and is gone with that: nothing of the process."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
WORDS = (
    frozenset(name.rpartition(".")[2] for name in (*_SETTERS, *_UNDOERS))
    | {"setattr", "delattr", "reload", "pop", "__delitem__", "__setitem__", "update"}
    | _ADDING
    | _DROPPING
)
"""The last words of all calls that `touched` knows."""


def touches(function: Function, module: Module) -> tuple[Touch, ...]:
    """Every place in a function's own body that changes a state of the process or puts it back.

    Args:
        function: the function.
        module: its module.

    Returns:
        The touches in source order.
    """
    key = ("cleanup.touches", function)
    if key not in module.kept:
        found = (each for node in inside(function, module) for each in touched(node, module))
        module.kept[key] = tuple(_by_place(each, module) for each in found)
    known: tuple[Touch, ...] = module.kept[key]
    return known


class Touches:
    """Touches by their keys, so that those of one state are found without looking at the others.

    Args:
        several: the touches, in source order.
    """

    def __init__(self, several: Iterable[Touch] = ()) -> None:
        self._exact: dict[str, list[tuple[int, Touch]]] = defaultdict(list)
        self._within: dict[str, list[tuple[int, Touch]]] = defaultdict(list)
        self._restored: set[str] = set()
        self._restored_within: set[str] = set()
        self._size = 0
        for each in several:
            self.add(each)

    def add(self, touch: Touch) -> None:
        """Add one to the end."""
        self._size += 1
        outside = [*_outer(touch.key)]
        self._exact[touch.key].append((self._size, touch))
        for outer in outside:
            self._within[outer].append((self._size, touch))
        if touch.kind is Kind.RESTORED:
            self._restored.add(touch.key)
            self._restored_within.update(outside)

    def of(self, key: str) -> Sequence[Touch]:
        """The touches of exactly one state."""
        return [touch for _, touch in self._exact.get(key, ())]

    def number(self, touch: Touch) -> int:
        """How many touches concern the state of one."""
        outside = sum(len(self._exact.get(outer, ())) for outer in _outer(touch.key))
        return len(self._exact.get(touch.key, ())) + len(self._within.get(touch.key, ())) + outside

    def restores(self, touch: Touch) -> bool:
        """Whether one of the touches that concern the state of another puts back what was there."""
        outside = any(outer in self._restored for outer in _outer(touch.key))
        return outside or touch.key in self._restored or touch.key in self._restored_within

    def concerning(self, touch: Touch) -> Sequence[Touch]:
        """The touches of the same state, of one within it, or of one around it, in source order."""
        found = [*self._exact.get(touch.key, ()), *self._within.get(touch.key, ())]
        for outer in _outer(touch.key):
            found += self._exact.get(outer, ())
        return [each for _, each in sorted(found, key=itemgetter(0))]


def _outer(key: str) -> Iterator[str]:
    """The keys of what a state is a part of."""
    return (key[:place] for place, letter in enumerate(key) if letter in ".[")


def keyed(function: Function, module: Module) -> Touches:
    """The touches of a function by their keys."""
    key = ("cleanup.touches.keyed", function)
    if key not in module.kept:
        module.kept[key] = Touches(touches(function, module))
    known: Touches = module.kept[key]
    return known


def _by_place(touch: Touch, module: Module) -> Touch:
    """A touch as it is meant: what is assigned in ``finally`` is what was there before."""
    if touch.kind is Kind.FRESH and is_in_finally(touch.node, module):
        return touch._replace(kind=Kind.RESTORED)
    return touch


def is_in_finally(node: ast.AST, module: Module) -> bool:
    """Whether a node stands in the ``finally`` of its own function."""
    own = takewhile(lambda above: not isinstance(above, FUNCTIONS), module.ancestors(node))
    return any(
        isinstance(around, ast.Try) and bool(around.finalbody) and _begins_with(around.finalbody, inner)
        for inner, around in pairwise(chain((node,), own))
    )


def _begins_with(block: Sequence[ast.stmt], statement: ast.AST) -> bool:
    """Whether a part of a ``try`` is in its last block."""
    first = block[0]
    line = getattr(statement, "lineno", 0)
    return statement is first or (line, getattr(statement, "col_offset", 0)) > (
        first.lineno,
        first.col_offset,
    )


def touched(node: ast.AST, module: Module) -> Iterator[Touch]:
    """What one node does to states of the process, wherever it stands."""
    match node:
        case ast.Subscript(value=owner, slice=key, ctx=ast.Store() | ast.Del()):
            if (row := _row(owner, module)) is not None:
                yield from _item(row, node, key, module)
        case ast.Attribute(value=owner, attr=word, ctx=ast.Store() | ast.Del()):
            yield from _attribute(owner, word, node, saved.value_of(node, module), module)
        case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[owner, name, *values]):
            yield from _by_name(node, owner, name, values, module)
        case ast.Call():
            yield from _called(node, module)


def _row(owner: ast.expr, module: Module) -> State | None:
    return _row_of(module.names(owner))


def _row_of(names: frozenset[str]) -> State | None:
    return next((_TARGETS[name] for name in names if name in _TARGETS), None)


# Entries of a mapping or list.


def _item(row: State, node: ast.AST, key: ast.expr, module: Module) -> Iterator[Touch]:
    """``os.environ[key] = value`` and ``del os.environ[key]``."""
    value = saved.value_of(node, module)
    if isinstance(key, ast.Slice) or row.sequence:
        yield _whole(row, Kind.RESTORED, node)
    elif value is None:
        yield _entry(row, Kind.REMOVED, key, node, module)
    else:
        restored = saved.is_saved_entry(value, key, row, module) or _fills_gap(node, key, module)
        yield _entry(row, Kind.RESTORED if restored else Kind.FRESH, key, node, module)


def _fills_gap(node: ast.AST, key: ast.expr, module: Module) -> bool:
    """Whether an entry is only made where there is none: ``if "MODE" not in os.environ``."""
    around = module.above(node, ast.If, ast.FunctionDef, ast.AsyncFunctionDef)
    match around:
        case ast.If(test=ast.Compare(left=left, ops=[ast.NotIn()])):
            return spelt(left) == spelt(key)
        case _:
            return False


def _whole(row: State, kind: Kind, node: ast.AST) -> Touch:
    tag = row.tag.partition(":{}")[0]
    return Touch(row, kind, row.what, tag, row.targets[0], node)


def _entry(row: State, kind: Kind, given: ast.expr, node: ast.AST, module: Module) -> Touch:
    key = meant(given, module)
    name = string(key)
    if name is None and kind is not Kind.FRESH:
        return _whole(row, kind, node)  # any of them, as in a loop
    shown = spelt(given) if isinstance(given, ast.Name) else f'"{name}"' if name is not None else "..."
    tag = row.tag.format(name) if name is not None else _whole(row, kind, node).tag
    return Touch(row, kind, f"{row.what}[{spelt(key)}]", tag, f"{row.targets[0]}[{shown}]", node)


def _method(row: State, word: str, call: ast.Call, module: Module) -> Iterator[Touch]:
    """A method of the mapping or list that changes it in place."""
    match word, call.args:
        case "pop" | "__delitem__", [key, *_] if not row.sequence:
            yield _entry(row, _removal(call, module), key, call, module)
        case "__setitem__", [key, _]:
            yield _entry(row, Kind.FRESH, key, call, module)
        case "update", _:
            yield from _updated(row, call, module)
        case "clear", _ if not row.sequence:
            yield _whole(row, Kind.REMOVED, call)
        case _ if word in _ADDING:
            yield _whole(row, Kind.FRESH, call)
        case _ if word in _DROPPING or word == "pop":
            yield _whole(row, Kind.RESTORED, call)


def _removal(call: ast.Call, module: Module) -> Kind:
    """Removing what need not be there, and asking nothing, only tidies up."""
    is_tidying = len(call.args) > 1 and isinstance(module.parent(call), ast.Expr)
    return Kind.RESTORED if is_tidying else Kind.REMOVED


def _updated(row: State, call: ast.Call, module: Module) -> Iterator[Touch]:
    for each in call.keywords:
        if each.arg is not None:
            yield _entry(row, Kind.FRESH, ast.Constant(each.arg), call, module)
    match call.args:
        case [ast.Dict(keys=keys)] if all(string(key) is not None for key in keys):
            yield from (_entry(row, Kind.FRESH, key, call, module) for key in keys if key is not None)
        case [given]:
            restored = saved.is_saved(given, saved.readers(row, ""), module)
            yield _whole(row, Kind.RESTORED if restored else Kind.FRESH, call)


# Attributes of what is imported.


def _attribute(
    owner: ast.expr, word: str, node: ast.Attribute | ast.Call, value: ast.expr | None, module: Module
) -> Iterator[Touch]:
    owners = sorted(module.names(owner))
    if not owners or word in _COMMON or OF_CONTEXTS & {*owners}:
        return
    name = f"{owners[0]}.{word}"
    row = _TARGETS.get(name, _ATTRIBUTE)
    if is_imported(owner, module):
        key = row.what if row.targets else name
    elif row.targets and is_everybodys(name, owner, module):
        key = f"{row.what}[{word} of {spelt(owner)}]"
    else:
        return
    is_known = value is not None or isinstance(node, ast.Call) or isinstance(node.ctx, ast.Del)
    kind = _kind_of(value, name, module) if is_known and not row.mapping else Kind.DOUBTFUL
    yield Touch(row, kind, key, f"set:{name}", f"{spelt(owner)}.{word}", node, value)


def is_imported(node: ast.expr, module: Module) -> bool:
    """Whether the root of a chain of attributes is bound by imports alone."""
    while isinstance(node, ast.Attribute):
        node = node.value
    bindings = module.bindings(node) if isinstance(node, ast.Name) else ()
    return any(isinstance(each, Imported) for each in bindings) and all(map(_is_import, bindings))


def _is_import(binding: object) -> bool:
    match binding:
        case Imported() | Bound(value=ast.Constant(value=None)):
            return True
        case _:
            return False


def _kind_of(value: ast.expr | None, name: str, module: Module) -> Kind:
    if value is None:
        return Kind.REMOVED
    is_old = saved.is_saved(value, frozenset({name}), module) or _is_namesake(value, name, module)
    return Kind.RESTORED if is_old else Kind.FRESH


def _is_namesake(value: ast.expr, name: str, module: Module) -> bool:
    """Whether a value is an imported module, and the attribute is called after it: ``shop.json = json``."""
    word = name.rpartition(".")[2].strip("_")
    return isinstance(value, ast.Name) and word in module.names(value) and is_imported(value, module)


def _by_name(
    call: ast.Call, owner: ast.expr, name: ast.expr, values: list[ast.expr], module: Module
) -> Iterator[Touch]:
    """``setattr(owner, name, value)`` and ``delattr(owner, name)``."""
    word = string(name)
    if word is not None:
        yield from _attribute(owner, word, call, values[0] if values else None, module)
    elif is_imported(owner, module):
        for each in _attribute(owner, "*", call, None, module):
            yield each._replace(kind=Kind.DOUBTFUL, key=each.key.removesuffix(".*"))


# Calls.


def _called(call: ast.Call, module: Module) -> Iterator[Touch]:
    func = call.func
    if isinstance(func, ast.Attribute):
        owners = module.names(func.value)
        if (row := _row_of(owners)) is not None:
            yield from _method(row, func.attr, call, module)
            return
        if not owners:
            return
    for name in sorted(module.names(func)):
        if name.startswith("logging.getLogger()") and not (
            isinstance(func, ast.Attribute) and is_everybodys(name, func.value, module)
        ):
            continue
        if name in _SETTERS:
            yield from _set(_SETTERS[name], name, call, module)
        elif name in _UNDOERS and _is_undoing(_UNDOERS[name], module):
            row = _UNDOERS[name]
            yield _by_setter(row, Kind.RESTORED, name, call, module)
        elif name == "importlib.reload" and call.args:
            yield from (
                Touch(_ATTRIBUTE, Kind.RESTORED, each, f"set:{each}.*", each, call)
                for each in module.names(call.args[0])
            )


def _is_undoing(row: State, module: Module) -> bool:
    """Whether there is anything that an undoing function undoes: ``os.unsetenv`` leaves ``os.environ`` alone
    (https://docs.python.org/3/library/os.html#os.unsetenv)."""
    return not row.mapping or any(module.mentions(each.rpartition(".")[2]) for each in row.changed_by)


def _set(row: State, name: str, call: ast.Call, module: Module) -> Iterator[Touch]:
    """A call of a function that changes a state, unless it only asks for it."""
    value = call.args[row.value] if len(call.args) > row.value else None
    if value is None and (row.value or call.args):
        return
    if value is not None and (
        spelt(value) in row.neutral
        or module.names(value) & {*row.neutral}
        or saved.is_saved(value, saved.readers(row, name), module)
    ):
        yield _by_setter(row, Kind.RESTORED, name, call, module)
    else:
        yield _by_setter(row, Kind.FRESH, name, call, module)


def _by_setter(row: State, kind: Kind, name: str, call: ast.Call, module: Module) -> Touch:
    if row.mapping and call.args:
        return _entry(row, kind, call.args[0], call, module)
    given = [spelt(arg) for arg in call.args[: row.value]]
    is_method = (owner := name.rpartition(".")[0]).endswith("()")
    if is_method and isinstance(call.func, ast.Attribute):
        given.insert(0, spelt(call.func.value))
    key = f"{row.what}[{', '.join(given)}]" if given else row.what
    tag = row.tag.format(owner if is_method else name)
    return Touch(row, kind, key, tag, f"{spelt(call.func) if is_method else name}()", call)
