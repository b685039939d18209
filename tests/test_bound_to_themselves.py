"""No rule goes round in a circle where names stand for themselves: ``out = out.decode()``.

Such code is common: a name that comes from elsewhere, a parameter that a caller gives, a global one. What
follows names from binding to binding must end there. Every example is rewritten so that each of its names
does, and its rule asked again. Good ones are left out, which are asked the same.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import pytest

from flake8_testsec import engine
from flake8_testsec.finding import FAULT
from flake8_testsec.source.module import Module

from .all_rules import EVERYTHING
from .examples import Case, cases

CASES = [*cases("bad")]
PLAIN = (
    "N",
    "N.strip()",
    "N.items()",
    "N / part",
    "N + 'part'",
    "N | N",
    "N.join('part')",
)
"""What is assigned to a name ``N``."""


class Rewriting(ast.NodeTransformer):
    """Binds names to expressions in which they stand themselves."""

    def __init__(self, value: Callable[[str, ast.expr], ast.expr]) -> None:
        self._value = value

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        match node.targets:
            case [ast.Name(id=name)]:
                node.value = self._value(name, node.value)
        return node


class Parameters(ast.NodeTransformer):
    """Makes variables of parameters: each bound once, to itself."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        names = [each.arg for each in node.args.args if each.arg not in ("self", "cls")]
        node.args.args = [each for each in node.args.args if each.arg not in names]
        node.args.defaults = []
        node.body = [*(_binding(name) for name in names), *node.body]
        return node


class Calls(ast.NodeTransformer):
    """Makes functions that return what they return themselves, and classes that are their own base."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        given = ", ".join(each.arg for each in node.args.args)
        node.body = [*node.body, *ast.parse(f"def f():\n    return {node.name}({given})").body[0].body]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        self.generic_visit(node)
        node.bases = [ast.Name(node.name)]
        return node


def _binding(name: str) -> ast.stmt:
    (statement,) = ast.parse(f"{name} = {name}.strip()").body
    return statement


def written(text: str) -> Callable[[str, ast.expr], ast.expr]:
    def value(name: str, _: ast.expr) -> ast.expr:
        return ast.parse(text.replace("N", name), mode="eval").body

    return value


def given(name: str, old: ast.expr) -> ast.expr:
    """The call that is assigned, which is given what it is assigned to."""
    for each in ast.walk(old):
        match each:
            case ast.Call(args=args, keywords=keywords):
                each.args = [ast.Name(name) for _ in args]
                for keyword in keywords:
                    keyword.value = ast.Name(name)
    return old


FORMS: dict[str, Callable[[], ast.NodeTransformer]] = {
    **{text: (lambda text=text: Rewriting(written(text))) for text in PLAIN},
    "arguments": lambda: Rewriting(given),
    "parameters": Parameters,
    "calls and bases": Calls,
}


def faults(case: Case, form: ast.NodeTransformer) -> Iterator[str]:
    for file in case.files:
        if not file.path.endswith(".py"):
            continue
        tree = ast.fix_missing_locations(form.visit(ast.parse(file.text)))
        module = Module.parse(ast.unparse(tree), file.path, EVERYTHING)
        found = engine.examine(module, engine.compile_table([case.rule], module.role))
        yield from (f"{case.id}: {each.message}" for each in found if each.code == FAULT)


@pytest.mark.once
@pytest.mark.parametrize("form", FORMS)
def test_names_that_stand_for_themselves(form: str) -> None:
    assert [fault for case in CASES for fault in faults(case, FORMS[form]())] == []
