"""Templates of ``--format``, with flake8's fields and some of ours; wrong ones are refused at once."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from flake8.exceptions import ExecutionError
from flake8.formatting.default import COLORS, COLORS_OFF, SimpleFormatter
from flake8.violation import Violation

from flake8_testsec.patterns import lazy

if TYPE_CHECKING:
    from flake8_testsec.formats.entries import Entry

_WIDEST = 3
"""Digits of a width: a configuration that asks for a gigabyte of blanks is nobody's wish."""

_CONVERSION = lazy(
    r"%(?:%|\(\w*\)[-+ #0]*(?P<width>\d*)\.?(?P<precision>\d*)|(?P<nameless>[^(%]))", re.DOTALL
)


def approved(template: str) -> str:
    """A template that any finding can be filled into.

    Args:
        template: in the style of ``%``.

    Returns:
        The same.

    Raises:
        ExecutionError: it names what there is not, or converts to what cannot be; in one line.
    """
    if not template.replace("\t", "").replace("\n", "").isprintable():
        raise _refusal(template, "it has a control character; there are fields for colours")
    if why := next(filter(None, map(_fault, _CONVERSION.finditer(template))), None):
        raise _refusal(template, why)
    words = dict.fromkeys(("path", "code", "text", "name", "severity", "cwe", "url", *COLORS), "sample")
    # The greatest number is one that %c refuses, as it does that of some line of a long file.
    numbers = dict.fromkeys(("row", "col", "end_line", "end_column"), sys.maxsize)
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


class Filled(SimpleFormatter):  # type: ignore[misc]
    """Fills the template of the options at each finding."""

    entry: Entry
    """The finding that is told next."""

    def format(self, error: Violation) -> str:
        """Fill the template.

        Args:
            error: the finding as flake8 knows it.

        Returns:
            The text.
        """
        facts, place = self.entry.facts, self.entry.region
        fields = {
            "code": error.code,
            "text": error.text,
            "path": error.filename,
            "row": error.line_number,
            "col": error.column_number,
            "end_line": place.end_line if place else error.line_number,
            "end_column": place.end_column if place else error.column_number,
            "name": facts.name,
            "severity": facts.severity,
            "cwe": facts.weakness,
            "url": facts.url,
        }
        return str(self.options.format % {**fields, **(COLORS if self.color else COLORS_OFF)})
