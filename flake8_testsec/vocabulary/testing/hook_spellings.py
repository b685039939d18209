"""How the hooks of unittest are spelt, and misspelt."""

from __future__ import annotations

from functools import lru_cache

_HOOKS = ("setUp", "tearDown", "setUpClass", "tearDownClass", "asyncSetUp", "asyncTearDown")
_FORMS = {name.lower(): name for name in _HOOKS}
_OF_PYTEST = frozenset({"setup_method", "teardown_method", "setup_class", "teardown_class"})
"""Hooks that pytest calls in a TestCase, too."""


@lru_cache(maxsize=4096)
def meant(name: str) -> str:
    """The hook of unittest of which a name is another spelling.

    Args:
        name: that of a method of a TestCase.

    Returns:
        ``tearDown`` for ``teardown``, ``tear_down`` and ``tearDwon``; empty for a hook, and for what is none.
    """
    if name in _HOOKS or name in _OF_PYTEST:
        return ""
    return _FORMS.get(name.replace("_", "").lower()) or next(
        filter(lambda hook: _slipped(name, hook), _HOOKS), ""
    )


def _slipped(name: str, hook: str) -> bool:
    """Whether two letters that stand beside each other have changed places."""
    if len(name) != len(hook):
        return False
    wrong = [at for at, letters in enumerate(zip(name, hook, strict=True)) if letters[0] != letters[1]]
    return len(wrong) == 2 and wrong[1] == wrong[0] + 1 and {*name} == {*hook}
