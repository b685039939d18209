"""Evidence of a run of plain unittest: ``python -m flake8_testsec.evidence FILE unittest …``."""

from __future__ import annotations

import inspect
import os
import platform
import sys
import unittest
from collections.abc import Callable, Sequence
from typing import Any

from flake8_testsec.evidence.failing import Everything, Fault
from flake8_testsec.evidence.loading import Loaded, loader
from flake8_testsec.evidence.places import Project
from flake8_testsec.evidence.recorder import Recorder, Scope
from flake8_testsec.evidence.records import Writer


def run(name: str, arguments: Sequence[str], lines: bool = False, fault: Fault | None = None) -> None:
    """Run tests as ``python -m unittest`` does, and watch them.

    Args:
        name: the file to write.
        arguments: those of unittest.
        lines: whether lines that ran are noted.
        fault: what is made to fail, in the tests that it wants; no others run.

    Raises:
        OSError: the file cannot be written.
        SystemExit: the tests have run, with the status that unittest gives.
    """
    here = os.getcwd()
    project = Everything(here) if fault is not None else Project(here)
    watch = _Watch(Recorder(project, Writer(os.path.abspath(name)), lines), project, fault)
    root = os.path.relpath(here, os.path.dirname(os.path.abspath(name))).replace(os.sep, "/")
    watch.do(watch.recorder.begin, f"unittest {platform.python_version()}", root)
    tests = loader(watch.looked_into)
    tests.suiteClass = _suite_class(watch)
    sys.path.insert(0, here)
    try:
        argv = ["python -m unittest", *arguments]
        unittest.main(module=None, argv=argv, testLoader=tests, testRunner=_runner_class(watch))
    finally:
        watch.do(watch.recorder.end, watch.is_whole)
        if watch.error:
            print(f"testsec evidence: it is not complete: {watch.error}", file=sys.stderr)


class _Watch:
    """Tells a recorder where the run is, and lets nothing that goes wrong with it reach the run."""

    def __init__(self, recorder: Recorder, project: Project, fault: Fault | None = None) -> None:
        self.recorder = recorder
        self.error = ""
        self.is_whole = True
        """Whether all that was to be run has run."""
        self._project = project
        self._fault = fault
        self._loaded = Loaded(project)
        self._class: type | None = None

    def do(self, act: Callable[..., object], *arguments: object) -> None:
        if self.error:
            return
        try:
            act(*arguments)
        except Exception as error:  # the run is worth more than what is noted of it
            self.error = type(error).__name__
            self.recorder.give_up(error)

    def looked_into(self, kind: type, prefix: str) -> None:
        """All tests of a test case are looked for."""
        self.do(self._loaded.looked_into, kind, prefix)

    def loaded(self) -> None:
        """All tests are there that are to be run."""
        self.do(self.recorder.imported)
        if self._fault is None:
            self.do(self._tell)

    def _tell(self) -> None:
        self.recorder.collected(self._loaded.records())

    def saw(self, result: unittest.TestResult) -> None:
        """A run is over, perhaps too early."""
        self.is_whole = self.is_whole and not result.shouldStop

    def began(self, test: unittest.TestCase) -> None:
        """A test begins; what was set up just before it, for its class or module, lasts longer."""
        is_stand_in = type(test).__module__ == "unittest.loader"  # for what cannot be imported
        self.is_whole = self.is_whole and not is_stand_in
        before, self._class = self._class, type(test)
        widest = Scope.FUNCTION
        if before is not type(test):
            is_near = before is not None and before.__module__ == type(test).__module__
            widest = Scope.CLASS if is_near else Scope.MODULE
        file, _ = _defined(type(test), None)
        name = "::".join([self._project.name(file), *type(test).__qualname__.split("."), _method(test)])
        self.do(self.recorder.test, name, widest)
        if self._fault is not None and self._is_wanted(test):
            self._fault.begin()

    def wants(self, test: object) -> bool:
        """Whether something is to run: of tests those that a fault is for, and what tells that none is."""
        is_other = not isinstance(test, unittest.TestCase) or type(test).__module__ == "unittest.loader"
        return self._fault is None or is_other or self._is_wanted(test)

    def _is_wanted(self, test: object) -> bool:
        function = getattr(test, _method(test), None)
        return self._fault is not None and self._fault.wants(*_defined(type(test), function))

    def ended(self, test: unittest.TestCase) -> None:
        if self._fault is not None:
            self._fault.finish()
        file, line = _defined(type(test), getattr(test, _method(test), None))
        self.do(self.recorder.ended, self._project.name(file), line, Scope.FUNCTION)


