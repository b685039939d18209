"""Tickets that the names of tests tell: ``test_bug_148``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, code, fact, lines_of, listed
from flake8_testsec.review.places import functions
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.suites import is_test

_NUMBERED = lazy(
    r"(?i:(?:.*_)?(?:(?:bug|bugs|bugfix|issue|issues|ticket|bpo|gh|gh_issue|lp|jira)_?#?\d{2,7}|cve_?\d{4}_?\d{4,7})(?:_|\Z))|"
    r"(?i:test(?:bug|issue|ticket|cve_?\d{4}_?)\d{2,7}(?![0-9]))|"
    r".*(?<![A-Z])(?:Bug|Issue|Ticket|BUG|CVE_?\d{4}_?)\d{2,7}(?![0-9])"
)
"""A word begins the name, behind ``test``, too, or it begins behind an underscore or with a hump."""
_MOST = 8


def facts(module: Module) -> Iterator[Fact]:
    """One fact for all tests that are called so.

    Args:
        module: the module.

    Yields:
        The fact.
    """
    found = [each for each in functions(module) if _NUMBERED.match(each.name) and is_test(each, module)]
    if found:
        names = [code(each.name) for each in found[:_MOST]]
        more = [f"{len(found) - _MOST} more"] if len(found) > _MOST else []
        one = "By its name, a test is about a ticket: "
        words = one if len(found) == 1 else "By their names, tests are about tickets: "
        parts = (words, *listed([*names, *more]), ".")
        places = [lines_of(each) for each in found[:_MOST]]
        yield fact("ticket-in-name", places, *parts, subject=" ".join(each.name for each in found[:_MOST]))
    yield from _marks(module)


def _marks(module: Module) -> Iterator[Fact]:
    """Marks that carry the number of a ticket: ``pytest.mark.issue(164)``."""
    found: dict[str, list[ast.AST]] = {}
    for call in module.calls(_MARKS):
        is_mark = any(each.startswith("pytest.mark.") for each in module.names(call.func))
        if is_mark and any(map(_is_ticket, call.args)):
            found.setdefault(spelt(call), []).append(call)
    for shown, calls in [*found.items()][:_MOST]:
        words = "By its name, a mark names a ticket: "
        yield fact("ticket-in-mark", calls, words, code(shown), ".", subject=shown)


def _is_ticket(given: ast.expr) -> bool:
    """Whether an argument is a number, or a text with a digit or a URL in it."""
    match given:
        case ast.Constant(value=str(text)):
            return _TICKET.search(text) is not None
        case ast.Constant(value=int(number)):
            return not isinstance(number, bool)
        case _:
            return False


_TICKET = lazy(r"[0-9]|https?://")
_MARKS = frozenset({"issue", "issues", "bug", "bugs", "ticket", "jira", "bugzilla", "gh_issue"})
