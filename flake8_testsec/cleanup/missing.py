"""Ways out of a function that are taken because a file is not there, so that nothing has to be removed."""

from __future__ import annotations

import ast
from itertools import takewhile

from flake8_testsec.cleanup.acquisition import Handle, names_handle
from flake8_testsec.cleanup.judgement import Judgement
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function

_ERRORS = frozenset({"OSError", "IOError", "EnvironmentError", "FileNotFoundError"})
_LOOKING = frozenset({"os.stat", "os.lstat", "os.readlink"}) | {
    f"os.path.get{what}" for what in ("size", "mtime", "atime", "ctime")
}
"""Functions that fail if there is no file of a name, and hardly for another reason if it was just made."""


def is_missing(judgement: Judgement, module: Module) -> bool:
    """Whether a removal is skipped only where the path was asked for and is not there.

    Args:
        judgement: one about a path.
        module: its module.

    Returns:
        ``True`` if the exit stands in the handler of a ``try`` that looks at the very path, for the error
        that says that there is no such file.
    """
    handle, exit_ = judgement.obligation.handle, judgement.exit
    if handle is None or exit_ is None:
        return False
    around = takewhile(lambda each: not isinstance(each, Function), module.ancestors(exit_))
    handlers = (each for each in around if isinstance(each, ast.ExceptHandler))
    return any(_tells_it(each, handle, module) for each in handlers)


def _tells_it(handler: ast.ExceptHandler, handle: Handle, module: Module) -> bool:
    tried = module.parent(handler)
    match handler.type:
        case ast.Name(id=error) if error in _ERRORS and isinstance(tried, ast.Try):
            body = [node for statement in tried.body for node in walk(statement)]
            return any(_asks(node, handle, module) for node in body)
        case _:
            return False


def _asks(node: ast.AST, handle: Handle, module: Module) -> bool:
    match node:
        case ast.Call(func=func, args=[path, *_]):
            return names_handle(path, handle) and bool(module.names(func) & _LOOKING)
        case _:
            return False
