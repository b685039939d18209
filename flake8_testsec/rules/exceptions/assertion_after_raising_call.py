"""A check below the call that is expected to raise, still under the same ``with``: it is never reached."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from itertools import takewhile

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, within
from flake8_testsec.vocabulary.testing.assertions import (
    BROAD,
    FAILURES,
    called,
    classes,
    expectation,
    expectations,
    is_assertion,
    is_failure,
    is_mock_assertion,
    suppressed,
)
from flake8_testsec.vocabulary.testing.left_early import is_set_elsewhere, may_fail, mentions, never_set
from flake8_testsec.vocabulary.testing.raising_blocks import deleted, moved_below

rule = Rule(
    code="TSE403",
    summary="assertion below the call that is expected to raise never runs",
    message="assertion below the call that is expected to raise never runs; {remedy}",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    The block of ``assertRaises``, ``pytest.raises`` or ``ExpectedException`` is left at the statement that
    raises. An assertion further down in the same block is dead code: what it claims about the error or
    about the state afterwards is checked by nobody, and it may have been false for years.
    """,
    fix="""
    Take the assertion out of the block, to the indentation of the ``with``. What it says of the result that
    only a call without an error would have is to be deleted. A denial of such a result, such as
    ``assert secret not in text``, is left alone: it tells what would be worst if nothing is raised.
    """,
    fixable="""
    The assertions are moved below the block, unless they count fewer calls than there were above; a context
    that is asked for what the error has, or its text, becomes the error; those that read what only the last
    call of the block would have returned are deleted; unsafe, because they have never run and may fail, or
    were meant for another place.
    """,
    bad=(
        """
        import unittest

        class TestParser(unittest.TestCase):
            def test_rejects(self):
                with self.assertRaises(ParseError) as caught:
                    parse("x")
                    self.assertIn("line 1", str(caught.exception))
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.assertEqual(1, caught.exception.line)
        """,
        """
        import pytest

        def test_declined(shop, bank):
            with pytest.raises(Declined):
                shop.pay(10)
                assert shop.state == "open"
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                bank.charge.assert_not_called()

        def test_declined_again(shop, path):
            with pytest.raises(Declined):
                shop.pay(10)
                assert len(shop.orders) == 0
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            with pytest.raises(TypeError):
                shop.pay("x")
                assert shop.orders is not None
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            with pytest.raises(ValueError):
                shop.pay(-1)
                assert not path.exists()
                ^^^^^^^^^^^^^^^^^^^^^^^^

        async def test_declined_later(shop):
            with pytest.raises((Declined, TimeoutError)) as info:
                async with shop.session():
                    await shop.pay(10)
                assert info.value.code == 7
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import testtools
        from unittest import mock

        class TestNetwork(testtools.TestCase):
            def test_forbidden(self):
                with testtools.ExpectedException(HTTPError) as caught:
                    with self.network(shared=True):
                        pass
                    self.assertEqual(403, caught.exception.code)
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_any_error(self):
                with self.assertRaises(Exception):
                    status = self.network()
                    self.assertEqual(0, status)
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.driver.plug.assert_called_once_with("eth0")
        """,
    ),
    good=(
        """
        import pytest

        def test_declined(shop):
            with pytest.raises(Declined) as info:
                shop.pay(10)
            assert info.value.code == 7
        """,
        """
        import pytest

        from shop import orders

        def test_nothing_leaks(name, secret):
            with pytest.raises(PermissionError):
                text = orders.read(name)
                assert secret not in text
                assert not text

        class TestLeaks(unittest.TestCase):
            def test_nothing_leaks(self):
                with self.assertRaises(PermissionError):
                    text = orders.read(self.name)
                    self.assertNotIn(self.secret, text)
        """,
        """
        import contextlib
        import pytest

        def test_the_assertion_may_raise(shop):
            with pytest.raises(AttributeError):
                shop.pay(10)
                assert shop.task.done()
            with pytest.raises(KeyError):
                shop.pay(10)
                assert len(shop.orders) == 1
            with pytest.raises(Declined):
                shop.pay(10)
                assert shop.count() == 1

        def test_the_assertion_is_what_raises(shop):
            with pytest.raises(Declined):
                order = shop.order()
                assert shop.pay(order)
            with pytest.raises(Declined):
                amount = 10
                assert amount == shop
            with pytest.raises(KeyError):
                order = shop.order()
                assert order["discount"]
            with pytest.raises(TypeError):
                order = shop.order()
                assert order < 1
            with pytest.raises(AttributeError):
                order = shop.order()
                assert order.discount

        def test_a_helper_that_asserts(shop):
            with pytest.raises(AssertionError):
                shop.pay(10)
                assert shop.state
            with pytest.raises(AssertionError):
                shop.charge(10)
                shop.charge.assert_called_once_with(11)
            with pytest.raises(AssertionError):
                shop.charge(10)
                assert False

        def test_another_context_of_the_block(counted):
            with pytest.raises(AssertionError) as info, counted() as queries:
                shop.list()
                queries.assert_number(3)

        def test_the_line_may_be_reached(shop):
            with pytest.raises(Declined):
                if shop.pay(10):
                    shop.close()
                assert shop.state == "open"
            with pytest.raises(Declined):
                with contextlib.suppress(Declined):
                    shop.pay(10)
                assert shop.state == "open"
            with pytest.raises(Declined), contextlib.suppress(Declined):
                shop.pay(10)
                assert shop.state == "open"
            with pytest.warns(UserWarning):
                shop.pay(10)
                assert shop.state == "open"
        """,
    ),
)

