"""What rules on errors, coroutines and tests of production say by default, and what only by name."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

BY_NAME = {
    "TSE410": """
def test_stop(service, client):
    client.stop.side_effect = Boom
    try:
        service.stop()
    except Boom:
        pass
    assert service.stopped
""",
    "TSE520": """
async def test_settles(orders):
    await orders.settle(1)
    await orders.settle(2)
    orders.settle(3)
""",
}

BY_DEFAULT = {
    "TSE410": """
def test_rejects_text(parser):
    try:
        parser.parse("x")
    except ParseError:
        pass
""",
    "TSE520": """
async def test_settles(orders):
    await orders.settle(1)
    await orders.settle(2)
    assert orders.settle(3)
""",
}


def count(code: str, text: str, enable: tuple[str, ...]) -> int:
    module = Module.parse(text, "tests/test_orders.py", Settings(enable=enable))
    rule = RULES[code]
    return len(engine.examine(module, engine.compile_table([rule], module.role)))


NOTHING_SAYS_SO = {
    "read on the way": """
def test_tree(parser):
    try:
        parser.tree
    except ParseError:
        pass
    parser.start()
""",
    "does something with the answer": """
def test_tree(parser):
    name = "x"
    try:
        tree = parser.parse(name)
        tree.grow()
    except ParseError:
        pass
""",
    "works for another": """
def test_tree(parser):
    '''A bad tree.'''
    assert parser.parse("x").grow()
    try:
        tree = parser.parse("y")
        parser.parse(tree)
    except ParseError:
        pass
""",
    "works below": """
def test_tree(parser):
    '''A bad tree.'''
    parser.start()
    try:
        parser.parse("y")
    except ParseError:
        pass
    parser.parse("x")
""",
    "caught above": """
import contextlib
import pytest

def test_trees(parser):
    '''Bad trees.'''
    with pytest.raises(KeyError):
        parser.parse("v")
    with contextlib.suppress(ParseError):
        parser.parse("w")
    try:
        parser.parse("x")
    except KeyError:
        parser.log()
    parser.other.parse("x")
    try:
        parser.parse("y")
    except ParseError:
        pass
""",
    "kept": """
def test_raises_and_is_used(parser):
    try:
        tree = parser.parse("y")
    except ParseError:
        pass
    parser.start(tree)
""",
}


@pytest.mark.parametrize("case", NOTHING_SAYS_SO)
def test_not_where_nothing_says_that_the_error_must_come(case: str) -> None:
    assert count("TSE410", NOTHING_SAYS_SO[case], ()) == 0


@pytest.mark.parametrize("code", BY_NAME)
def test_only_by_name(code: str) -> None:
    assert count(code, BY_NAME[code], ()) == 0
    assert count(code, BY_NAME[code], (code,)) > 0


@pytest.mark.parametrize("code", BY_DEFAULT)
def test_by_default(code: str) -> None:
    assert count(code, BY_DEFAULT[code], ()) == 1


@pytest.mark.parametrize(("value", "expected"), [("text", 1), ("each", 0)])
def test_what_a_test_is_given_is_settled_and_what_a_loop_gives_is_not(value: str, expected: int) -> None:
    source = f"""
def test_tree(parser, text):
    '''Errors of texts.'''
    parser.parse("x")
    for each in parser.texts:
        parser.log(each)
    try:
        parser.parse({value})
    except ParseError:
        pass
"""
    assert count("TSE410", source, ()) == expected
