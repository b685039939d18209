"""The fixes of obligations and of changed states, worked out when somebody asks for them."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_testsec.cleanup import wording
from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.states import Judgement
from flake8_testsec.finding import Fix
from flake8_testsec.rule import Hit, Rule
from flake8_testsec.source.module import Module


def ended(
    words: str, obligation: Obligation, module: Module, release: ast.AST | None = None
) -> Callable[[], Fix]:
    """What makes the fix of an obligation, see ``mending.mended``, which is imported only then."""

    def make() -> Fix:
        from flake8_testsec.cleanup.mending import mended

        return mended(words, obligation, module, release)

    return make


def reported(rule: Rule, judgement: Judgement, module: Module) -> Hit:
    """What a rule on states yields: where, what is wrong, and its remedy in words and as edits.

    Args:
        rule: the rule.
        judgement: what is left changed.
        module: the module.
    """
    words = wording.words(judgement, module)

    def make() -> Fix:
        from flake8_testsec.cleanup.reverting import reverted

        return reverted(words["remedy"], judgement, module)

    hit = rule.at(wording.place(judgement, module), wording.witnesses(judgement), **words)
    return hit.fixed_by(make)
