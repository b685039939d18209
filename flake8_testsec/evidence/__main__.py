"""``python -m flake8_testsec.evidence FILE unittest …``: plain unittest, watched."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence


def main(argv: Sequence[str]) -> None:
    """Run tests and write down what they leave behind.

    Args:
        argv: the file, what runs the tests, and its arguments.

    Raises:
        SystemExit: always; with unittest's status, or 2 for wrong usage.
    """
    parser = argparse.ArgumentParser(
        prog="python -m flake8_testsec.evidence",
        description="Write down what tests leave behind, for 'testsec check --evidence FILE'. "
        "With pytest: pytest --testsec-evidence FILE.",
    )
    parser.add_argument("--lines", action="store_true", help="note also which lines of the project ran")
    parser.add_argument("file", metavar="FILE", help="what to write")
    parser.add_argument("runner", choices=["unittest"], help="what runs the tests")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="those of 'python -m unittest'")
    options = parser.parse_args(argv)
    from flake8_testsec.evidence.unittest_runner import run

    try:
        run(options.file, options.arguments, options.lines)
    except OSError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
