"""Functions that no run of the tests calls: tests that are skipped, and helpers of nobody else."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import (
    is_collected,
    is_fixture,
    is_hook,
    is_test,
    is_test_file,
    methods,
    tests,
)
from flake8_testsec.vocabulary.testing.switched_off import is_skipped


@cache
def _of_cases() -> frozenset[str]:
    import unittest  # which takes long, and few functions are asked about

    return frozenset({*dir(unittest.TestCase), "runTest", "load_tests", "asyncSetUp", "asyncTearDown"})


def is_of_runners(name: str) -> bool:
    """Whether unittest itself may call, or its TestCase defines, a function of this name."""
    return name in _of_cases()


_DEEPEST = 3
"""How many callers above each other are looked at."""


def is_never_run(function: Function, module: Module) -> bool:
    """Whether no run of the tests calls a function.

    Args:
        function: any function.
        module: its module.

    Returns:
        ``True`` for a test that is skipped whatever happens, for a helper that its file does not mention, for
        a function inside another one that does not name it, for a method of a class of tests that is no test,
        and that nothing calls but such functions, for the set-up of a class whose tests are all switched off,
        or that has none and that nothing is derived from, for all of a class whose name a later one takes,
        and for what is written for type checkers.
        ``False`` for what other modules may call.
    """
    return _is_never_run((function, _DEEPEST), module)


@once
def _is_never_run(asked: tuple[Function, int], module: Module) -> bool:
    function, depth = asked
    class_ = module.class_of(function)
    if class_ is not None and _is_shadowed(class_, module):
        return True
    if is_test(function, module):
        return is_skipped(function, module)
    if is_forgotten(function, module) or _is_for_type_checkers(function, module):
        return True
    if is_unnamed_within(function, module) or _is_hook_of_nothing(function, module):
        return True
    if depth == 0 or not _is_helper(function, module):
        return False
    callers = {module.function(each) for each in module.attributes({function.name})} - {function}
    if not callers:
        return not _is_called_by_others(function, module)
    return all(caller is not None and _is_never_run((caller, depth - 1), module) for caller in callers)


@once
def is_forgotten(function: Function, module: Module) -> bool:
    """Whether a helper beside tests is mentioned nowhere in its file: others import no file with tests.

    Args:
        function: any function.
        module: its module.
    """
    name = function.name
    if not is_test_file(module) or function.decorator_list or is_test(function, module) or is_hook(function):
        return False
    if is_of_runners(name) or name.startswith(("pytest_", "__")) or is_fixture(function, module):
        return False
    return _words(module)[name] == 1 and _is_beside_tests(function, module)


@once
def is_unnamed_within(function: Function, module: Module) -> bool:
    """Whether a function is defined in another one that never names it, and that nothing else can reach.

    Args:
        function: any function.
        module: its module.
    """
    around = module.above(function, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    if function.decorator_list or not isinstance(around, Function):
        return False
    if _is_made_known(function.name, module):
        return False
    first, last = around.lineno, around.end_lineno or around.lineno
    own = (first, function.lineno - 1), ((function.end_lineno or last) + 1, last)
    texts = any(_is_named_between(first, last, name, module) for name in _LOOKING_UP)
    return not texts and not any(_is_named_between(*each, function.name, module) for each in own)


_LOOKING_UP = ("eval", "exec", "locals", "vars", "dir")
"""What finds a local function by a text."""


def _is_named_between(first: int, last: int, name: str, module: Module) -> bool:
    named = module.named(name)
    following = bisect_left(named, first, key=_line)
    return following < len(named) and named[following].lineno <= last


def _is_made_known(name: str, module: Module) -> bool:
    """Whether a name is declared to be one of the module, or of a function further out."""
    return name in _declared(module)


@once
def _declared(module: Module) -> frozenset[str]:
    found: Iterator[ast.Global | ast.Nonlocal] = module.nodes(ast.Global, ast.Nonlocal)
    return frozenset(name for each in found for name in each.names)


@once
def _words(module: Module) -> Counter[str]:
    """How often each word is in the text."""
    return Counter(re.findall(r"\w+", module.source))


def _is_beside_tests(function: Function, module: Module) -> bool:
    """Whether a function stands with tests at the top of the module, or in a class that inherits no other."""
    class_ = module.class_of(function)
    if class_ is None:
        return isinstance(module.parent(function), ast.Module) and _is_with_tests(module)
    bases = module.bases(class_)
    plain = all(bool(names) and names <= _PLAIN_CASES for names in bases)
    return plain and is_collected(class_, module) and _has_tests(class_, module)


_PLAIN_CASES = frozenset({"unittest.TestCase", "unittest.IsolatedAsyncioTestCase"})
"""Bases that call none of the methods that classes of tests add."""


@once
def _is_with_tests(module: Module) -> bool:
    return any(tests(module))


@once
def _has_tests(class_: ast.ClassDef, module: Module) -> bool:
    return any(is_test(each, module) for each in methods(class_))


def _is_hook_of_nothing(function: Function, module: Module) -> bool:
    class_ = module.class_of(function)
    if class_ is None or not is_hook(function):
        return False
    if _is_without_tests(class_, module):
        return True
    return "class" not in function.name.lower() and _is_switched_off_as_a_whole(class_, module)


@once
def _is_shadowed(class_: ast.ClassDef, module: Module) -> bool:
    """Whether another class takes the name of one before anything has read it."""
    again = _successors(module).get(class_)
    if again is None or class_.decorator_list:
        return False
    named = module.named(class_.name)
    following = bisect_right(named, class_.lineno, key=_line)
    return following == len(named) or named[following].lineno >= again.lineno


def _line(node: ast.Name) -> int:
    return node.lineno


@once
def _successors(module: Module) -> Mapping[ast.ClassDef, ast.ClassDef]:
    """For each class the next one of the same name in the same block."""
    found: dict[ast.ClassDef, ast.ClassDef] = {}
    last: dict[tuple[ast.AST | None, str], ast.ClassDef] = {}
    for each in sorted(module.nodes(ast.ClassDef), key=lambda each: each.lineno):
        place = module.parent(each), each.name
        if place in last:
            found[last[place]] = each
        last[place] = each
    return found


@once
def _is_without_tests(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class has no test of its own and inherits none, and its file, which holds tests and so is
    imported by no other, does not mention it again."""
    bases = module.bases(class_)
    if not bases or not all(names and names <= _PLAIN_CASES for names in bases):
        return False
    if class_.decorator_list or class_.keywords or not all(map(_is_no_test, class_.body)):
        return False
    is_mentioned = _words(module)[class_.name] > 1
    return is_test_file(module) and not is_mentioned and _is_with_tests(module)


