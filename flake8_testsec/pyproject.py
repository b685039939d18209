"""Tables of a pyproject.toml that are for us: found, read, and their values checked for their kinds.

What reads TOML is imported only where a file seems to have such a table.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec import regular_files
from flake8_testsec.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = "pyproject.toml"
OURS = "testsec"
FLAKE8 = "flake8"
RUFF = "ruff"

_HEAD = r"(?m)^[^\S\n]*(\[+\s*tool\s*\.\s*[\"']?{}(?![-\w])|\[\s*tool\s*\]|tool\s*[.=])"
_MAY_HAVE = {name: lazy(_HEAD.format(name).encode()) for name in (OURS, FLAKE8, RUFF)}
"""How a table may begin, in all spellings of TOML; that it is there is known when the file is read."""


class WrongTable(ValueError):
    """A table cannot be read, or has a key or a value that is none; the message says so in one line."""


class Table(NamedTuple):
    """A table ``[tool.<name>]``."""

    path: str
    """The file's, absolute."""
    name: str
    values: Mapping[str, object]

    @property
    def folder(self) -> str:
        """The folder that paths in it are relative to."""
        return os.path.dirname(self.path)

    @property
    def title(self) -> str:
        """How it is called in what people read."""
        return f"{os.path.relpath(self.path)}: [tool.{self.name}]"

    def wrong(self, key: str, why: str) -> WrongTable:
        """That something is wrong with a key.

        Args:
            key: the key.
            why: what is wrong.
        """
        return WrongTable(f"{self.title} {key}: {why}")


def folders(start: str) -> Iterator[str]:
    """The folders in which flake8 looks for its configuration.

    Args:
        start: an absolute path.

    Yields:
        The folder and those above it, without the user's own and what is above that.
    """
    home = os.path.realpath(os.path.expanduser("~"))
    while True:
        yield start
        above = os.path.dirname(start)
        if above == start or os.path.realpath(above) == home:
            return
        start = above


def nearest(start: str) -> Table | None:
    """Our table in the nearest file that has one.

    Args:
        start: the absolute path of the folder to begin with.

    Returns:
        The table; ``None`` if there is none.

    Raises:
        WrongTable: a file that seems to have one cannot be read.
    """
    found = (table(os.path.join(folder, FILE), OURS) for folder in folders(start))
    return next(filter(None, found), None)


def table(path: str, name: str) -> Table | None:
    """A table of one file.

    Args:
        path: the file's.
        name: what stands behind ``tool.``: one of those above.

    Returns:
        The table; ``None`` if the file is not there or has none.

    Raises:
        WrongTable: a file that seems to have one cannot be read.
    """
    content = _content(path)
    if content is None or not _MAY_HAVE[name].search(content):
        return None
    tool = _parsed(path, content).get("tool")
    if not isinstance(tool, dict) or name not in tool:
        return None
    if not isinstance(tool[name], dict):
        raise WrongTable(f"{os.path.relpath(path)}: tool.{name} is no table")
    return Table(os.path.abspath(path), name, tool[name])


def whole(path: str) -> dict[str, object] | None:
    """All of a file.

    Args:
        path: the file's.

    Returns:
        What it says; ``None`` if it is not there.

    Raises:
        WrongTable: it cannot be read.
    """
    content = _content(path)
    return None if content is None else _parsed(path, content)


def _content(path: str) -> bytes | None:
    try:
        return regular_files.settings(path)
    except regular_files.IrregularFile as error:
        raise WrongTable(f"{os.path.relpath(path)} cannot be read: {error.strerror}") from error
    except OSError:
        return None


def _parsed(path: str, content: bytes) -> dict[str, object]:
    try:
        return _reader(path)(content.decode())
    except WrongTable:
        raise
    except RecursionError as error:
        raise WrongTable(f"{os.path.relpath(path)} cannot be read: it is nested too deeply") from error
    except ValueError as error:  # TOML or UTF-8
        raise WrongTable(f"{os.path.relpath(path)} cannot be read: {error}") from error


def _reader(path: str) -> Callable[[str], dict[str, object]]:
    for module in ("tomllib", "tomli"):  # the first came with Python 3.11
        try:
            return __import__(module).loads  # type: ignore[no-any-return]
        except ImportError:
            continue
    raise WrongTable(
        f"{os.path.relpath(path)} cannot be read: this Python needs tomli for it: pip install tomli"
    )


def require_known(found: Table, known: Collection[str]) -> None:
    """Refuse keys that mean nothing.

    Args:
        found: the table.
        known: all keys that mean something, with dashes.

    Raises:
        WrongTable: a key is none of them; the message has the nearest.
    """
    for key in found.values:
        name = spelt(key)
        if name not in known:
            raise WrongTable(f"{found.title} has the unknown key {key!r}{_hint(name, known)}")


def spelt(key: str) -> str:
    """A key with dashes; flake8 takes underscores for the same."""
    return key.replace("_", "-")


def _hint(key: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    bare = key.removeprefix("testsec-")
    near = [bare] if bare in known else get_close_matches(bare, sorted(known), 1)
    return f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(sorted(known))}"


def words(found: Table, key: str, split: Callable[[str], Sequence[str]]) -> list[str]:
    """A value that is a list of words.

    Args:
        found: the table.
        key: the key.
        split: makes words of a text.

    Returns:
        The words.

    Raises:
        WrongTable: it is neither a list of strings nor a string.
    """
    match found.values[key]:
        case str(text):
            return [*split(text)]
        case [*items] if all(isinstance(item, str) for item in items):
            return [str(item) for item in items]
        case other:
            raise found.wrong(key, f"a list of strings is expected, or a string, not {_kind(other)}")


def switch(found: Table, key: str) -> bool:
    """A value that is ``true`` or ``false``.

    Raises:
        WrongTable: it is neither.
    """
    value = found.values[key]
    if isinstance(value, bool):
        return value
    raise found.wrong(key, f"true or false is expected, not {_kind(value)}")


def number(found: Table, key: str) -> int:
    """A value that is a whole number.

    Raises:
        WrongTable: it is none.
    """
    value = found.values[key]
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise found.wrong(key, f"a whole number is expected, not {_kind(value)}")


def text(found: Table, key: str) -> str:
    """A value that is a string, or a number that stands for one.

    Raises:
        WrongTable: it is neither.
    """
    value = found.values[key]
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value)
    raise found.wrong(key, f"a string is expected, not {_kind(value)}")


def _kind(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return "a string"
        case int() | float():
            return f"the number {value}"
        case dict():
            return "a table"
        case list():
            return "a list of other things"
        case _:
            return f"the {type(value).__name__} {value}"


def pairs(found: Table, key: str) -> Iterable[tuple[str, list[str]]] | None:
    """A value that is a table of lists, or of strings that stand for one word.

    Args:
        found: the table.
        key: the key.

    Returns:
        What stands on the left, with the words on the right; ``None`` if the value is no table.

    Raises:
        WrongTable: what stands on the right is something else.
    """
    value = found.values[key]
    if not isinstance(value, dict):
        return None
    inner = Table(found.path, f"{found.name}.{key}", value)
    return [(name, words(inner, name, lambda text: text.replace(",", " ").split())) for name in value]
