"""Options and configuration of ``testsec check``, read by flake8's own code, our plugin being the only one.

Neither other installed plugins nor the ``local-plugins`` that a configuration names are loaded, because
reviewing a repository must not run its code.
"""

from __future__ import annotations

import argparse
import configparser
import os
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import flake8
from flake8.exceptions import ExecutionError
from flake8.main.options import register_default_options, stage1_arg_parser
from flake8.options.manager import OptionManager
from flake8.plugins import finder
from flake8.utils import normalize_pypi_name, parse_comma_separated_list

from flake8_testsec import __version__, deadlines
from flake8_testsec import options as own
from flake8_testsec.cli import adoption, outputs, pages, selections, sources, startup
from flake8_testsec.cli.display import FORMATS, log, refused
from flake8_testsec.cli.progress import watched
from flake8_testsec.cli.templates import approved
from flake8_testsec.formats import FORMS
from flake8_testsec.plugin import Plugin

SELECTED = "TSE,E9"
"""Ours, and what flake8 says of files that cannot be read or parsed."""


class _EntryPoint(NamedTuple):
    """What flake8 reads of an entry point."""

    name: str
    value: str
    group: str


_PACKAGES = frozenset({"flake8", "flake8-testsec"})
_PARAMETERS = dict.fromkeys(("tree", "filename", "lines"), True)


_MOST_SECONDS = 24 * 60 * 60


class _Reviewer:
    """What flake8 asks of a plugin whose files it does not review: its options."""

    add_options = staticmethod(own.register)


def parse(argv: Sequence[str], command: str = "check") -> argparse.Namespace:
    """Read the arguments and the configuration; the plugin's options are taken over by it.

    Args:
        argv: the arguments after the command.
        command: what is named in refusals.

    Returns:
        The options' values.

    Raises:
        ExecutionError: the configuration is missing, an option's value is wrong, or a plugin is required
            that takes no part.
        ValueError: a value in the configuration is not of its option's type.
        SystemExit: the arguments are wrong (status 2), or help or version was asked for.
    """
    reading = read(argv, command)
    options = reading.options(argv)
    _set_outputs(options, reading.sources.config)
    adoption.require_command(options, command)
    adoption.require_sense(options)
    options.verbose = reading.early.verbose
    options.mends, options.runner = command == "fix", None
    options.evidence = adoption.evidence(options, command)
    options.summary = command == "check" and not options.quiet and watched()
    options.configuration = _shown(reading.sources) if options.bug_report else []
    if options.verbose:
        flake8.LOG.info("configuration: %s", ", ".join(_shown(reading.sources)) or "none")
    if options.cassettes:
        from flake8_testsec.cli import cassettes

        cassettes.prepare(options)
    Plugin.configure(options)
    selections.require_rules(options)
    return options


class Reading(NamedTuple):
    """What is known before the options are: where they stand, and how they are called."""

    early: argparse.Namespace
    sources: sources.Sources
    manager: OptionManager

    def options(self, argv: Sequence[str]) -> argparse.Namespace:
        """The options' values as this command has them.

        Args:
            argv: the arguments.

        Raises:
            ValueError: a value in the configuration is not of its option's type.
            SystemExit: the arguments are wrong, or help or version was asked for.
        """
        said = sources.said(self.sources, self.manager)
        table = self.sources.table
        if table is not None and "select" in table.values:
            said["select"] = [*said["select"], "E9"]
            return self._merged(said, argv)
        return self._merged(said, [f"--select={SELECTED}", *argv])

    def of_flake8(self, argv: Sequence[str]) -> argparse.Namespace:
        """The values as flake8 has them without arguments of its own.

        Args:
            argv: the arguments of this command, of which the paths count.
        """
        said = sources.said(self.sources._replace(table=None), self.manager)
        values = self._merged(said, argv)
        values.extended_default_select = [*values.extended_default_select, "C90", "E", "F", "W"]
        return values

    def _merged(self, said: Mapping[str, object], argv: Sequence[str]) -> argparse.Namespace:
        """Do what flake8 does: what the configuration says takes the place of the defaults."""
        manager = self.manager
        values = manager.parse_args([])
        values.extended_default_ignore = manager.extended_default_ignore
        values.extended_default_select = manager.extended_default_select
        for name, value in said.items():
            dest = manager.config_options_dict[name].dest
            setattr(values, dest if isinstance(dest, str) else name, value)
        merged: argparse.Namespace = manager.parse_args(argv, values)
        if self.sources.table is not None:
            own.take(merged, self.sources.table)
        return merged


