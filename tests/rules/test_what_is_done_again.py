"""What a test does again: it removes what an earlier run has left, or keeps a copy of lines that it runs."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings


def codes(source: str, *enabled: str) -> list[str]:
    return [each.code for each in engine.check(source, "tests/test_a.py", Settings(enable=enabled))]


LEFT = """\
import os, shutil

def test_a(shop):
    if os.path.isdir("t"):
        {}
    os.mkdir("t")
    shop.fill("t")
    assert shop.is_full
    shutil.rmtree("t")
"""


def test_what_an_earlier_run_has_left_is_removed_first() -> None:
    assert codes(LEFT.format('shutil.rmtree("t")')) == []
    assert codes(LEFT.format('shutil.rmtree("t")'), "TSE306") == ["TSE306"]
    assert codes(LEFT.format('os.listdir("t")')) == ["TSE306"]


COPIED = """\
import pytest

def test_a(shop):
    shop.fill()
    {}
    with pytest.raises(KeyError):
        shop.find("b")

    # with pytest.raises(KeyError):
    #     shop.find("b")
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (COPIED, []),
        (COPIED.replace('        shop.find("b")\n\n', '        shop.find("a")\n\n'), ["TSE501"]),
        (COPIED.replace('    #     shop.find("b")\n', '    #     shop.find("b", 1)\n'), ["TSE501"]),
        (COPIED.replace('"b")\n\n', '"b")\n\n' + "    shop.fill()\n" * 40), ["TSE501"]),
        (
            "def test_a(shop):\n    assert shop.size == 1\n    shop.fill()\n    # assert shop.size == 1\n",
            ["TSE501"],
        ),
    ],
)
def test_a_comment_is_a_copy_of_lines_above(source: str, expected: list[str]) -> None:
    assert codes(source, "TSE501") == expected


ENVIRONMENT = """\
import os
import unittest

class TestA(unittest.TestCase):
    def {}(self):
        self.saved = os.environ.copy()
        os.environ = self.saved

    def test_a(self):
        assert self.saved
"""


@pytest.mark.parametrize(("hook", "expected"), [("setUp", False), ("tearDown", True)])
def test_a_copy_that_a_set_up_installs_restores_nothing(hook: str, expected: bool) -> None:
    assert ("TSE317" in codes(ENVIRONMENT.format(hook))) is expected
