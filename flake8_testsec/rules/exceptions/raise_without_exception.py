"""A bare ``raise`` where no exception is being handled."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.fixing.statements import placed
from flake8_testsec.project.handlers import around, called_in_handlers
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import truth
from flake8_testsec.source.index import BODIES
from flake8_testsec.source.module import Module, once, statements, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.suites import is_test

rule = Rule(
    code="TSE425",
    summary="bare raise outside any except: RuntimeError takes the place of the failure; raise the exception",
    message="bare raise outside any except: RuntimeError takes the place of the failure; {remedy}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=703,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    Behind the ``except`` the exception is forgotten, and ``raise`` alone has nothing to raise: "RuntimeError:
    No active exception to reraise". In Python 2 the last one was still there. What went wrong, where, and
    with which values, is lost, and who waits for an ``AssertionError`` never gets one.
    """,
    fix="""
    Keep the exception, ``error = exc``, and ``raise error``; or let the last attempt stand outside the
    ``try``. In a test, ``self.fail("...")`` or ``raise AssertionError("...")`` says what is wrong.
    """,
    fixable="Nothing, because the program does not know which exception was meant.",
    bad=(
        """
        import functools

        def retried(function):
            @functools.wraps(function)
            def wrapper(*args):
                for _ in range(3):
                    try:
                        return function(*args)
                    except AssertionError:
                        pass
                raise
                ^^^^^
            return wrapper

        @retried
        def test_order():
            if order(1) is None:
                raise
                ^^^^^
        """,
    ),
    good=(
        """
        import contextlib
        import shutil

        import pytest

        def retried(function):
            def wrapper(*args):
                for attempt in range(3):
                    try:
                        return function(*args)
                    except AssertionError:
                        if attempt == 2:
                            raise

            return wrapper

        def again():
            raise

        def handled(error):
            try:
                order(1)
            except ValueError:
                pass
            raise

        def by_manager():
            try:
                yield
            except ValueError:
                pass
            raise

        def for_ever(shop):
            while True:
                try:
                    return shop.order()
                except OSError:
                    continue
            raise

        def at_last(shop):
            try:
                shop.order()
            except OSError:
                return
            finally:
                if shop.closed:
                    raise

        def ended(shop):
            try:
                shop.order()
            except OSError:
                raise ValueError
            raise

        def removed(path):
            def on_error(function, path, error):
                try:
                    function(path)
                except OSError:
                    pass
                raise

            shutil.rmtree(path, onerror=on_error)

        def kept(error):
            try:
                order(1)
            except ValueError:
                pass
            raise

        ON_ERROR = {"order": kept}

        class Closing:
            def __exit__(self, *args):
                try:
                    self.close()
                except OSError:
                    pass
                raise

        def test_handled():
            try:
                order(1)
            except ValueError as error:
                handled(error)
            except OSError:
                def inner():
                    raise

                inner()

        def test_nothing_to_raise():
            with pytest.raises(RuntimeError):
                raise

        def test_traceback():
            try:
                raise
            except RuntimeError as error:
                assert error.__traceback__

        def test_callback(shop):
            def failing():
                raise

            shop.at_end(failing)

        def test_suppressed():
            with contextlib.suppress(RuntimeError):
                raise
        """,
        """
        def outer(shop):
            try:
                shop.open()
            except OSError:
                middle(shop)

        def middle(shop):
            inner(shop)

        def inner(shop):
            try:
                shop.dump()
            except OSError:
                pass
            raise

        def at_last(shop):
            try:
                shop.open()
            finally:
                told(shop)

        def told(shop):
            try:
                shop.dump()
            except OSError:
                pass
            raise

        class Closing:
            def __exit__(self, *args):
                self.closed()

            @logged
            def closed(self):
                self.ended()

            def ended(self):
                try:
                    self.dump()
                except OSError:
                    pass
                raise

        def again(function):
            def wrapper():
                try:
                    return function()
                except OSError:
                    pass
                raise

            return wrapper

        @again
        def ask():
            return order(1)

        def test_ask():
            try:
                order(2)
            except ValueError:
                ask()
        """,
        """
        # file: tests/helpers.py
        def fail_with_logs(shop):
            try:
                shop.dump()
            except OSError:
                pass
            raise
        # file: tests/test_shop.py
        from tests.helpers import fail_with_logs

        def test_shop(shop):
            try:
                shop.open()
            except ValueError:
                fail_with_logs(shop)
        """,
        """
        def test_shop():
            raise ValueError
        """,
    ),
)

_SUPPRESSING = frozenset({"contextlib.suppress"})
_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)


