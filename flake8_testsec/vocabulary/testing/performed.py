"""Functions that do what a test does: the tests, and what nothing but tests calls."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.idle_functions import is_of_runners
from flake8_testsec.vocabulary.testing.suites import (
    is_collected,
    is_fixture,
    is_hook,
    is_test,
    is_test_file,
    receiver,
)
from flake8_testsec.vocabulary.testing.tried import is_tried

_DEEPEST = 3
"""How many callers above each other are looked at."""


def is_performed(function: Function | None, module: Module) -> bool:
    """Whether what a function does is what tests do.

    Args:
        function: any function, or none.
        module: its module.

    Returns:
        ``True`` for a test, for a function beside or inside tests, and for a method of a class of tests, if
        nothing is done with it but that tests, or such functions, call it, and none of the calls is tried for
        what it raises. ``False`` for hooks, fixtures, generators and what is decorated.
    """
    return function is not None and _is_performed((function, _DEEPEST), module)


def is_given(function: Function, module: Module) -> bool:
    """Whether a function is given to a call, which may run it whenever and wherever it likes."""
    named = ((each, module.parent(each)) for each in module.named(function.name))
    return any(
        isinstance(above, ast.keyword) or (isinstance(above, ast.Call) and above.func is not each)
        for each, above in named
    )


def is_untold(part: ast.AST, helper: Function, module: Module) -> bool:
    """Whether a function is called in several places, and a part of it uses nothing that each must give.

    Args:
        part: what may be wanted by some of the callers, as a handler is.
        helper: the function around it.
        module: its module.
    """
    mentions = [*module.named(helper.name), *module.attributes({helper.name})]
    own = 0 if module.class_of(helper) is None else 1
    arguments = [*helper.args.posonlyargs, *helper.args.args]
    needed = {each.arg for each in arguments[own : len(arguments) - len(helper.args.defaults)]}
    return len(mentions) > 1 and needed.isdisjoint(
        each.id for each in walk(part) if isinstance(each, ast.Name)
    )


@once
def _is_performed(asked: tuple[Function, int], module: Module) -> bool:
    function, depth = asked
    if is_test(function, module):
        return True
    if not depth or not _is_plain(function, module):
        return False
    mentions = _mentions(function, module)
    return bool(mentions) and all(_is_by_test(each, function, depth, module) for each in mentions)


def _is_plain(function: Function, module: Module) -> bool:
    """Whether a function is one that is only called where its name stands."""
    if function.decorator_list or function in module.generators or len(_namesakes(function, module)) > 1:
        return False
    if is_hook(function) or is_fixture(function, module) or not is_test_file(module):
        return False
    class_ = module.class_of(function)
    return class_ is None or (is_collected(class_, module) and not is_of_runners(function.name))


def _namesakes(function: Function, module: Module) -> Sequence[Function]:
    """All functions that its name may stand for, where it does."""
    outer = module.function(function)
    every = module.functions(function.name)
    return [each for each in every if module.function(each) is outer] if outer is not None else every


def _mentions(function: Function, module: Module) -> Sequence[ast.expr]:
    name, outer = function.name, module.function(function)
    if module.class_of(function) is not None:
        return [*module.attributes({name}), *module.named(name)]
    if outer is None:
        return module.named(name)
    return [each for each in module.named(name) if outer in module.ancestors(each)]


def _is_by_test(node: ast.expr, function: Function, depth: int, module: Module) -> bool:
    """Whether a mention of a function is a call that a test makes."""
    call = module.parent(node)
    if not isinstance(call, ast.Call) or call.func is not node or module.above(node, ast.Lambda) is not None:
        return False
    caller = module.function(node)
    if caller is None or caller is function or _is_entered(call, module):
        return False
    if isinstance(node, ast.Attribute) and last_word(node.value) != receiver(caller, module):
        return False
    statement = module.above(call, ast.stmt)
    if isinstance(statement, ast.Expr) and is_tried(statement, module):
        return False
    return _is_performed((caller, depth - 1), module)


def _is_entered(call: ast.Call, module: Module) -> bool:
    """Whether a call stands at the head of a ``with``, which may ask what it returns for anything."""
    return isinstance(module.above(call, ast.stmt), (ast.With, ast.AsyncWith))