def _method(test: object) -> str:
    return str(getattr(test, "_testMethodName", "run"))


def _defined(kind: type, function: Any) -> tuple[str, int]:
    """The file and the line where a test begins, its decorators included; else its class's file."""
    code = getattr(inspect.unwrap(function), "__code__", None) if function is not None else None
    if code is not None:
        return code.co_filename, code.co_firstlineno
    return str(getattr(sys.modules.get(kind.__module__), "__file__", None) or "<none>"), 1


def _runner_class(watch: _Watch) -> type[unittest.TextTestRunner]:
    result = _result_class(watch)

    class Runner(unittest.TextTestRunner):
        resultclass = result

        def run(self, test: Any) -> Any:
            watch.loaded()
            ended = super().run(test)
            watch.saw(ended)
            return ended

    return Runner


def _result_class(watch: _Watch) -> type[unittest.TextTestResult]:
    class Result(unittest.TextTestResult):
        def startTest(self, test: unittest.TestCase) -> None:
            watch.began(test)
            super().startTest(test)

        def stopTest(self, test: unittest.TestCase) -> None:
            super().stopTest(test)
            watch.ended(test)

        def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:
            if err is not None:
                watch.do(watch.recorder.said, "failed")
            super().addSubTest(test, subtest, err)

    for name, outcome in _OUTCOMES.items():
        setattr(Result, name, _saying(watch, outcome, getattr(unittest.TextTestResult, name)))
    if sys.version_info[:3] == (3, 12, 1):  # which starts no test that is skipped as a whole

        class Starting(Result):
            def addSkip(self, test: unittest.TestCase, reason: str) -> None:
                method = getattr(test, getattr(test, "_testMethodName", ""), None)
                is_whole = any(getattr(each, "__unittest_skip__", False) for each in (type(test), method))
                if is_whole:
                    watch.began(test)
                super().addSkip(test, reason)
                if is_whole:
                    watch.ended(test)

        return Starting
    return Result


_OUTCOMES = {
    "addError": "failed",
    "addFailure": "failed",
    "addUnexpectedSuccess": "failed",
    "addSkip": "skipped",
    "addExpectedFailure": "skipped",
}


def _saying(watch: _Watch, outcome: str, method: Callable[..., object]) -> Callable[..., object]:
    def said(result: unittest.TextTestResult, *arguments: object) -> None:
        watch.do(watch.recorder.said, outcome)
        method(result, *arguments)

    return said


def _suite_class(watch: _Watch) -> type[unittest.TestSuite]:
    recorder = watch.recorder

    class Suite(unittest.TestSuite):
        """Knows when what a class or a module has set up is there, and when it is gone."""

        def addTest(self, test: Any) -> None:
            if watch.wants(test):
                super().addTest(test)

        def _handleClassSetUp(self, test: Any, result: Any) -> None:
            watch.do(recorder.set_up, Scope.MODULE)
            super()._handleClassSetUp(test, result)  # type: ignore[misc]  # not in typeshed
            watch.do(recorder.was_set_up, Scope.CLASS)

        def _tearDownPreviousClass(self, test: Any, result: Any) -> None:
            before = getattr(result, "_previousTestClass", None)
            super()._tearDownPreviousClass(test, result)  # type: ignore[misc]
            if before is not None and before is not type(test):
                watch.do(recorder.over, Scope.CLASS)

        def _handleModuleFixture(self, test: Any, result: Any) -> None:
            super()._handleModuleFixture(test, result)  # type: ignore[misc]
            watch.do(recorder.was_set_up, Scope.MODULE)

        def _handleModuleTearDown(self, result: Any) -> None:
            super()._handleModuleTearDown(result)  # type: ignore[misc]
            watch.do(recorder.over, Scope.MODULE)

    return Suite
