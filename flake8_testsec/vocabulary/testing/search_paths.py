"""A change of ``sys.path`` that is taken back when the test is over."""

from __future__ import annotations

import ast
from typing import NamedTuple

from flake8_testsec.fixing.definitions import with_parameter
from flake8_testsec.fixing.edits import Edits, replaced, written
from flake8_testsec.fixing.statements import put_after
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.expected_errors import is_of_pytest
from flake8_testsec.vocabulary.testing.suites import TESTCASES, is_test, receiver

_FIXTURE = "monkeypatch"


class TakenBack(NamedTuple):
    """How a change is taken back: in words, in the style of the test, and as edits."""

    words: str
    edits: Edits = ()


def taken_back(call: ast.Call, function: Function, only: bool, module: Module) -> TakenBack:
    """How to take back what a call adds to the path of imports.

    Args:
        call: the call.
        function: the test or hook around it.
        only: whether nothing else there changes the path.
        module: their module.

    Returns:
        No edits where the call adds several folders, or is one of several.
    """
    match call:
        case ast.Call(func=ast.Attribute(value=path, attr="insert"), args=[_, folder], keywords=[]):
            pass
        case ast.Call(func=ast.Attribute(value=path, attr="append"), args=[folder], keywords=[]):
            pass
        case _:
            only, path, folder = False, call, call
    class_, statement = module.class_of(function), module.parent(call)
    stands = statement if only and isinstance(statement, ast.Expr) else None
    if class_ is not None and any(names & TESTCASES for names in module.bases(class_)):
        removed = f"{written(path, module)}.remove, {written(folder, module)}"
        plain = isinstance(folder, (ast.Attribute, ast.Constant, ast.Name))
        known = stands is not None and plain and receiver(function, module) == "self"
        edits = put_after(stands, [f"self.addCleanup({removed})"], module) if known and stands else ()
        return TakenBack("register its removal with addCleanup", edits)
    first = isinstance(call.args[0], ast.Constant) and call.args[0].value == 0 and len(call.args) == 2
    edits = _prepended(call, folder, function, module) if stands and first else ()
    return TakenBack(f"use {_FIXTURE}.syspath_prepend", edits)


def _prepended(call: ast.Call, folder: ast.expr, test: Function, module: Module) -> Edits:
    """The same by the fixture, which a test of pytest can ask for."""
    if not is_test(test, module) or not is_of_pytest(test, module):
        return ()
    given = any(each.arg == _FIXTURE for each in test.args.args)
    parameter = () if given else with_parameter(test, _FIXTURE, module)
    new = f"{_FIXTURE}.syspath_prepend({written(folder, module)})"
    return (*parameter, *replaced(call, new, module)) if given or parameter else ()
