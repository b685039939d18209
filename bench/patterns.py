"""What the regular expressions of the package cost on texts made to be slow: steps, and seconds for 1 MB."""

from __future__ import annotations

import argparse
import ast
import importlib
import pkgutil
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import flake8_testsec
from bench import attacks
from flake8_testsec.patterns import _Lazy, _Short

PACKAGE = Path(flake8_testsec.__file__).parent
_ASKED = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")
_AT_THE_BEGINNING = frozenset({"match", "fullmatch"})


class Pattern(NamedTuple):
    """A pattern of the package."""

    where: str
    """The module and the name that hold it, or its file and line."""
    pattern: str | bytes
    flags: int
    anywhere: bool
    """Whether it is searched for somewhere; what is handed on as a value is taken to be."""
    longest: int | None = None
    """The most characters of a text that it is asked about, if that is bounded."""


def patterns() -> list[Pattern]:
    """All patterns of the package: those that modules hold, however deep, and those in calls of ``re``."""
    every = [*_written(), *_held()]
    found = {each[1:3]: each for each in every}
    anywhere = {each[1:3] for each in every if each.anywhere}
    return sorted(
        (each._replace(anywhere=key in anywhere) for key, each in found.items()), key=lambda each: each.where
    )


@lru_cache(maxsize=1)
def modules() -> Mapping[str, object]:
    """The modules of the package by their names, but for programs and what needs a missing extra."""
    found = {}
    for each in pkgutil.walk_packages([str(PACKAGE)], "flake8_testsec."):
        with suppress(ImportError, SystemExit):
            if not each.name.endswith("__main__"):
                found[each.name] = importlib.import_module(each.name)
    return found


def _held() -> Iterator[Pattern]:
    seen: set[int] = set()
    for name, module in modules().items():
        if name in sys.modules:
            for word, value in [*vars(module).items()]:
                for field, given in _within(value, "", seen):
                    is_searched = _is_field_searched(field) if field else _is_searched(name, word)
                    yield _as_held(given, f"{name}.{word}", is_searched)


def _as_held(given: _Lazy[str] | _Short | re.Pattern[str], where: str, anywhere: bool) -> Pattern:
    if isinstance(given, _Short):
        return Pattern(where, given.given[0], given.given[1], anywhere, given.given[2])
    flags = given._given if isinstance(given, _Lazy) else given.flags & ~re.UNICODE
    return Pattern(where, given.pattern, flags, anywhere)


_Held = _Lazy[str] | _Short | re.Pattern[str]


def _within(value: object, field: str, seen: set[int]) -> Iterator[tuple[str, _Held]]:
    """The patterns in a value: in containers, in records, and in what functions have by default; each with
    the field of the record that holds it."""
    if isinstance(value, (_Lazy, _Short, re.Pattern)):
        yield field, value
        return
    inner = [*_inside(value)]
    if inner and id(value) not in seen:
        seen.add(id(value))
        for name, each in inner:
            yield from _within(each, name, seen)


def _inside(value: object) -> Iterable[tuple[str, object]]:
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return zip(value._fields, value, strict=True)
    if isinstance(value, (tuple, list, set, frozenset)):
        return (("", each) for each in value)
    if isinstance(value, Mapping):
        return (("", each) for each in (*value.keys(), *value.values()))
    if type(value).__module__.startswith("flake8_testsec") and hasattr(value, "__dict__"):
        return vars(value).items()
    return (("", each) for each in getattr(value, "__defaults__", None) or ())


