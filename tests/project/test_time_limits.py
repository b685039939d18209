"""What a project's configuration says of how long a test may take."""

from __future__ import annotations

import pytest

from flake8_testsec.project.files import Tree
from flake8_testsec.project.time_limits import ends_tests, is_within_limit, tells_of_hanging
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

PATH = "tests/unit/test_a.py"


def module(files: dict[str, str]) -> Module:
    return Module.parse("", PATH, Settings(), Project(Tree({**files, PATH: ""})).view(PATH))


def ends(files: dict[str, str]) -> bool:
    return ends_tests(module(files))


LIMITED = {
    "a number": {"pyproject.toml": "[tool.pytest.ini_options]\ntimeout = 60\n"},
    "a text": {"pyproject.toml": '[tool.pytest.ini_options]\ntimeout = "0.5"\n'},
    "an option": {"setup.cfg": "[tool:pytest]\naddopts = -q --timeout 60\n"},
    "an option in a list": {"pytest.toml": "[pytest]\naddopts = ['--timeout', '60']\n"},
    "further up": {"tests/tox.ini": "[pytest]\n", "pytest.ini": "[pytest]\ntimeout=60\n"},
}
OPEN = {
    "no configuration": {},
    "none": {"pytest.ini": "[pytest]\ntimeout = 0\naddopts = --timeout=0\n"},
    "of another tool": {"pyproject.toml": "[tool.shop]\ntimeout = 60\n[tool.pytest.ini_options]\nx = 1\n"},
    "of another option": {"pytest.ini": "[pytest]\nfaulthandler_timeout = 60\ntimeout_method = thread\n"},
    "below": {"tests/unit/deep/pytest.ini": "[pytest]\ntimeout = 60\n"},
    "broken": {"tox.ini": "timeout = 60\n[pytest]\n"},
}


@pytest.mark.parametrize("case", LIMITED)
def test_limited(case: str) -> None:
    assert ends(LIMITED[case])


@pytest.mark.parametrize("case", OPEN)
def test_not_limited(case: str) -> None:
    assert not ends(OPEN[case])


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"pytest.ini": "[pytest]\nfaulthandler_timeout = 60\n"}, True),
        ({"pyproject.toml": "[tool.pytest.ini_options]\nfaulthandler_timeout = 0.5\n"}, True),
        ({"tests/tox.ini": "[pytest]\nfaulthandler_timeout=60\n"}, True),
        ({"pytest.ini": "[pytest]\nfaulthandler_timeout = 0\n"}, False),
        ({"pytest.ini": "[pytest]\ntimeout = 60\n"}, False),
        ({"pyproject.toml": "[tool.shop]\nfaulthandler_timeout = 60\n"}, False),
        ({"tox.ini": "faulthandler_timeout = 60\n[pytest]\n"}, False),
    ],
)
def test_stacks_of_what_hangs(files: dict[str, str], told: bool) -> None:
    assert tells_of_hanging(module(files)) is told
    assert ends(files) is (files == {"pytest.ini": "[pytest]\ntimeout = 60\n"})


def test_nothing_is_known_of_other_files() -> None:
    alone = Module.parse("", PATH, Settings())
    assert not ends_tests(alone)
    assert not tells_of_hanging(alone)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("with shop.limit_timeout(5): done.wait()", True),
        ("with shop.limit_timeout(limit): done.wait()", True),
        ("with shop.limit_timeout(seconds=2 * shop.limit): done.wait()", True),
        ("with shop.limit_timeout(shop.limit): done.wait()", True),
        ("with anyio.with_timeout(shop.limit()): done.wait()", True),
        ("with shop.limit_timeout(shop.limit()): done.wait()", False),
        ("with app.override_timeout(None): done.wait()", False),
        ("with app.override_timeout(False): done.wait()", False),
        ("with app.override_timeout(0): done.wait()", False),
        ("with app.no_timeout(): done.wait()", False),
        ("with limit_timeout: done.wait()", False),
        ("with timeout(5): done.wait()", True),
        ("self.check_timeout(done.wait())", False),
        ("assert not is_timeout(done.wait())", False),
        ("asyncio.wait_for(done.wait(), 5)", True),
        ("gen.with_timeout(limit, done.wait())", True),
        ("shop.with_timeout(limit, done.wait())", False),
    ],
)
def test_limits_around_a_wait(line: str, expected: bool) -> None:
    alone = Module.parse(f"import anyio, asyncio\nfrom tornado import gen\n{line}\n", PATH, Settings())
    [waiting] = alone.scopes.calls(frozenset({"wait"}))
    assert is_within_limit(waiting, alone) is expected
