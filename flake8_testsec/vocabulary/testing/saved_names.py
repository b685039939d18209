"""How values are called that are kept in order to be put back."""

from __future__ import annotations

from flake8_testsec.patterns import lazy

_SAVING = lazy(
    r"(?i)(?<![a-z])(orig(inal(s|ly)?)?|old|saved?|real|prev(ious)?|before|backup|bak)(?![a-z])"
    r"|(?-i:(?<![a-z])(orig|old|saved|real|prev)(?=[A-Z]))|(?<![a-z])(orig|old|saved|real|prev)_?(?=[a-z]+\Z)"
)


def is_named_for_saving(name: str) -> bool:
    """Whether a name says that a value is kept in order to be put back."""
    return bool(_SAVING.search(name))
