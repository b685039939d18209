"""What tests run of their own module: tests, what is around them, and the functions that these call."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping

from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_collected, is_fixture, is_hook, is_test


def is_run_by_tests(function: Function, module: Module) -> bool:
    """Whether a test, a fixture, a set-up or a method of a test class is, holds or calls a function.

    Args:
        function: the function.
        module: its module; calls of other modules are not seen, and functions are known by their name.

    Returns:
        ``True`` also for what is called by a function that one of these calls, and so on.
    """
    return _is_of_tests(function, module) or function.name in _called(module)


@once
def _is_of_tests(function: Function, module: Module) -> bool:
    around = (each for each in module.ancestors(function) if isinstance(each, Function))
    return any(_begins(each, module) for each in (function, *around))


def _begins(function: Function, module: Module) -> bool:
    if is_test(function, module) or is_hook(function) or is_fixture(function, module):
        return True
    class_ = module.class_of(function)
    return class_ is not None and is_collected(class_, module)


@once
def _called(module: Module) -> frozenset[str]:
    """The last words of what tests call, and of what functions of these names call."""
    begun: set[str] = set()
    calls: Mapping[str, set[str]] = defaultdict(set)
    for call in module.nodes(ast.Call):
        function = module.function(call)
        if function is not None:
            words = begun if _is_of_tests(function, module) else calls[function.name]
            words.add(last_word(call.func))
    return frozenset(_reached(begun, calls))


def _reached(begun: Iterable[str], calls: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = [*begun]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += calls.get(name, ())
    return reached
