"""Functions of a project that make a decorator: bare, they take the function for an option."""

from __future__ import annotations

import ast

from flake8_testsec.project.definitions import is_among
from flake8_testsec.settings import Settings
from flake8_testsec.source.bindings import Binding, Defined, Imported
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function

_ASKS = frozenset(
    {"callable", "inspect.isfunction", "isfunction", "iscoroutinefunction", "hasattr", "isinstance"}
)
"""How a function asks whether it was given a function."""
_DATA = frozenset({"bool", "bytes", "dict", "frozenset", "int", "list", "set", "str", "tuple"})


@once
def makes_decorator(name: ast.Name, module: Module) -> bool:
    """Whether a name stands for functions that give a decorator, and never are one.

    Args:
        name: a bare decorator.
        module: its module.

    Returns:
        ``False`` if the function cannot be read, is decorated, or may look at what it is given.
    """
    bindings = module.bindings(name)
    return bool(bindings) and all(_is_maker(each, module) for each in bindings)


def _is_maker(binding: Binding, module: Module) -> bool:
    match binding:
        case Defined(node=ast.FunctionDef() as function):
            return _makes_here(function, module)
        case Imported(name=qualified):
            return is_among(qualified, module, "own_decorators", _makers)
        case _:
            return False


@once
def _makes_here(function: Function, module: Module) -> bool:
    return _makes(function)


def _makers(text: str, path: str) -> frozenset[str]:
    module = Module.parse(text, path, Settings())  # it has been read before, see `definition`
    functions = [each for each in module.tree.body if isinstance(each, ast.FunctionDef)]
    others = {each.name for each in functions if not _makes(each)}
    return frozenset(each.name for each in functions) - others


def _makes(function: Function) -> bool:
    """Whether a function takes options, none of them needed, and gives a function of one function."""
    given = function.args
    if function.decorator_list or not (given.args or given.vararg) or len(given.defaults) < len(given.args):
        return False
    if _may_call(
        {each.arg for each in (*function.args.args, *filter(None, [function.args.vararg]))}, function
    ):
        return False
    inner = _returned(function)
    if inner is None or _is_used(inner.name, function) or _hands_on(function):
        return False
    return len(inner.args.args) == 1 and _is_decorator(inner)


def _is_used(name: str, function: Function) -> bool:
    """Whether a function does anything with an inner one but to return it at last."""
    used = (each for statement in function.body[:-1] for each in walk(statement))
    return any(isinstance(each, ast.Name) and each.id == name for each in used)


def _hands_on(function: Function) -> bool:
    """Whether a function gives a parameter to something else before it returns, which may want a function."""
    given = {each.arg for each in (*function.args.args, *filter(None, [function.args.vararg]))}
    plain = (each for each in function.body if not isinstance(each, ast.FunctionDef))
    calls = (each for statement in plain for each in walk(statement) if isinstance(each, ast.Call))
    handed = (each for call in calls if not _asks_of_data(call) for each in (*call.args, *call.keywords))
    named = (each for node in handed for each in walk(node))
    return any(isinstance(each, ast.Name) and each.id in given for each in named)


def _asks_of_data(call: ast.Call) -> bool:
    match call:
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, kinds]):
            return _are_of_data(kinds)
        case _:
            return isinstance(call.func, ast.Name) and call.func.id in _DATA


def _returned(function: Function) -> Function | None:
    """The inner function that is all that a function ever returns."""
    inner = {each.name: each for each in function.body if isinstance(each, ast.FunctionDef)}
    match function.body[-1]:
        case ast.Return(value=ast.Name(id=name)) if name in inner:
            others = [
                each
                for each in function.body[:-1]
                if not isinstance(each, (ast.FunctionDef, ast.Expr, ast.Assign))
            ]
            return None if others else inner[name]
        case _:
            return None


def _is_decorator(function: Function) -> bool:
    """Whether a function gives another one that calls what it was given."""
    given = function.args.args[0].arg
    wrapper = _returned(function)
    return wrapper is not None and any(
        isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == given
        for each in walk(wrapper)
    )


def _may_call(names: set[str], function: Function) -> bool:
    """Whether a function calls one of its own parameters, or asks what one is."""
    for each in walk(function):
        match each:
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, kinds]) if _are_of_data(kinds):
                pass
            case ast.Call(func=ast.Name(id=word)) if word in names or word in _ASKS:
                return True
            case ast.Call(func=ast.Attribute(attr=word)) if word in _ASKS or word == "wraps":
                if any(isinstance(given, ast.Name) and given.id in names for given in each.args):
                    return True
    return False


def _are_of_data(kinds: ast.expr) -> bool:
    """Whether the classes that a value is compared with are those of texts, lists and the like."""
    words = {each.id for each in walk(kinds) if isinstance(each, ast.Name)}
    return words <= _DATA and isinstance(kinds, (ast.Name, ast.Tuple))
