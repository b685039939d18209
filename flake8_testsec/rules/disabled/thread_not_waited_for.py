"""A test asserts what a thread or process that it started has done, and nothing waits for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, last_word
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.suites import is_test

rule = Rule(
    code="TSE532",
    summary="assertion on what a started thread does, and nothing waits for the thread",
    message="nothing waits for the thread before the assertion on line {line}; join it first",
    roles=Role.TEST,
    cwe=362,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    ``start()`` returns before the thread has done anything, or after, as it happens. What is asserted right
    below holds on a fast machine and fails on a busy one, or the other way round: it holds only because
    nothing was done yet.
    """,
    fix="Join the thread (with a timeout), or wait for the event, queue or state that it brings about.",
    fixable="Nothing, because what tells that the thread is ready is for a person to say.",
    bad=(
        """
        import threading

        def test_sells(shop):
            sold = []
            seller = threading.Thread(target=shop.sell, args=(sold,))
            seller.start()
            ^^^^^^^^^^^^^^
            assert sold == ["pear"]
            seller.join()

        def test_counts(shop):
            threading.Thread(target=shop.count).start()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.total == 17
        """,
    ),
    good=(
        """
        import threading

        def test_given(shop, thread):
            seller = shop.seller or threading.Thread(target=shop.sell)
            seller.start()
            assert shop.total == 17
        """,
        """
        import threading
        import time

        def test_sells(shop, orders):
            sold = []
            seller = threading.Thread(target=shop.sell, args=(sold,))
            seller.start()
            seller.join()
            assert sold == ["pear"]
            other = threading.Thread(target=shop.sell)
            other.start()
            assert other.is_alive()
            third = threading.Thread(target=shop.sell)
            third.start()
            assert shop.wait_until_sold(5)
            fourth = threading.Thread(target=shop.sell)
            fourth.start()
            time.sleep(1)
            assert sold
            fifth = threading.Thread(target=shop.sell)
            fifth.start()
            while not sold:
                pass
            assert sold
            sixth = threading.Thread(target=shop.sell)
            sixth.start()
            assert orders.empty is False
            last = threading.Thread(target=shop.sell)
            last.start()

        def start(shop):
            seller = threading.Thread(target=shop.sell)
            seller.start()
            assert shop

        def test_serves(server):
            threading.Thread(target=server.serve_forever).start()
            assert server.port
        """,
    ),
)


@rule.call("threading.Thread().start", "threading.Timer().start", "multiprocessing.Process().start")
def not_waited_for(start: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the start if the very next statement asserts what the thread is given."""
    statement, function = module.parent(start), module.function(start)
    if function is None or not isinstance(statement, ast.Expr) or not is_test(function, module):
        return
    following = _next(statement, module)
    if following is None or not is_assertion(following):
        return
    if any(isinstance(each, (ast.Call, ast.Await)) for each in _asked(following)):
        return  # what is called may wait
    shared = _given(start, function, module)
    if any(isinstance(each, ast.Name) and each.id in shared for each in ast.walk(following)):
        told = (Pointer(following, "asserted here"),)
        yield rule.at(start, told, line=following.lineno)


def _next(statement: ast.stmt, module: Module) -> ast.stmt | None:
    """The statement directly below another in its block."""
    outer = module.parent(statement)
    for name in ("body", "orelse", "finalbody"):
        block: Sequence[ast.stmt] = getattr(outer, name, None) or ()
        if isinstance(block, list) and statement in block[:-1]:
            following: ast.stmt = block[block.index(statement) + 1]
            return following
    return None


def _asked(assertion: ast.stmt) -> Iterator[ast.AST]:
    """What an assertion is made of, without the call of its own method."""
    match assertion:
        case ast.Expr(value=ast.Call(args=args)):
            yield from (each for given in args for each in ast.walk(given))
        case _:
            yield from ast.walk(assertion)


def _given(start: ast.Call, function: Function, module: Module) -> frozenset[str]:
    """The names that the thread is told to work on: its arguments, and the owner of its target."""
    made = _made(start, module)
    if made is None:
        return frozenset()
    parts = [argument(made, 1, "target"), argument(made, 3, "args"), argument(made, 4, "kwargs")]
    target = parts[0]
    if target is None or "serve" in last_word(target) or "forever" in last_word(target):
        return frozenset()
    names = (each for part in parts if part is not None for each in ast.walk(part))
    imported = {name for name, _ in module.scopes.imported()}
    return frozenset(each.id for each in names if isinstance(each, ast.Name)) - imported


def _made(start: ast.Call, module: Module) -> ast.Call | None:
    """The call that makes the thread, if it is seen."""
    owner = start.func.value if isinstance(start.func, ast.Attribute) else None
    if isinstance(owner, ast.Call):
        return owner
    bindings = module.bindings(owner) if isinstance(owner, ast.Name) else ()
    calls = (each.value for each in bindings if isinstance(each, Bound))
    return next((each for each in calls if isinstance(each, ast.Call)), None)
