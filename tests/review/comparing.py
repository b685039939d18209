"""Two texts as the sides of a changed file, and what is told of the change."""

from __future__ import annotations

from flake8_testsec.review.change.comparing import differences
from flake8_testsec.review.change.entries import Entry, Sides
from flake8_testsec.review.change.inventory import inventory
from flake8_testsec.review.document import plain

from .asking import PATH, module_of


def entries(old: str, new: str) -> tuple[Entry, ...]:
    """What the change of one file comes to, without findings."""
    sides = Sides(PATH, PATH, inventory(module_of(old)), inventory(module_of(new)))
    return differences([sides])[0].entries


def told(old: str, new: str) -> list[str]:
    """The same as kind, severity and sentence."""
    return [f"{each.kind} {each.severity}: {plain(each.parts)}" for each in entries(old, new)]


def of_test(old: str, new: str, before: str = "") -> list[str]:
    """What is told of two bodies of one test, given as statements with semicolons between them."""
    return told(*(f"{before}\ndef test_a(x, y, m):\n" + _body(each) for each in (old, new)))


def _body(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.split("\n"))
