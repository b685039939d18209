"""Values that nobody can want but the tests of the module that makes them."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.paths import DERIVING
from flake8_testsec.cleanup.resources import PATH_MAKERS
from flake8_testsec.source.bindings import Bound, Defined
from flake8_testsec.source.module import Module, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.doubles import is_mock
from flake8_testsec.vocabulary.testing.suites import is_fixture, methods, receiver

_DEEPEST = 5
"""How many names and calls a value is followed through."""
_WRAPPERS = frozenset({"staticmethod", "classmethod", "property", "functools.partial"})
"""What makes a replacement of what it is given first."""
_STAND_INS = frozenset({"types.SimpleNamespace"})
"""Classes whose instances are there to look like others."""
_FOLDERS = frozenset({"tmp_path", "tmpdir"})
"""Fixtures of pytest that give each test a directory of its own."""


def is_own(value: ast.expr, function: Function, module: Module, depth: int = 0) -> bool:
    """Whether a value is a double by what it is made of: of this module's own code, or of one test's folder.

    Args:
        value: what something imported is given.
        function: the function that gives it.
        module: its module.
        depth: how many names and calls it was followed through already.

    Returns:
        ``True`` for mocks, lambdas, functions of the module and methods of the class, for instances of its
        classes and what its functions return of all these, for what ``staticmethod``, ``partial`` and their
        like make of them, for methods of local lists and dictionaries, and for paths in the directory of a
        test.
    """
    if isinstance(value, ast.Lambda) or is_mock(value, module) or is_function(value, function, module):
        return True
    if depth >= _DEEPEST:
        return False
    match value:
        case ast.Attribute(value=ast.Name() as owner):
            return _is_display(owner, function, module)
        case ast.Call(func=ast.Attribute(value=inner, attr=word)) if word in DERIVING:
            return is_own(inner, function, module, depth + 1)
        case ast.Call(func=func, args=[first, *_]) if module.names(func) & (_WRAPPERS | PATH_MAKERS):
            return is_own(first, function, module, depth + 1)
        case ast.Call(func=func):
            return _is_made(func, function, module, depth + 1)
        case _:
            return _is_folder(value, function, module, depth)


def _is_folder(value: ast.expr, function: Function, module: Module, depth: int) -> bool:
    """Whether a value is in the folder of a test, or has a name that stands for such a value."""
    match value:
        case ast.BinOp(left=left, op=ast.Div()):
            return depth < _DEEPEST and is_own(left, function, module, depth + 1)
        case ast.Name(id=name):
            return name in _FOLDERS or _is_bound(value, function, module, depth + 1)
        case _:
            return False


def is_function(value: ast.expr, function: Function, module: Module) -> bool:
    """Whether a value is a function of this module, or a method of the class around."""
    match value:
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner == receiver(function, module):
            class_ = module.class_of(function)
            return class_ is not None and any(each.name == name for each in methods(class_))
        case _:
            return is_defined(value, module, ast.FunctionDef, ast.AsyncFunctionDef)


def is_defined(value: ast.expr, module: Module, *kinds: type[ast.AST]) -> bool:
    """Whether a name stands for nothing but definitions of this module of some kinds."""
    found = _definitions(value, module)
    return bool(found) and all(isinstance(each, kinds) for each in found)


def _definitions(value: ast.expr, module: Module) -> list[ast.AST]:
    """The definitions that a name stands for; none if it may be something else."""
    bindings = module.bindings(value) if isinstance(value, ast.Name) else ()
    found: list[ast.AST] = [each.node for each in bindings if isinstance(each, Defined)]
    return found if len(found) == len(bindings) else []


def _is_made(func: ast.expr, function: Function, module: Module, depth: int) -> bool:
    """Whether a call makes an instance of a class of this module, or returns what is its own."""
    if is_defined(func, module, ast.ClassDef) or module.names(func) & _STAND_INS:
        return True
    makers = _makers(func, function, module)
    return bool(makers) and all(_returns_own(each, module, depth) for each in makers)


def _makers(func: ast.expr, function: Function, module: Module) -> list[Function]:
    """The functions that a call may mean: of the module by name, or a method of the class around."""
    match func:
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner == receiver(function, module):
            class_ = module.class_of(function)
            return [each for each in methods(class_) if each.name == name] if class_ is not None else []
        case _:
            return [each for each in _definitions(func, module) if isinstance(each, ast.FunctionDef)]


def _returns_own(maker: Function, module: Module, depth: int) -> bool:
    """Whether all that a function returns is made of this module's own code."""
    if maker in module.generators or is_fixture(maker, module):
        return False
    returned = [each.value for each in within(maker) if isinstance(each, ast.Return)]
    return bool(returned) and all(
        each is not None and (is_defined(each, module, ast.ClassDef) or is_own(each, maker, module, depth))
        for each in returned
    )


def _is_bound(name: ast.Name, function: Function, module: Module, depth: int) -> bool:
    """Whether a local name has one value, which is such a one."""
    match module.bindings(name):
        case [Bound(value=value)] if not isinstance(value, (ast.Name, ast.Constant)):
            return module.function(value) is function and is_own(value, function, module, depth)
        case _:
            return False


def _is_display(name: ast.Name, function: Function, module: Module) -> bool:
    """Whether a name is that of a list or dictionary that the function itself has made."""
    match module.bindings(name):
        case [Bound(value=ast.List() | ast.Dict() | ast.Set() as value)]:
            return module.function(value) is function
        case _:
            return False
