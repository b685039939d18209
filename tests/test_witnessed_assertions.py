"""Assertions that never ran although their tests passed: what of them is told, and what may be meant."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from flake8_testsec.evidence.locating import regions
from flake8_testsec.evidence.reading import Evidence
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.witnessed_assertions import Run, unrun

HEAD = {"kind": "run", "version": 1, "root": ".", "functions": False, "lines": True}
NAME = "test_a.py"
TOP = """\
import contextlib, os, pytest, sys, typing, unittest
from unittest import mock

from shop import Declined, checked, shop

"""


def run_of(folder: Path, source: str, number: int = 0, *, outcome: str = "passed", **more: object) -> Run:
    """Evidence that all tests of a module passed and that all lines ran without ``# no`` behind them."""
    lines = [number for number, line in enumerate(source.splitlines(), 1) if not line.endswith("# no")]
    tests = [
        {"kind": "test", "test": f"{NAME}::{each.name}", "file": NAME, "line": each.first, "outcome": outcome}
        for each in regions(Module.parse(source, NAME, Settings()).tree)
        if each.name.startswith("test")
    ]
    ran = {"kind": "ran", "file": NAME, "functions": [], "lines": lines}
    known: list[dict[str, object]] = [{**each, "lines": "all", **more} for each in tests]
    path = folder / f"evidence{number}.jsonl"
    records = (HEAD, *known, ran, {"kind": "end"})
    path.write_text("".join(f"{json.dumps(each)}\n" for each in records), "utf-8")
    return Run(Evidence(str(path)), NAME)


def told(source: str, *runs: Run) -> list[tuple[int, str, str]]:
    """What is told: how many assertions, the code, and why."""
    found = unrun(Module.parse(source, NAME, Settings()), runs)
    return [(len(each.assertions), each.code, each.why) for each in found]


def found_in(folder: Path, source: str) -> list[tuple[int, str, str]]:
    text = TOP + dedent(source)
    return told(text, run_of(folder, text))


SILENT = {
    "a line of the block behind it has run, so the lines are not all known": """
        def test_a():
            assert shop.open  # no
            shop.close()
        """,
    "the branch of another platform": """
        def test_a():
            if sys.platform == "win32":
                assert shop.open  # no
            elif os.name == "nt":
                assert shop.open  # no
            else:
                assert not shop.open
        """,
    "the test ends early on another platform": """
        def test_a():
            if sys.version_info >= (3,):
                return
            assert shop.open  # no
        """,
    "what cannot be imported here": """
        def test_a():
            try:
                import toml
            except ImportError:
                assert shop.open  # no
            else:
                assert toml.loads(shop.text)
        """,
    "what can be imported here": """
        def test_a():
            try:
                import toml
            except ImportError:
                assert shop.open
            else:
                assert toml.loads(shop.text)  # no
        """,
    "what a loop denies of each that there may be": """
        def test_a():
            for each in shop.left:
                assert each not in shop.open  # no
        """,
    "what an error that is expected must not let out": """
        def test_a():
            with pytest.raises(Declined):
                text = shop.pay()
                assert "secret" not in text  # no
        """,
    "what is there to be never reached": """
        def test_a():
            def callback():
                assert False  # no
            with pytest.raises(Declined):
                shop.pay(callback)
                pytest.fail("not reached")  # no
            if shop.open:
                assert 1 == 2  # no
                typing.assert_never(shop)  # no
                shop.assert_unreachable()  # no
        """,
    "a helper, which other tests may call": """
        def check(order):
            assert order.open  # no

        def test_a():
            assert shop.open
        """,
    "nothing but a docstring and calls": """
        def test_a():
            '''Say something.'''  # no
            shop.pay()  # no
        """,
    "one line for all": """
        def test_a(): assert shop.open

        def test_b():
            for each in shop.left: assert each.open
        """,
    "other kinds of statements in which all has run": """
        async def test_a():
            while shop.open:
                assert shop.close()
            async for each in shop.all():
                assert each
            async with shop.lock:
                assert shop.open
            match shop.state:
                case "open":
                    assert shop.open

        class Test(unittest.TestCase):
            def test_b(self):
                class Order:
                    def open(self):
                        self.assertTrue(shop.open)
                with contextlib.suppress(Declined):
                    self.assertTrue(shop.open)
                try:
                    self.assertTrue(shop.open)
                finally:
                    self.assertTrue(shop.open)
        """,
}

