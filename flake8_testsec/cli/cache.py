"""``testsec cache``: where results are kept, how much that is, and how to be rid of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from flake8_testsec.cli.arguments import Parser
from flake8_testsec.formats.escapes import printable

RESULTS = "findings"
"""The name space of results in the store, beside what else is kept there."""


def default_folder() -> str | None:
    """The folder below the user's cache folder; ``None`` if nothing tells where that is."""
    try:
        from platformdirs import user_cache_dir
    except ImportError:
        return None
    return str(user_cache_dir("testsec", appauthor=False))


def cache(argv: Sequence[str]) -> int:
    """Tell about the kept results, or remove them.

    Args:
        argv: the arguments after ``cache``.

    Returns:
        0 if all is well, 2 for wrong usage or if results cannot be removed.
    """
    options = _parser().parse_args(argv)
    folder = options.cache_dir or default_folder()
    if folder is None:
        return _refused("no folder: install platformdirs, or name one with --cache-dir")
    return _clear(folder) if options.clear else _info(folder)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="testsec cache", description="Tell about kept results.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--info", action="store_true", help="where they are, and how much (the default)")
    what.add_argument("--clear", action="store_true", help="remove them")
    parser.add_argument("--cache-dir", metavar="folder", help="the folder that 'testsec check' was given")
    return parser


def _info(folder: str) -> int:
    from flake8_testsec.store import LIMIT, Store

    store = Store(folder)
    size = store.size(RESULTS)
    store.close()
    print(f"file     {printable(store.path)}")
    print(f"results  {size.entries if size else 0}")
    print(f"size     {_megabytes(size.bytes if size else 0)} of at most {_megabytes(LIMIT)}")
    return 0


def _clear(folder: str) -> int:
    from flake8_testsec.store import Store

    store = Store(folder)
    done = store.clear()
    store.close()
    return 0 if done else _refused(f"cannot remove the results in {folder!r}")


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f} MiB"


def _refused(message: str) -> int:
    print(f"testsec cache: error: {printable(message)}", file=sys.stderr)
    return 2
