"""Tickets named in prose: what a comment or a reason says that somebody waits for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from flake8_testsec.patterns import lazy

TAGS = ("FIXME", "TODO", "XXX", "HACK", "BUG", "NOTE")
"""The words that mark a comment as unfinished business."""

_TAG = lazy(
    rf"(?:^|(?<=[\s(]))(?P<tag>{'|'.join(TAGS)})\b(?!\s*(?:[#:-]\s*)?\d)(?:\s*\((?P<author>[A-Za-z][\w.+@-]*)\))?",
    re.MULTILINE,
)
_TRACKER = r"(?:bug|issue|ticket|/pull/|/merge_requests/|/story/|/browse/|/discussions/)"
_URL = (
    r"""https?://(?=(?P<to>[^\s<>"'\])]{0,500}?%s))(?P=to)[^\s<>"'\])]{0,500}?\d+(?:[/?=&#][\w/?=&#-]*\w)?"""
)
_WORD = (
    r"\b(?i:bugs?(?:\s+(?:id|number|no\.|report))?|issues?|tickets?|defect|pull\s+request|"
    r"gh|lp|bpo|rhbz|crbug)"
)
_NUMBER = r"""(?:(?:\s+|:)?[#/_-]?|\s*(?::\s*)?\#)\d+\b"""
_LONG_NUMBER = r""":\s+\d{3,}\b"""
_KEY = r"""(?<![\w./-])(?!(?:%s)-)[A-Z][A-Z0-9]{1,9}-\d{1,6}\b(?![-.]\d)"""

# What looks like the key of a ticket and is the name of a standard, an encoding or an algorithm.
_STANDARDS = (
    "AES|ANSI|ASTM|BASE|BIG|BOCU|CESU|CP|CRC|CVE|CWE|DIN|EC|ECMA|ED|ES|ETSI|EUC|FIPS|GB|HMAC|HS|HTTP|IEC|IEEE|IPV|ISO|KOI|LATIN|MD|PEP|PKCS|"
    "NIST|POSIX|PS|PY|RFC|RS|RSA|SCSU|SHA[0-9]?|SMPTE|SSL|TIS|TLS|UCS|US|UTF|UUID|WINDOWS|X"
)
_DIGIT = lazy(r"[0-9]")


class _Form(NamedTuple):
    """How a ticket may be written, and the words of which an ASCII text in small letters then has one."""

    pattern: re.Pattern[str]
    words: tuple[str, ...]


_FORMS = (
    _Form(lazy(_URL % _TRACKER), ("http",)),
    _Form(
        lazy(rf"{_WORD}(?:{_NUMBER}|{_LONG_NUMBER})"),
        ("bug", "issue", "ticket", "defect", "request", "gh", "lp", "bpo", "rhbz"),
    ),
    _Form(lazy(r"\bPR\s?\#?\d+\b"), ("pr",)),
    _Form(lazy(r"(?<![\w.-])[\w.-]+/[\w.-]+\#\d+\b"), ("#",)),
    _Form(lazy(r"(?<![\w&#])\#\d{2,7}\b"), ("#",)),
    _Form(lazy(_KEY % _STANDARDS), ("-",)),
)


class Ticket(NamedTuple):
    """A ticket as it is written, with the tag before it and who is named there."""

    name: str
    tag: str = ""
    author: str = ""


def find(prose: str) -> Ticket | None:
    """The first ticket that a text names.

    Args:
        prose: a comment without its hash signs, or a reason; it may have several lines.

    Returns:
        The ticket with the first tag of the text; ``None`` if no ticket is named.
    """
    found = filter(None, (form.pattern.search(prose) for form in _forms(prose)))
    ticket = min(found, key=re.Match.start, default=None)
    if ticket is None:
        return None
    tag = _TAG.search(prose)
    name = " ".join(ticket[0].split())
    if tag is None:
        return Ticket(name)
    return Ticket(name, tag["tag"], "" if tag["author"] in (None, name) else tag["author"])


def _forms(prose: str) -> Iterator[_Form]:
    """The forms that may occur in a text; where several begin at one place, the first is meant."""
    if not prose.isascii():
        yield from _FORMS
    elif _DIGIT.search(prose):
        small = prose.lower()
        yield from (form for form in _FORMS if any(word in small for word in form.words))
