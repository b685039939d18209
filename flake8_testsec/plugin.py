"""The door that flake8 sees: options in, tuples out."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from flake8.exceptions import ExecutionError

from flake8_testsec import __version__, deadlines, options, pyproject
from flake8_testsec.filters import Filter
from flake8_testsec.finding import FAULT, Finding, unreviewed
from flake8_testsec.roots import RootAbove, below, project_place, project_root, working_root
from flake8_testsec.settings import Settings
from flake8_testsec.vocabulary.testing import pytest_config

if TYPE_CHECKING:
    import ast

    from flake8_testsec.baselined import Baselined
    from flake8_testsec.project.views import Project
    from flake8_testsec.source.module import Module
    from flake8_testsec.witnessed import Witnessed

Row = tuple[int, int, str, type[Any]]
ProjectOf = Callable[[str], "Project"]


class Plugin:
    """One file as flake8 hands it over.

    Args:
        tree: the parsed file, shared with other plugins.
        filename: the path as flake8 knows it, or the display name of standard input.
        lines: the file's lines.
    """

    name = "flake8-testsec"
    version = __version__
    settings = Settings()
    """Set once a process by `parse_options`; workers that are spawned parse the options again."""
    filter = Filter()
    """What of the findings is shown, set in the same way."""
    baselined: Baselined | None = None
    """What of them is listed in a baseline, if there is one. ``testsec`` compares elsewhere."""
    witnessed: Witnessed | None = None
    """What runs of the tests have seen, if flake8 was given evidence. ``testsec`` asks elsewhere."""

    def __init__(self, tree: ast.Module, filename: str, lines: Sequence[str]) -> None:
        self._tree = tree
        self._filename = filename
        self._lines = lines

    @staticmethod
    def add_options(manager: options.Parser) -> None:
        """Offer our options to flake8's parser."""
        options.register(manager)

    @classmethod
    def parse_options(cls, values: argparse.Namespace) -> None:
        """Take the options' values, as flake8 wants it done before it starts processes.

        Raises:
            ExecutionError: a value is wrong, which flake8 shows in one line.
        """
        _take_table(values)
        cls.configure(values)
        cls.baselined = _baselined(values)
        cls.witnessed = _witnessed(values)
        if not _is_one_file(getattr(values, "filenames", ())):
            _load(cls.settings.enable)

    @classmethod
    def configure(cls, values: argparse.Namespace) -> None:
        """Take the options' values.

        Raises:
            ExecutionError: a value is wrong.
        """
        try:
            cls.settings = options.settings_from(values)
            cls.filter = options.filter_of(values)
        except options.OptionError as error:
            raise ExecutionError(str(error)) from error

    def run(self) -> Iterator[Row]:
        """Review the file; whatever goes wrong is a finding.

        Yields:
            Line from 1, column from 0 in characters, code and message, and the class of the plugin.
        """
        for finding, seen in self._findings():
            if self.filter.admits(finding.code):
                message = f"{finding.message} [{seen}]" if seen else finding.message
                yield finding.line, finding.column, f"{finding.code} {message}", type(self)

    def _findings(self) -> Iterable[tuple[Finding, str]]:
        """The findings with all that flake8's tuples cannot carry, and what evidence says of them."""
        if sum(map(len, self._lines)) > deadlines.LARGEST:
            return [(unreviewed(deadlines.TOO_LARGE), "")]
        try:
            case = case_of(self._filename, self._lines, self.settings)
        except Exception as error:  # flake8 would lose the findings of all files
            return [(_fault(error), "")]
        try:
            with uncollected(), deadlines.limited(deadlines.SECONDS):
                return self._told(examined(self._tree, self._lines, case))
        except deadlines.Overdue:
            return [(unreviewed(deadlines.told(deadlines.SECONDS)), "")]

    def _told(self, found: Examined) -> list[tuple[Finding, str]]:
        if self.witnessed is None:
            return [(each, "") for each in self._new(found.findings)]
        said = seen_of(self.witnessed, self._filename, self._tree, self._lines, found)
        new = self._new([finding for finding, _ in said])
        return [each for each in said if each[0] in new]

    def _new(self, findings: list[Finding]) -> list[Finding]:
        """Those that no baseline lists; if it cannot be told, all of them and why."""
        if self.baselined is None or not findings:
            return findings
        from flake8_testsec.baselined import File

        try:
            file = File(self._filename, project_place(self._filename), self._lines, self._tree)
            return self.baselined.new(findings, file)
        except Exception as error:
            return [_fault(error), *findings]


def _baselined(values: argparse.Namespace) -> Baselined | None:
    """The baseline that the options name.

    Raises:
        ExecutionError: it cannot be used.
    """
    try:
        baseline = options.baseline_of(values, working_root())
    except options.OptionError as error:
        raise ExecutionError(str(error)) from error
    if baseline is None:
        return None
    from flake8_testsec.baselined import Baselined

    return Baselined(baseline, values)


def _witnessed(values: argparse.Namespace) -> Witnessed | None:
    """The evidence that the options name; that some of it is too old is said once.

    Raises:
        ExecutionError: it cannot be used.
    """
    names = options.evidence_of(values)
    if not names:
        return None
    from multiprocessing import parent_process

    from flake8_testsec.witnessed import Witnessed

    try:
        found = Witnessed(names, Plugin.settings, Plugin.filter)
    except (OSError, ValueError) as error:
        raise ExecutionError(f"--{options.PREFIX}-{error}") from error
    for line in () if parent_process() else found.changed():
        print(f"flake8-testsec: {line}", file=sys.stderr)
    return found


