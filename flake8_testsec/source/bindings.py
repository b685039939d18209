"""What a name is bound to, and the places of a module that bind names."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.source.syntax import Syntax

PARAMETERS: tuple[type[ast.AST], ...] = tuple(
    getattr(ast, name) for name in ("TypeVar", "ParamSpec", "TypeVarTuple") if hasattr(ast, name)
)
"""The type parameters of functions and classes, from Python 3.12 on."""
_Import = ast.Import | ast.ImportFrom
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Imported(NamedTuple):
    """A name bound by an import: its qualified name."""

    name: str
    node: ast.AST


class Bound(NamedTuple):
    """A name bound to the value of an expression (assignment, ``with ... as``, walrus)."""

    value: ast.expr
    node: ast.AST


class Defined(NamedTuple):
    """A name bound by a function or class statement."""

    node: Definition


class Unknown(NamedTuple):
    """A name bound to something that the module's text does not tell: a parameter, a loop variable."""

    node: ast.AST


Binding = Imported | Bound | Defined | Unknown


Sites = Mapping[str, Sequence[ast.AST]]


class Scope:
    """One scope of the module with the bindings made in it."""

    __slots__ = ("bindings", "elsewhere", "node", "parent")

    def __init__(self, node: ast.AST, parent: Scope | None) -> None:
        self.node = node
        self.parent = parent
        self.bindings: dict[str, list[Binding]] = {}
        self.elsewhere: dict[str, Scope] = {}
        """Names that ``global`` and ``nonlocal`` send to another scope."""


def telling(module: Syntax) -> Sites:
    """The places that bind each name and may tell to what: imports, definitions, targets."""
    sites: dict[str, list[ast.AST]] = defaultdict(list)
    imports: Iterator[_Import] = module.nodes(ast.Import, ast.ImportFrom)
    for import_ in imports:
        for alias in import_.names:
            sites[local_name(alias)].append(alias)
    definitions: Iterator[Definition] = module.nodes(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for definition in definitions:
        sites[definition.name].append(definition)
    for name in module.targets:
        sites[name.id].append(name)
    return sites


def silent(module: Syntax) -> Sites:
    """The places that bind each name to something unknown: parameters, exceptions, patterns."""
    sites: dict[str, list[ast.AST]] = defaultdict(list)
    for arg in module.nodes(ast.arg):
        sites[arg.arg].append(arg)
    for node in module.nodes(ast.ExceptHandler, ast.MatchAs, ast.MatchStar, *PARAMETERS):
        if name := getattr(node, "name", None):
            sites[name].append(node)
    for mapping in module.nodes(ast.MatchMapping):
        if mapping.rest is not None:
            sites[mapping.rest].append(mapping)
    return sites


def local_name(alias: ast.alias) -> str:
    """The name that an import binds."""
    return alias.asname or alias.name.partition(".")[0]


def bound_name(node: ast.AST) -> str | None:
    """The name that a node of a body binds anew, or removes; ``None`` if it does neither.

    Args:
        node: any node; the parameters of functions bind no name of the body that holds the function.
    """
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return name
        case ast.alias():
            return local_name(node)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
            return name
        case ast.MatchMapping(rest=name):
            return name
        case _:
            return None
