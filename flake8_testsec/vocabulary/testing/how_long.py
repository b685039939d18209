"""For how much of a run something holds that is done outside of a single test."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import keyword, last_word, string, truth
from flake8_testsec.source.module import Module, once, statements
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook


def scope(node: ast.AST, module: Module) -> str:
    """For how much a replacement holds, if that is more than one test.

    Args:
        node: the call, decorator or statement that replaces something.
        module: its module.

    Returns:
        ``class``, ``module``, or the scope of a fixture; empty for a single test, and for what nobody starts.
    """
    match module.parent(node):
        case ast.ClassDef(decorator_list=decorators) if node in decorators:
            return "class"
        case ast.FunctionDef(decorator_list=decorators) if node in decorators:
            return ""
    function = module.function(node)
    if function is None:
        return _of_patcher(node, module) or _of_statement(node, module)
    if is_fixture(function, module):
        return of_fixture(function, module)
    if not is_hook(function) or function.name.lower().startswith("teardown"):
        return ""
    return "class" if module.class_of(function) else "module"


def of_fixture(fixture: Function, module: Module) -> str:
    """For how much a fixture holds, if that is more than one test; one that all tests ask for by a mark, too.

    Args:
        fixture: the fixture.
        module: its module.
    """
    for decorator in fixture.decorator_list:
        if isinstance(decorator, ast.Call):
            width = keyword(decorator, "scope")
            if width is not None and (word := string(width.value)) not in (None, "function"):
                return str(word)
            if (used := keyword(decorator, "autouse")) is not None and truth(used.value) is True:
                return "class" if module.class_of(fixture) else "module"
    return next((each.scope for each in marked_uses(module) if each.fixture == fixture.name), "")


def reach(node: ast.AST, module: Module) -> str:
    """For whom a setting holds that stands where an application, or its configuration, is made.

    Args:
        node: what gives the setting its value.
        module: its module.

    Returns:
        Words for it; empty in a single test, a helper, under a condition, and where a fixture says so.
    """
    function = module.function(node)
    class_ = module.above(node, ast.ClassDef)
    if function is None:
        return "all that read the module" if class_ is None else f"all that use {class_.name}"
    if isinstance(module.above(node, ast.If, ast.FunctionDef, ast.AsyncFunctionDef), ast.If):
        return ""
    if width := scope(node, module):
        return f"the whole {width}"
    if is_fixture(function, module):
        return "" if _SAYS.search(function.name) else f"all that ask for {function.name}"
    return "the whole class" if function.name == "create_app" and class_ is not None else ""


_CONTROLS = r"(auth\w*|checks?|csrf|guard|login|perm\w*|security|tokens?|users?|verif\w*)"
_SAYS = lazy(
    r"(\A|_)(anon|as|csrf|insecure|logged|open|public|unauth\w*|un)(_|\Z)"
    rf"|(\A|_)(disabled?|no|without)_{_CONTROLS}|(\A|_){_CONTROLS}_(disabled|off)(_|\Z)"
)
"""Names of fixtures that say so: not those without anything else, as an application without mail."""


class Use(NamedTuple):
    """A mark that has all tests of a class or of the module ask for a fixture."""

    fixture: str
    scope: str
    node: ast.expr


@once
def marked_uses(module: Module) -> Sequence[Use]:
    """The fixtures that marks of a module or of its classes have all their tests ask for.

    Args:
        module: any module.
    """
    top = [*_marks_of(module.tree.body, "module")]
    inner = (each for class_ in module.nodes(ast.ClassDef) for each in _of_class(class_))
    return [use for mark, width in (*top, *inner) for use in _used(mark, width)]


def _marks_of(body: Sequence[ast.stmt], width: str) -> Iterator[tuple[ast.expr, str]]:
    for statement in statements(body):
        match statement:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=ast.List(elts=marks)):
                yield from ((each, width) for each in marks)
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=mark):
                yield mark, width


def _of_class(class_: ast.ClassDef) -> Iterator[tuple[ast.expr, str]]:
    yield from ((each, "class") for each in class_.decorator_list)
    yield from _marks_of(class_.body, "class")


def _used(mark: ast.expr, width: str) -> Iterator[Use]:
    match mark:
        case ast.Call(func=func, args=names) if last_word(func) == "usefixtures":
            yield from (Use(name, width, each) for each in names if (name := string(each)) is not None)


def _of_statement(node: ast.AST, module: Module) -> str:
    return "" if module.above(node, ast.ClassDef) or not _is_started(node, module) else "module"


def _is_started(node: ast.AST, module: Module) -> bool:
    match module.parent(node):
        case ast.Attribute(attr="start"):
            return True
        case _:
            return isinstance(node, (ast.Assign, ast.Expr))


def _of_patcher(node: ast.AST, module: Module) -> str:
    """The scope of what starts a patcher that a name of the module, or of a class, stands for."""
    match module.parent(node):
        case ast.Assign(targets=[ast.Name(id=name)]):
            starts = (each for each in _starts(name, module) if _stands_for(each, node, module))
            return next(filter(None, (scope(each, module) for each in starts)), "")
        case _:
            return ""


def _starts(name: str, module: Module) -> Iterator[ast.Call]:
    for call in module.calls({"start"}):
        match call.func:
            case ast.Attribute(value=owner) if last_word(owner) == name and module.function(call) is not None:
                yield call


def _stands_for(start: ast.Call, patch: ast.AST, module: Module) -> bool:
    """Whether what is started is the patch: by the module's name, or the class's by way of its object."""
    match start.func:
        case ast.Attribute(value=ast.Name() as owner):
            bound = module.bindings(owner)
            return [each.value for each in bound if isinstance(each, Bound)] == [patch] and len(bound) == 1
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id="self" | "cls"))):
            around = module.above(patch, ast.ClassDef)
            return around is not None and around is module.above(start, ast.ClassDef)
        case _:
            return False
