"""Which Python a file that this one cannot parse was written for, as far as that can be tried out.

The words of a ``SyntaxError`` differ from version to version, and a line of prose may look like any of them.
So the line at which parsing stops is put into words that every Python has; only if parsing then gets past it
was it written for the Python whose words these were.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from flake8_testsec.patterns import short

Version = tuple[int, int]

PYTHON2: Version = (2, 7)
BEFORE_ASYNC: Version = (3, 6)
"""The last Python in which ``async`` and ``await`` were names."""


class Change(NamedTuple):
    """How something that one version has is written for all of them."""

    version: Version
    pattern: re.Pattern[str]
    common: str | Callable[[re.Match[str]], str]


_LONGEST = 1000
"""Beyond so many characters a line is not one that somebody has written."""


def _of_line(pattern: str) -> re.Pattern[str]:
    """A pattern that is asked about a line and the one below."""
    return short(pattern, longest=2 * _LONGEST)


_START = r"(?P<start>^\s*|[:;]\s*)"
_NAMES = r"\w+(?:\s*,\s*\w+)*\s*,?"
_CLASS = r"(?:[\w.]+\.\w+|[A-Z]\w*[a-z]\w*)"
"""What names a class, not a variable: it is dotted, or has capital and small letters."""

_FOR = r"(?=(?:[^\[\](){}]|\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\})*?\sfor\s)"
"""An element whose brackets have none inside, and then a comprehension."""

_FIELD = _of_line(r"\{[^{}]*\}")
_STRING = _of_line(r"(['\"])(?:\\.|(?!\1)[^{}\\])*\1")


def _without_strings(field: re.Match[str]) -> str:
    return _STRING.sub("_", field[0])


_OLD = (
    Change(PYTHON2, _of_line(_START + r"(?:print|exec)\s+(?=[^\s=])"), r"\g<start>_ = "),
    Change(PYTHON2, _of_line(_START + r"raise\s+(?=[\w.\[\]]+\s*,)"), r"\g<start>_ = "),
    Change(PYTHON2, _of_line(r"(\bexcept\s+[\w.]+)\s*,\s*(?:[a-z_]\w*|\([^()]*\))\s*:"), r"\1:"),
    Change(PYTHON2, _of_line(r"(\bexcept\s*\([^()]*\))\s*,\s*\w+\s*:"), r"\1:"),
    Change(PYTHON2, _of_line(r"(?<![\w.])0(?=[0-7]+(?![\w.]))"), "0o"),
    Change(PYTHON2, _of_line(r"(?<![\w.])(0[xX][0-9a-fA-F]+|[0-9]+)[lL](?!\w)"), r"(\1)"),
    Change(PYTHON2, _of_line(r"(?<![\w.])[uU](?=[rR]['\"])"), ""),
    Change(PYTHON2, _of_line("<>"), "!="),
    Change(PYTHON2, _of_line("`([^`]+)`"), r"(\1)"),
    Change(PYTHON2, _of_line(rf"(\bdef\s+\w+\(|,\s*|\blambda\s+)\({_NAMES}\)(?=\s*[,):])"), r"\1_"),
)
_ASYNC = (Change(BEFORE_ASYNC, _of_line(r"(?<=\.)(?:async|await)\b|\basync(?=\s*(?:[=,)]|$))"), "_"),)
_NEW = (
    Change((3, 11), _of_line(r"(?<=except)\s*\*"), " "),
    Change((3, 11), _of_line(r"(?<=\w\[)\*"), ""),
    Change((3, 12), _of_line(r"(\b(?:def|class)\s+\w+)\[[^=]*?\](?=\s*[(:])"), r"\1"),
    Change((3, 12), _of_line(r"^(\s*)type\s+(\w+)(?:\[[^=]*\])?(?=\s*=)"), r"\1\2"),
    Change((3, 12), _of_line(r"(?<!\w)[fF][rR]?['\"].*"), lambda rest: _FIELD.sub(_without_strings, rest[0])),
    Change((3, 13), _of_line(r"(\b(?:def|class)\s+\w+)\[.*?\](?=\s*[(:])"), r"\1"),
    Change((3, 13), _of_line(r"^(\s*)type\s+(\w+)\[.*\](?=\s*=)"), r"\1\2"),
    Change((3, 14), _of_line(r"(?<![\w.])(?:[tT]([rR]?)|([rR])[tT])(?=['\"])"), r"f\1\2"),
    Change(
        (3, 14),
        _of_line(rf"(\bexcept\*?)\s+([\w.]+\s*,\s*(?:{_CLASS}|[\w.]+(?:\s*,\s*[\w.]+)+))\s*:"),
        r"\1 (\2):",
    ),
    Change((3, 15), _of_line(r"^(\s*)lazy\s+(?=import\s|from\s)"), r"\1"),
    Change((3, 15), _of_line(r"^(\s*)\*\*?(?=[^\n,=]*\n\s*(?:async\s+)?for\s)"), r"\1"),
    Change((3, 15), _of_line(r"([\[(](?=\s*\*(?!\*))|\{)\s*\*\*?" + _FOR), r"\1"),
)


def written_for(lines: Sequence[str]) -> Version | None:
    """The Python that a file was written for.

    Args:
        lines: the lines of a file that this Python cannot parse, with their ends.

    Returns:
        The least version that has what stands in the line at which parsing stops, if this Python is older;
        `PYTHON2` or `BEFORE_ASYNC` for what only those had; ``None`` if the line shows none of this.
    """
    stop = _stop(lines)
    if stop is None or not 0 < stop <= len(lines) or max(map(len, lines[stop - 1 : stop + 1])) > _LONGEST:
        return None
    newer = sorted({each.version for each in _NEW if each.version > sys.version_info[:2]})
    stages = [tuple(each for each in _NEW if each.version == version) for version in newer]
    tried = (*accumulate(stages, lambda before, more: (*before, *more)), _OLD, _ASYNC)
    return next((changes[-1].version for changes in tried if _helps(changes, lines, stop)), None)


def _helps(changes: Sequence[Change], lines: Sequence[str], stop: int) -> bool:
    """Whether parsing gets beyond a line once it, with the one below, is written otherwise."""
    both = "".join(lines[stop - 1 : stop + 1])
    if (changed := _changed(both, changes)) == both:
        return False
    line, end, following = changed.partition("\n")
    tried = [*lines[: stop - 1], line + end, following, *lines[stop + 1 :]]
    beyond = _stop(tried)
    if beyond is None or beyond > stop:
        return True
    # What is wrong with a number is told before what is wrong with a statement above it.
    return 0 < beyond < stop and _helps(changes, tried, beyond)


def _changed(text: str, changes: Sequence[Change]) -> str:
    for _, pattern, common in changes:
        text = pattern.sub(common, text)
    return text


def _stop(lines: Sequence[str]) -> int | None:
    """The line, from 1, at which parsing stops; ``None`` if it does not, 0 if nobody says where."""
    try:
        ast.parse("".join(lines))
    except SyntaxError as error:
        return error.lineno or 0
    except (ValueError, RecursionError, MemoryError):
        return 0
    return None


def advice(versions: Iterable[Version | None]) -> Iterator[str]:
    """What to do about files that cannot be parsed.

    Args:
        versions: for each such file the Python that it was written for, see `written_for`.

    Yields:
        One line for each kind of them: what looks like an old Python, what needs a newer one, the rest.
    """
    kinds = Counter(versions)
    rest = kinds.pop(None, 0)
    for version, number in sorted((version, kinds[version]) for version in kinds if version is not None):
        yield f"testsec: {_files(number)} could not be parsed: {_remark(version)}"
    if rest:
        running = ".".join(map(str, sys.version_info[:2]))
        yield f"testsec: {_files(rest)} could not be parsed by Python {running}, and not reviewed"


def _remark(version: Version) -> str:
    number = ".".join(map(str, version))
    if version == PYTHON2:
        return "looks like Python 2; leave it out with --exclude"
    if version == BEFORE_ASYNC:
        return f"looks like Python {number} or older; leave it out with --exclude"
    return f"written for Python {number} or newer: run testsec under it"


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"
