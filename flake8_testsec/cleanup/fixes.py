"""The fixes of obligations and of changed states, worked out when somebody asks for them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping

from flake8_testsec.cleanup import wording
from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.states import Judgement
from flake8_testsec.cleanup.table.row import Means
from flake8_testsec.finding import NO_FIX, Fix
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Rule
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function

_PUT_BACK = frozenset({Means.HAND, Means.FINALLY, Means.ABOVE})
"""What leaves the change as it is written."""
_OWNER = lazy(r"\b([A-Za-z_]\w*)\.")


def ended(
    words: str, obligation: Obligation, module: Module, release: ast.AST | None = None
) -> Callable[[], Fix]:
    """What makes the fix of an obligation, see ``mending.mended``, which is imported only then."""

    def make() -> Fix:
        from flake8_testsec.cleanup.mending import mended

        return _visible(mended(words, obligation, module, release), obligation.function, module)

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
        from flake8_testsec.cleanup.other_means import is_no_patch, is_taken_away_elsewhere
        from flake8_testsec.cleanup.reverting import reverted

        remedy = wording.remedy(judgement, module)
        if remedy.means not in _PUT_BACK and is_no_patch(judgement.change.node, module):
            return NO_FIX
        if is_taken_away_elsewhere(judgement.change.node, module):
            return NO_FIX
        fix = reverted(remedy, judgement, module)
        return _visible(fix, module.function(judgement.change.node), module)

    hit = rule.at(wording.place(judgement, module), wording.witnesses(judgement), **words)
    return hit.fixed_by(make)


def _visible(fix: Fix, function: Function | None, module: Module) -> Fix:
    """A fix, unless it names a module above the line on which the function imports it for itself."""
    lines = _lines(function, module) if function is not None and fix.edits else {}
    named = ((each.line, word) for each in fix.edits for word in _OWNER.findall(each.text))
    return NO_FIX if any(line <= lines.get(word, 0) for line, word in named) else fix


@once
def _lines(function: Function, module: Module) -> Mapping[str, int]:
    """The names that a function imports, each with the last line on which it does."""
    return dict(_imported(function))


def _imported(function: Function) -> Iterator[tuple[str, int]]:
    """The names that a function imports, with the lines on which it does."""
    for node in within(function):
        match node:
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (((each.asname or each.name).partition(".")[0], node.lineno) for each in names)
