"""The order of what has none: what is reported without being asked for, and what ``fix`` makes of it."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings
from tests.fixing.texts import becomes, stays

HEAD = "import os\n\n\ndef test_orders(shop, tmp_path):\n"
CODE = "TSE228"


def lines(text: str, *enable: str) -> list[int]:
    source = HEAD + textwrap.indent(text, "    ")
    findings = engine.check(source, "tests/test_x.py", Settings(enable=enable))
    return [each.line for each in findings if each.code == CODE]


def test_folders_and_texts_in_sets_are_reported_by_default() -> None:
    assert lines("assert os.listdir('x') == [shop.a, shop.b]\nassert [*{'a', 'b'}] == ['a', 'b']\n") == [5, 6]


@pytest.mark.parametrize(
    "text",
    [
        "assert [*set(shop)] == [shop.a, shop.b]\n",
        "assert list(shop.folder.iterdir()) == ['a', 'b']\n",
        "assert [*set(shop)] == [shop.a(), ONE]\n",
    ],
)
def test_what_may_be_a_number_or_no_path_is_reported_by_name(text: str) -> None:
    assert (lines(text), lines(text, CODE)) == ([], [5])


def test_a_value_that_is_made_of_itself_is_no_path() -> None:
    assert lines("folder = folder / 'x'\nassert list(folder.iterdir()) == ['a', 'b']\n") == []


@pytest.mark.parametrize(
    "folder",
    ["tmp_path_factory.mktemp('x')", "tmp_path.parent / 'x'", "pathlib.Path.cwd()"],
)
def test_paths_are_known_by_what_makes_them(folder: str) -> None:
    assert lines(f"import pathlib\nassert list(({folder}).iterdir()) == ['a', 'b']\n") == [6]


def test_a_name_that_is_used_often_is_not_followed_for_ever() -> None:
    text = "names = {*shop}\n" + "many = names.copy()\n" * 60 + "assert [*{*shop}] == ['a', 'b']\n"
    assert lines(text) == [66]


FIXED = {
    "os.listdir('x') == ['b', 'a']": "sorted(os.listdir('x')) == sorted(['b', 'a'])",
    "os.listdir('x') == ['a', 'b']": "sorted(os.listdir('x')) == ['a', 'b']",
    "tuple({'a', *x}) == ('a', 'b')": "sorted(tuple({'a', *x})) == sorted(('a', 'b'))",
    "(x := os.listdir('x')) == ['a', 'b']": "",
    "os.listdir('x') == [b'a', b'b']": "",
    "', '.join({*x}) == 'a, b'": "",
}


@pytest.mark.parametrize("condition", FIXED)
def test_both_sides_are_sorted(condition: str) -> None:
    check(f"assert {condition}\n", FIXED[condition] and f"assert {FIXED[condition]}\n")


def test_no_fix_for_what_wants_tuples_or_has_a_name() -> None:
    check("shop.assertTupleEqual(tuple({*x}), ('a', 'b'))\n", "")
    check("y = ['a', 'b']\nassert [*{*x}] == y\n", "")
    check(
        "shop.assertListEqual([*{*x}], ['a', 'b'])\n", "shop.assertListEqual(sorted([*{*x}]), ['a', 'b'])\n"
    )


def check(text: str, expected: str) -> None:
    """Have a fix make something of the body of a test, or nothing."""
    before = HEAD + textwrap.indent(text, "    ")
    if expected:
        becomes(CODE, before, HEAD + textwrap.indent(expected, "    "))
    else:
        stays(CODE, before)
