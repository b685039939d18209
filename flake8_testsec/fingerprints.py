"""What a finding is recognised by, whatever happens to the code around it.

A fingerprint is a digest of

* the version of this recipe,
* the file's path below the project's top folder, with slashes,
* the rule's code,
* the names of the classes and functions around it, as in ``TestShop.test_pay``,
* what the finding is about: the tree of the statement that it begins in. Of a compound statement it is the
  head alone; of a class or function the decorator, base, parameter or default that the finding begins in,
  else its kind and name; of an ``except`` its type. Of a ``with``, a list, tuple, set or dictionary it
  is the element that the finding begins in, without the others. Of a comment, and of a file that has no
  tree, it is the text without its white space,

and a number: of equal ones in a file the first is 1, the second 2. It has no line and no column, no white
space, no comment of the statement, no form of quotes or brackets, and nothing that differs from Python to
Python. So it stays when lines move, when other statements and other rows of its own table change, and when
the file is formatted; it does not when the statement itself, the names of what is around it, or the file's
place changes.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from flake8_testsec import digests
from flake8_testsec.finding import Finding
from flake8_testsec.source.module import inner_statements

RECIPE = "1"
"""Changes with what fingerprints are made of."""

_LENGTH = 16
"""Digits of a digest: two of a million findings are alike with a chance of one to 37 millions."""

_UNSAID = frozenset({"ctx", "kind", "type_comment"})
"""Fields of nodes that say nothing which others do not say."""

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

_Position = tuple[int, int]
"""A line from 1 and a column from 0 in bytes, as the tree has it."""


class Fingerprint(NamedTuple):
    """One finding's fingerprint."""

    digest: str
    """The same for equal findings: hexadecimal."""
    number: int
    """Which of the equal ones it is, from 1, in the order of their places."""
    scope: str
    """The names of the classes and functions around it; empty at the top of a file."""

    def __str__(self) -> str:
        return numbered(self.digest, self.number)


def numbered(digest: str, number: int) -> str:
    """How a fingerprint is written.

    Args:
        digest: that of the finding and of those that equal it.
        number: which of them it is, from 1.
    """
    return f"{digest}:{number}"


class _Held(NamedTuple):
    """A statement, where it is, and what holds it."""

    start: _Position
    end: _Position
    node: ast.stmt
    around: _Held | None
    scope: str

    def holds(self, position: _Position) -> bool:
        return self.start <= position < self.end


def fingerprints(
    findings: Sequence[Finding], path: str, lines: Sequence[str], tree: ast.Module | None = None
) -> list[Fingerprint]:
    """The fingerprints of all findings of a file.

    Args:
        findings: all of them, those that nobody is shown too: their numbers depend on each other.
        path: the file's path as the project knows it.
        lines: the file's lines.
        tree: the parsed file; without it, the text of the lines counts.

    Returns:
        One for each finding, in the order given.
    """
    held = list(_statements(tree)) if tree is not None else []
    told: dict[int, Fingerprint] = {}
    counted: Counter[str] = Counter()
    for index in sorted(range(len(findings)), key=lambda index: findings[index][:3]):
        scope, text = _about(findings[index], lines, held)
        digest = of_text(path, findings[index].code, scope, text)
        counted[digest] += 1
        told[index] = Fingerprint(digest, counted[digest], scope)
    return [told[index] for index in range(len(findings))]


def of_text(path: str, code: str, scope: str, text: str) -> str:
    """The digest for what is made of words alone.

    Args:
        path: the file's path as the project knows it.
        code: the rule's code.
        scope: the names of the classes and functions around.
        text: what the finding is about.

    Returns:
        The digest, in hexadecimal.
    """
    parts = (RECIPE, path.replace("\\", "/").removeprefix("./"), code, scope, text)
    return digests.digest("\0".join(parts).encode("utf-8", "surrogatepass"))[:_LENGTH]


def _statements(tree: ast.Module) -> Iterator[_Held]:
    """All statements in the order of their starts."""
    stack: list[tuple[ast.stmt, _Held | None]] = [(each, None) for each in reversed(tree.body)]
    while stack:
        node, around = stack.pop()
        held = _held(node, around)
        yield held
        stack.extend((each, held) for each in inner_statements(node))


def _held(node: ast.stmt, around: _Held | None) -> _Held:
    first, scope = node.lineno, around.scope if around else ""
    if isinstance(node, _DEFINITIONS):
        first = min([first, *(each.lineno for each in node.decorator_list)])
        scope = f"{scope}.{node.name}" if scope else node.name
    end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    return _Held((first, node.col_offset), end, node, around, scope)


