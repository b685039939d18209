"""``testsec explain``: the pages of rules, of families, and of what is no rule."""

from __future__ import annotations

import argparse
import difflib
import json
import shutil
import sys
from collections.abc import Iterable, Sequence

from flake8_testsec import pages
from flake8_testsec.catalogue import RULES
from flake8_testsec.cli import fault_page
from flake8_testsec.cli.arguments import Parser
from flake8_testsec.cli.display import refused
from flake8_testsec.rule import Rule

Page = Rule | str
"""A rule, or the code of what is none."""


def explain(argv: Sequence[str]) -> int:
    """Print the pages of rules.

    Args:
        argv: codes or names of rules, beginnings of codes, families; ``--all`` and ``--format``.

    Returns:
        0, or 2 if there is no such rule.
    """
    values = _parser().parse_args(argv)
    found = {word: _found(word) for word in values.rules}
    if wrong := [word for word, pages_of_it in found.items() if not pages_of_it]:
        return refused(f"no rule {wrong[0]!r}{_near(wrong[0])}", "explain")
    chosen = list(dict.fromkeys(page for each in found.values() for page in each))
    outlined = not values.all and len(chosen) > len(found)
    _show(_text(chosen, values.format, values.all, outlined))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="testsec explain", description="Tell what to do about a finding, and why it is one.")
    parser.add_argument(
        "rules",
        nargs="+",
        metavar="RULE",
        help="a code (TSE403), the beginning of codes (TSE3, TSE), a name, a family (cleanup), or TSE000",
    )
    parser.add_argument("--all", action="store_true", help="all examples; of several rules, the whole pages")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    return parser


def _found(word: str) -> list[Page]:
    """What a word stands for: one rule, or all that begin with it or belong to it."""
    upper, lower = word.upper(), word.lower()
    if upper in fault_page.PAGES:
        return [upper]
    if upper in RULES:
        return [RULES[upper]]
    named: list[Page] = [rule for rule in RULES.values() if lower in (rule.name, rule.family)]
    return named or [rule for code, rule in RULES.items() if upper and code.startswith(upper)]


def _near(word: str) -> str:
    known = [*RULES, *(rule.name for rule in RULES.values()), *(rule.family for rule in RULES.values())]
    tried = (difflib.get_close_matches(each, known, 1) for each in (word.upper(), word.lower()))
    near = next(filter(None, tried), None)
    return f"; did you mean {near[0]}?" if near else "; 'testsec rules' lists them"


def _text(chosen: Iterable[Page], form: str, everything: bool, outlined: bool) -> str:
    match form:
        case "json":
            records = [_record(each) for each in chosen]
            return json.dumps(records[0] if len(records) == 1 else records, indent=2) + "\n"
        case "markdown":
            return "\n".join(map(_markdown, chosen))
        case _:
            return "\n".join(_plain(each, everything, outlined) for each in chosen)


def _record(page: Page) -> dict[str, object]:
    return fault_page.record(page) if isinstance(page, str) else pages.full_record(page)


def _markdown(page: Page) -> str:
    return fault_page.markdown(page) if isinstance(page, str) else pages.markdown(page)


def _plain(page: Page, everything: bool, outlined: bool) -> str:
    if isinstance(page, str):
        return fault_page.plain(page)
    if outlined:
        return pages.outline(page)
    from flake8_testsec.cli.pairs import pair_of  # what lists rules and writes JSON mends nothing

    return pages.plain(page, everything=everything, pair=pair_of(page))


def _show(text: str) -> None:
    """Print a text; one that is longer than the terminal goes through the user's pager."""
    if sys.stdout.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        import pydoc

        pydoc.pager(text)
    else:
        print(text, end="")
