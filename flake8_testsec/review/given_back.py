"""What is entered, ended and waited for, as it is written; proofs are in `resources`."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile

from flake8_testsec.patterns import short
from flake8_testsec.review import endless_loops, held_sessions, limits, stored_data
from flake8_testsec.review.acquiring import ENDING
from flake8_testsec.review.bases import is_teardown
from flake8_testsec.review.document import Fact, capped, code, fact, listed
from flake8_testsec.review.expected import expects_by_name
from flake8_testsec.review.fixtures import asked, sources
from flake8_testsec.review.places import blocks, functions
from flake8_testsec.review.value_words import leading_text
from flake8_testsec.source.calls import keyword, last_word, spelt, truth
from flake8_testsec.source.module import Module, inner_statements, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import called, expectation
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.doubles import new_position
from flake8_testsec.vocabulary.testing.suites import is_at_top, is_fixture, methods, without_docstring

_OPENING = frozenset(
    {
        "os.dup2",
        "os.pipe",
        "os.open",
        "os.dup",
        "os.openpty",
        "pty.openpty",
        "os.memfd_create",
        "os.pipe2",
        "os.fdopen",
    }
)
_SLEEPING = frozenset(
    {"time.sleep", "asyncio.sleep", "trio.sleep", "anyio.sleep", "gevent.sleep", "eventlet.sleep"}
)
_NAMES = 12
"""Settings that are named."""
_SHOWN = 4
"""Statements of one block that are shown."""


def facts(module: Module, told: Collection[int]) -> Iterator[Fact]:
    """What blocks enter, what stands at their ends, what ends something by its name, and what waits.

    Args:
        module: the module.
        told: the lines of calls that acquire something, and of what gives that back: of these more is said.

    Yields:
        The facts.
    """
    yield from capped(_entered(module, told), "kinds of with statements")
    yield from capped(_ends(module, told), "blocks that tidy up")
    yield from capped(_ended(module, told), "kinds of calls that end something")
    yield from capped(_deleted(module, told), "calls that delete")
    yield from _descriptors(module, told)
    yield from _daemons(module)
    yield from capped(_opened(module, told), "calls that open something by their names", 4)
    yield from capped(_sleeping(module), "kinds of fixed waits", 4)
    yield from capped(_unlimited(module), "kinds of waits without a limit")
    yield from held_sessions.facts(module)
    yield from capped(endless_loops.facts(module), "loops without a limit", 4)
    yield from limits.facts(module)
    yield from _globals(module)
    yield from _settings(module)
    yield from stored_data.facts(module)


def _opened(module: Module, told: Collection[int]) -> Iterator[Fact]:
    """Calls of a method ``open`` of something that is not known, which no with statement enters."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({"open"}):
        is_known = not isinstance(call.func, ast.Attribute) or bool(module.names(call.func))
        is_known = is_known or (bool(call.args) and "://" in leading_text(call.args[0]))
        if not (is_known or call.lineno in told or _is_entered(call, module)):
            found[f"{spelt(call.func)}()"].append(call)
    for shown, calls in found.items():
        words = "Opens something, by its name; what closes it is not followed: "
        yield fact("opened-by-name", calls, words, code(shown), ".", subject=shown)


def _is_entered(call: ast.Call, module: Module) -> bool:
    """Whether a call stands in the head of a with statement, however deep."""
    around = takewhile(lambda each: not isinstance(each, ast.stmt), module.ancestors(call))
    return any(isinstance(each, ast.withitem) for each in around)


def _entered(module: Module, told: Collection[int]) -> Iterator[Fact]:
    """What ``with`` statements enter, but for expectations, doubles, and what is told with its proof."""
    found: dict[tuple[str, bool], list[ast.AST]] = defaultdict(list)
    for block in blocks(module):
        for item in block.items:
            entered = called(item.context_expr) or item.context_expr
            if entered.lineno not in told and not _is_other(entered, module):
                shown = f"{spelt(entered.func)}()" if isinstance(entered, ast.Call) else spelt(entered)
                found[shown, _is_bare(entered, module)].append(item.context_expr)
    for (shown, is_bare), nodes in found.items():
        behind = ", behind whose yield here no statement stands" if is_bare else ""
        parts = ("Entered and left by a with statement: ", code(shown), f"{behind}.")
        yield fact("entered", nodes, *parts, subject=shown)