def seen_of(
    witnessed: Witnessed, name: str, tree: ast.Module, lines: Sequence[str], found: Examined
) -> list[tuple[Finding, str]]:
    """The findings of a file with what evidence says of them, and what it alone has seen.

    Args:
        witnessed: knows the evidence.
        name: the file as flake8 knows it.
        tree: the parsed file.
        lines: its lines.
        found: what the rules say.

    Returns:
        All findings, in the order of their places.
    """
    from flake8_testsec.witnessed import told_of

    try:
        module = partial(module_of, tree, lines, case_of(name, lines, Plugin.settings))
        every = told_of(witnessed, name, tree, lines, found, module)
    except Exception as error:
        every = [(_fault(error), ""), *((each, "") for each in found.findings)]
    return sorted(every, key=lambda each: each[0][:2])


def _take_table(values: argparse.Namespace) -> None:
    """Take our own options from ``[tool.testsec]``, of which flake8 knows nothing."""
    try:
        table = None if _is_told_where_to_look() else pyproject.nearest(os.getcwd())
        if table is not None:
            pyproject.require_known(table, {*options.COMMON_KEYS, *options.own_keys()})
            options.take(values, table)
    except pyproject.WrongTable as error:
        raise ExecutionError(str(error)) from error


def _is_told_where_to_look() -> bool:
    """Whether flake8 shall read no configuration, or another; it does not tell its plugins."""
    from flake8.main.options import stage1_arg_parser

    parser = stage1_arg_parser()
    vars(parser)["error"] = _nothing_told
    try:
        early, _ = parser.parse_known_args(sys.argv[1:])
    except _NothingTold:  # the arguments of another program that runs flake8
        return False
    return bool(early.isolated or early.config)


class _NothingTold(Exception):
    pass


def _nothing_told(message: str) -> NoReturn:
    raise _NothingTold(message)


def _is_one_file(names: Sequence[str]) -> bool:
    """Whether flake8 will review one file, in this process; the rules that it needs are imported then."""
    return len(names) == 1 and not os.path.isdir(names[0])


@lru_cache(maxsize=1)
def _load(enable: tuple[str, ...]) -> None:
    """Import the rules before flake8 forks, or each process would do it again.

    They stay, so the collector need not walk over them whenever it comes.
    """
    from flake8_testsec import engine

    engine.load(Settings(enable=enable))
    gc.freeze()


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking over a tree again and again while a file is reviewed."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Case(NamedTuple):
    """What a review hangs on beside the file's content."""

    root: str | None
    """The project's top folder, see `project_root`."""
    path: str
    """As the project knows it."""
    settings: Settings


class Examined(NamedTuple):
    """What a review came to, and the other files that it hung on."""

    findings: list[Finding]
    consulted: Mapping[str, str]
    """See ``Module.consulted``."""
    role: str = ""
    """The name of what the file is for; empty if that could not be found out."""


def case_of(
    filename: str, lines: Iterable[str], settings: Settings, root_above: RootAbove | None = None
) -> Case:
    """The one place where a file gets its path, and its settings what the engine must not look up itself.

    Args:
        filename: as the door knows it.
        lines: the file's lines, or its text in other pieces.
        settings: the settings of the run.
        root_above: see `project_root`.

    Returns:
        What both doors review the file with.
    """
    if settings.asyncio_auto is None and any(map(pytest_config.concerns, lines)):
        folder = os.path.dirname(os.path.abspath(filename))
        settings = settings._replace(asyncio_auto=_asyncio_auto(folder))
    root = project_root(filename, root_above)
    return Case(root, below(root, filename), settings)


def examined(
    tree: ast.Module,
    lines: Sequence[str],
    case: Case,
    project_of: ProjectOf | None = None,
    fixes: bool = False,
) -> Examined:
    """The one place where both doors ask the engine; whatever goes wrong is a finding.

    Args:
        tree: the parsed file, which is only read.
        lines: its lines with their ends.
        case: see `case_of`.
        project_of: does what `project` does, for who has a store.
        fixes: whether the findings shall carry their fixes.

    Returns:
        The findings, and what they hung on.
    """
    try:
        from flake8_testsec import engine  # results that are known already do without

        with module_of(tree, lines, case, project_of) as module:
            findings = engine.examine(module, fixes=fixes)
            return Examined(findings, module.consulted, module.role.name or "")
    except Exception as error:
        return Examined([_fault(error)], {})


@contextmanager
def module_of(
    tree: ast.Module, lines: Sequence[str], case: Case, project_of: ProjectOf | None = None
) -> Iterator[Module]:
    """The one place where doors make a module.

    Args:
        tree: see `examined`.
        lines: see `examined`.
        case: see `case_of`.
        project_of: see `examined`.

    Yields:
        The module; what it knows is gone afterwards.
    """
    from flake8_testsec.source.module import Module

    view = None
    if case.root is not None:
        view = (project_of or project)(case.root).view(case.path, case.settings.deep)
    module = Module(tree, lines, case.path, case.settings, view)
    yield module
    # A module and its scopes name each other; the tree would wait for the garbage collector.
    vars(module).clear()


@lru_cache(maxsize=64)
def project(root: str) -> Project:
    """The project below a folder, which remembers what it has read.

    Args:
        root: the folder.

    Returns:
        The same project for the same folder, as long as the process lives.
    """
    from flake8_testsec.project.views import Project

    return Project(root)


def _fault(error: Exception) -> Finding:
    from flake8_testsec.faults import told  # there should be no use for it

    return Finding(1, 0, FAULT, told(error), 1, 0)


@lru_cache(maxsize=1024)
def _asyncio_auto(folder: str) -> bool | None:
    root = project_root(os.path.join(folder, "test.py"))
    return pytest_config.asyncio_auto(root, folder) if root else None
