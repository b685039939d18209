"""Evidence of a run of pytest, also of one in several processes."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Generator
from typing import Any

import pytest

from flake8_testsec.evidence.collection import Collected
from flake8_testsec.evidence.places import Project
from flake8_testsec.evidence.recorder import Recorder, Scope
from flake8_testsec.evidence.records import Writer, merge, part, parts

_SCOPES = {"class": Scope.CLASS, "module": Scope.MODULE, "package": Scope.SESSION, "session": Scope.SESSION}


def begin(config: pytest.Config) -> None:
    """Watch this run, or let its workers do so.

    Args:
        config: of the run.

    Raises:
        pytest.UsageError: the file cannot be written, or is not named.
    """
    if config.getoption("testsec_evidence") is None:
        raise pytest.UsageError("--testsec-lines: name a file with --testsec-evidence")
    name = os.path.abspath(config.invocation_params.dir / config.getoption("testsec_evidence"))
    config.option.testsec_evidence = name  # which workers get, wherever they start
    worker = getattr(config, "workerinput", {}).get("workerid")
    try:
        writer = Writer(part(name, worker) if worker else name)
        if worker is None:
            for each in parts(name):
                os.unlink(each)
    except OSError as error:
        raise pytest.UsageError(f"--testsec-evidence: {error}") from error
    plugin = _Controller(writer) if _has_workers(config) and not worker else Watch(config, writer, name)
    config.pluginmanager.register(plugin, "testsec-evidence-run")


def _has_workers(config: pytest.Config) -> bool:
    return bool(getattr(config.option, "tx", None)) and getattr(config.option, "dist", "no") != "no"


class _Controller:
    """Puts together what workers wrote."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def pytest_unconfigure(self) -> None:
        try:
            merge(self._writer)
        except OSError as error:  # the summary is written already
            print(f"testsec evidence: {_BROKEN}: {error}", file=sys.stderr)


class Watch:
    """Tells a recorder where the run is, and lets nothing that goes wrong with it reach the run.

    Args:
        config: of the run.
        writer: takes the records.
        name: the file that the user named.
        kind: says whose modules are looked at.
    """

    def __init__(
        self, config: pytest.Config, writer: Writer, name: str, kind: type[Project] = Project
    ) -> None:
        self._root = str(config.rootpath)
        self._project = kind(self._root)
        self._config = config
        self._recorder = Recorder(self._project, writer, config.getoption("testsec_lines"))
        self._collection = Collected(self._project)
        self._remark = ""
        self._is_whole = True
        """Whether all that was to be collected could be."""
        root = os.path.relpath(self._root, os.path.dirname(name)).replace(os.sep, "/")
        self._do(self._recorder.begin, f"pytest {pytest.__version__}", root)
        if config.getoption("testsec_lines") and not self._recorder.has_lines:
            self._remark = self._remark or "lines are not noted: something else traces this run"

    def _do(self, act: Callable[..., object], *arguments: object) -> None:
        if self._remark.startswith(_BROKEN):
            return
        try:
            act(*arguments)
        except Exception as error:  # the run is worth more than what is noted of it
            self._remark = f"{_BROKEN}: {type(error).__name__}"
            self._recorder.give_up(error)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, None]:
        outcome = yield
        report = outcome.get_result()
        self._is_whole = self._is_whole and not report.failed
        # Of a module that cannot be imported, or that skips itself, there is nothing to ask.
        if report.passed:
            self._do(self._collection.looked_into, collector, report.result)
        if isinstance(collector, (pytest.Module, pytest.Package)):
            self._do(self._recorder.imported)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self) -> None:
        self._do(self._collected)

    def _collected(self) -> None:
        self._recorder.collected(self._collection.records())

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, Any, None]:
        self._do(self._recorder.adopt)
        self._do(self._recorder.test, item.nodeid.partition("[")[0])
        yield

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, Any, None]:
        scope = _SCOPES.get(fixturedef.scope)
        if scope is not None:
            self._do(self._recorder.set_up, scope)
        yield
        if scope is not None:
            self._do(self._recorder.was_set_up, scope)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, Any, None]:
        outcome = yield
        self._do(self._recorder.said, outcome.get_result().outcome)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_teardown(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, Any, None]:
        outcome = yield
        if outcome.excinfo is not None:
            self._do(self._recorder.said, "failed")
        self._do(self._ended, item, nextitem)

    def _ended(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        base = getattr(getattr(self._config, "_tmp_path_factory", None), "_basetemp", None)
        if base is not None:  # pytest's own, which outlives the run on purpose
            self._recorder.keep(str(base))
        file, line = defined(item)
        self._recorder.ended(self._project.name(file), line, _over(item, nextitem))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        is_over = exitstatus in _OVER and not session.shouldstop and not session.shouldfail
        self._do(self._recorder.end, self._is_whole and is_over)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._remark:
            terminalreporter.write_line(f"testsec evidence: {self._remark}")


_OVER = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
_BROKEN = "it is not complete"


def defined(item: pytest.Item) -> tuple[str, int]:
    """Where a test is defined, as its code has it.

    Args:
        item: the test.

    Returns:
        The file and the line where it begins, its decorators included.
    """
    function: Any = getattr(item, "function", None)
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is not None:
        return code.co_filename, code.co_firstlineno
    path, line, _ = item.location
    return str(item.config.rootpath / path), (line or 0) + 1


def _over(item: pytest.Item, following: pytest.Item | None) -> Scope:
    """The widest scope that ends with a test."""
    if following is None:
        return Scope.SESSION
    for scope, kind in ((Scope.MODULE, pytest.Module), (Scope.CLASS, pytest.Class)):
        if item.getparent(kind) is not following.getparent(kind):
            return scope
    return Scope.FUNCTION
