"""Strings: the lines that begin inside of one, and the quotes that a module has around them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from flake8_testsec.source.module import Module, once
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


def quoted(word: str, module: Module) -> str:
    """A word as a string, in the quotes that most strings of the module have.

    Args:
        word: the word, without quotes.
        module: the module.
    """
    return f"'{word}'" if _are_single(module) else f'"{word}"'


@once
def _are_single(module: Module) -> bool:
    strings = (each for each in module.nodes(ast.Constant) if isinstance(each.value, str))
    places = (module.line(each.lineno).encode()[each.col_offset :][:3] for each in strings)
    quotes = Counter(each[:1] for each in places if each not in (b'"""', b"'''"))
    return quotes[b"'"] > quotes[b'"']


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
