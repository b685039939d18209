"""Functions that run in a process of their own: what they hold and what they change ends with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import argument, keyword, last_word
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expectation
from flake8_testsec.vocabulary.testing.empty_tests import handed_to
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test

PROCESSES = frozenset(
    {
        "multiprocessing.Process",
        "multiprocessing.context.Process",
        "multiprocessing.process.BaseProcess",
        "multiprocessing.get_context().Process",
        "billiard.Process",
        "billiard.context.Process",
        "multiprocess.Process",
        "torch.multiprocessing.Process",
    }
)
"""Classes whose objects run a function in a process that ends with it."""

_DEEPEST = 3
"""How many callers above each other a function is looked for in."""


def ends_with_process(function: Function, module: Module) -> bool:
    """Whether a function is run by nobody but processes that have nothing else to do.

    Args:
        function: any function.
        module: its module.

    Returns:
        ``True`` for the target of a ``multiprocessing.Process``, for ``run`` of a class derived from it, for
        what a script calls, and for what these alone call; ``False`` where anybody else in the module names
        the function, or nobody does.
    """
    return _ends_with_process((function, _DEEPEST), module)


@once
def _ends_with_process(asked: tuple[Function, int], module: Module) -> bool:
    function, depth = asked
    if is_test(function, module) or is_hook(function) or is_fixture(function, module):
        return False
    if _is_run_of_process(function, module) or _is_inside(function, depth, module):
        return True
    mentions = [*_mentions(function, module)]
    return bool(mentions) and all(_is_of_process(each, function, depth, module) for each in mentions)


def _is_run_of_process(function: Function, module: Module) -> bool:
    class_ = module.class_of(function)
    if class_ is None or function.name != "run":
        return False
    return any(names & PROCESSES for names in module.bases(class_))


def _is_inside(function: Function, depth: int, module: Module) -> bool:
    outer = module.function(function)
    return outer is not None and depth > 0 and _ends_with_process((outer, depth - 1), module)


def _mentions(function: Function, module: Module) -> Iterator[ast.expr]:
    """Where a function is named, by itself or as a method."""
    if module.class_of(function) is not None:
        yield from module.attributes({function.name})
        return
    for name in module.named(function.name):
        if Defined(function) in module.bindings(name):
            yield name


def _is_of_process(mention: ast.expr, function: Function, depth: int, module: Module) -> bool:
    if _is_target(mention, module) or _is_called_by_script(mention, module):
        return True
    caller = module.function(mention)
    if caller is None or depth == 0:
        return False
    return caller is function or _ends_with_process((caller, depth - 1), module)


def _is_target(mention: ast.expr, module: Module) -> bool:
    """Whether a process is made that runs what is named here."""
    outer = module.parent(mention)
    call = module.parent(outer) if isinstance(outer, ast.keyword) else outer
    if not isinstance(call, ast.Call) or not _makes_process(call, module):
        return False
    return argument(call, 1, "target") is mention


def _makes_process(call: ast.Call, module: Module) -> bool:
    names = module.names(call.func)
    if names & PROCESSES:
        return True
    for binding in module.bindings(call.func) if isinstance(call.func, ast.Name) else ():
        if isinstance(binding, Defined) and isinstance(binding.node, ast.ClassDef):
            return any(each & PROCESSES for each in module.bases(binding.node))
    # A context that was handed on: nothing but a process is told its target under this name.
    return not names and last_word(call.func) == "Process" and keyword(call, "target") is not None


def _is_called_by_script(mention: ast.expr, module: Module) -> bool:
    """Whether something is called where the module is run as a script, and only there."""
    call = module.parent(mention)
    if not isinstance(call, ast.Call) or call.func is not mention or module.function(mention) is not None:
        return False
    return any(isinstance(each, ast.If) and _asks_for_script(each.test) for each in module.ancestors(mention))


def _asks_for_script(test: ast.expr) -> bool:
    match test:
        case ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()]):
            return True
        case _:
            return False


def may_run_elsewhere(function: Function, module: Module) -> bool:
    """Whether a test hands a function of its own on: another process may run it, and end with all it has.

    Args:
        function: any function.
        module: its module.

    Returns:
        ``False`` for a function that no other encloses, and for one that only its test calls, that is
        expected to raise, or that clears up.
    """
    test = module.function(function)
    return test is not None and any(
        not _runs_here(call, function, test, module) for call in handed_to(function, module)
    )


def _runs_here(call: ast.Call, function: Function, test: Function, module: Module) -> bool:
    if last_word(call.func) == function.name:
        return module.function(call) is test
    return expectation(call, module) is not None or last_word(call.func) in ("addCleanup", "addfinalizer")
