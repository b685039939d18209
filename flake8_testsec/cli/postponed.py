"""Modules that others import and seldom use, imported when they use them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType


class _Postponed(ModuleType):
    """Stands in for a module."""

    def __getattr__(self, name: str) -> object:
        if name == "__path__":  # for which ``from ... import`` asks first: is it a package?
            raise AttributeError(name)
        _forget(self)
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def postponed(*names: str, **known: Mapping[str, object]) -> Iterator[None]:
    """Let imports inside bind stand-ins, which import their modules as soon as they are asked for anything.

    Args:
        names: the modules; the package of one is imported already.
        known: further modules, with what their stand-ins answer without them.

    Yields:
        Nothing.
    """
    modules = [_stand_in(name, known.get(name, {})) for name in (*names, *known) if name not in sys.modules]
    try:
        yield
    finally:
        for module in modules:
            _forget(module)


def _stand_in(name: str, known: Mapping[str, object]) -> ModuleType:
    module = _Postponed(name)
    vars(module).update(known)
    sys.modules[name] = module
    package, _, inner = name.rpartition(".")
    if package:
        # Who writes ``import package.name`` finds the module here; its real import takes this place, too.
        setattr(sys.modules[package], inner, module)
    return module


def _forget(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
