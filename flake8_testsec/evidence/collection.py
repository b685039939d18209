"""Which tests pytest has collected of a file, and which it has not, although they look like tests."""

from __future__ import annotations

import inspect
import unittest
from collections.abc import Collection, Iterable, Iterator
from types import ModuleType
from typing import Any

import pytest
from _pytest.unittest import UnitTestCase

from flake8_testsec.evidence.places import Project
from flake8_testsec.evidence.records import Record

_KINDS = (pytest.Module, pytest.Class, UnitTestCase)
"""The collectors whose ways are known; a plugin's own may look for anything."""


class Collected:
    """Takes notice of what pytest looks into.

    Args:
        project: whose files count.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._seen: list[tuple[Any, list[str]]] = []

    def looked_into(
        self, collector: pytest.Collector, found: Iterable[pytest.Item | pytest.Collector]
    ) -> None:
        """A file or a class was looked into, all of it, whatever is run of it.

        Args:
            collector: of the file or the class.
            found: what it has found.
        """
        if type(collector) in _KINDS:
            names = {getattr(each, "originalname", None) or each.name.partition("[")[0] for each in found}
            self._seen.append((collector, sorted(names)))

    def records(self) -> Iterator[Record]:
        """What was found, once all classes are known that inherit from others.

        Yields:
            A record a file or class of the project.
        """
        seen, self._seen = self._seen, []
        for collector, names in seen:
            if file := self._project.name(str(collector.path)):
                owner = ".".join(
                    each.name for each in collector.listchain() if isinstance(each, pytest.Class)
                )
                lost = [{"name": name, "why": why} for name, why in sorted(_lost(collector, names))]
                yield {"kind": "collected", "file": file, "owner": owner, "names": names, "lost": lost}


def _lost(collector: Any, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """What looks like a test, is not meant to be none, and was not collected; and why."""
    if type(collector) is UnitTestCase or not _is_wanted(collector.obj):
        return
    if inspect.isclass(collector.obj) and not names and _has_constructor(collector.obj):
        yield "", "constructor"
        return
    others = [(name, value) for name, value in vars(collector.obj).items() if name not in names]
    for name, value in others:
        is_wanted = _is_wanted(value)
        if is_wanted and _is_class_of_tests(value, collector.obj):
            yield name, "name"
        elif is_wanted and collector.funcnamefilter(name) and _is_no_function(value):
            yield name, "no function"


def _is_wanted(value: object) -> bool:
    """Whether nobody says that something is no test."""
    return bool(inspect.getattr_static(value, "__test__", True))


def _has_constructor(kind: type) -> bool:
    made_by = (inspect.getattr_static(kind, name) for name in ("__init__", "__new__"))
    return any(each not in (vars(object)["__init__"], vars(object)["__new__"]) for each in made_by)


def _is_class_of_tests(value: object, module: object) -> bool:
    """Whether something is a class of a module with tests, and nothing inherits from it."""
    if (
        not isinstance(value, type)
        or not isinstance(module, ModuleType)
        or issubclass(value, unittest.TestCase)
    ):
        return False
    is_own = value.__module__ == module.__name__ and not type.__subclasses__(value)
    functions = (name for name, each in vars(value).items() if inspect.isfunction(each))
    return is_own and any(name.startswith("test") for name in functions)


def _is_no_function(value: object) -> bool:
    """Whether something can be called and is no function, for which pytest does not take it then."""
    if not callable(value) or isinstance(value, (type, staticmethod, classmethod)):
        return False
    is_fixture = type(value).__module__.startswith("_pytest.") or hasattr(value, "_pytestfixturefunction")
    return not is_fixture and not inspect.isroutine(inspect.unwrap(value))
