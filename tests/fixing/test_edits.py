"""Edits of expressions."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.fixing import edits
from flake8_testsec.fixing.application import apply
from flake8_testsec.source.module import Module

from .texts import module


def first_call(read: Module) -> ast.Call:
    return next(read.nodes(ast.Call))


def made(read: Module, found: edits.Edits) -> str | None:
    return apply(read.lines, found) if found else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "f(timeout=5)"),
        ("f(1)", "f(1, timeout=5)"),
        ("f(a=1)", "f(a=1, timeout=5)"),
        ("f(a=1, *b)", "f(a=1, *b, timeout=5)"),
        ("f(**a)", "f(**a, timeout=5)"),
        ("f(1,)", "f(1, timeout=5,)"),
        ("f(1 , )", "f(1, timeout=5 , )"),
        ("f(\n    1,\n    2,\n)", "f(\n    1,\n    2, timeout=5,\n)"),
        ("f(1 # one\n  , 2)", "f(1 # one\n  , 2, timeout=5)"),
        ("f('é', ü)  # 😀", "f('é', ü, timeout=5)  # 😀"),
        ("ä = f('😀' if 'ö' else ())", "ä = f('😀' if 'ö' else (), timeout=5)"),
        ("f((1), 2)", "f((1), 2, timeout=5)"),
        ("f(1)(2)", "f(1)(2, timeout=5)"),
        # Parentheses of the argument's own, comments, and a generator without any.
        ("f((1))", None),
        ("f(a=(1))", None),
        ("f(1  # one\n)", None),
        ("f(1,  # one\n)", None),
        ("f(x for x in y)", None),
        ("f((x for x in y))", "f((x for x in y), timeout=5)"),
        ("f(  )", None),
        ("f(  # nothing\n)", None),
        ("(f)()", None),
    ],
)
def test_a_further_argument(before: str, after: str | None) -> None:
    read = module(before)
    assert made(read, edits.with_argument(first_call(read), "timeout=5", read)) == after


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("f(1)", "1", "f()"),
        ("f(1,)", "1", "f()"),
        ("f(a=1)", "1", "f()"),
        ("f(1, 2)", "1", "f(2)"),
        ("f(1, 2)", "2", "f(1)"),
        ("f(1, a=2, b=3)", "2", "f(1, b=3)"),
        ("f(1,\n  2,\n  3)", "3", "f(1,\n  2)"),
        ("f(1,\n  2,\n)", "1", "f(2,\n)"),
        ("f(a=1, **b)", "1", "f(**b)"),
        ("f('ü', é)", "é", "f('ü')"),
        ("f(1,  # one\n  2)", "1", None),
        ("f(1,  # one\n  2)", "2", None),
        ("f((1), 2)", "1", None),
        ("f((1), 2)", "2", None),
        ("f(1, (2))", "2", None),
    ],
)
def test_one_argument_less(before: str, value: str, after: str | None) -> None:
    read = module(before)
    call = first_call(read)
    given = [*call.args, *(each.value for each in call.keywords)]
    (argument,) = (each for each in given if edits.written(each, read) == value)
    assert made(read, edits.without_argument(call, argument, read)) == after


def test_text_before_after_and_in_the_place_of_a_node() -> None:
    read = module("ä = 'ö'; é = f(ü)  # é\n")
    call = first_call(read)
    assert made(read, edits.before(call, "await ", read)) == "ä = 'ö'; é = await f(ü)  # é\n"
    assert made(read, edits.after(call, "()", read)) == "ä = 'ö'; é = f(ü)()  # é\n"
    assert made(read, edits.replaced(call, "x", read)) == "ä = 'ö'; é = x  # é\n"


def test_another_name_for_an_attribute() -> None:
    read = module("(ü\n .b).cä(1)\n")
    attribute = first_call(read).func
    assert isinstance(attribute, ast.Attribute)
    assert made(read, edits.renamed(attribute, "d", read)) == "(ü\n .b).d(1)\n"


def test_the_text_of_a_node_over_several_lines() -> None:
    read = module("é = f(1,\n  # two\n  2)\n")
    assert edits.written(first_call(read), read) == "f(1,\n  # two\n  2)"
    assert edits.between((1, 0), (3, 1), read) == "é = f(1,\n  # two\n "


def test_a_node_without_a_place_is_at_the_beginning() -> None:
    read = module("x\n")
    assert edits.span(read.tree, read)[:2] == (1, 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[1, 2]", "[1]"),
        ("(1, 2, )", "(1, )"),
        ("[1, 2, 3]", "[1, 3]"),
        ("[\n    1,\n    2,\n    3,\n]", "[\n    1,\n    3,\n]"),
        ("[\n    1,\n    (2,\n     4),\n]", "[\n    1,\n]"),
        ("[\n    1,\n    2\n]", None),
        ("[1,\n    2]", None),
        ("[1,\n    2,\n 3]", "[1,\n 3]"),
        ("[1, (2)]", None),
        ("[\n    1,\n    # two\n    2,\n]", None),
        ("[\n    1,\n    2,  # two\n]", None),
        ("[1, 2,  # two\n]", None),
        ("[\n    1,  # one\n    2,\n]", None),
    ],
)
def test_one_element_less(before: str, after: str | None) -> None:
    read = module(before)
    elements = next(read.nodes(ast.List, ast.Tuple)).elts
    assert made(read, edits.without_element(elements[1], elements[0], read)) == after
