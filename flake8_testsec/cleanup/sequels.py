"""What a test still sees after it has released something: whether the release is a step of the test."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from flake8_testsec.cleanup.judgement import Judgement
from flake8_testsec.cleanup.last_steps import checks
from flake8_testsec.cleanup.removed_last import REMOVALS
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, inside
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expectation, is_assertion

_MOVES = frozenset({"rename", "replace", "move"})


def is_subject(judgement: Judgement, module: Module) -> bool:
    """Whether a path is not removed but moved, or the test goes on to see what its removal leads to."""
    release = judgement.release
    if isinstance(release, ast.Call) and last_word(release.func) in _MOVES:
        return True
    line: int = getattr(release, "lineno", 0)
    checked, harm = _sequel(judgement.obligation.function, module)
    later = bisect_right(checked, line, key=itemgetter(0))
    last = checked[later][1] if later < len(checked) else 0
    return bisect_right(harm, last) > bisect_right(harm, line)


class _Sequel(NamedTuple):
    """The lines of a function's checks, each with the last line of it and all that follow; those of its calls
    that may do anything. Both are sorted."""

    checks: Sequence[tuple[int, int]]
    harm: Sequence[int]


def _sequel(function: Function, module: Module) -> _Sequel:
    key = ("removal_skipped_by_assertion.sequel", function)
    if key not in module.kept:
        calls = [each for each in inside(function, module) if isinstance(each, ast.Call)]
        harm = (each for each in calls if not _is_harmless(each, module))
        last_first = sorted(checks(function, module), key=_line, reverse=True)
        ends = accumulate((each.end_lineno or 0 for each in last_first), max)
        last = [(each.lineno, end) for each, end in zip(last_first, ends, strict=True)]
        module.kept[key] = _Sequel(last[::-1], sorted(map(_line, harm)))
    known: _Sequel = module.kept[key]
    return known


def _line(node: ast.stmt | ast.expr) -> int:
    return node.lineno


def _is_harmless(call: ast.Call, module: Module) -> bool:
    """Whether a call only compares, or cleans up, too."""
    if is_assertion(call):
        return expectation(call, module) is None
    return bool(module.names(call.func) & {*REMOVALS, "len", "str"})