BRANCH = "its branch is never taken"
LEFT = "the test leaves the block before"
LOOP = "the loop around it goes through nothing"
RAISED = "the line above it raises what is expected"
BODY = "the body of the test is never entered"
TOLD = {
    "behind the line that raises": (
        """
        def test_a():
            with pytest.raises(Declined):
                with shop.lock:
                    order = shop.pay()
                    assert order["state"] == 1  # no
                    shop.pay.assert_called_once()  # no
        """,
        [(2, "TSE403", RAISED)],
    ),
    "where a failing assertion is what is expected, or a loop, a handler or a context may be left": (
        """
        def test_a(order):
            with pytest.raises(AssertionError):
                shop.check()
                assert shop.open == order  # no
            with pytest.raises(Declined):
                for each in shop.orders:
                    shop.pay()
                    assert each.open == 1  # no
            with pytest.raises(Declined):
                try:
                    shop.pay()
                    assert order.open == 1  # no
                except Declined:
                    raise
            with pytest.raises(Declined), contextlib.suppress(KeyError):
                shop.pay()
                assert order.open == 1  # no
        """,
        [(1, "TSE533", LEFT)] * 4,
    ),
    "branches and loops": (
        """
        def test_a(number):
            if number == 1:
                assert shop.open == 1
            elif number == 2:
                assert shop.open == 2  # no
            for each in shop.left:
                assert each == number  # no
                assert each != shop  # no
            while number:
                number = shop.pay()
                if number == 3:
                    break
            else:
                assert shop.open == 3  # no
            match number:
                case 4:
                    assert shop.open == 4  # no
        """,
        [(1, "TSE533", BRANCH), (2, "TSE533", LOOP), (1, "TSE533", BRANCH), (1, "TSE533", BRANCH)],
    ),
    "errors that stay away": (
        """
        def test_a():
            try:
                shop.pay()
            except Declined as error:
                assert error.code == 1  # no
            else:
                shop.close()
            finally:
                shop.close()
        """,
        [(1, "TSE533", "nothing is raised there")],
    ),
    "functions that are never called": (
        """
        def test_a():
            def callback(order):
                assert order.open  # no
            shop.on_order(callback)
            class Handler:
                def handle(self):
                    assert self.open  # no
        """,
        [(1, "TSE533", "the function around it is never called")] * 2,
    ),
    "bodies that are never entered": (
        """
        @pytest.mark.slow
        async def test_a():
            assert shop.open  # no

        def test_b():
            assert shop.open  # no
            yield  # no

        @checked
        async def test_c():
            assert shop.open  # no

        @checked
        def test_d():
            assert await_(shop.open)  # no
        """,
        [(1, "TSE510", BODY), (1, "TSE510", BODY), (1, "TSE533", BODY), (1, "TSE533", BODY)],
    ),
    "calls that are awaited, and those of a TestCase": (
        """
        class Test(unittest.TestCase):
            async def test_a(self):
                if self.open:
                    await self.assert_open(shop)  # no
                    self.assertEqual(msg=shop.open)  # no
        """,
        [(2, "TSE533", BRANCH)],
    ),
}


@pytest.mark.parametrize("source", SILENT.values(), ids=SILENT.keys())
def test_nothing_is_told_of_what_may_be_meant(tmp_path: Path, source: str) -> None:
    assert found_in(tmp_path, source) == []


@pytest.mark.parametrize(("source", "expected"), TOLD.values(), ids=TOLD.keys())
def test_what_has_never_run_is_told(
    tmp_path: Path, source: str, expected: list[tuple[int, str, str]]
) -> None:
    assert sorted(found_in(tmp_path, source)) == sorted(expected)


DEAD = dedent(
    """
    import pytest

    from shop import shop

    def test_a(order):
        def callback(order):
            assert order.open  # no
        with pytest.raises(KeyError):
            shop.pay(callback)
            assert order.open  # no
    """
)
ALIVE = DEAD.replace("  # no", "")


def test_a_line_that_any_run_has_run_is_alive(tmp_path: Path) -> None:
    dead, alive = run_of(tmp_path, DEAD), run_of(tmp_path, ALIVE, 1)
    assert len(told(DEAD, dead)) == 2
    assert told(DEAD, dead, alive) == []


@pytest.mark.parametrize("outcome", ["failed", "skipped"])
def test_nobody_knows_what_a_test_would_have_run_that_did_not_pass_once(tmp_path: Path, outcome: str) -> None:
    dead, other = run_of(tmp_path, DEAD), run_of(tmp_path, DEAD, 1, outcome=outcome)
    assert told(DEAD, other) == told(DEAD, dead, other) == []


def test_what_other_programs_have_run_is_not_known(tmp_path: Path) -> None:
    own = run_of(tmp_path, DEAD, lines="own process")
    assert told(DEAD, own) == [(1, "TSE403", RAISED)]
    assert told(DEAD, run_of(tmp_path, DEAD, lines="")) == []


def test_nothing_is_told_of_runs_that_did_not_end(tmp_path: Path) -> None:
    run = run_of(tmp_path, DEAD)
    text = Path(run.evidence.name).read_text("utf-8").replace('{"kind": "end"}\n', "")
    (tmp_path / "cut.jsonl").write_text(text, "utf-8")
    assert told(DEAD, Run(Evidence(str(tmp_path / "cut.jsonl")), NAME)) == []


TWICE = """\
import sys

from shop import shop

if sys.version_info < (3,):
    def test_a():
        assert shop.open  # no
else:
    def test_a():
        assert shop.open
"""


def test_of_two_tests_of_one_name_the_one_that_is_there_ran(tmp_path: Path) -> None:
    run = run_of(tmp_path, TWICE)
    run.evidence.tests[NAME] = run.evidence.tests[NAME][1:]
    assert told(TWICE, run) == []


def test_nothing_is_told_without_tests_or_lines(tmp_path: Path) -> None:
    assert told(DEAD) == []
    assert told(DEAD, run_of(tmp_path, "def helper():\n    pass\n")) == []
