"""Names of files that are asked for before there is a file, and whether another user can take them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.custody import custody
from flake8_testsec.project.undoing import TEMPFILE
from flake8_testsec.rule import Role
from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.faked_files import fakes_files
from flake8_testsec.vocabulary.testing.idle_functions import is_never_run
from flake8_testsec.vocabulary.testing.names_asked_for import is_made_anew, makes_no_file

NAMING = ("os.tempnam", "os.tmpnam", "tempfile.mktemp")
"""Functions that return a name without a file."""
_SHARED = frozenset({"tempfile.gettempdir()"})


def can_be_taken(call: ast.Call, module: Module) -> bool:
    """Whether another user can take a name before a file is made of it.

    Args:
        call: a call of one of `NAMING`.
        module: its module.

    Returns:
        ``False`` if the directory may be the program's own, and if no file is made of the name, or one that
        must not be there yet.
    """
    if isinstance(module.parent(call), ast.Expr) or is_made_anew(call, module):
        return False
    if module.role & Role.TEST and (makes_no_file(call, module) or is_elsewhere(call, module)):
        return False
    if fakes_files(call, module) or _is_of_pipe(call):
        return False
    return lies_in_shared(call, module)


def lies_in_shared(call: ast.Call, module: Module) -> bool:
    """Whether whatever a call makes or names certainly lies in a directory that others share.

    Args:
        call: a call that takes ``dir``.
        module: its module.
    """
    return all(_is_shared(each, module) for each in _folders(call))


def is_elsewhere(call: ast.Call, module: Module) -> bool:
    """Whether it never comes to that, or the name is one in a folder that a set-up has made for the tests.

    Args:
        call: what makes or names a file.
        module: its module.
    """
    function = module.function(call)
    if function is None:
        return False
    return is_never_run(function, module) or TEMPFILE in custody(function, module).undoes


def _is_of_pipe(call: ast.Call) -> bool:
    """Whether the name is one for a pipe of Windows, which is no file and lies in no folder."""
    beginning = argument(call, 1, "prefix")
    while isinstance(beginning, ast.BinOp):
        beginning = beginning.left
    text = beginning.values[0] if isinstance(beginning, ast.JoinedStr) and beginning.values else beginning
    return (string(text) or "").startswith("\\\\.\\pipe\\")


def _folders(call: ast.Call) -> Iterator[ast.expr]:
    """What may say in which directory: the argument, or whatever ``*`` and ``**`` bring."""
    folder = argument(call, 2, "dir")
    if folder is not None:
        yield folder
    yield from (each.value for each in call.keywords if each.arg is None)
    yield from (each for each in call.args if isinstance(each, ast.Starred))


def _is_shared(folder: ast.expr, module: Module) -> bool:
    match folder:
        case ast.Constant(value=None):
            return True
        case ast.Constant(value=str(path)):
            return path.startswith("/")
        case _:
            return bool(module.names(folder) & _SHARED)
