"""Sentences of reviews that were disproved, and files that made a review slow."""

from __future__ import annotations

import pytest

from flake8_testsec.review import behind_code

from ..test_growth import DOUBLING, called
from .asking import module_of, told


def test_pieces_of_one_text_are_gone_through_once() -> None:
    def examine(count: int) -> None:
        lines = "  line {app.x} # FIXME 12\n" * count
        module = module_of(f'A = f"""\n{lines}"""  # TODO: cut\n')
        assert len([*behind_code.facts(module, ())]) == 1
        assert len(module.string_lines) == count + 1

    examine(200)  # what is worked out once in a process is not the file's
    assert called(lambda: examine(400)) / called(lambda: examine(200)) < DOUBLING


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("test_debug10", False),
        ("test_reissue2024", False),
        ("test_tissue42_sample", False),
        ("testDEBUG10", False),
        ("testDebug10", False),
        ("test_issue42_sample", True),
        ("test_Issue42sample", True),
        ("testRoundingBug148", True),
        ("testBUG148", True),
        ("testbug148", True),
        ("testissue148more", True),
        ("testCVE_2020_12345", True),
        ("test_GH_12", True),
    ],
)
def test_a_word_for_a_ticket_begins_where_a_word_may_begin(name: str, is_told: bool) -> None:
    text = f"import unittest\nclass TestShop(unittest.TestCase):\n    def {name}(self):\n        assert 1\n"
    found = told(text, "Known bugs")
    assert any(each.startswith("By its name, a test is about a ticket") for each in found) is is_told
