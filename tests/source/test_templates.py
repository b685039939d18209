"""A template is no text: what is said of f-strings, and what of templates in their place, on every Python."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings
from flake8_testsec.source.literals import GAP, Literal, literals
from flake8_testsec.source.module import Module


class _Template(ast.expr):
    """What ``t"..."`` is from Python 3.14 on, for those before it."""

    _fields = ("values",)
    _attributes = ("lineno", "col_offset", "end_lineno", "end_col_offset")


class _Interpolation(ast.expr):
    """A template's field."""

    _fields = ("value", "str", "conversion", "format_spec")
    _attributes = ("lineno", "col_offset", "end_lineno", "end_col_offset")


_Template.__name__ = "TemplateStr"
TEMPLATE: type[Any] = getattr(ast, "TemplateStr", _Template)
INTERPOLATION: type[Any] = getattr(ast, "Interpolation", _Interpolation)


class Templates(ast.NodeTransformer):
    """Makes a template of each f-string."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> Any:
        values = [self._part(each) for each in node.values]
        return ast.copy_location(TEMPLATE(values=values), node)

    def _part(self, part: ast.expr) -> ast.expr:
        if not isinstance(part, ast.FormattedValue):
            return part
        value = self.visit(part.value)
        field = INTERPOLATION(value=value, str="", conversion=part.conversion, format_spec=part.format_spec)
        return ast.copy_location(field, part)


def parse(source: str, path: str, templates: bool) -> Module:
    tree = ast.parse(source)
    if templates:
        tree = Templates().visit(tree)
    return Module(tree, source.splitlines(keepends=True), path, Settings(enable=("TSE",)))


def codes(source: str, path: str, templates: bool) -> list[str]:
    """What is said of a file, but for that its test asserts nothing."""
    found = [each.code for each in engine.examine(parse(source, path, templates))]
    return [each for each in found if each != "TSE556"]


TEST, PRODUCTION = "tests/test_a.py", "shop/a.py"

# What is said of the f-string, and of the template in its place.
CASES: dict[str, tuple[str, Sequence[str], Sequence[str]]] = {
    "a shell gets text": (
        "import os\ndef test_a(x):\n    os.popen(f'rm {x}')\n",
        ["TSE703"],
        ["TSE708"],
    ),
    "a log gets text": (
        "def test_a(password):\n    print(f'{password}')\n",
        ["TSE801", "TSE808"],
        ["TSE808"],
    ),
    "a request goes to an address": (
        "import requests\ndef test_a():\n    requests.get(f'http://prod.company.com/', timeout=1)\n",
        ["TSE204"],
        [],
    ),
    "a file has a path": (
        "def test_a():\n    with open(f'/tmp/x', 'w') as file:\n        file.write('')\n",
        ["TSE206"],
        [],
    ),
    "code is text": ("def test_a(x):\n    eval(f'{x} + 1')\n", ["TSE701"], []),
    "an object is always true": ("def test_a(x):\n    assert f'{x}'\n", [], ["TSE505"]),
    "an object without parts is always true": ("def test_a():\n    assert f''\n", [], ["TSE505"]),
    "an object is never None": (
        "def test_a(x):\n    assert f'{x}' is not None\n",
        ["TSE507"],
        ["TSE507"],
    ),
    "a message of a flag": (
        "def f(x):\n    message = f'a'\n    if TESTING:\n        message = f'{x}'\n    return x\n",
        [],
        [],
    ),
    "a message behind a comma": ("def test_a(x):\n    x == 1, f'a {x}'\n", ["TSE508"], ["TSE508"]),
    "a reason is no function": (
        "import pytest\ndef test_a(x):\n    pytest.mark.skip(f'{x}')\n    assert x\n",
        ["TSE517", "TSE521"],
        ["TSE517", "TSE521"],
    ),
    "a handle is kept by a template": (
        "def test_a():\n    file = open('x')\n    show(f'{file}')\n    assert show\n",
        ["TSE301"],
        [],
    ),
    "an original is no template": (
        "import os\ndef test_a(x):\n    old = f'{x}'\n    os.environ['A'] = old\n    assert x\n",
        ["TSE304"],
        ["TSE304"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_of_an_f_string_and_of_a_template(case: str) -> None:
    source, joined, template = CASES[case]
    path = TEST if "def test_" in source else PRODUCTION
    assert codes(source, path, templates=False) == joined
    assert codes(source, path, templates=True) == template


def test_of_the_text_of_a_template_only_what_is_written_is_known() -> None:
    module = parse("x = f'a{b}c' + f'{d}e'", TEST, templates=True)
    first, second = module.nodes(TEMPLATE)
    expected = [Literal(first, f"a{GAP}c"), Literal(second, f"{GAP}e")]
    assert [*literals(module, TEMPLATE)] == expected
    assert [*literals(module, ast.Constant)] == []
