"""A path as the project knows it, and the name of the module in it."""

from __future__ import annotations

import posixpath
import re

_SOURCE_FOLDERS = frozenset({"src", "lib"})


def normalise(path: str) -> tuple[str, ...]:
    """A path's parts, however it is written.

    Args:
        path: relative, absolute, with ``./`` and ``..``, with the separators of any system.

    Returns:
        The parts without drive, root and leading ``..``, the file's name last.
    """
    plain = posixpath.normpath(path.replace("\\", "/"))
    parts = [part for part in plain.split("/") if part not in ("", ".", "..")]
    return tuple(parts[1:] if parts and re.match(r"[A-Za-z]:\Z", parts[0]) else parts)


def dotted(path: str) -> tuple[str, ...]:
    """The dotted path of a module, as far as its path tells.

    Args:
        path: as for `normalise`.

    Returns:
        The names of packages and module from the outside in, a leading ``src`` or ``lib`` left out.
    """
    parts = list(normalise(path))
    if not parts:
        return ()
    parts[-1] = re.sub(r"\.pyw?\Z", "", parts[-1])
    if parts[-1] == "__init__":
        parts.pop()
    start = next((n for n in range(len(parts), 0, -1) if not parts[n - 1].isidentifier()), 0)
    kept = parts[start:]
    return tuple(kept[1:] if len(kept) > 1 and kept[0] in _SOURCE_FOLDERS else kept)
