"""A newer Python has nodes that this code does not know: they are walked, and nothing breaks."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from flake8_testsec import engine
from flake8_testsec.cli.extents import Extents
from flake8_testsec.finding import FAULT
from flake8_testsec.settings import Settings
from flake8_testsec.source.index import FIELDS, children, read
from flake8_testsec.source.module import Module, statements, statements_within, walk, within

from ..examples import Case, cases


class Block(ast.stmt):
    """A statement that holds others, as ``with`` does."""

    _fields = ("label", "subject", "op", "body")
    _attributes = ("lineno", "col_offset", "end_lineno", "end_col_offset")


class Marked(ast.expr):
    """An expression around another, as a template's field is."""

    _fields = ("value", "text", "flag", "body")
    _attributes = ("lineno", "col_offset", "end_lineno", "end_col_offset")


class Part(ast.AST):
    """What is neither statement nor expression, as a handler is."""

    _fields = ("word", "steps")


class Parted(ast.stmt):
    """A statement with its blocks in parts, one of them by itself, under names that no other has."""

    _fields = ("body", "first", "parts", "values")
    _attributes = ("lineno", "col_offset", "end_lineno", "end_col_offset")


def in_block(body: list[ast.stmt]) -> ast.stmt:
    return Block(label="x", subject=ast.Constant(1), op=ast.Add(), body=body)


def in_parts(body: list[ast.stmt]) -> ast.stmt:
    first, *rest = (Part(word="x", steps=[each]) for each in body)
    values = [ast.Constant(1), None]
    return Parted(body=ast.Constant(1), first=first, parts=[None, *rest], values=values)


class Wrapping(ast.NodeTransformer):
    """Puts what every function does into a statement that no Python has yet, and every value that is assigned
    or asserted into such an expression."""

    def __init__(self, wrap: Callable[[list[ast.stmt]], ast.stmt]) -> None:
        self._wrap = wrap

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        self.generic_visit(node)
        inner = self._wrap(node.body)
        ast.fix_missing_locations(ast.copy_location(inner, node.body[0]))
        last = node.body[-1]
        inner.end_lineno, inner.end_col_offset = last.end_lineno, last.end_col_offset
        node.body = [inner]
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:
        self.generic_visit(node)
        node.value = self._marked(node.value)
        return node

    def visit_Assert(self, node: ast.Assert) -> Any:
        self.generic_visit(node)
        node.test = self._marked(node.test)
        return node

    @staticmethod
    def _marked(value: ast.expr) -> ast.expr:
        return ast.copy_location(Marked(value=value, text="x", flag=1, body=None), value)


def wrapped(text: str, wrap: Callable[[list[ast.stmt]], ast.stmt] = in_block) -> ast.Module:
    tree: ast.Module = Wrapping(wrap).visit(ast.parse(text))
    return tree


def test_the_walks_go_through_what_they_do_not_know() -> None:
    tree = wrapped("def f():\n    x = a.b(c)\n    assert x\n")
    found = read(tree)
    names = {node.id for node in found.nodes[ast.Name] if isinstance(node, ast.Name)}
    assert names == {"x", "a", "c"}
    assert len(found.nodes[Block]) == 1
    assert len(found.nodes[Marked]) == 2
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert [type(each) for each in statements(function.body)] == [Block, ast.Assign, ast.Assert]
    assert {each.id for each in within(function) if isinstance(each, ast.Name)} == names
    assert {each.id for each in walk(function) if isinstance(each, ast.Name)} == names
    block = function.body[0]
    assert [type(each) for each in children(block)[::-1]] == [ast.Constant, ast.Assign, ast.Assert]
    assert found.parents[block.body[0]] is block  # type: ignore[attr-defined]


def test_a_block_whose_body_is_an_expression_holds_no_statements() -> None:
    block = Block(label="x", subject=None, op=None, body=ast.Constant(1))
    assert list(statements([block])) == [block]


def test_what_the_grammar_says_is_no_node_is_not_looked_into() -> None:
    assert FIELDS[ast.Import] == ("names",)
    assert FIELDS[ast.BinOp] == ("right", "left")
    assert FIELDS[Marked] == ("body", "flag", "text", "value")


def test_statements_are_found_whatever_holds_them() -> None:
    tree = wrapped("def f():\n    x = a.b(c)\n    assert x\n    g()\n", in_parts)
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    found = [Parted, ast.Assign, ast.Assert, ast.Expr]
    assert [type(each) for each in statements(function.body)] == found
    assert [type(each) for each in statements_within(function.body[0])] == found[1:]
    lines = ["def f():\n", "    x = a.b(c)\n", "    assert x\n", "    g()\n"]
    assert Extents(tree, lines).around(3) == (3, 3)


@pytest.mark.parametrize("wrap", [in_block, in_parts])
def test_nothing_is_told_of_a_function_whose_order_is_not_known(wrap: Any) -> None:
    text = "import os\ndef test_a():\n    os.environ['A'] = 'b'\n    g()\n    del os.environ['A']\n"
    settings = Settings()
    known = Module(ast.parse(text), text.splitlines(keepends=True), "tests/test_a.py", settings)
    assert [each.code for each in engine.examine(known)] == ["TSE304"]
    unknown = Module(wrapped(text, wrap), known.lines, known.path, settings)
    assert engine.examine(unknown) == []


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.id)
def test_no_rule_breaks(case: Case) -> None:
    settings = Settings(enable=("TSE",))
    for file, wrap in itertools.product(case.files, (in_block, in_parts)):
        module = Module(wrapped(file.text, wrap), file.text.splitlines(keepends=True), file.path, settings)
        assert [each for each in engine.examine(module) if each.code == FAULT] == []
