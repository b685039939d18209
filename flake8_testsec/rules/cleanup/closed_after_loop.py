"""What stands behind a loop closes only the last of several."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup import resources
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, names_below, once, within
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.assertions import expecting_around

rule = Rule(
    code="TSE334",
    summary="what stands behind a loop closes only the last of several",
    message="{call}() behind the loop ends only its last {name}; call it for each one, in a loop",
    roles=Role.TEST | Role.SUPPORT,
    cwe=772,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
    Behind a loop its variable is the last value that it had: the line closes one connection, file or server,
    and all others stay open. It looks as if each of them were closed, so nobody looks for what is left.
    """,
    fix="Move the line into the loop, or end each of them in a loop of its own, in ``finally``.",
    fixable="Nothing: whether the end of the loop or that of the test is the place has to be decided.",
    bad=(
        """
        import sqlite3

        import pytest


        @pytest.fixture
        def shop(tmp_path, make):
            orders = sqlite3.connect(tmp_path / "orders")
            stock = sqlite3.connect(tmp_path / "stock")
            for each in (orders, stock):
                each.execute("vacuum")
            yield make(tmp_path)
            each.close()
            ^^^^^^^^^^^^


        async def test_window(windows):
            for window in windows:
                assert await window.ask() == "open"
            await window.aclose()
                  ^^^^^^^^^^^^^^^


        def test_tills(shop):
            for number in range(3):
                till = shop.Till(number)
                assert till.number == number
            till.close()
            ^^^^^^^^^^^^
            for number in range(3):
                order = open(f"order-{number}", "w")
                order.write("1")
            order.close()
            ^^^^^^^^^^^^^
        """,
        """
        import unittest


        class TestTills(unittest.TestCase):
            def test_tills(self):
                for number, till in enumerate(self.tills):
                    self.assertEqual(till.number, number)
                try:
                    self.assertTrue(self.shop.is_open)
                finally:
                    till.stop()
                    ^^^^^^^^^^^
        """,
    ),
    good=(
        """
        def test_closed_in_the_loop(tills):
            for till in tills:
                assert till.number
                till.close()
            for till in tills:
                till.open()
            for till in tills:
                till.close()


        def test_found(tills):
            for till in tills:
                if till.is_open:
                    break
            till.close()


        def test_one(shop):
            for till in (shop.till,):
                assert till.number
            till.close()


        def test_again(shop):
            for number in range(3):
                till = shop.Till(number)
                till.close()
            till.close()


        def test_kept(shop, opened):
            for number in range(3):
                till = shop.Till(number)
                opened.append(till)
            till.close()
            till.stop(number)


        def test_tried(shop):
            for _ in range(3):
                try:
                    till = shop.Till()
                except OSError:
                    continue
                till.ask()
            till.close()


        def test_one_of_all(shop):
            for number in range(3):
                pool = shop.reusable_pool(number)
                pool.ask()
            pool.shutdown()


        def test_same(shop, till):
            for number in range(3):
                assert till.number == number
            till.close()
        """,
        """
        def test_last(shop, tills):
            till = shop.till
            for till in tills:
                assert till.number
            till.close()
            for number in range(3):
                till = shop.Till(number)


        def test_nested(shop):
            for number in range(3):
                till = shop.Till(number)
                for each in shop.customers:
                    each.pay(till)
                till.close()
            for number in range(3):
                window = None
            window.close()


        def test_given(till):
            with till as (window, _):
                assert window
            window.close()


        for till in ():
            till.open()
        till.close()
        """,
        """
        import sqlite3
        import subprocess

        import pytest

        from shop.testing import sessions

        MODES = ["wal"]


        def opened(paths):
            for path in paths:
                order = sqlite3.connect(path)
                yield order
                order.close()


        def test_waited(cmds):
            for cmd in cmds:
                proc = subprocess.Popen(cmd)
                assert proc.wait(5) == 0
            proc.kill()
            for cmd in cmds:
                told = subprocess.Popen(cmd)
                out, _ = told.communicate()
                assert out
            told.terminate()


        def test_kept_for_later(self, tills, windows, doors):
            for till in tills:
                self.addCleanup(till.dispose)
            till.close()
            for window in windows:
                self.ends += [window.shut]
            window.close()
            for door in doors:
                shut = door.shut
            door.close()
            shut()


        def test_one(shop):
            for mode in ["wal"]:
                orders = sqlite3.connect(mode)
                orders.execute("vacuum")
            orders.close()
            for number in range(1):
                till = shop.Till(number)
            till.stop()
            for mode in MODES:
                stock = sqlite3.connect(mode)
            stock.close()


        def test_given_by_a_generator(paths, shop):
            for order in opened(paths):
                assert order.total_changes == 0
            order.close()
            tills = shop.tills()
            for number, till in enumerate(tills):
                assert till.number == number
            till.close()


        async def test_sessions():
            async for session in sessions():
                assert session.user
            await session.close()


        def test_ends_twice(tills):
            for till in tills:
                assert till.number
            with pytest.raises(ValueError):
                till.close()
        """,
    ),
)

