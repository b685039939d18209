"""Fixes that are run: a check that never ran fails where it should, and a right test passes as before."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.fixing.application import apply
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

_MOST = 5
"""Rounds after which the fixes of these small files have come to an end."""


class Run(NamedTuple):
    """A test with a defect: ``VALUE`` is where a right one and a wrong one differ."""

    code: str
    right: str
    wrong: str
    text: str

    @property
    def name(self) -> str:
        number = [each for each in RUNS if each.code == self.code].index(self)
        return f"{self.code}_{number}"

    def file(self, kind: str) -> str:
        return f"test_{self.name}_{kind}.py"

    def written(self, value: str) -> str:
        return textwrap.dedent(self.text).lstrip("\n").replace("VALUE", value)


RUNS = (
    Run(
        "TSE401",
        "1",
        "-1",
        """
        def pay(amount):
            if amount < 0:
                raise ValueError(amount)

        def test_pay():
            amount = int("VALUE")
            try:
                pay(amount)
            except Exception:
                pass
        """,
    ),
    Run(
        "TSE403",
        "-1",
        "-2",
        """
        import pytest

        def test_int():
            with pytest.raises(ValueError) as info:
                int("é")
                # It says what is wrong.
                assert info.value.args[0].count("é") + VALUE == 0
        """,
    ),
    Run(
        "TSE403",
        "invalid literal",
        "no number",
        """
        import unittest

        class TestInt(unittest.TestCase):
            def test_int(self):
                with self.assertRaises(ValueError) as caught:
                    int("x")
                    self.assertIn("VALUE", str(caught.exception))
        """,
    ),
    Run(
        "TSE405",
        "3",
        "4",
        """
        def test_total():
            try:
                total = sum([1, 2])
                assert total == VALUE
            except Exception:
                pass
        """,
    ),
    Run(
        "TSE405",
        "3",
        "4",
        """
        import contextlib
        import unittest

        class TestTotal(unittest.TestCase):
            def test_total(self):
                with contextlib.suppress(Exception):
                    self.assertEqual(sum([1, 2]), VALUE)
        """,
    ),
    Run(
        "TSE406",
        "x",
        "1",
        """
        import unittest

        class TestInt(unittest.TestCase):
            def test_int(self):
                try:
                    int("VALUE")
                    self.fail("no error")
                except Exception:
                    pass
        """,
    ),
    Run(
        "TSE407",
        "UserWarning",
        "RuntimeWarning",
        """
        import warnings

        import pytest

        @pytest.mark.filterwarnings("ignore")
        def test_warns():
            pytest.warns(UserWarning)
            warnings.warn("old", VALUE)
        """,
    ),
    Run(
        "TSE408",
        "x",
        "1",
        """
        def test_int():
            try:
                int("VALUE")
            except ValueError as error:
                assert "invalid" in str(error)
        """,
    ),
    Run(
        "TSE408",
        "x",
        "1",
        """
        import unittest

        class TestInt(unittest.TestCase):
            def test_int(self):
                try:
                    int("VALUE")
                except ValueError as error:
                    text = str(error)
                    self.assertIn("invalid", text)
                    self.assertIsNone(error.__cause__)
        """,
    ),
    Run(
        "TSE409",
        "1",
        "x",
        """
        import unittest

        class TestInt(unittest.TestCase):
            def test_int(self):
                try:
                    print(int("VALUE"))
                except Exception as error:
                    print(error)
        """,
    ),
    Run(
        "TSE410",
        "stop()",
        "str()",
        """
        from unittest import mock

        def test_stop():
            stop = mock.Mock(side_effect=OSError("down"))
            try:
                VALUE
            except OSError:
                pass
            assert stop.side_effect
        """,
    ),
    Run(
        "TSE501",
        "3",
        "4",
        """
        def test_total():
            total = sum([1, 2])
            # assert total == VALUE
            assert total
        """,
    ),
    Run(
        "TSE504",
        "3",
        "4",
        """
        import unittest

        class TestTotal(unittest.TestCase):
            def test_total(self):
                self.assertTrue(sum([1, 2]), VALUE)
        """,
    ),
    Run("TSE505", "1", "3", "def test_all():\n    assert (x < 3 for x in [1, VALUE])\n"),
    Run(
        "TSE505",
        "True",
        "False",
        "def test_open():\n    shop = [VALUE]\n    assert (shop[0], 'it is shut')\n",
    ),
    Run("TSE506", "3", "4", "def test_total():\n    assert sum([1, 2]), VALUE\n"),
    Run(
        "TSE508",
        "3",
        "4",
        """
        def test_total():
            total = sum([1, 2])
            total == VALUE
        """,
    ),
    Run(
        "TSE510",
        "1",
        "2",
        """
        import unittest

        async def order():
            return 1

        class TestOrder(unittest.TestCase):
            async def test_order(self):
                self.assertEqual(await order(), VALUE)
        """,
    ),
    Run(
        "TSE511",
        "1",
        "2",
        """
        from unittest.mock import patch

        def test_separator():
            @patch("os.getpid", return_value=1)
            def check(getpid):
                assert getpid() == VALUE
        """,
    ),
    Run(
        "TSE515",
        "3",
        "4",
        """
        class TestTotal:
            def test_nothing(self):
                assert sum([]) == 0

            def adds_up(self):
                assert sum([1, 2]) == VALUE
        """,
    ),
    Run(
        "TSE516",
        "1",
        "2",
        """
        import unittest

        class TestOrder(unittest.IsolatedAsyncioTestCase):
            async def check(self, number):
                self.assertEqual(number, 1)

            async def test_order(self):
                self.check(VALUE)
        """,
    ),
    Run(
        "TSE521",
        "1",
        "2",
        """
        import pytest

        @pytest.fixture
        def shop():
            assert VALUE == 1

        pytest.mark.usefixtures("shop")
        def test_order():
            assert sum([1, 2]) == 3
        """,
    ),
    Run(
        "TSE606",
        "1",
        "2",
        """
        import os
        from unittest import mock

        def test_process():
            mock.patch.object(os, "getpid", return_value=VALUE)
            assert os.getpid() != 2
        """,
    ),
    Run(
        "TSE607",
        "1",
        "2",
        """
        from unittest import mock

        def test_send():
            send = mock.Mock()
            send(1)
            send.called_once_with(VALUE)
        """,
    ),
    Run(
        "TSE608",
        "",
        "send()",
        """
        import unittest
        from unittest import mock

        class TestSend(unittest.TestCase):
            def test_send(self):
                send = mock.Mock()
                VALUE
                self.assertTrue(send.assert_not_called)
        """,
    ),
    Run(
        "TSE609",
        "",
        "send()",
        """
        from unittest import mock

        def test_send():
            send = mock.Mock()
            VALUE
            send.assert_has_calls([])
        """,
    ),
    Run(
        "TSE610",
        "is not None",
        "is not os.getpid()",
        """
        import os
        from unittest import mock

        def test_process():
            with mock.patch("os.getpid", new=mock.Mock):
                assert os.getpid() VALUE
        """,
    ),
    Run(
        "TSE611",
        "",
        ", 1",
        """
        import textwrap
        from unittest import mock

        def test_text():
            with mock.patch("textwrap.dedent"):
                assert textwrap.dedent("x"VALUE)
        """,
    ),
)
CASES = [each for each in RUNS if "unittest.TestCase" in each.text]
KINDS = ("right", "wrong")
SILENCED = "-Wignore"


def by_name(run: Run) -> str:
    return run.name


def fixed(text: str, code: str) -> str:
    """A text after all fixes of a rule, one after the other."""
    for _ in range(_MOST):
        module = Module.parse(text, "tests/test_example.py", Settings(enable=("TSE",)))
        found = engine.examine(module, engine.compile_table([RULES[code]], module.role))
        edits = next((each.fix.edits for each in found if each.fix.edits), ())
        if not edits:
            return text
        text = apply(module.lines, edits)
    raise AssertionError(text)


def outcomes(folder: Path) -> Mapping[str, set[str]]:
    """What pytest says of the tests of each file."""
    report = folder / "report.xml"
    words = ("-q", SILENCED, "-p", "no:cacheprovider", "-p", "no:asyncio", f"--junitxml={report}", ".")
    subprocess.run([sys.executable, "-m", "pytest", *words], cwd=folder, capture_output=True)
    found: dict[str, set[str]] = {}
    for case in ET.parse(report).iter("testcase"):
        name = case.attrib["classname"].split(".")[0] + ".py"
        told = {child.tag for child in case if child.tag in ("failure", "error", "skipped")}
        found.setdefault(name, set()).update(told or {"passed"})
    return found


def made(folder: Path, *, change: bool) -> Path:
    folder.mkdir()
    (folder / "pytest.ini").write_text("[pytest]\n")
    for run in RUNS:
        for kind, value in zip(KINDS, (run.right, run.wrong), strict=True):
            text = run.written(value)
            text = fixed(text, run.code) if change else text
            (folder / run.file(kind)).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    top = tmp_path_factory.mktemp("run")
    yield made(top / "before", change=False), made(top / "after", change=True)


@pytest.fixture(scope="module")
def ran(folders: tuple[Path, Path]) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    before, after = folders
    return outcomes(before), outcomes(after)


@pytest.mark.parametrize("run", RUNS, ids=by_name)
def test_a_check_that_never_ran_fails_after_its_fix(
    run: Run, ran: tuple[Mapping[str, set[str]], Mapping[str, set[str]]]
) -> None:
    before, after = ran
    assert before[run.file("wrong")] == {"passed"}
    assert after[run.file("wrong")] & {"failure", "error"}


@pytest.mark.parametrize("run", RUNS, ids=by_name)
def test_a_right_test_passes_before_and_after_its_fix(
    run: Run, ran: tuple[Mapping[str, set[str]], Mapping[str, set[str]]]
) -> None:
    before, after = ran
    assert before[run.file("right")] == after[run.file("right")] == {"passed"}


@pytest.mark.parametrize("run", CASES, ids=by_name)
def test_unittest_says_the_same(run: Run, folders: tuple[Path, Path]) -> None:
    before, after = folders
    told = [
        subprocess.run(
            [sys.executable, SILENCED, "-m", "unittest", run.file(kind).removesuffix(".py")],
            cwd=folder,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": ""},
        ).returncode
        for folder in (before, after)
        for kind in KINDS
    ]
    assert [code == 0 for code in told] == [True, True, True, False]
