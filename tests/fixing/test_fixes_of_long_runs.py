"""What many statements in a row take part in is written anew for few of them, and read once for many."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.test_growth import DOUBLING, called

from .texts import fixed, stays

pytestmark = pytest.mark.once


def _removals(count: int) -> str:
    made = "".join(f"    p{number} = tempfile.mkdtemp()\n" for number in range(count))
    gone = "".join(f"    shutil.rmtree(p{number})\n" for number in range(count))
    return f"import shutil, tempfile\ndef test_shop():\n{made}    assert stock()\n{gone}"


def _entries(count: int) -> str:
    entries = "".join(f"        os.environ['A{number}'] = '1'\n" for number in range(count))
    head = "import os, unittest\nclass TestShop(unittest.TestCase):\n    def test_shop(self):\n"
    return f"{head}{entries}        self.assertTrue(stock())\n"


RUNS = {"TSE306": _removals, "TSE304": _entries}


@pytest.mark.parametrize("code", RUNS)
def test_a_run_of_some_is_mended_as_a_whole(code: str) -> None:
    assert all(fixed(code, RUNS[code](29)))
    stays(code, RUNS[code](40))


@pytest.mark.parametrize("code", RUNS)
def test_twice_as_many_are_about_twice_the_work(code: str) -> None:
    def work(count: int) -> Callable[[], object]:
        return lambda: fixed(code, RUNS[code](count))

    called(work(50))
    assert called(work(200)) / called(work(100)) < DOUBLING
