"""Functions that stand in for others, and call what they stand in for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.review.places import functions, handed_on
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once, walk


def facts(module: Module) -> Iterator[Fact]:
    """Functions of the file that are handed on and call what was kept of an imported module before.

    Args:
        module: the module.

    Yields:
        One fact for each such call.
    """
    for function in functions(module) if _named(module) else ():
        if handed_on(function.name, module):
            for call in (each for each in walk(function) if isinstance(each, ast.Call)):
                kept = _kept(call.func, module)
                if kept is not None:
                    words = (", which is handed on, calls what was at ", code(spelt(kept.value)), " before.")
                    shown = code(f"{function.name}()")
                    yield fact("passed-through", [call, kept.node], shown, *words, subject=spelt(kept.value))


def _kept(func: ast.expr, module: Module) -> Bound | None:
    """The assignment that keeps an attribute of an imported module, of which a text of the file speaks."""
    match module.bindings(func) if isinstance(func, ast.Name) else ():
        case [Bound(value=ast.Attribute(attr=word) as value) as bound]:
            is_replaced = word in _named(module) and bool(module.names(value))
            return bound if is_replaced and isinstance(module.parent(bound.node), ast.Assign) else None
        case _:
            return None


@once
def _named(module: Module) -> frozenset[str]:
    """The last words of texts, as those that say what is replaced."""
    return frozenset(each.rpartition(".")[2] for each in module.literals if isinstance(each, str) and each)
