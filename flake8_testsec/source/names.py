"""Scopes, bindings and qualified names: what an expression stands for, or silence."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property

from flake8_testsec.notes import note
from flake8_testsec.source.bindings import (
    PARAMETERS,
    Binding,
    Bound,
    Defined,
    Definition,
    Imported,
    Scope,
    Unknown,
    local_name,
    silent,
    telling,
)
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.spellings import canonical, made_by, suffixed
from flake8_testsec.source.starred import is_rebound
from flake8_testsec.source.syntax import Syntax

_BUILTINS = frozenset(dir(builtins))
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPES = frozenset({*_FUNCTIONS, ast.ClassDef, *_COMPREHENSIONS, ast.Module})
_DEEPEST = 40
_MOST = 200  # bindings of one name in one scope
_NOTHING: frozenset[str] = frozenset()
_FRAMEWORKS = frozenset({"mock", "pytest", "unittest"})
_HANDED_ON = _FRAMEWORKS | {"patch", "Mock", "MagicMock", "AsyncMock", "TestCase"}
"""What many projects import in one module of theirs, and from there everywhere else."""


class Scopes:
    """All scopes of a module, and the questions about names that they answer.

    Args:
        module: the module, whose index is used.
        handed_on: what a qualified name stands for that another module of the project hands on.

    Attributes:
        stars: the modules from which everything is imported; empty for a package's own.
    """

    def __init__(self, module: Syntax, handed_on: Callable[[str], str]) -> None:
        self._module = module
        self._handed_on = handed_on
        self._top = Scope(module.tree, None)
        self._scopes: dict[ast.AST, Scope] = {module.tree: self._top}
        self._blocks: dict[ast.stmt, Scope] = {}
        self._known: dict[tuple[str, Scope], frozenset[str] | None] = {}
        self._tuples: dict[tuple[str, Scope], tuple[Binding, ...]] = {}
        self._answers: dict[Hashable, frozenset[str]] = {}
        self._told: dict[ast.AST, frozenset[str]] = {}
        # Most names are never asked for: where one is bound is worked out when it is.
        self._telling = telling(module)
        self._silent = silent(module)
        self._homes: dict[str, Scope | None] = {}
        self._climbed: dict[ast.Name, Scope | None] = {}
        imports: Iterator[ast.ImportFrom] = module.nodes(ast.ImportFrom) if "*" in self._telling else iter(())
        self.stars = [each.module or "" for each in imports if each.names[0].name == "*"]
        self._sent = frozenset(self._send_elsewhere())

    def names(self, node: ast.AST) -> frozenset[str]:
        """Every qualified name that an expression may stand for; empty when one is not known."""
        known = self._told.get(node)  # several rules ask of most
        return self._told.setdefault(node, self._asked(node)) if known is None else known

    def _asked(self, node: ast.AST) -> frozenset[str]:
        words: list[str] = []
        root = node
        while len(words) <= _DEEPEST:
            if isinstance(root, ast.Attribute):
                words.append(root.attr)
                root = root.value
            elif isinstance(root, ast.Call):
                words.append("()")
                root = root.func
            else:
                break
        else:
            return _NOTHING
        if not isinstance(root, ast.Name):
            return self._names(node, 0) or _NOTHING
        if root.id not in self._telling and root.id not in _BUILTINS:
            return _NOTHING  # most often ``self``
        # The same words after the same name, once it is known whose it is, always stand for the same.
        home = self._homes.get(root.id) or self._holder(root)
        if (key := (home, root.id, *words)) not in self._answers:
            self._answers[key] = self._names(node, 0) or _NOTHING
        return self._answers[key]

    def bindings(self, name: ast.Name) -> tuple[Binding, ...]:
        """All bindings that a name may have where it stands."""
        if (holder := self._holder(name)) is None:
            return ()
        if (key := (name.id, holder)) not in self._tuples:
            self._tuples[key] = self._few(name.id, holder)
        return self._tuples[key]

    def all_bindings(self, name: ast.Name) -> Sequence[Binding]:
        """All bindings of a name, however many: ask once for each name of a scope."""
        return () if (holder := self._holder(name)) is None else holder.bindings[name.id]

    def _few(self, name: str, holder: Scope) -> tuple[Binding, ...]:
        """The bindings of a name in a scope; of very many it is not known which one counts."""
        if len(bindings := tuple(holder.bindings[name])) <= _MOST:
            return bindings
        note("gave up on the name %s in %s: bound too often", name, self._module.path)
        return (Unknown(bindings[-1].node),)

    def imported(self) -> Sequence[tuple[str, str]]:
        """Every local name that an import binds anywhere, with the qualified name."""
        return self._imported

    @cached_property
    def _imported(self) -> Sequence[tuple[str, str]]:
        return [*self._imported_whole(), *self._imported_from()]

    def _imported_whole(self) -> Iterator[tuple[str, str]]:
        for import_ in self._module.nodes(ast.Import):
            yield from ((local_name(alias), _module_meant(alias)) for alias in import_.names)

    def _imported_from(self) -> Iterator[tuple[str, str]]:
        for import_ in self._module.nodes(ast.ImportFrom):
            prefix = self.origin(import_)
            names = [(alias.asname or alias.name, alias.name) for alias in import_.names]
            yield from ((local, self._joined(prefix, name)) for local, name in names if name != "*")

    def _joined(self, prefix: str, name: str) -> str:
        """The qualified name of what is imported from a module, or of what that has from elsewhere itself."""
        joined = _joined(prefix, name)
        if name not in _HANDED_ON or joined.partition(".")[0] in _FRAMEWORKS:
            return joined
        return canonical(self._handed_on(joined))

    def calls(self, words: frozenset[str]) -> Iterator[ast.Call]:
        """The calls whose last word is one of these, or is another name for one by an import."""
        renamed = {name for name, meant in self.imported() if meant.rpartition(".")[2] in words}
        return (
            call
            for call in self._module.calls(words | renamed)
            if last_word(call.func) in words or isinstance(call.func, ast.Name)
        )

    @cached_property
    def imports(self) -> frozenset[str]:
        """The local names that some import binds."""
        return frozenset([local for local, _ in self._imported])

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
        passed: list[ast.stmt] = []
        while (known := self._blocks.get(statement)) is None:
            passed.append(statement)
            parent = self._module.parents[statement]
            if type(parent) in _SCOPES:
                known = self._scope(parent)
                break
            if not isinstance(parent, ast.stmt):
                known = self.scope(parent)  # a handler or a case
                break
            statement = parent
        self._blocks.update((each, known) for each in passed)
        return known

    def _scope(self, node: ast.AST) -> Scope:
        if node not in self._scopes:
            self._scopes[node] = Scope(node, self.scope(node))
        return self._scopes[node]

    def _names(self, node: ast.AST, depth: int) -> frozenset[str] | None:
        if depth > _DEEPEST:
            return None
        match node:
            case ast.Name():
                return self._of_name(node, depth)
            case ast.Attribute():
                return suffixed(self._names(node.value, depth + 1), "." + node.attr)
            case ast.Call():
                return made_by(node, self._names(node.func, depth + 1))
            case ast.Await() | ast.NamedExpr():
                return self._names(node.value, depth + 1)
            case ast.IfExp():
                return _united(self._names(each, depth + 1) for each in (node.body, node.orelse))
            case ast.BoolOp():
                return _united(self._names(each, depth + 1) for each in node.values)
            case ast.Constant(value=None):
                # ``mock = None`` where an import failed: nothing can be called through it.
                return frozenset()
            case _:
                return None

    def _of_name(self, node: ast.Name, depth: int) -> frozenset[str] | None:
        name = node.id
        holder = self._holder(node)
        if holder is None:
            return frozenset({name}) if name in _BUILTINS and not is_rebound(name, self.stars) else None
        key = (name, holder)
        if key not in self._known:
            self._known[key] = None  # a name that is bound to itself stands for nothing known
            bindings = self.bindings(node)
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

    def _is_plain(self, node: Definition) -> bool:
        return not node.decorator_list and self._module.parent(node) is self._top.node

    def _holder(self, node: ast.Name) -> Scope | None:
        """The scope with the bindings of a name where it stands; ``None`` for builtins and unbound names."""
        name = node.id
        if name not in self._homes:
            if name not in self._telling and name not in self._silent:
                return None
            self._homes[name] = self._home(name)
        if (home := self._homes[name]) is None and (home := self._climbed.get(node)) is None:
            home = self._climbed[node] = self._climb(name, self.scope(node))
        return home

    def _home(self, name: str) -> Scope | None:
        """Bind a name in all its scopes; the module's own if there is no other, so all see the same."""
        homes = set()
        for site in (*self._telling.get(name, ()), *self._silent.get(name, ())):
            if (binding := self._binding(site)) is not None:
                scope = self._scope_of_site(site)
                scope = scope.elsewhere.get(name, scope)
                scope.bindings.setdefault(name, []).append(binding)
                homes.add(scope)
        return self._top if homes == {self._top} and name not in self._sent else None

    def _climb(self, name: str, start: Scope) -> Scope | None:
        scope: Scope | None = start
        while scope is not None:
            if name in scope.elsewhere:
                scope = scope.elsewhere[name]
                return scope if name in scope.bindings else None
            visible = scope is start or not isinstance(scope.node, ast.ClassDef)
            if visible and name in scope.bindings:
                return scope
            scope = scope.parent
        return None

    def _send_elsewhere(self) -> Iterator[str]:
        for declaration in self._module.nodes(ast.Global):
            scope = self.scope(declaration)
            scope.elsewhere.update(dict.fromkeys(declaration.names, self._top))
            yield from declaration.names
        for nonlocal_ in self._module.nodes(ast.Nonlocal):
            scope = self.scope(nonlocal_)
            outer = _outer_function(scope)
            scope.elsewhere.update(dict.fromkeys(nonlocal_.names, outer or self._top))
            yield from nonlocal_.names

    def _scope_of_site(self, site: ast.AST) -> Scope:
        """The scope in which a place binds its name."""
        parent = self._module.parents[site]
        if isinstance(site, (ast.arg, *PARAMETERS)):
            return self._scope(self._module.parents[parent] if isinstance(parent, ast.arguments) else parent)
        scope = self.scope(site)
        if isinstance(parent, ast.NamedExpr) and isinstance(site, ast.Name):
            while isinstance(scope.node, _COMPREHENSIONS) and scope.parent is not None:
                scope = scope.parent
        return scope

    def _binding(self, site: ast.AST) -> Binding | None:
        """What a place binds its name to; ``None`` for an annotation alone."""
        match site:
            case ast.alias():
                return Imported(self._meant(site), self._module.parents[site])
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return Defined(site)
            case ast.Name():
                return self._of_target(site)
            case _:
                return Unknown(site)

    def _meant(self, alias: ast.alias) -> str:
        """The qualified name that an import gives a local one."""
        import_ = self._module.parents[alias]
        if isinstance(import_, ast.ImportFrom):
            return self._joined(self.origin(import_), alias.name)
        return _module_meant(alias)

    def origin(self, node: ast.ImportFrom) -> str:
        """The qualified name of the module or package that a ``from`` import takes names from."""
        if not node.level:
            return node.module or ""
        package = [*self._module.dotted]
        up = node.level - (self._module.path.replace("\\", "/").rpartition("/")[2] == "__init__.py")
        parts = package[: max(0, len(package) - up)] or ["."]
        return ".".join((*parts, node.module) if node.module else parts)

    def _of_target(self, name: ast.Name) -> Binding | None:
        parent = self._module.parent(name)
        value = self._assigned(name, parent)
        if value is not None:
            return Bound(value, name)
        return None if isinstance(parent, ast.AnnAssign) and parent.value is None else Unknown(name)

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


def _joined(prefix: str, name: str) -> str:
    return canonical(f"{prefix}.{name}" if prefix else name)


def _module_meant(alias: ast.alias) -> str:
    """What ``import`` binds a name to: the module, or the package that it is in."""
    return canonical(alias.name if alias.asname else local_name(alias))


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


def _united(parts: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    union: set[str] = set()
    for part in parts:
        if part is None:
            return None
        union |= part
    return frozenset(union)
