"""What marks tests, by framework: which attributes lead to it, and which names are markers."""

from __future__ import annotations

from flake8_testsec.source.module import Module, once

_DECORATORS = frozenset(
    {
        "pytest.fixture",
        "unittest.expectedFailure",
        "unittest.skip",
        "unittest.skipIf",
        "unittest.skipUnless",
    }
)
_ATTRIBUTES = {
    "pytest": frozenset({"mark", "fixture"}),
    "unittest": frozenset({"expectedFailure", "skip", "skipIf", "skipUnless"}),
}
"""What marks, or leads to what marks, by framework."""


def may_mark(module: Module) -> bool:
    """Whether a module names anything that marks; a first look."""
    return bool(words(module))


@once
def words(module: Module) -> frozenset[str]:
    """The attributes of the frameworks that a module imports which mark, if the module has them."""
    imported = {meant for _, meant in module.scopes.imported()}
    frameworks = {name.partition(".")[0] for name in imported}
    meant = frozenset[str]().union(*(words for name, words in _ATTRIBUTES.items() if name in frameworks))
    # What is imported under any name may be a statement without a word of ours.
    return meant if any(map(_leads, imported)) else meant & module.attribute_names.keys()


def _leads(name: str) -> bool:
    return is_marker(name) or name == "pytest.mark"


def is_marker(name: str) -> bool:
    """Whether a qualified name is that of a marker of pytest, or of a decorator that marks."""
    return name in _DECORATORS or (name.startswith("pytest.mark.") and "()" not in name)
