"""An internal error of ours in one line that can be reported: the exception, its text, and the place.

The text of an exception may quote what it choked on, a password say. So a word of it is shown only if it is
Python's own or stands in our code on the way to the error; whatever else it says is ``...``.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import logging
import os
import re
import traceback
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType

from flake8_testsec.patterns import lazy

_LOG = logging.getLogger("flake8.testsec")
_PACKAGE = os.path.dirname(__file__)
_LONGEST = 200
"""Characters of a text that are shown; five times as many are looked at."""

_PIECE = lazy(r"""'[^']*'|"[^"]*"|\w+| |[^\w '"]+|['"]""")
_WORD = lazy(r"\w+")
_SIGNS = lazy(r"[!-/:-@\[-`{-~]{0,3}\Z")
_HIDDEN = lazy(r"\.\.\.(?:\W*\.\.\.)+")

_SAID = """
a access active already and any argument arguments associated at attribute base be between byte bytes call
callable called calling can cannot changed character code codec contain contiguous convert decode denied
dictionary directory does during embedded empty encode Errno error exceeded exception executing expected
expects failed file found function generator given got has hashable have in index indices instance instances
int integer integers invalid is item items iterable iteration iterator iterators keyword length limit list
literal local maximum memory method missing module multiple must name No no NoneType not null object of on
only operand or ordinal out permission Permission pop position positional possible range reached recursion
required resume sequence set size slice slices start str string subscriptable such supported t takes than
that the to too tuple type types unexpected unhashable unknown unpack unsupported utf value values variable
was were when where which while with without zero
"""
"""Words that Python's own messages are made of."""


def told(error: BaseException, code: str = "") -> str:
    """Say that we broke, and with ``-v`` how.

    Args:
        error: what was raised and caught.
        code: the rule that was asked, or what else was going on; nothing for the review as a whole.

    Returns:
        The message of a finding.
    """
    return f"internal error{code and f' in {code}'}: {described(error)}; please report it"


def described(error: BaseException) -> str:
    """The type of an exception, its text as far as it tells nothing of others, and where in our code it was.

    Its traceback is logged, which ``-v`` shows on standard error.

    Args:
        error: what was raised and caught.

    Returns:
        One line.
    """
    text, place = _text(error), _place(error)
    line = f"{type(error).__name__}{text and f': {text}'}{place and f' at {place}'}"
    if _LOG.isEnabledFor(logging.INFO):
        _LOG.info("%s\n%s", line, "".join(traceback.format_tb(error.__traceback__)).rstrip())
    return line


def _text(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:  # its own fault must not hide the first
        return ""
    known = _pythons() | frozenset(_ours(error))
    whole = " ".join(text[: 5 * _LONGEST].split())
    shown = _HIDDEN.sub("...", "".join(_shown(match[0], known) for match in _PIECE.finditer(whole)))
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}..."


def _shown(piece: str, known: frozenset[str]) -> str:
    """A word, what stands between two, or a quotation, if it is ours to show."""
    first, inner = piece[0], piece[1:-1]
    if first in "'\"" and len(piece) > 1:
        is_ours = _SIGNS.match(inner) or {*inner.split(".")} <= known
        return piece if is_ours else f"{first}...{first}"
    if first.isalnum() or first == "_":
        return piece if piece in known or re.fullmatch("[0-9]{1,2}", piece) else "..."
    return piece if piece.isascii() and piece.isprintable() else "..."


@lru_cache(maxsize=1)
def _pythons() -> frozenset[str]:
    nodes = [value for value in vars(ast).values() if isinstance(value, type) and issubclass(value, ast.AST)]
    fields = {name for node in nodes for name in (*node._fields, *node._attributes)}
    names = {node.__name__ for node in nodes} | fields | {"ast", "flake8_testsec"}
    return frozenset({*_SAID.split(), *keyword.kwlist, *dir(builtins), *names})


def _ours(error: BaseException) -> Iterator[str]:
    """The words in our code on the way to an error: names, and those of its texts."""
    for function, _ in _way(error):
        yield from _words(function)


@lru_cache(maxsize=64)
def _words(code: CodeType) -> frozenset[str]:
    texts = (each for each in code.co_consts if isinstance(each, str))
    names = (*code.co_names, *code.co_varnames, *code.co_freevars, *code.co_cellvars)
    return frozenset({*names, *(word for text in texts for word in _WORD.findall(text))})


def _way(error: BaseException) -> Iterator[tuple[CodeType, int]]:
    """The functions of ours that an error came through, each with the line, the innermost last."""
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.startswith(_PACKAGE + os.sep):
            yield frame.f_code, line


def _place(error: BaseException) -> str:
    *_, (code, line) = (None, 0), *_way(error)
    if code is None:
        return ""
    path = os.path.relpath(code.co_filename, os.path.dirname(_PACKAGE))
    return f"{path.replace(os.sep, '/')}:{line}"
