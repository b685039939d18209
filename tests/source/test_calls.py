"""Arguments of calls, and what expressions are as conditions."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.source import calls


def call(source: str) -> ast.Call:
    node = ast.parse(source, mode="eval").body
    assert isinstance(node, ast.Call)
    return node


ARGUMENTS = {
    "an argument that is not given": ("f(1)", 1, "b", None),
    "a position behind star arguments": ("f(*x, 2)", 1, "b", None),
    "a star argument itself": ("f(1, *x)", 1, "b", None),
    "no position and another keyword": ("f(1, c=2)", None, "b", None),
    "no name": ("f(b=2)", 1, None, None),
    "by position": ("f(1, 2)", 1, "b", "2"),
    "by keyword": ("f(1, b=2)", 1, "b", "2"),
    "a keyword behind star arguments": ("f(*x, b=2)", 1, "b", "2"),
}


@pytest.mark.parametrize("case", ARGUMENTS)
def test_argument(case: str) -> None:
    source, position, name, expected = ARGUMENTS[case]
    found = calls.argument(call(source), position, name)
    assert (found and ast.unparse(found)) == expected


@pytest.mark.parametrize(
    ("source", "hidden"), [("f(1, a=2)", False), ("f(*x)", True), ("f(**x)", True), ("f()", False)]
)
def test_unpacking(source: str, hidden: bool) -> None:
    assert calls.unpacks(call(source)) is hidden


def test_keyword_nodes() -> None:
    found = calls.keyword(call("f(a=1, b=2)"), "b")
    assert found is not None
    assert ast.unparse(found.value) == "2"
    assert calls.keyword(call("f(a=1)"), "b") is None


@pytest.mark.parametrize(
    ("source", "word"), [("a", "a"), ("a.b.c", "c"), ("f().c", "c"), ("f()", ""), ("a[0]", ""), ("1", "")]
)
def test_last_word(source: str, word: str) -> None:
    assert calls.last_word(ast.parse(source, mode="eval").body) == word


TRUTH = {
    "x": None,
    "f()": None,
    "[*x]": None,
    "{**x}": None,
    "f'{x}'": None,
    "x == 1": None,
    "[]": False,
    "()": False,
    "{}": False,
    "''": False,
    "0": False,
    "None": False,
    "f''": None,
    "[*x, 1]": True,
    "{**x, 'a': 1}": True,
    "{1}": True,
    "f'a{x}'": True,
    "'a'": True,
    "1.5": True,
    "lambda: 0": True,
    "(x for x in y)": True,
}


@pytest.mark.parametrize("source", TRUTH)
def test_truth(source: str) -> None:
    assert calls.truth(ast.parse(source, mode="eval").body) is TRUTH[source]


@pytest.mark.parametrize(
    ("source", "empty"),
    [("[]", True), ("()", True), ("{}", True), ("''", True), ("b''", True), ("[1]", False), ("x", False)],
)
def test_is_empty(source: str, empty: bool) -> None:
    assert calls.is_empty(ast.parse(source, mode="eval").body) is empty


def test_strings() -> None:
    assert calls.string(ast.parse("'a'", mode="eval").body) == "a"
    assert calls.string(ast.parse("b'a'", mode="eval").body) is None
    assert calls.string(None) is None


def test_what_is_nested_too_deeply_for_python_still_has_a_text_of_its_own() -> None:
    node: ast.expr = ast.Name("a", ast.Load())
    for line in range(2_000):
        node = ast.UnaryOp(ast.USub(), node, lineno=line, col_offset=1)
    assert calls.spelt(node) == calls.structure(node) == "<1999:1>"
