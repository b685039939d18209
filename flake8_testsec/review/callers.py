"""Who calls a function of the file, or names it so that somebody else may call it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.review.bases import method_of
from flake8_testsec.review.document import listed
from flake8_testsec.review.places import handed_on
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function


def callers_of(function: Function, module: Module) -> tuple[str, ...]:
    """In words, the lines in which a function is called by its name, or named.

    Args:
        function: the function.
        module: its module.

    Returns:
        The end of a sentence; empty if there is no such line.
    """
    anew = _rebound(function, module)
    every = [each for each in module.calls({function.name}) if _is_call_of(each, function, module)]
    named = [*_named_alone(function, module)]
    if anew:
        every = [each for each in every if _is_before(each, anew, function, module)]
        named = [each for each in named if _is_before(each, anew, function, module)]
    own = sorted({each.lineno for each in every if module.function(each) is function})
    lines = sorted({each.lineno for each in every if module.function(each) is not function})
    given = sorted({each.lineno for each in named})
    told = [
        *([("called by its name", *_in_lines(lines))] if lines else []),
        *([("named without a call", *_in_lines(given))] if given else []),
        *([("called by itself", *_in_lines(own))] if own else []),
    ]
    words = (piece for number, each in enumerate(told) for piece in (", and " if number else "; ", *each))
    rest = (
        (f"; its name is bound anew in line {anew}, and means something else from there on",) if anew else ()
    )
    return (*words, *rest)


def _rebound(function: Function, module: Module) -> int:
    """The line of an assignment behind a function in the same body that gives its name to something else."""
    body = module.parent(function)
    if not isinstance(body, _BODIES):  # an if and a try have several
        return 0
    lines = _assigned(module).get((body, function.name), ())
    return min((each for each in lines if each > function.lineno), default=0)


_BODIES = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@once
def _assigned(module: Module) -> Mapping[tuple[ast.AST | None, str], Sequence[int]]:
    """The lines of assignments to names, by the body that they stand in."""
    found: dict[tuple[ast.AST | None, str], list[int]] = defaultdict(list)
    for statement in module.nodes(ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Name):
                found[module.parent(statement), target.id].append(statement.lineno)
    return found


def _is_before(node: ast.expr, line: int, function: Function, module: Module) -> bool:
    """Whether something runs before a name is bound anew: in the same scope, and not behind it."""
    return node.lineno <= line and module.function(node) is module.function(function)


def _named_alone(function: Function, module: Module) -> Iterator[ast.expr]:
    """Where a function is named and not called there, as where it is given to what expects an exception."""
    for each in handed_on(function.name, module) if not function.decorator_list else ():
        if module.function(each) is not function and _is_meant(each, function, module):
            yield each


def _in_lines(lines: Sequence[int]) -> tuple[str, ...]:
    shown = [str(each) for each in lines[:5]]
    more = [*shown, f"{len(lines) - 5} more"] if len(lines) > 5 else shown
    return (" in line " if len(lines) == 1 else " in lines ", *listed(more))


def _is_call_of(call: ast.Call, function: Function, module: Module) -> bool:
    return _is_meant(call.func, function, module)


def _is_meant(named: ast.expr, function: Function, module: Module) -> bool:
    """Whether a function is named as that of its own class, or as a plain function of the module."""
    caller, class_ = module.function(named), module.class_of(function)
    match named:
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            below = module.class_of(caller) if caller is not None else None
            if class_ is None or below is None or below is class_:
                return class_ is not None and below is class_
            meant = method_of(function.name, below, module)
            return meant is not None and (meant.class_.path, meant.method.line) == ("", function.lineno)
        case ast.Name() as name:
            return any(isinstance(each, Defined) and each.node is function for each in module.bindings(name))
        case _:
            return False
