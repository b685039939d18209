"""What every test begins with."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_testsec.plugin import Plugin
from flake8_testsec.settings import Settings

from .copies import ROOT, copied


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that run other programs: they take longest, and others fill the time beside."""
    items.sort(key=lambda item: item.get_closest_marker("tools") is None)


@pytest.fixture(autouse=True)
def _fresh_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The options of a command that an earlier test ran in this process must not reach the next test."""
    monkeypatch.setattr(Plugin, "settings", Settings())


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No test reads or writes the user's cache, or another test's."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Processes answer Ctrl-C, also if the tests run in the background, where shells have it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that a test may change; what runs there is not measured as if it were ours."""
    for name in [name for name in os.environ if name.startswith("COV")]:
        monkeypatch.delenv(name)
    return copied(ROOT, tmp_path)
