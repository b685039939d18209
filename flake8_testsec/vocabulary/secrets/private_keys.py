"""Private keys in a text: the marker alone is not one, the body must decode and have a key's structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from flake8_testsec.patterns import lazy

HINTS = ("PRIVATE KEY", "PuTTY-User-Key-File-")
"""One of them is in every text that holds a private key."""

_MARK = lazy(r"-----(BEGIN|END) ([A-Z0-9 ]{0,20})PRIVATE KEY-----")
_PUTTY = lazy(r"PuTTY-User-Key-File-[23]: [a-z0-9-]{4,40}")
_PUTTY_LINES = lazy(r"Private-Lines: ([0-9]{1,3})[\r\n]+")
_LONGEST = 30_000
_SHORTEST = 32

_INTEGER, _OCTETS, _SEQUENCE, _CURVE, _POINT = 0x02, 0x04, 0x30, 0xA0, 0xA1

# What is inside the outer SEQUENCE, tag by tag; more may follow where the standards allow it.
_SHAPES = {
    # RFC 8017, appendix A.1.2: version, n, e, d, p, q and three more
    "RSA ": ((_INTEGER,) * 9,),
    # OpenSSL's traditional form: version, p, q, g, public, private
    "DSA ": ((_INTEGER,) * 6,),
    # RFC 5915, section 3: version, private, curve and public point both optional
    "EC ": (
        (_INTEGER, _OCTETS),
        (_INTEGER, _OCTETS, _CURVE),
        (_INTEGER, _OCTETS, _POINT),
        (_INTEGER, _OCTETS, _CURVE, _POINT),
    ),
    # RFC 5958, section 2: version, algorithm, key, attributes and public key both optional
    "": (
        (_INTEGER, _SEQUENCE, _OCTETS),
        (_INTEGER, _SEQUENCE, _OCTETS, 0xA0),
        (_INTEGER, _SEQUENCE, _OCTETS, 0x81),
        (_INTEGER, _SEQUENCE, _OCTETS, 0xA0, 0x81),
    ),
    # RFC 5958, section 3: algorithm, encrypted key
    "ENCRYPTED ": ((_SEQUENCE, _OCTETS),),
}
# https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
_OPENSSH = b"openssh-key-v1\0"


class Key(NamedTuple):
    """A private key: where its marker begins and ends, and where the whole key ends.

    ``number`` counts the same markers before it, from 0, those that begin no key included.
    """

    start: int
    marker_end: int
    end: int
    number: int


def keys(text: str) -> Iterator[Key]:
    """The private keys in a text, in one pass over it.

    Args:
        text: any text; line ends may also be written as ``\\n`` in two characters, as JSON has them.

    Yields:
        PEM (PKCS#1, PKCS#8 plain and encrypted, SEC1, DSA, OpenSSH), then PuTTY keys, each in their order.
    """
    seen: Counter[str] = Counter()
    begin: re.Match[str] | None = None
    for mark in _MARK.finditer(text):
        seen[mark[0]] += 1
        if mark[1] == "BEGIN":
            begin = mark
        elif begin is not None and begin[2] == mark[2]:
            if _is_pem(begin[2], text[begin.end() : mark.start()]):
                yield Key(begin.start(), begin.end(), mark.end(), seen[begin[0]] - 1)
            begin = None
    yield from _putty(text)


def _is_pem(label: str, body: str) -> bool:
    if len(body) > _LONGEST:
        return False
    lines = [line.strip() for line in body.replace("\\r", "").replace("\\n", "\n").splitlines()]
    data = _decoded("".join(line for line in lines if ":" not in line))
    if len(data) < _SHORTEST:
        return False
    if label == "OPENSSH ":
        return _is_openssh(data)
    if any(line.startswith("Proc-Type: 4,ENCRYPTED") for line in lines):
        # RFC 1421: the whole body is encrypted, in blocks.
        return label in _SHAPES and len(data) % 8 == 0
    return _tags(data) in _SHAPES.get(label, ())


def _decoded(text: str) -> bytes:
    import base64  # few files hold any

    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _tags(data: bytes) -> tuple[int, ...]:
    """The tags inside one SEQUENCE that is all of the data; empty if it is not well-formed DER."""
    tag, start, end = _element(data, 0)
    if tag != _SEQUENCE or end != len(data):
        return ()
    tags = []
    while start < end:
        tag, _, start = _element(data, start)
        tags.append(tag)
    return tuple(tags) if start == end else ()


def _element(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, start and end of the contents of the DER element that begins here; it may end beyond the data."""
    tag, size, start = data[at], int.from_bytes(data[at + 1 : at + 2], "big"), at + 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(data[at + 2 : start], "big")
    return tag, start, start + size


def _is_openssh(data: bytes) -> bool:
    """The magic, then cipher, derivation and its options, the number of keys, public and private part."""
    at = len(_OPENSSH)
    for _ in range(3):
        at += 4 + int.from_bytes(data[at : at + 4], "big")
    count = int.from_bytes(data[at : at + 4], "big")
    at += 4
    for _ in range(2):
        at += 4 + int.from_bytes(data[at : at + 4], "big")
    return data.startswith(_OPENSSH) and count == 1 and at == len(data)


def _putty(text: str) -> Iterator[Key]:
    """PuTTY's own format (its manual, appendix C): a head, and the private part in base64 lines."""
    heads = list(_PUTTY.finditer(text)) if HINTS[1] in text else []
    ends = [head.start() for head in heads[1:]] + [len(text)]
    seen: Counter[str] = Counter()
    for head, end in zip(heads, ends, strict=False):
        seen[head[0]] += 1
        counted = _PUTTY_LINES.search(text, head.end(), end)
        if counted is None:
            continue
        after = text[counted.end() : min(end, counted.end() + _LONGEST)]
        private = after.splitlines(keepends=True)[: int(counted[1])]
        if len(_decoded("".join(map(str.strip, private)))) >= _SHORTEST:
            yield Key(head.start(), head.end(), counted.end() + sum(map(len, private)), seen[head[0]] - 1)
