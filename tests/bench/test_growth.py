"""The benchmark of files that grow: what it measures, what it says, what it writes."""

from __future__ import annotations

import ast
import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import growth, shapes
from bench.growth import Row

TEXT = """\
Words before the first shape do not count.

=== two parts
def test_all():
--- each
    x$ = open("f$$")
--- once
    assert x0
--- each
    x$.close()
=== a helper :: path: shop/helper.py :: at most: 3 :: bounded above: 2
--- each
print($)
"""


def options(*arguments: str) -> Namespace:
    parser = ArgumentParser()
    growth.add_arguments(parser)
    return parser.parse_args(arguments)


def row(*seconds: float, parse: float = 1.0, abandoned: int = 0) -> Row:
    return Row("some shape", 1234, 1.0, seconds, parse, abandoned)


def test_a_shape_is_made_as_long_as_one_likes() -> None:
    two, helper = shapes.read(TEXT)
    assert two.source(2) == (
        'def test_all():\n    x0 = open("f1")\n    x1 = open("f2")\n    assert x0\n'
        "    x0.close()\n    x1.close()\n"
    )
    assert helper.source(2) == "print(0)\nprint(1)\n"
    assert (two.path, helper.path, helper.few) == ("tests/test_grown.py", "shop/helper.py", 2)


def test_a_shape_fills_a_file_unless_the_parser_gives_up() -> None:
    two, helper = shapes.read(TEXT)
    assert 500 < len(two.source(two.fill(1000))) < 1200
    assert helper.fill(1000) == 3


def test_every_shape_has_a_name_of_its_own_and_is_python() -> None:
    every = shapes.read()
    assert len({each.name for each in every}) == len(every) > 60
    for each in every:
        ast.parse(each.source(3))


def test_the_larger_doubling_counts() -> None:
    assert row(1, 2, 6).doubling == 3
    assert row(1, 2, 6, parse=2).parses == 3
    assert row(1, 2, 4).holds
    assert not row(1, 2, 6).holds
    assert not row(1, 2, 4, parse=0.1).holds


def test_what_costs_too_much_is_set_in_bold() -> None:
    assert row(1, 2, 6).cells() == ("some shape", "1,234", "1.00", "2.00", "6.00", "**3.0**", "6.0", "")
    assert row(1, 2, 4, parse=0.1, abandoned=7).cells()[-3:] == ("2.0", "**40.0**", "7")


def test_what_a_shape_is_held_against_is_said() -> None:
    _, helper = shapes.read(TEXT)
    comments = shapes.read("=== comments :: against: tokens\n--- each\n# $\n")[0]
    assert (helper.against, comments.against) == ("parse", "tokens")
    measured = growth.measured(comments, 1_000, 1)
    assert measured.cells()[6].endswith(" (tokens)")
    assert measured.parse > 0


def test_a_shape_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    status = growth.main(options("--shape", "a list of texts", "--size", "4000", "--rounds", "1"))
    assert status in (0, 1)  # so short a file proves nothing
    assert capsys.readouterr().out.startswith("a list of texts | ")


def test_what_is_given_up_is_counted() -> None:
    again = next(each for each in shapes.read() if each.name == "one name bound again and again")
    assert growth.measured(again, 40_000, 1).abandoned
    assert not growth.measured(again, 1_000, 1).abandoned


def test_an_unknown_shape_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert growth.main(options("--shape", "spiral")) == 2
    assert capsys.readouterr().err == "bench: no such shape: spiral\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a place for the table."""
    for name in ("docs", "bench"):
        (tmp_path / name).mkdir()
    text = f"# Performance\n\n{growth.BEGIN}old\n{growth.END}\nThe end.\n"
    (tmp_path / growth.PAGE).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_table_is_written_between_its_marks(root: Path) -> None:
    arguments = ("--shape", "a list of texts", "--size", "4000", "--rounds", "1", "--write")
    growth.main(options(*arguments, "--root", str(root)))
    text = (root / growth.PAGE).read_text(encoding="utf-8")
    assert growth.block(root) in text
    assert "| a list of texts | " in text
    assert "old" not in text and text.startswith("# Perf") and text.endswith("The end.\n")


def test_a_page_without_marks_is_refused(root: Path) -> None:
    (root / growth.PAGE).write_text("# Performance\n")
    with pytest.raises(ValueError, match="no place"):
        growth.write([row(1, 2, 4)], 1, root)


# The table that is here


def test_the_page_has_the_table_that_was_kept() -> None:
    assert growth.block() in (growth.ROOT / growth.PAGE).read_text(encoding="utf-8")


def test_every_shape_is_in_the_table() -> None:
    kept = json.loads((growth.ROOT / growth.FIGURES).read_text(encoding="utf-8"))
    assert [each["name"] for each in kept["rows"]] == [each.name for each in shapes.read()]
