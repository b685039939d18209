"""A thread that is waited for with a limit, and nobody asks whether it has ended."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import argument
from flake8_testsec.source.module import Module
from flake8_testsec.source.receivers import callees
from flake8_testsec.vocabulary.testing.suites import is_test

rule = Rule(
    code="TSE223",
    summary="join with a limit, and nobody asks whether the thread has ended",
    message="join() returns as usual when the time is up; assert not {name}.is_alive() below it",
    roles=Role.TEST | Role.SUPPORT,
    cwe=252,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    ``join`` with a limit does not raise when the limit is reached. The test goes on as if the thread had
    done its part: it asserts too early on a slow machine, and a thread that hangs is left running below all
    other tests, without a word.
    """,
    fix="``assert not thread.is_alive()`` below the ``join``; of a process, ask ``exitcode``.",
    fixable="Nothing, because the assertion may fail then.",
    bad=(
        """
        import threading
        from multiprocessing import Process

        def test_orders(shop):
            thread = threading.Thread(target=shop.order)
            thread.start()
            thread.join(5)
            ^^^^^^^^^^^^^^
            assert shop.count == 1
            process = Process(target=shop.order)
            process.join(timeout=5)
            ^^^^^^^^^^^^^^^^^^^^^^^
            threads = [threading.Thread(target=shop.order) for _ in range(3)]
            for each in threads:
                each.join(shop.limit)
                ^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import os
        import threading
        from multiprocessing import Process

        def test_order(shop):
            thread = threading.Thread(target=shop.order)
            thread.join()
            thread.join(timeout=None)
            ", ".join(shop.names)
            try:
                shop.order(1)
            finally:
                thread.join(5)

            def stop():
                thread.join(5)

            shop.at_end(stop)
            os.path.join("a", "b")
            shop.join(3)
        """,
        """
        import threading

        def test_order(shop):
            thread = threading.Thread(target=shop.order)
            thread.join(5)
            assert not thread.is_alive()
        """,
        """
        from multiprocessing import Process

        def test_order(shop):
            process = Process(target=shop.order)
            process.join(5)
            assert process.exitcode == 0
        """,
    ),
)

_JOINED = frozenset({"threading.Thread().join", "threading.Timer().join", "multiprocessing.Process().join"})
_ENDED = frozenset({"is_alive", "isAlive", "exitcode"})


@rule.method("join", look=looks.is_statement)
def joined(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the wait with a limit in a module that never asks whether a thread lives."""
    limit = argument(call, 0, "timeout")
    if limit is None or (isinstance(limit, ast.Constant) and limit.value is None):
        return
    is_alone = isinstance(module.parent(call), ast.Expr)
    function = module.function(call)
    if not is_alone or _is_at_end(call, module) or not is_test(function, module) or module.attributes(_ENDED):
        return
    if callees(call, module) & _JOINED:
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        yield rule.at(call, name=owner.id if isinstance(owner, ast.Name) else "thread")


def _is_at_end(call: ast.Call, module: Module) -> bool:
    """Whether this is done in the end, whatever has happened."""
    blocks = (each.finalbody for each in module.around(call, ast.Try) if each.finalbody)
    return any(each[0].lineno <= call.lineno for each in blocks)
