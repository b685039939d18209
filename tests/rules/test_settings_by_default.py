"""Settings of the process whose restore changes nothing, or which hardly anybody minds."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import sys, tracemalloc\n"
PLAIN, ASKED = Settings(), Settings(enable=("TSE314",))


def found(steps: str, settings: Settings) -> list[str]:
    source = HEAD + "def test_x(shop):\n" + "".join(f"    {each}\n" for each in steps.split("; "))
    findings = engine.check(source, "tests/test_shop.py", settings)
    return [each.message for each in findings if each.code == "TSE314"]


ALIAS = "old = sys.path; sys.path.append('a'); assert shop.load(); sys.path = old"
RESTORED = {
    "a copy": ALIAS.replace("= sys.path;", "= sys.path[:];"),
    "another list": ALIAS.replace("sys.path.append('a')", "sys.path = ['a']"),
    "no name": ALIAS.replace("sys.path = old", "sys.path.remove('a')"),
}


@pytest.mark.parametrize("case", RESTORED)
def test_a_restore_is_skipped(case: str) -> None:
    (message,) = found(RESTORED[case], PLAIN)
    assert "only if the assertion" in message


def test_the_list_itself_is_no_copy_of_it() -> None:
    assert found(ALIAS, PLAIN) == []
    (message,) = found(ALIAS, ASKED)
    assert "only if" not in message and "never restored" in message


def test_tracing_of_memory_slows_tests_down_and_no_more() -> None:
    steps = "tracemalloc.start(); assert shop.load(); tracemalloc.stop()"
    assert found(steps, PLAIN) == []
    assert len(found(steps, ASKED)) == 1
