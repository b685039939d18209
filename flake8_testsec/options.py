"""The options that every door offers, and the settings made from their values."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from flake8.utils import parse_comma_separated_list

from flake8_testsec import pyproject, settings
from flake8_testsec.filters import Filter, WrongFilter, filter_from
from flake8_testsec.finding import FAULT
from flake8_testsec.patterns import lazy
from flake8_testsec.roots import working_root
from flake8_testsec.rule_options import RESOURCES, RULE_OPTIONS
from flake8_testsec.settings import Option, Settings

PREFIX = "testsec"

_GENERAL = (
    Option("enable", (), "Codes or prefixes of opt-in rules that shall speak, for example TSE402 or TSE5."),
    Option("test-paths", (), "Patterns of files that are tests whatever they are called."),
    Option("production-paths", (), "Patterns of files that are production code whatever they are called."),
    Option("data-names", settings.DATA_NAMES, "Names of folders below tests that hold input of tests."),
    Option("support-names", settings.SUPPORT_NAMES, "Names of folders and modules that only tests import."),
    Option("neutral-names", settings.NEUTRAL_NAMES, "Names of folders without tests and production code."),
)

_FILTERS = (
    Option("min-severity", (), "Show findings of this severity and worse: low, medium or high."),
    Option("cwe", (), "Show findings of rules with these weaknesses, for example CWE-798 or 295."),
    Option("family", (), "Show findings of these families, for example credentials or cleanup."),
)

_EVIDENCE = Option(
    "evidence", (), "Files of 'pytest --testsec-evidence' or 'testsec prove'; tell what they have seen."
)
"""The paths in it may be relative, as that of the baseline may be."""

_DEEP = Option(
    "deep",
    False,
    "Read bases and helpers in installed packages, too, which takes longer; nothing is imported.",
)
_DEEP_PATH = Option(
    "deep-path", (), "Environments, or folders of packages, that --testsec-deep reads; those of this Python."
)

_OF_FILES = (_EVIDENCE, _DEEP_PATH)
"""Their values are relative to where they are written."""

_BASELINE = Option(
    "baseline", "", "A file of 'testsec baseline write'; the findings that it lists are hidden."
)


if TYPE_CHECKING:
    from flake8_testsec.baselines import Baseline

    class Parser(Protocol):
        """What flake8's option manager offers."""

        def add_option(self, long_option_name: str, /, **keywords: object) -> None:
            """Register one option."""


class Given(argparse.Action):
    """Stores a value, and keeps in ``testsec_given`` that it comes from the command line."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, values)
        namespace.testsec_given = (*getattr(namespace, "testsec_given", ()), self.dest)


class OptionError(ValueError):
    """A value of an option is wrong; the message says which and why, in one line."""


def all_options() -> Iterator[Option]:
    """The general options, those that choose what is shown, then those that rules declare."""
    yield from _GENERAL
    yield from _FILTERS
    yield _BASELINE
    yield _EVIDENCE
    yield _DEEP
    yield _DEEP_PATH
    yield from RULE_OPTIONS


def register(parser: Parser) -> None:
    """Offer all options.

    Args:
        parser: flake8's option manager, whichever door made it.
    """
    for option in all_options():
        _add(parser, option)


def _add(parser: Parser, option: Option) -> None:
    name = f"--{PREFIX}-{option.name}"
    if isinstance(option.default, bool):
        parser.add_option(
            name, default=option.default, action="store_true", parse_from_config=True, help=option.help
        )
    elif isinstance(option.default, str):
        parser.add_option(
            name,
            action=Given,
            default=option.default,
            metavar="file",
            normalize_paths=True,
            parse_from_config=True,
            help=option.help,
        )
    else:
        shown = f" (Default: {', '.join(option.default)})" if option.default else ""
        parser.add_option(
            name,
            action=Given,
            default=",".join(option.default),
            metavar="files" if option in _OF_FILES else "names",
            comma_separated_list=True,
            normalize_paths=option in _OF_FILES,
            parse_from_config=True,
            help=option.help + shown,
        )


COMMON_KEYS = frozenset(
    {
        "count",
        "disable-noqa",
        "exclude",
        "extend-exclude",
        "extend-ignore",
        "extend-select",
        "filename",
        "format",
        "ignore",
        "jobs",
        "per-file-ignores",
        "quiet",
        "select",
        "show-source",
        "statistics",
        "tee",
    }
)
"""The keys of ``[tool.testsec]`` that have flake8's meaning; flake8 itself does not read them there."""


def own_keys() -> dict[str, Option]:
    """The keys of ``[tool.testsec]`` that hold in every door: our options, without their prefix."""
    return {option.name: option for option in all_options()}


def take(values: argparse.Namespace, table: pyproject.Table) -> None:
    """Take over what a table says of our own options.

    A list in it counts unless the command line gives another; a switch is on if anything turns it on.

    Args:
        values: the parsed options, which are changed.
        table: the table.

    Raises:
        WrongTable: a value is not of its option's kind.
    """
    own = own_keys()
    for key in table.values:
        option = own.get(pyproject.spelt(key))
        if option is not None:
            _take(values, table, key, option)


def _take(values: argparse.Namespace, table: pyproject.Table, key: str, option: Option) -> None:
    name = _destination(option)
    if isinstance(option.default, bool):
        setattr(values, name, pyproject.switch(table, key) or getattr(values, name))
        return
    value: str | list[str]
    if isinstance(option.default, str):
        file = pyproject.text(table, key)
        value = os.path.join(table.folder, file) if file else ""
    else:
        value = pyproject.words(table, key, parse_comma_separated_list)
        if option in _OF_FILES:
            value = [os.path.join(table.folder, each) for each in value]
    if name not in getattr(values, "testsec_given", ()):
        setattr(values, name, value)