def read(argv: Sequence[str], command: str) -> Reading:
    """Read the arguments that say where the configuration is, and find it.

    Args:
        argv: the arguments after the command.
        command: what is named in refusals.

    Returns:
        What is needed to read the options.

    Raises:
        ExecutionError: the configuration is missing, or a plugin is required that takes no part.
        ValueError: a table of a pyproject.toml cannot be read.
        SystemExit: the arguments are wrong (status 2).
    """
    with startup.declared():
        first = stage1_arg_parser()
        _speak_plainly(first, command)
        early, _ = first.parse_known_args(argv)
        manager = _manager(first, command)
    log(early.verbose)
    _require(early.require_plugins or "")
    return Reading(early, sources.found(early), manager)


def jobs(options: argparse.Namespace) -> int:
    """How many processes to use at most.

    Args:
        options: the parsed options.

    Returns:
        The number; 1 with standard input, which is not for several to read.
    """
    if "-" in options.filenames or options.timings:
        return 1
    return (os.cpu_count() or 1) if options.jobs.is_auto else max(1, options.jobs.n_jobs)


def _require(names: str) -> None:
    """Refuse to run without a plugin that the user requires; what a configuration requires is for flake8."""
    wanted = {normalize_pypi_name(name) for name in parse_comma_separated_list(names)}
    if others := ", ".join(sorted(wanted - _PACKAGES)):
        raise ExecutionError(
            f"argument --require-plugins: this command runs flake8-testsec alone, not {others}"
        )


def _shown(read: sources.Sources) -> list[str]:
    """The places that were read; the path of one that was found tells nothing of the machine."""
    tables = [table.title for table in (read.table, read.flake8_table) if table is not None]
    return [*tables, *read.files]


def _manager(first: argparse.ArgumentParser, command: str) -> OptionManager:
    plugins = _plugins()
    manager = OptionManager(
        version=__version__,
        plugin_versions=plugins.versions_str(),
        parents=[first],
        formatter_names=_NAMES,
    )
    register_default_options(manager)
    outputs.offer(manager.parser, _NAMES)
    _add_options(manager)
    adoption.add_options(manager)
    if command == "fix":
        _add_fixing(manager)
    manager.register_plugins(plugins)
    _speak_plainly(manager.parser, command)
    return manager


def _add_options(manager: OptionManager) -> None:
    """The options of this command alone; a repository's configuration has no say in them."""
    for name in ("min-severity", "cwe", "family"):
        manager.add_option(
            f"--{name}",
            action=own.Given,
            dest=f"testsec_{name.replace('-', '_')}",
            metavar="names",
            default="",
            comma_separated_list=True,
            help=f"The same as --testsec-{name}.",
        )
    _add_baseline(manager)
    manager.add_option("--deep", action="store_true", dest="testsec_deep", help="The same as --testsec-deep.")
    manager.add_option(
        "--cassettes",
        action="store_true",
        help="Review recorded cassettes (YAML, JSON), and nothing else; needs PyYAML.",
    )
    manager.add_option(
        "--cache-dir",
        metavar="folder",
        default=None,
        help="Where results are kept for the next run. (Default: a folder below the user's cache folder, if "
        "platformdirs is installed)",
    )
    manager.add_option(
        "--include-suppressed",
        action="store_true",
        help="Tell in json, jsonl, sarif, junit and full what a noqa silences, too; it does not count.",
    )
    pages.offer(manager)
    _add_running(manager)


