"""All that one Python must pass: style, types, documentation, and the tests with their coverage.

With arguments, one of `commands`.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable

from .commands import command

FOLDERS = (
    "flake8_testsec tests bench setup.py "
    "docs/floors.py docs/generate.py docs/hooks.py docs/navigation.py docs/terminal.py"
)
STEPS = (
    f"-m ruff check {FOLDERS}",
    f"-m ruff format --check {FOLDERS}",
    "-m mypy",
    "docs/generate.py --check",
    # The tests come last, so that their summary is what a reader of the log sees first. One worker takes all
    # tests of a file, because those with pre-commit share environments that are slow to make. Files keep the
    # order of tests/conftest.py; by their numbers of tests, which is usual, the slowest would begin last.
    "-m pytest -n auto --dist loadfile --no-loadscope-reorder --cov --cov-fail-under=100",
)


def main(steps: Iterable[str] = STEPS) -> int:
    """Run every step, whatever the ones before it said.

    Args:
        steps: arguments of Python, as a shell would read them.

    Returns:
        0 if all steps passed, else 1.
    """
    failed = [step for step in steps if _status(step)]
    for step in failed:
        print(f"failed: python {step}", file=sys.stderr)
    return int(bool(failed))


def _status(step: str) -> int:
    print(f"\n$ python {step}", flush=True)
    # Hundreds of tests start a process, which would compile us each time where nothing compiled may be kept.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run([sys.executable, *shlex.split(step)], env=kept).returncode


if __name__ == "__main__":
    raise SystemExit(command(sys.argv[1:]) if sys.argv[1:] else main())
