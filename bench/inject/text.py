"""A file that is to be changed: its bytes, its tree, and where in the bytes each node stands."""

from __future__ import annotations

import ast
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TypeVar

_Node = TypeVar("_Node", bound=ast.AST)
Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LINE_END = re.compile(rb"\r\n|\n")
_BLOCKS = ("body", "orelse", "finalbody")


class Text:
    """One file, which is only read; offsets are counted in bytes.

    Args:
        data: its bytes, in UTF-8.
        path: its path below its project's root.
        shared: the files of fixtures that its tests have as well: each ``conftest.py`` above it.

    Raises:
        SyntaxError: it is not Python of this interpreter's version.
        ValueError: it has null bytes, another encoding, or ends of lines that only old machines have.
    """

    def __init__(self, data: bytes, path: str, shared: bytes = b"") -> None:
        if data.startswith(b"\xef\xbb\xbf") or re.search(rb"\r(?!\n)|\f", data):
            raise ValueError(f"{path}: a byte order mark, a form feed or a lone carriage return")
        data.decode("utf-8")
        self.data, self.path, self.shared = data, path, shared
        self.tree = parsed(data)
        self.newline = "\r\n" if b"\r\n" in data else "\n"
        self._starts = [0, *(each.end() for each in _LINE_END.finditer(data))]

    def of(self, kind: type[_Node]) -> Sequence[_Node]:
        """All nodes of a kind."""
        return self._index[kind]  # type: ignore[return-value]

    def parent(self, node: ast.AST) -> ast.AST:
        """What a node stands in; the module is its own parent."""
        return self._parents.get(node, self.tree)

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node stands in, from the inside out."""
        while (found := self._parents.get(node)) is not None:
            yield found
            node = found

    def function(self, node: ast.AST) -> Function | None:
        """The function that a node stands in."""
        return next((each for each in self.above(node) if isinstance(each, _FUNCTIONS)), None)

    def class_(self, node: ast.AST) -> ast.ClassDef | None:
        """The class that a node stands in."""
        return next((each for each in self.above(node) if isinstance(each, ast.ClassDef)), None)

    def block(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statements beside a statement, itself among them."""
        parent = self.parent(statement)
        lists = (getattr(parent, name, ()) for name in _BLOCKS)
        return next((each for each in lists if isinstance(each, list) and statement in each), [statement])

    def start(self, node: ast.AST) -> int:
        """The offset of a node's first byte; that of its first decorator, if it has any."""
        first = min([node, *getattr(node, "decorator_list", ())], key=lambda each: each.lineno)
        if first is not node:
            return self.line(first.lineno) + _width(self.data[self.line(first.lineno) :])
        return self.line(node.lineno) + int(node.col_offset)

    def end(self, node: ast.AST) -> int:
        """The offset behind a node's last byte."""
        return self.line(node.end_lineno) + int(node.end_col_offset)  # type: ignore[attr-defined]

    def line(self, number: int) -> int:
        """The offset of the first byte of a line, counted from 1."""
        return self._starts[number - 1] if number <= len(self._starts) else len(self.data)

    def line_of(self, offset: int) -> int:
        """The number of the line that holds a byte."""
        return self.data.count(b"\n", 0, offset) + 1

    def start_of_test(self, node: ast.Assert) -> int:
        """The offset behind ``assert`` and its white space: the condition may begin with a parenthesis."""
        behind = self.start(node) + len("assert")
        return behind + _width(self.data[behind:])

    def code(self, node: ast.AST) -> str:
        """The text of a node."""
        return self.data[self.start(node) : self.end(node)].decode()

    def between(self, start: int, end: int) -> str:
        """The text from one offset to another."""
        return self.data[start:end].decode()

    def indent(self, statement: ast.stmt) -> str:
        """The white space before a statement."""
        start = self.line(statement.lineno)
        return self.data[start : start + _width(self.data[start:])].decode()

    def stands_alone(self, *statements: ast.stmt) -> bool:
        """Whether nothing else but a comment is in the lines of each of these statements."""
        return all(map(self._stands_alone, statements))

    def _stands_alone(self, statement: ast.stmt) -> bool:
        before = self.data[self.line(statement.lineno) : self.line(statement.lineno) + statement.col_offset]
        after = self.data[self.end(statement) : self.line((statement.end_lineno or 0) + 1)].strip()
        return not before.strip() and (not after or after.startswith(b"#"))

    def name(self, node: ast.AST) -> str:
        """What a name or an attribute is called, as the file's imports tell; empty if it is neither."""
        match node:
            case ast.Name(id=name):
                return self.imports.get(name, name)
            case ast.Attribute(value=value, attr=attr):
                owner = self.name(value)
                return f"{owner}.{attr}" if owner else ""
        return ""

    def called(self, node: ast.AST | None) -> str:
        """The qualified name of what a call calls; empty if the node is no call."""
        return self.name(node.func) if isinstance(node, ast.Call) else ""

    @cached_property
    def imports(self) -> dict[str, str]:
        """What the names stand for that are imported anywhere in the file."""
        found: dict[str, str] = {}
        for plain in self.of(ast.Import):
            for each in plain.names:
                top = each.name.partition(".")[0]
                found[each.asname or top] = each.name if each.asname else top
        for inner in self.of(ast.ImportFrom):
            prefix = "." * inner.level + (inner.module or "")
            found |= {each.asname or each.name: f"{prefix}.{each.name}" for each in inner.names}
        return {name: _settled(meant) for name, meant in found.items()}

    def imported(self, module: str) -> str:
        """The name by which the file speaks of a module; empty if it does not import it."""
        return next((name for name, meant in self.imports.items() if meant == module), "")

    @cached_property
    def words(self) -> Counter[bytes]:
        """How often each word occurs in the file, comments and literals too."""
        return Counter(re.findall(rb"\w+", self.data))

    @property
    def functions(self) -> list[Function]:
        """All functions of the file."""
        return [*self.of(ast.FunctionDef), *self.of(ast.AsyncFunctionDef)]

    @cached_property
    def tests(self) -> list[Function]:
        """The test functions of the file: those of the module, and the methods of its classes."""
        classes = [each for each in self.tree.body if isinstance(each, ast.ClassDef)]
        bodies = [self.tree.body, *(each.body for each in classes)]
        return [
            each
            for body in bodies
            for each in body
            if isinstance(each, _FUNCTIONS) and each.name.startswith("test")
        ]

    @cached_property
    def test_set(self) -> frozenset[ast.AST]:
        """The same functions, to look one up among them."""
        return frozenset(self.tests)

    @cached_property
    def is_pytest(self) -> bool:
        """Whether the file has test functions outside of classes, or imports pytest."""
        return bool(self.imported("pytest")) or any(each in self.tree.body for each in self.tests)

    @cached_property
    def _index(self) -> defaultdict[type[ast.AST], list[ast.AST]]:
        index: defaultdict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        for node in ast.walk(self.tree):
            index[type(node)].append(node)
        return index

    @cached_property
    def _parents(self) -> dict[ast.AST, ast.AST]:
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def frozen(self) -> frozenset[int]:
        """The lines that begin within a literal: their white space belongs to it."""
        literals = [*self.of(ast.Constant), *self.of(ast.JoinedStr)]
        spans = (range(each.lineno + 1, (each.end_lineno or 0) + 1) for each in literals)
        return frozenset(number for span in spans for number in span)


def parsed(data: bytes) -> ast.Module:
    """The tree of a file; what the parser would warn of is not our subject.

    Args:
        data: the file.

    Returns:
        The tree.

    Raises:
        SyntaxError: it is not Python.
        ValueError: it has null bytes.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(data)


def _settled(name: str) -> str:
    """One name of a thing that has several: the package ``mock`` is ``unittest.mock``."""
    if name == "mock" or name.startswith("mock."):
        return f"unittest.{name}"
    return name.replace("six.moves.", "")


def _width(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" \t"))
