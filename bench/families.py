"""What the rules cost family by family, within one process: against parsing, and against each other."""

from __future__ import annotations

import ast
import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.workload import Workload
from flake8_testsec.catalogue import RULES
from flake8_testsec.engine import compile_table, examine
from flake8_testsec.project.views import Project
from flake8_testsec.rule import Role, Rule
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

ALL = Settings(enable=("TSE",))
PARSE = "ast.parse alone"
INDEX = "index and parents, no rules"
DEFAULT = "all families"
OPT_IN = "all families, opt-in rules too"
PART = 6
"""Of a large package, one file in so many is enough for comparing families."""
_LOOKS_ELSEWHERE = "3"
"""The family that asks about other modules, and so has a second run."""


class File(NamedTuple):
    """One file in memory."""

    path: str
    source: bytes


def read(work: Workload) -> list[File]:
    """Read a workload into memory.

    Args:
        work: the files.

    Returns:
        The files.
    """
    return [File(path, (work.folder / path).read_bytes()) for path in work.files]


def contenders(files: Sequence[File], root: Path) -> Mapping[str, Callable[[], None]]:
    """What is measured.

    Args:
        files: the files to review.
        root: the folder that their paths are relative to, in which answers about other modules are sought.

    Returns:
        What to run, by name.
    """
    default = [rule for rule in RULES.values() if rule.default]
    without = [rule for rule in default if rule.code[3] != _LOOKS_ELSEWHERE]
    known = Project(str(root))

    def review(rules: Iterable[Rule], project: Project | None = None) -> Callable[[], None]:
        return lambda: _review(files, rules, project or Project(str(root)))

    return {
        PARSE: lambda: _parse(files),
        INDEX: review([]),
        "families 4 and 5": review([rule for rule in default if rule.code[3] in "45"]),
        **{f"family {each}": review(rules) for each, rules in _families(default)},
        "all families but 3": review(without),
        DEFAULT: review(default),
        "all families, second run": review(default, known),
        OPT_IN: review(list(RULES.values())),
    }


def _families(rules: Sequence[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    for family in sorted({rule.code[3] for rule in rules}):
        yield f"{family}xx alone", [rule for rule in rules if rule.code[3] == family]


def measure(contenders: Mapping[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    """Run all contenders in turn, several times, so that a change of the machine's speed hits them alike.

    The first time is not counted: it fills what a second run knows.

    Args:
        contenders: what to run, by name.
        rounds: how many times.

    Returns:
        The median of each one's CPU time in seconds.
    """
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds + 1):
        for name, run in contenders.items():
            spent[name].append(_seconds(run))
    return {name: statistics.median(times[1:]) for name, times in spent.items()}


def _seconds(run: Callable[[], None]) -> float:
    """CPU time of a run without the garbage collector, which our own door switches off, too."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        run()
        return time.process_time() - start
    finally:
        gc.enable()


def _parse(files: Iterable[File]) -> None:
    for file in files:
        ast.parse(file.source)


def _review(files: Iterable[File], rules: Iterable[Rule], project: Project) -> None:
    wanted = list(rules)
    tables = {role: compile_table(wanted, role) for role in Role}
    for file in files:
        module = Module.parse(file.source, file.path, ALL, project.view(file.path))
        examine(module, tables[module.role])
        vars(module).clear()  # as our door does, so that the tree does not wait for the collector
