"""Comments that a fix would part from what they speak of: directives of other tools, marks of an example."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.application import apply
from flake8_testsec.fixing.statements import first_line, last_line
from flake8_testsec.fixing.widths import moved_up, runs
from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module, once

_DIRECTIVE = lazy(
    r"#\s*(?:flake8:\s*)?(?:noqa|nosec|pylint:\s*disable|ruff:\s*(?:noqa|ignore)|NOSONAR|nosemgrep"
    r"|(?P<types>(?:type|mypy|pyright|ty|pyrefly):\s*ignore|pyre-ignore))\b"
)
_WORD = lazy(r"[A-Za-z_]\w*")
_BEGINS = lazy(r"(?i)(?<![^\W_])(start|begin)(?![^\W_])")
_ENDS = lazy(r"(?i)(?<![^\W_])(end|stop|finish)(?![^\W_])")


def leaves_directive(edits: Sequence[Edit], module: Module) -> bool:
    """Whether other code than before stands in front of a comment that tells another tool to be silent.

    Args:
        edits: the edits of a fix.
        module: the module.

    Returns:
        ``False`` if the line is only moved, or the comment goes with it: it may speak of what is mended, or
        of what stands on another line now. What speaks of types is left by the latter alone.
    """
    lines = {each for one in edits for each in range(one.line, min(one.end_line, len(module.lines)) + 1)}
    if not any(_DIRECTIVE.search(module.line(each)) for each in lines):
        return False
    return any(_is_left(*run, module) for run in runs(edits))


def is_silenced(line: str) -> bool:
    """Whether a line tells a tool that looks at style to be silent.

    Args:
        line: the line.
    """
    found = _DIRECTIVE.search(line)
    return found is not None and found["types"] is None


def _is_left(first: int, end: int, edits: Sequence[Edit], module: Module) -> bool:
    before = module.lines[first - 1 : end]
    after = apply(before, (moved_up(each, first - 1) for each in edits)).splitlines()
    old, new = Counter(_directed(before)), Counter(_directed(after))
    changed = {each.comment: each.words for each in new - old}
    lost = {word for each in old - new for word in each.words - changed.get(each.comment, each.words)}
    is_moved = not lost.isdisjoint(word for line in after for word in _WORD.findall(line))
    return any(each.comment in changed and (is_moved or not each.is_of_types) for each in old - new)


class _Directed(NamedTuple):
    """A line with a directive: its code, and the comment."""

    code: str
    comment: str
    is_of_types: bool

    @property
    def words(self) -> frozenset[str]:
        """The words of the code."""
        return frozenset(_WORD.findall(self.code))


def _directed(lines: Sequence[str]) -> Iterator[_Directed]:
    for line in lines:
        found = _DIRECTIVE.search(line)
        if found is not None:
            start = found.start()
            yield _Directed(line[:start].strip(), line[start:].rstrip(), found["types"] is not None)


def is_in_example(edits: Sequence[Edit], module: Module) -> bool:
    """Whether a fix changes a part of a function that is shown elsewhere.

    Args:
        edits: the edits of the fix.
        module: the module.

    Returns:
        ``True`` between two comments that differ in one word alone, which says that something begins, or
        ends; they make a part of the function an example, which documents quote as it is.
    """
    return any(first < each.line <= last for first, last in _examples(module) for each in edits)


@once
def _examples(module: Module) -> Sequence[tuple[int, int]]:
    """The lines of comments within functions between which an example stands."""
    begun: dict[str, int] = {}
    found = []
    for comment in module.comments:
        if _BEGINS.search(comment.text):
            begun[_BEGINS.sub("", comment.text, 1).lower()] = comment.line
        elif _ENDS.search(comment.text):
            first = begun.pop(_ENDS.sub("", comment.text, 1).lower(), None)
            if first is not None:
                found.append((first, comment.line))
    return [each for each in found if _is_within_function(*each, module)] if found else ()


def _is_within_function(first: int, last: int, module: Module) -> bool:
    functions = (*module.nodes(ast.FunctionDef), *module.nodes(ast.AsyncFunctionDef))
    return any(first_line(each) < first and last <= last_line(each) + 1 for each in functions)