def _is_bare(entered: ast.expr, module: Module) -> bool:
    """Whether a function of the file is entered that gives back nothing by a statement behind its yield."""
    match entered:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=word)):
            class_ = module.class_of(module.function(entered) or entered)
            found = _methods(class_, module).get(word, ()) if class_ is not None else ()
        case ast.Call(func=func):
            found = callees(func, module)
        case _:
            found = ()
    return bool(found) and all(map(_ends_in_yield, found))


@once
def _methods(class_: ast.ClassDef, module: Module) -> Mapping[str, Sequence[Function]]:
    """The methods of a class by their names."""
    found: dict[str, list[Function]] = defaultdict(list)
    for each in methods(class_):
        found[each.name].append(each)
    return found


def _ends_in_yield(function: Function) -> bool:
    marks = {last_word(each) for each in function.decorator_list}
    last = function.body[-1]
    while isinstance(last, ast.With | ast.AsyncWith):
        last = last.body[-1]
    every = [each for each in walk(function) if isinstance(each, ast.Yield | ast.YieldFrom)]
    is_last = [getattr(last, "value", None)] == every
    return is_last and bool(marks & {"contextmanager", "asynccontextmanager"})


def _is_other(entered: ast.expr, module: Module) -> bool:
    if not isinstance(entered, ast.Call):
        return False
    is_double = new_position(entered, module) is not None or "patch" in spelt(entered.func).split(".")
    is_quiet = bool(module.names(entered.func) & {"contextlib.suppress"})
    is_expected = is_quiet or expectation(entered, module) is not None or expects_by_name(entered, module)
    return is_double or is_expected or last_word(entered.func) in ("subTest", "subtests")


def ends_of_fixtures(module: Module) -> Iterator[Fact]:
    """What fixtures do behind their ``yield``, be it in a ``finally``.

    Args:
        module: the module.

    Yields:
        One fact for each such fixture.
    """
    for function in functions(module):
        if is_fixture(function, module):
            behind = _behind_yield(function)
            ends = [each.finalbody for each in function.body if isinstance(each, ast.Try) and _yields(each)]
            for body in filter(None, (behind, *ends)):
                yield fact("end-of-fixture", body, "Behind its yield: ", *_shown(body), ".")


def _yields(statement: ast.Try) -> bool:
    return any(isinstance(each, (ast.Yield, ast.YieldFrom)) for one in statement.body for each in walk(one))


def _ends(module: Module, told: Collection[int]) -> Iterator[Fact]:
    """What stands in a ``finally``, and behind the ``yield`` of a fixture."""
    for function in functions(module):
        if is_fixture(function, module) and (behind := _behind_yield(function)):
            parts = ("Behind its yield, the fixture ", code(function.name), " does: ", *_shown(behind), ".")
            yield fact("behind-yield", behind, *parts, subject=function.name)
    for function in functions(module):
        is_of_class = is_teardown(function.name) and module.class_of(function) is not None
        if is_of_class or (function.name in _OF_MODULES and is_at_top(function, module)):
            body = without_docstring(function)
            parts = ("The hook ", code(function.name), " does: ", *_shown(body), ".")
            yield fact("tear-down", body, *parts, subject=function.name)
    for statement in module.nodes(ast.Try):
        if statement.finalbody and not all(each.lineno in told for each in statement.finalbody):
            parts = ("In a finally: ", *_shown(statement.finalbody), ".")
            yield fact("finally", statement.finalbody, *parts)


_OF_MODULES = ("teardown_module", "tearDownModule", "teardown_function")
"""Tear-downs that runners call without a class."""


def _behind_yield(function: Function) -> Sequence[ast.stmt]:
    for number, statement in enumerate(function.body):
        match statement:
            case ast.Expr(value=ast.Yield()) | ast.Assign(value=ast.Yield()):
                return function.body[number + 1 :]
    return ()