_COMPARES = lazy(
    r"assert(Not)?(Equals?|AlmostEquals?|Is|In|IsInstance|IsNone|Regex|RegexpMatches|Identical)\Z|"
    r"assert(True|False|IsNot|IsNotNone|Less|LessEqual|Greater|GreaterEqual|CountEqual|ItemsEqual|_)\Z|"
    r"assert(MultiLine|Sequence|List|Tuple|Set|Dict)Equal\Z"
)
_RAISING: dict[str, tuple[type[ast.AST], ...]] = {
    "AttributeError": (ast.Attribute,),
    "TypeError": (ast.BinOp,),
}
"""What in an assertion may itself raise these errors."""

_ORDERING = (ast.Gt, ast.GtE, ast.In, ast.Lt, ast.LtE, ast.NotIn)
_HARMLESS = frozenset(
    {"bool", "callable", "id", "isinstance", "issubclass", "len", "list", "sorted", "type"}
) | {f"os.path.{name}" for name in ("exists", "isdir", "isfile", "islink", "lexists")}
"""Functions that raise no error of a project."""

_ASKING = frozenset(
    {"cancelled", "cancelling", "done", "exists", "is_alive", "is_closed", "is_dir", "is_file", "is_set"}
)
"""Methods without arguments that only say yes or no, of futures, threads, events and paths."""

_SIMPLE = (
    ast.Expr,
    ast.Assign,
    ast.AnnAssign,
    ast.AugAssign,
    ast.Delete,
    ast.Assert,
    ast.Raise,
    ast.Pass,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
)


@rule.on(ast.With, ast.AsyncWith)
def never_runs(block: ast.With | ast.AsyncWith, module: Module) -> Iterator[Hit]:
    """Report the first of the assertions that end the block of an expected exception."""
    expected = [each for each in expectations(block, module) if each.kind == "raises"]
    if not expected or suppressed(block, module):
        return
    errors = frozenset(name for each in expected for name in classes(each.expected, module))
    if is_mock_assertion(block.body[-1]):
        errors -= BROAD  # nobody waits for the double to complain
    bound = _contexts(block, module)
    start = len(block.body)
    while start and _is_dead(block.body[start - 1], bound, errors, module):
        start -= 1
    before, dead = block.body[:start], block.body[start:]
    if not dead or not any(may_fail(each, module) for each in before):
        return
    if any(mentions(each, bound) for each in dead) or all(_runs_through(each, module) for each in before):
        unset = sorted(never_set(dead, before, module))
        again = bool(unset) and is_set_elsewhere(unset[0], block, module)
        if unset and not again and all(map(_denies, dead)):
            return  # the worst that can be if nothing is raised
        hit = rule.at(
            dead[0],
            related=(Pointer(expected[0].call, "the block is left by this error"),),
            remedy=_deletion(unset[0], again) if unset else "move it out of the block",
        )
        moved = [*_taken(before, bound), *dead]
        gone = deleted(dead, frozenset(unset), errors, module) if unset else ()
        edits = gone if unset else moved_below(moved, block, bound, module)
        yield hit.fixed(*edits, safe=False)


