"""How far the text reaches in which flake8 looks for a ``noqa`` beside a finding, without tokenising."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.source.module import inner_statements


class Extent(NamedTuple):
    """The first and the last line, from 1."""

    first: int
    last: int


def extent(tree: ast.Module, line: int, lines: Sequence[str]) -> Extent:
    """Lines that hold the logical line of a finding, and no more of the statements around than needed.

    flake8 looks into the logical line, comments at its end included; a line with several statements is one.

    Args:
        tree: the parsed file.
        line: the finding's line, from 1.
        lines: the file's lines with their ends.

    Returns:
        Lines beyond which that logical line certainly does not reach.
    """
    found, body = Extent(1, len(lines)), tree.body
    while body:
        groups = _groups(body, lines)
        around = next((each for each in groups if each[0].first <= line <= each[0].last), None)
        if around is None or not _begins(around, lines):
            break
        found, (statement, *_) = around
        body = [*inner_statements(statement)][::-1]  # what shares a line with others has nothing inside
    return Extent(found.first, _continued(found.last, lines))


_Group = tuple[Extent, list[ast.stmt]]


def _groups(body: Sequence[ast.stmt], lines: Sequence[str]) -> Iterator[_Group]:
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
