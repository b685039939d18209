"""Functions of a project that answer yes or no and do nothing else."""

from __future__ import annotations

import ast
import builtins
from functools import partial

from flake8_testsec.patterns import lazy
from flake8_testsec.project.definitions import definition
from flake8_testsec.project.views import view_of
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.bindings import Binding, Defined, Imported
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import methods, receiver

_ASKS = lazy(
    r"_*(are|assert|can|check|cmp|compare|contains|does|equals?|expect(s|ed)?|has|is|match(es)?|same|test|"
    r"validate|verify|was|were)(_|\Z)|\w+_(are|is|in|equals?|match(es)?|same|exists?|contains)(_\w+)?\Z"
)
"""How functions are called that are asked for a yes or no."""
_DOES = (
    *(ast.Assert, ast.AsyncFor, ast.AsyncWith, ast.Await, ast.Delete, ast.Global, ast.Nonlocal, ast.Raise),
    *(ast.Try, ast.While, ast.With, ast.Yield, ast.YieldFrom, ast.NamedExpr),
)
"""What is there for more than an answer."""
_BUILTINS = frozenset(vars(builtins)) - {
    "exec",
    "eval",
    "open",
    "input",
    "next",
    "setattr",
    "delattr",
    "print",
}
_READS = frozenset(
    {
        *("count", "decode", "encode", "endswith", "find", "format", "fullmatch", "get", "group", "groups"),
        *("index", "intersection", "isdigit", "isdisjoint", "issubset", "issuperset", "items", "join"),
        *("keys", "loads", "lower", "lstrip", "match", "replace", "rstrip", "search", "split", "splitlines"),
        *("startswith", "strip", "symmetric_difference", "difference", "union", "upper", "values", "copy"),
        *("allclose", "array_equal", "isclose", "equals", "all", "any", "sort_values", "tolist", "as_posix"),
    }
)
"""Methods that change nothing of what they are asked of."""


@once
def is_answer(call: ast.Call, module: Module) -> bool:
    """Whether a call of a function, or of a method of the same class, gives an answer and does nothing else.

    Args:
        call: any call.
        module: its module.

    Returns:
        ``False`` if the function cannot be read, or may be there for anything else than its answer.
    """
    if not _ASKS.match(last_word(call.func)):
        return False
    match call.func:
        case ast.Name() as name:
            bindings = module.bindings(name)
            return bool(bindings) and all(_is_of(each, module) for each in bindings)
        case ast.Attribute(value=ast.Name(id=word), attr=name):
            return _is_own(name, word, call, module)
        case _:
            return False


def _is_own(name: str, word: str, call: ast.Call, module: Module) -> bool:
    function, class_ = module.function(call), module.above(call, ast.ClassDef)
    if function is None or class_ is None or word != receiver(function, module):
        return False
    return name in _answering_methods(class_, module)


@once
def _answering_methods(class_: ast.ClassDef, module: Module) -> frozenset[str]:
    """The methods of a class that only answer, whichever of two of one name is meant."""
    others = {each.name for each in methods(class_) if not _only_answers(each, module)}
    return frozenset(each.name for each in methods(class_)) - others


def _is_of(binding: Binding, module: Module) -> bool:
    view = view_of(module)
    match binding:
        case Defined(node=ast.FunctionDef() as function):
            return _only_answers(function, module)
        case Imported(name=qualified) if view is not None:
            found = definition(qualified, module.path, view)
            if found is None:
                return False
            path = found.module.path
            return found.name in view.remembered("own_answers", path, partial(_answering, path=path))
        case _:
            return False


def _answering(text: str, path: str) -> frozenset[str]:
    """The functions at the top of a module of tests that only answer; those of the product may be tried."""
    module = Module.parse(text, path, Settings())  # it has been read before, see `definition`
    if not module.role & (Role.TEST | Role.SUPPORT):
        return frozenset()
    functions = [each for each in module.tree.body if isinstance(each, ast.FunctionDef)]
    others = [each.name for each in functions if not _only_answers(each, module)]
    return frozenset(each.name for each in functions if _ASKS.match(each.name)) - frozenset(others)


@once
def _only_answers(function: Function, module: Module) -> bool:
    """Whether every way out gives a yes or no, one of them may be a no, and nothing is done on the way."""
    if isinstance(function, ast.AsyncFunctionDef) or function.decorator_list:
        return False
    nodes = [*within(function)]
    values = [each.value for each in nodes if isinstance(each, ast.Return)]
    if any(map(_does_more, nodes)) or not all(
        isinstance(each, ast.expr) and _is_yes_or_no(each) for each in values
    ):
        return False
    return any(not _is_true(each) for each in values)


def _is_true(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is True


def _is_yes_or_no(value: ast.expr | None) -> bool:
    match value:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Constant(value=answer):
            return isinstance(answer, bool)
        case ast.BoolOp(values=values):
            return all(map(_is_yes_or_no, values))
        case ast.Call(func=ast.Name(id="all" | "any" | "bool" | "isinstance" | "issubclass" | "hasattr")):
            return True
        case _:
            return False


def _does_more(node: ast.AST) -> bool:
    """Whether a part of a function is there for more than its answer."""
    match node:
        case ast.Call(func=ast.Name(id=word)):
            return word not in _BUILTINS and not word[:1].isupper() and not _ASKS.match(word)
        case ast.Call(func=ast.Attribute(attr=word)):
            return word not in _READS and not _ASKS.match(word)
        case ast.Call():
            return True
        case ast.Expr(value=value):
            return not isinstance(value, ast.Constant)
        case ast.Attribute(ctx=context) | ast.Subscript(ctx=context):
            return not isinstance(context, ast.Load)
        case ast.AugAssign(target=target):
            return not isinstance(target, ast.Name)
        case _:
            return isinstance(node, _DOES)
