"""What the user names and what holds no Python: to review it and find nothing would look like success."""

from __future__ import annotations

import argparse
import os
import warnings
from collections.abc import Iterator
from functools import partial

from flake8.discover_files import expand_paths
from flake8.utils import fnmatch

from flake8_testsec import regular_files
from flake8_testsec.cli.reviews import STDIN

_PYTHON = ("*.py", "*.pyi", "*.pyw")
_DOES_SOMETHING = frozenset(
    {
        "AsyncFunctionDef",
        "Call",
        "ClassDef",
        "For",
        "FunctionDef",
        "If",
        "Import",
        "ImportFrom",
        "Try",
        "With",
    }
)
"""What programs have; lists of requirements, settings and JSON can be parsed, too, and have none of it."""


def complaints(options: argparse.Namespace, reviewed: int) -> Iterator[str]:
    """What is wrong with the paths.

    Args:
        options: the parsed options.
        reviewed: how many files there are to review.

    Yields:
        A line for each path that holds no Python; files that the options exclude are left out on purpose.
    """
    if options.cassettes or not (options.filenames or reviewed == 0):
        return
    for path in options.filenames or ["."]:
        if os.path.isdir(path):
            if not _has_files(path, options):
                wanted = ", ".join(options.filename)
                yield f"no Python file ({wanted}) below {path!r}: nothing was reviewed there"
        elif path != STDIN and os.path.isfile(path) and not _is_python(path, options):
            yield f"{path!r} holds no Python (if it does: --filename='*{os.path.splitext(path)[1]}')"


def _has_files(path: str, options: argparse.Namespace) -> bool:
    expanded = partial(
        expand_paths,
        paths=[path],
        stdin_display_name=options.stdin_display_name,
        filename_patterns=options.filename,
    )
    excluded = (*options.exclude, *options.extend_exclude)
    return any(True for exclude in (excluded, ()) for _ in expanded(exclude=exclude))


def _is_python(path: str, options: argparse.Namespace) -> bool:
    if fnmatch(path, [*_PYTHON, *options.filename]):
        return True
    try:
        content = regular_files.content(path)
    except OSError:  # which is told where it is reviewed
        return True
    if content.startswith(b"#!") and b"python" in content.partition(b"\n")[0]:
        return True
    import ast  # for which few runs have a use when all results are known

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(type(node).__name__ in _DOES_SOMETHING for node in ast.walk(tree))
