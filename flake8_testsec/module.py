"""A module is read once into an index; every further fact is worked out when first asked.

Nothing is written onto the tree, which flake8 shares between plugins.
"""

from __future__ import annotations

import ast
import io
import tokenize
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from flake8_testsec import names, roles
from flake8_testsec.names import Binding
from flake8_testsec.rule import Place, Role, Span
from flake8_testsec.settings import Settings

if TYPE_CHECKING:
    from flake8_testsec.project import View

Function = ast.FunctionDef | ast.AsyncFunctionDef
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_N = TypeVar("_N", bound=ast.AST)


class Comment(NamedTuple):
    """A comment that has its line to itself: line from 1, column from 0 in characters."""

    line: int
    column: int
    text: str

    @property
    def content(self) -> str:
        """The text after the hash signs, its indentation kept but for one space."""
        return self.text.lstrip("#").removeprefix(" ")


def read_lines(source: bytes) -> list[str]:
    """Decode and split a file's bytes as flake8 does: a cookie or UTF-8, else Latin-1.

    Args:
        source: the whole file.

    Returns:
        The lines with their ends as ``\\n``, without a byte order mark.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        lines = io.TextIOWrapper(io.BytesIO(source), encoding).readlines()
    except (SyntaxError, UnicodeError, LookupError):
        lines = io.TextIOWrapper(io.BytesIO(source.removeprefix(BOM_UTF8)), "latin-1").readlines()
    return lines


class Module:
    """One file under review, and what can be asked about it.

    Args:
        tree: the parsed file, which is only read.
        lines: its lines with their ends, as the parser saw them.
        path: the path as it is known to the project, with any separators; decides the role.
        settings: what the user asked for.
        view: the other modules of the project as this one sees them; without it nothing is known of them.
    """

    def __init__(
        self,
        tree: ast.Module,
        lines: Sequence[str],
        path: str,
        settings: Settings,
        view: View | None = None,
    ) -> None:
        self.tree = tree
        self.lines = lines
        self.path = path
        self.settings = settings
        self.view = view
        self.index, self.parents = _read(tree)

    @classmethod
    def parse(cls, source: bytes | str, path: str, settings: Settings, view: View | None = None) -> Module:
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

    @property
    def consulted(self) -> Mapping[str, str]:
        """The other files that answers hung on so far: path below the project's root, and SHA-256 of the
        content in hexadecimal, which is empty where there is no such file."""
        return self.view.consulted if self.view is not None else {}

    @cached_property
    def role(self) -> Role:
        """What the file is for."""
        return roles.role_of(self.path, self.settings, lambda: roles.holds_tests(self))

    @cached_property
    def source(self) -> str:
        """The whole text."""
        return "".join(self.lines)

    @cached_property
    def dotted(self) -> tuple[str, ...]:
        """The module's dotted path, as far as its path tells."""
        return roles.dotted(self.path)

    @cached_property
    def scopes(self) -> names.Scopes:
        """All scopes and bindings of the module."""
        return names.Scopes(self)

    def names(self, node: ast.AST) -> frozenset[str]:
        """Every qualified name that an expression may stand for; empty when that is not known."""
        return self.scopes.names(node)

    def bindings(self, name: ast.Name) -> tuple[Binding, ...]:
        """All bindings that a name may have where it stands; empty for builtins and unbound names."""
        return self.scopes.bindings(name)

    def bases(self, class_: ast.ClassDef) -> tuple[frozenset[str], ...]:
        """The qualified names of each base of a class, in their order."""
        return tuple(self.names(base) for base in class_.bases)

    def nodes(self, *types: type[_N]) -> Iterator[_N]:
        """All nodes of exactly these types, each type in source order."""
        for kind in types:
            yield from self.index.get(kind, ())  # type: ignore[misc]  # the index is by type

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that holds this one; ``None`` for the module."""
        return self.parents.get(node)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around this one, from the inside out."""
        parent = self.parents.get(node)
        while parent is not None:
            yield parent
            parent = self.parents.get(parent)

    def above(self, node: ast.AST, *types: type[_N]) -> _N | None:
        """The nearest node of one of these types around this one."""
        return next((above for above in self.ancestors(node) if isinstance(above, types)), None)

    def function(self, node: ast.AST) -> Function | None:
        """The function whose body holds the node, not counting lambdas; ``None`` outside any."""
        for above in self.ancestors(node):
            if isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef)):
                return above
        return None

    def class_of(self, function: ast.AST) -> ast.ClassDef | None:
        """The class in whose body a function is defined, also under ``if`` and ``try``."""
        for above in self.ancestors(function):
            match above:
                case ast.ClassDef():
                    return above
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                    return None
        return None

    def position(self, place: Place) -> Span:
        """Where a place is, in characters, cut at the end of its first line."""
        if isinstance(place, Span):
            return place
        return self._span(place)

    def _span(self, node: ast.AST) -> Span:
        line, start = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        end_line, end = getattr(node, "end_lineno", None), getattr(node, "end_col_offset", None)
        column = self._characters(line, start)
        if end_line != line or end is None:
            return Span(line, column, line, max(column, len(self.line(line).rstrip())))
        return Span(line, column, line, self._characters(line, end))

    def _characters(self, line: int, offset: int) -> int:
        # The parser counts UTF-8 bytes; people, editors and SARIF count characters.
        text = self.line(line)
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="replace"))

    def line(self, number: int) -> str:
        """One line's text with its end, by its number from 1; empty beyond the file."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @cached_property
    def generators(self) -> frozenset[ast.AST]:
        """The functions that hold a ``yield`` of their own, lambdas too."""
        inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
        yields = (*self.nodes(ast.Yield), *self.nodes(ast.YieldFrom))
        return frozenset(function for each in yields if (function := self.above(each, *inner)) is not None)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The comments that have a line to themselves, found without tokenising.

        A line that begins with ``#`` is a comment unless a string runs over it.
        """
        lines = ((number, line) for number, line in enumerate(self.lines, 1) if "#" in line)
        found = [(number, line) for number, line in lines if line.lstrip().startswith("#")]
        inside = frozenset(self._string_lines()) if found else frozenset()
        return tuple(
            Comment(number, len(line) - len(line.lstrip()), line.strip())
            for number, line in found
            if number not in inside
        )

    def _string_lines(self) -> Iterator[int]:
        for node in self.nodes(ast.Constant, ast.JoinedStr):
            if (end := node.end_lineno) is not None and end > node.lineno:
                yield from range(node.lineno + 1, end + 1)


