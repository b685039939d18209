"""Scopes, bindings and qualified names: what an expression stands for, or silence."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flake8_testsec.module import Module

# Names that mean the same; the longest prefix counts. An empty name stands for the builtins.
_SAME = {
    "mock": "unittest.mock",
    "mock.mock": "unittest.mock",
    "unittest2": "unittest",
    "unittest.case": "unittest",
    "unittest.async_case": "unittest",
    "twisted.trial._synctest.SynchronousTestCase": "twisted.trial.unittest.SynchronousTestCase",
    "twisted.trial._asynctest.TestCase": "twisted.trial.unittest.TestCase",
    "django.test.testcases": "django.test",
    "testtools.testcase": "testtools",
    "py.test": "pytest",
    "_pytest.fixtures": "pytest",
    "_pytest.mark": "pytest",
    "_pytest.outcomes": "pytest",
    "_pytest.python_api": "pytest",
    "_pytest.raises": "pytest",
    "_pytest.recwarn": "pytest",
    "builtins": "",
    "__builtin__": "",
    "six.moves": "",
    "six.moves.urllib": "urllib",
    "six.moves.builtins": "",
    "six.moves.http_client": "http.client",
    "six.moves.BaseHTTPServer": "http.server",
    "six.moves.socketserver": "socketserver",
    "six.moves.configparser": "configparser",
    "six.moves.cPickle": "pickle",
    "cPickle": "pickle",
    "httplib": "http.client",
    "BaseHTTPServer": "http.server",
    "SocketServer": "socketserver",
    "ConfigParser": "configparser",
    "StringIO.StringIO": "io.StringIO",
    "cStringIO.StringIO": "io.StringIO",
}
_BUILTINS = frozenset(dir(builtins))
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPES = frozenset({*_FUNCTIONS, ast.ClassDef, *_COMPREHENSIONS, ast.Module})
_DEEPEST = 40


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

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Unknown(NamedTuple):
    """A name bound to something that the module's text does not tell: a parameter, a loop variable."""

    node: ast.AST


Binding = Imported | Bound | Defined | Unknown


@lru_cache(maxsize=8192)
def canonical(name: str) -> str:
    """The one spelling of a qualified name that has several.

    Args:
        name: a dotted name, calls marked with ``()``.

    Returns:
        The name as the rules spell it.
    """
    if ".six.moves." in name:
        name = name[name.index(".six.moves.") + 1 :]
    end = len(name)
    while end > 0:
        if (prefix := _SAME.get(name[:end])) is not None:
            rest = name[end:]
            return prefix + rest if prefix else rest.removeprefix(".") or name
        end = name.rfind(".", 0, end)
    return name


class Scope:
    """One scope of the module with the bindings made in it."""

    __slots__ = ("bindings", "elsewhere", "node", "parent")

    def __init__(self, node: ast.AST, parent: Scope | None) -> None:
        self.node = node
        self.parent = parent
        self.bindings: dict[str, list[Binding]] = {}
        self.elsewhere: dict[str, Scope] = {}
        """Names that ``global`` and ``nonlocal`` send to another scope."""


