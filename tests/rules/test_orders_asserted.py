"""The order of what has none: what is reported, and what ``fix`` makes of it."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings
from tests.fixing.texts import becomes, stays

HEAD = "import os\n\n\ndef test_orders(shop, tmp_path):\n"
CODE = "TSE228"


def lines(text: str) -> list[int]:
    source = HEAD + textwrap.indent(text, "    ")
    findings = engine.check(source, "tests/test_x.py", Settings(enable=(CODE,)))
    return [each.line for each in findings if each.code == CODE]


def test_folders_and_texts_in_sets_are_reported() -> None:
    assert lines("assert os.listdir('x') == [shop.a, shop.b]\nassert [*{'a', 'b'}] == ['a', 'b']\n") == [5, 6]


@pytest.mark.parametrize(
    "text",
    [
        "assert [*set(shop)] == [shop.a, shop.b]\n",
        "assert list(shop.folder.iterdir()) == ['a', 'b']\n",
        "assert [*set(shop)] == [shop.a(), ONE]\n",
    ],
)
def test_what_may_be_a_number_or_no_path_is_reported(text: str) -> None:
    assert lines(text) == [5]


def test_a_value_that_is_made_of_itself_is_no_path() -> None:
    assert lines("folder = folder / 'x'\nassert list(folder.glob('*')) == ['a', 'b']\n") == []


@pytest.mark.parametrize(
    "folder",
    ["tmp_path_factory.mktemp('x')", "tmp_path.parent / 'x'", "pathlib.Path.cwd()"],
)
def test_paths_are_known_by_what_makes_them(folder: str) -> None:
    assert lines(f"import pathlib\nassert list(({folder}).glob('*')) == ['a', 'b']\n") == [6]


def test_a_name_that_is_used_often_is_not_followed_for_ever() -> None:
    text = "names = {*shop}\n" + "many = names.copy()\n" * 60 + "assert [*{*shop}] == ['a', 'b']\n"
    assert lines(text) == [66]


HARMLESS = [
    "names.count(1)",
    "print(names)",
    "', '.join(names)",
    "[*names]",
    "assert names",
    "shop.assertIn(1, names)",
    "for each in names:\n    print(each)",
]
CHANGING = [
    "x = list(set(shop))\nassert x[0] == 1\nassert x[1] == 2\nshop(names)",
    "names.sort",
    "names[0] = 1",
    "shop(names)",
    "x = names",
    "(names if shop else 1)",
    "root, _ = names",
    "for x in shop(names):\n    pass",
]


@pytest.mark.parametrize("use", [*HARMLESS, *CHANGING])
def test_a_list_that_something_else_is_done_with_may_be_sorted(use: str) -> None:
    found = lines(f"names = os.listdir('x')\n{use}\nassert names == ['a', 'b']\n")
    assert bool(found) == (use in HARMLESS)


BOTH = [
    "assert [f'item{n}' for n in {1, 2}] == ['item1', 'item2']",
    "assert [names[i] for i in {0, 1}] == ['tea', 'milk']",
    "shop.assertEqual(shop.files, '', os.listdir('x'))",
    "same = list(tmp_path.iterdir())\nassert same[0].suffix == '.txt'\nassert same[1].suffix == '.txt'",
    "assert ', '.join(str(n) for n in {1, 2}) == '1, 2'",
    "assert [shop.send(each) for each in tmp_path.iterdir()] == ['a', 'b']",
    "assert [next(COUNTER) for _ in tmp_path.iterdir()] == ['a', 'b']",
    "assert list(map(shop.send, tmp_path.iterdir())) == ['a', 'b']",
    "x = os.listdir('x')\nif x[0] == 'a':\n    assert x == ['a', 'b']\nelse:\n    assert x == ['b', 'a']",
    "names = os.listdir('x')\nfor each in (names,):\n    each.sort()\nassert names == ['a', 'b']",
    "if shop:\n    shop.assertEqual(os.listdir('x'), ['a', 'b'])",
    "match shop:\n    case 1:\n        assert os.listdir('x') == ['a', 'b']",
    "try:\n    assert os.listdir('x') == ['a', 'b']\nexcept (OSError, AssertionError):\n    pass",
    "try:\n    assert os.listdir('x') == ['a', 'b']\nexcept:\n    pass",
    "with shop.fails(AssertionError):\n    assert os.listdir('x') == ['a', 'b']",
    "assert ['a', 'b'] == [f'{1}' for x in os.listdir('x')]",
    "assert ['a', 'b'] == ['a' for x in os.listdir('x')]",
    "assert ['a', 'b'] == [f'x' for x in os.listdir('x')]",
    "assert ['a', 'b'] == [str(shop) for x in os.listdir('x')]",
]
ONE = [
    "try:\n    assert os.listdir('x') == ['a', 'b']\nfinally:\n    pass",
    "try:\n    assert os.listdir('x') == ['a', 'b']\nexcept OSError:\n    pass",
    "with shop.opens(OSError):\n    assert os.listdir('x') == ['a', 'b']",
    "with shop:\n    assert os.listdir('x') == ['a', 'b']",
    "assert ['a', 'b'] == [f'{x}' for x in os.listdir('x')]",
    "assert ['a', 'b'] == [str(os.path.basename(x)) for x in os.listdir('x')]",
]


@pytest.mark.parametrize("text", [*BOTH, *ONE])
def test_an_order_that_is_not_demanded_is_none(text: str) -> None:
    assert bool(lines(text + "\n")) == (text in ONE)


FAKED = [
    "@pytest.fixture(autouse=True)\ndef disk(fs): ...",
    "@pytest.fixture\ndef disk(fs): ...\n@pytest.fixture\ndef shop(disk): ...",
    "shop.patch.object(os, 'listdir')",
    "shop.patch.multiple('os', listdir=shop)",
    "shop.patch('shop.os.scandir')",
    "os.listdir = shop",
    "shop.setattr(os.listdir, 1)",
    "shop.setattr(pytest.os, 'listdir', shop)",
    "@pytest.mark.usefixtures('fs')\ndef test_b(): ...",
]
NOT_FAKED = [
    "shop.patch('shop.listdir')",
    "shop.patch.object(shop, 'listdir')",
    "dict(listdir=1)",
    "shop(glob=shop).glob = shop",
    "def set_up(glob):\n    glob.listdir = shop",
    "def set_up(glob):\n    shop.setattr(glob, 'listdir', shop)",
    "shop(*shop, listdir=1)",
    "@pytest.fixture\ndef a(): ...",
    "@pytest.mark.usefixtures(NAME)\ndef test_b(): ...",
]


@pytest.mark.parametrize("text", [*FAKED, *NOT_FAKED])
def test_what_stands_in_for_a_listing_is_resolved(text: str) -> None:
    module = f"import os, pytest\n{text}\ndef test_a(shop):\n    assert os.listdir('x') == ['a', 'b']\n"
    findings = engine.check(module, "tests/test_x.py", Settings(enable=(CODE,)))
    assert bool([each for each in findings if each.code == CODE]) == (text in NOT_FAKED)


def test_a_part_of_a_list_is_not_sorted_by_a_fix() -> None:
    check("assert os.listdir('x')[:2] == ['b', 'a']\n", "")


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
