"""``testsec explain``: the page of a rule."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Sequence

from flake8_testsec import pages
from flake8_testsec.catalogue import RULES
from flake8_testsec.rule import Rule


def explain(argv: Sequence[str]) -> int:
    """Print the pages of rules.

    Args:
        argv: codes or names of rules, and ``--format``.

    Returns:
        0, or 2 if there is no such rule.
    """
    parser = argparse.ArgumentParser(
        prog="testsec explain", description="Tell why a rule exists, with examples."
    )
    parser.add_argument("rules", nargs="+", metavar="RULE", help="a code (TSE403) or a name")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    values = parser.parse_args(argv)
    found = [(word, _find(word)) for word in values.rules]
    for word, rule in found:
        if rule is None:
            print(f"testsec explain: error: no rule {word!r}{_near(word)}", file=sys.stderr)
            return 2
    print(_shown([rule for _, rule in found if rule is not None], values.format), end="")
    return 0


def _find(word: str) -> Rule | None:
    named = (rule for rule in RULES.values() if word.lower() == rule.name)
    return RULES.get(word.upper()) or next(named, None)


def _near(word: str) -> str:
    known = [*RULES, *(rule.name for rule in RULES.values())]
    near = difflib.get_close_matches(word.upper(), known, 1) or difflib.get_close_matches(
        word.lower(), known, 1
    )
    return f"; did you mean {near[0]}?" if near else "; 'testsec rules' lists them"


def _shown(rules: Sequence[Rule], form: str) -> str:
    match form:
        case "json":
            records = [pages.full_record(rule) for rule in rules]
            return json.dumps(records[0] if len(records) == 1 else records, indent=2) + "\n"
        case "markdown":
            return "\n".join(map(pages.markdown, rules))
        case _:
            return "\n".join(map(pages.plain, rules))
