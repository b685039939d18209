"""Credentials by form, not by name: anchored vendor formats whose check digits and contents are verified.

A value that fails its own check, a documented example, and what does not look drawn at random is no finding.
Nothing here ever gives the value away: a `Secret` is a vendor and a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.vocabulary.secrets import private_keys
from flake8_testsec.vocabulary.secrets.placeholders import entropy, is_placeholder, looks_drawn
from flake8_testsec.vocabulary.secrets.vendors import FORMATS, Format

__all__ = (
    "FORMATS",
    "Format",
    "Secret",
    "entropy",
    "found",
    "holds_secret_key",
    "is_placeholder",
    "possible",
    "shaped",
    "shown",
    "tokens",
)

_KINDS = 3
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html: 40 characters
_SECRET_KEY = lazy(r"(?<![A-Za-z0-9+/=_-])([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=_-])")
_HINTS_INSIDE = frozenset(hint for each in FORMATS if not each.beside for hint in each.hints)
_HINTS_BESIDE = frozenset(hint for each in FORMATS if each.beside for hint in each.hints)


class Secret(NamedTuple):
    """A credential in a text: whose it is, and where it begins and ends."""

    vendor: str
    start: int
    end: int


def possible(text: str, around: str = "") -> tuple[Format, ...]:
    """The formats that may occur in a text: cheap, for whole files.

    Args:
        text: any text, for example all literals of a module.
        around: what the text is a part of, if it is, for hints that stand beside a credential.

    Returns:
        The formats of which a hint occurs.
    """
    whole = around or text
    present = {hint for hint in _HINTS_INSIDE if hint in text}
    present |= {hint for hint in _HINTS_BESIDE if hint in whole}
    # Nearly all files have none.
    return tuple(each for each in FORMATS if not present.isdisjoint(each.hints)) if present else ()


def tokens(text: str, formats: Iterable[Format] | None = None) -> Iterator[Secret]:
    """The vendors' tokens in a text.

    Args:
        text: any text.
        formats: which formats to look for, if the text is a part of one that `possible` was asked about.

    Yields:
        The tokens, format by format.
    """
    for each in possible(text) if formats is None else formats:
        for match in each.pattern.finditer(text):
            if looks_drawn(match, each.kinds) and each.check(match):
                yield Secret(each.vendor, match.start(), match.end())


def shown(text: str) -> Iterator[Secret]:
    """What `found` finds and what `shaped` finds, of what is to be shown to people.

    Args:
        text: any text.

    Yields:
        Vendor and place of each; some may be the same, or overlap.
    """
    formats = possible(text)
    yield from (*found(text, formats), *shaped(text, formats))


def shaped(text: str, formats: Iterable[Format] | None = None) -> Iterator[Secret]:
    """What has the prefix and the length of a vendor's token, whether it passes its check or not.

    Args:
        text: what is to be shown to people, to whom no finding is told by this.
        formats: what `possible` says of it, if that was asked.

    Yields:
        Vendor and place of each; some may overlap.
    """
    for each in possible(text) if formats is None else formats:
        yield from (Secret(each.vendor, match.start(), match.end()) for match in each.pattern.finditer(text))


def found(text: str, formats: Iterable[Format] | None = None) -> Iterator[Secret]:
    """The credentials in a text: tokens, then private keys.

    Args:
        text: any text: a literal, a recorded answer, a configuration.
        formats: what `possible` says of it, if that was asked.

    Yields:
        Vendor and place of each.
    """
    yield from tokens(text, formats)
    if any(hint in text for hint in private_keys.HINTS):
        vendor = "Google service account" if '"service_account"' in text else "private key"
        yield from (Secret(vendor, key.start, key.end) for key in private_keys.keys(text))


def holds_secret_key(text: str) -> bool:
    """Whether a text holds what may be the secret of an AWS key id: 40 characters that look drawn.

    Args:
        text: any text.

    Returns:
        ``True`` for mixed characters alone; digests have small letters or capitals only.
    """
    return any(looks_drawn(match, _KINDS) for match in _SECRET_KEY.finditer(text))
