"""What many statements in a row take part in is written anew for few of them, and read once for many."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from tests.test_growth import DOUBLING, called, steps

from .texts import fixed, module, stays

pytestmark = pytest.mark.once


def _removals(count: int) -> str:
    made = "".join(f"    p{number} = tempfile.mkdtemp()\n" for number in range(count))
    gone = "".join(f"    shutil.rmtree(p{number})\n" for number in range(count))
    return f"import shutil, tempfile\ndef test_shop():\n{made}    assert stock()\n{gone}"


def _entries(count: int) -> str:
    entries = "".join(f"        os.environ['A{number}'] = '1'\n" for number in range(count))
    head = "import os, unittest\nclass TestShop(unittest.TestCase):\n    def test_shop(self):\n"
    return f"{head}{entries}        self.assertTrue(stock())\n"


def _comments(count: int) -> str:
    left = "".join(
        f"    order = shop.order({number})\n    # assert info == {number}\n" for number in range(count)
    )
    return f"def test_first(info):\n    assert info\n\ndef test_shop(shop):\n{left}    assert shop\n"


def _copies(count: int) -> str:
    return "".join(f"def test_{number % 9}():\n    assert shop()\n\n" for number in range(count))


@pytest.mark.parametrize(("code", "text"), [("TSE501", _comments), ("TSE509", _copies)])
def test_twice_as_much_that_is_taken_away(code: str, text: Callable[[int], str]) -> None:
    def work(count: int) -> Callable[[], object]:
        read = module(text(count))
        return lambda: engine.examine(read, engine.compile_table([RULES[code]], read.role), fixes=True)

    assert all(fixed(code, text(20)))
    called(work(50))
    assert called(work(200)) / called(work(100)) < DOUBLING


def _errors(count: int) -> str:
    return "import os\n" + "".join(
        f"def test_{number}(stop):\n    stop.side_effect = Boom\n    try:\n        stop()\n"
        f"    except Boom:\n        pass\n    assert shop({number})\n\n"
        for number in range(count)
    )


def _imported_again(count: int) -> str:
    return "import pytest\n" + _errors(count)


@pytest.mark.parametrize("text", [_errors, _imported_again])
def test_twice_as_many_that_need_an_import(text: Callable[[int], str]) -> None:
    def work(count: int) -> Callable[[], object]:
        read = module(text(count))
        return lambda: engine.examine(read, engine.compile_table([RULES["TSE410"]], read.role), fixes=True)

    assert all("import pytest\n" in each for each in fixed("TSE410", text(20)))
    steps(work(50))
    assert steps(work(800)) / steps(work(400)) < DOUBLING


LONG = {"TSE306": _removals, "TSE304": _entries}


@pytest.mark.parametrize("code", LONG)
def test_a_run_of_some_is_mended_as_a_whole(code: str) -> None:
    assert all(fixed(code, LONG[code](29)))
    stays(code, LONG[code](40))


@pytest.mark.parametrize("code", LONG)
def test_twice_as_many_are_about_twice_the_work(code: str) -> None:
    def work(count: int) -> Callable[[], object]:
        return lambda: fixed(code, LONG[code](count))

    called(work(50))
    assert called(work(200)) / called(work(100)) < DOUBLING
