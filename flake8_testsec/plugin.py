"""The door that flake8 sees: options in, tuples out."""

from __future__ import annotations

import argparse
import ast
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from flake8.exceptions import ExecutionError

from flake8_testsec import __version__, engine, options, pytest_config
from flake8_testsec.module import Module
from flake8_testsec.rule import FAULT, Finding
from flake8_testsec.settings import Settings

Row = tuple[int, int, str, type[Any]]


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
        """Take the options' values.

        Raises:
            ExecutionError: a value is wrong, which flake8 shows in one line.
        """
        try:
            cls.settings = options.settings_from(values)
        except options.OptionError as error:
            raise ExecutionError(str(error)) from error

    def run(self) -> Iterator[Row]:
        """Review the file; whatever goes wrong is a finding.

        Yields:
            Line from 1, column from 0 in characters, code and message, and the class of the plugin.
        """
        for finding in self.findings():
            yield finding.line, finding.column, f"{finding.code} {finding.message}", type(self)

    def findings(self) -> list[Finding]:
        """The findings with all that flake8's tuples cannot carry."""
        try:
            path = project_path(self._filename)
            return engine.examine(Module(self._tree, self._lines, path, self._settings()))
        except Exception as error:  # flake8 would lose the findings of all files
            text = f"internal error: {type(error).__name__}; please report it"
            return [Finding(1, 0, FAULT, text, 1, 0)]

    def _settings(self) -> Settings:
        """The settings with what the engine must not look up itself, where the file makes it matter."""
        if self.settings.asyncio_auto is None and any(map(pytest_config.concerns, self._lines)):
            folder = os.path.dirname(os.path.abspath(self._filename))
            return replace(self.settings, asyncio_auto=_asyncio_auto(folder))
        return self.settings


def project_path(filename: str) -> str:
    """A path as the project knows it, so that folders outside it do not decide what a file is for.

    Args:
        filename: relative to the working directory, or absolute.

    Returns:
        The path relative to the root of the project that the working directory (for a file outside it:
        the file) lies in; relative to the working directory where no root is found.
    """
    root = project_root(filename)
    return os.path.relpath(os.path.abspath(filename), root) if root else filename


def project_root(filename: str) -> str | None:
    """The root of the project that the working directory (for a file outside it: the file) lies in.

    Args:
        filename: relative to the working directory, or absolute.

    Returns:
        The folder of the repository, or the nearest that looks like a project's; else the working
        directory for a file below it, and ``None`` for any other.
    """
    absolute, here = os.path.abspath(filename), os.getcwd()
    inside = absolute.startswith(os.path.join(here, ""))
    return _root(here if inside else os.path.dirname(absolute)) or (here if inside else None)


@lru_cache(maxsize=1024)
def _asyncio_auto(folder: str) -> bool | None:
    root = project_root(os.path.join(folder, "test.py"))
    return pytest_config.asyncio_auto(root, folder) if root else None


_REPOSITORIES = (".git", ".hg")
_PROJECTS = ("pyproject.toml", "setup.cfg", "setup.py", "tox.ini")


def _root(folder: str) -> str | None:
    """The repository's folder; without one, the nearest that looks like a project's."""
    return _above(folder, _REPOSITORIES) or _above(folder, _PROJECTS)


def _above(folder: str, markers: Sequence[str]) -> str | None:
    while not any(os.path.lexists(os.path.join(folder, marker)) for marker in markers):
        if folder == (folder := os.path.dirname(folder)):
            return None
    return folder
