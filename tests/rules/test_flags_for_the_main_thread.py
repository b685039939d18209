"""A failure in a thread is heard where a flag that it left is asked for; the near misses are reported."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = """\
import threading


def test_sharing(shop):
    class Asking(threading.Thread):
        def __init__(self):
            super().__init__()
            {before}

        def run(self):
            try:
                while shop.is_open:
                    assert shop.ask() == 55
                {last}
            except Exception:
                print("something went wrong")

    asking = Asking()
    asking.start()
    asking.join()
    {asked}
"""
FLAGS = {
    "asked": ("self.failed = True", "self.failed = False", "assert not asking.failed", 0),
    "asked by a method": ("self.done = 0", "self.done = 1", "asking.assertEqual(asking.done, 1)", 0),
    "and something else below it": (
        "self.failed = True",
        "self.failed = False; print(1)",
        "assert not asking.failed",
        0,
    ),
    "asked by nobody": ("self.failed = True", "self.failed = False", "assert asking", 1),
    "only set": ("self.failed = True", "self.failed = False", "asking.failed = 3", 1),
    "the same before": ("self.failed = False", "self.failed = False", "assert not asking.failed", 1),
    "nothing before": ("self.other = True", "self.failed = False", "assert not asking.failed", 1),
    "set before an assertion": (
        "self.failed = True",
        "self.failed = False; assert shop.closed",
        "assert not asking.failed",
        1,
    ),
}


@pytest.mark.parametrize("name", FLAGS)
def test_who_hears_of_the_failure(name: str) -> None:
    before, last, asked, number = FLAGS[name]
    text = TEXT.format(before=before, last=last, asked=asked)
    found = engine.check(text, "tests/test_sharing.py", Settings())
    assert [each.code for each in found].count("TSE405") == number


def test_a_block_of_nothing_but_flags() -> None:
    text = (
        "def test_it(shop):\n    shop.failed = True\n    try:\n        shop.failed = False\n"
        "    except Exception:\n        pass\n    assert not shop.failed\n"
    )
    assert "TSE405" not in [each.code for each in engine.check(text, "tests/test_a.py", Settings())]
