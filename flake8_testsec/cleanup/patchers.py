"""Patchers of ``unittest.mock``: what stands for one, what for the mock that starting it returned."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator

from flake8_testsec.cleanup.resources import PATCHERS
from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.doubles import is_imported

STARTED = frozenset(f"{name}().start()" for name in PATCHERS.made_by)
"""What starting a patcher returns: the mock, which cannot undo the patch."""

_FORMS = frozenset({"unittest.mock.patch.object", "unittest.mock.patch.dict", "unittest.mock.patch.multiple"})


def ends_with_test(call: ast.Call, module: Module) -> bool:
    """Whether a patch is of an object that the test itself made, and dies with it.

    Args:
        call: a call that makes a patcher.
        module: its module.

    Returns:
        ``True`` unless the target is given as text or is reached through an import.
    """
    if not module.names(call.func) <= _FORMS or not call.args:
        return False
    target: ast.expr = call.args[0]
    while isinstance(target, ast.Attribute):
        target = target.value
    return not (isinstance(target, (ast.Constant, ast.JoinedStr)) or is_imported(target, module))


@once
def stopped(module: Module) -> Collection[str]:
    """The text of everything whose attribute ``stop`` a module mentions."""
    return frozenset(spelt(each.value) for each in module.attributes({"stop"}))


def starts_behind(mock: ast.expr, module: Module) -> Iterator[ast.Call]:
    """The calls of ``start`` that returned what an expression stands for, if it can be nothing else.

    Args:
        mock: a name, a loop variable or an attribute of ``self``.
        module: its module.

    Yields:
        The calls; none if the expression may be a patcher or anything else.
    """
    values = tuple(_values(mock, module))
    if values and all(_is_started(each, module) for each in values):
        yield from (each for each in values if isinstance(each, ast.Call))


def _is_started(value: ast.expr | None, module: Module) -> bool:
    names = module.names(value) if isinstance(value, ast.Call) else frozenset()
    if names:
        return names <= STARTED
    match value:
        case ast.Call(func=ast.Attribute(attr="start", value=ast.Attribute() as patcher), args=[]):
            values = tuple(_values(patcher, module))
            return bool(values) and all(
                isinstance(each, ast.Call) and module.names(each.func) & {*PATCHERS.made_by}
                for each in values
            )
        case _:
            return False


def _values(node: ast.expr, module: Module) -> Iterator[ast.expr | None]:
    """Everything that a name or an attribute of ``self`` is bound to; ``None`` for what is not known."""
    match node:
        case ast.Name():
            for binding in module.bindings(node):
                match binding:
                    case Bound(value=value):
                        yield value
                    case Unknown(node=ast.Name() as variable):
                        yield from _elements(variable, module)
                    case _:
                        yield None
        case ast.Attribute(value=ast.Name(id="self" | "cls" as owner), attr=word):
            yield from _assigned(node, owner, word, module)


def _elements(variable: ast.Name, module: Module) -> Iterator[ast.expr | None]:
    """What a loop variable may be: the elements of the display that it runs over."""
    match module.parent(variable):
        case ast.For(iter=ast.Name() as several) | ast.comprehension(iter=ast.Name() as several):
            for binding in module.bindings(several):
                yield from _of_display(binding.value if isinstance(binding, Bound) else None)
        case _:
            yield None


def _of_display(value: ast.expr | None) -> Iterable[ast.expr | None]:
    match value:
        case ast.ListComp(elt=element) | ast.SetComp(elt=element) | ast.GeneratorExp(elt=element):
            return (element,)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return elements
        case _:
            return (None,)


def _assigned(node: ast.AST, owner: str, word: str, module: Module) -> Iterator[ast.expr | None]:
    class_ = module.above(node, ast.ClassDef)
    for each in module.stored(word, class_) if class_ is not None else ():
        if isinstance(each.value, ast.Name) and each.value.id == owner:
            parent = module.parent(each)
            yield parent.value if isinstance(parent, ast.Assign) else None
