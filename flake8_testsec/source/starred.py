"""Builtins in a module that imports everything from another one."""

from __future__ import annotations

from collections.abc import Collection

_OPENING = frozenset(
    {
        "bz2",
        "codecs",
        "dbm",
        "gzip",
        "io",
        "lzma",
        "os",
        "shelve",
        "tarfile",
        "tokenize",
        "wave",
        "webbrowser",
    }
    | {"PIL", "h5py", "rasterio", "smart_open"}
)
"""Packages with an ``open`` that ``import *`` brings."""
_REBOUND = frozenset(
    {"abs", "all", "any", "bool", "bytes", "chr", "compile", "complex", "copyright", "credits", "dict", "dir"}
    | {"divmod", "exit", "filter", "float", "format", "hash", "help", "hex", "id", "input", "int", "iter"}
    | {
        "license",
        "list",
        "map",
        "max",
        "min",
        "next",
        "object",
        "oct",
        "ord",
        "pow",
        "quit",
        "range",
        "reduce",
    }
    | {"reversed", "round", "set", "slice", "sorted", "str", "sum", "tuple", "type", "zip"}
    | {"ConnectionError", "FileNotFoundError", "PermissionError", "SystemError", "TimeoutError", "Warning"}
)
"""Builtins of which other modules have a namesake that ``import *`` brings: those of numbers, of queries and
of compatibility."""


def is_rebound(name: str, stars: Collection[str]) -> bool:
    """Whether an ``import *`` may bring another meaning of a builtin.

    Args:
        name: the builtin's name.
        stars: the modules from which everything is imported; empty for a package's own.

    Returns:
        ``True`` for the builtins that libraries are known to have namesakes of, and for ``open`` where such
        a library is among the modules.
    """
    if not stars or name in _REBOUND:
        return bool(stars)
    return name == "open" and any(not each or each.partition(".")[0] in _OPENING for each in stars)
