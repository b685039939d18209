"""A handler of every error, in a test or around it, that does nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module, statements, walk
from flake8_testsec.vocabulary.testing.assertions import are_checking, is_broad

rule = Rule(
    code="TSE422",
    summary="every error is swallowed; name the one that is expected",
    message="{what}, {also}; name the error that is expected here",
    roles=Role.TEST,
    cwe=390,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    One error was in mind: the file that is gone already, the peer that does not answer. The handler takes
    all others, too, those of a misspelt name among them, and says nothing: what the lines should do is not
    done, and the test, or the tests behind it, go on as if it were. A bare ``except`` takes even Ctrl-C.
    """,
    fix="""
    Name the error that is expected, and leave the others alone: ``except FileNotFoundError: pass``, or
    ``with contextlib.suppress(FileNotFoundError):``.
    """,
    fixable="Nothing, because which error is expected is for a person to say.",
    bad=(
        """
        import os
        import unittest

        class TestOrder(unittest.TestCase):
            def tearDown(self):
                try:
                    os.remove(self.path)
                except Exception:
                ^^^^^^^^^^^^^^^^^
                    pass

            def test_order(self):
                try:
                    self.shop.order(1)
                except (OSError, Exception):
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    pass
                self.assertEqual(1, self.shop.count)

        def test_orders(shop):
            for each in shop.orders:
                try:
                    each.pay()
                except:
                ^^^^^^^
                    continue
            assert shop.count
            try:
                shop.close()
            except:
            ^^^^^^^
                shop.kill()
        """,
    ),
    good=(
        """
        import contextlib
        import os

        def test_order(shop):
            try:
                os.remove(shop.path)
            except FileNotFoundError:
                pass
            try:
                shop.order(1)
            except Exception as error:
                shop.tell(error)
            try:
                shop.order(1)
            except:
                shop.close()
                raise
            try:
                assert shop.order(1)
            except Exception:
                pass
            try:
                1 / 0
            except Exception:
                pass
            try:
                shop.order(1)
            except ValueError:
                shop.close()
            except Exception:
                pass
            try:
                shop.order(1)
            except Exception:
                # The shop may have closed by now, and then there is no order; the line below
                # looks at what is left of it.
                pass
            try:
                same = shop.order(1) == 1
            except:
                same = False
            try:
                shop.order(1)
            except Exception as error:
                print(error)

        try:
            import bank
        except Exception:
            bank = None

        def found():
            try:
                import bank
            except Exception:
                return
            try:
                return shop.found()
            except Exception:
                pass
        """,
        """
        import pytest

        def test_order(shop):
            try:
                shop.order(1)
            except:
                pytest.fail("could not order")
            try:
                shop.order(1)
            except Exception:
                shop.close()
            else:
                shop.pay()
        """,
    ),
)

_LONG = 60
_ANSWERS = (ast.Raise, ast.Return, ast.Assign)
_LEAVES = (ast.Raise, ast.Return, ast.Import, ast.ImportFrom)


@rule.on(ast.ExceptHandler)
def swallowed(handler: ast.ExceptHandler, module: Module) -> Iterator[Hit]:
    """Report the broad handler that does nothing, and the bare one that goes on with something else."""
    statement, function = module.parent(handler), module.function(handler)
    if function is None or not isinstance(statement, ast.Try) or not is_broad(handler, module):
        return
    if len(statement.handlers) > 1 or _is_explained(handler, module) or _fails_on_purpose(statement):
        return
    if statement.orelse or any(isinstance(each, _LEAVES) for each in statements(statement.body)):
        return  # a question: which of two ways is taken?
    if are_checking((*statement.body, *handler.body), module):
        return  # what swallows checks is another rule's
    if _does_nothing(handler):
        yield rule.at(handler, what="every error is swallowed", also="a mistake in the test itself, too")
    elif handler.type is None and not any(isinstance(each, _ANSWERS) for each in statements(handler.body)):
        yield rule.at(
            handler, what="a bare except takes every error", also="Ctrl-C and the end of the run, too"
        )


def _does_nothing(handler: ast.ExceptHandler) -> bool:
    """Whether a handler passes, goes on, or prints a text that says nothing of the error."""
    match handler.body:
        case [ast.Pass() | ast.Continue() | ast.Expr(value=ast.Constant())]:
            return True
        case [ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=args))]:
            return all(isinstance(each, ast.Constant) for each in args)
        case _:
            return False


def _is_explained(handler: ast.ExceptHandler, module: Module) -> bool:
    """Whether a comment in a handler says at some length why nothing is done."""
    last = handler.end_lineno or handler.lineno
    said = [each.content for each in module.comments_in(handler.lineno, last)]
    return sum(map(len, said)) > _LONG


def _fails_on_purpose(statement: ast.Try) -> bool:
    """Whether an error is only made to have one: by a division by zero."""
    return any(isinstance(each, ast.BinOp) and _is_zero(each.right) for each in walk(statement))


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0