@rule.on(ast.Raise, look=looks.raises_nothing)
def without_exception(statement: ast.Raise, module: Module) -> Iterator[Hit]:
    """Report a ``raise`` that runs when no exception is there: in a test, or behind a handler."""
    function = module.function(statement)
    if statement.exc is not None or not isinstance(function, Function):
        return
    if _may_be_handling(statement, function, module) or _is_suppressed(statement, module):
        return
    if is_test(function, module):
        yield rule.at(statement, remedy="say what is wrong")
    elif _ends_attempts(statement, module) or (
        statement in _behind(function, module) and function.name not in called_in_handlers(module)
    ):
        yield rule.at(statement, remedy="keep the exception and raise it")


def _may_be_handling(statement: ast.Raise, function: Function, module: Module) -> bool:
    """Whether a handler is around a statement, or what an exception goes through or is thrown into."""
    if function in module.generators or function.name.startswith("__"):
        return True
    return any(
        isinstance(above, ast.ExceptHandler)
        or (isinstance(above, ast.Try) and (inner in above.finalbody or _is_caught(inner, above)))
        for above, inner in around(statement, module)
    )


def _is_caught(inner: ast.AST, try_: ast.Try) -> bool:
    return bool(try_.handlers) and inner in try_.body


def _is_suppressed(statement: ast.Raise, module: Module) -> bool:
    """Whether the ``RuntimeError`` is wanted, or ignored on purpose."""
    if expecting_around(statement, module) is not None:
        return True
    contexts = (item.context_expr for each in module.around(statement, ast.With) for item in each.items)
    return any(isinstance(each, ast.Call) and module.names(each.func) & _SUPPRESSING for each in contexts)


def _ends_attempts(statement: ast.Raise, module: Module) -> bool:
    """Whether a ``raise`` comes when every attempt has failed: it means their error, whoever calls."""
    block, place = placed(statement, module)
    above = module.parent(statement)
    tried = (
        above if isinstance(above, ast.For) and block is above.orelse else block[place - 1] if place else None
    )
    match tried:
        case ast.For(body=body):
            return any(_is_attempt(each) for each in body)
        case _:
            return False


def _is_attempt(statement: ast.stmt) -> bool:
    """Whether a ``try`` leaves its loop if it succeeds, and else lets it go on."""
    match statement:
        case ast.Try(body=body, orelse=orelse, handlers=[ast.ExceptHandler(body=[*_, last])]):
            done = any(isinstance(each, (ast.Return, ast.Break)) for each in statements([*body, *orelse]))
            return done and not isinstance(last, _LEAVING[:2])
        case _:
            return False


@once
def _behind(function: Function, module: Module) -> frozenset[ast.AST]:
    """The ``raise`` statements behind a ``try`` some handler of which goes on, or in its ``else``."""
    going_on = _going_on(function, module)
    found: set[ast.AST] = set()
    waiting: list[tuple[Sequence[ast.stmt], bool]] = [(function.body, False)]
    while waiting:
        block, is_behind = waiting.pop()
        for statement in block:
            if is_behind:
                found.add(statement)
            waiting.extend(_inner(statement, is_behind))
            if isinstance(statement, _LEAVING) or _is_endless(statement):
                break
            is_behind = is_behind or statement in going_on
    return frozenset(found)


def _inner(statement: ast.stmt, is_behind: bool) -> Iterator[tuple[Sequence[ast.stmt], bool]]:
    if isinstance(statement, (Function, ast.ClassDef)):
        return
    for name in BODIES[type(statement)]:
        block = getattr(statement, name)
        if not isinstance(block, list):
            continue
        if name == "orelse" and isinstance(statement, ast.Try):
            yield block, True
        elif name != "handlers":
            yield [each for each in block if isinstance(each, ast.stmt)], is_behind


def _going_on(function: Function, module: Module) -> frozenset[ast.AST]:
    """Each ``try`` of a function with a handler that does not leave, and the statements around it."""
    found: set[ast.AST] = set()
    for node in within(function):
        match node:
            case ast.ExceptHandler(body=[*_, last]) if not isinstance(last, (ast.Return, ast.Raise)):
                inner: ast.AST | None = node
                while inner is not None and inner is not function and inner not in found:
                    found.add(inner)
                    inner = module.parent(inner)
    return frozenset(found)


def _is_endless(statement: ast.stmt) -> bool:
    match statement:
        case ast.While(test=test) if truth(test) is True:
            return not any(isinstance(each, ast.Break) for each in within(statement))
        case _:
            return False