def within(root: ast.AST) -> Iterator[ast.AST]:
    """The nodes below one node in source order, without the bodies of functions and classes inside.

    Args:
        root: where to begin; it is not yielded itself. For a function: its body alone.

    Yields:
        The nodes; an inner function, lambda or class itself is yielded, nothing inside it is.
    """
    stack = list(reversed(_start(root)))
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, _INNER):
            stack.extend(reversed(list(ast.iter_child_nodes(node))))


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """All statements of a body at any depth in source order, not those of inner functions and classes."""
    stack = list(reversed(list(body)))
    while stack:
        statement = stack.pop()
        yield statement
        if not isinstance(statement, _INNER):
            stack.extend(reversed(list(_children(statement))))


def _children(statement: ast.stmt) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(statement):
        match child:
            case ast.stmt():
                yield child
            case ast.ExceptHandler() | ast.match_case():
                yield from child.body


def _start(root: ast.AST) -> Sequence[ast.AST]:
    match root:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return root.body
        case ast.Lambda():
            return [root.body]
        case _:
            return list(ast.iter_child_nodes(root))


def _read(tree: ast.AST) -> tuple[dict[type[ast.AST], list[ast.AST]], dict[ast.AST, ast.AST]]:
    """One walk in source order: nodes by type, and what holds each.

    Operators and contexts are left out: the parser shares one object among all places.
    """
    index: dict[type[ast.AST], list[ast.AST]] = {}
    parents: dict[ast.AST, ast.AST] = {}
    stack = [tree]
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind in index:
            index[kind].append(node)
        else:
            index[kind] = [node]
        for name in _FIELDS[kind]:
            value = getattr(node, name, None)
            if type(value) is list:
                # The last field and its last element go onto the stack first.
                for child in reversed(value):
                    if isinstance(child, ast.AST):
                        parents[child] = node
                        stack.append(child)
            elif isinstance(value, ast.AST):
                parents[value] = node
                stack.append(value)
    return index, parents


_PLAIN = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module", "op", "ops"}
    | {"rest", "simple", "type_comment", "type_ignores"}
)
"""Fields that never hold nodes of a place of their own."""


_FIELDS = {
    kind: tuple(name for name in reversed(kind._fields) if name not in _PLAIN)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""The fields of each node type that may hold nodes, the last one first."""
