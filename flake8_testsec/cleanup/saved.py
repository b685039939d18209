"""Which values are those that a state had before, and not fresh ones."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flake8_testsec.cleanup.resources import State
from flake8_testsec.notes import note
from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Binding, Bound, Defined, Imported, Unknown
from flake8_testsec.source.calls import spelt, string, structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.templates import is_template
from flake8_testsec.vocabulary.testing.saved_names import is_named_for_saving

_DEEPEST = 5
_MOST = 50
"""How many values an attribute of ``self`` may be given, so that it is followed where each comes from."""
_COPIES = frozenset({"dict", "list", "tuple", "str", "copy.copy", "copy.deepcopy", "os.open"})
_FAKE = lazy(r"(?i)fake|mock|stub|dummy")
_WEAKLY = lazy(r"(?i)(?<![a-z])(actual|default|initial|restored?|stored?|kept|keep|cwd|curdir)(?![a-z])")
"""The same, where nothing else is known of the name."""


def readers(row: State, setter: str) -> frozenset[str]:
    """The qualified names of the expressions that tell a state's value.

    Args:
        row: the kind of state.
        setter: the call that changes it, which may tell the value before; empty if there is none.

    Returns:
        The names of the calls and of the state itself.
    """
    calls = {f"{name}()" for name in (*row.read_by, setter) if name}
    return frozenset({*calls, *row.read_by, *row.targets})


def is_saved_entry(value: ast.expr, key: ast.expr, row: State, module: Module) -> bool:
    """Whether an expression is an entry of a mapping from before a change.

    Args:
        value: what the entry becomes.
        key: its key.
        row: the kind of state.
        module: its module.

    Returns:
        ``True`` also for the imported module that the key names: ``sys.modules["json"] = old_json``.
    """
    bindings = module.bindings(value) if isinstance(value, ast.Name) else ()
    if bindings and all(isinstance(each, Imported) for each in bindings):
        return string(key) in module.names(value)
    return is_saved(value, readers(row, ""), module)


def is_saved(value: ast.expr, told: frozenset[str], module: Module, depth: int = 0) -> bool:
    """Whether an expression is a value that was kept from before a change.

    Args:
        value: what is assigned or given.
        told: the qualified names of what tells the state's value.
        module: its module.
        depth: how many names it was followed through already.

    Returns:
        ``True`` also where only the name of something unknown says so.
    """
    if depth > _DEEPEST:
        return False
    match value:
        case ast.Name():
            return _is_saved_name(value, told, module, depth)
        case ast.Attribute(attr=name):
            return _is_saved_attribute(value, name, told, module, depth)
        case ast.Subscript(value=ast.Name() as kept) if _is_put_in(value, kept, told, module):
            return True
        case ast.Subscript(value=inner) | ast.Starred(value=inner):
            return is_saved(inner, told, module, depth)
        case ast.Call(func=func, args=[inner, *_]) if module.names(func) & _COPIES:
            return is_saved(inner, told, module, depth)
        case ast.Call(func=ast.Attribute(value=inner, attr="get" | "pop" | "copy" | "popleft")):
            return is_saved(inner, told, module, depth)
        case ast.IfExp(body=body, orelse=orelse):
            return is_saved(body, told, module, depth) or is_saved(orelse, told, module, depth)
        case ast.BoolOp(values=[first, *_]):
            return is_saved(first, told, module, depth)
        case _:
            return False


def _is_put_in(entry: ast.Subscript, kept: ast.Name, told: frozenset[str], module: Module) -> bool:
    """Whether an entry of a mapping was made from the state's value, under the same key, in this scope."""
    scope = module.function(entry) or module.tree
    values = _entries(scope, module).get((kept.id, structure(entry.slice)), ())
    return any(_tells(each, told, module) for each in values)


@once
def _entries(scope: ast.AST, module: Module) -> Mapping[tuple[str, str], Sequence[ast.expr]]:
    """What is put below a node into mappings that have a name, by their names and the keys."""
    found: dict[tuple[str, str], list[ast.expr]] = defaultdict(list)
    for node in walk(scope):
        match node:
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=key)], value=value):
                found[name, structure(key)].append(value)
    return found


def _is_saved_name(name: ast.Name, told: frozenset[str], module: Module, depth: int) -> bool:
    bindings = module.bindings(name)
    if any(_holds(each, told, module, depth) for each in bindings):
        return True
    if bindings and all(_is_fresh(each, module) for each in bindings):
        return False
    is_known = any(isinstance(each, Bound) for each in bindings)
    return is_named_for_saving(name.id) or bool(not is_known and _WEAKLY.search(name.id))


def _holds(binding: Binding, told: frozenset[str], module: Module, depth: int) -> bool:
    match binding:
        case Bound(value=value):
            return _tells(value, told, module) or is_saved(value, told, module, depth + 1)
        case Unknown(node=ast.Name() as target):
            return _is_drawn(target, told, module, depth)
        case _:
            return False


