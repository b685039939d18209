"""Who calls a function of the file, or names it so that somebody else may call it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.review.bases import method_of
from flake8_testsec.review.document import listed
from flake8_testsec.review.places import handed_on
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function


def callers_of(function: Function, module: Module) -> tuple[str, ...]:
    """In words, the lines in which a function is called by its name, or named.

    Args:
        function: the function.
        module: its module.

    Returns:
        The end of a sentence; empty if there is no such line.
    """
    calls = [each for each in module.calls({function.name}) if _is_call_of(each, function, module)]
    lines = sorted({each.lineno for each in calls})
    given = sorted({each.lineno for each in _named_alone(function, module)})
    if not lines:
        return ("; named without a call", *_in_lines(given)) if given else ()
    also = (", and named without a call", *_in_lines(given)) if given else ()
    return ("; called by its name", *_in_lines(lines), *also)


def _named_alone(function: Function, module: Module) -> Iterator[ast.expr]:
    """Where a function is named and not called there, as where it is given to what expects an exception."""
    is_method = module.class_of(function) is not None
    for each in handed_on(function.name, module) if not function.decorator_list else ():
        if module.function(each) is function:
            continue
        match each:
            case ast.Attribute(value=ast.Name(id="self" | "cls")) if is_method:
                yield each
            case ast.Name() if not is_method:
                yield each


def _in_lines(lines: Sequence[int]) -> tuple[str, ...]:
    shown = [str(each) for each in lines[:5]]
    more = [*shown, f"{len(lines) - 5} more"] if len(lines) > 5 else shown
    return (" in line " if len(lines) == 1 else " in lines ", *listed(more))


def _is_call_of(call: ast.Call, function: Function, module: Module) -> bool:
    """Whether a call names a function as its own class, or as a plain function of the module."""
    caller, class_ = module.function(call), module.class_of(function)
    if caller is function:
        return False
    match call.func:
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            below = module.class_of(caller) if caller is not None else None
            if class_ is None or below is None or below is class_:
                return class_ is not None and below is class_
            meant = method_of(function.name, below, module)
            return meant is not None and (meant.class_.path, meant.method.line) == ("", function.lineno)
        case ast.Name():
            return class_ is None
        case _:
            return False
