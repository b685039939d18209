"""Modules of the project that a file imports where it is imported itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from flake8_testsec.project.views import View
from flake8_testsec.source.calls import truth
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import meant


def imported(module: Module, view: View) -> Mapping[str, bool]:
    """The files that are imported wherever a file is imported.

    Args:
        module: the module that imports them.
        view: what it sees of the project.

    Returns:
        Their paths, and whether each is imported under a condition alone; none that only a function or a
        type checker imports.
    """
    found: dict[str, bool] = {}
    nodes: list[ast.Import | ast.ImportFrom] = [*module.nodes(ast.Import), *module.nodes(ast.ImportFrom)]
    for node in sorted(nodes, key=lambda each: (each.lineno, each.col_offset)):
        under = condition(node, module)
        if under is not None:
            for place in _places(node, module, view):
                found[place] = under and found.get(place, True)
    return found


def _places(node: ast.Import | ast.ImportFrom, module: Module, view: View) -> Iterator[str]:
    """The files of the modules that a statement imports: of each name, or else of what it is taken from."""
    origin = module.scopes.origin(node) if isinstance(node, ast.ImportFrom) else ""
    for alias in node.names:
        whole = f"{origin}.{alias.name}" if origin else alias.name
        places = (view.place(each, module.path) for each in (whole, origin) if each)
        if place := next(filter(None, places), None):
            yield place


def condition(node: ast.AST, module: Module) -> bool | None:
    """Whether a statement runs under a condition when its file is imported; ``None`` if it does not run."""
    under = False
    below = node
    for each in module.ancestors(node):
        match each:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return None
            case ast.If(body=body) if _is_never(each.test, module):
                if below in body:
                    return None
            case ast.Try(body=[first, *_]) | ast.With(body=[first, *_]) if first is below:
                pass
            case ast.If() | ast.Try() | ast.ExceptHandler() | ast.With() | ast.For() | ast.While():
                under = True
            case ast.match_case():
                under = True
        below = each
    return under


def _is_never(test: ast.expr, module: Module) -> bool:
    """Whether a condition holds for type checkers alone, or never."""
    return "typing.TYPE_CHECKING" in module.names(test) or truth(meant(test, module)) is False
