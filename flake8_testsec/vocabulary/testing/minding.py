"""Doubles that mind how they are called, because a real function answers for them."""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import keyword, last_word
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.doubles import spelling

_EXCEPTION = lazy(r"\w*(Error|Exception|Failure|Timeout|NotFound|Exit|Interrupt|Warning)\Z")


def minds_arguments(call: ast.Call, module: Module) -> bool:
    """Whether what a patch puts in may refuse a call by its arguments.

    Args:
        call: a call of ``patch`` or of its kind, without a specification.
        module: its module.

    Returns:
        ``True`` where ``wraps`` is given, and where ``side_effect``, given here or assigned to the double in
        the same function, is a function that does not take whatever comes, or nobody knows what.
    """
    if keyword(call, "wraps") is not None:
        return True
    return any(not _takes_anything(each, module) for each in _effects(call, module))


def _effects(call: ast.Call, module: Module) -> Iterator[ast.expr]:
    """What the double answers with, as far as that is seen."""
    if (given := keyword(call, "side_effect")) is not None:
        yield given.value
    assigned = _assigned(module)
    function, names = _held(call, module) if assigned else (None, frozenset())
    yield from (value for owner, value in assigned.get(function, ()) if owner in names)


@once
def _assigned(module: Module) -> Mapping[Function | None, Sequence[tuple[str, ast.expr]]]:
    """What is assigned to a ``side_effect``, by the function that does so: of what, and the value."""
    found: dict[Function | None, list[tuple[str, ast.expr]]] = defaultdict(list)
    for attribute in module.attributes({"side_effect"}):
        match module.parent(attribute):
            case ast.Assign(targets=[target], value=value) if target is attribute:
                found[module.function(attribute)].append((spelling(attribute.value), value))
    return found


def _held(call: ast.Call, module: Module) -> tuple[Function | None, frozenset[str]]:
    """The function that has the double, and what it is called there; of a decorator any parameter."""
    match module.parent(call):
        case ast.Attribute(attr="start") as start if isinstance(outer := module.parent(start), ast.Call):
            return _held(outer, module)
        case ast.withitem(optional_vars=ast.expr() as name):
            return module.function(call), frozenset({spelling(name)})
        case ast.Assign(targets=targets):
            return module.function(call), frozenset(map(spelling, targets))
        case ast.FunctionDef() | ast.AsyncFunctionDef() as decorated:
            return decorated, frozenset(each.arg for each in decorated.args.args)
        case _:
            return None, frozenset()


def _takes_anything(effect: ast.expr, module: Module) -> bool:
    """Whether an answer is the same however the double is called: a value, an error, a function for all."""
    match effect:
        case ast.Lambda(args=parameters):
            return _is_open(parameters)
        case ast.Name() | ast.Attribute():
            functions = callees(effect, module)
            is_open = bool(functions) and all(_is_open(each.args) for each in functions)
            return is_open or _is_error(effect, module)
        case ast.Call(func=func):
            return _is_error(func, module) or "iter" in module.names(func)
        case _:
            return True


def _is_open(parameters: ast.arguments) -> bool:
    return parameters.vararg is not None and parameters.kwarg is not None


def _is_error(node: ast.expr, module: Module) -> bool:
    known = (vars(builtins).get(each) for each in module.names(node))
    return bool(_EXCEPTION.match(last_word(node))) or any(
        isinstance(each, type) and issubclass(each, BaseException) for each in known
    )
