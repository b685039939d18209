"""What ``testsec doctor`` tells of this place: configuration, versions, files and rules."""

from __future__ import annotations

import argparse
import ast
import os
import platform
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec import __version__, pyproject
from flake8_testsec.cli import discovery, sources
from flake8_testsec.cli.configuration import Reading
from flake8_testsec.cli.contents import content
from flake8_testsec.cli.reading import undisturbed
from flake8_testsec.cli.reviews import STDIN
from flake8_testsec.cli.summary import ROLES
from flake8_testsec.outlines import OUTLINES
from flake8_testsec.plugin import Plugin, case_of, module_of
from flake8_testsec.source.syntax import read_lines

UNREAD = "cannot be parsed"


class Advice(NamedTuple):
    """Something that somebody should know."""

    text: str
    remedy: str = ""
    """What to write, and where."""
    wrong: bool = True
    """Whether it is a problem; a note may be meant so."""


class Here(NamedTuple):
    """What the flake8 of this environment says of itself."""

    version: str
    plugins: Mapping[str, str]
    advice: Sequence[Advice]


def active() -> list[str]:
    """The codes of the rules that speak, as far as our own options decide."""
    return [
        code
        for code, outline in OUTLINES.items()
        if (outline.default or Plugin.settings.enables(code)) and Plugin.filter.admits(code)
    ]


def configurations(reading: Reading) -> Iterator[str]:
    """The places that count, and those that were found and do not.

    Args:
        reading: where the configuration stands.
    """
    read = reading.sources
    counting = [table.title for table in (read.table, read.flake8_table) if table is not None]
    for title in (*counting, *(f"{name}: [flake8]" for name in read.files)):
        yield f"counts   {title}"
    if not (counting or read.files):
        yield "none: defaults"
    yield from (f"ignored  {line}" for line in _ignored(reading))


def _ignored(reading: Reading) -> Iterator[str]:
    early, read = reading.early, reading.sources
    told = "--isolated" if early.isolated else f"--config={early.config}" if early.config else ""
    taken = {os.path.abspath(name) for name in read.files}
    for path in sources.candidates(os.getcwd()):
        if path not in taken:
            yield f"{os.path.relpath(path)}: [flake8], because {_why(told, read)}"
    if told:
        return
    table = pyproject.table(pyproject.FILE, pyproject.FLAKE8)
    if table is not None and read.flake8_table is None:
        yield f"{table.title}, because flake8-pyproject is not installed"


def _why(told: str, read: sources.Sources) -> str:
    if told:
        return f"of {told}"
    if read.flake8_table is not None:
        return "flake8-pyproject reads [tool.flake8] instead"
    return f"flake8 reads the first of {', '.join(sources.NAMES)} that has it, in the nearest folder"


def versions(here: Here) -> Iterator[str]:
    """What is installed.

    Args:
        here: what flake8 says.
    """
    yield f"Python {platform.python_version()}, flake8-testsec {__version__}, flake8 {here.version}"
    others = [f"{name} {version}" for name, version in sorted(here.plugins.items())]
    yield f"plugins of flake8: {', '.join(others) or 'none'}"


def files_by_role(options: argparse.Namespace) -> dict[str, list[str]]:
    """The files that are there, excluded ones too, by the words for what they are for.

    Args:
        options: the parsed options; only what flake8 itself excludes is left out.
    """
    from flake8.defaults import EXCLUDE

    everything = argparse.Namespace(**{**vars(options), "exclude": [*EXCLUDE], "extend_exclude": []})
    found: dict[str, list[str]] = {word: [] for word in (*ROLES.values(), UNREAD)}
    with undisturbed():
        for name in discovery.files(everything):
            if name != STDIN:
                found[_role(name)].append(name)
    return {word: names for word, names in found.items() if names} or {"files": []}


def _role(name: str) -> str:
    try:
        lines = read_lines(content(name))
        tree = ast.parse("".join(lines))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return UNREAD
    with module_of(tree, lines, case_of(name, lines, Plugin.settings)) as module:
        return ROLES[module.role.name or ""]


def rules(reading: Reading, options: argparse.Namespace) -> Iterator[str]:
    """Which rules are on, and why.

    Args:
        reading: where the configuration stands.
        options: the parsed options of ``testsec check``.
    """
    from flake8.style_guide import Decision, DecisionEngine

    decisions = DecisionEngine(options)
    on = active()
    shown = [code for code in on if decisions.decision_for(code) is Decision.Selected]
    yield f"{len([code for code in shown if OUTLINES[code].default])} on by default"
    yield from _listed("on because they are enabled", [c for c in shown if not OUTLINES[c].default])
    yield from _listed("hidden by select or ignore in testsec check", [c for c in on if c not in shown])
    filtered = [c for c in OUTLINES if not Plugin.filter.admits(c)]
    yield from _listed("hidden by min-severity, cwe or family", filtered)
    off = [c for c in OUTLINES if c not in on and c not in filtered]
    yield from _listed("off; enable = [...] or --testsec-enable turns them on", off)


def _listed(why: str, codes: Sequence[str]) -> Iterator[str]:
    if codes:
        yield f"{len(codes)} {why}:"
        yield from (f"   {line}" for line in textwrap.wrap(", ".join(codes), 100))
