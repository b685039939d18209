"""Templates of ``--format``: flake8 fills one at each finding, and breaks there if it is wrong."""

from __future__ import annotations

import re
import sys

from flake8.exceptions import ExecutionError
from flake8.formatting.default import COLORS

from flake8_testsec.patterns import lazy

_WIDEST = 3
"""Digits of a width: a configuration that asks for a gigabyte of blanks is nobody's wish."""

_CONVERSION = lazy(
    r"%(?:%|\(\w*\)[-+ #0]*(?P<width>\d*)\.?(?P<precision>\d*)|(?P<nameless>[^(%]))", re.DOTALL
)


def approved(template: str) -> str:
    """A template that any finding can be filled into.

    Args:
        template: in the style of ``%``, with flake8's names.

    Returns:
        The same.

    Raises:
        ExecutionError: it names what there is not, or converts to what cannot be; in one line.
    """
    if why := next(filter(None, map(_fault, _CONVERSION.finditer(template))), None):
        raise _refusal(template, why)
    words = dict.fromkeys(("path", "code", "text", *COLORS), "sample")
    # The greatest number is one that %c refuses, as it does that of some line of a long file.
    numbers = dict.fromkeys(("row", "col"), sys.maxsize)
    try:
        (template % {**numbers, **words}).encode()
    except KeyError as error:
        raise _refusal(template, f"no field {error}; there are {', '.join({**numbers, **words})}") from error
    except (OverflowError, TypeError, ValueError) as error:
        raise _refusal(template, str(error)) from error
    return template


def _fault(conversion: re.Match[str]) -> str:
    if conversion["nameless"]:
        return f"{conversion[0]!r} does not name a field"
    numbers = (conversion["width"] or "", conversion["precision"] or "")
    return "a width is too large" if max(map(len, numbers)) > _WIDEST else ""


def _refusal(template: str, why: str) -> ExecutionError:
    return ExecutionError(f"argument --format: {template!r} is no template: {why}")
