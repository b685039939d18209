"""Regular expressions that are compiled when they are first used: most files need few of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
        if name not in vars(self):
            self.__getattr__(name)
        compiled: Callable[..., object] = vars(self)[name]
        return compiled(*given, **named)

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


LONGEST = 500
"""No name, path or address that somebody has written is longer, in characters."""

_NOWHERE: Mapping[str, Callable[..., object]] = {
    "search": lambda text: None,
    "match": lambda text: None,
    "fullmatch": lambda text: None,
    "finditer": lambda text: iter(()),
    "findall": lambda text: [],
    "split": lambda text: [text],
    "sub": lambda new, text: text,
    "subn": lambda new, text: (text, 0),
}
"""What the methods answer when there is nothing to find."""


class _Short:
    """Stands in for a lazy pattern, and answers of long texts what is answered where nothing is found."""

    def __init__(self, pattern: str, flags: int, longest: int) -> None:
        self.given = (pattern, flags, longest)
        self.lazy = lazy(pattern, flags)

    def __reduce__(self) -> tuple[object, ...]:
        return _Short, self.given

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.lazy, name)
        if name in _NOWHERE:
            vars(self)[name] = found = self._bounded(name)
        return found

    def _bounded(self, name: str) -> Callable[..., object]:
        waiting, nowhere, longest = self.lazy, _NOWHERE[name], self.given[2]

        def bounded(*given: Any) -> object:
            # Looked up anew: when it was used once, it is the method of the compiled pattern.
            if len(given[-1]) > longest:
                return nowhere(*given)
            method: Callable[..., object] = getattr(waiting, name)
            return method(*given)

        return bounded


def short(pattern: str, flags: int = 0, longest: int = LONGEST) -> re.Pattern[str]:
    """Do what `lazy` does, for a pattern that is only asked about what is short by nature, as names are.

    What it costs may grow faster than the text: in one of a megabyte that was made to be slow it would
    never end. So what is longer than anybody writes fits nothing.

    Args:
        pattern: see `lazy`.
        flags: see `lazy`.
        longest: the most characters that a text may have.

    Returns:
        What can be used like a compiled pattern that is given a text and no position.
    """
    return cast("re.Pattern[str]", _Short(pattern, flags, longest))
