"""Where the configuration of ``testsec`` stands, and what each place says.

``[tool.testsec]`` counts key by key before what is said to flake8, so that both doors agree on the rest.
"""

from __future__ import annotations

import argparse
import configparser
import importlib.util
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from flake8.defaults import VALID_CODE_PREFIX
from flake8.exceptions import ExecutionError
from flake8.options.config import _find_config_file, load_config, parse_config
from flake8.options.manager import Option, OptionManager
from flake8.utils import parse_comma_separated_list

from flake8_testsec import options, pyproject, regular_files
from flake8_testsec.patterns import lazy
from flake8_testsec.pyproject import Table

NAMES = ("setup.cfg", "tox.ini", ".flake8")
"""The files in which flake8 looks for its section, in this order."""

_SECTION = lazy(r"(?m)^\[flake8(:local-plugins)?\]")


class Sources(NamedTuple):
    """The places whose words count, and what they say to flake8."""

    config: configparser.RawConfigParser
    folder: str
    """What paths in ``config`` are relative to."""
    files: tuple[str, ...] = ()
    """Where it comes from, as it is displayed."""
    table: Table | None = None
    """``[tool.testsec]``."""
    flake8_table: Table | None = None
    """``[tool.flake8]``, if it takes the place of the files that flake8 reads itself."""


def found(early: argparse.Namespace) -> Sources:
    """Find the configuration.

    Args:
        early: the options that say where to look.

    Returns:
        The places.

    Raises:
        ExecutionError: a file that is named is not there, or has nothing for us.
        WrongTable: a table cannot be read.
        configparser.Error: a file with a section for flake8 cannot be parsed.
        UnicodeDecodeError: it is no UTF-8.
    """
    if early.isolated:
        return Sources(configparser.RawConfigParser(), os.getcwd())
    if early.config and early.config.endswith(".toml"):
        return _named(early.config, early.append_config)
    table = theirs = None
    if not early.config:
        table, theirs = pyproject.nearest(os.getcwd()), _flake8_table(pyproject.FILE)
        _require_parsed(os.getcwd())
    if theirs is not None:
        return _replaced(theirs, early.append_config)._replace(table=table)
    path = early.config or _find_config_file(os.getcwd())
    config, folder = load_config(path, early.append_config)
    shown = early.config or (path and os.path.relpath(path))
    return Sources(config, folder, tuple(filter(None, (shown, *early.append_config))), table)


def reads_tables() -> bool:
    """Whether flake8 reads ``[tool.flake8]`` here, which a plugin (flake8-pyproject) makes it do."""
    return importlib.util.find_spec("flake8p") is not None


def _named(path: str, extra: list[str]) -> Sources:
    if not os.path.isfile(path):
        raise ExecutionError(f"The specified config file does not exist: {path}")
    table, theirs = pyproject.table(path, pyproject.OURS), pyproject.table(path, pyproject.FLAKE8)
    if table is None and theirs is None:
        raise ExecutionError(f"{path} has neither [tool.testsec] nor [tool.flake8]")
    if theirs is not None:
        return _replaced(theirs, extra)._replace(table=table)
    config, folder = load_config(os.devnull, extra)
    return Sources(config, folder, tuple(extra), table)


def _flake8_table(path: str) -> Table | None:
    table = pyproject.table(path, pyproject.FLAKE8)
    return table if table is not None and reads_tables() else None


def _replaced(table: Table, extra: list[str]) -> Sources:
    """What flake8-pyproject makes of its table; it knows no tables in it."""
    config = configparser.RawConfigParser()
    config.add_section("flake8")
    for key, value in table.values.items():
        if isinstance(value, dict):
            raise table.wrong(key, "flake8-pyproject knows no tables here; a list of strings is expected")
        config.set("flake8", key, value if isinstance(value, list) else str(value))  # type: ignore[arg-type]
    for name in extra:
        if not config.read(name, encoding="UTF-8"):
            raise ExecutionError(f"The specified config file does not exist: {name}")
    return Sources(config, table.folder, tuple(extra), None, table)