class Scopes:
    """All scopes of a module, and the questions about names that they answer.

    Args:
        module: the module, whose index is used.
    """

    def __init__(self, module: Module) -> None:
        self._module = module
        self._top = Scope(module.tree, None)
        self._scopes: dict[ast.AST, Scope] = {module.tree: self._top}
        self._blocks: dict[ast.stmt, Scope] = {}
        self._known: dict[tuple[str, Scope], frozenset[str] | None] = {}
        self._star = False
        self._send_elsewhere()
        for scope, name, binding in self._all():
            scope.elsewhere.get(name, scope).bindings.setdefault(name, []).append(binding)

    def names(self, node: ast.AST) -> frozenset[str]:
        """Every qualified name that an expression may stand for; empty when one is not known."""
        return self._names(node, 0) or frozenset()

    def bindings(self, name: ast.Name) -> tuple[Binding, ...]:
        """All bindings that a name may have where it stands."""
        return tuple(self._lookup(name.id, self.scope(name)) or ())

    def imported(self) -> Iterator[tuple[str, str]]:
        """Every local name that an import binds anywhere, with the qualified name."""
        for scope in self._scopes.values():
            for name, bindings in scope.bindings.items():
                yield from ((name, b.name) for b in bindings if isinstance(b, Imported))

    def calls(self, words: frozenset[str]) -> Iterator[ast.Call]:
        """The calls whose last word is one of these, or is another name for one by an import."""
        renamed = {name for name, meant in self.imported() if meant.rpartition(".")[2] in words}
        for call in self._module.nodes(ast.Call):
            match call.func:
                case ast.Attribute(attr=word) if word in words:
                    yield call
                case ast.Name(id=word) if word in words or word in renamed:
                    yield call

    def scope(self, node: ast.AST) -> Scope:
        """The scope in which an expression or statement is evaluated."""
        parents = self._module.parents
        child, parent = node, parents.get(node)
        while parent is not None:
            if isinstance(child, ast.stmt):
                return self._scope_of_statement(child)
            if isinstance(parent, ast.comprehension) and child is parent.iter:
                whole = parents[parent]
                if getattr(whole, "generators", [None])[0] is parent:
                    child, parent = whole, parents.get(whole)
                    continue
            if type(parent) in _SCOPES and _holds(parent, child):
                return self._scope(parent)
            child, parent = parent, parents.get(parent)
        return self._top

    def _scope_of_statement(self, statement: ast.stmt) -> Scope:
        # Most questions come from the same few blocks; each is climbed out of once.
        known = self._blocks.get(statement)
        if known is None:
            parent = self._module.parents[statement]
            if type(parent) in _SCOPES:
                known = self._scope(parent)
            elif isinstance(parent, ast.stmt):
                known = self._scope_of_statement(parent)
            else:
                known = self.scope(parent)  # a handler or a case
            self._blocks[statement] = known
        return known

    def _scope(self, node: ast.AST) -> Scope:
        known = self._scopes.get(node)
        if known is None:
            known = self._scopes[node] = Scope(node, self.scope(node))
        return known

    def _names(self, node: ast.AST, depth: int) -> frozenset[str] | None:
        if depth > _DEEPEST:
            return None
        match node:
            case ast.Name():
                return self._of_name(node.id, self.scope(node), depth)
            case ast.Attribute():
                return _suffixed(self._names(node.value, depth + 1), "." + node.attr)
            case ast.Call():
                return _suffixed(self._names(node.func, depth + 1), "()")
            case ast.Await() | ast.NamedExpr():
                return self._names(node.value, depth + 1)
            case ast.IfExp():
                return self._union((node.body, node.orelse), depth + 1)
            case ast.BoolOp():
                return self._union(node.values, depth + 1)
            case ast.Constant(value=None):
                # ``mock = None`` where an import failed: nothing can be called through it.
                return frozenset()
            case _:
                return None

    def _union(self, nodes: Iterable[ast.AST], depth: int) -> frozenset[str] | None:
        return _united(self._names(node, depth) for node in nodes)

    def _of_name(self, name: str, scope: Scope, depth: int) -> frozenset[str] | None:
        bindings = self._lookup(name, scope)
        if bindings is None:
            return frozenset({name}) if name in _BUILTINS and not self._star else None
        key = (name, scope)
        if key not in self._known:
            self._known[key] = None  # a name that is bound to itself stands for nothing known
            self._known[key] = _united(self._of_binding(binding, depth + 1) for binding in bindings)
        return self._known[key]

    def _of_binding(self, binding: Binding, depth: int) -> frozenset[str] | None:
        match binding:
            case Imported():
                return frozenset({binding.name})
            case Bound():
                return self._names(binding.value, depth)
            case Defined(node=node) if self._is_plain(node):
                return frozenset({".".join((*self._module.dotted, node.name))})
            case _:
                return None

    def _is_plain(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
        return not node.decorator_list and self._module.parent(node) is self._top.node

    def _lookup(self, name: str, start: Scope) -> list[Binding] | None:
        scope: Scope | None = start
        while scope is not None:
            if name in scope.elsewhere:
                return scope.elsewhere[name].bindings.get(name)
            visible = scope is start or not isinstance(scope.node, ast.ClassDef)
            if visible and name in scope.bindings:
                return scope.bindings[name]
            scope = scope.parent
        return None

    def _send_elsewhere(self) -> None:
        for declaration in self._module.nodes(ast.Global):
            scope = self.scope(declaration)
            scope.elsewhere.update(dict.fromkeys(declaration.names, self._top))
        for nonlocal_ in self._module.nodes(ast.Nonlocal):
            scope = self.scope(nonlocal_)
            outer = _outer_function(scope)
            scope.elsewhere.update(dict.fromkeys(nonlocal_.names, outer or self._top))

    def _all(self) -> Iterator[tuple[Scope, str, Binding]]:
        nodes = self._module.nodes
        for import_ in nodes(ast.Import):
            yield from self._of_import(import_)
        for from_ in nodes(ast.ImportFrom):
            yield from self._of_from(from_)
        definitions: tuple[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, ...] = (
            *nodes(ast.FunctionDef),
            *nodes(ast.AsyncFunctionDef),
            *nodes(ast.ClassDef),
        )
        for definition in definitions:
            yield self.scope(definition), definition.name, Defined(definition)
        for name in nodes(ast.Name):
            if isinstance(name.ctx, ast.Store):
                yield from self._of_target(name)
        yield from self._others()

    def _others(self) -> Iterator[tuple[Scope, str, Binding]]:
        for arg in self._module.nodes(ast.arg):
            holder = next(each for each in self._module.ancestors(arg) if isinstance(each, _FUNCTIONS))
            yield self._scope(holder), arg.arg, Unknown(arg)
        for kind in (ast.ExceptHandler, ast.MatchAs, ast.MatchStar):
            for node in self._module.index.get(kind, ()):
                if name := getattr(node, "name", None):
                    yield self.scope(node), name, Unknown(node)
        for mapping in self._module.nodes(ast.MatchMapping):
            if mapping.rest is not None:
                yield self.scope(mapping), mapping.rest, Unknown(mapping)
        if sys.version_info >= (3, 12):
            for kind in (ast.TypeVar, ast.ParamSpec, ast.TypeVarTuple):
                for parameter in self._module.index.get(kind, ()):
                    holder = next(self._module.ancestors(parameter))
                    yield self._scope(holder), getattr(parameter, "name", ""), Unknown(parameter)

    def _of_import(self, node: ast.Import) -> Iterator[tuple[Scope, str, Binding]]:
        scope = self.scope(node)
        for alias in node.names:
            name = alias.name if alias.asname else alias.name.partition(".")[0]
            yield scope, alias.asname or name, Imported(canonical(name), node)

    def _of_from(self, node: ast.ImportFrom) -> Iterator[tuple[Scope, str, Binding]]:
        scope, prefix = self.scope(node), self._package(node)
        for alias in node.names:
            if alias.name == "*":
                self._star = True
            else:
                name = canonical(f"{prefix}.{alias.name}" if prefix else alias.name)
                yield scope, alias.asname or alias.name, Imported(name, node)

    def _package(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = [*self._module.dotted]
        up = node.level - (self._module.path.replace("\\", "/").rpartition("/")[2] == "__init__.py")
        parts = package[: max(0, len(package) - up)] or ["."]
        return ".".join((*parts, node.module) if node.module else parts)

    def _of_target(self, name: ast.Name) -> Iterator[tuple[Scope, str, Binding]]:
        scope = self.scope(name)
        parent = self._module.parent(name)
        if isinstance(parent, ast.NamedExpr):
            while isinstance(scope.node, _COMPREHENSIONS) and scope.parent is not None:
                scope = scope.parent
        value = self._assigned(name, parent)
        if value is not None:
            yield scope, name.id, Bound(value, name)
        elif not (isinstance(parent, ast.AnnAssign) and parent.value is None):
            yield scope, name.id, Unknown(name)

    def _assigned(self, target: ast.expr, parent: ast.AST | None) -> ast.expr | None:
        match parent:
            case ast.Assign(value=value):
                return value
            case ast.AnnAssign(value=value) | ast.NamedExpr(value=value):
                return value
            case ast.withitem(context_expr=value):
                return value
            case ast.Tuple() | ast.List():
                return self._unpacked(target, parent)
            case _:
                return None

    def _unpacked(self, target: ast.expr, display: ast.Tuple | ast.List) -> ast.expr | None:
        """The element that a target gets when one display is assigned to another of the same length."""
        value = self._assigned(display, self._module.parent(display))
        if not isinstance(value, (ast.Tuple, ast.List)) or len(value.elts) != len(display.elts):
            return None
        if any(isinstance(each, ast.Starred) for each in (*value.elts, *display.elts)):
            return None
        return value.elts[next(n for n, each in enumerate(display.elts) if each is target)]


def _holds(scope: ast.AST, child: ast.AST) -> bool:
    """Whether a child of a scope's node is evaluated in that scope, not in the one around it."""
    match scope:
        case ast.Lambda(body=body):
            return child is body
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return isinstance(child, ast.stmt)
        case _:
            return True


def _outer_function(scope: Scope) -> Scope | None:
    outer = scope.parent
    while outer is not None and not isinstance(outer.node, _FUNCTIONS):
        outer = outer.parent
    return outer


def _suffixed(known: frozenset[str] | None, suffix: str) -> frozenset[str] | None:
    return None if known is None else frozenset(canonical(name + suffix) for name in known)


def _united(parts: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    union: set[str] = set()
    for part in parts:
        if part is None:
            return None
        union |= part
    return frozenset(union)