@lru_cache(maxsize=1)
def _nodes() -> Mapping[str, list[ast.Call | ast.Name | ast.Attribute]]:
    """Those that patterns are in or are used by, of each file of the package."""
    paths = sorted(PACKAGE.rglob("*.py"))
    trees = ((path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)
    return {
        path.relative_to(PACKAGE).as_posix(): [
            node for node in ast.walk(tree) if isinstance(node, (ast.Call, ast.Name, ast.Attribute))
        ]
        for path, tree in trees
    }


@cache
def _uses(path: str) -> Mapping[str, frozenset[str]]:
    """What a file does with names: the methods that are asked, and "" for every other use."""
    uses: dict[str, set[str]] = defaultdict(set)
    nodes = _nodes()[path]
    owners = {id(each.value): each.attr for each in nodes if isinstance(each, ast.Attribute)}
    for node in nodes:
        if not isinstance(node, ast.Call) and isinstance(node.ctx, ast.Load):
            word = node.id if isinstance(node, ast.Name) else node.attr
            uses[word].add(owners.get(id(node), ""))
    return {name: frozenset(methods) for name, methods in uses.items()}


@cache
def _used_anywhere(name: str) -> frozenset[str]:
    return frozenset[str]().union(*(_uses(path).get(name, ()) for path in _nodes()))


def _is_field_searched(field: str) -> bool:
    asked = _used_anywhere(field) & {*_ASKED}
    return not asked or not asked <= _AT_THE_BEGINNING


def _is_searched(module: str, word: str) -> bool:
    if word.startswith("_"):
        path = module.partition(".")[2].replace(".", "/")
        places = (place for place in (f"{path}.py", f"{path}/__init__.py") if place in _nodes())
        asked = frozenset[str]().union(*(_uses(place).get(word, ()) for place in places))
    else:
        asked = _used_anywhere(word)
    return not asked or not asked <= _AT_THE_BEGINNING


def _written() -> Iterator[Pattern]:
    """Patterns that are handed to ``re`` as they stand in the source."""
    for path, nodes in _nodes().items():
        for node in nodes:
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=method),
                    args=[ast.Constant(value=str() | bytes() as pattern), *_],
                ) if method in _ASKED:
                    flags = _flags((*node.args[1:], *(each.value for each in node.keywords)))
                    yield Pattern(f"{path}:{node.lineno}", pattern, flags, method not in _AT_THE_BEGINNING)


def _flags(given: Iterable[ast.expr]) -> int:
    """The flags that a call of ``re`` names."""
    words = {each.attr for one in given for each in ast.walk(one) if isinstance(each, ast.Attribute)}
    return sum(flag.value for word in words if isinstance(flag := getattr(re, word, None), re.RegexFlag))


SIZE = 1_000_000
"""Characters of the texts that are timed."""
SECONDS = 3.0
"""CPU that one search in one of them may take."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    size = "of the texts (default: %(default)s)"
    parser.add_argument("--size", type=int, default=SIZE, metavar="CHARACTERS", help=size)
    parser.add_argument("--slowest", type=int, default=10, metavar="N", help="show so many (default: 10)")


def main(options: argparse.Namespace) -> int:
    """Count, measure, print.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 0; 1 if a pattern takes longer than is wanted.
    """
    every = patterns()
    rows = sorted((slowest(each, options.size) for each in every), reverse=True)
    for seconds, where, attack in rows[: options.slowest]:
        print(f"{seconds:.2f} s  {where}  {attack}")
    searches = sum(len(_texts(each)) for each in every)
    print(
        f"{len(every)} patterns, {searches} texts of {options.size:,} characters; slowest {rows[0][0]:.2f} s"
    )
    return 1 if rows[0][0] > SECONDS else 0


def slowest(pattern: Pattern, size: int) -> tuple[float, str, str]:
    """The text that a pattern takes longest for: the seconds of CPU, the pattern's place, and the text.

    Args:
        pattern: the pattern.
        size: how long the texts are, in characters.
    """
    every = _texts(pattern)
    timed = ((_seconds(pattern, each.text(size)), pattern.where, repr(each)) for each in every)
    return max(timed, default=(0.0, pattern.where, ""))


def _texts(pattern: Pattern) -> list[attacks.Attack]:
    """The texts with one of the ends: what ends them otherwise takes as long."""
    every = attacks.attacks(pattern.pattern, pattern.flags)
    return [each for each in every if each.after == attacks.ENDS[0]]


def _seconds(pattern: Pattern, text: str) -> float:
    if pattern.longest is not None:
        text = text[: pattern.longest]
    given = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
    compiled: re.Pattern[Any] = re.compile(pattern.pattern, pattern.flags)
    start = time.process_time()
    if pattern.anywhere:
        all(compiled.finditer(given))
    else:
        compiled.match(given)
    return time.process_time() - start
