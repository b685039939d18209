"""The tests of one rule, and its examples drawn again where their carets are wrong."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from flake8_testsec.catalogue import RULES
from flake8_testsec.finding import FAULT, Finding
from flake8_testsec.rule import Rule

from .commands import Refused
from .examples import Case, Spans, default_path, drawn, examined, of_rule

FOLDER = Path(__file__).resolve().parent
OF_ALL_RULES = (FOLDER / "test_examples.py", FOLDER / "test_catalogue.py")
OPTIONS = (
    "-q",
    "--disable-plugin-autoload",
    "--tb=short",
    "--no-header",
    "--log-level=INFO",
    "-p",
    "no:cacheprovider",
)
"""The log has the tracebacks of checks that break."""

INDENT = " " * 8
"""What stands before an example in the file of a rule."""


def run(word: str) -> int:
    """Run the tests of one rule, and show what its examples should be if they should be otherwise.

    Args:
        word: the code or the name of the rule, in any case.

    Returns:
        The exit status of pytest.

    Raises:
        Refused: there is no such rule.
    """
    rule = next((each for each in RULES.values() if word.upper() == each.code or word == each.name), None)
    if rule is None:
        raise Refused(f"no rule is called {word!r}; 'python -m tests new' makes one")
    status = pytest.main([*OPTIONS, *paths(rule)], [OnlyOf(rule)])
    sys.stdout.writelines(f"\n{each}\n" for each in corrections(rule))
    return int(status)


def paths(rule: Rule) -> list[str]:
    """The files in which tests of a rule are."""
    own = FOLDER / "rules" / f"test_{rule.name.replace('-', '_')}.py"
    return [str(path) for path in (*OF_ALL_RULES, own) if path.exists()]


class OnlyOf:
    """A plugin of pytest that leaves out what is about other rules.

    Args:
        rule: the rule.
    """

    def __init__(self, rule: Rule) -> None:
        self._rule = rule

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep what has no parameters, or has an example of the rule or the rule itself among them."""
        kept = [item for item in items if self._concerns(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept

    def _concerns(self, item: pytest.Item) -> bool:
        if item.path not in OF_ALL_RULES or not isinstance(item, pytest.Function):
            return True
        given = item.callspec.params.values() if hasattr(item, "callspec") else ()
        about = [each.rule if isinstance(each, Case) else each for each in given]
        return not about or any(each is self._rule for each in about)


def corrections(rule: Rule) -> Iterator[str]:
    """The examples whose carets are not where findings are, each as it is and as it would be right.

    Args:
        rule: the rule.

    Yields:
        Texts of several lines; what they draw can be pasted into the rule's file.
    """
    for case in of_rule(rule):
        told = [(file.path, each) for file in case.files for each in examined(file, rule)]
        faults = [f"{path}:{_line(finding)}" for path, finding in told if finding.code == FAULT]
        hits = [(path, _span(finding)) for path, finding in told if finding.code != FAULT]
        expected = {file.path: sorted(file.spans) for file in case.files}
        found = {each: [span for path, span in hits if path == each] for each in expected}
        if found != expected or faults:
            before, after = (_picture(case, spans) for spans in (expected, found))
            title = f"{rule.code}, {case.kind} example {case.number}"
            yield "\n".join((f"{title}, expected:\n\n{before}\nfound:\n\n{after}".rstrip("\n"), *faults))


def _picture(case: Case, spans: Mapping[str, Spans]) -> str:
    return textwrap.indent(drawn(case.text, default_path(case.rule), spans), INDENT)


def _span(finding: Finding) -> tuple[int, int, int]:
    return finding.line, finding.column, finding.end_column


def _line(finding: Finding) -> str:
    return f"{finding.line}:{finding.column + 1}: {finding.code} {finding.message}"
