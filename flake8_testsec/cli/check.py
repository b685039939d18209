"""``testsec check``: flake8's options, discovery, noqa and decisions around our engine alone.

Only this package is loaded as a plugin: neither other installed plugins nor the ``local-plugins`` that a
configuration names, because reviewing a repository must not run its code.
"""

from __future__ import annotations

import argparse
import configparser
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib.metadata import EntryPoint
from typing import Any

import flake8
from flake8.checker import FileChecker, Manager
from flake8.exceptions import EarlyQuit, ExecutionError
from flake8.formatting import base, default
from flake8.main.application import Application
from flake8.main.options import register_default_options, stage1_arg_parser
from flake8.options.aggregator import aggregate_options
from flake8.options.config import load_config
from flake8.options.manager import OptionManager
from flake8.plugins import finder
from flake8.utils import matches_filename
from flake8.violation import Violation

from flake8_testsec import __version__
from flake8_testsec.cli import cassettes
from flake8_testsec.plugin import Plugin
from flake8_testsec.rule import FAULT

FORMATS: dict[str, type[base.BaseFormatter]] = {
    "default": default.Default,
    "pylint": default.Pylint,
    "quiet-filename": default.FilenameOnly,
    "quiet-nothing": default.Nothing,
}
SELECTED = "TSE,E9"
"""Ours, and what flake8 says of files that cannot be read or parsed."""

_BROKEN = ("E9", FAULT)
_INTERRUPTED = 130

Row = tuple[str, int, int, str, "str | None"]
Result = tuple[str, list[Row], dict[str, int]]


def check(argv: Sequence[str]) -> int:
    """Review files.

    Args:
        argv: paths and flake8's own options.

    Returns:
        0 if nothing was found, 1 for findings, 2 for wrong usage or files that cannot be read,
        130 after an interrupt.
    """
    application = _Application()
    try:
        application.initialize(argv)
        application.run_checks()
        application.report()
    except (ExecutionError, ValueError, OSError, configparser.Error, BrokenProcessPool) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return _refused(str(error))
    except EarlyQuit:
        print("testsec check: interrupted", file=sys.stderr)
        return _INTERRUPTED
    if application.options.count:
        print(application.result_count)
    return application.exit_status()


def _refused(message: str) -> int:
    print(f"testsec check: error: {printable(' '.join(message.split()))}", file=sys.stderr)
    return 2


def printable(text: str) -> str:
    """A text that is safe to show: control and unprintable characters are written as escapes."""
    return "".join(
        each if each.isprintable() or each == "\t" else each.encode("unicode_escape").decode()
        for each in text
    )


class _Application(Application):  # type: ignore[misc]  # flake8 ships no types
    """flake8's application with one plugin, and a reader that does not tokenise."""

    options: argparse.Namespace

    def initialize(self, argv: Sequence[str]) -> None:
        self.plugins, self.options = parse(argv)
        self.make_formatter()
        self.make_guide()
        self.file_checker_manager = _Manager(self.guide, self.plugins.checkers, argv)

    def run_checks(self) -> None:
        self.file_checker_manager.start()
        self.file_checker_manager.run()
        self.file_checker_manager.stop()

    def exit_status(self) -> int:
        """The exit status; files that could not be reviewed are told even if the options hide them."""
        broken = list(self._broken())
        shown = {(each.filename, each.error_code) for each in self.guide.stats.statistics_for("")}
        for name, code, line, text in broken:
            if (name, code) not in shown:
                print(printable(f"{name}:{line}: {code} {text}"), file=sys.stderr)
        return 2 if broken else int(self.exit_code())

    def _broken(self) -> Iterator[tuple[str, str, int, str]]:
        for name, rows, _ in self.file_checker_manager.results:
            for code, line, _, text, _ in rows:
                if code.startswith(_BROKEN):
                    yield name, code, line, text