def settings_from(values: argparse.Namespace) -> Settings:
    """Make the settings from what the user gave on the command line and in the configuration.

    Args:
        values: the parsed options.

    Returns:
        The settings.

    Raises:
        OptionError: a code names no rule.
    """
    _require_rules(values)
    _require_resources(values)
    given = {option.name: _value(values, option) for option in (*_GENERAL, *RULE_OPTIONS)}
    general = {option.name.replace("-", "_"): given.pop(option.name) for option in _GENERAL}
    result = Settings(**general, rule_options=MappingProxyType(given), deep=_deep(values))  # type: ignore[arg-type]
    if wrong := _wrong_codes(result):
        listed = ", ".join(map(repr, wrong))
        raise OptionError(f"--{PREFIX}-enable: no rule has this code or prefix: {listed}")
    return result._replace(enable=(*result.enable, *_named(values, result)))


def _deep(values: argparse.Namespace) -> tuple[str, ...]:
    """The folders of installed packages; a wrong one is refused, as nothing would ever be found in it."""
    if not _given(values, _DEEP):
        return ()
    from flake8_testsec.environments import NoPackages, folders

    is_given = _destination(_DEEP_PATH) in getattr(values, "testsec_given", ())
    try:
        return folders(
            [*filter(None, _words(values, _DEEP_PATH))], None if is_given else working_root() or "."
        )
    except NoPackages as error:
        raise OptionError(f"--{PREFIX}-{_DEEP_PATH.name}: {error}") from error


def filter_of(values: argparse.Namespace) -> Filter:
    """Make the filter from what the user gave on the command line and in the configuration.

    Args:
        values: the parsed options.

    Returns:
        The filter.

    Raises:
        OptionError: a value is wrong.
    """
    severity, weaknesses, families = (_words(values, option) for option in _FILTERS)
    try:
        return filter_from(severity, weaknesses, families)
    except WrongFilter as error:
        raise OptionError(f"--{PREFIX}-{error}") from error


def baseline_of(values: argparse.Namespace, root: str | None) -> Baseline | None:
    """Read the baseline that the user gave on the command line or in the configuration.

    Args:
        values: the parsed options.
        root: the project's top folder, if there is one.

    Returns:
        The baseline, if one is named.

    Raises:
        OptionError: it cannot be used.
    """
    name = _given(values, _BASELINE)
    if not name:
        return None
    from flake8_testsec.baselines import BaselineError, found_at, read

    try:
        return read(found_at(name, root))
    except BaselineError as error:
        raise OptionError(f"--{PREFIX}-{_BASELINE.name}: {error}") from error


def evidence_of(values: argparse.Namespace) -> tuple[str, ...]:
    """The files of evidence that the user gave on the command line or in the configuration.

    Args:
        values: the parsed options.
    """
    return tuple(filter(None, _words(values, _EVIDENCE)))


_OURS = lazy(r"TSE\d*\Z")
_WHOLE = lazy(r"TSE\d{3}\Z")


def _selected(values: argparse.Namespace) -> Iterator[str]:
    for name in ("select", "extend_select"):
        yield from getattr(values, name, None) or ()


def _require_rules(values: argparse.Namespace) -> None:
    """Refuse a selection of what looks like ours and is no rule: nothing would ever be found."""
    chosen: Sequence[str] = [code for code in _selected(values) if _OURS.match(code) and code != "TSE"]
    if not chosen:
        return
    from flake8_testsec.evidence.kinds import ALONE
    from flake8_testsec.outlines import OUTLINES

    known = (FAULT, *OUTLINES, *ALONE)
    if wrong := [code for code in chosen if not any(each.startswith(code) for each in known)]:
        raise OptionError(f"--select: no rule has this code or prefix: {', '.join(map(repr, wrong))}")


def _require_resources(values: argparse.Namespace) -> None:
    """Refuse a row that cannot be read: what it speaks of would never be found."""
    texts = [*filter(None, _words(values, RESOURCES))]
    if not texts:
        return
    from flake8_testsec.own_resources import WrongResource, parsed

    try:
        for text in texts:
            parsed(text)
    except WrongResource as error:
        raise OptionError(f"--{PREFIX}-{RESOURCES.name}: {error}") from error


def _named(values: argparse.Namespace, given: Settings) -> Iterator[str]:
    """The opt-in rules that a selection names by their whole codes, which is to ask for them."""
    chosen = [code for code in _selected(values) if _WHOLE.match(code)]
    if chosen:
        from flake8_testsec.outlines import is_default

        for code in dict.fromkeys(chosen):
            if is_default(code) is False and not given.enables(code):
                yield code


def _wrong_codes(given: Settings) -> list[str]:
    if not given.enable:
        return []
    from flake8_testsec.evidence.kinds import ALONE
    from flake8_testsec.outlines import OUTLINES

    return settings.wrong_codes(given.enable, (*OUTLINES, *ALONE))


def _value(values: argparse.Namespace, option: Option) -> bool | tuple[str, ...]:
    return bool(_given(values, option)) if isinstance(option.default, bool) else _words(values, option)


def _words(values: argparse.Namespace, option: Option) -> tuple[str, ...]:
    value = _given(values, option)
    return tuple(value.split(",") if isinstance(value, str) else value)


def _given(values: argparse.Namespace, option: Option) -> Any:
    return getattr(values, _destination(option))


def _destination(option: Option) -> str:
    return f"{PREFIX}_{option.name.replace('-', '_')}"
