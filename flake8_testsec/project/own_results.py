"""What the functions of a project give back, by what is written behind their ``return``, and the fixes that
would compare it with what it never is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.finding import NO_FIX, Fix
from flake8_testsec.project.defined_nodes import line_of, node_of
from flake8_testsec.project.definitions import Definition, definition
from flake8_testsec.project.found import Found
from flake8_testsec.project.inferred import OBJECT, things
from flake8_testsec.project.views import View, view_of
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing import asserting
from flake8_testsec.vocabulary.testing.never_equal import demanded_equal, kind

_BARE = frozenset({"classmethod", "staticmethod"})
_NOTHING: frozenset[str] = frozenset()


def asserted(value: ast.expr, module: Module) -> Fix:
    """As ``asserting.asserted``; no fix for what is never true by what the project's functions give."""
    return NO_FIX if never_holds(value, module) else Fix(asserting.asserted(value, module))


def instead_of_return(statement: ast.Return, value: ast.expr, module: Module) -> Fix:
    """As ``asserting.instead_of_return``, see `asserted`."""
    edits = () if never_holds(value, module) else asserting.instead_of_return(statement, value, module)
    return Fix(edits)


def never_holds(condition: ast.expr, module: Module) -> bool:
    """Whether a condition compares what a function of the project gives with what that never is.

    Args:
        condition: what would be asserted, with a message behind it or without one.
        module: its module.
    """
    return any(never_equal(left, right, module) for left, right in demanded_equal(condition))


def never_equal(left: ast.expr, right: ast.expr, module: Module) -> bool:
    """Whether two expressions are of different kinds, by all that the functions of the project give.

    Args:
        left: one of them.
        right: the other one.
        module: their module.

    Returns:
        ``False`` if one of them may be of any kind.
    """
    kinds = _kinds(left, module), _kinds(right, module)
    return all(kinds) and kinds[0].isdisjoint(kinds[1])


def _kinds(node: ast.expr, module: Module) -> frozenset[str]:
    if told := kind(node, module):
        return frozenset({told})
    match node:
        case ast.Await(value=ast.Call(func=func)):
            is_awaited = True
        case ast.Call(func=func):
            is_awaited = False
        case _:
            return _NOTHING
    function = function_of(func, module)
    return _given(function, is_awaited=is_awaited) if function is not None else _NOTHING


def function_of(func: ast.expr, module: Module) -> Function | None:
    """The function that is called: of the module, of another one, or a method of an object that is made.

    Args:
        func: what is called.
        module: its module.

    Returns:
        ``None`` if it is not certain, or cannot be read.
    """
    match [*module.bindings(func)] if isinstance(func, ast.Name) else []:
        case [Defined(node=ast.FunctionDef() | ast.AsyncFunctionDef() as function)]:
            return function
        case _:
            view = view_of(module)
            return _of_project(func, module, view) if view is not None else None


def _of_project(func: ast.expr, module: Module, view: View) -> Function | None:
    names = [*module.names(func)]
    found = _definition(names[0], module.path, view) if len(names) == 1 else None
    if found is not None:
        node = node_of(found.name, found.module, view)
        return node if isinstance(node, Function) else None
    known = things(func.value, module) if isinstance(func, ast.Attribute) else ()
    owner = known[0].owner if len(known) == 1 and known[0].kind == OBJECT else None
    return _method(owner, last_word(func), view) if owner is not None else None


def _definition(qualified: str, path: str, view: View) -> Definition | None:
    """Where a name gets its meaning, also where another star import may bring it than the only one that does:
    to say what a value hardly is takes less than to say what it is."""
    found, home = definition(qualified, path, view), view.home(qualified, path)
    if found is not None or home is None:
        return found
    stars = (definition(f"{each}.{home[1]}", home[0].path, view) for each in home[0].stars)
    match [*filter(None, stars)]:
        case [only]:
            return only
        case _:
            return None


def _method(owner: Found, word: str, view: View) -> Function | None:
    """A method of a class, or of the first one above that has it."""
    class_ = node_of(owner.class_.name, owner.module, view)
    line = line_of(class_, owner.module, view) if isinstance(class_, ast.ClassDef) else None
    having = ([*_bound(each, word)] for each in line or ())
    match next(filter(None, having), []):
        case [ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            return function
        case _:
            return None


def _bound(class_: ast.ClassDef, word: str) -> Iterator[ast.stmt]:
    """The statements of a class, at any depth, that give something a name."""
    for statement in class_.body:
        if isinstance(statement, (Function, ast.ClassDef)):
            yield from [statement] if statement.name == word else ()
        elif any(_names(each, word) for each in ast.walk(statement)):
            yield statement


def _names(node: ast.AST, word: str) -> bool:
    match node:
        case ast.Name(id=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name == word
        case _:
            return False


def _given(function: Function, *, is_awaited: bool) -> frozenset[str]:
    """The kinds of all that a function gives; none if one is not known, or the function is only declared."""
    nodes = [*within(function)]
    is_coroutine = isinstance(function, ast.AsyncFunctionDef)
    if is_coroutine is not is_awaited or any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in nodes):
        return _NOTHING
    if _is_declared(function) or not all(last_word(each) in _BARE for each in function.decorator_list):
        return _NOTHING
    kinds = {_written(each.value) for each in nodes if isinstance(each, ast.Return)}
    if not _leaves(function.body):
        kinds.add("None")
    return _NOTHING if "" in kinds else frozenset(kinds)


def _is_declared(function: Function) -> bool:
    """Whether a function has no body that does anything, as others have it that stand in its place."""
    return all(
        isinstance(each, ast.Pass) or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        for each in function.body
    )


def _written(value: ast.expr | None) -> str:
    """The kind of what stands behind a ``return``; empty if it has to be looked up."""
    match value:
        case None | ast.Constant(value=None):
            return "None"
        case ast.Constant(value=bool() | int() | float()):
            return "number"
        case ast.Constant(value=constant):
            return type(constant).__name__
        case ast.JoinedStr():
            return "str"
        case ast.Tuple() | ast.List() | ast.Dict() | ast.Set():
            return type(value).__name__.lower()
        case _:
            return ""


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether the end of a block is certainly not come to."""
    match body[-1:]:
        case [ast.Return() | ast.Raise()]:
            return True
        case [ast.If(body=first, orelse=[*other])]:
            return _leaves(first) and _leaves(other)
        case _:
            return False
