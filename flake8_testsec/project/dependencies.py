"""What a distribution needs wherever it is installed, by the metadata that installers read."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping

from flake8_testsec.patterns import lazy
from flake8_testsec.project.locations import above
from flake8_testsec.project.views import view_of
from flake8_testsec.source.calls import string
from flake8_testsec.source.module import Module, once

_TABLE = lazy(r"(?m)^[ \t]*\[([^\[\]\n]{1,80})\][ \t]*(?:#.*)?$")
_LISTED = lazy(r"(?m)^dependencies[ \t]*=[ \t]*\[")
_IN_LIST = lazy(r"\"([^\"\n]*)\"|'([^'\n]*)'|#[^\n]*|(\])")
_KEY = lazy(r"(?m)^[\"']?([A-Za-z0-9][\w.-]*)[\"']?[ \t]*=([^\n]*)$")
_OPTIONAL = lazy(r"\boptional[ \t]*=[ \t]*true\b")
_BELOW = lazy(r"(?m)^install_requires[ \t]*=([^\n]*(?:\n(?:[ \t][^\n]*)?)*)")
_NAME = lazy(r"[A-Za-z0-9][\w.-]*")
_EXTRA = lazy(r"\bextra\b")
_ASKED = lazy(r"\b([A-Za-z0-9][\w.-]{0,50})\b[ \t]*((?:[<>=!~]=?=?[ \t]*\d[^\s,;\"'#<>=!~]*,?[ \t]*)+)")
_RELEASE = lazy(r"(<=?|===?|~=)[ \t]*(\d+)")
_DASHES = lazy(r"[-_.]+")


def is_needed(package: str, module: Module) -> bool:
    """Whether the distribution of a module declares that it does not run without a package.

    Args:
        package: the name under which the package is imported and distributed.
        module: the module; the metadata in the nearest folder above it that has any counts.

    Returns:
        ``False`` for what only an extra brings, also if nothing is known of other files or the list is worked
        out by a program.
    """
    return _plain(package) in _needed(module)


_LISTING = (
    *("noxfile.py", "pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "requirements.txt"),
    *(f"{word}{sign}requirements.txt" for word in ("dev", "test", "tests") for sign in "-_"),
    *(f"requirements{sign}{word}.txt" for word in ("dev", "test", "tests") for sign in "-_/"),
)
"""Where a project says what it and its tests need, or how these are called."""


def requirements(module: Module) -> Iterator[str]:
    """The texts of all lists of what a project and its tests need, in the folders above a module.

    Args:
        module: any module of the project.

    Yields:
        The whole text of each; nothing if nothing is known of other files.
    """
    view = view_of(module)
    lists = (posixpath.join(folder, name) for folder in above(module.path) for name in _LISTING)
    if view is not None:
        yield from (view.text(each) for each in lists if view.exists(each))


def is_held_below(package: str, release: int, module: Module) -> bool:
    """Whether a project asks for an older release of a package than one.

    Args:
        package: the package, in small letters as it is distributed.
        release: the first number of that release.
        module: any module of the project.

    Returns:
        ``True`` if any list above the module does so (``<6``, ``==5.4``, ``~=5.1``); ``False`` also if
        nothing is known of other files.
    """
    return any(
        int(number) < release + (sign == "<")
        for text in requirements(module)
        for asked in _ASKED.finditer(text)
        if asked[1].lower() == package
        for sign, number in _RELEASE.findall(asked[2])
    )


@once
def _needed(module: Module) -> frozenset[str]:
    view = view_of(module)
    for folder in above(module.path) if view is not None else ():
        paths = {name: posixpath.join(folder, name) for name in _READERS}
        if view is not None and any(view.text(path) for path in paths.values()):
            found = (view.remembered("needed", path, _READERS[name]) for name, path in paths.items())
            return frozenset().union(*found)
    return frozenset()


def _of_project(text: str) -> frozenset[str]:
    """Of a pyproject.toml: the list of the standard, and the table of Poetry.
    https://packaging.python.org/en/latest/specifications/pyproject-toml/
    https://python-poetry.org/docs/pyproject/#dependencies"""
    tables = _tables(text)
    listed, keys = tables.get("project", ""), tables.get("tool.poetry.dependencies", "")
    by_poetry = (name for name, value in _KEY.findall(keys) if not _OPTIONAL.search(value))
    return frozenset({*_names(_quoted(listed)), *map(_plain, by_poetry)})


def _of_configuration(text: str) -> frozenset[str]:
    """Of a setup.cfg."""
    found = _BELOW.search(_tables(text).get("options", ""))
    return frozenset(_names(found[1].splitlines())) if found else frozenset()


def _of_script(text: str) -> frozenset[str]:
    """Of a setup.py: what is written out, in the call or under a name."""
    if "install_requires" not in text:
        return frozenset()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    under = dict(_assigned(tree))
    lists = (under.get(each.id, each) if isinstance(each, ast.Name) else each for each in _given(tree))
    texts = (string(each) for value in lists for each in getattr(value, "elts", ()))
    return frozenset(_names(filter(None, texts)))


_READERS: Mapping[str, Callable[[str], frozenset[str]]] = {
    "pyproject.toml": _of_project,
    "setup.cfg": _of_configuration,
    "setup.py": _of_script,
}


def _tables(text: str) -> Mapping[str, str]:
    """The tables of a file, by their names."""
    heads = [*_TABLE.finditer(text)]
    ends = [*(each.start() for each in heads[1:]), len(text)]
    return {head[1].strip(): text[head.end() : end] for head, end in zip(heads, ends, strict=False)}


def _quoted(table: str) -> Iterator[str]:
    begin = _LISTED.search(table)
    for each in _IN_LIST.finditer(table, begin.end()) if begin else ():
        if each[3]:
            return
        yield each[1] or each[2] or ""


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for each in tree.body:
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value


def _given(tree: ast.Module) -> Iterator[ast.expr]:
    calls = (each for each in ast.walk(tree) if isinstance(each, ast.Call))
    return (each.value for call in calls for each in call.keywords if each.arg == "install_requires")


def _names(requirements: Iterable[str]) -> Iterator[str]:
    """The packages of requirements, without those that an extra asks for."""
    for each in requirements:
        wanted, _, marker = each.partition(";")
        name = _NAME.match(wanted.strip())
        if name and not _EXTRA.search(marker):
            yield _plain(name[0])


def _plain(name: str) -> str:
    """A name as all its spellings are compared.
    https://packaging.python.org/en/latest/specifications/name-normalization/"""
    return _DASHES.sub("-", name).lower()
