"""A line of a test that is made to fail, in the process that runs the test.

``testsec prove`` starts such a process, and says through its environment what it is to do. No file is
changed: the line is met by ``sys.settrace``, which lets an exception begin there as if it had raised one.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import sys
from types import FrameType, ModuleType
from typing import Any, NamedTuple

from flake8_testsec.evidence.places import Project

PLAN = "TESTSEC_PLAN"
"""The variable of the environment; no test sees it."""
_REMEMBERED = ("last_type", "last_value", "last_traceback", "last_exc")


class Plan(NamedTuple):
    """What a process is to do."""

    file: str
    """Of the test, as an absolute path."""
    tests: tuple[int, ...] = ()
    """Lines where the functions of the tests begin, decorators included; none: only say who runs here."""
    first: int = 0
    last: int = 0
    """The lines of what is made to fail."""
    raises: str = ""
    """A key of `ERRORS`; empty: nothing fails, and it is only seen whether the lines are reached."""
    evidence: str = ""
    """Where to write what is left."""
    witness: str = ""
    """Where to write who runs here, and whether the lines were reached."""

    def text(self) -> str:
        """What goes into the environment."""
        return json.dumps(self._asdict())


class FailedOnPurpose(AssertionError):
    """An assertion that fails because it is asked to."""


class RaisedOnPurpose(Exception):
    """What a line raises because it is asked to."""


ERRORS: dict[str, type[Exception]] = {"assertion": FailedOnPurpose, "error": RaisedOnPurpose}


def taken() -> Plan:
    """The plan of this process, which is told who runs it; its environment has it no more.

    Raises:
        SystemExit: there is no plan, or nothing to be done but to say who runs here.
    """
    text = os.environ.pop(PLAN, "")
    if not text:
        raise SystemExit("this is for testsec prove alone")
    said = json.loads(text)
    plan = Plan(**{**said, "tests": tuple(said["tests"])})
    _say(plan, python=platform.python_version(), executable=sys.executable, prefix=sys.prefix)
    if not plan.tests:
        raise SystemExit(0)
    return plan


def _say(plan: Plan, **said: object) -> None:
    with open(plan.witness, "a", encoding="utf-8") as file:
        file.write(f"{json.dumps(said)}\n")


class Everything(Project):
    """A project whose every imported module is looked at: a test may change one of Python's own."""

    def holds(self, module: object) -> bool:
        """Whether it is a module."""
        return type(module) is ModuleType


class Fault:
    """Lets a line fail whenever a test comes to it.

    Args:
        plan: says which.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._error = ERRORS.get(plan.raises)
        self._files: dict[str, bool] = {}
        self._before: Any = None
        self._ran = 0
        self._is_reached = False

    def wants(self, file: str, line: int) -> bool:
        """Whether a test is one of those that are to run.

        Args:
            file: where it is defined.
            line: where it begins, decorators included.
        """
        return line in self.plan.tests and self._is_file(file)

    def _is_file(self, name: str) -> bool:
        known = self._files.get(name)
        if known is None:
            known = self._files[name] = os.path.realpath(name) == os.path.realpath(self.plan.file)
        return known

    def begin(self) -> None:
        """A test begins; who traces waits until it has ended."""
        self._ran += 1
        self._before = sys.gettrace()
        sys.settrace(self._called)

    def end(self) -> None:
        """A test has ended."""
        sys.settrace(self._before)

    def _called(self, frame: FrameType, event: str, _: object) -> Any:
        return self._moved if self._is_file(frame.f_code.co_filename) else None

    def _moved(self, frame: FrameType, event: str, _: object) -> Any:
        if event == "line" and self.plan.first <= frame.f_lineno <= self.plan.last:
            self._is_reached = True
            if self._error is not None:
                raise self._error(f"line {frame.f_lineno} is made to fail by testsec prove")
        return self._moved

    def forget(self) -> None:
        """Let go of what only the exception holds, which nobody would hold without us."""
        for name in _REMEMBERED:
            vars(sys).pop(name, None)
        gc.collect()

    def finish(self) -> None:
        """A test has ended, and all that is to be undone after it."""
        self.end()
        self.forget()

    def say(self) -> None:
        """Write down what came of it."""
        _say(self.plan, ran=self._ran, reached=self._is_reached)
