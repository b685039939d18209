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
        (("raise AssertionError()",), "Test `test_a` lets the test fail by raising in 1 place"),
        (("assert cases", "raise AssertionError"), "makes 1 assertion and lets the test fail"),
        (("raise ValueError()",), "Test `test_a` makes no assertion of its own"),
        (("a(); b(); c(); d(); e().f()",), "`c()`, `d()` and others (lines"),
    ],
)
def test_what_a_test_consists_of(body: tuple[str, ...], said: str) -> None:
    assert any(said in each for each in told(_test(*body), "Structure"))


@pytest.mark.parametrize(
    ("before", "head", "perhaps"),
    [
        ("names = ['a']", "for each in names:", False),
        ("names = {'a': 1}", "for each in names.items():", False),
        ("names = ('a', 'b')", "for number, each in enumerate(names):", False),
        (
            "names = ['a']; known = names.index('a') + len(names); first = names[0]",
            "for each in names:",
            False,
        ),
        ("names = {**cases}", "for each in names:", True),
        ("names = []", "for each in names:", True),
        ("names = ['a']; names.clear()", "for each in names:", True),
        ("names = ['a']; empty(names)", "for each in names:", True),
        ("names = ['a']; names[:] = []", "for each in names:", True),
        ("names = ['a']; names *= 0", "for each in names:", True),
        ("names = ['a']; names = cases", "for each in names:", True),
        ("names = cases", "for each in names:", True),
    ],
)
def test_loops_over_what_is_written_in_the_function(before: str, head: str, perhaps: bool) -> None:
    found = told(_test(before, head, "    assert each"), "Structure")
    assert any("which may be never" in each for each in found) == perhaps


@pytest.mark.parametrize(
    ("call", "is_path"),
    [
        ("Path('/nonexistent/path')", True),
        ("os.chdir('/nonexistent')", True),
        ("client.get('/nonexistent/path')", False),
        ("Path('nonexistent/path')", False),
        ("Path('/a b')", False),
        ("Path(a, '/nonexistent')", False),
    ],
)
def test_absolute_paths_by_what_they_are_given_to(call: str, is_path: bool) -> None:
    assert any("Absolute path" in each for each in told(_test(call), "Hard-coded values")) == is_path


@pytest.mark.parametrize(
    ("saved", "back", "said", "replaced"),
    [
        ("pass", "sys.__stdout__", "it becomes `sys.__stdout__`, which need not be what was there", 2),
        ("old = sys.stdout", "old", "what was there before is put back", 1),
    ],
)
def test_what_is_put_back(saved: str, back: str, said: str, replaced: int) -> None:
    text = _test(saved, "sys.stdout = cases", "try:", "    cases()", "finally:", f"    sys.stdout = {back}")
    assert any(said in each for each in told(text, "Resources"))
    assert sum("by an assignment" in each for each in told(text, "Doubles and controls")) == replaced


@pytest.mark.parametrize(
    ("lines", "is_step"),
    [
        (("while not cases.done:", "    time.sleep(1)"), True),
        (("while True:", "    if cases.done:", "        break", "    time.sleep(1)"), True),
        (("for each in range(9):", "    if cases.done:", "        return", "    time.sleep(1)"), True),
        (("for each in range(9):", "    time.sleep(1)"), False),
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
    ]
