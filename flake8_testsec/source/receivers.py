"""What a call means whose receiver is no plain name: an attribute, one of a list, an own class's object."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.source.bindings import Bound, Defined
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.origins import Leaf, Place, leaves, leaves_in, place

_DEEPEST = 6
_MOST_BASES = 20


@once
def callees(call: ast.Call, module: Module) -> frozenset[str]:
    """Every qualified name that what is called may have.

    Args:
        call: any call.
        module: its module.

    Returns:
        What ``Module.names`` tells; where that is nothing, the names by way of the values that the receiver
        may have: stored in an attribute, put into a list, looped over, returned by a function of the module.
        An object of a class of the module counts as one of the bases that the module does not define.
    """
    return _named(call.func, 0, module)


def meanings(node: ast.expr, module: Module) -> frozenset[str]:
    """Every qualified name that an expression may have; see `callees`."""
    return _named(node, 0, module)


@once
def _named(node: ast.expr, depth: int, module: Module) -> frozenset[str]:
    """The names of an expression, found once for all ways that lead to it."""
    return frozenset(_worked_out(node, module, depth))


def _worked_out(node: ast.expr, module: Module, depth: int) -> Iterator[str]:
    known = module.names(node)
    own = f"{'.'.join(module.dotted)}."
    if depth > _DEEPEST or (known and not any(each.startswith(own) for each in known)):
        yield from known
        return
    where = place(node, module)
    if where is None:
        yield from _each_named(values := _values(node, module), module, depth)
    else:
        values = _kept(where, module)
        yield from _kept_named(where, depth, module)
    match node:
        case ast.Call(func=func):
            yield from (f"{name}()" for name in _made(func, module, depth + 1))
        case ast.Attribute(value=owner, attr=word) if not values:
            yield from (f"{name}.{word}" for name in _named(owner, depth + 1, module))


def _made(func: ast.expr, module: Module, depth: int) -> Iterator[str]:
    """The names of what is called, for a class of the module those of its bases."""
    bindings = module.bindings(func) if isinstance(func, ast.Name) else ()
    classes = [
        each.node for each in bindings if isinstance(each, Defined) and isinstance(each.node, ast.ClassDef)
    ]
    yield from _bases(classes, module) if classes else _named(func, depth, module)


def _bases(classes: list[ast.ClassDef], module: Module) -> Iterator[str]:
    """The bases of classes that the module does not define itself."""
    for class_ in classes:
        for base in class_.bases if len(classes) < _MOST_BASES else ():
            bindings = module.bindings(base) if isinstance(base, ast.Name) else ()
            own = [each.node for each in bindings if isinstance(each, Defined)]
            classes += [each for each in own if isinstance(each, ast.ClassDef) and each not in classes]
            yield from () if own else module.names(base)


def _each_named(values: Sequence[ast.expr], module: Module, depth: int) -> Iterator[str]:
    for value in values:
        yield from _named(value, depth + 1, module)


@once
def _kept_named(where: Place, depth: int, module: Module) -> frozenset[str]:
    """The names of what is kept in a place, found once for all who use it."""
    return frozenset(_each_named(_kept(where, module), module, depth))


@once
def _kept(where: Place, module: Module) -> Sequence[ast.expr]:
    return [*_told(leaves_in(where, module, lambda each: isinstance(each, ast.Call)), module)]


@once
def _values(node: ast.expr, module: Module) -> Sequence[ast.expr]:
    """What may be the value of a name or an item, each as the call or the name that made it."""
    if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
        return ()
    found = leaves(node, module, lambda each: isinstance(each, ast.Call) and each is not node)
    return [each for each in _told(found, module) if each is not node]


def _told(found: Iterator[Leaf], module: Module) -> Iterator[ast.expr]:
    for leaf in found:
        match leaf:
            case ast.List(elts=[]) as empty:
                yield from _appended(empty, module)
            case ast.expr():
                yield leaf


def _appended(empty: ast.List, module: Module) -> Iterator[ast.expr]:
    """What is put into an empty list that a name is bound to, in the function where that happens."""
    function = module.function(empty)
    for call in module.calls({"append"}):
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name() as owner), args=[value]):
                bound = (each.value for each in module.bindings(owner) if isinstance(each, Bound))
                if module.function(call) is function and any(each is empty for each in bound):
                    yield value
