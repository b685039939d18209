"""Digests that tell one content from another: BLAKE2b (RFC 7693) with 256 bits.

``hashlib`` has it, too, but would load OpenSSL, which takes longer than many a review; that a part of the
standard library takes a digest from where ``hashlib`` has it is nothing new, see ``random``.
"""

from __future__ import annotations

from collections.abc import Iterable

try:
    from _blake2 import blake2b
except ImportError:  # another Python may have it elsewhere
    from hashlib import blake2b

ASKED = "?"
"""In the path that a digest is of: what the files below the folder before it say of what is behind it."""

_SIZE = 32


def digest(content: bytes) -> str:
    """The digest of a content, in hexadecimal."""
    return blake2b(content, digest_size=_SIZE).hexdigest()


def digest_of_all(contents: Iterable[bytes]) -> str:
    """The digest of contents one after the other, of which only one is held at a time, in hexadecimal."""
    whole = blake2b(digest_size=_SIZE)
    for content in contents:
        whole.update(content)
    return whole.hexdigest()
