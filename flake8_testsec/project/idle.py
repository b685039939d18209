"""What a rule says of code that nothing can execute: of such families it is no finding."""

from __future__ import annotations

import ast

from flake8_testsec.project.copied import is_copied
from flake8_testsec.project.gone import cannot_be_imported
from flake8_testsec.project.metadata import is_specimen
from flake8_testsec.project.unused import is_left_waiting, is_unused
from flake8_testsec.rule import Hit, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.unreached import never_runs

_WAITS_WITH_TEST = ("TSE2", "TSE3", "TSE7", "TSE8")
"""Families of which what they say of a test that is just skipped is soon enough known when somebody restores
it, unless the rule is one of high severity."""
_LEFT_IN_COPIES = "TSE3"
"""The family that speaks by name alone of what a project has copied, and does not mend."""


def does_nothing(place: ast.AST, hit: Hit, module: Module) -> bool:
    """Whether what a hit is about does nothing, as far as the project is known.

    Args:
        place: the node that it is about.
        hit: what a check of a family said that is about what code does.
        module: the module.
    """
    return (
        is_specimen(module)
        or never_runs(place, module)
        or (_may_wait(hit, module) and is_left_waiting(place, module))
        or is_unused(place, module)
        or cannot_be_imported(module)
        or (
            hit.code.startswith(_LEFT_IN_COPIES)
            and not module.settings.enables(hit.code)
            and is_copied(module)
        )
    )


def _may_wait(hit: Hit, module: Module) -> bool:
    """Whether a rule that nobody has enabled by name need not be heard before a skipped test runs again."""
    if not hit.code.startswith(_WAITS_WITH_TEST) or hit.severity is Severity.HIGH:
        return False
    return not module.settings.enables(hit.code)
