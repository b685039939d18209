"""Lines that begin inside of a string: what stands before their text is a part of it."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_testsec.source.syntax import Syntax

_KEY = "fixing.strings"


def inside(line: int, module: Syntax) -> bool:
    """Whether a line begins inside of a string; one below another in brackets does not.

    Args:
        line: its number.
        module: the module.
    """
    if line not in module.string_lines:
        return False
    if _KEY not in module.kept:
        module.kept[_KEY] = _lines(module)
    known: frozenset[int] = module.kept[_KEY]
    return line in known


def _lines(module: Syntax) -> frozenset[int]:
    import tokenize  # for which few files have any use

    try:
        return frozenset(_within_tokens(module))
    except (tokenize.TokenError, SyntaxError):  # the parser takes what the tokenizer does not
        return module.string_lines


def _within_tokens(module: Syntax) -> Iterator[int]:
    """The lines of strings but their first ones; the newer kinds have a token for each end."""
    import tokenize

    opened: list[int] = []
    for token in tokenize.generate_tokens(iter(module.lines).__next__):
        name = tokenize.tok_name[token.type]
        if name.endswith(("STRING", "STRING_START")):
            opened.append(token.start[0])
        if name.endswith(("STRING", "STRING_END")):
            yield from range(opened.pop() + 1, token.end[0] + 1)
