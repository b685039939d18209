"""Comments that silence checkers of security, by the words that these checkers look for."""

from __future__ import annotations

import io
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, Lines, capped, code, fact
from flake8_testsec.source.module import Module

_SILENCES = lazy(
    r"#\s{0,9}(?P<word>nosec|NOSONAR|(?i:nosemgrep|gitleaks:allow|trufflehog:ignore|"
    r"pragma: ?(?:allow|white)list secret|noqa:\s{0,3}(?:[A-Z]{1,9}\d{1,5}[, ]{1,3}){0,20}S\d{3}))\b"
)
"""Bandit, semgrep, Sonar, gitleaks, trufflehog, detect-secrets and ruff, by their documentation: orders stand
directly behind a ``#``."""


def facts(module: Module) -> Iterator[Fact]:
    """One fact for each word.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[str, list[Lines]] = defaultdict(list)
    for line, text in _comments(module) if _SILENCES.search(module.source) else ():
        if match := _SILENCES.search(text):
            found[match["word"]].append(Lines(line, line))
    words = "A comment tells a checker of security to be silent: "
    told = (fact("silenced", lines, words, code(word), ".", subject=word) for word, lines in found.items())
    yield from capped(told, "such comments")


def _comments(module: Module) -> Iterator[tuple[int, str]]:
    """All comments with their lines, those behind code, too."""
    readline = io.StringIO(module.source).readline
    with suppress(tokenize.TokenError, SyntaxError):  # the tree is there, so little is lost
        for token in tokenize.generate_tokens(readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
