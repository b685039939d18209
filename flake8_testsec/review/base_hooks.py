"""What set-ups of base classes in other files register for the end, and their tear-downs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.review.bases import Owned, hooks_above, is_teardown
from flake8_testsec.review.document import Fact, Lines, code, counted, fact
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.suites import is_at_top

_MOST = 12


def facts(module: Module) -> Iterator[Fact]:
    """Set-ups of base classes that register clean-ups, and tear-downs of base classes.

    Args:
        module: the module.

    Yields:
        One fact for each method.
    """
    told: set[tuple[str, int]] = set()
    for class_ in (each for each in module.nodes(ast.ClassDef) if is_at_top(each, module)):
        for owned in hooks_above(class_, module):
            key = (owned.class_.path, owned.method.line)
            if owned.class_.path and key not in told:
                told.add(key)
                yield from _hook_above(owned)


def _hook_above(owned: Owned) -> Iterator[Fact]:
    name = code(f"{owned.class_.name}.{owned.method.name}()")
    if is_teardown(owned.method.name):
        place = Lines(owned.method.line, owned.method.end, owned.class_.path)
        yield fact("base-teardown", [place], "The base class tidies up in ", name, ".", subject=str(name))
    elif owned.method.registers:
        lines = [Lines(each.line, each.end, owned.class_.path) for each in owned.method.registers]
        count = counted(len(lines), "call registers", "calls register")
        shown = f", the first {_MOST} named here" if len(lines) > _MOST else ""
        unsure = _unsure(sum(each.under_condition for each in owned.method.registers), len(lines))
        parts = ("In the base class, ", f"{count} clean-ups in ", name, f"{unsure}{shown}.")
        yield fact("base-setup", lines[:_MOST], *parts, subject=str(name))


def _unsure(number: int, of: int) -> str:
    """How many of some calls stand under a condition."""
    if not number:
        return ""
    return ", under a condition" if number == of else f", {number} of them under a condition"