_ENDS = ("aclose", "close", "disconnect", "kill", "quit", "server_close", "shutdown", "stop", "terminate")
_MAY_END = lazy(
    r"(?i)clos|dispos|releas|wait|communicat|join|exit|stop|kill|terminat|quit|shut|disconnect|finish|destroy"
    r"|delet|remov|clean|abort|cancel|detach|finali|logout|tear|unlink|free|drop"
)
"""Words of what may end something, also if it is called otherwise behind the loop."""
_AROUND = frozenset({"enumerate", "list", "reversed", "sorted", "tuple", "zip", "range"})
_Loop = (ast.For, ast.AsyncFor)


@rule.method(*_ENDS)
def behind_loop(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a release of a name that only a loop binds, behind that loop."""
    match call.func:
        case ast.Attribute(value=ast.Name() as name, attr=word) if not call.args and not call.keywords:
            function = module.function(call)
            loop = _loop(name, module) if function is not None and _is_statement(call, module) else None
            if loop is None or not _is_behind(call, loop, module) or _ends(name.id, loop, module):
                return
            if expecting_around(call, module) is None:
                yield rule.at(call, call=f"{name.id}.{word}", name=name.id)


def _is_statement(call: ast.Call, module: Module) -> bool:
    parent = module.parent(call)
    return isinstance(module.parent(parent) if isinstance(parent, ast.Await) else parent, ast.Expr)


def _loop(name: ast.Name, module: Module) -> ast.For | ast.AsyncFor | None:
    """The loop over several things that alone binds a name, and does so each time it goes round."""
    match module.bindings(name):
        case [Unknown(node=ast.Name() as target)]:
            parent = module.parent(target)
            outer = module.parent(parent) if isinstance(parent, ast.Tuple) else parent
            if not isinstance(outer, _Loop) or outer.target not in (target, parent):
                return None
            is_plain = _is_over_several(outer, module) and not _may_end_them(outer.iter, module)
            return outer if is_plain and not _may_stop(outer, module) else None
        case [Bound(value=value, node=ast.Name() as target)] if _is_new(value, module):
            statement = module.parent(target)
            outer = module.parent(statement) if isinstance(statement, ast.Assign) else None
            if not isinstance(outer, _Loop) or _may_stop(outer, module):
                return None
            return outer if _is_over_several(outer, module) else None
        case _:
            return None


def _is_new(value: ast.expr, module: Module) -> bool:
    """Whether a call makes another object each time; what a function returns may be the same one."""
    made = value.value if isinstance(value, ast.Await) else value
    return isinstance(made, ast.Call) and (
        last_word(made.func)[:1].isupper() or bool(resources.acquired(made, module))
    )


def _is_over_several(loop: ast.For | ast.AsyncFor, module: Module) -> bool:
    match meant(loop.iter, module):
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return len(elements) > 1 or any(isinstance(each, ast.Starred) for each in elements)
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int(most))]):
            return most > 1
        case _:
            return True


def _may_end_them(iterated: ast.expr, module: Module) -> bool:
    """Whether what a loop goes over is made by a function, which may end each when it gives the next."""
    match meant(iterated, module):
        case ast.Call(func=ast.Name(id=word), args=args) if word in _AROUND:
            return any(_may_end_them(each, module) for each in args)
        case other:
            return isinstance(other, (ast.Await, ast.Call))


@once
def _may_stop(loop: ast.For | ast.AsyncFor, module: Module) -> bool:
    """Whether a loop may end at the one that it was looking for."""
    return any(isinstance(each, ast.Break) for each in within(loop))


def _is_behind(call: ast.Call, loop: ast.For | ast.AsyncFor, module: Module) -> bool:
    """Whether a call stands behind a loop, in the same function and in no loop of its own."""
    is_later = call.lineno > (loop.end_lineno or loop.lineno)
    return (
        is_later
        and module.function(call) is module.function(loop)
        and module.above(call, *_Loop) is (module.above(loop, *_Loop))
    )


@once
def _ends(word: str, loop: ast.For | ast.AsyncFor, module: Module) -> bool:
    """Whether what a loop binds is ended there, or somebody is given it who may end it."""
    mentions = names_below(loop, module)[word]
    return any(_may_end(each, module) for each in mentions if isinstance(each.ctx, ast.Load))


def _may_end(name: ast.Name, module: Module) -> bool:
    match module.parent(name):
        case ast.Attribute(attr=word) as attribute:
            return bool(_MAY_END.search(word)) or _is_handed_on(attribute, module)
        case _:
            return True


def _is_handed_on(attribute: ast.Attribute, module: Module) -> bool:
    """Whether somebody is given a method, or what may be one, for later."""
    match module.parent(attribute):
        case ast.Call(func=func):
            return func is not attribute and not last_word(func).startswith("assert")
        case parent:
            return isinstance(parent, (ast.Assign, ast.List, ast.Tuple, ast.keyword, ast.Return, ast.Yield))