def _taken(before: list[ast.stmt], bound: frozenset[str]) -> list[ast.stmt]:
    """The assignments directly above the assertions that take the error from its context, as late as they."""
    late = takewhile(lambda each: isinstance(each, ast.Assign) and mentions(each, bound), reversed(before))
    return [*late][::-1]


def _deletion(name: str, again: bool) -> str:
    return f"delete it: {name} is {'not set anew' if again else 'never set'}"


def _contexts(block: ast.With | ast.AsyncWith, module: Module) -> frozenset[str]:
    """The names of the expectations; of what else the block enters, something under test may be named."""
    expecting = (each for each in block.items if expectation(each.context_expr, module))
    names = (each.optional_vars for each in expecting)
    return frozenset(each.id for each in names if isinstance(each, ast.Name))


def _denies(statement: ast.stmt) -> bool:
    """Whether an assertion only says what something is not."""
    match statement:
        case ast.Assert(test=ast.UnaryOp(op=ast.Not())):
            return True
        case ast.Assert(test=ast.Compare(ops=[operator])):
            return isinstance(operator, (ast.NotIn, ast.NotEq, ast.IsNot))
        case ast.Expr(value=ast.Call(func=func)):
            return last_word(func) in ("assertFalse", "assertNotEqual", "assertNotIn", "assertNotRegex")
        case _:
            return False


def _is_dead(statement: ast.stmt, bound: frozenset[str], errors: frozenset[str], module: Module) -> bool:
    """Whether a statement is an assertion, and cannot itself be what is expected to raise."""
    if not is_assertion(statement) or is_failure(statement, module):
        return False
    if mentions(statement, bound):
        return True  # the context's own name is of use after the block only
    if errors & FAILURES:
        return False
    return is_mock_assertion(statement) or _only_compares(statement, errors, module)


def _only_compares(statement: ast.stmt, errors: frozenset[str], module: Module) -> bool:
    match statement:
        case ast.Assert(test=test):
            parts = [test]
        case ast.Expr(value=ast.Call(func=func, args=args)) if _COMPARES.match(last_word(func)):
            parts = args
        case _:
            return False
    return not any(_may_raise(node, errors, module) for part in parts for node in (part, *within(part)))


def _may_raise(node: ast.AST, errors: frozenset[str], module: Module) -> bool:
    """Whether a part of an assertion may itself raise one of some errors."""
    own = not any(hasattr(builtins, error) for error in errors)
    match node:
        case ast.Call(func=ast.Attribute(attr=word), args=[], keywords=[]) if word in _ASKING:
            return not own and "AttributeError" in errors
        case ast.Call(func=func):
            return not own or not module.names(func) or not module.names(func) <= _HARMLESS
        case ast.Await() | ast.Subscript():
            return True
        case ast.Compare(ops=operators):
            ordering = any(isinstance(each, _ORDERING) for each in operators)
            return ordering and "TypeError" in errors
        case _:
            return any(isinstance(node, _RAISING.get(error, ())) for error in errors)


def _runs_through(statement: ast.stmt, module: Module) -> bool:
    """Whether the statement below one is reached only if this one raises nothing at all."""
    match statement:
        case ast.With(body=body) | ast.AsyncWith(body=body):
            swallows = suppressed(statement, module) or any(map(_is_subtest, statement.items))
            inner = expectations(statement, module)
            return not swallows and not inner and all(_runs_through(each, module) for each in body)
        case _:
            return isinstance(statement, _SIMPLE)


def _is_subtest(item: ast.withitem) -> bool:
    call = called(item.context_expr)
    return call is not None and last_word(call.func) == "subTest"
