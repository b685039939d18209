"""Skips without a condition: whether they keep tests from running, and if the reason is a defect of those."""

from __future__ import annotations

import ast

from flake8_testsec.source.calls import truth
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import skips, tickets
from flake8_testsec.vocabulary.testing.reasons import admits_defect
from flake8_testsec.vocabulary.testing.skips import Skip
from flake8_testsec.vocabulary.testing.suites import does_nothing, is_test

_NEAR = 12
"""Lines below a skip that are read for a ticket."""


def is_applied(marker: ast.Call, module: Module) -> bool:
    """Whether a marker keeps code from running: not an inherited test that an empty one overrides.

    Args:
        marker: the call of a marker, as a decorator or given to ``pytestmark``; or one that skips a module.
        module: its module.
    """
    above = module.parent(marker)
    match module.parent(above) if isinstance(above, (ast.List, ast.Tuple)) else above:
        case ast.FunctionDef() | ast.AsyncFunctionDef() as function:
            return not does_nothing(function) and _is_always_defined(function, module)
        case ast.ClassDef() as class_:
            return _is_always_defined(class_, module)
        case ast.Expr() | ast.Assign(targets=[ast.Name(id="pytestmark")]) as statement:
            return _is_always_defined(statement, module)
        case _:
            return False


def _is_always_defined(definition: ast.AST, module: Module) -> bool:
    """Whether no function, and no branch that may not be taken, is around a definition."""
    below = definition
    for above in module.ancestors(definition):
        match above:
            case ast.If(test=test, body=body) if not (truth(test) and below in body):
                return False
            case ast.Try(handlers=[_, *_]) | ast.ExceptHandler() | ast.match_case():
                return False
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                return False
        below = above
    return True


def is_admitted(skip: Skip, module: Module) -> bool:
    """Whether the reason of a skip says that a test is broken, and nothing near names a ticket.

    What trial reads from ``todo`` is run, and may fail.

    Args:
        skip: a skip without a condition.
        module: its module.
    """
    match skip.node:
        case ast.Assign(targets=[ast.Attribute(attr="todo")]):
            return False
        case node if not admits_defect(skips.text(skip.reason)):
            return False
        case node:
            owner = module.above(node, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
            if owner is None:
                return True
            told = _waits_below(node, owner, module) or _is_timed(owner, module)
            return _runs_tests(owner, module) and not told


def _is_timed(owner: ast.stmt, module: Module) -> bool:
    """Whether what is skipped measures time, by the mark of pytest-benchmark: it is run when it is wanted."""
    marks = getattr(owner, "decorator_list", ())
    called = (each.func if isinstance(each, ast.Call) else each for each in marks)
    return any("pytest.mark.benchmark" in module.names(each) for each in called)


def _runs_tests(owner: ast.stmt, module: Module) -> bool:
    """Whether what is skipped is a class, a test, or what is done before each test."""
    match owner:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name.lower().startswith("setup") or is_test(owner, module)
        case _:
            return True


def _waits_below(node: ast.AST, owner: ast.stmt, module: Module) -> bool:
    """Whether the first lines of what is skipped name the ticket."""
    last = min(owner.end_lineno or owner.lineno, getattr(node, "lineno", 1) + _NEAR)
    return tickets.find("\n".join(map(module.line, range(owner.lineno, last + 1)))) is not None
