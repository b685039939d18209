"""Whole tests that are commented out: found by their heads, and parsed."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Comment, Function
from flake8_testsec.vocabulary.testing.assertions import holds_check
from flake8_testsec.vocabulary.testing.suites import tests

_HEAD = lazy(r"(async\s+)?def\s+test\w*\s*\(")
_LONGEST = 400
_CUTS = 3
"""How often what does not parse is cut above the line that is wrong."""
_PARSER_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)


class Gone(NamedTuple):
    """A test that is commented out."""

    comment: Comment
    """Its head."""
    end: int
    """The number of its last line."""
    test: Function


def commented_tests(module: Module) -> Iterator[Gone]:
    """The tests in comments that check something, and that no live test of the same class replaces.

    Args:
        module: a test module.

    Yields:
        Each with its first and its last line, from top to bottom.
    """
    end = 0
    for index, comment in enumerate(module.comments):
        if comment.line <= end or not _HEAD.match(comment.content.lstrip()):
            continue
        block = [*_block(comment, module.comments[index + 1 : index + _LONGEST], module)]
        end = comment.line + len(block) - 1
        test = _parsed(block)
        if test is not None and holds_check(test, module) and not _is_replaced(test, comment, module):
            yield Gone(comment, end, test)


def _block(head: Comment, below: Sequence[Comment], module: Module) -> Iterator[str]:
    """The lines of a definition without their hash signs and common indentation; blank ones stay blank."""
    indent, line = _indentation(head), head.line
    depth = _opened(head.content)
    yield head.content[indent:]
    for comment in below:
        is_inside = depth > 0 or not comment.content.strip() or _indentation(comment) > indent
        gap = module.lines[line : comment.line - 1]
        if comment.column != head.column or not is_inside or any(each.strip() for each in gap):
            return
        yield from ("" for _ in gap)
        yield comment.content[min(indent, _indentation(comment)) :]
        depth += _opened(comment.content)
        line = comment.line


def _indentation(comment: Comment) -> int:
    return len(comment.content) - len(comment.content.lstrip())


def _opened(line: str) -> int:
    return sum(map(line.count, "([{")) - sum(map(line.count, ")]}"))


def _parsed(lines: Sequence[str]) -> Function | None:
    """The definition, without what follows the last line that is code."""
    for _ in range(_CUTS):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                body = ast.parse("\n".join((*lines, ""))).body
        except _PARSER_ERRORS as error:
            lines = lines[: (getattr(error, "lineno", None) or 1) - 1]
        else:
            return body[0] if body and isinstance(body[0], Function) else None
    return None


def _is_replaced(test: Function, comment: Comment, module: Module) -> bool:
    """Whether the class in which a comment stands, or else the module, has a live test of the name."""
    return (test.name, _class_around(comment, module)) in _live(module)


@once
def _live(module: Module) -> frozenset[tuple[str, ast.ClassDef | None]]:
    """The tests by their names and classes."""
    return frozenset((each.name, module.class_of(each)) for each in tests(module))


def _class_around(comment: Comment, module: Module) -> ast.ClassDef | None:
    column = comment.column or _indentation(comment)
    around = (
        each for each in module.nodes(ast.ClassDef) if each.lineno < comment.line and each.col_offset < column
    )
    return max(around, key=lambda each: each.lineno, default=None)