class _Manager(Manager):  # type: ignore[misc]
    """flake8's manager of files, with our reader in this or in other processes."""

    filenames: tuple[str, ...]

    def start(self) -> None:
        super().start()
        if self.options.cassettes:
            self.filenames = cassettes.chosen(self.filenames, self.options)

    def run_serial(self) -> None:
        self.results = [
            *self._unwalkable(),
            *(read(name, self.plugins, self.options) for name in self.filenames),
        ]

    def run_parallel(self) -> None:
        chunk = max(1, min(64, len(self.filenames) // (self.jobs * 4)))
        with ProcessPoolExecutor(self.jobs, initializer=_prepare, initargs=(tuple(self.argv),)) as pool:
            read_ones = pool.map(_read_in_worker, self.filenames, chunksize=chunk)
            self.results = [*self._unwalkable(), *read_ones]

    def _unwalkable(self) -> Iterator[Result]:
        """Folders that cannot be listed, of which flake8's discovery says nothing."""
        errors: list[OSError] = []
        for path in filter(os.path.isdir, self.options.filenames or ["."]):
            for folder, inner, _ in os.walk(path, onerror=errors.append):
                inner[:] = [name for name in inner if not self._excluded(os.path.join(folder, name))]
        for error in errors:
            text = f"{type(error).__name__}: {error.strerror}"
            yield str(error.filename), [("E902", 0, 0, text, "")], _statistics()

    def _excluded(self, path: str) -> bool:
        return bool(matches_filename(path, self.exclude, "%(path)s %(whether)s", flake8.LOG))


class _Reader(FileChecker):  # type: ignore[misc]
    """flake8's reader of one file, which parses it and runs our plugin and nothing else."""

    def process_tokens(self) -> None:
        """Style checks are not ours."""


def read(name: str, plugins: finder.Checkers, options: argparse.Namespace) -> Result:
    """Review one file.

    Args:
        name: its path, or ``-``.
        plugins: our plugin.
        options: the parsed options.

    Returns:
        The name to display, the findings as flake8 keeps them, and statistics.
    """
    try:
        if options.cassettes:
            return (*cassettes.review(name, options), _statistics())
        display, rows, statistics = _Reader(filename=name, plugins=plugins, options=options).run_checks()
        return display, rows, statistics
    except (RecursionError, MemoryError):
        fault = "not reviewed: nested too deeply"
    except Exception as error:  # one bad file must not cost the findings of the others
        fault = f"not reviewed: {type(error).__name__}: {error}"
    display = options.stdin_display_name if name == "-" else name
    return display, [(FAULT, 1, 0, " ".join(fault.split()), "")], _statistics()


def _statistics() -> dict[str, int]:
    return {"tokens": 0, "logical lines": 0, "physical lines": 0}


_worker: dict[str, Any] = {}


def _prepare(argv: Sequence[str]) -> None:
    # Spawned workers share nothing with this process, so each parses the options again, as flake8's do.
    _worker["plugins"], _worker["options"] = parse(argv)


def _read_in_worker(name: str) -> Result:
    return read(name, _worker["plugins"].checkers, _worker["options"])


def parse(argv: Sequence[str]) -> tuple[finder.Plugins, argparse.Namespace]:
    """Parse options and configuration with flake8's own code, our plugin being the only one.

    Args:
        argv: the arguments after ``check``.

    Returns:
        The plugins, and the options' values.

    Raises:
        ExecutionError: the configuration is missing or an option's value is wrong.
        ValueError: a value in the configuration is not of its option's type.
        SystemExit: the arguments are wrong (status 2), or help or version was asked for.
    """
    first = stage1_arg_parser()
    _speak_plainly(first)
    early, rest = first.parse_known_args(argv)
    if early.output_file:
        rest.extend(("--output-file", early.output_file))
    flake8.configure_logging(early.verbose, early.output_file)
    config, folder = load_config(early.config, early.append_config, isolated=early.isolated)
    plugins = _plugins()
    options = _parser(plugins, first)
    values = aggregate_options(options, config, folder, [f"--select={SELECTED}", *rest])
    values.format = _format(values.format, config)
    if values.cassettes:
        cassettes.prepare(values)
    Plugin.parse_options(values)
    return plugins, values


def _parser(plugins: finder.Plugins, first: argparse.ArgumentParser) -> OptionManager:
    manager = OptionManager(
        version=__version__,
        plugin_versions=plugins.versions_str(),
        parents=[first],
        formatter_names=list(FORMATS),
    )
    register_default_options(manager)
    manager.add_option(
        "--cassettes",
        action="store_true",
        help="Review recorded cassettes (YAML, JSON), and nothing else; needs PyYAML.",
    )
    manager.register_plugins(plugins)
    _speak_plainly(manager.parser)
    return manager


def _speak_plainly(parser: argparse.ArgumentParser) -> None:
    """Name our command, and refuse in one line instead of a screen of usage."""
    parser.prog = "testsec check"
    vars(parser)["error"] = lambda message: sys.exit(_refused(message))


def _format(name: str, config: configparser.RawConfigParser) -> str:
    if name in FORMATS or "%(" in name:
        return name
    if config.get("flake8", "format", fallback=None) == name:
        return "default"  # a formatter of another plugin, which we do not load
    known = ", ".join(FORMATS)
    raise ExecutionError(f"argument --format: {name!r} is neither one of {known} nor a template")


def _plugins() -> finder.Plugins:
    tree = [
        _loaded(
            "flake8-testsec", __version__, "TSE", Plugin, dict.fromkeys(("tree", "filename", "lines"), True)
        )
    ]
    reporters = {
        name: _loaded("flake8", flake8.__version__, name, _safe(kind), {"options": True})
        for name, kind in FORMATS.items()
    }
    return finder.Plugins(finder.Checkers(tree, [], []), reporters, [])


def _loaded(
    package: str, version: str, name: str, kind: type, parameters: dict[str, bool]
) -> finder.LoadedPlugin:
    entry = EntryPoint(name, f"{kind.__module__}:{kind.__name__}", "flake8.extension")
    return finder.LoadedPlugin(finder.Plugin(package, version, entry), kind, parameters)


def _safe(kind: type[base.BaseFormatter]) -> type[base.BaseFormatter]:
    """A formatter that shows no control characters of file names, messages and source lines."""

    class Safe(kind):  # type: ignore[misc]
        def handle(self, error: Violation) -> None:
            line = error.physical_line
            super().handle(
                error._replace(
                    filename=printable(error.filename),
                    text=printable(error.text),
                    physical_line=line and "\n".join(map(printable, line.split("\n"))),
                )
            )

        def beginning(self, filename: str) -> None:
            super().beginning(printable(filename))

    return Safe
