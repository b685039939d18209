"""Which lines of a file run where it is imported, and what it imports and calls then."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Lines
from flake8_testsec.review.imports_beside import condition
from flake8_testsec.review.unconditional import at_top
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function

PERHAPS = ", under a condition"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


_OF_TESTS = lazy(r"(?i)(?:\A|[/._-])(?:tests?|testing|testutils?|conftest)(?:[/._-]|\Z)")


def is_of_tests(path: str) -> bool:
    """Whether a file stands among tests, by a whole word of its path."""
    return _OF_TESTS.search(path) is not None


def when(lines: Sequence[Lines], module: Module) -> str | None:
    """How something is done where a file is imported.

    Args:
        lines: where it is done.
        module: the module.

    Returns:
        Empty if it is done each time, else that it is under a condition; ``None`` if none of the lines runs.
    """
    run = [each for each in lines if each.first not in _put_off(module)]
    if not run:
        return None
    return "" if any(each.first in _sure(module) for each in run) else PERHAPS


@once
def _sure(module: Module) -> Collection[int]:
    """The lines that run at each import."""
    return frozenset(line for each in at_top(module) for line in range(each.first, each.last + 1))


@once
def _put_off(module: Module) -> Collection[int]:
    """The lines that hold functions and their decorators, which may do what they are told later, those of
    classes, too, and what is done where the file is run as a program."""
    lines: set[int] = set()
    every: Iterator[Function | ast.Lambda] = module.nodes(*_FUNCTIONS)
    for each in every:
        if module.function(each) is None:
            lines.update(range(_first(each), (each.end_lineno or each.lineno) + 1))
    for class_ in module.nodes(ast.ClassDef):
        lines.update(range(_first(class_), class_.lineno))
    for statement in module.tree.body:
        if isinstance(statement, ast.If) and "__name__" in spelt(statement.test):
            lines.update(range(statement.lineno, (statement.end_lineno or 0) + 1))
    return lines


def _first(node: Function | ast.Lambda | ast.ClassDef) -> int:
    """The first line of a definition, which is that of a decorator if it has one."""
    marks: Sequence[ast.expr] = getattr(node, "decorator_list", ())
    return min((node.lineno, *(each.lineno for each in marks)))


def called(module: Module) -> Iterator[tuple[str, str]]:
    """The functions of the file that it calls itself while it is imported, and whether under a condition."""
    for call in module.nodes(ast.Call):
        if isinstance(call.func, ast.Name) and module.function(call) is None:
            how = when([Lines(call.lineno, call.lineno)], module)
            if how is not None:
                yield call.func.id, how


def brought(module: Module) -> Iterator[tuple[str, bool]]:
    """The dotted names that a file imports where it is imported, each with whether under a condition."""
    nodes: list[ast.Import | ast.ImportFrom] = [*module.nodes(ast.Import), *module.nodes(ast.ImportFrom)]
    for node in nodes:
        under = condition(node, module)
        origin = module.scopes.origin(node) if isinstance(node, ast.ImportFrom) else ""
        for alias in node.names if under is not None else ():
            yield f"{origin}.{alias.name}" if origin else alias.name, bool(under)
