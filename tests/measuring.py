"""How the processes that tests start are measured."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
NAME = "COVERAGE_PROCESS_CONFIG"
"""Holds the settings for such processes, if they are measured."""


def measure_only_what_runs() -> None:
    """Let no process look for files that it has not run: the tests' own finds them."""
    os.environ.update({name: _narrowed(value) for name, value in os.environ.items() if name == NAME})


def untraced(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what others test line by line, at a third of the time: what runs is neither seen nor measured."""
    with untracing():
        return work(*args, **kwargs)


def untracing() -> AbstractContextManager[None]:
    """The same for what is done within."""
    return tracing(None)


@contextmanager
def tracing(tracer: Any) -> Iterator[None]:
    """Let something, or nothing, trace what is done within.

    Args:
        tracer: what `sys.gettrace` gave.
    """
    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        yield
    finally:
        sys.settrace(before)


def unmeasured() -> dict[str, str]:
    """The environment of processes in which nothing of ours runs, nor what pytest would find by itself."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return {**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def _narrowed(settings: str) -> str:
    from coverage.config import CoverageConfig  # is not there with every Python

    config = CoverageConfig.deserialize(settings)
    if config.source is not None:
        config.run_include = [f"{folder}/*" for folder in config.source]
        config.source = None
    return config.serialize()
