"""Words that take back, or narrow, that an error is raised, and what else may make it stay away."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module


def count(text: str) -> int:
    module = Module.parse(text, "tests/test_shop.py", Settings())
    return len(engine.examine(module, engine.compile_table([RULES["TSE410"]], module.role)))


NAMED = """
def test_{}(shop):
    shop.open()
    try:
        shop.ask(1)
    except ValueError:
        pass
    shop.close()
"""
TOLD = """
def test_ask(shop):
    '''{}'''
    shop.open()
    try:
        shop.ask(1)
    except ValueError:
        pass
"""
ALONE = """
def test_smoke():
    shop = Shop()
    try:
        shop.run()
    except {}:
        pass
"""
TWICE = """
import os

def test_sizes(shop, size):
    '''{0}'''
    big, any_size, other = 3, os.urandom(3), size
    {1}(1)
    for each in shop:
        {1}(each)
    try:
        {1}({2})
    except ValueError:
        pass
"""


@pytest.mark.parametrize("name", ["raises", "raises_if_not_open", "raises_when_no_shop", "rejects"])
def test_a_name_tells_that_an_error_is_raised(name: str) -> None:
    assert count(NAMED.format(name)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "parse_raises_no_error",
        "not_raises_on_empty",
        "parse_rejects_nothing",
        "raises_no_longer",
        "raises_only_on_windows",
        "raises_on_old_python",
        "raises_if_strict",
        "raises_when_strict",
    ],
)
def test_a_name_takes_it_back(name: str) -> None:
    assert count(NAMED.format(name)) == 0


@pytest.mark.parametrize(
    "words",
    [
        "Raises an error.",
        "An error is raised if there is no name.",
        "An empty text raises when the shop is closed.",
        "Not open, it raises an error.",
        "Raises if the shop can't be opened.",
        "Raises an error when the box is larger than the shop.",
    ],
)
def test_words_tell_that_an_error_is_raised(words: str) -> None:
    assert count(TOLD.format(words)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Raises no error for empty input.",
        "An exception is not raised for empty input.",
        "The shop rejects nothing.",
        "An error is raised no longer.",
        "An odd path raises an error only on Windows.",
        "Raises an error on 32-bit Linux.",
        "An error could come from the old shop, and can be passed over.",
        "It raises an error after the third time, it could be earlier, too.",
        "Raises if the shop is strict.",
    ],
)
def test_words_take_it_back(words: str) -> None:
    assert count(TOLD.format(words)) == 0
    told = NAMED.format("raises").replace("(shop):", f"(shop):\n    '''{words}'''")
    assert count(told) == 0


@pytest.mark.parametrize(("error", "found"), [("ValueError", 1), ("Exception", 0), ("BaseException", 0)])
def test_what_does_nothing_else_may_only_run_something(error: str, found: int) -> None:
    assert count(ALONE.format(error)) == found


@pytest.mark.parametrize("given", ["2", "big", "size", "shop.size", "sum"])
def test_the_same_call_works_above(given: str) -> None:
    assert count(TWICE.format("A bad size.", "shop.buy", given)) == 1


@pytest.mark.parametrize(
    ("words", "called", "given"),
    [
        ("A size.", "shop.buy", "2"),
        ("A bad size.", "str", "2"),
        ("A bad size.", "shop.buy", "make(2)"),
        ("A bad size.", "shop.buy", "any_size"),
        ("A bad size.", "shop.buy", "each"),
    ],
)
def test_the_same_call_may_work_again(words: str, called: str, given: str) -> None:
    assert count(TWICE.format(words, called, given)) == 0
