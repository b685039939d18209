"""The command line of the benchmarks."""

from __future__ import annotations

import argparse
import sys

from bench import (
    adoption,
    audit,
    clones,
    command,
    corpora,
    deep,
    doors,
    environments,
    evidence,
    fixes,
    fuzz,
    growth,
    imports,
    judge,
    labels,
    patterns,
    precision,
    recall,
    review,
    sample,
    scale,
    speed,
    strangers,
)
from bench.inject import measure

_MODULES = {
    "adoption": adoption,
    "audit": audit,
    "deep": deep,
    "doors": doors,
    "evidence": evidence,
    "fuzz": fuzz,
    "fixes": fixes,
    "growth": growth,
    "imports": imports,
    "inject": measure,
    "judge": judge,
    "patterns": patterns,
    "precision": precision,
    "recall": recall,
    "review": review,
    "sample": sample,
    "scale": scale,
    "speed": speed,
    "strangers": strangers,
}
_REFUSALS = (
    clones.CloneError,
    command.CommandError,
    corpora.CorpusError,
    environments.InstallError,
    measure.InjectError,
    labels.LabelError,
    recall.RecordError,
)


def main() -> int:
    """Run one benchmark.

    Returns:
        The exit status: 0 if all is well, 1 if a benchmark says no, 2 if it could not run.
    """
    options = _parser().parse_args()
    try:
        status: int = options.run(options)
    except _REFUSALS as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, `head` perhaps, has seen enough
        sys.stderr.close()
        return 2
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Precision, recall and cost of the rules."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    fetch = commands.add_parser("fetch", help="bring the pinned packages onto this machine")
    fetch.add_argument("--package", nargs="+", action="extend", default=[], metavar="NAME")
    fetch.set_defaults(run=_fetch)
    for name, module in _MODULES.items():
        command = commands.add_parser(name, help=(module.__doc__ or "").splitlines()[0])
        module.add_arguments(command)
        command.set_defaults(run=module.main)
    return parser


def _fetch(options: argparse.Namespace) -> int:
    for package in corpora.packages(options.package, (corpora.TUNED, corpora.STRANGERS)):
        print(f"{package.name} {package.version}: {corpora.fetch(package)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
