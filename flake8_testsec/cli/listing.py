"""``testsec rules``: the list of all rules."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flake8_testsec import pages
from flake8_testsec.catalogue import RULES
from flake8_testsec.cli.arguments import Parser
from flake8_testsec.rule import Rule


def listing(argv: Sequence[str]) -> int:
    """Print the list of rules.

    Args:
        argv: ``--format``, ``--messages``.

    Returns:
        0.
    """
    parser = Parser(prog="testsec rules", description="List all rules.")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--messages", action="store_true", help="what each says of a finding; what differs stands in braces"
    )
    values = parser.parse_args(argv)
    row = _message if values.messages else _row
    if values.format == "json":
        print(json.dumps([pages.record(rule) for rule in RULES.values()], indent=2))
    else:
        print("\n".join(map(row, RULES.values())))
    return 0


def _row(rule: Rule) -> str:
    return f"{pages.row(rule)}: {rule.summary}"


def _message(rule: Rule) -> str:
    return f"{rule.code}  {' '.join((rule.message or rule.summary).split())}"
