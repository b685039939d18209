"""What the rules cost, as ratios within one process: against parsing, and family by family."""

from __future__ import annotations

import argparse
import ast
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from bench.corpora import packages, sources
from flake8_testsec.catalogue import RULES
from flake8_testsec.engine import compile_table, examine
from flake8_testsec.module import Module
from flake8_testsec.rule import Role, Rule
from flake8_testsec.settings import Settings

ROUNDS = 5
ALL = Settings(enable=("TSE",))


class File(NamedTuple):
    """One file in memory."""

    path: str
    source: bytes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument("--package", default="nova", metavar="NAME")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N")


def main(options: argparse.Namespace) -> int:
    """Measure and print.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 0.

    Raises:
        CorpusError: the package cannot be had.
    """
    files = [File(each.path, each.file.read_bytes()) for each in sources(packages([options.package]))]
    seconds = measure(_contenders(files), options.rounds)
    parse, some = seconds["ast.parse alone"], seconds["families 4 and 5"]
    size = sum(len(file.source) for file in files) / 1e6
    print(
        f"{options.package}: {len(files)} files, {size:.1f} MB, {options.rounds} rounds, median CPU seconds\n"
    )
    print(f"{'':34}{'seconds':>10}{'x parse':>10}{'x families 4, 5':>18}")
    for name, spent in seconds.items():
        print(f"{name:34}{spent:>10.2f}{spent / parse:>10.2f}{spent / some:>18.2f}")
    return 0


def _contenders(files: Sequence[File]) -> Mapping[str, Callable[[], None]]:
    default = [rule for rule in RULES.values() if rule.default]
    some = [rule for rule in default if rule.code[3] in "45"]
    return {
        "ast.parse alone": lambda: _parse(files),
        "index and parents, no rules": lambda: _review(files, []),
        "families 4 and 5": lambda: _review(files, some),
        "all families": lambda: _review(files, default),
        "all families, opt-in rules too": lambda: _review(files, RULES.values()),
    }


def measure(contenders: Mapping[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    """Run all contenders in turn, several times, so that a change of the machine's speed hits them alike.

    Args:
        contenders: what to run, by name.
        rounds: how many times.

    Returns:
        The median of each one's CPU time in seconds.
    """
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            start = time.process_time()
            run()
            spent[name].append(time.process_time() - start)
    return {name: statistics.median(times) for name, times in spent.items()}


def _parse(files: Iterable[File]) -> None:
    for file in files:
        ast.parse(file.source)


def _review(files: Iterable[File], rules: Iterable[Rule]) -> None:
    wanted = list(rules)
    tables = {role: compile_table(wanted, role) for role in Role}
    for file in files:
        module = Module.parse(file.source, file.path, ALL)
        examine(module, tables[module.role])
