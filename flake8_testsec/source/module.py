"""A module: what its text and tree tell, what its names stand for, and what it is for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source import index, names, roles
from flake8_testsec.source.bindings import Binding
from flake8_testsec.source.contents import Contents
from flake8_testsec.source.index import children
from flake8_testsec.source.syntax import Syntax, read_lines

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_A = TypeVar("_A")
_P = ParamSpec("_P")


class Surroundings(Protocol):
    """The other modules of the project as one sees them; what they tell is asked of ``project``."""

    @property
    def consulted(self) -> Mapping[str, str]:
        """See ``Module.consulted``."""

    def lend(self, module: Module) -> None:
        """Take note of the module that asks, so that its file need not be parsed again."""

    def exists(self, path: str) -> bool:
        """Whether the project has a file of this path, below its root."""

    def meaning(self, qualified: str) -> str:
        """What a name that a module of the project has from elsewhere stands for there; else the name."""

    def is_class(self, qualified: str) -> bool:
        """Whether a name is certainly that of a class of the project."""


class Module(Syntax):
    """One file under review, and what can be asked about it.

    Args:
        tree: the parsed file, which is only read.
        lines: its lines with their ends, as the parser saw them.
        path: the path as it is known to the project, with any separators; decides the role.
        settings: what the user asked for.
        view: the other modules of the project as this one sees them; without it nothing is known of them.
        known: what a walk over the tree has told already.
    """

    def __init__(
        self,
        tree: ast.Module,
        lines: Sequence[str],
        path: str,
        settings: Settings,
        view: Surroundings | None = None,
        known: index.Index | None = None,
    ) -> None:
        super().__init__(tree, lines, path, known)
        self.settings = settings
        self.view = view
        if view is not None:
            view.lend(self)

    @classmethod
    def parse(
        cls, source: bytes | str, path: str, settings: Settings, view: Surroundings | None = None
    ) -> Module:
        """Read a file.

        Args:
            source: its bytes or its text.
            path: see the class.
            settings: see the class.
            view: see the class.

        Returns:
            The module.

        Raises:
            SyntaxError: the source is not Python of this interpreter's version.
            ValueError: it holds null bytes (on some versions of Python).
            RecursionError: it is nested too deeply for the parser.
            MemoryError: the same, on some versions of Python.
        """
        lines = read_lines(source if isinstance(source, bytes) else source.encode(errors="surrogatepass"))
        return cls(ast.parse("".join(lines)), lines, path, settings, view)

    def seen_by_others(self, source: bytes, path: str) -> Module | None:
        """The module without settings and surroundings; it shares the tree, and what a walk over it told.

        Args:
            source: what the file holds, which may not be what is under review.
            path: its path.

        Returns:
            The module; ``None`` if it would have to be parsed, or if the review is over.
        """
        if not vars(self) or read_lines(source) != self.lines:
            return None
        return Module(self.tree, self.lines, path, Settings(), known=self._index)

    def handed_on(self, name: str) -> str:
        """What a qualified name stands for that another module of the project hands on."""
        return self.view.meaning(name) if self.view is not None else name

    @property
    def consulted(self) -> Mapping[str, str]:
        """The other files that answers hung on so far: path below the project's root, and the digest
        of the content, which is empty where there is no such file."""
        return self.view.consulted if self.view is not None else {}

    @property
    def role(self) -> Role:
        """What the file is for."""
        return self.purpose.role

    @cached_property
    def purpose(self) -> roles.Purpose:
        """What the file is for, and the fact that says so."""
        beside = self.view.exists if self.view is not None else roles.nothing_beside
        return roles.purpose_of(self.path, self.settings, Contents(self), beside)

    @cached_property
    def scopes(self) -> names.Scopes:
        """All scopes and bindings of the module."""
        return names.Scopes(self, self.handed_on)

    def names(self, node: ast.AST) -> frozenset[str]:
        """Every qualified name that an expression may stand for; empty when that is not known."""
        return self.scopes.names(node)

    def bindings(self, name: ast.Name) -> tuple[Binding, ...]:
        """All bindings that a name may have where it stands; empty for builtins and unbound names."""
        return self.scopes.bindings(name)

    def bases(self, class_: ast.ClassDef) -> tuple[frozenset[str], ...]:
        """The qualified names of each base of a class, in their order."""
        return tuple(self.names(base) for base in class_.bases)


def once(work: Callable[_P, _A]) -> Callable[_P, _A]:
    """Have a question answered once for each thing that it is asked about, and the answer kept.

    Args:
        work: what finds the answer; it takes the module last, and is no generator, which could be read only
            once.

    Returns:
        The question; each module keeps its own answers.
    """

    @wraps(work)
    def asked(*args: _P.args, **kwargs: _P.kwargs) -> _A:
        # Nothing is called more often: the module is the last argument, and no question is put twice.
        kept: dict[Hashable, Any] = args[-1].kept  # type: ignore[attr-defined]
        key = (work, args[:-1])
        if key in kept:
            known: _A = kept[key]
            return known
        answer = kept[key] = work(*args, **kwargs)
        return answer

    return asked


def within(root: ast.AST) -> Iterator[ast.AST]:
    """The nodes below one node in source order, without the bodies of functions and classes inside.

    Args:
        root: where to begin; it is not yielded itself. For a function: its body alone.

    Yields:
        The nodes; an inner function, lambda or class itself is yielded, nothing inside it is. Operators and
        contexts, which the parser shares among all places, are no nodes here.
    """
    stack = list(reversed(_start(root)))
    pop, closed = stack.pop, _CLOSED
    while stack:
        node = pop()
        yield node
        if type(node) not in closed:
            stack += children(node)


def walk(root: ast.AST) -> Iterator[ast.AST]:
    """A node and all nodes below it in source order, without operators and contexts; see ``ast.walk``."""
    stack: list[Any] = [root]
    pop, push, fields = stack.pop, stack.append, index.FIELDS
    while stack:
        node = pop()  # perhaps a display's key, or a default, that is not there
        if type(node) in fields or index.is_node(node):
            yield node
            for name in fields[type(node)]:
                value = getattr(node, name, None)
                if type(value) is list:
                    stack += value[::-1]
                elif value is not None:
                    push(value)


@once
def walked(root: ast.AST, module: Module) -> Sequence[ast.AST]:
    """What `walk` finds, for a function that several questions are asked of."""
    return tuple(walk(root))


@once
def inside(function: ast.AST, module: Module) -> Sequence[ast.AST]:
    """What `within` finds, for a function that several questions are asked of."""
    return tuple(within(function))


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """All statements of a body at any depth in source order, not those of inner functions and classes."""
    stack = list(reversed(list(body)))
    while stack:
        statement = stack.pop()
        yield statement
        if not isinstance(statement, _INNER):
            stack.extend(inner_statements(statement))


def statements_within(root: ast.AST) -> Iterator[ast.stmt]:
    """The statements among the nodes that `within` finds."""
    match root:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return statements(root.body)
        case ast.stmt():
            return statements([*inner_statements(root)][::-1])
        case _:
            return (each for each in within(root) if isinstance(each, ast.stmt))


def inherited(node: ast.AST, decide: Callable[[ast.AST, Module], bool | None], module: Module) -> bool:
    """The answer of the nearest node, from this one outwards, that has one; each is asked once.

    Args:
        node: where to begin.
        decide: what gives the answer of a node, or ``None`` where that of what is around counts.
        module: its module.

    Returns:
        ``False`` where no node has an answer.
    """
    known: dict[ast.AST, bool] = module.kept.setdefault(("inherited", decide), {})
    passed: list[ast.AST] = []
    inner: ast.AST | None = node
    answer: bool | None = None
    while inner is not None and answer is None:
        passed.append(inner)
        answer = known[inner] if inner in known else decide(inner, module)
        inner = module.parent(inner)
    known.update((each, bool(answer)) for each in passed)
    return bool(answer)


@once
def names_below(root: ast.AST, module: Module) -> Mapping[str, Sequence[ast.Name]]:
    """The names anywhere below a node, by their words and in source order.

    Args:
        root: a function, say, or the tree.
        module: its module.
    """
    found: dict[str, list[ast.Name]] = {}
    for node in walk(root):
        if isinstance(node, ast.Name):
            found.setdefault(node.id, []).append(node)
    return found


def inner_statements(node: ast.AST) -> Iterator[ast.stmt]:
    """The statements directly below one, the last one first; those of a handler or case count as such.

    Args:
        node: any statement, also of a type that this Python does not know.

    Yields:
        What it holds; nothing for a statement without a body.
    """
    for name in index.BODIES[type(node)]:
        value = getattr(node, name, None)
        for child in reversed(value) if type(value) is list else (value,):
            if isinstance(child, ast.stmt):
                yield child
            elif isinstance(child, ast.AST) and not isinstance(child, ast.expr):
                yield from inner_statements(child)


_CLOSED = frozenset({*_INNER, ast.Constant, ast.Name})
"""What `within` does not look into, and what most nodes are, which hold no others."""


def _start(root: ast.AST) -> Sequence[ast.AST]:
    match root:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return root.body
        case ast.Lambda():
            return [root.body]
        case _:
            return children(root)[::-1]
