"""Published weaknesses that comments and docstrings name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, Lines, code, fact, lines_of
from flake8_testsec.source.module import Module


def facts(module: Module) -> Iterator[Fact]:
    """One fact for each.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    if not module.mentions("CVE", "GHSA", "PYSEC", "OSSA") or not _PUBLISHED.search(module.source):
        return
    found: dict[str, list[Lines]] = {}
    for comment in module.comments:
        for match in _PUBLISHED.finditer(comment.content):
            found.setdefault(match[0], []).append(Lines(comment.line, comment.line))
    for statement in module.nodes(ast.Expr):
        match statement.value:
            case ast.Constant(value=str(text)):
                for match in _PUBLISHED.finditer(text):
                    found.setdefault(match[0], []).append(lines_of(statement))
    for name, lines in found.items():
        yield fact("weakness", lines, "A published weakness is named: ", code(name), ".", subject=name)


_PUBLISHED = lazy(
    r"\b(?:CVE-\d{4}-\d{4,7}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|PYSEC-\d{4}-\d+|OSSA-\d{4}-\d+)\b"
)