def _add_running(manager: OptionManager) -> None:
    manager.add_option("--no-cache", action="store_true", help="Neither use nor keep results.")
    manager.add_option(
        "--max-seconds-per-file",
        type=_seconds,
        default=deadlines.SECONDS,
        metavar="seconds",
        help="Give a file up that takes longer, and name it with TSE000; 0: never. (Default: "
        f"{deadlines.SECONDS:g})",
    )
    manager.add_option(
        "--timings",
        action="store_true",
        help="Tell on standard error where the time went; in one process, without kept results.",
    )


def _seconds(given: str) -> float:
    """What a file may take.

    Raises:
        ArgumentTypeError: it is no number of seconds.
    """
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= _MOST_SECONDS:
        raise argparse.ArgumentTypeError(f"{given!r} is no number of seconds from 0 to {_MOST_SECONDS}")
    return seconds


def _add_baseline(manager: OptionManager) -> None:
    manager.add_option(
        "--baseline",
        action=own.Given,
        dest="testsec_baseline",
        metavar="file",
        default="",
        normalize_paths=True,
        help="The same as --testsec-baseline.",
    )
    manager.add_option(
        "--fail-on-stale",
        action="store_true",
        help="Name what the baseline lists and is no longer found, and end in 1 if there is any.",
    )


def _add_fixing(manager: OptionManager) -> None:
    manager.add_option(
        "--diff", action="store_true", help="Change nothing, and print a patch that 'git apply' takes."
    )
    manager.add_option(
        "--unsafe",
        action="store_true",
        help="Apply also what may let a test fail that has passed: a check that has never run may be wrong.",
    )


def _speak_plainly(parser: argparse.ArgumentParser, command: str) -> None:
    """Name our command, and refuse in one line instead of a screen of usage."""
    parser.prog = f"testsec {command}"
    vars(parser)["error"] = lambda message: sys.exit(refused(message, command))


def _set_outputs(options: argparse.Namespace, config: configparser.RawConfigParser) -> None:
    """Work out which reports to make, and what they need.

    Raises:
        ExecutionError: a format is none, or the reports would go to no clear places.
    """
    configured = _configured(options.format, config)
    words = getattr(options, "words", ())
    vars(options).pop("words", None)
    found = [each._replace(format=_format(each.format)) for each in outputs.outputs(words, configured)]
    pages.require(options, found)
    if options.tee and len(found) > 1:
        raise ExecutionError(
            "argument --tee: it is for a single report; give another --format without a file"
        )
    options.outputs, options.needs = found, outputs.needs_of(found)
    options.format, options.output_file = found[0]


def _configured(name: str, config: configparser.RawConfigParser) -> str:
    """What a configuration asks for; a formatter of another plugin, which we do not load, is none of ours."""
    given = config.get("flake8", "format", fallback=None) == name
    return "default" if given and not _is_known(name) and "%(" not in name else name


def _is_known(name: str) -> bool:
    return name.removeprefix("testsec-") in _NAMES


def _format(name: str) -> str:
    if _is_known(name):
        return name.removeprefix("testsec-")
    if "%(" in name:
        return approved(name)
    raise ExecutionError(f"argument --format: {name!r} is neither one of {', '.join(_NAMES)} nor a template")


_NAMES = [*FORMATS, *FORMS]


def _plugins() -> finder.Plugins:
    tree = [_loaded("flake8-testsec", __version__, "TSE", _Reviewer, _PARAMETERS)]
    return finder.Plugins(finder.Checkers(tree, [], []), {}, [])


def _loaded(
    package: str, version: str, name: str, kind: type, parameters: dict[str, bool]
) -> finder.LoadedPlugin:
    entry = _EntryPoint(name, f"{kind.__module__}:{kind.__name__}", "flake8.extension")
    return finder.LoadedPlugin(finder.Plugin(package, version, entry), kind, parameters)
