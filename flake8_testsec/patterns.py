"""Regular expressions that are compiled when they are first used: most files need few of them."""

from __future__ import annotations

import re
from typing import AnyStr, Generic, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class _Lazy(Generic[AnyStr]):
    """Stands in for a compiled pattern."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._given = flags

    def __reduce__(self) -> tuple[object, ...]:
        return _Lazy, (self.pattern, self._given)

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self.pattern, self._given)
        # From now on the instance answers by itself, at the price of a compiled pattern.
        vars(self).update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Do what ``re.compile`` does, at the first use.

    Args:
        pattern: the regular expression, of which an error shows at the first use, too.
        flags: as in ``re.compile``.

    Returns:
        What can be used like a compiled pattern, but is no instance of ``re.Pattern``.
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))
