"""A context manager that is entered by hand and never left."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.project.offered import is_offered
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, spelt, structure
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test

rule = Rule(
    code="TSE332",
    summary="context manager is entered by hand and never left",
    message="{name}() is called and nothing calls {other}(); use with, or {instead}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=459,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    What ``__enter__`` sets (a registry, a setting, an open connection, a patch) is set for all tests behind
    this one, because only ``__exit__`` takes it back, and nobody calls that.
    """,
    fix="""
    Put ``with`` around the ``yield`` of the fixture. In a TestCase, ``self.enterContext(manager)`` leaves it
    after the test; before Python 3.11, ``contextlib.ExitStack`` and ``self.addCleanup(stack.close)`` do.
    """,
    fixable="Nothing, because how long it shall be entered is for a person to say.",
    bad=(
        """
        import unittest

        import pytest

        @pytest.fixture(autouse=True)
        def registry():
            registry = Registry()
            registry.__enter__()
            ^^^^^^^^^^^^^^^^^^^^

        class TestShop(unittest.TestCase):
            def setUp(self):
                self.bank = Bank().__enter__()
                            ^^^^^^^^^^^^^^^^^^
                self.shop.session().__enter__()
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        async def test_order(shop):
            order = await shop.order().__aenter__()
                          ^^^^^^^^^^^^^^^^^^^^^^^^^
            assert order.paid
        """,
    ),
    good=(
        """
        import unittest

        import pytest

        @pytest.fixture
        def registry():
            registry = Registry()
            registry.__enter__()
            yield registry
            registry.__exit__(None, None, None)

        class TestShop(unittest.TestCase):
            def setUp(self):
                self.bank = Bank()
                self.bank.__enter__()
                self.addCleanup(self.bank.close)
                super().__enter__()

            def make(self):
                return self.bank.__enter__()

        def test_enter(shop, mock_shop):
            assert shop.__enter__() is shop
            mock_shop.__enter__()
            step = shop.order().__aenter__()
            with pytest.raises(RuntimeError):
                shop.__enter__()
        """,
        """
        import gc

        def test_is_forgotten(shop):
            order = shop.order()
            order.__enter__()
            del order
            gc.collect()
        """,
        """
        def test_both(shop):
            order = shop.order()
            order.__enter__()
            leave(order.__exit__)

        class Manager:
            def __enter__(self):
                self.inner.__enter__()
        """,
    ),
)

_OTHER = {"__enter__": "__exit__", "__aenter__": "__aexit__"}
_ENDS = lazy(
    r"(?i)_*(close|aclose|stop|exit|__a?exit__|shutdown|cleanup|clean_up|leave|end|pop|release|reset)"
)


@rule.method(*_OTHER)
def entered(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what is entered in a test, or for one, if nothing may leave it."""
    word, function = last_word(call.func), module.function(call)
    if function is None or not (
        is_test(function, module) or is_hook(function) or is_fixture(function, module)
    ):
        return
    manager = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    if last_word(manager) == "super" or not _is_only_entered(call, module) or is_likely_mock(manager, module):
        return
    if _is_given_up(function, module) or expecting_around(call, module) is not None:
        return
    if not _is_left(word, manager, module) and not _is_handed_out(manager, function, module):
        shown, instead = f"{_shown(manager)}.{word}", _instead(word, function, module)
        yield rule.at(call, name=shown, other=_OTHER[word], instead=instead)


def _instead(word: str, function: Function, module: Module) -> str:
    """What leaves a context when its test is over, under all Pythons of the project."""
    is_awaited = word == "__aenter__"
    way = "enterAsyncContext" if is_awaited else "enterContext"
    if module.class_of(function) is not None and is_offered(way, module):
        return f"{way}()"
    return "contextlib.AsyncExitStack" if is_awaited else "contextlib.ExitStack"


@once
def _is_given_up(function: Function, module: Module) -> bool:
    """Whether a test is about what happens when nobody leaves: it collects the garbage."""
    called = (each for each in within(function) if isinstance(each, ast.Call))
    return any("gc.collect" in module.names(each.func) for each in called)


def _is_only_entered(call: ast.Call, module: Module) -> bool:
    """Whether the call is a statement, or what is assigned: its result is not what the test looks at."""
    above = module.parent(call)
    is_awaited = isinstance(above, ast.Await)
    if is_awaited is not (last_word(call.func) == "__aenter__"):
        return False  # made to be stepped through by hand
    above = module.parent(above) if isinstance(above, ast.Await) else above
    return isinstance(above, (ast.Expr, ast.Assign, ast.AnnAssign))


def _is_handed_out(manager: ast.expr, function: Function, module: Module) -> bool:
    """Whether a function returns what it has entered: who gets it may leave it under another name."""
    return isinstance(manager, ast.Name) and manager.id in _returned(function, module)


@once
def _returned(function: Function, module: Module) -> frozenset[str]:
    returned = (each for each in within(function) if isinstance(each, ast.Return) and each.value is not None)
    return frozenset(each.id for given in returned for each in walk(given) if isinstance(each, ast.Name))


def _is_left(word: str, manager: ast.expr, module: Module) -> bool:
    """Whether the module leaves a context by hand, or asks the same thing for what may do so."""
    if module.attributes({_OTHER[word]}):
        return True
    return structure(manager) in _ended(module)


@once
def _ended(module: Module) -> frozenset[str]:
    """All things of which the module asks something that sounds like an end."""
    words = {each for each in module.attribute_names if _ENDS.match(each)}
    return frozenset(structure(each.value) for each in module.attributes(words))


def _shown(manager: ast.expr) -> str:
    text = spelt(manager)
    return text if len(text) <= 40 else last_word(manager) or "manager"
