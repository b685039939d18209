"""All that one Python must pass: style, types, documentation, and the tests with their coverage.

With arguments, one of `commands`.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from .commands import command

FOLDERS = (
    "flake8_testsec tests bench setup.py "
    "docs/floors.py docs/generate.py docs/hooks.py docs/navigation.py docs/terminal.py"
)
# Python 3.11.2 does not tell of 42 jumps out of ``match`` that it makes; 3.11.7 tells of all.
COVERED = 99.9 if (3, 11) <= sys.version_info < (3, 11, 7) else 100
STEPS = (
    f"-m ruff check {FOLDERS}",
    f"-m ruff format --check {FOLDERS}",
    "-m mypy",
    "docs/generate.py --check",
    # The tests come last: all others are run beside them, because tests also wait. One worker takes all
    # tests of a file, because those with pre-commit share environments that are slow to make. Files keep the
    # order of tests/conftest.py; by their numbers of tests, which is usual, the slowest would begin last.
    # We are a plugin, too, and of one that it loads itself pytest would rewrite every module.
    "-m pytest --disable-plugin-autoload -p xdist -p pytest_cov "
    f"-n auto --dist loadfile --no-loadscope-reorder --cov --cov-fail-under={COVERED}",
)


def main(steps: Iterable[str] = STEPS) -> int:
    """Run every step, whatever the others say: the last, and beside it those before it, one after the other.

    Args:
        steps: arguments of Python, as a shell would read them.

    Returns:
        0 if all steps passed, else 1.
    """
    *before, last = steps
    with ThreadPoolExecutor(1) as beside:
        told = beside.map(_status_when_done, before)
        statuses = [_status(last), *told]
    failed = [step for step, status in zip((last, *before), statuses, strict=True) if status]
    for step in failed:
        print(f"failed: python {step}", file=sys.stderr)
    return int(bool(failed))


def _status(step: str) -> int:
    print(f"\n$ python {step}", flush=True)
    return _run(step, None).returncode


def _status_when_done(step: str) -> int:
    """What runs beside the tests is told as a whole."""
    done = _run(step, subprocess.PIPE)
    print(f"\n$ python {step}\n{done.stdout}", end="", flush=True)
    return done.returncode


def _run(step: str, output: int | None) -> subprocess.CompletedProcess[str]:
    # Hundreds of tests start a process, which would compile us each time where nothing compiled may be kept.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    error = None if output is None else subprocess.STDOUT
    words = [sys.executable, *shlex.split(step)]
    return subprocess.run(words, env=kept, stdout=output, stderr=error, encoding="utf-8", errors="replace")


if __name__ == "__main__":
    raise SystemExit(command(sys.argv[1:]) if sys.argv[1:] else main())
