"""What never ran, beside what the rules say of it: assertions, and tests that were never collected."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.evidence.saying import CONFIRMED, told_at
from flake8_testsec.finding import Finding
from flake8_testsec.source.module import Module
from flake8_testsec.witnessed_assertions import Run, Unrun, unrun
from flake8_testsec.witnessed_tests import SAID, Lost, lost, uncollected


class Never:
    """What never ran of a file.

    Args:
        module: the file.
        runs: all evidence of it.
    """

    def __init__(self, module: Module, runs: Sequence[Run]) -> None:
        self._module = module
        self._runs = runs
        self._unrun = list(unrun(module, runs))
        self._lost = list(lost(module, runs))

    def says(self, finding: Finding) -> str:
        """What runs say of a finding, which no rule of clean-up has made.

        Args:
            finding: of the file.
        """
        if any(self._is_of_assertions(each, finding) for each in self._unrun):
            return CONFIRMED
        if any(_is_of_test(each, finding) for each in self._lost):
            return CONFIRMED
        is_lost = finding.code in SAID and uncollected(self._module, self._runs, finding.line)
        return CONFIRMED if is_lost else ""

    def added(self, told: Sequence[Finding], lines: Sequence[str]) -> Iterator[Finding]:
        """What runs alone have seen.

        Args:
            told: the findings that there are.
            lines: those of the file.
        """
        for missed in self._unrun:
            if not any(self._is_of_assertions(missed, each) for each in told):
                line = missed.assertions[0].lineno
                yield told_at(missed.code, line, missed.words, lines[line - 1])
        for test in self._lost:
            if not any(_is_of_test(test, each) for each in told):
                line = test.node.lineno
                yield told_at(test.code, line, test.words, lines[line - 1])

    def _is_of_assertions(self, unrun: Unrun, finding: Finding) -> bool:
        places = [(finding.line, finding.end_line), *((each.line, each.end_line) for each in finding.related)]
        handled = (each for each in self._module.nodes(ast.Try) if each.lineno == finding.line)
        places += [
            (each.handlers[0].lineno, each.handlers[-1].body[-1].lineno) for each in handled if each.handlers
        ]
        return unrun.is_of(finding.code, places)


def _is_of_test(lost: Lost, finding: Finding) -> bool:
    return finding.code == lost.code and finding.line == lost.node.lineno
