"""What ``tempfile`` names in a TestCase, named in a folder that the case makes and has removed."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.cleanup.endings import spelt_name, statement_of
from flake8_testsec.cleanup.remedies import registrar
from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, with_argument
from flake8_testsec.fixing.imports import imported
from flake8_testsec.fixing.statements import first_comment, indentation
from flake8_testsec.project.house_rules import makes_wide
from flake8_testsec.source.calls import argument
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function

_ASKED, _MADE, _REMOVED = "tempfile.mktemp", "tempfile.mkdtemp", "shutil.rmtree"
_FOLDER = "folder"
_MOST = 8
"""A function that asks for more names had better be written anew."""


def within_registered_folder(call: ast.Call, module: Module) -> Edits:
    """A name asked for in a folder that is made above, and that a registered cleanup removes.

    Args:
        call: a call of ``tempfile.mktemp`` that says nothing of the folder.
        module: its module.

    Returns:
        The same for all such calls of the function, which share the folder. Nothing outside of a TestCase,
        nor where the first of several is in a block of its own.
    """
    function = module.function(call)
    register = registrar(function, module) if function is not None else ""
    return _shared(function, register, module) if function is not None and register else ()


@once
def _shared(function: Function, register: str, module: Module) -> Edits:
    nodes = [*within(function)]
    calls = [each for each in nodes if isinstance(each, ast.Call) and _asks(each, module)]
    begin = statement_of(calls[0], module) if 0 < len(calls) <= _MOST else None
    if begin is None or any(isinstance(each, ast.Name) and each.id == _FOLDER for each in walk(function)):
        return ()
    given = [with_argument(each, f"dir={_FOLDER}", module) for each in calls]
    made = _made(begin, calls[0], register, module)
    if not made or not all(given) or (len(calls) > 1 and module.parent(begin) is not function):
        return ()
    edits = (*made, *(edit for each in given for edit in each))
    return () if makes_wide(edits, module) else edits


def _asks(call: ast.Call, module: Module) -> bool:
    """Whether a call asks for a name anywhere."""
    is_unpacked = any(isinstance(each, ast.Starred) for each in call.args)
    is_told = is_unpacked or any(each.arg is None for each in call.keywords)
    return not is_told and argument(call, 2, "dir") is None and module.names(call.func) == {_ASKED}


def _made(begin: ast.stmt, call: ast.Call, register: str, module: Module) -> Edits:
    """A folder above a statement, and above the comment that belongs to it."""
    is_taken = isinstance(call.func, ast.Name)
    make, first = imported(_MADE, module) if is_taken else spelt_name(_MADE, module)
    remove, second = spelt_name(_REMOVED, module)
    indent = indentation(begin, module)
    if not make or not remove or indent is None:
        return ()
    line = first_comment(begin, module)
    lines: Sequence[str] = (f"{_FOLDER} = {make}()", f"{register}({remove}, {_FOLDER}, ignore_errors=True)")
    text = "".join(f"{indent}{each}\n" for each in lines)
    return (*first, *second, Edit(line, 0, line, 0, text))
