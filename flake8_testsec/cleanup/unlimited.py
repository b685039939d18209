"""Waits that nothing ends: what may limit a test as a whole, and what may never come."""

from __future__ import annotations

import ast
import sys

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.patterns import lazy, short
from flake8_testsec.project.facts import facts_of
from flake8_testsec.project.time_limits import may_end_tests
from flake8_testsec.project.views import view_of
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, names_below, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.interceptors import Interceptor, around, is_intercepted
from flake8_testsec.vocabulary.testing.interpreters import is_of_python
from flake8_testsec.vocabulary.testing.suites import TESTCASES, is_collected, is_fixture, is_hook, is_test
from flake8_testsec.vocabulary.testing.unknown_hands import is_handed_to_unknown, may_be_ended_by_unknown

_PLAIN = frozenset(
    {
        "abc.ABC",
        "django.test.SimpleTestCase",
        "django.test.TestCase",
        "django.test.TransactionTestCase",
        "object",
        "typing.Generic",
        "unittest.IsolatedAsyncioTestCase",
        "unittest.TestCase",
    }
)
"""Bases that let a test take as long as it likes."""
_ENDING = frozenset({"Timeout", "alarm", "dump_traceback_later", "setitimer"})
"""Last words of calls that end a process some time, or raise in it."""
_OF_LIMITS = lazy(r"\balarm\b|[Tt]ime_?out")
_TELLING = frozenset({"put", "put_nowait", "send", "set"})
_ASKING = frozenset({"empty", "is_set", "qsize"})
"""What tells a test beforehand whether there is anything to wait for."""
_INNER = (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef)
_STARTING = frozenset(
    {
        *("Process", "Thread", "Timer", "apply_async", "call_at", "call_later", "call_soon"),
        *("call_soon_threadsafe", "create_task", "ensure_future", "gather", "run_in_executor", "spawn"),
        *("start_new_thread", "start_soon", "submit", "to_thread"),
    }
)
"""The last words of calls that run what they are given, whatever the code under test does."""
_CALM = frozenset({"append", "bind", "len", "listen", "print"})
"""Those of calls that do not fail mostly; nor do those of the standard library."""


def may_be_limited(node: ast.AST, module: Module) -> bool:
    """Whether something may end a test that takes too long: what its class inherits, an unknown decorator,
    context or function that it is handed to, or an alarm that the module sets.

    Args:
        node: a node of a test, or of a function that tests call.
        module: its module.
    """
    if may_be_ended_by_unknown(node, module) or any(module.calls(_ENDING)):
        return True
    if isinstance(node, ast.Call) and is_handed_to_unknown(node, module):
        return True
    if is_of_python(module) or may_end_tests(module):
        return True
    classes = (each for each in around(node, module) if isinstance(each, ast.ClassDef))
    return any(_may_limit(each, module) for each in classes)


def may_end_polling(node: ast.AST, module: Module) -> bool:
    """Whether something may limit a loop that sleeps, or who calls it; a double that sleeps in its place may
    raise, or bring about what is waited for.

    Args:
        node: a loop of a test, or a call of a function with such a loop.
        module: its module.
    """
    return may_be_limited(node, module) or is_intercepted(node, module, _SLEEPING)


_SLEEPING = Interceptor(
    name="sleeping",
    libraries=frozenset(),
    words=frozenset(),
    names=short(
        r"(.*_)?((mock|fake|stub|patch)(s|er|ed)?_?sleep|sleep_?(mock|fake|stub)(er|ed)?|no_?sleep)\Z"
    ),
    targets=frozenset({"sleep"}),
    functions=frozenset({"asyncio.sleep", "time.sleep"}),
)
"""What is called where the code would sleep."""


