"""What two more readers of reviews found untrue, misleading or missing, each kind with what looks like it."""

from __future__ import annotations

import pytest

from .asking import told


def _test(*lines: str) -> str:
    return (
        "\n    ".join(("import os, sys, time\nfrom pathlib import Path\ndef test_a(cases):", *lines)) + "\n"
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (("raise AssertionError()",), "Test `test_a` lets the test fail in 1 place"),
        (("assert cases", "raise AssertionError"), "makes 1 assertion and lets the test fail"),
        (("raise ValueError()",), "Test `test_a` makes no assertion of its own"),
        (("a(); b(); c(); d(); e().f()",), "`c()`, `d()` and others (lines"),
    ],
)
def test_what_a_test_consists_of(body: tuple[str, ...], said: str) -> None:
    assert any(said in each for each in told(_test(*body), "Structure"))


@pytest.mark.parametrize(
    ("lines", "is_step"),
    [
        (("while not cases.done:", "    time.sleep(1)"), True),
        (("while True:", "    if cases.done:", "        break", "    time.sleep(1)"), True),
        (("for each in range(9):", "    if cases.done:", "        return", "    time.sleep(1)"), True),
        (("for each in range(9):", "    time.sleep(1)"), False),
        (("for each in range(9):", "    time.sleep(1)", "    return"), False),
        (("for each in range(9):", "    time.sleep(1)", "    if cases:", "        continue"), False),
        (
            ("for each in range(9):", "    if cases:", "        continue", "    time.sleep(1)", "    break"),
            True,
        ),
        (
            (
                *("for each in range(9):", "    time.sleep(1)"),
                *("    for one in cases:", "        if one:", "            break"),
            ),
            False,
        ),
        (("while True:", "    time.sleep(1)", "    def inner():", "        if cases: return"), False),
        (
            ("while True:", "    try:", "        break", "    except OSError:", "        time.sleep(1)"),
            True,
        ),
        (("time.sleep(1)",), False),
    ],
)
def test_waits_that_are_steps(lines: tuple[str, ...], is_step: bool) -> None:
    found = told(_test(*lines), "Resources")
    assert any("A step of a loop" in each for each in found) == is_step
    assert any("Waits without being told" in each for each in found) != is_step


def test_waits_at_the_top() -> None:
    assert "Waits without being told" in told("import time\ntime.sleep(1)\n", "Resources")[0]


def test_modules_without_which_tests_are_skipped() -> None:
    text = """
        import pytest

        def test_a():
            pytest.importorskip("asyncio.test_utils")
            pytest.importorskip("numpy", "1.2")
            pytest.importorskip(name)
            importorskip("pandas")
    """
    assert told(text, "Known bugs") == [
        "What follows is skipped where `asyncio.test_utils` cannot be imported; the standard library has not "
        "had it since Python 3.7 (line 4).",
        "What follows is skipped where `numpy` cannot be imported (line 5).",
        "What follows is skipped where what `pytest.importorskip(name)` names cannot be imported (line 6).",
    ]
