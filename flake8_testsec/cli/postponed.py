"""A module that others import and seldom use, imported when they use it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


class _Postponed(ModuleType):
    """Stands in for a module of a package."""

    def __getattr__(self, name: str) -> object:
        _forget(self)
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def postponed(package: str, name: str) -> Iterator[None]:
    """Let imports inside bind a stand-in, which imports the module as soon as it is asked for anything.

    Args:
        package: the package, which is imported already.
        name: the module's name in the package.

    Yields:
        Nothing.
    """
    whole = f"{package}.{name}"
    if whole in sys.modules:
        yield
        return
    module = _Postponed(whole)
    sys.modules[whole] = module
    # Who writes ``import package.name`` finds the module here; its real import takes this place, too.
    setattr(sys.modules[package], name, module)
    try:
        yield
    finally:
        _forget(module)


def _forget(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
