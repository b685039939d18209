"""How something is acquired, as far as that is certain, and who has it then: a block, a caller."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import takewhile

from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.cleanup.table.known import LAZY
from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Lines, code, counted, lines_of
from flake8_testsec.review.places import blocks
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.coroutines import callees

ENDING = lazy(
    r"(a?close|aclose|terminate|kill|shutdown|stop|quit|disconnect|release|rmtree|cleanup|clean_up|"
    r"destroy|dispose|wait_closed|tear_?down)(_\w+)?\Z"
)
"""Methods and functions that end something by what they are called."""


def begins(call: ast.Call, row: Resource, module: Module) -> str:
    """What a call certainly does about what it is known to acquire.

    Args:
        call: the call.
        row: what it acquires.
        module: its module.

    Returns:
        The middle of a sentence that begins with what it is.
    """
    if expecting_around(call, module) is not None:
        return "is asked for where a block expects an exception or a warning, so there may be none"
    return "is made, which opens nothing before it is used" if row.spared == LAZY else "is acquired"


def entered_by_name(call: ast.Call, module: Module) -> Sequence[Lines]:
    """The ``with`` statements that enter a name which is bound to a call and to nothing else."""
    return [
        Lines(item.context_expr.lineno, item.context_expr.lineno)
        for block in blocks(module)
        for item in block.items
        if isinstance(item.context_expr, ast.Name) and _is_bound(item.context_expr, call, module)
    ]


def _is_bound(name: ast.Name, call: ast.Call, module: Module) -> bool:
    match module.bindings(name):
        case [Bound(value=value)]:
            return value is call
        case _:
            return False


def returned(function: Function, node: ast.AST, module: Module) -> tuple[tuple[str, ...], list[Lines]]:
    """Words and places of what goes to those who call a function, which are not followed.

    Args:
        function: the function.
        node: what it returns.
        module: its module.

    Returns:
        The end of a sentence, and the lines that it is about.
    """
    calls = [each for each in module.calls({function.name}) if function in callees(each.func, module)]
    here = f", in this file by {counted(len(calls), 'call')} at lines named here" if calls else ""
    words = ("it goes to who calls ", code(f"{function.name}()"), f"{here}; its end there is not followed")
    return words, [lines_of(node), *(Lines(each.lineno, each.lineno) for each in calls)]


def kept(call: ast.Call, function: Function, module: Module) -> tuple[tuple[str, ...], list[Lines]] | None:
    """Words and places of what a name of the module keeps, which its function declares as global.

    Args:
        call: what acquires it.
        function: the function around it.
        module: its module.

    Returns:
        The end of a sentence, and the lines at which a method is called that ends things by its name;
        ``None`` if no such name is bound to it.
    """
    statement = module.parent(call)
    names = {name for each in walk(function) if isinstance(each, ast.Global) for name in each.names}
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) if name in names:
            ends = [each for each in module.nodes(ast.Call) if _ends(each, name)]
            words = ("the name ", code(name), " of the module keeps it, and ")
            if not ends:
                return (*words, "no call here ends it by its name"), []
            return (*words, code(f"{spelt(ends[0].func)}()"), " is called at a line named here"), [
                Lines(ends[0].lineno, ends[0].lineno)
            ]
        case _:
            return None


def _ends(call: ast.Call, name: str) -> bool:
    """Whether a method is called on a name that ends things by what it is called."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=owner), attr=word):
            return owner == name and ENDING.match(word) is not None
        case _:
            return False


def ways(release: ast.AST, module: Module) -> str:
    """That a release stands in a branch, so that it is made on some ways alone; empty if it does not."""
    below = release
    for above in takewhile(lambda each: not isinstance(each, _FUNCTIONS), module.ancestors(release)):
        match above:
            case ast.If(test=test) if below is not test:
                return _PARTLY
            case ast.ExceptHandler():
                return _PARTLY
            case ast.For() | ast.AsyncFor() | ast.While() if below in above.orelse:
                return _PARTLY
        below = above
    return ""


_PARTLY = " on some of its ways"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