def _is_no_test(statement: ast.stmt) -> bool:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return not name.startswith(("test", "runTest"))
        case _:
            return isinstance(statement, (ast.Expr, ast.Pass))


@once
def _is_switched_off_as_a_whole(class_: ast.ClassDef, module: Module) -> bool:
    """Whether no test of a class is run, and none of a class that is derived from it can be seen."""
    if not is_collected(class_, module) or not _has_plain_bases((class_, _DEEPEST), module):
        return False
    several = [each for each in methods(class_) if is_test(each, module) or _SWITCHED_OFF.match(each.name)]
    if not several or any(is_test(each, module) and not is_skipped(each, module) for each in several):
        return False
    return not any(each.id == class_.name for each in module.nodes(ast.Name))


_SWITCHED_OFF = lazy(r"[a-su-z]{1,2}_?test")
"""The name of a test that a letter before it keeps from being run."""


def _is_for_type_checkers(function: Function, module: Module) -> bool:
    """Whether a function asserts types, which is nothing to run, and is named nowhere."""
    if not module.mentions(*_TYPED):
        return False
    calls = (call for call in module.scopes.calls(_TYPED) if module.function(call) is function)
    if not any(module.names(call.func) & _OF_TYPES for call in calls):
        return False
    return not any(each.id == function.name for each in module.nodes(ast.Name))


_TYPED = frozenset({"assert_type", "reveal_type"})
_OF_TYPES = frozenset(f"{module}.{word}" for module in ("typing", "typing_extensions") for word in _TYPED)


def _is_helper(function: Function, module: Module) -> bool:
    """Whether a function is a method of a class of tests that can only be called by its name."""
    class_ = module.class_of(function)
    if class_ is None or not is_collected(class_, module):
        return False
    if is_hook(function) or is_fixture(function, module) or function.name in module.literals:
        return False
    return not function.name.startswith("__")


def _is_called_by_others(function: Function, module: Module) -> bool:
    """Whether another class may call what a class defines: a base that is not known, the runner's own, or one
    derived from a class that has no tests itself."""
    class_ = module.class_of(function)
    if class_ is None or not _has_plain_bases((class_, _DEEPEST), module):
        return True
    if is_of_runners(function.name):
        return True
    return not _has_tests(class_, module)


@once
def _has_plain_bases(asked: tuple[ast.ClassDef, int], module: Module) -> bool:
    class_, depth = asked
    return all(_is_plain_base(base, depth, module) for base in class_.bases)


def _is_plain_base(base: ast.expr, depth: int, module: Module) -> bool:
    """Whether a base calls none but what this module shows."""
    match module.bindings(base) if isinstance(base, ast.Name) else ():
        case (Defined(node=ast.ClassDef() as class_),):
            return depth > 0 and _has_plain_bases((class_, depth - 1), module)
        case _:
            return bool(module.names(base) & _PLAIN_BASES)


_PLAIN_BASES = _PLAIN_CASES | {"object"}
