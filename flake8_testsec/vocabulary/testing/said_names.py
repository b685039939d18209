"""Names that stand in texts, as for a patch or ``getattr``."""

from __future__ import annotations

from flake8_testsec.source.module import Module, once


@once
def said_names(module: Module) -> frozenset[str]:
    """The last names of the dotted names in a module's texts.

    Args:
        module: the module.
    """
    return frozenset(each.rpartition(".")[2] for each in module.literals if isinstance(each, str))