@once
def _may_limit(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class inherits from one that cannot be read, or that speaks of limits in another module, or
    is one that others inherit from."""
    line = lineage(class_, module)
    is_run = is_collected(class_, module) or not TESTCASES.isdisjoint(line.outside)
    if not is_run or not line.complete or not {*line.outside} <= _PLAIN:
        return True
    own, view = facts_of(module).path, view_of(module)
    others = {each.module.path for each in line.classes} - {own}
    return any(view is None or bool(_OF_LIMITS.search(view.text(each))) for each in others)


def may_never_come(call: ast.Call, module: Module) -> bool:
    """Whether a test, fixture or hook waits for what others tell an event or a queue of its own, and may fail
    to.

    Args:
        call: a call of ``wait`` or ``get``.
        module: its module.

    Returns:
        ``False`` if the function tells it itself, if it asks first, if all is told with nothing
        started that runs beside it, or if it is told whatever happens.
    """
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    function = module.function(call)
    if not isinstance(owner, ast.Name) or not isinstance(function, Function):
        return False
    if not (is_test(function, module) or is_fixture(function, module) or is_hook(function)):
        return False
    if not _is_made_in(function, owner, module) or _tells_of_errors(last_word(call.func), module):
        return False
    is_alone = isinstance(function, ast.FunctionDef) and not _starts_others(function, module)
    if is_alone and (last_word(call.func) == "get" or not _is_told_inside(owner.id, function, module)):
        return False
    return not _is_told_surely((function, owner.id), module)


@once
def _starts_others(function: Function, module: Module) -> bool:
    """Whether a function that is no coroutine starts something that runs beside it."""
    calls = (each for each in within(function) if isinstance(each, ast.Call))
    return any(last_word(each.func) in _STARTING or last_word(each.func) == "start" for each in calls)


def _is_told_inside(name: str, function: Function, module: Module) -> bool:
    """Whether code under test may tell an event in a thread of its own: an inner function knows it, or how to
    tell it is handed on. One that is handed on itself may be told before the call returns."""
    uses = names_below(function, module)[name]
    return any(module.above(each, *_INNER) is not function or _is_handed(each, module) for each in uses)


def _is_handed(event: ast.Name, module: Module) -> bool:
    method = module.parent(event)
    if not isinstance(method, ast.Attribute) or method.attr not in _TELLING:
        return False
    call = module.parent(method)
    return not (isinstance(call, ast.Call) and call.func is method)


@once
def _tells_of_errors(word: str, module: Module) -> bool:
    """Whether anything in a module tells of an error, too: the queue may have another name there."""
    telling = {"set"} if word == "wait" else {"put", "put_nowait"}
    return any(
        _is_last_resort(above, each) for each in module.calls(telling) for above in module.ancestors(each)
    )


def _is_made_in(function: Function, owner: ast.Name, module: Module) -> bool:
    bound = module.bindings(owner)
    return bool(bound) and all(
        isinstance(each, Bound) and module.function(each.value) is function for each in bound
    )


@once
def _is_told_surely(asked: tuple[Function, str], module: Module) -> bool:
    function, name = asked
    return any(_is_sure(each, function, module) for each in names_below(function, module)[name])


def _is_sure(use: ast.Name, function: Function, module: Module) -> bool:
    """Whether a use of an event or a queue asks whether it is time, or tells it whatever happens."""
    told = module.parent(use)
    if not isinstance(told, ast.Attribute) or told.attr not in _TELLING | _ASKING:
        return False
    by = module.above(told, *_INNER)
    call = module.parent(told)
    if not isinstance(call, ast.Call) or call.func is not told:
        return told.attr in _ASKING or _is_started(told, module)
    if told.attr in _ASKING or by is function:
        return True
    if isinstance(by, ast.Lambda):
        return _is_started(by, module)
    return isinstance(by, Function) and _tells_surely(call, by, module)


def _is_started(given: ast.AST | None, module: Module) -> bool:
    """Whether something is given, or called, to be run at once or some time later."""
    outer = module.parent(given) if given is not None else None
    if isinstance(outer, ast.keyword):
        outer = module.parent(outer)
    return isinstance(outer, ast.Call) and last_word(outer.func) in _STARTING


def _tells_surely(told: ast.Call, function: Function, module: Module) -> bool:
    """Whether an inner function that a test starts tells it before anything may fail."""
    is_first = (told.end_lineno or told.lineno) < _first_failing(function, module)
    return is_first and _is_run(function.name, module)


def _is_last_resort(above: ast.AST, told: ast.Call) -> bool:
    if isinstance(above, ast.Try):
        first = above.finalbody[0].lineno if above.finalbody else sys.maxsize
        return told.lineno >= first
    return isinstance(above, ast.ExceptHandler)


@once
def _is_run(name: str, module: Module) -> bool:
    """Whether a function of a name is started, as itself, as a coroutine or as a thread's own, not left to
    what is tested."""
    named = module.named(name)
    return name == "run" or any(
        _is_started(each, module) or _is_started(module.parent(each), module) for each in named
    )


@once
def _first_failing(function: Function, module: Module) -> int:
    """The first line of a function on which a call may fail."""
    calls = (each for each in within(function) if isinstance(each, ast.Call))
    return min((each.lineno for each in calls if _may_fail(each, module)), default=sys.maxsize)


def _may_fail(call: ast.Call, module: Module) -> bool:
    """Whether a call may raise, or wait: what only makes a coroutine of the module's own does neither."""
    made = module.functions(call.func.id) if isinstance(call.func, ast.Name) else ()
    if made and all(isinstance(each, ast.AsyncFunctionDef) for each in made):
        return isinstance(module.parent(call), ast.Await)
    names = module.names(call.func)
    is_known = bool(names) and all(each.partition(".")[0] in sys.stdlib_module_names for each in names)
    return not is_known and last_word(call.func) not in _CALM
