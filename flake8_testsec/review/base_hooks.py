"""What set-ups of base classes in other files register for the end, and their tear-downs."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.review.bases import Owned, Promise, hooks_above, is_teardown, led_from
from flake8_testsec.review.document import Code, Fact, Lines, code, counted, fact, listed
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.suites import is_at_top

_MOST = 12
INNER = "in a branch, a loop or a function of its own"
_NAMED = 4
"""Methods that are named."""


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
                yield from _hook_above(owned, class_, module)


def _hook_above(owned: Owned, class_: ast.ClassDef, module: Module) -> Iterator[Fact]:
    name = code(f"{owned.class_.name}.{owned.method.name}()")
    if is_teardown(owned.method.name):
        place = Lines(owned.method.line, owned.method.end, owned.class_.path)
        yield fact("base-teardown", [place], "The base class tidies up in ", name, ".", subject=str(name))
        return
    far = [each for each in led_from(owned, class_, module) if each.owner.class_.path]
    own = [Lines(each.line, each.end, owned.class_.path) for each in owned.method.registers]
    led = [Lines(each.registration.line, each.registration.end, each.owner.class_.path) for each in far]
    if own or led:
        words = (*_own(owned, name), *_led(far, name, is_alone=not own))
        shown = f", the first {_MOST} named here" if len(own) + len(led) > _MOST else ""
        parts = ("In the base class, ", *words, f"{shown}.")
        yield fact("base-setup", [*own, *led][:_MOST], *parts, subject=str(name))


def _own(owned: Owned, name: Code) -> tuple[str, ...]:
    """How many calls of a set-up register something."""
    several = owned.method.registers
    if not several:
        return ()
    count = counted(len(several), "call registers", "calls register")
    return (
        f"{count} clean-ups in ",
        name,
        _unsure(sum(each.is_inner for each in several), len(several)),
    )


def _led(far: Sequence[Promise], name: Code, *, is_alone: bool) -> tuple[str, ...]:
    """How many calls register something in the methods of its own object that a set-up leads to."""
    if not far:
        return ()
    words = [*dict.fromkeys(code(f"{each.owner.method.name}()") for each in far)]
    more = [f"{len(words) - _NAMED} more"] if len(words) > _NAMED else []
    where = listed([*words[:_NAMED], *more])
    if is_alone:
        count = counted(len(far), "call registers", "calls register")
        return (name, f" may lead to methods in which {count} clean-ups: ", *where)
    verb = "does" if len(far) == 1 else "do"
    return (f", and {len(far)} more {verb} in methods that it may lead to: ", *where)


def _unsure(number: int, of: int) -> str:
    """How many of some calls stand in a branch, a loop or a function of their own."""
    if not number:
        return ""
    return f", {INNER}" if number == of else f", {number} of them {INNER}"
