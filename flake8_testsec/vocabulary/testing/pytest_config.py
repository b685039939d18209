"""What a project's pytest configuration says about coroutines, for the doors, and about limits of time.

Only configuration files are read. What a ``conftest.py`` does in a hook, and options given on a command
line, are not seen.
"""

from __future__ import annotations

import configparser
import importlib
import os
import re
from collections.abc import Callable, Iterator, Mapping

from flake8_testsec.patterns import lazy
from flake8_testsec.regular_files import SETTINGS, IrregularFile, content, require_cheap

_TABLES = {
    "pytest.toml": ("pytest",),
    ".pytest.toml": ("pytest",),
    "pytest.ini": ("pytest",),
    ".pytest.ini": ("pytest",),
    "pyproject.toml": ("tool.pytest.ini_options", "tool.pytest"),
    "tox.ini": ("pytest",),
    "setup.cfg": ("tool:pytest",),
}
"""The files that pytest looks for, in its order, with the sections that it reads in each."""

_ALWAYS = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini")
"""The files that are pytest's configuration whatever is in them."""

_AUTO = lazy(
    r"^[^\S\n]*[\"']?(?:(?:asyncio|anyio)_mode[\"']?\s*=\s*[\"']?auto|trio_mode[\"']?\s*=\s*[\"']?(?:true|1|on|yes))\b"
    r"|--(?:asyncio|anyio)-mode[=\s\"',]+auto\b",
    re.MULTILINE | re.IGNORECASE,
)
"""The ways to have unmarked coroutines run, in the text of a section."""

_BY_MARKERS = lazy(
    r"^[^\S\n]*[\"']?(?:asyncio|anyio|trio)_\w+[\"']?\s*="
    r"|--(?:asyncio|anyio)-mode"
    r"|\bpytest[-_](?:asyncio|trio)\b"
    r"|(?:^|[\"'=])[ \t]*(?:asyncio|anyio|trio):",
    re.MULTILINE,
)
"""Traces of a plugin that goes by markers: its keys and options, its name, or its marker registered."""

_LIMIT = lazy(
    r"^[^\S\n]*[\"']?timeout[\"']?[^\S\n]*=[^\S\n]*[\"']?0*(?:[1-9]|\.\d*[1-9])|--timeout[=\s\"',]+0*(?:[1-9]|\.\d*[1-9])",
    re.MULTILINE,
)
"""The ways to have pytest-timeout end each test (its documentation, Usage); 0 is no limit."""

_STACKS = lazy(
    r"^[^\S\n]*[\"']?faulthandler_timeout[\"']?[^\S\n]*=[^\S\n]*[\"']?0*(?:[1-9]|\.\d*[1-9])", re.MULTILINE
)
"""How pytest is told to write the stacks of a test that takes too long; 0 is never.
https://docs.pytest.org/en/stable/reference/reference.html#confval-faulthandler_timeout"""

_RAISES = lazy(r"filterwarnings[^#]{0,80}?\berror\b(?!:)|-W[\s=]*error\b(?!:)|PytestUnhandledThread")
"""How pytest is told to make errors of warnings, that of an error in a thread among them.
https://docs.pytest.org/en/stable/how-to/failures.html#warning-about-unraisable-exceptions-and-unhandled-thread-exceptions"""

_HEADING = lazy(r"^[ \t]*\[\s{0,99}([\w.\-\"' ]{1,200}?)\s{0,99}\][ \t]*(?:#.*)?$", re.MULTILINE)

Read = Callable[[str], "bytes | None"]
"""Gives the content of a file by its path."""


class _Broken(Exception):
    """A file cannot be read as what its name says."""


def concerns(line: str) -> bool:
    """Whether a line of a file makes the configuration matter for its review: it begins an async test."""
    return "async def test" in line


def asyncio_auto(root: str, folder: str | None = None, read: Read | None = None) -> bool | None:
    """Whether the pytest configuration of a project has a plugin run unmarked coroutines.

    Args:
        root: the project's top folder.
        folder: the root or a folder below it, from which the nearest configuration is looked for as pytest
            does; the root if not given.
        read: gives the content of a file by its path, ``None`` where there is none; the file system if not
            given.

    Returns:
        ``True`` if a mode that runs them is set; ``False`` if the configuration shows a plugin that goes
        by markers, and no such mode; ``None`` if it says nothing of coroutines (another plugin may run
        them without a word), cannot be read, or is not there.
    """
    try:
        text = next((text for each in _upward(folder or root, root) for text in _sections(each, read)), "")
    except _Broken:
        return None
    if _AUTO.search(text):
        return True
    return False if _BY_MARKERS.search(text) else None


