"""Reviews, of files and of changes, and the ledger as one HTML page each.

They have neither scripts nor anything from elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from flake8_testsec.formats.escapes import encodable, printable
from flake8_testsec.review.change import telling
from flake8_testsec.review.change.entries import Difference
from flake8_testsec.review.conclusion import conclusion
from flake8_testsec.review.document import Code, Document, Lines, Quote, alike
from flake8_testsec.review.ledger import Bug

if TYPE_CHECKING:
    from jinja2 import Environment


def page(documents: Iterable[Document]) -> Iterator[str]:
    """The page of some reviews.

    Args:
        documents: the reviews.

    Yields:
        Pieces of the text.

    Raises:
        ValueError: Jinja2 is not installed.
    """
    yield from _environment().get_template("review.html").generate(documents=[*documents])


def ledger(bugs: Sequence[Bug], without: int) -> str:
    """The page of the ledger.

    Args:
        bugs: the tickets.
        without: how many places wait for no ticket.

    Returns:
        The text.

    Raises:
        ValueError: Jinja2 is not installed.
    """
    return _environment().get_template("bugs.html").render(bugs=[*bugs], without=without)


def change(differences: Sequence[Difference], since: str) -> str:
    """The page of the review of a change.

    Args:
        differences: what it does, file by file.
        since: the revision, as the user calls it.

    Returns:
        The text.

    Raises:
        ValueError: Jinja2 is not installed.
    """
    return _environment().get_template("change.html").render(differences=[*differences], since=since)


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError as error:
        raise ValueError("--format html needs Jinja2; install the extra 'html'") from error
    made = Environment(
        loader=FileSystemLoader(os.path.join(os.path.dirname(__file__), "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["printable"] = _shown
    made.tests.update(code=_is_code, quotation=_is_quotation)
    made.globals.update(conclusion=conclusion, places=_places, alike=alike, telling=telling)
    return made


def _shown(text: str) -> str:
    return encodable(printable(text))


def _is_code(part: object) -> bool:
    return isinstance(part, Code)


def _is_quotation(part: object) -> bool:
    return isinstance(part, Quote)


def _places(lines: Sequence[Lines]) -> str:
    groups = []
    for path in dict.fromkeys(each.path for each in sorted(lines, key=lambda each: each.path)):
        of_path = dict.fromkeys(_span(each) for each in lines if each.path == path)
        word = "line" if len(of_path) == 1 and "–" not in next(iter(of_path)) else "lines"
        groups.append(f"{_shown(path)} {word} {', '.join(of_path)}".strip())
    return f"({'; '.join(groups)})"


def _span(lines: Lines) -> str:
    return str(lines.first) if lines.first == lines.last else f"{lines.first}–{lines.last}"
