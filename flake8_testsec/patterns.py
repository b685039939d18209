"""Regular expressions that are compiled when they are first used: most files need few of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, AnyStr, Generic, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class _Lazy(Generic[AnyStr]):
    """Stands in for a compiled pattern; to take a method, as a default of an argument, is not to use it."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._given = flags

    def __reduce__(self) -> tuple[object, ...]:
        return _Lazy, (self.pattern, self._given)

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._given)
        # From now on the instance answers by itself, at the price of a compiled pattern.
        vars(self).update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)


def _method(name: str) -> Callable[..., object]:
    def method(self: _Lazy[AnyStr], *given: Any, **named: Any) -> object:
        return self.__getattr__(name)(*given, **named)

    return method


for _name in _METHODS:
    setattr(_Lazy, _name, _method(_name))


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Do what ``re.compile`` does, at the first use.

    Args:
        pattern: the regular expression, of which an error shows at the first use, too.
        flags: as in ``re.compile``.

    Returns:
        What can be used like a compiled pattern, but is no instance of ``re.Pattern``.
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))
