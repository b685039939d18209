"""Comments that speak of the code beside them: what a fix would part from them is left to a person."""

from __future__ import annotations

import pytest

from .texts import fixed, stays

READ = "import os\n\ndef test_reads():\n    text = open('a.txt').read(){}\n    assert text\n"
DIRECTIVES = (
    "# noqa",
    "#noqa: S605",
    "# flake8: noqa",
    "# nosec B605",
    "# pylint: disable=consider-using-with",
    "# ruff: ignore[S605]",
    "# a word  # noqa: SIM115",
)


@pytest.mark.parametrize("comment", DIRECTIVES)
def test_a_directive_on_a_line_that_changes(comment: str) -> None:
    stays("TSE301", READ.format(f"  {comment}"))


@pytest.mark.parametrize("comment", ["# all of it", "# noqa means nothing here".replace("noqa", "no qa"), ""])
def test_another_comment_on_a_line_that_changes(comment: str) -> None:
    assert "pathlib.Path(" in fixed("TSE301", READ.format(f"  {comment}"))[0]


TYPED = """\
import json

def test_reads():
    assert json.load(open("a.json"))  # type: ignore[arg-type]
"""


def test_what_speaks_of_types_stays_beside_it() -> None:
    text = "def test_it(told):\n    told.size == 3  # type: ignore[attr-defined]\n"
    assert "    assert told.size == 3  # type: ignore[attr-defined]\n" in fixed("TSE508", text)[0]
    stays("TSE508", text.replace("type: ignore", "noqa"))
    stays("TSE301", TYPED)
    assert "with open(" in fixed("TSE301", TYPED.replace("type: ignore", "of type"))[0]


WRITTEN = """\
def test_writes(tmp_path):
    file = open(tmp_path / "a")
    assert file.read(){}  # noqa: B018
    assert tmp_path{}  # noqa: B018
    assert tmp_path.name
"""


def test_a_directive_on_a_line_that_is_moved() -> None:
    (after,) = fixed("TSE301", WRITTEN.format("", ""))
    assert "        assert file.read()  # noqa: B018\n" in after


def test_a_directive_that_goes_with_its_line() -> None:
    text = """
        def test_reads(path):
            file = open(path)
            assert check(path)
            file.close()  # noqa: B018
    """
    (after,) = fixed("TSE307", text)
    assert "noqa" not in after


EXAMPLE = """\
import asyncio
import unittest

class TestExamples(unittest.TestCase):
    def test_example(self):
        {}
        loop = asyncio.new_event_loop()
        {}
        self.assertTrue(loop.time())
"""
MARKS = [
    ("# Start Example 1", "# End Example 1"),
    ("# [START loop]", "# [END loop]"),
    ("# begin-loop", "# end-loop"),
    ("# snippet-start:[loop]", "# snippet-end:[loop]"),
    ("# start", "# stop"),
]
NO_MARKS = [
    ("# Start Example 1", "# End Example 2"),
    ("# [START loop]", "# the loop"),
    ("# Restart Example", "# Reend Example"),
    ("# start the loop", "# use it"),
    ("pass", "# End Example 1"),
]


@pytest.mark.parametrize(("first", "last"), MARKS)
def test_a_cleanup_in_an_example(first: str, last: str) -> None:
    stays("TSE316", EXAMPLE.format(first, last))


@pytest.mark.parametrize(("first", "last"), NO_MARKS)
def test_a_cleanup_beside_other_comments(first: str, last: str) -> None:
    assert "self.addCleanup(loop.close)" in fixed("TSE316", EXAMPLE.format(first, last))[0]


def test_an_example_above_and_marks_around_all() -> None:
    text = EXAMPLE.format("# Start Example", "pass")
    above = text.replace("# Start Example\n", "# Start Example\n        # End Example\n")
    assert "self.addCleanup" in fixed("TSE316", above)[0]
    around = f"# begin tests\n{text}\n# end tests\n"
    assert "self.addCleanup" in fixed("TSE316", around)[0]
