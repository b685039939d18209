"""Which tests of its test cases plain unittest has found, and what looks like one and is none."""

from __future__ import annotations

import inspect
import sys
import unittest
from collections.abc import Callable, Iterator
from typing import Any

from flake8_testsec.evidence.places import Project
from flake8_testsec.evidence.records import Record


def loader(looked_into: Callable[[type, str], None]) -> unittest.TestLoader:
    """A loader that tells what it looks into, and finds what any other does.

    Args:
        looked_into: is told each test case, and how the names of its tests begin.
    """

    class Loader(unittest.TestLoader):
        def loadTestsFromTestCase(self, testCaseClass: Any) -> Any:
            looked_into(testCaseClass, self.testMethodPrefix)
            return super().loadTestsFromTestCase(testCaseClass)

    return Loader()


class Loaded:
    """Takes notice of the test cases that unittest looks into.

    Args:
        project: whose files count.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._seen: dict[type, str] = {}

    def looked_into(self, kind: type, prefix: str) -> None:
        """A test case was looked into, all of it, whatever is run of it."""
        self._seen[kind] = prefix

    def records(self) -> Iterator[Record]:
        """What was found; the file has no record: unittest looks for nothing but test cases in it.

        Yields:
            A record a test case of the project.
        """
        for kind, prefix in self._seen.items():
            made_in = getattr(sys.modules.get(kind.__module__), "__file__", None)
            file = self._project.name(str(made_in)) if made_in else ""
            if file and "<locals>" not in kind.__qualname__:
                named = [name for name in dir(kind) if name.startswith(prefix)]
                names = [name for name in named if _may_be_called(inspect.getattr_static(kind, name, None))]
                own = (name for name in named if name not in names and vars(kind).get(name) is not None)
                lost = [{"name": name, "why": "no function"} for name in own]
                yield {
                    "kind": "collected",
                    "file": file,
                    "owner": kind.__qualname__,
                    "names": names,
                    "lost": lost,
                }


def _may_be_called(value: object) -> bool:
    """Whether unittest takes an attribute for a test; what makes something else of itself is not asked."""
    return callable(value) or (hasattr(type(value), "__get__") and type(value) is not property)
