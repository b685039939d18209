"""``python -m flake8_testsec.evidence.unittest_fault …``: what ``testsec prove`` has in place of unittest."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from flake8_testsec.evidence.failing import Fault, taken
from flake8_testsec.evidence.unittest_runner import run


def main(argv: Sequence[str]) -> None:
    """Run one test, with one line that fails.

    Args:
        argv: those of ``python -m unittest``.

    Raises:
        SystemExit: always, with unittest's status.
    """
    plan = taken()
    fault = Fault(plan)
    try:
        run(plan.evidence, argv, fault=fault)
    finally:
        fault.say()


if __name__ == "__main__":
    main(sys.argv[1:])
