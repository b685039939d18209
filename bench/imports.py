"""Which libraries the tests of the pinned packages import most, for the table of what must be given back."""

from __future__ import annotations

import argparse
import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bench.corpora import STRANGERS, TUNED, Source, packages, sources
from bench.document import table
from flake8_testsec.cleanup.resources import RESOURCES
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

MOST = 80
"""How many libraries are shown unless more are asked for."""


class Use(NamedTuple):
    """How many packages and files import a library in their tests, and the calls that the table has of it."""

    library: str
    packages: int
    files: int
    rows: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this command's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument(
        "--packages", nargs="+", action="extend", default=[], metavar="NAME", help="pinned packages"
    )
    parser.add_argument("--most", type=int, default=MOST, metavar="N", help="libraries shown, at most")


def main(options: argparse.Namespace) -> int:
    """Count the imports and print them, the library that most packages use first.

    Args:
        options: the parsed command line.

    Returns:
        The exit status.

    Raises:
        CorpusError: a package cannot be had.
    """
    found = uses(sources(packages(options.packages, (TUNED, STRANGERS))))
    shown = [[each.library, *map(str, each[1:])] for each in found[: options.most]]
    print(table(["library", "packages", "files", "calls in the table"], shown))
    return 0


def uses(files: Iterable[Source]) -> list[Use]:
    """What test files import that is neither of the standard library nor of their own package.

    Args:
        files: files of packages; those that are no tests are passed over.

    Returns:
        The libraries, that of most packages first.
    """
    seen: Mapping[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        for library in _imported(file):
            seen[library][file.package.name] += 1
    known = Counter(name.partition(".")[0] for row in RESOURCES for name in row.made_by)
    every = (Use(name, len(by), by.total(), known[name]) for name, by in seen.items())
    return sorted(every, key=lambda use: (-use.packages, -use.files, use.library))


def _imported(file: Source) -> frozenset[str]:
    try:
        module = Module.parse(file.file.read_bytes(), file.path, Settings())
    except (SyntaxError, ValueError):
        return frozenset()
    if not module.role & (Role.TEST | Role.SUPPORT):
        return frozenset()
    own = file.package.name.replace("-", "_").lower()
    every = (name for node in module.nodes(ast.Import, ast.ImportFrom) for name in _names(node))
    return frozenset(name.partition(".")[0] for name in every) - sys.stdlib_module_names - {own}


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (each.name for each in names)
        case ast.ImportFrom(module=str(name), level=0):
            yield name
