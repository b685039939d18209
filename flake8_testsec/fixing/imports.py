"""Imports that a fix needs, put where the module has its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import chain

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.statements import first_line, last_line
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function


def imported(name: str, module: Module) -> tuple[str, Edits]:
    """How to write the name of something that another module defines, and what must be imported for it.

    Args:
        name: a module, such as ``contextlib``, which is then written in front of what it holds.
        module: the module under review.

    Returns:
        The name as it is to be written and the edits that import it; no edits where it is imported already.
        An empty name if the module binds it to something else, too.
    """
    top = name.partition(".")[0]
    known = next((alias.asname or name for alias in _aliases(name, module)), "")
    bound = _bound(module)
    if known:
        return (known, ()) if bound.count(known.partition(".")[0]) == 1 else ("", ())
    return (name, _statement(f"import {name}\n", module)) if top not in bound else ("", ())


def _aliases(name: str, module: Module) -> Iterator[ast.alias]:
    """The imports of the module itself at the top of the file."""
    for statement in module.tree.body:
        if isinstance(statement, ast.Import):
            yield from (alias for alias in statement.names if alias.name == name)


def _bound(module: Module) -> Sequence[str]:
    """The names that are bound anywhere in the module, each as often as it is."""
    aliases = ((each.asname or each.name).partition(".")[0] for each in module.nodes(ast.alias))
    functions: Iterator[Function] = chain(module.nodes(ast.FunctionDef), module.nodes(ast.AsyncFunctionDef))
    classes = (each.name for each in module.nodes(ast.ClassDef))
    arguments = (each.arg for each in module.nodes(ast.arg))
    targets = (each.id for each in module.targets)
    return (*aliases, *(each.name for each in functions), *classes, *arguments, *targets)


def _statement(text: str, module: Module) -> Edits:
    """A statement among the imports: before the first one, or below what has to come first."""
    body = module.tree.body
    first = next(
        (each for each in body if isinstance(each, (ast.Import, ast.ImportFrom)) and not _is_future(each)),
        None,
    )
    if first is not None:
        line = first_line(first)
        return (Edit(line, 0, line, 0, text),)
    heading = [each for each in body[:8] if _is_future(each) or _is_docstring(each, body)]
    line = last_line(heading[-1]) + 1 if heading else first_line(body[0])
    # As far from what is below as style guides have it; above a blank line there is room already.
    apart = "\n\n" if module.line(line).strip() else ""
    return (Edit(line, 0, line, 0, text + apart),)


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _is_docstring(statement: ast.stmt, body: list[ast.stmt]) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant(value=str())):
            return statement is body[0]
        case _:
            return False
