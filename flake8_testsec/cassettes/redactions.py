"""Which recorded values are credentials, and which say themselves that somebody took them out."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

from flake8_testsec.patterns import lazy
from flake8_testsec.vocabulary.secrets import formats

SHORTEST = 16
"""Characters of a credential; what is shorter is left alone."""

_LONGEST_PLACEHOLDER = 64
_SAYS_SO = lazy(
    r"redact|dummy|fake|test|placeholder|example|sample|mock|saniti[sz]|scrub|filtered|masked|hidden|"
    r"removed|censored|<[^<>]{0,200}>|\*{3}|\{\{|\$\{|%\(",
    re.IGNORECASE,
)
_WORDS = lazy(r"[A-Za-z]+(?:[ _.-][A-Za-z]+)+")
_SESSION = lazy(r"sess(?!ion_?track)|sid|auth|token|jwt|login|remember|identity|credential", re.IGNORECASE)

_QUERY = lazy(r"[?&;#](access_token|api[_-]?key|sig|X-Amz-Signature)=([^&;#\s]{16,8192})", re.IGNORECASE)
_FORM = lazy(
    r"(?:^|&)(access_token|refresh_token|client_secret|api[_-]?key)=([^&\s]{16,8192})", re.IGNORECASE
)
_JSON = lazy(r'"(access_token|refresh_token|client_secret)"\s{0,64}:\s{0,64}"([^"\s]{16,8192})')

FIELDS = frozenset({"access_token", "refresh_token", "client_secret"})
"""The fields of JSON that hold credentials."""


def is_live(value: str) -> bool:
    """Whether a value looks like a credential that nobody took out.

    Args:
        value: a value without the scheme word of its header.

    Returns:
        ``False`` for what is short, says that it stands for another, or consists of words or of one
        character.
    """
    return (
        len(value) >= SHORTEST
        and not _SAYS_SO.search(value)
        and not _WORDS.fullmatch(value)
        and len(set(filter(str.isalnum, value))) > 1
        and not (len(value) <= _LONGEST_PLACEHOLDER and formats.is_placeholder(value))
    )


def in_header(value: str) -> bool:
    """Whether a header's value, with or without a scheme word, holds a credential."""
    scheme, _, rest = value.strip().partition(" ")
    if scheme.lower() == "basic":
        return is_live(rest.strip()) and _is_live_pair(rest.strip())
    return is_live(rest.strip() or scheme)


def _is_live_pair(encoded: str) -> bool:
    try:
        pair = base64.b64decode(encoded, validate=True).decode("latin-1")
    except binascii.Error:
        return False
    user, colon, password = pair.partition(":")
    return bool(colon) and user != password and not _SAYS_SO.search(pair) and not formats.is_placeholder(pair)


def in_cookies(value: str) -> bool:
    """Whether one of a request's cookies is a credential by its name; most others only count visitors."""
    cookies = (cookie.partition("=") for cookie in value.split(";"))
    return any(_SESSION.search(name) and is_live(content.strip()) for name, _, content in cookies)


def in_query(url: str) -> Iterator[str]:
    """The names of a URL's parameters that hold credentials."""
    return _live(_QUERY, url)


def in_form(body: str) -> Iterator[str]:
    """The names of a form's fields that hold credentials."""
    return _live(_FORM, body)


def in_json(body: str) -> Iterator[str]:
    """The names of the fields that hold credentials in a text that is or contains JSON."""
    return _live(_JSON, body)


def _live(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    return (match[1] for match in pattern.finditer(text) if is_live(unquote(match[2])))
