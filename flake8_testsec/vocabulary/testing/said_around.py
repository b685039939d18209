"""Where a module has words for people: comments that are neither code nor a tag nor told to a tool."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Sequence

from flake8_testsec.fixing.statements import first_line
from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.commented_code import read
from flake8_testsec.vocabulary.testing.disabled_code import runs

SAID = lazy(r"(?i)\b(?!(?:TODO|FIXME|XXX|HACK|noqa)\b)[^\W\d]{2,}\W+[^\W\d]{2,}")
"""Two words, neither of them a tag: more than a mark on the code."""
_TOLD_TO_TOOLS = lazy(r"\s*(?:fmt|isort|mypy|nosec|nosemgrep|pragma|pylint|pyright|ruff|type)\b\W")


def is_told(statement: ast.stmt, code: str, module: Module) -> bool:
    """Whether a rule leaves a statement because words for people stand right above it or in it.

    They mostly tell what is meant. Who enables a rule by name wants to hear of it all the same.

    Args:
        statement: a statement, or a function with its decorators.
        code: the code of the rule.
        module: its module.
    """
    last = statement.end_lineno or statement.lineno
    return not module.settings.enables(code) and has_words(first_line(statement), last, module)


def has_words(first: int, last: int, module: Module) -> bool:
    """Whether a comment right above some lines, or between them on a line of its own, has words for people.

    Args:
        first: the number of the first line.
        last: that of the last.
        module: their module.
    """
    head = first
    while module.line(head - 1).lstrip().startswith("#"):
        head -= 1
    told = _told(module)
    place = bisect_left(told, head)
    return place < len(told) and told[place] <= last


@once
def _told(module: Module) -> Sequence[int]:
    notes = (note for run in runs(module.comments) for note in read(run).notes)
    return [each.line for each in notes if SAID.search(each.text) and not _TOLD_TO_TOOLS.match(each.text)]