def _shown(statements: Sequence[ast.stmt]) -> tuple[str, ...]:
    shown: list[str] = [code(spelt(each)) for each in statements[:_SHOWN]]
    more = len(statements) - _SHOWN
    return listed([*shown, f"{more} more"] if more > 0 else shown)


@once
def _in_blocks(module: Module) -> frozenset[ast.AST]:
    """What stands in blocks that tidy up: in ``finally``, and behind the ``yield`` of a fixture."""
    told = [each for one in module.nodes(ast.Try) for each in one.finalbody]
    told += [each for one in functions(module) if is_fixture(one, module) for each in _behind_yield(one)]
    return frozenset((*told, *(node for each in told for node in within(each))))


def _deleted(module: Module, told: Collection[int]) -> Iterator[Fact]:
    """Files that are deleted, but where a test tidies up."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(frozenset(each.rpartition(".")[2] for each in DELETING)):
        function = module.function(call)
        tidies = call.lineno in told or call in _in_blocks(module)
        tidies = tidies or (function is not None and is_teardown(function.name))
        if not tidies and module.names(call.func) & DELETING:
            found[spelt(call)].append(call)
    for shown, nodes in found.items():
        yield fact("deleted", nodes, "Deletes from the disk: ", code(shown), ".", subject=shown)


DELETING = frozenset({"os.unlink", "os.remove", "os.rmdir", "os.removedirs"})


def _ended(module: Module, told: Collection[int]) -> Iterator[Fact]:
    """Statements that end something by the names that they call, outside of the blocks told before."""
    taken = _in_blocks(module)
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for statement in module.nodes(ast.Expr):
        call = called(statement)
        if call is None or statement in taken or not isinstance(call.func, (ast.Attribute, ast.Name)):
            continue
        word = last_word(call.func)
        is_wait = word in _WAITING and not (call.args or call.keywords)
        if isinstance(call.func, ast.Name) and "_" not in word:
            continue  # a bare word may mean anything
        if not is_wait and call.lineno not in told and ENDING.match(word):
            found[f"{spelt(call.func)}()"].append(call)
    for shown, nodes in found.items():
        yield fact("ended", nodes, "Ends something, by its name: ", code(shown), ".", subject=shown)


def _descriptors(module: Module, told: Collection[int]) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({each.rpartition(".")[2] for each in _OPENING}):
        if call.lineno not in told and module.names(call.func) & _OPENING:
            found[spelt(call)].append(call)
    for shown, nodes in found.items():
        yield fact("descriptor", nodes, "A file descriptor is opened: ", code(shown), ".", subject=shown)


def _sleeping(module: Module) -> Iterator[Fact]:
    found: dict[tuple[str, bool], list[ast.AST]] = defaultdict(list)
    for call in module.calls({"sleep"}):
        is_nothing = bool(call.args) and truth(call.args[0]) is False
        if module.names(call.func) & _SLEEPING and not is_nothing:
            found[spelt(call), _is_step(call, module)].append(call)
    named = [word for word in module.called if _NAMED_SLEEP.match(word)]
    for call in sorted(module.calls(named), key=lambda each: each.lineno):
        if not module.names(call.func) & _SLEEPING and call.args and truth(call.args[0]) is not False:
            found[spelt(call), _is_step(call, module)].append(call)
    for (shown, is_step), nodes in found.items():
        is_known = any(module.names(each.func) & _SLEEPING for each in nodes if isinstance(each, ast.Call))
        blind = _BLIND if is_known else f"By its name, {_BLIND[:1].lower()}{_BLIND[1:]}"
        words = "A step of a loop that looks again each time: " if is_step else blind
        yield fact("sleep", nodes, words, code(shown), ".", subject=shown)


_NAMED_SLEEP = short(r"(?:\w+_)?sleep(?:_\w+)?\Z|_?sleep[A-Z]\w*\Z")
"""Functions that sleep by what they are called."""
_BLIND = "Waits without being told that something has happened: "


def _is_step(call: ast.Call, module: Module) -> bool:
    """Whether a loop around a wait ends by what it has looked at: by its condition, or under one."""
    for loop in module.ancestors(call):
        if isinstance(loop, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            return False
        if isinstance(loop, ast.While) and truth(loop.test) is None:
            return True
        if isinstance(loop, (ast.For, ast.AsyncFor, ast.While)):
            return _ends_by_look(loop.body)
    return False


def _ends_by_look(body: Sequence[ast.stmt]) -> bool:
    """Whether a loop is left under a condition: by a statement of its own in a branch, or behind one that
    goes on with the next round."""
    found = {*_leaving(body)}
    ends = {(kind, is_certain) for kind, is_certain in found if kind is not ast.Continue}
    return any(not is_certain for _, is_certain in ends) or (bool(ends) and (ast.Continue, False) in found)


def _leaving(body: Sequence[ast.stmt]) -> Iterator[tuple[type[ast.stmt], bool]]:
    """What leaves a loop or its round, and whether that stands in no branch; inner functions are not read."""
    waiting = [(each, True, True) for each in body]
    while waiting:
        statement, is_certain, is_own = waiting.pop()
        match statement:
            case ast.Return():
                yield ast.Return, is_certain
            case ast.Break() | ast.Continue() if is_own:
                yield type(statement), is_certain
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
        is_certain = is_certain and not isinstance(statement, ast.If | ast.Match | ast.Try)
        is_own = is_own and not isinstance(statement, ast.For | ast.AsyncFor | ast.While)
        waiting += [(each, is_certain, is_own) for each in inner_statements(statement)]


def _unlimited(module: Module) -> Iterator[Fact]:
    """Waits for the end of something that name no limit of time in their call."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls(_WAITING):
        is_bare = isinstance(call.func, ast.Attribute) and not (call.args or call.keywords)
        if is_bare and not isinstance(module.parent(call), ast.Await) and not _is_given_limit(call, module):
            found[spelt(call)].append(call)
    for shown, nodes in found.items():
        yield fact(
            "unlimited", nodes, "Waits with no limit of time in the call: ", code(shown), ".", subject=shown
        )


