"""How far the text reaches in which flake8 looks for a ``noqa`` beside a finding, without tokenising."""

from __future__ import annotations

import ast
from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.source.module import inner_statements


class Extent(NamedTuple):
    """The first and the last line, from 1."""

    first: int
    last: int


_Group = tuple[Extent, Sequence[ast.stmt]]


class Extents:
    """Where the logical lines of a file may reach; what one finding asks is kept for the next.

    Args:
        tree: the parsed file.
        lines: its lines with their ends.
    """

    def __init__(self, tree: ast.Module, lines: Sequence[str]) -> None:
        self._tree = tree
        self._lines = lines
        self._kept: dict[ast.AST, Sequence[_Group]] = {}

    def around(self, line: int) -> Extent:
        """Lines that hold the logical line of a finding, and no more of the statements around than needed.

        flake8 looks into the logical line, comments at its end included; a line with several statements is
        one.

        Args:
            line: the finding's line, from 1.

        Returns:
            Lines beyond which that logical line certainly does not reach.
        """
        node: ast.AST = self._tree
        found = Extent(1, len(self._lines))
        while (around := self._group(node, line)) and _begins(around, self._lines):
            found, (node, *_) = around  # what shares a line with others has nothing inside
        return Extent(found.first, _continued(found.last, self._lines))

    def _group(self, node: ast.AST, line: int) -> _Group | None:
        """The statements right below one that a line belongs to."""
        groups = self._groups(node)
        place = bisect(groups, line, key=_first) - 1
        return groups[place] if place >= 0 and line <= groups[place][0].last else None

    def _groups(self, node: ast.AST) -> Sequence[_Group]:
        found = self._kept.get(node)
        if found is None:
            found = self._kept[node] = [*_grouped([*inner_statements(node)][::-1], self._lines)]
        return found


def _first(group: _Group) -> int:
    return group[0].first


def _grouped(body: Sequence[ast.stmt], lines: Sequence[str]) -> Iterator[_Group]:
    """The statements of a body that share no line with others, or all those that do."""
    group: list[ast.stmt] = []
    reach = Extent(0, 0)
    for statement in body:
        own = _extent(statement)
        if group and own.first > _continued(reach.last, lines):
            yield reach, group
            group = []
        reach = Extent(reach.first, own.last) if group else own
        group.append(statement)
    if group:
        yield reach, group


def _extent(statement: ast.stmt) -> Extent:
    decorators: Sequence[ast.expr] = getattr(statement, "decorator_list", ())
    first = min([statement.lineno, *(each.lineno for each in decorators)])
    return Extent(first, statement.end_lineno or statement.lineno)


def _begins(group: _Group, lines: Sequence[str]) -> bool:
    """Whether a line begins with the statements, not on one with ``if`` or after a backslash."""
    extent, (statement, *_) = group
    start = lines[extent.first - 1].encode()[: statement.col_offset]
    return not start.strip() and not _is_continued(extent.first - 1, lines)


def _continued(last: int, lines: Sequence[str]) -> int:
    while _is_continued(last, lines):
        last += 1
    return last


def _is_continued(number: int, lines: Sequence[str]) -> bool:
    return 0 < number <= len(lines) and lines[number - 1].rstrip("\n").endswith("\\")
