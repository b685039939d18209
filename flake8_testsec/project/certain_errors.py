"""The error that a call certainly raises, as the source of what is called tells."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.project.defined_nodes import (
    CALLED_FIRST,
    bases_of,
    kept,
    line_of,
    makers,
    named,
    node_of,
)
from flake8_testsec.project.definitions import definition
from flake8_testsec.project.found import meanings
from flake8_testsec.project.inferred import OBJECT, things
from flake8_testsec.project.module_facts import ModuleFacts
from flake8_testsec.project.straight_ways import Given, is_plain, is_unchanged, passes, raised
from flake8_testsec.project.views import View, view_of
from flake8_testsec.source.arguments import given
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.decided import Undecided, value
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import BROAD

_MODEL, _INVALID = "pydantic.BaseModel", "pydantic.ValidationError"
_ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum"})
_BARE = frozenset({"staticmethod", "classmethod"})
_FROZEN = {
    "dataclasses.dataclass": "dataclasses.FrozenInstanceError",
    **dict.fromkeys(
        ("attr.s", "attr.attrs", "attr.define", "attr.frozen"), "attr.exceptions.FrozenInstanceError"
    ),
    **dict.fromkeys(("attrs.define", "attrs.frozen"), "attrs.exceptions.FrozenInstanceError"),
}
_SILENT = BROAD | {"NotImplementedError"}
"""Errors that say nothing, or that a class below has to do something instead."""
_OWN = ("self", "cls")
_ASKED = frozenset({"isinstance", "len", "bool", "bytes", "complex", "dict", "float", "int"}) | {
    *("list", "set", "str", "tuple")
}
"""Builtins that values are told by."""
_PARTICULAR = frozenset({"BaseExceptionGroup", "ExceptionGroup", "StopAsyncIteration", "StopIteration"})
"""Errors that cannot be made of anything, or that another one takes the place of."""
_MAKERS = frozenset({*CALLED_FIRST, "__post_init__", "__attrs_post_init__", "__attrs_pre_init__"})
_HOPS = 10

_Got = Mapping[str, ast.expr | None]


class Called(NamedTuple):
    """A call, also of a function that another one is given to be called."""

    func: ast.expr
    args: Sequence[ast.expr]
    keywords: Sequence[ast.keyword]
    is_awaited: bool = False


class _Place(NamedTuple):
    """A function or class of the project, where it stands."""

    node: Function | ast.ClassDef
    facts: ModuleFacts
    is_bound: bool = False
    kept: frozenset[str] | None = None
    """The attributes of its class that may refuse a value; nothing if others may, too."""


def error_of(call: Called, module: Module) -> str:
    """The error that a call raises.

    Args:
        call: a call.
        module: its module.

    Returns:
        The qualified name of its class: the function refuses its arguments, or raises it before anything
        could happen that is not known; empty if that is not certain.
    """
    view, place = view_of(module), None
    if view is not None and _is_plain_call(call) and not _is_replaced(call.func, module):
        place = _place(call.func, module, view)
    if view is None or place is None or not _is_reached(call.func, module, view):
        return ""
    if isinstance(place.node, ast.ClassDef):
        return _of_class(place.node, place, call, module, view)
    return _of_function(place.node, place, call, module, view)


def raised_error(error: ast.expr, module: Module) -> str:
    """The class of an error that a statement raises, if it is one of the builtins, which any text suits.

    Args:
        error: what is raised.
        module: its module.

    Returns:
        Its name; empty if it is not known, or says nothing.
    """
    if isinstance(error, ast.Call) and (error.keywords or not all(map(is_plain, error.args))):
        return ""
    names = module.names(error.func if isinstance(error, ast.Call) else error)
    name = next(iter(names)) if len(names) == 1 else ""
    return name if _is_builtin(name) else ""


def _is_builtin(name: str) -> bool:
    is_particular = name in _PARTICULAR or name.startswith("Unicode")
    return isinstance(getattr(builtins, name, None), type) and name not in _SILENT and not is_particular


def error_of_change(target: ast.expr, module: Module) -> str:
    """The error that setting or deleting an attribute raises, because its object takes no changes.

    Args:
        target: what is set or deleted.
        module: its module.

    Returns:
        The qualified name of its class; empty if that is not certain.
    """
    view = view_of(module)
    known = things(target.value, module) if isinstance(target, ast.Attribute) and view is not None else ()
    owner = known[0].owner if len(known) == 1 and known[0].kind == OBJECT else None
    node = node_of(owner.class_.name, owner.module, view) if owner is not None and view is not None else None
    if owner is None or not isinstance(node, ast.ClassDef) or not isinstance(target, ast.Attribute):
        return ""
    if "__setattr__" in named(node) or not _has_its_fields(target.value, node):
        return ""
    if "typing.NamedTuple" in bases_of(node, owner.module):
        return "AttributeError"
    return next((_FROZEN[each] for each in _frozen(node, owner.module) if each in _FROZEN), "")


def _has_its_fields(made: ast.expr, class_: ast.ClassDef) -> bool:
    """Whether an object is there, or is made of as much as it has fields, by no function of its own."""
    match made:
        case ast.Call(args=args, keywords=keywords):
            fields = [each for each in class_.body if isinstance(each, (ast.Assign, ast.AnnAssign))]
            is_plainly_made = _is_plain_call(Called(made, args, keywords)) and not named(class_) & _MAKERS
            return is_plainly_made and len(args) + len(keywords) == len(fields)
        case _:
            return isinstance(made, ast.Name)


def _frozen(class_: ast.ClassDef, facts: ModuleFacts) -> Iterator[str]:
    """What makes the objects of a class unchangeable."""
    for each in class_.decorator_list:
        match each:
            case ast.Call(func=func, keywords=keywords):
                is_frozen = any(
                    word.arg == "frozen" and isinstance(word.value, ast.Constant) and word.value.value is True
                    for word in keywords
                )
                yield from meanings(facts, ast.unparse(func)) if is_frozen else ()
            case _:
                yield from (name for name in meanings(facts, ast.unparse(each)) if name.endswith(".frozen"))


# What is called.


def _is_plain_call(call: Called) -> bool:
    """Whether the arguments of a call are told, and cannot fail themselves."""
    values = [*call.args, *(each.value for each in call.keywords)]
    return all(map(is_plain, values)) and all(each.arg is not None for each in call.keywords)


def _is_replaced(func: ast.expr, module: Module) -> bool:
    """Whether a module may put something else in the place of what is called, which it names or sets."""
    parts = [each for each in walk(func) if isinstance(each, (ast.Name, ast.Attribute))]
    words = {last_word(each) for each in parts}
    meant = (name.split(".") for each in parts for name in module.names(each))
    return not _set_words(module).isdisjoint(words.union(*meant))


@once
def _set_words(module: Module) -> frozenset[str]:
    written = {each.rpartition(".")[2] for each in module.literals if isinstance(each, str)}
    return frozenset(written).union(
        each.attr for each in module.nodes(ast.Attribute) if isinstance(each.ctx, ast.Store)
    )


def _is_reached(func: ast.expr, module: Module, view: View) -> bool:
    """Whether the object that a method is asked of is there, or is made without an error."""
    match func:
        case ast.Attribute(value=ast.Call(func=maker, args=args, keywords=keywords)):
            place, call = _place(maker, module, view), Called(maker, args, keywords)
            class_ = place.node if place is not None else None
            if place is None or not isinstance(class_, ast.ClassDef) or not _is_plain_call(call):
                return False
            return _is_made(class_, place, call, module, view)
        case ast.Attribute(value=owner):
            return _is_reached(owner, module, view)
        case _:
            return isinstance(func, ast.Name)


def _is_made(class_: ast.ClassDef, place: _Place, call: Called, module: Module, view: View) -> bool:
    """Whether an object is certainly made: by a function that ends, or by none, of nothing."""
    own, line = makers(class_), line_of(class_, place.facts, view)
    if line is None or _is_abstract(class_) or any(makers(each) for each in line[1:]):
        return False
    if not own:
        return not call.args and not call.keywords
    got = given(call.args, call.keywords, own[0], is_bound=True)
    if got is None or len(own) > 1 or own[0].decorator_list or own[0].name != "__init__":
        return False
    start = _start(own[0], got, place._replace(is_bound=True, kept=kept(line)), call, module)
    return start is not None and passes(own[0].body, start)


def _place(func: ast.expr, module: Module, view: View) -> _Place | None:
    names = module.names(func)
    if len(names) == 1:
        found = definition(next(iter(names)), module.path, view)
        node = node_of(found.name, found.module, view) if found is not None else None
        if found is not None and node is not None:
            return _Place(node, found.module, is_bound="." in found.name and _is_of_class(node))
    if not isinstance(func, ast.Attribute) or spelt(func.value) in _OWN:
        return None  # a class below may have a method of its own
    known = things(func.value, module)
    owner = known[0].owner if len(known) == 1 and known[0].kind == OBJECT else None
    node = node_of(f"{owner.class_.name}.{func.attr}", owner.module, view) if owner is not None else None
    if owner is None or isinstance(node, ast.ClassDef) or node is None:
        return None
    is_method = not node.decorator_list
    is_static = any(last_word(each) == "staticmethod" for each in node.decorator_list)
    class_ = node_of(owner.class_.name, owner.module, view)
    line = line_of(class_, owner.module, view) if isinstance(class_, ast.ClassDef) and is_method else None
    return _Place(node, owner.module, is_bound=not is_static, kept=kept(line))


def _is_of_class(node: Function | ast.ClassDef) -> bool:
    return any(last_word(each) == "classmethod" for each in node.decorator_list)


# What it does.


def _of_class(class_: ast.ClassDef, place: _Place, call: Called, module: Module, view: View) -> str:
    if class_.keywords or class_.decorator_list or _is_abstract(class_):
        return ""
    own, line = makers(class_), line_of(class_, place.facts, view)
    if len(own) == 1 and not own[0].decorator_list:
        if line is None or any("__new__" in named(each) for each in line[1:]):
            return ""
        refused = kept(line) if own[0].name == "__init__" else None
        return _of_function(own[0], place._replace(is_bound=True, kept=refused), call, module, view)
    bases = [*bases_of(class_, place.facts)]
    if own or not all(bases):
        return ""
    if not bases and (call.args or call.keywords):
        return "TypeError"
    if _MODEL in bases:
        return "" if named(class_) else _INVALID
    is_enum = len(bases) == 1 and bases[0] in _ENUMS and len(call.args) == 1 and not call.keywords
    return "ValueError" if is_enum and "_missing_" not in named(class_) else ""


def _is_abstract(class_: ast.ClassDef) -> bool:
    marks = (mark for each in class_.body if isinstance(each, Function) for mark in each.decorator_list)
    return any(last_word(each).startswith("abstract") for each in marks)


def _of_function(function: Function, place: _Place, call: Called, module: Module, view: View) -> str:
    if not all(last_word(each) in _BARE for each in function.decorator_list):
        return ""
    got = given(call.args, call.keywords, function, is_bound=place.is_bound)
    if got is None:
        return "" if _refuses(function) else "TypeError"
    is_run = call.is_awaited is isinstance(function, ast.AsyncFunctionDef)
    if not is_run or any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in within(function)):
        return ""
    start = _start(function, got, place, call, module)
    found = raised(function.body, start) if start is not None else None
    return _qualified(found, place.facts, view) if found is not None else ""


def _refuses(function: Function) -> bool:
    """Whether a function raises something itself, which a call that does not fit was to come to."""
    return any(isinstance(each, ast.Raise) for each in within(function))


def _start(function: Function, got: _Got, place: _Place, call: Called, module: Module) -> Given | None:
    """What a function starts with; nothing if it gives a word another meaning that values are told by."""
    stored = (each.id for each in within(function) if isinstance(each, ast.Name) and _is_stored(each))
    if not _ASKED.isdisjoint({*place.facts.bound, *got, *stored}):
        return None
    passed = {id(each) for each in (*call.args, *(each.value for each in call.keywords))}
    known: dict[str, object] = {}
    for name, node in got.items():
        known |= _known(name, node, module if id(node) in passed else None)
    first = next((each.arg for each in (*function.args.posonlyargs, *function.args.args)), "")
    own = first if place.is_bound and place.kept is not None else ""
    return Given(known, {*got, first}, own, place.kept or ())


def _is_stored(name: ast.Name) -> bool:
    return not isinstance(name.ctx, ast.Load)


def _known(name: str, node: ast.expr | None, module: Module | None) -> Mapping[str, object]:
    """The value of a parameter, if it is written: as argument of a call, or as a default.

    What may have changed since counts only where the call itself makes it.
    """
    is_new = module is not None and not isinstance(node, ast.Name)
    if isinstance(node, ast.Name) and module is not None:
        bound = module.bindings(node)
        node = bound[0].value if len(bound) == 1 and isinstance(bound[0], Bound) else None
    try:
        found = value(node, {}) if node is not None else []
    except Undecided:
        return {}
    return {name: found} if node is not None and (is_new or is_unchanged(found)) else {}


def _qualified(error: ast.expr, facts: ModuleFacts, view: View) -> str:
    """What a class is called elsewhere; empty for one that says nothing, or that may fail to be made."""
    name = ast.unparse(error)
    if not name.rpartition(".")[2][:1].isupper():
        return ""
    if name.partition(".")[0] not in facts.bound:
        return name if _is_builtin(name) else ""
    found = [*meanings(facts, name)] or [f"{facts.dotted}.{name}"]
    return found[0] if len(found) == 1 and _suits_any(found[0], facts.path, view) else ""


def _suits_any(name: str, path: str, view: View, hops: int = _HOPS) -> bool:
    """Whether an error of the project is made of any values, as those of the builtins that it comes from."""
    found = definition(name, path, view) if hops else None
    class_ = node_of(found.name, found.module, view) if found is not None else None
    if found is None or not isinstance(class_, ast.ClassDef) or class_.keywords or class_.decorator_list:
        return False
    if makers(class_) or not class_.bases:
        return False
    return all(
        (hasattr(builtins, base) and (_is_builtin(base) or base in _SILENT))
        or _suits_any(base, found.module.path, view, hops - 1)
        for base in bases_of(class_, found.module)
    )
