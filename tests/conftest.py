"""What every test begins with."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flake8_testsec.plugin import Plugin
from flake8_testsec.settings import Settings

from .copies import ROOT, copied
from .doors import bare, ready
from .measuring import measure_only_what_runs, tracing, untracing

TRACED = pytest.StashKey[Any]()
"""What traces lines where coverage is measured."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that run other programs, then with those of the whole project: they take longest,
    and others fill the time beside.
    """
    items.sort(key=lambda item: [item.get_closest_marker(name) is None for name in ("tools", "once")])


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Iterator[None]:
    """Of what pytest does between tests nothing is measured, and all of it would take twice as long."""
    session.config.stash[TRACED] = sys.gettrace()
    with untracing():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(request: pytest.FixtureRequest) -> Iterator[None]:
    with tracing(request.config.stash[TRACED]):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Tests marked ``again`` add no line to what is measured, and take a half to two thirds less without."""
    with tracing(None if item.get_closest_marker("again") else item.config.stash[TRACED]):
        return (yield)


@pytest.fixture(scope="module", autouse=True)
def _same_environment() -> Iterator[None]:
    """What a module leaves in the environment, as Dask does, would keep later ones from being forked."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(autouse=True)
def _fresh_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The options of a command that an earlier test ran in this process must not reach the next test."""
    monkeypatch.setattr(Plugin, "settings", Settings())


@pytest.fixture(scope="session", autouse=True)
def _processes() -> Iterator[None]:
    """Who measures what the tests start must have it all before this process ends."""
    measure_only_what_runs()
    yield
    for each in (*bare, *ready):
        each.stop()


@pytest.fixture(scope="session")
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Paths of folders that are not there yet: whoever keeps something makes one. Few tests do, and pytest
    would look at all folders that it has made before it makes the next.
    """
    folder = tmp_path_factory.mktemp("caches")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, _caches: Iterator[Path]) -> Path:
    """No test reads or writes the user's cache, or another test's."""
    folder = next(_caches)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Processes answer Ctrl-C, also if the tests run in the background, where shells have it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test starts is not measured, which halves its time: others look at the same lines."""
    for name in [name for name in os.environ if name.startswith("COV")]:
        monkeypatch.delenv(name)


@pytest.fixture
def own_copy(tmp_path: Path, unmeasured: None) -> Path:
    """A project that a test may change; what runs there is not measured as if it were ours."""
    return copied(ROOT, tmp_path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window, where there is one."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="not with every Python")
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("there is no Chromium here")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found)
        yield started
        started.close()


@pytest.fixture
def opened(browser: Any) -> Iterator[Any]:
    """Opens a page; at the end, nothing may have gone wrong in any."""
    context = browser.new_context()
    said: list[str] = []

    def open_page(path: Path, **media: str) -> Any:
        page = context.new_page()
        page.emulate_media(**media)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if request.url != path.as_uri() else None)
        page.goto(path.as_uri())
        return page

    yield open_page
    context.close()
    assert said == []
