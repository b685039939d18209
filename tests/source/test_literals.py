"""Texts as the interpreter puts them together, and where they are written."""

from __future__ import annotations

import ast
import sys

import pytest

from flake8_testsec.rule import Span
from flake8_testsec.settings import Settings
from flake8_testsec.source.literals import GAP, Literal, Written, literals, text_of
from flake8_testsec.source.module import Module


def parse(source: str) -> Module:
    return Module.parse(source, "tests/test_a.py", Settings())


TEXTS = {
    "numbers are none": ("1 + 2.0; None; True; ...", []),
    "empty texts are none": ("''; b''; f''", []),
    "a string": ("'a'", ["a"]),
    "bytes": (r"b'a\xff'", ["a\xff"]),
    "neighbours are one": ("'a' 'b'", ["ab"]),
    "a sum": ("'a' + 'b' + b'c'", ["abc"]),
    "a sum to the right": ("'a' + ('b' + 'c')", ["abc"]),
    "a sum with something else": ("'a' + b + 'c'", [f"a{GAP}c"]),
    "a sum of something else": ("x = a + b", []),
    "no sum": ("'a' * 3", ["a"]),
    "an f-string": ("f'a{b}c'", [f"a{GAP}c"]),
    "an f-string in a sum": ("f'a{b}' + 'c'", [f"a{GAP}c"]),
    "inside of a call in a sum": ("'a' + f('b')", [f"a{GAP}", "b"]),
    "a sum inside of a call": ("f('a' + 'b')", ["ab"]),
}


@pytest.mark.parametrize(("source", "expected"), TEXTS.values(), ids=TEXTS)
def test_texts_are_put_together(source: str, expected: list[str]) -> None:
    assert [literal.text for literal in literals(parse(source))] == expected


TEMPLATES = {
    "a template": ("t'a{b}c'", [f"a{GAP}c"]),
    "an empty template": ("t''", []),
    "templates in a sum": ("t'a{b}' + t'{c}d'", [f"a{GAP}", f"{GAP}d"]),
    "a template beside its neighbour": ("t'a{b}' t'c'", [f"a{GAP}c"]),
    "an f-string in a template": ("t'a{f\"b{c}\"}'", [f"b{GAP}", f"a{GAP}"]),
}


@pytest.mark.skipif(sys.version_info < (3, 14), reason="templates are syntax of Python 3.14")
@pytest.mark.parametrize(("source", "expected"), TEMPLATES.values(), ids=TEMPLATES)
def test_what_a_template_holds_is_a_text_and_the_template_is_none(source: str, expected: list[str]) -> None:
    module = parse(source)
    assert [literal.text for literal in literals(module)] == expected
    (statement,) = module.tree.body
    assert isinstance(statement, ast.Expr) and text_of(statement.value) is None


@pytest.mark.skipif(sys.platform == "emscripten", reason="the stack of WebAssembly is too small to parse it")
def test_a_very_long_sum_is_no_danger() -> None:
    # The parser itself stops at some depth, so the sum is built by hand.
    total: ast.expr = ast.Constant("a")
    for _ in range(50_000):
        total = ast.BinOp(total, ast.Add(), ast.Constant("b"))
    assert len(text_of(total) or "") == 50_001


def written(source: str) -> Written:
    module = parse(source)
    (literal,) = literals(module)
    return Written(literal, module)


def test_a_part_has_the_place_of_its_line() -> None:
    text = written("x = '''one\n  two two\nthree'''\n")
    assert text.at("one") == Span(1, 7, 1, 10)
    assert text.at("two") == Span(2, 2, 2, 5)
    assert text.at("two", 1) == Span(2, 6, 2, 9)


def test_what_stands_before_the_text_is_not_its_part() -> None:
    module = parse("one = two = 'one two'\n")
    (literal,) = literals(module)
    assert Written(literal, module).at("one") == Span(1, 13, 1, 16)


@pytest.mark.parametrize("needle", ("a\nb", "c"))
def test_what_no_line_shows_has_the_place_of_the_whole(needle: str) -> None:
    module = parse("x = 'a\\nb' '\\x63'\n")
    (literal,) = literals(module)
    assert Written(literal, module).at(needle) is literal.node


def test_a_value_in_a_text_of_one_line_has_the_place_of_the_text() -> None:
    module = parse("f('one two')\n")
    (literal,) = literals(module)
    assert Written(literal, module).around("two") is literal.node
    assert written("f('''one\ntwo''')\n").around("two") == Span(2, 0, 2, 3)


def test_columns_are_characters() -> None:
    module = parse("ü = 'one', 'one'\n")
    first, second = literals(module)
    assert Written(first, module).at("one") == Span(1, 5, 1, 8)
    assert Written(second, module).at("one") == Span(1, 12, 1, 15)
    assert isinstance(first, Literal)
