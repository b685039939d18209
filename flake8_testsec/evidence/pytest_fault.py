"""The plugin that ``testsec prove`` gives to pytest: one test, one line that fails, and what is left then."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from flake8_testsec.evidence.failing import Everything, Fault, taken
from flake8_testsec.evidence.pytest_plugin import Watch, defined
from flake8_testsec.evidence.records import Writer

_PLAN = taken()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Watch this run, in this process alone, whatever else a configuration wants.

    Args:
        config: of the run.
    """
    vars(config.option).update(tx=[], dist="no", numprocesses=0, testsec_evidence=None, testsec_lines=False)
    fault = Fault(_PLAN)
    config.pluginmanager.register(_Faulty(fault), "testsec-fault")
    watch = Watch(config, Writer(_PLAN.evidence), _PLAN.evidence, Everything)
    config.pluginmanager.register(watch, "testsec-fault-evidence")


class _Faulty:
    """Runs the tests that are wanted, and no others."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [each for each in items if self._fault.wants(*defined(each))]

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self) -> Generator[None, None, None]:
        self._fault.begin()
        yield
        self._fault.end()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_teardown(self) -> Generator[None, None, None]:
        yield
        self._fault.forget()

    def pytest_unconfigure(self) -> None:
        self._fault.say()
