"""Patches as ``git apply`` takes them, of bytes, so that ends of lines and encodings stay as they are."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator

from flake8_testsec.cli.reviews import place_of

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_PLAIN = re.compile(rb"[ !#-\[\]-~]+\Z")
_NO_END = b"\n\\ No newline at end of file\n"


def patch(name: str, before: bytes, after: bytes) -> bytes:
    """What changes a content into another one.

    Args:
        name: the file. In the patch it is called as it is below the working directory, or, if it lies
            elsewhere, below the top folder of its project.
        before: its content.
        after: what it shall be.

    Returns:
        The patch; nothing if both are the same.
    """
    path = os.fsencode(_path(name))
    old, new = _quoted(b"a/" + path), _quoted(b"b/" + path)
    lines = difflib.diff_bytes(
        difflib.unified_diff, _LINE.findall(before), _LINE.findall(after), _ended(old), _ended(new)
    )
    body = b"".join(line if line.endswith(b"\n") else line + _NO_END for line in lines)
    return b"diff --git %s %s\n%s" % (old, new, body) if body else b""


def _path(name: str) -> str:
    below = os.path.relpath(os.path.realpath(name), os.path.realpath(os.curdir))
    path = place_of(name) if below.startswith(os.pardir) else below
    return path.replace(os.sep, "/")


def _ended(name: bytes) -> bytes:
    """A name as it stands before an end of line: one with spaces has a tab behind it, see git-diff(1)."""
    return name + b"\t" if b" " in name else name


def _quoted(name: bytes) -> bytes:
    """A name as git writes it, by its ``core.quotePath``."""
    return name if _PLAIN.match(name) else b'"%s"' % b"".join(_escaped(name))


def _escaped(name: bytes) -> Iterator[bytes]:
    for number in name:
        one = bytes([number])
        if one in b'"\\':
            yield b"\\" + one
        else:
            yield one if _PLAIN.match(one) else b"\\%03o" % number
