"""The rules' own examples, read as files."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.rule import Role, Rule
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

FILE = lazy(r"# file: (\S+)\Z")
"""The line above each file of an example that has several."""
CARETS = lazy(r"\s*\^[\s^]*\Z")
"""A line that marks spans of the line above it."""
_SPAN = lazy(r"\^+")


class File(NamedTuple):
    """One file of an example."""

    path: str
    text: str
    """The text without carets."""
    spans: tuple[tuple[int, int, int], ...]
    """What carets mark: lines from 1, columns from 0 in characters, the ends exclusive."""
    example: Mapping[str, str] = {}
    """The texts of all files of the example by their paths."""

    def module(self, settings: Settings) -> Module:
        """The file as a module that sees the others of its example.

        Args:
            settings: what it is reviewed with.

        Raises:
            SyntaxError: it cannot be parsed.
        """
        project = Project(Tree({**self.example, self.path: self.text}))
        return Module.parse(self.text, self.path, settings, project.view(self.path))


def default_path(rule: Rule) -> str:
    """Where an example lies that names no file: where its rule speaks.

    Args:
        rule: its rule.
    """
    return "tests/test_example.py" if rule.roles & Role.TEST else "shop/example.py"


def read(text: str, path: str) -> tuple[File, ...]:
    """Split an example into its files, and take the carets out.

    Args:
        text: the example.
        path: the path of what comes before its first file.

    Returns:
        The files.
    """
    files = list(_files(text, path))
    texts = {file.path: file.text for file in files}
    return tuple(file._replace(example=texts) for file in files)


def _files(text: str, path: str) -> Iterator[File]:
    lines: list[str] = []
    for line in [*textwrap.dedent(text).strip("\n").split("\n"), "# file: end"]:
        if match := FILE.match(line):
            if any(map(str.strip, lines)):
                yield _file(path, lines)
            path, lines = match[1], []
        else:
            lines.append(line)


def _file(path: str, lines: list[str]) -> File:
    kept: list[str] = []
    spans: list[tuple[int, int, int]] = []
    for line in lines:
        if CARETS.match(line):
            spans += [(len(kept), match.start(), match.end()) for match in _SPAN.finditer(line)]
        else:
            kept.append(line.rstrip())
    return File(path, "\n".join(kept).rstrip("\n") + "\n", tuple(spans))
