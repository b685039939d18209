"""What a name leads to: classes that can be read, and further names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flake8_testsec.project.module_facts import ClassFacts, ModuleFacts


class Found(NamedTuple):
    """A class that can be read, and the module in which it stands."""

    class_: ClassFacts
    module: ModuleFacts

    @property
    def name(self) -> str:
        """Its qualified name."""
        return f"{self.module.dotted}.{self.class_.name}"


def key_of(found: Found | str) -> tuple[str, ...]:
    """What tells classes apart, which is quicker than all that is known of them."""
    if isinstance(found, str):
        return (found,)
    return found.module.path, found.class_.name, str(found.class_.line)


def meanings(module: ModuleFacts, name: str) -> Iterator[str]:
    """The qualified names that a dotted name of a module may stand for; empty for one that is not known."""
    head, dot, rest = name.partition(".")
    yield from (each and each + dot + rest for each in module.meant(head))