def _is_fresh(binding: Binding, module: Module) -> bool:
    match binding:
        case Bound(value=ast.Constant() | ast.Lambda() | ast.JoinedStr()) | Defined():
            return True
        case Bound(value=value):
            return is_template(value) or _is_called_mock(value, module)
        case _:
            return False


def _is_called_mock(node: ast.expr, module: Module) -> bool:
    return any("mock" in name for name in module.names(node))


def _is_drawn(target: ast.Name, told: frozenset[str], module: Module, depth: int) -> bool:
    """Whether a loop's or a ``with`` statement's variable is drawn from what was saved."""
    loop = module.above(target, ast.For)
    return loop is not None and any(
        is_saved(each, told, module, depth + 1)
        for each in walk(loop.iter)
        if isinstance(each, (ast.Name, ast.Attribute))
    )


def _is_saved_attribute(
    node: ast.Attribute, name: str, told: frozenset[str], module: Module, depth: int
) -> bool:
    words = {each.rpartition(".")[2] for each in told}
    if name in {f"__{word}__" for word in words}:
        return True
    if name in words and module.names(node):
        return not _FAKE.search(spelt(node.value))  # the thing itself, from where it is defined
    class_ = module.above(node, ast.ClassDef)
    if class_ is not None and _keeps(class_, name, told, depth, module):
        return True
    is_given = class_ is not None and bool(_kept(class_, name, module))
    return is_named_for_saving(name) or bool(not is_given and _WEAKLY.search(name))


@once
def _keeps(class_: ast.ClassDef, name: str, told: frozenset[str], depth: int, module: Module) -> bool:
    """Whether a class keeps a value from before a change in an attribute of ``self``."""
    if not told.isdisjoint(_told_by(class_, name, module)):
        return True
    kept = _kept(class_, name, module)
    if len(kept) > _MOST:
        note("gave up on what %s keeps in %s in %s: too much", class_.name, name, module.path)
    return any(is_saved(each, told, module, depth + 1) for each in kept[:_MOST])


@once
def _told_by(class_: ast.ClassDef, name: str, module: Module) -> frozenset[str]:
    """The names of the states whose values a class assigns to an attribute of ``self``."""
    return frozenset(state for each in _kept(class_, name, module) for state in _states(each, module))


@once
def _kept(class_: ast.ClassDef, name: str, module: Module) -> Sequence[ast.expr]:
    """What a class assigns to an attribute of ``self``."""
    stored = (each for each in module.stored(name, class_) if isinstance(each.value, ast.Name))
    return [value for each in stored if (value := value_of(each, module)) is not None]


def _tells(value: ast.expr, told: frozenset[str], module: Module) -> bool:
    """Whether an expression is a state's present value, a copy of it, or a display that holds it."""
    return any(each in told for each in _states(value, module))


def _states(value: ast.expr, module: Module) -> Iterator[str]:
    """The names of the states of which an expression is the present value, a copy of it, or a display."""
    waiting = [value]
    for each in waiting:
        yield from module.names(each)
        match each:
            case ast.Call(func=ast.Name(id="getattr"), args=[owner, name, *_]):
                yield from (f"{known}.{string(name)}" for known in module.names(owner))
            case _:
                waiting += _told_with(each, module)


def _told_with(value: ast.expr, module: Module) -> Iterable[ast.expr]:
    """What tells the same as an expression, or a part of it."""
    match value:
        case ast.Call(func=func, args=[inner, *_]) if module.names(func) & _COPIES:
            return (inner,)
        case ast.Subscript(value=inner) | ast.Call(func=ast.Attribute(value=inner)):
            return (inner,)
        case ast.DictComp() | ast.Dict() | ast.List() | ast.Tuple() | ast.ListComp() | ast.IfExp():
            return _inside(value)
        case ast.BoolOp(values=[first, *_]):
            return (first,)
        case _:
            return ()


def _inside(display: ast.expr) -> Iterator[ast.expr]:
    for child in walk(display):
        if isinstance(child, (ast.Attribute, ast.Name, ast.Call)):
            yield child


def value_of(target: ast.AST, module: Module) -> ast.expr | None:
    """The value that a target of an assignment gets; ``None`` if it is deleted or not known.

    Args:
        target: a name, attribute or subscript that is assigned or deleted.
        module: its module.

    Returns:
        The expression; of a display that is unpacked, the element.
    """
    match parent := module.parent(target):
        case ast.Assign(value=value) | ast.AugAssign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return value
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            value_ = value_of(parent, module)
            if isinstance(value_, (ast.Tuple, ast.List)) and len(value_.elts) == len(targets):
                return value_.elts[targets.index(target)] if target in targets else None
            return value_
        case _:
            return None
