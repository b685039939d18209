"""What a test starts or makes is not stopped or closed, although most of its kind are."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup import siblings
from flake8_testsec.cleanup.judgement import Among, Judgement, Verdict, judgements
from flake8_testsec.cleanup.resources import Resource, named
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test, methods

rule = Rule(
    code="TSE320",
    summary="what a test starts or makes is not stopped or closed, although most of its kind are",
    message="{problem}, too",
    roles=Role.TEST,
    cwe=772,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
        Most tests of the class that start such an object stop it in the end, or most of what the file makes
        by the same call is closed, so it wants to be: this one was forgotten, and what it started runs on
        into the other tests, or stays open.
        """,
    fix="""
        Register ``stop`` or ``close`` for cleanup at once, as with ``self.addCleanup(service.stop)``, or use
        ``with`` as the others do.
        """,
    fixable="""
    Nothing: which of its methods stops it is for the class to say.
    """,
    bad=(
        """
        import unittest

        from shop.service import Service


        class TestService(unittest.TestCase):
            def test_listens(self):
                service = Service("till")
                service.start()
                ^^^^^^^^^^^^^^^
                self.assertTrue(service.port)

            def test_answers(self):
                service = Service("till")
                service.start()
                self.addCleanup(service.stop)
                self.assertEqual(service.ask("stock"), 17)
        """,
        """
        import pytest

        from shop.till import Till


        @pytest.fixture
        def till(tmp_path):
            till = Till(tmp_path)
                   ^^^^^^^^^^^^^^
            till.fill()
            return till


        def test_sum(till):
            assert till.sum == 1
            till.close()


        def test_empty(till):
            till.empty()
            assert till.sum == 0
            till.close()
        """,
        """
        import unittest
        from contextlib import closing

        from shop.till import Till


        class TestTill(unittest.TestCase):
            def setUp(self):
                self.till = Till("shop")

            def tearDown(self):
                self.till.close()

            def test_sum(self):
                with closing(Till("window")) as till, Till("door") as door:
                    self.assertEqual(till.sum, door.sum)

            def test_empty(self):
                till = Till("empty")
                self.addCleanup(till.close)
                self.assertEqual(till.sum, 0)

            def test_forgotten(self):
                till = Till("forgotten")
                       ^^^^^^^^^^^^^^^^^
                self.assertEqual(till.sum, 0)


        async def test_closed(client):
            Till("at once").close()
            till = await Till.open("later")
            await till.close()
            assert till.sum == client.close().sum
        """,
    ),
    good=(
        """
        import pytest

        from shop.till import Till


        @pytest.fixture
        def till(tmp_path):
            till = Till(tmp_path)
            yield till
            till.close()


        @pytest.fixture
        def window(request):
            window = Till("window")
            request.addfinalizer(window.close)
            return window


        @pytest.fixture
        def door():
            return Till("door")


        def test_sum(till, window, door):
            till.close()
            window.close()
            door.close()


        def test_closed(till, window, door):
            till.close()
            window.close()
            assert till.closed and window.closed and door.closed
        """,
        """
        import gc

        from shop.till import Till, Window


        def test_closed(shop):
            for name in ("first", "second"):
                till = Till(name)
                till.close()
            other = Till("third")
            other.close()
            last = Till("last")
            last.close()
            left = Till("left")
            del left
            gc.collect()
            assert shop.closed == 5


        def test_few():
            window = Window("door")
            window.close()
            Window("back").close(1)
            assert Window("front").open
        """,
        """
        import threading
        import unittest
        from unittest import mock

        from shop.service import Service, Task, make_service


        class TestService(unittest.TestCase):
            def test_listens(self):
                service = Service("till")
                service.start()
                self.assertTrue(service.port)
                service.stop()

            def test_is_kept(self):
                service = Service("window")
                service.start()
                self.services.append(service)

            def test_thread(self):
                thread = threading.Thread(target=print)
                thread.start()
                self.assertTrue(thread.name)

            def test_double(self):
                service = mock.Mock()
                service.start()
                self.assertTrue(service.start.called)

            def test_factory(self):
                service = make_service()
                service.start()
                self.assertTrue(service.port)

            def test_elsewhere(self):
                self.service.start()
                self.assertTrue(self.service.port)

            def test_with_a_time(self):
                task = Task("late")
                task.start(10)
                self.assertTrue(task.due)

            def test_with_a_date(self):
                task = Task("late")
                task.start()
                task.stop()
                self.assertFalse(task.due)
        """,
        """
        import unittest

        from shop.clock import Clock, Till


        class TestClock(unittest.TestCase):
            def test_ticks(self):
                clock = Clock()
                clock.start()
                self.assertTrue(clock.now)

            def test_ticks_again(self):
                clock = Clock()
                clock.start()
                self.assertTrue(clock.now)

            def test_stops(self):
                clock = Clock()
                clock.start()
                clock.stop()
                self.assertFalse(clock.now)

            def test_till(self):
                till = Till()
                till.start()
                till.stop()
                self.assertFalse(till.open)


        def test_clock():
            clock = Clock()
            clock.start()
            assert clock.now
        """,
    ),
)