def limits_time(folder: str, read: Read) -> bool:
    """Whether pytest's configuration in a folder has pytest-timeout end each test that takes too long.

    Args:
        folder: the folder.
        read: gives the content of a file by its path, ``None`` where there is none.

    Returns:
        ``False`` also for configuration that cannot be read.
    """
    return _says(_LIMIT, folder, read)


def writes_stacks(folder: str, read: Read) -> bool:
    """Whether pytest's configuration in a folder has the stacks written of a test that takes too long.

    Args:
        folder: the folder.
        read: gives the content of a file by its path, ``None`` where there is none.

    Returns:
        ``False`` also for configuration that cannot be read.
    """
    return _says(_STACKS, folder, read)


def raises_warnings(folder: str, read: Read) -> bool:
    """Whether pytest's configuration in a folder makes errors of warnings.

    Args:
        folder: the folder.
        read: gives the content of a file by its path, ``None`` where there is none.

    Returns:
        ``False`` also for configuration that cannot be read.
    """
    return _says(_RAISES, folder, read)


def _says(pattern: re.Pattern[str], folder: str, read: Read) -> bool:
    try:
        return any(map(pattern.search, _sections(folder, read)))
    except _Broken:
        return False


def _upward(folder: str, root: str) -> Iterator[str]:
    """A folder and those above it, up to the root."""
    folder, last = os.path.abspath(folder), os.path.abspath(root)
    while folder != last and folder != os.path.dirname(folder):
        yield folder
        folder = os.path.dirname(folder)
    yield folder


def _sections(root: str, read: Read | None) -> Iterator[str]:
    """The text of pytest's section in each file that has one, in pytest's order."""
    for name, tables in _TABLES.items():
        written = (read or _content)(os.path.join(root, name))
        if written is not None:
            found = _parsed(_text(written, name), name)
            sections = [found[table] for table in tables if table in found]
            if sections or name in _ALWAYS:
                yield "\n".join(sections)


def _content(path: str) -> bytes | None:
    if not os.path.isfile(path):
        return None
    try:
        return content(path, SETTINGS)
    except OSError as error:
        raise _Broken(path) from error


def _text(written: bytes, name: str) -> str:
    try:
        require_cheap(name, written)
        text = written.decode("utf-8-sig")
    except (IrregularFile, UnicodeDecodeError) as error:
        raise _Broken from error
    return text.replace("\r\n", "\n").replace("\r", "\n")  # as files of text are read


def _parsed(text: str, name: str) -> dict[str, str]:
    """The sections by name; without parsing, which takes time, where pytest's cannot be among them."""
    if "pytest" not in text:
        return {}
    return _toml(text) if name.endswith(".toml") else _ini(text)


def _ini(text: str) -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise _Broken from error
    return {
        name: "\n".join(f"{key} = {value}" for key, value in parser.items(name)) for name in parser.sections()
    }


def _toml(text: str) -> dict[str, str]:
    """The tables of a file by their dotted names, as far as pytest's are concerned."""
    try:
        toml = importlib.import_module("tomllib")
    except ImportError:  # Python 3.10
        return _toml_by_lines(text)
    try:
        document = toml.loads(text)
    except (ValueError, RecursionError) as error:
        raise _Broken from error
    names = {table for tables in _TABLES.values() for table in tables}
    found = {name: _table(document, name) for name in names}
    return {name: _written(table) for name, table in found.items() if table is not None}


def _table(document: object, name: str) -> Mapping[str, object] | None:
    for word in name.split("."):
        document = document.get(word) if isinstance(document, Mapping) else None
    return document if isinstance(document, Mapping) else None


def _written(table: Mapping[str, object]) -> str:
    """A table's values, one a line, those of lists too."""
    lines = []
    for key, value in table.items():
        lines += [f"{key} =", *map(str, value)] if isinstance(value, list) else [f"{key} = {value}"]
    return "\n".join(lines)


def _toml_by_lines(text: str) -> dict[str, str]:
    """The same without a parser: what stands between the headings, comments left out."""
    parts = re.split(
        r"^[ \t]*\[\s{0,99}([\w.\-\"' ]{1,200}?)\s{0,99}\][ \t]*(?:#.*)?$", text, flags=re.MULTILINE
    )
    bodies = (re.sub(r"^[^\S\n]*#.*$", "", body, flags=re.MULTILINE) for body in parts[2::2])
    return {re.sub(r"[\"' ]", "", name): body for name, body in zip(parts[1::2], bodies, strict=True)}
