"""The imports that a fix leaves without use where no other fix is made with it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from flake8_testsec.finding import Edit, Fix
from flake8_testsec.fixing.application import overlap
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.project.unneeded import imported_once, is_handing_on, spoken_of, taken_out
from flake8_testsec.source.module import Module, once

_WORD = re.compile(r"\w+")


def leftovers(fixes: Sequence[Fix], module: Module) -> list[Fix]:
    """Fixes with what takes out the imports that each of them alone leaves without use.

    Args:
        fixes: all that a file is offered.
        module: the module.

    Returns:
        The same in their order. An import stays that the edits of another fix speak of, or of which another
        fix takes out another name, and what `unneeded` leaves in its place.
    """
    if is_handing_on(module):
        return [*fixes]
    said = Counter(chain.from_iterable({*_words(fix.edits)} for fix in fixes))
    found = [_leftovers(fix, said, module) for fix in fixes]
    several = {*_shared(found, module)}
    return [
        fix._replace(leftovers=edits) if edits and several.isdisjoint(_statements(edits, module)) else fix
        for fix, edits in zip(fixes, found, strict=True)
    ]


def _leftovers(fix: Fix, said: Counter[str], module: Module) -> Edits:
    gone = [each for each in _taken_away(fix.edits, module) if not said[each]]
    edits = tuple(each for each in taken_out(gone, module) if each not in fix.edits) if gone else ()
    return () if overlap(fix.edits, edits) else edits


def _shared(found: Sequence[Edits], module: Module) -> Iterator[int]:
    """The imports of which several fixes take out something: each of them counts on the names of the others,
    and may leave no more than the parentheses."""
    edits = {each for several in found for each in several}
    touched = Counter(line for each in edits for line in _statements([each], module))
    return (line for line, times in touched.items() if times > 1)


def _statements(edits: Sequence[Edit], module: Module) -> Iterator[int]:
    """Where the imports at the top of a module begin that edits begin in."""
    lines = _imports(module)
    return (lines[each.line] for each in edits if each.line in lines)


@once
def _imports(module: Module) -> Mapping[int, int]:
    """The lines of the imports at the top of a module, each with the first one of its import."""
    imports = (each for each in module.tree.body if isinstance(each, (ast.Import, ast.ImportFrom)))
    return {line: each.lineno for each in imports for line in range(each.lineno, (each.end_lineno or 0) + 1)}


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