def _about(finding: Finding, lines: Sequence[str], held: Sequence[_Held]) -> tuple[str, str]:
    """The scope of a finding, and what it is about."""
    line = lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""
    position = (finding.line, len(line[: finding.column].encode("utf-8", "surrogatepass")))
    before = bisect_right(held, position, key=lambda each: each.start)
    last = held[before - 1] if before else None
    around = next((each for each in _outwards(last) if each.holds(position)), None)
    if around is None or _is_comment(around, last, line, position):
        return _scope(last, position), "".join(_text(finding, lines).split())
    return around.scope, _part(around.node, position)


def _outwards(held: _Held | None) -> Iterator[_Held]:
    while held is not None:
        yield held
        held = held.around


def _is_comment(around: _Held, last: _Held | None, line: str, position: _Position) -> bool:
    """Whether a place that lies in a statement lies between the statements inside it, or behind one."""
    if around is last and next(inner_statements(around.node), None) is None:
        return False
    behind = last is not None and last is not around and last.end[0] == position[0] and last.end <= position
    return behind or line.lstrip().startswith("#")


def _scope(last: _Held | None, position: _Position) -> str:
    """The scope of a comment: that of what was written before it and is indented less."""
    return next((each.scope for each in _outwards(last) if each.start[1] < position[1]), "")


def _text(finding: Finding, lines: Sequence[str]) -> str:
    line, column, *_, end_line, end_column = finding[:6]
    found = list(lines[max(line - 1, 0) : max(end_line, line)])
    if found and (line, column) < (end_line, end_column):
        found[-1] = found[-1][:end_column]
        found[0] = found[0][column:]
    return "\n".join(found)


def _part(node: ast.stmt, position: _Position) -> str:
    """What stands for the part of a statement that a position lies in."""
    if isinstance(node, _DEFINITIONS):
        part = next((each for each in _head(node) if _spans(each, position)), None)
        return f"{type(node).__name__} {node.name}" if part is None else _dumped(part, position)
    handlers: list[ast.ExceptHandler] = getattr(node, "handlers", [])
    before = [each for each in handlers if (each.lineno, each.col_offset) <= position]
    return _dumped(before[-1] if before else node, position)


def _head(node: ast.AST) -> Iterator[ast.AST]:
    """The expressions of a class's or function's head."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.arguments):
            yield from ast.iter_child_nodes(child)
        elif not isinstance(child, ast.stmt):
            yield child


def _spans(node: ast.AST, position: _Position) -> bool:
    start = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
    return start <= position < (getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0))


def _dumped(root: ast.AST, position: _Position) -> str:
    """A tree as a text that every Python makes of it, without the statements inside, and of tables with the
    element alone that holds a position."""
    parts: list[str] = []
    stack: list[object] = [root]
    while stack:
        match stack.pop():
            case ast.Expr(value=ast.Constant(value=str(text))):  # a docstring is indented with its function
                parts.append(" ".join(text.split()))
            case ast.Constant(value=value):
                parts.append(
                    f"{type(value).__name__} {hex(value) if isinstance(value, int) else repr(value)}"
                )
            case ast.AST() as node:
                parts.append(type(node).__name__)
                said = _element(node, position) or _fields(node)
                stack.extend([")", *reversed(list(said)), "("])
            case value:
                parts.append(str(value))
    return " ".join(parts)


def _element(node: ast.AST, position: _Position) -> list[ast.expr]:
    """What a table or a ``with`` has at a position, if that lies in one of its elements."""
    match node:
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            rows: list[tuple[ast.expr | None, ...]] = [(each,) for each in elements]
        case ast.Dict(keys=keys, values=values):
            rows = [*zip(keys, values, strict=True)]
        case ast.With(items=items) | ast.AsyncWith(items=items):
            rows = [(each.context_expr, each.optional_vars) for each in items]
        case _:
            return []
    row = next((row for row in rows if any(each and _spans(each, position) for each in row)), ())
    return [each for each in row if each is not None]


def _fields(node: ast.AST) -> Iterator[object]:
    for name in node._fields:
        value = getattr(node, name, None)
        values: list[Any] = value if isinstance(value, list) else [value]
        if isinstance(node, ast.JoinedStr):
            values = list(_joined(values))
        if name not in _UNSAID and (kept := [each for each in values if _says(each)]):
            yield f"{name}="
            yield from kept


def _joined(values: Sequence[ast.expr]) -> Iterator[ast.expr]:
    """The parts of an f-string: some Pythons leave texts apart which others join, or add empty ones."""
    for is_text, parts in groupby(values, lambda each: isinstance(each, ast.Constant)):
        if not is_text:
            yield from parts
        elif text := "".join(str(getattr(part, "value", "")) for part in parts):
            yield ast.Constant(text)


def _says(value: object) -> bool:
    """Whether a field says anything: what a later Python adds says nothing where it is not used."""
    return isinstance(value, ast.AST | str | int) and bool(value) and not isinstance(value, _BLOCKS)


_BLOCKS: tuple[type[ast.AST], ...] = (ast.stmt, ast.ExceptHandler, ast.match_case)
