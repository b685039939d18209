"""Which code of other files a file calls, and where that stands as far as it is of the project."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once

_SHOWN = 3
"""Calls that a denial names."""

_QUIET = frozenset(
    {
        "pytest",
        "mock",
        "hypothesis",
        "pytest_mock",
        "_pytest",
        "numpy",
        "attr",
        "attrs",
        "six",
        "typing_extensions",
    }
)
"""What makes tests and values: calls of it are told by what they do."""


class Reached(NamedTuple):
    """A function or a class of another file that is called."""

    name: str
    """Its qualified name."""
    shown: str
    """How it is called where that is first done."""
    calls: Sequence[ast.AST]


@once
def reached(module: Module) -> Sequence[Reached]:
    """What a file calls of what it imports, the standard library and what runs tests left out.

    Args:
        module: the module.

    Returns:
        Functions and classes in the order in which they are first called.
    """
    found: dict[str, list[ast.Call]] = defaultdict(list)
    heads = _heads(module)
    for call in module.nodes(ast.Call) if heads else ():
        first = _first(call.func)
        for name in sorted(module.names(call.func)) if first in heads else ():
            if any(name == each or name.startswith(f"{each}.") for each in heads[first]) and "(" not in name:
                found[name].append(call)
    several = sorted(found.items(), key=lambda pair: (pair[1][0].lineno, pair[1][0].col_offset, pair[0]))
    return tuple(Reached(name, f"{spelt(calls[0].func)}()", calls) for name, calls in several)


def _heads(module: Module) -> Mapping[str, Sequence[str]]:
    """What the local names of imports from elsewhere stand for."""
    found: dict[str, list[str]] = defaultdict(list)
    for local, meant in module.scopes.imported():
        top = meant.partition(".")[0]
        if top and top not in sys.stdlib_module_names | _QUIET:
            found[local.partition(".")[0]].append(meant)
    return found


def _first(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def unread(module: Module) -> str:
    """What a denial must add: the code of other files that is called, and was not followed to its end.

    Args:
        module: the module.

    Returns:
        A sentence with a blank before it.
    """
    names = [*_names(module)]
    if not names:
        return ""
    others = [f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else []
    told = [*names[:_SHOWN], *others]
    text = f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
    return f" Such code is called here: {text}."


def _names(module: Module) -> Iterator[str]:
    """What is called, functions before what is called like a class."""
    every = [*dict.fromkeys(each.shown for each in reached(module))]
    is_class = {each: each.rpartition(".")[2][:1].isupper() for each in every}
    yield from sorted(every, key=lambda each: is_class[each])