def _is_given_limit(call: ast.Call, module: Module) -> bool:
    """Whether a wait is what a call with a limit waits for: ``wait_for(ready.wait(), 2)``."""
    above = module.parent(call)
    return isinstance(above, ast.Call) and last_word(above.func) in limits.LIMITS | _HANDED_ON


_HANDED_ON = frozenset({"run_coroutine_threadsafe", "create_task", "ensure_future", "gather", "shield"})
"""What takes a coroutine, so that the call that makes it waits for nothing."""
_WAITING = frozenset({"join", "wait", "waitall", "join_all", "communicate", "accept"})


def _daemons(module: Module) -> Iterator[Fact]:
    calls = [
        call
        for call in module.calls({"Thread", "Process"})
        if (given := keyword(call, "daemon")) is not None and truth(given.value)
    ]
    if calls:
        one = "A thread or process is made as a daemon: the end of the process ends it, at the latest."
        many = f"{len(calls)} threads or processes are made as daemons: the end of the process ends them."
        yield fact("daemon", calls, one if len(calls) == 1 else many)


def _globals(module: Module) -> Iterator[Fact]:
    for statement in module.nodes(ast.Global):
        function = module.function(statement)
        who = code(f"{function.name}()") if function is not None else "A statement at the top"
        names = listed([code(each) for each in statement.names])
        parts = (who, " binds names of the module: ", *names, ".")
        yield fact("global", [statement], *parts, subject=" ".join(statement.names))


def _settings(module: Module) -> Iterator[Fact]:
    """Settings of Django that are changed through the fixture of pytest-django, which puts them back."""
    asking = [each for each in asked(module) if each.name == "settings" and not sources(each, module)]
    found = [
        node
        for each in asking
        for node in walk(each.function)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and spelt(node.value) == "settings"
    ]
    if found:
        names = [*dict.fromkeys(node.attr for node in found)]
        more = [f"{len(names) - _NAMES} more"] if len(names) > _NAMES else []
        shown = listed([*(code(each) for each in names[:_NAMES]), *more])
        parts = ("Changed through the fixture ", code("settings"), ", which puts them back: ", *shown, ".")
        yield fact("setting", found, *parts, subject="settings")
