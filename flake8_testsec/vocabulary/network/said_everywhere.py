"""Where a test says in words that listening on every interface is meant."""

from __future__ import annotations

import ast
import re

from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module

_SAYS_EVERYWHERE = lazy(
    r"wild-?cards?\b|\b(all|every|any) (network )?(interface|address)|\bINADDR_ANY\b|dual[- _]?stack"
    r"|\bempty host|\bv4-mapped|\b0\.0\.0\.0\b",
    re.IGNORECASE,
)
_NEAR = 20
"""Lines above a call that are read for comments."""


def is_said(call: ast.Call, module: Module) -> bool:
    """Whether the docstring of the test, or a comment right above what opens the server, speaks of that."""
    function = module.function(call)
    told = [ast.get_docstring(function) or ""] if function is not None else []
    statement = module.above(call, ast.stmt) or call
    above = _paragraph(statement.lineno, module)
    told += [each.content for each in module.comments_in(above, statement.lineno)]
    return any(map(_SAYS_EVERYWHERE.search, told))


def _paragraph(line: int, module: Module) -> int:
    """The first line of those without a blank one between them that a line ends; of a long one, a later."""
    first = line
    while module.line(first - 1).strip() and line - first < _NEAR:
        first -= 1
    return first
