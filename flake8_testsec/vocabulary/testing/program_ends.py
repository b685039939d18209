"""How a program ends behind a statement: with a status that is a fixed success, or just so."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterable, Iterator

from flake8_testsec.fixing.statements import following
from flake8_testsec.source.bindings import Binding, Defined, Imported
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function

RUNS = (
    "unittest.TextTestRunner().run",
    "unittest.runner.TextTestRunner().run",
    "xmlrunner.XMLTestRunner().run",
    "teamcity.unittestpy.TeamcityTestRunner().run",
    "django.test.utils.get_runner()().run_tests",
    "django.test.runner.DiscoverRunner().run_tests",
    "pytest.main",
    "nose.run",
)
"""What gives back what came of a run."""
_EXITS = frozenset({"sys.exit", "os._exit", "exit", "quit", "SystemExit"})
_LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_AROUND = (ast.If, ast.With, ast.AsyncWith, ast.For, ast.AsyncFor, ast.While)
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_DEEPEST = 4

End = ast.stmt | ast.Module | None
"""The statement that ends the program in success whatever came before; the module where it just ends;
``None`` where that is not known, or the status may depend on something."""


def end_behind(statement: ast.stmt, module: Module) -> End:
    """How the program ends once a statement is done, in its function and in whoever calls that.

    Args:
        statement: any statement.
        module: its module.
    """
    return _end(statement, module, _DEEPEST)


def _end(statement: ast.stmt, module: Module, depth: int) -> End:
    inner = statement
    while True:
        above = module.parent(inner)
        rest = [*following(inner, module), *_behind_block(inner, above)]
        last = next((each for each in rest if is_success(each, module) or may_leave(each, module)), None)
        if last is not None:
            return _told(last, module, depth)
        if isinstance(above, ast.Module):
            return above
        if isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return _behind_calls(above, module, depth)
        if not isinstance(above, (*_AROUND, ast.Try)):
            return None
        inner = above


def _behind_block(inner: ast.stmt, above: ast.AST | None) -> Iterable[ast.stmt]:
    """What else of a ``try`` is run, where nothing is raised, behind one of its blocks."""
    if not isinstance(above, ast.Try) or inner in above.finalbody:
        return ()
    return above.finalbody if inner in above.orelse else (*above.orelse, *above.finalbody)


def _told(last: ast.stmt, module: Module, depth: int) -> End:
    """What the statement makes of the program that leaves its block, or may leave it."""
    function = module.function(last)
    match last:
        case ast.Return(value=None | ast.Constant(value=0 | None)) if function is not None:
            return _behind_calls(function, module, depth)
        case _:
            return last if is_success(last, module) else None


def is_success(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement ends the program with a status that says success, and depends on nothing."""
    match statement:
        case ast.Expr(value=ast.Call(func=func, args=args, keywords=[])):
            return bool(module.names(func) & _EXITS) and _is_zero(args)
        case ast.Raise(exc=ast.Call(func=func, args=args, keywords=[])):
            return bool(module.names(func) & _EXITS) and _is_zero(args)
        case ast.Raise(exc=ast.Name() as raised):
            return module.names(raised) == {"SystemExit"}
        case _:
            return False


def _is_zero(args: list[ast.expr]) -> bool:
    match args:
        case [] | [ast.Constant(value=0 | None)]:
            return True
        case _:
            return False


def may_leave(statement: ast.stmt, module: Module) -> bool:
    """Whether the program, or the block, may be left within a statement."""
    return any(_leaves(each, module) for each in walk(statement))


def _leaves(node: ast.AST, module: Module) -> bool:
    match node:
        case ast.Call(func=func):
            bindings = module.bindings(func) if isinstance(func, ast.Name) else ()
            if all(isinstance(each, Imported) for each in bindings):
                return any(map(_may_exit, module.names(func)))
            return any(_is_exit(each, module) for each in bindings)
        case _:
            return isinstance(node, _LEAVING)


def _may_exit(name: str) -> bool:
    """Whether a function may end the program by its name: one of a library may, unless it runs tests."""
    root = name.partition(".")[0]
    is_known = root in sys.stdlib_module_names or root in dir(builtins) or name in RUNS
    return name in _EXITS or ("()" not in name and not is_known)


def _is_exit(binding: Binding, module: Module) -> bool:
    """Whether what a name is bound to here may end the program when it is called."""
    match binding:
        case Defined(node=ast.FunctionDef() as function):
            return _ends_program(function, module)
        case _:
            return True


@once
def _ends_program(function: Function, module: Module) -> bool:
    """Whether a function raises or exits; what it calls is not looked at."""
    calls = (each for each in walk(function) if isinstance(each, (ast.Call, ast.Raise)))
    return any(isinstance(each, ast.Raise) or bool(module.names(each.func) & _EXITS) for each in calls)


def _behind_calls(function: Function, module: Module, depth: int) -> End:
    """How the program ends behind a call of a function that gives back nothing, or 0."""
    is_inner = module.above(function, *_INNER) is not None
    if depth == 0 or function.decorator_list or is_inner:
        return None
    uses = (each for each in module.named(function.name) if module.bindings(each) == (Defined(function),))
    ends = [each for each in _ends_of(uses, module, depth) if each is not None]
    return next((each for each in ends if isinstance(each, ast.stmt)), ends[0] if ends else None)


def _ends_of(uses: Iterable[ast.Name], module: Module, depth: int) -> Iterator[End]:
    for use in uses:
        call = module.parent(use)
        statement = module.above(use, ast.stmt)
        match statement:
            case ast.Expr(value=value) if value is call and isinstance(call, ast.Call):
                yield _end(statement, module, depth - 1)
            case ast.Expr(value=outer) | ast.Raise(exc=ast.Call() as outer) if isinstance(outer, ast.Call):
                if module.names(outer.func) & _EXITS and outer.args == [call]:
                    yield statement


def end_in_finally(statement: ast.stmt, module: Module) -> ast.stmt | None:
    """What ends the program in success in spite of a statement that ends it otherwise.

    Args:
        statement: what ends the program.
        module: its module.
    """
    inner: ast.AST = statement
    for above in module.ancestors(statement):
        if isinstance(above, ast.Try) and inner in (*above.body, *above.orelse):
            last = next((each for each in above.finalbody if may_leave(each, module)), None)
            if last is not None:
                return last if is_success(last, module) else None
        elif not isinstance(above, _AROUND):
            return None
        inner = above
    return None  # pragma: no cover
