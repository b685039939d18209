"""A call of a debugger that was left in a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeGuard

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, inherited, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test

rule = Rule(
    code="TSE807",
    summary="debugger is called in a test; take the call out",
    message="{name}() stops the run and waits for somebody at a keyboard; take it out",
    roles=Role.TEST | Role.SUPPORT,
    cwe=489,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    The call opens a prompt. On a build server nobody is there to answer: the run hangs until its time is up,
    or the test ends in an error that has nothing to do with what it checks. Debuggers that listen on a port
    let whoever reaches it run code.

    Silence where a condition switches the debugger on, and in tests that are about a debugger. Under any
    condition, in a handler and in a helper it is reported only where the rule is enabled by name: somebody
    may want to look into what went wrong.
    """,
    fix="Take the line out, and the import with it. ``pytest --pdb`` stops at a failure without a change.",
    fixable="Nothing, because the import, and what else was added for one evening, goes with it.",
    bad=(
        """
        import pdb
        from ipdb import set_trace

        def test_order(shop):
            pdb.set_trace()
            ^^^^^^^^^^^^^^^
            order = shop.order(1)
            set_trace()
            ^^^^^^^^^^^
            assert order.paid

        def test_state(shop):
            import pudb; pudb.set_trace()
                         ^^^^^^^^^^^^^^^^
            assert shop.state == "open"
        """,
        """
        import unittest

        class TestStock(unittest.TestCase):
            def setUp(self):
                breakpoint()
                ^^^^^^^^^^^^
                __import__("pdb").set_trace()
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import IPython
        import pytest

        def test_order(shop):
            for order in shop.orders:
                if order.price > 100:
                    IPython.embed()
                    ^^^^^^^^^^^^^^^
            try:
                shop.close()
            except OSError:
                pytest.set_trace()
                ^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import os
        import pdb

        def test_order(shop, breakpoint):
            breakpoint()
            if os.environ.get("SHOP_DEBUG"):
                pdb.set_trace()
            if shop.verbose and shop.debug:
                pdb.set_trace()
            shop.set_trace(pdb.set_trace)

        def debug_here():
            pdb.set_trace()

        def stop():
            \"\"\"Start the debugger, for those who write tests.\"\"\"
            pdb.set_trace()

        def test_trace(shop):
            shop.set_trace()
            __import__("shop").set_trace()
        """,
        """
        import pdb
        import sys

        def test_hook_is_used(monkeypatch):
            monkeypatch.setattr(sys, "breakpointhook", print)
            breakpoint()

        def test_stops(debugger):
            pdb.set_trace()
        """,
        """
        import pdb

        def test_stops():
            shown = pdb.Pdb(stdin=None)
            pdb.set_trace()
        """,
        """
        import pdb
        from unittest import mock

        @mock.patch("pdb.set_trace")
        def test_stops(stopped):
            pdb.set_trace()
            stopped.assert_called_once_with()
        """,
    ),
)

_FUNCTIONS = (
    *("IPython.embed", "IPython.core.debugger.set_trace", "breakpoint", "celery.contrib.rdb.set_trace"),
    *("code.interact", "debugpy.breakpoint", "debugpy.wait_for_client", "epdb.set_trace", "ipdb.set_trace"),
    *("ipdb.sset_trace", "pdb.set_trace", "pdbpp.set_trace", "ptvsd.break_into_debugger", "pudb.set_trace"),
    *("ptvsd.wait_for_attach", "pydevd.settrace", "pydevd_pycharm.settrace", "pytest.set_trace", "pudb.b"),
    *("remote_pdb.set_trace", "rpdb.set_trace", "web_pdb.set_trace", "wdb.set_trace", "xdb.set_trace"),
)
_SWITCH = lazy(r"(?i)debug|verbose|environ|getenv|interactive|breakpoint|pdb|trace")
_HOOKS = ("breakpointhook", "PYTHONBREAKPOINT")
_SUBJECTS = frozenset({"Pdb", "Bdb", "Restart", "post_mortem"})
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_BRANCHES = (
    *(ast.If, ast.IfExp, ast.ExceptHandler, ast.match_case, ast.BoolOp, ast.While),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
_KEEPING = lazy(r"(?i)skip|\bmark\.(?!(asyncio|parametrize|django_db|usefixtures|anyio|trio)\b)")
_SKIPS = lazy(r"(?i)skip|_?exit\Z")
_MODULES = frozenset({"pdb", "ipdb", "pudb", "bdb"})


@rule.call(*_FUNCTIONS)
def called(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the call of a debugger by its name."""
    if _is_left(call, module):
        yield rule.at(call, name=spelt(call.func))


@rule.method("set_trace")
def imported_in_place(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report ``__import__("pdb").set_trace()``."""
    match call.func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="__import__"), args=[ast.Constant(value=name)])):
            if name in _MODULES and _is_left(call, module):
                yield rule.at(call, name=f"{name}.set_trace")


def _is_left(call: ast.Call, module: Module) -> bool:
    if _is_switched(call, module) or _is_subject(module):
        return False
    return module.settings.enables(rule.code) or _is_always_reached(call, module)


def _is_always_reached(call: ast.Call, module: Module) -> bool:
    """Whether each run of a test, or of what is run before and after it, comes to the call."""
    match module.above(call, *_BRANCHES, *_SCOPES):
        case ast.FunctionDef() | ast.AsyncFunctionDef() as function if not _is_marked(function, module):
            is_run = is_test(function, module) or is_hook(function) or is_fixture(function, module)
            return is_run and call.lineno <= _first_way_out(function, module)
    return False


def _is_marked(function: Function, module: Module) -> bool:
    """Whether a mark other than that of cases may keep a test, or its class, from being run."""
    class_ = module.class_of(function)
    marks = [*function.decorator_list, *(class_.decorator_list if class_ is not None else ())]
    return any(_KEEPING.search(spelt(each)) for each in marks)


@once
def _first_way_out(function: Function, module: Module) -> float:
    """The line of the first statement that may end a test, or skip it, on one of its ways."""
    return min((each.lineno for each in within(function) if _leads_out(each)), default=float("inf"))


def _leads_out(node: ast.AST) -> TypeGuard[ast.stmt | ast.expr]:
    match node:
        case ast.Return() | ast.Raise():
            return True
        case ast.Call(func=func):
            return _SKIPS.search(last_word(func)) is not None
        case _:
            return False


def _is_switched(call: ast.Call, module: Module) -> bool:
    """Whether a condition, or a function that is called after it, is there for the debugger."""
    function = module.function(call)
    return inherited(call, _decides, module) or (function is not None and _is_named_so(function, module))


def _decides(inner: ast.AST, module: Module) -> bool | None:
    """Whether the condition around a node is a switch; ``None`` if there is none, or it is none."""
    above = module.parent(inner)
    return (isinstance(above, (ast.If, ast.IfExp)) and _is_switch(above, module)) or None


@once
def _is_switch(condition: ast.If | ast.IfExp, module: Module) -> bool:
    return bool(_SWITCH.search(spelt(condition.test)))


@once
def _is_named_so(function: Function, module: Module) -> bool:
    return bool(_SWITCH.search(f"{function.name} {ast.get_docstring(function) or ''}"))


@once
def _is_subject(module: Module) -> bool:
    """Whether a debugger is what the module is about: it is replaced there, or a part of it is used."""
    if module.mentions(*_HOOKS) or module.attributes(_SUBJECTS):
        return True
    return any(isinstance(each, str) and each.endswith(".set_trace") for each in module.literals)