_SERVICE = Resource(
    "service",
    (),
    rule.code,
    ("stop", "close", "shutdown", "terminate", "kill", "join", "cancel", "quit", "disconnect", "wait"),
    begun_by=("start",),
)


class _Started(NamedTuple):
    """What one test makes and starts: its class as it is spelt, the call that makes it, its name."""

    made: str
    call: ast.Call
    name: str


@rule.method("start")
def not_stopped(start: ast.Call, module: Module) -> Iterator[Hit]:
    function = module.function(start)
    class_ = module.class_of(function) if function is not None else None
    if function is None or class_ is None or not is_test(function, module):
        return
    match start:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name)), args=[], keywords=[]):
            for this in _started_as(name, function, module):
                if not _is_left(this, start, module):
                    continue
                starting, stopping = _counts(class_, module)[this.made]
                if 2 * stopping >= starting:
                    share = f"{stopping} of {starting} tests of the class do"
                    yield rule.at(start, problem=f"{this.name}.start() is never stopped, as {share}; stop it")


@rule.text("close", "stop", "shutdown", "disconnect", "release", "quit", "terminate", "cleanup", "teardown")
def not_closed(module: Module) -> Iterator[Hit]:
    """Report what is left open of a kind that the file closes elsewhere."""
    for kind in siblings.kinds(module):
        (word,) = kind.row.release
        share = f"{kind.ended} of {kind.number} in the file are"
        problem = f"{kind.row.what} is not given back with {word}(), as {share}; call {word}() here"
        for call in siblings.opening(kind, module):
            for judgement in judgements(call, module, (kind.row,), _those(kind.others)):
                if judgement.verdict is Verdict.NEVER and not _tells_of_leaving(judgement, module):
                    yield rule.at(judgement.obligation.begin, problem=problem)


def _those(calls: Sequence[ast.Call]) -> Among:
    return lambda _: calls


@rule.text("fixture")
def closed_by_tests(module: Module) -> Iterator[Hit]:
    """Report what a fixture makes and hands out, and its tests end themselves: not if one of them fails."""
    for function in module.nodes(ast.FunctionDef):
        made = siblings.handed_out(function, module) if is_fixture(function, module) else None
        ends = siblings.ended_by_tests(function.name, module) if made is not None else ()
        if made is not None and len(ends) >= _SEVERAL:
            problem = f"{function.name} is ended by {len(ends)} tests themselves, not when they fail"
            yield rule.at(made, problem=f"{problem}; yield it here, and end it")


_SEVERAL = 2  # one alone may be about the end


def _tells_of_leaving(judgement: Judgement, module: Module) -> bool:
    """Whether the function is about what becomes of what nobody closes, or of what is never opened."""
    *_, function, handle = judgement.obligation
    words = {each.id for each in within(function) if isinstance(each, ast.Name)}
    return not _LEAVING.isdisjoint(words) or siblings.is_only_refused(str(handle), function, module)


_LEAVING = frozenset({"ResourceWarning", "gc", "weakref"})


@once
def _counts(class_: ast.ClassDef, module: Module) -> Mapping[str, tuple[int, int]]:
    """How many tests of a class start objects of each class, and how many of these stop one."""
    starting: Counter[str] = Counter()
    stopping: Counter[str] = Counter()
    for test in (each for each in methods(class_) if is_test(each, module)):
        every, stopped = _started(test, module), {*_owners_of(_SERVICE.release, test)}
        starting.update({each.made for each in every})
        stopping.update({each.made for each in every if each.name in stopped})
    return {made: (count, stopping[made]) for made, count in starting.items()}


@once
def _started(function: Function, module: Module) -> Sequence[_Started]:
    """The objects that a function makes of a class that is in no table, and starts."""
    started, found = {*_owners_of(("start",), function)}, []
    for node in within(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func) as call):
                if name in started and _is_service(func, module):
                    found.append(_Started(spelt(func), call, name))
    return found


def _started_as(name: str, function: Function, module: Module) -> Sequence[_Started]:
    return _by_name(function, module).get(name, ())


@once
def _by_name(function: Function, module: Module) -> Mapping[str, Sequence[_Started]]:
    found: dict[str, list[_Started]] = defaultdict(list)
    for each in _started(function, module):
        found[each.name].append(each)
    return found


def _is_service(func: ast.expr, module: Module) -> bool:
    names, word = module.names(func), last_word(func)
    known = any(named(name) or name.startswith("unittest.mock") for name in names)
    return bool(names) and word[:1].isupper() and not known


def _owners_of(words: tuple[str, ...], function: Function) -> Iterator[str]:
    """The names whose attributes of one of these words a function mentions."""
    for node in within(function):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=word) if word in words:
                yield name


def _is_left(this: _Started, start: ast.Call, module: Module) -> bool:
    return any(
        judgement.verdict is Verdict.NEVER and judgement.obligation.begin is start
        for judgement in judgements(this.call, module, (_SERVICE,))
    )
