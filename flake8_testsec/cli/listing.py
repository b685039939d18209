"""``testsec rules``: the list of all rules."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from flake8_testsec import pages
from flake8_testsec.catalogue import RULES
from flake8_testsec.rule import Rule


def listing(argv: Sequence[str]) -> int:
    """Print the list of rules.

    Args:
        argv: ``--format``.

    Returns:
        0.
    """
    parser = argparse.ArgumentParser(prog="testsec rules", description="List all rules.")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    values = parser.parse_args(argv)
    if values.format == "json":
        print(json.dumps([pages.record(rule) for rule in RULES.values()], indent=2))
    else:
        print("\n".join(map(_row, RULES.values())))
    return 0


def _row(rule: Rule) -> str:
    state = "on " if rule.default else "off"
    return f"{rule.code}  {state}  {rule.severity.value:<6}  CWE-{rule.cwe:<5} {rule.name}: {rule.summary}"
