"""Blocks taken apart, lines inside of strings, and definitions changed."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.finding import Edit
from flake8_testsec.fixing import blocks, definitions, strings
from flake8_testsec.fixing.application import apply
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function

from .texts import module

TEXT = '''
x = """one
two"""
y = ("three"
     "four")
z = f"""five {x
} six""" + b"""
seven"""
'''


def made(read: Module, found: Edits) -> str:
    return apply(read.lines, found) if found else ""


def first(read: Module) -> Function:
    functions: tuple[Function, ...] = (*read.nodes(ast.FunctionDef), *read.nodes(ast.AsyncFunctionDef))
    return functions[0]


def test_lines_inside_of_strings() -> None:
    read = module(TEXT)
    assert [line for line in range(1, 8) if strings.inside(line, read)] == [2, 6, 7]


def test_what_cannot_be_tokenized_is_inside_of_strings_as_a_whole() -> None:
    read = module(TEXT)
    broken = Module(read.tree, [*read.lines, "z = (\n"], read.path, read.settings)
    assert [line for line in range(1, 8) if strings.inside(line, broken)] == [2, 4, 6, 7]


def test_the_newer_kinds_of_strings_have_a_token_for_each_end() -> None:
    read = module('x = f"""one\ntwo {\n3}\nfour"""\ny = 1\n')
    assert [line for line in range(1, 6) if strings.inside(line, read)] == [2, 3, 4]


@pytest.mark.parametrize("indent", ["\t", "    ", "        "])
def test_lines_that_are_no_further_in_stay(indent: str) -> None:
    read = module("if x:\n    y = 1\n")
    (statement,) = read.nodes(ast.Assign)
    assert blocks.outdented(statement, indent, 2, 2, read) == ()
    assert blocks.outdented(statement, "", 2, 2, read) == (Edit(2, 0, 2, 4, ""),)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def f(): pass\n", "def g(): pass\n"),
        ("async  def\tf(x): pass\n", "async  def\tg(x): pass\n"),
        ("@f\ndef f(): pass\n", "@f\ndef g(): pass\n"),
        ("def \\\n  f(): pass\n", ""),
        ("ﬁ = 1\ndef ﬁ(): pass\n", ""),
    ],
)
def test_another_name_for_a_function(before: str, after: str) -> None:
    read = module(before)
    assert made(read, definitions.renamed(first(read), "g", read)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def f(): pass\n", "def f(new): pass\n"),
        ("async def f(a): pass\n", "async def f(a, new): pass\n"),
        ("def f(a, b: int): pass\n", ""),
        ("def f() -> None: pass\n", ""),
        (
            "def g(new: int): pass\ndef f(a: str): pass\n",
            "def g(new: int): pass\ndef f(a: str, new: int): pass\n",
        ),
        ("def f(a, /, b): pass\n", "def f(a, /, b, new): pass\n"),
        ("def f(\n    a,\n    b,\n): pass\n", "def f(\n    a,\n    b,\n    new,\n): pass\n"),
        ("def f(a=1): pass\n", ""),
        ("def f(*a): pass\n", ""),
        ("def f(**a): pass\n", ""),
        ("def f(*, a): pass\n", ""),
        ("def f(a, /): pass\n", ""),
        ("def f( ): pass\n", ""),
        ("def \\\n  f(): pass\n", ""),
    ],
)
def test_a_further_parameter(before: str, after: str) -> None:
    read = module(before)
    *_, function = (each for each in read.tree.body if isinstance(each, Function))
    assert made(read, definitions.with_parameter(function, "new", read)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("mark()\ndef f(): pass\n", "@mark()\ndef f(): pass\n"),
        (
            "mark()  # later\n\n# now\n@other\ndef f(): pass\n",
            "@mark()  # later\n\n# now\n@other\ndef f(): pass\n",
        ),
        ("if x:\n    mark()\n    def f(): pass\n", "if x:\n    @mark()\n    def f(): pass\n"),
        ("x = 1; mark()\ndef f(): pass\n", ""),
        ("mark(); x = 1\ndef f(): pass\n", ""),
        ("if x: mark()\ndef f(): pass\n", ""),
    ],
)
def test_a_statement_for_a_decorator(before: str, after: str) -> None:
    read = module(before)
    statement = next(each for each in read.nodes(ast.Expr))
    assert made(read, definitions.decorated(first(read), statement, read)) == after
