"""The imports that a fix leaves without use where no other fix is made with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from flake8_testsec.finding import Edit, Fix
from flake8_testsec.fixing.application import overlap
from flake8_testsec.project.unneeded import imported_once, is_handing_on, spoken_of, taken_out
from flake8_testsec.source.module import Module

_WORD = re.compile(r"\w+")


def leftovers(fixes: Sequence[Fix], module: Module) -> list[Fix]:
    """Fixes with what takes out the imports that each of them alone leaves without use.

    Args:
        fixes: all that a file is offered.
        module: the module.

    Returns:
        The same in their order. An import stays that the edits of another fix speak of, and what `unneeded`
        leaves in its place.
    """
    if is_handing_on(module):
        return [*fixes]
    said = Counter(chain.from_iterable({*_words(fix.edits)} for fix in fixes))
    return [_with(fix, said, module) for fix in fixes]


def _with(fix: Fix, said: Counter[str], module: Module) -> Fix:
    gone = [each for each in _taken_away(fix.edits, module) if not said[each]]
    edits = tuple(each for each in taken_out(gone, module) if each not in fix.edits) if gone else ()
    return fix if not edits or overlap(fix.edits, edits) else fix._replace(leftovers=edits)


def _words(edits: Sequence[Edit]) -> Iterator[str]:
    return (word for each in edits for word in _WORD.findall(each.text))


def _taken_away(edits: Sequence[Edit], module: Module) -> list[str]:
    """The imported names of which all mentions stand in spans that are replaced."""
    words = Counter(word for each in edits for word in _WORD.findall(_replaced(each, module)))
    names = sorted({*words} & imported_once(module))
    return [each for each in names if _is_within(each, words[each], edits, module)]


def _replaced(edit: Edit, module: Module) -> str:
    """The text of a span, and what stands beside it on its first and last line."""
    return " ".join(map(module.line, range(edit.line, edit.end_line + 1))) if edit[:2] != edit[2:4] else ""


def _is_within(name: str, most: int, edits: Sequence[Edit], module: Module) -> bool:
    nodes = module.named(name)
    if not 0 < len(nodes) <= most or name in spoken_of(module):
        return False
    places = [module.position(each)[:2] for each in nodes]
    return all(any(edit[:2] <= place < edit[2:4] for edit in edits) for place in places)
