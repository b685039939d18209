"""What of a process is the same before and after a test that puts everything back.

Values are compared where that runs no code of the project; else it is their identities. None is kept alive.
"""

from __future__ import annotations

import locale
import logging
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from flake8_testsec.evidence.audit import Key
from flake8_testsec.evidence.places import Project

_ATTRIBUTES = type.__dict__["__dict__"].__get__
"""Asks no metaclass, which may answer as it likes."""

State = dict[Key, object]
"""What there is, and what tells it from something else."""

_SIGNALS = [
    getattr(signal, name)
    for name in (
        "SIGABRT",
        "SIGALRM",
        "SIGCHLD",
        "SIGHUP",
        "SIGINT",
        "SIGPIPE",
        "SIGTERM",
        "SIGUSR1",
        "SIGUSR2",
    )
    if hasattr(signal, name)
]


_RUNNERS = ("PYTEST_CURRENT_TEST", "PYTEST_VERSION", "COLUMNS", "LINES")
"""Variables that the runner and the terminal set."""


SMALL = frozenset({"environment", "directory", "setting", "patcher"})
"""What is looked at after every test."""


def current(key: Key) -> object:
    """What events tell of, as it is now.

    Args:
        key: a variable of the environment, or the working directory.

    Returns:
        What tells it from something else; 0 if there is none.
    """
    return os.environ.get(key[1], 0) if key[0] == "environment" else _directory() or 0


def small() -> State:
    """What is looked at after every test, as it is now."""
    return dict(_small())


def _small() -> Iterator[tuple[Key, object]]:
    for name, value in os.environ.items():
        if name not in _RUNNERS:
            yield ("environment", name), value
    if folder := _directory():
        yield ("directory", ""), folder
    yield ("setting", "sys.path"), _texts(sys.path)
    yield ("setting", "sys.argv"), _texts(sys.argv)
    for name in ("stdin", "stdout", "stderr", "excepthook"):
        yield ("setting", f"sys.{name}"), id(getattr(sys, name, None))
    yield ("setting", "locale"), locale.setlocale(locale.LC_ALL)
    for number in _SIGNALS:
        yield ("setting", signal.Signals(number).name), _handler(number)
    yield from _patchers()
    if events := sys.modules.get("asyncio.events"):
        yield ("setting", "event loop policy"), _policy(vars(events).get("_event_loop_policy"))


def _directory() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""  # it was removed


def _policy(policy: object) -> str:
    """The kind of a policy; one of the standard library is made when somebody asks for it."""
    kind = type(policy)
    return "" if policy is None or kind.__module__.startswith("asyncio.") else kind.__qualname__


def _texts(found: object) -> object:
    return (id(found), *map(str, found)) if isinstance(found, list) else id(found)


def _handler(number: int) -> object:
    handler = signal.getsignal(number)
    return int(handler) if isinstance(handler, int) else id(handler)


def _patchers() -> Iterator[tuple[Key, object]]:
    """Patchers of the standard library that are started, by what they replace."""
    mock = sys.modules.get("unittest.mock")
    kind = vars(mock).get("_patch") if mock is not None else None
    for patcher in vars(kind).get("_active_patches", ()) if kind is not None else ():
        yield ("patcher", f"{patcher.attribute}"), True


class Modules:
    """The attributes of the project's modules and of their classes, loggers, and what is imported.

    Args:
        project: whose modules are looked at.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._own: list[ModuleType] = []
        self._seen: dict[str, tuple[tuple[str, ...], list[int]]] = {}
        self._imported: dict[str, int] = {}

    def changes(self) -> Iterator[tuple[Key, object, object]]:
        """What has changed since it was asked before.

        Yields:
            What, with what it was and what it is; 0 for nothing.
        """
        yield from self._doubles()
        for owner, attributes in self._owners():
            ids = [*map(id, attributes.values())]
            names = tuple(attributes)
            seen = self._seen.get(owner, _NEW_LOGGER if owner.startswith(_LOGGING) else None)
            if seen is None or seen[1] != ids or seen[0] != names:
                self._seen[owner] = names, ids
            if seen is not None and (seen[1] != ids or seen[0] != names):
                yield from _differences(owner, seen, (names, ids), attributes)

    def _doubles(self) -> Iterator[tuple[Key, object, object]]:
        modules = dict(sys.modules)
        now = {name: id(module) for name, module in modules.items()}
        before, self._imported = self._imported, now
        if now == before:
            return
        self._own = [module for module in modules.values() if self._project.holds(module)]
        for name, module in modules.items() if before else ():
            was = before.get(name, 0)
            if was != now[name] and (was or _is_double(module)):
                yield ("module", name), was, now[name]

    def _owners(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for module in self._own:
            attributes = dict(vars(module))
            yield module.__name__, attributes
            for name, value in attributes.items():
                if issubclass(type(value), type):
                    inner = dict(_ATTRIBUTES(value))
                    if inner.get("__module__") == module.__name__:
                        yield f"{module.__name__}:{name}", inner
        yield from _loggers()


_LOGGING = "logging:"
_NEW_LOGGER = ("level",), [id(0)]


def _is_double(module: object) -> bool:
    """Whether something stands among modules that was not imported, nor put there by a library."""
    kind = type(module)
    if kind is ModuleType:
        return vars(module).get("__spec__") is None
    return module is None or kind.__module__.partition(".")[0] == "mock" or kind.__module__ == "unittest.mock"


def _loggers() -> Iterator[tuple[str, dict[str, Any]]]:
    root = logging.root
    made = [*root.manager.loggerDict.values()]
    known = [root, *(each for each in made if isinstance(each, logging.Logger))]
    for logger in known:
        yield f"{_LOGGING}{logger.name}", {"level": logger.level, **_numbered(logger.handlers)}


def _numbered(handlers: Iterable[object]) -> dict[str, object]:
    return {f"handlers[{number}]": handler for number, handler in enumerate(handlers)}


def _differences(
    owner: str,
    before: tuple[tuple[str, ...], list[int]],
    after: tuple[tuple[str, ...], list[int]],
    values: dict[str, Any],
) -> Iterator[tuple[Key, object, object]]:
    old, new = (dict(zip(*each, strict=True)) for each in (before, after))
    what = "logger" if owner.startswith(_LOGGING) else "attribute"
    for name in old.keys() | new.keys():
        was, now = old.get(name, 0), new.get(name, 0)
        is_named = not (name.startswith("__") and name.endswith("__"))
        if was != now and is_named and type(values.get(name)) is not ModuleType:
            yield (what, f"{owner}.{name}"), was, now