def candidates(start: str) -> Iterator[str]:
    """The files with a section for flake8, in the order in which flake8 looks for them.

    Args:
        start: the absolute path of the folder to begin with.

    Yields:
        Their paths.

    Raises:
        ExecutionError: one is none that could be read, by flake8 neither.
    """
    for folder in pyproject.folders(start):
        for name in NAMES:
            path = os.path.join(folder, name)
            try:
                content = regular_files.settings(path)
            except regular_files.IrregularFile as error:
                raise ExecutionError(f"{os.path.relpath(path)} cannot be read: {error.strerror}") from error
            except OSError:
                continue
            if _SECTION.search(content.decode("utf-8", "replace")):
                yield path


def _require_parsed(start: str) -> None:
    """Read the first file that is meant to be flake8's: flake8 passes over one that cannot be parsed.

    Raises:
        configparser.Error: it cannot be parsed.
        UnicodeDecodeError: it is no UTF-8.
    """
    path = next(candidates(start), None)
    if path is not None:
        try:
            configparser.RawConfigParser().read(path, encoding="utf-8")
        except UnicodeDecodeError as error:
            raise ExecutionError(f"{os.path.relpath(path)} cannot be read: {error}") from error


def said(sources: Sources, manager: OptionManager) -> dict[str, Any]:
    """What the configuration says, by the names of options, for flake8 and for us.

    Args:
        sources: where it stands.
        manager: knows the options.

    Returns:
        The values that take the place of the options' defaults.

    Raises:
        WrongTable: a key or value of a table means nothing.
        ValueError: a value in a file of flake8's is not of its option's type.
    """
    words = parse_config(manager, sources.config, sources.folder)
    if sources.table is None:
        return dict(words)
    pyproject.require_known(sources.table, {*options.COMMON_KEYS, *options.own_keys(), *_own(manager)})
    return {**words, **dict(_common(sources.table, manager.config_options_dict))}


def _own(manager: OptionManager) -> Iterator[str]:
    """The options of this command that a configuration may set, without our prefix."""
    for name, option in manager.config_options_dict.items():
        if "_" not in name and option not in _style(manager):
            yield name.removeprefix("testsec-")


def _style(manager: OptionManager) -> list[Option]:
    """The options that are for checks of style, of which this command has none."""
    names = ("hang-closing", "max-line-length", "max-doc-length", "indent-size")
    return [manager.config_options_dict[name] for name in names]


def _common(table: Table, known: Mapping[str, Option]) -> Iterator[tuple[str, Any]]:
    own = options.own_keys()
    for key in table.values:
        name = pyproject.spelt(key)
        if name not in own:
            option = known[f"testsec-{name}" if f"testsec-{name}" in known else name]
            assert option.config_name is not None
            yield option.config_name, _value(table, key, option)


def _value(table: Table, key: str, option: Option) -> Any:
    if option.config_name == "per_file_ignores":
        return _ignores(table, key)
    if option.comma_separated_list:
        words = pyproject.words(table, key, parse_comma_separated_list)
        _require_codes(table, key, words)
        return option.normalize(words, table.folder)
    if option.action in ("store_true", "store_false"):
        return pyproject.switch(table, key)
    if option.type is int or option.action == "count":
        return pyproject.number(table, key)
    return option.normalize(pyproject.text(table, key), table.folder)


def _require_codes(table: Table, key: str, words: list[str]) -> None:
    if pyproject.spelt(key) in ("ignore", "extend-ignore", "select", "extend-select"):
        for word in words:
            if not VALID_CODE_PREFIX.match(word):
                raise table.wrong(key, f"{word!r} is no code")


def _ignores(table: Table, key: str) -> str:
    """The text that flake8 has for it; patterns are relative to the file that has them."""
    pairs = pyproject.pairs(table, key)
    if pairs is None:
        return "\n".join(pyproject.words(table, key, lambda text: [text]))
    return "\n".join(f"{_pattern(table, key, name)}: {', '.join(codes)}" for name, codes in pairs)


def _pattern(table: Table, key: str, name: str) -> str:
    shown = name
    if "/" in name and not os.path.isabs(name):
        shown = os.path.relpath(os.path.join(table.folder, name))
        shown = shown if "/" in shown else f"./{shown}"
    if re.search(r"[\s,:]", shown):
        raise table.wrong(key, f"flake8 takes no pattern with a space, comma or colon: {shown!r}")
    return shown
