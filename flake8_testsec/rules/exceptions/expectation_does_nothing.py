"""An expectation without callable and without ``with``: nothing is ever expected."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import Edits, after, before
from flake8_testsec.fixing.operators import without_call
from flake8_testsec.fixing.statements import deeper, following, is_alone
from flake8_testsec.patterns import lazy
from flake8_testsec.project.callable_results import is_callable
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import argument, last_word, spelt, unpacks
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import (
    EXPECTING,
    EXPECTING_METHODS,
    Expectation,
    classes,
    expectation,
    expecting_around,
    is_assertion,
)

rule = Rule(
    code="TSE407",
    summary="expectation without a callable or with has no effect",
    message="{problem}",
    roles=Role.TEST,
    cwe=1164,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    ``assertRaises`` and ``pytest.raises`` called with the exception alone return a context manager. As a
    statement of its own that object is thrown away: nothing is run under it, and the test passes whether
    the code raises or not. Given an error in place of its class, it raises ``TypeError`` itself. And
    ``assertWarns`` or ``assertLogs`` right inside of ``assertRaises`` is left by that error, and looks for
    nothing then.
    """,
    fix="""
    Give the callable and its arguments, or put the raising code under ``with``; what looks for warnings or
    records goes outside of what waits for the error. To let a test fail, raise the
    error or call ``pytest.fail``.
    """,
    fixable="""
    An expected warning is put around the one call below it, and an error that is given in place of its class
    is raised; unsafe, because the test may fail then. Which call shall raise, the text does not tell.
    """,
    bad=(
        """
        import unittest

        class TestParser(unittest.TestCase):
            def test_rejects(self):
                parse("x")
                self.assertRaises(ValueError)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestParser(unittest.TestCase):
            def test_says_where(self):
                parse("x")
                self.assertRaisesRegex(ValueError, "line 1")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import pytest

        def test_warns():
            pytest.warns(DeprecationWarning)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            old_api()
        """,
        """
        import pytest

        pytest.raises(ValueError)
        ^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import pytest

        def test_is_there(path):
            if not path.exists():
                pytest.raises(FileNotFoundError(f"{path} is not there"))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            pytest.raises(errors_of(path))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestFilter(unittest.TestCase):
            def test_rejects(self):
                self.assertRaises(TypeError, self.filter.match("x"))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertRaises((TypeError, KeyError), int("x"))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            async def test_refuses(self):
                self.assertRaises(Exception, await self.filter.read("x"))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import pytest

        def test_is_quiet(shop):
            pytest.warns(None, shop.open, 1)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            with pytest.warns(None):
                 ^^^^^^^^^^^^^^^^^^
                shop.close()
        """,
    ),
    good=(
        """
        import pytest

        def test_is_quiet(shop):
            with pytest.warns(None) as record:
                shop.open()
            assert not record
            warned = pytest.warns(None, shop.open)
            assert not warned
            with pytest.raises(TypeError):
                pytest.warns(None, shop.open)
            with pytest.raises(TypeError):
                with pytest.warns(None):
                    shop.open()
        """,
        """
        # file: shop/orders.py
        def command(name):
            def run():
                raise TypeError(name)
            return run

        class Command:
            def __init__(self, name):
                self.name = name

            def __call__(self):
                raise TypeError(self.name)

        # file: tests/test_orders.py
        import unittest

        from shop.orders import Command, command

        def order(name):
            return command(name)

        class TestOrders(unittest.TestCase):
            def test_refuses(self):
                self.assertRaises(TypeError, command("x"))
                self.assertRaises(TypeError, order("x"))
                self.assertRaises(TypeError, Command("x"))
        """,
        """
        import unittest
        from functools import partial

        from shop import Filter, timed

        def check():
            return 1

        class TestFilter(unittest.TestCase):
            def test_rejects(self):
                self.assertRaises(TypeError, self.filter.match, "x")
                self.assertRaises(ValueError, self.filter.match("x"))
                self.assertRaises(TypeError, partial(self.filter.match, "x"))
                self.assertRaises(TypeError, self.filter.getter("x"))
                self.assertRaises(TypeError, type(self.filter))
                self.assertRaises(TypeError, getattr(self.filter, "match"))
                self.assertRaises(TypeError, timed(check))
                self.assertRaises(TypeError, timed(lambda: 1))
                self.assertRaises(TypeError, timed(Filter))
                self.assertRaises(TypeError, self.filter.matcher())
                self.assertRaises(TypeError, Filter("x"))
                self.assertRaises(TypeError, next(self.filters))
                self.assertRaises(TypeError, self.filter.match("x"), msg="x")
                with self.assertRaises(TypeError):
                    self.assertRaises(TypeError, self.filter.match("x"))
        """,
        """
        import unittest

        class TestParser(unittest.TestCase):
            def test_rejects(self):
                self.assertRaises(ValueError, parse, "x")
                self.assertRaisesRegex(ValueError, "line 1", parse, "x")
                self.assertRaises(ValueError, callable=parse)
                self.assertRaises(*self.expected)
                self.parser.errors
        """,
        """
        import unittest

        class TestCommands(unittest.TestCase):
            def assertRaises(self, error):
                run("x", expected=error)

            def test_rejects(self):
                self.assertRaises(ValueError)
        """,
        """
        import pytest

        def test_rejects():
            with pytest.raises(ValueError):
                parse("x")
            pytest.deprecated_call(parse)
        """,
        """
        import pytest

        def test_the_helper_itself():
            with pytest.raises(TypeError):
                pytest.raises("not an exception")
        """,
    ),
)
_ASKED_AT_THE_END = (
    *("assertLogs", "assertNoLogs", "assertNumQueries"),
    *("assertWarns", "assertWarnsMessage", "assertWarnsRegex"),
)
"""What looks at its end for what has happened, unless an error leaves it."""
_OF_FAILURES = lazy(r"(?i)assertion|fail|warning|\A(Base)?Exception\Z")
"""How the errors are called of a test that fails, and of warnings that are made errors, as tests of a test
framework expect them."""
_OF_CALLS = frozenset({"TypeError", "Exception", "BaseException"})
_MAKES = lazy(
    r"\A[A-Z]|bind|build|call|class|cls|compile|compose|create|curry|deco|factory|func|get|handler|import|load|lookup|make|"
    r"method|partial|resolve|type|wrap",
)


@rule.method(*EXPECTING_METHODS, look=looks.is_statement)
@rule.call(*EXPECTING, look=looks.is_statement)
def useless(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report an expecting call that is a statement by itself and has nothing to run."""
    statement = module.parent(call)
    if not isinstance(statement, ast.Expr):
        return
    found = expectation(call, module)
    if found is None or unpacks(found.call) or _has_callable(found.call):
        return
    if expecting_around(statement, module) is None and not _is_own(last_word(found.call.func), module):
        hit = rule.at(found.call, problem=_problem(found.call))
        yield hit.fixed(*_repaired(found, statement, module))


@rule.method("assertRaises", "failUnlessRaises")
@rule.call("nose.tools.assert_raises", "numpy.testing.assert_raises")
def called_before(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report unittest's expectation of a ``TypeError`` that is given a result, which nobody can call.

    What is called in the arguments runs before the expectation does. Its result is called then, and that
    is a ``TypeError`` if the result is no function: the expectation is met by its own mistake.
    """
    match call.args:
        case [expected, ast.Call(func=func) | ast.Await(value=ast.Call(func=func)) as given]:
            if call.keywords or classes(expected, module).isdisjoint(_OF_CALLS):
                return
            if expecting_around(call, module) is None and _is_no_function(given, module):
                said = f"{last_word(call.func)}() calls the result of {spelt(func)}(), a TypeError by itself"
                yield rule.at(call, problem=f"{said}; pass the function and its arguments")


@rule.call("pytest.warns")
def nothing_named(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report ``pytest.warns(None)`` that keeps nothing: it is content with any warning, and with none."""
    match argument(call, 0, "expected_warning"), module.parent(call):
        case ast.Constant(value=None), ast.withitem(optional_vars=None) | ast.Expr() as holder:
            statement = module.above(call, ast.stmt) or holder
            if expecting_around(statement, module) is None:
                said = "warns() without a class asserts nothing, and pytest 7 refuses it"
                yield rule.at(call, problem=f'{said}; use simplefilter("error") to allow no warning')


@rule.method(*_ASKED_AT_THE_END)
def left_by_error(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what looks for warnings, records or queries at its end, and is left by the expected error.

    ``pytest.warns`` looks for them then, too, from pytest 8 on.
    """
    outer = _raising_right_around(call, module)
    if outer is not None and not _may_fail_itself(outer, module):
        inner, around = last_word(call.func), last_word(outer.call.func)
        said = f"{inner}() is left by the error that {around}() waits for, and checks nothing then"
        yield rule.at(
            call, (Pointer(outer.call, "the error is expected here"),), problem=f"{said}; swap them"
        )


def _may_fail_itself(outer: Expectation, module: Module) -> bool:
    """Whether it is the inner expectation that shall fail."""
    names = classes(outer.expected, module)
    is_known = bool(names) and not isinstance(outer.expected, ast.Call)
    return not is_known or any(_OF_FAILURES.search(each) for each in names)


def _raising_right_around(call: ast.Call, module: Module) -> Expectation | None:
    """What expects an error of the block that a call begins, and of nothing else."""
    item = module.parent(call)
    if not isinstance(item, ast.withitem) or item.optional_vars is not None:
        return None  # who keeps what was recorded may look at it
    block = module.parent(item)
    assert isinstance(block, (ast.With, ast.AsyncWith))
    before = [each.context_expr for each in block.items[: block.items.index(item)]]
    above = module.parent(block)
    if not before and isinstance(above, (ast.With, ast.AsyncWith)) and above.body == [block]:
        before = [each.context_expr for each in above.items]
    found = (expectation(each, module) for each in before)
    return next((each for each in found if each is not None and each.kind == "raises"), None)


def _is_no_function(given: ast.Call | ast.Await, module: Module) -> bool:
    """Whether a result is no function by what is called; on request, if that is not read, by its name."""
    told = is_callable(given, module)
    if told is None:
        return module.settings.enables(rule.code) and not _may_make_function(given, module)
    return not told


def _may_make_function(given: ast.Call | ast.Await, module: Module) -> bool:
    """Whether the result of a call may be called itself, by the names of what is called and handed over."""
    call = given.value if isinstance(given, ast.Await) else given
    assert isinstance(call, ast.Call)
    if any(_MAKES.search(word) for word in spelt(call.func).split(".")):
        return True
    if not call.args:
        return True
    values = (*call.args, *(each.value for each in call.keywords))
    return any(isinstance(each, ast.Lambda) or _is_function(each, module) for each in values)


def _is_function(node: ast.expr, module: Module) -> bool:
    """Whether a name stands for a function or a class of the module, or for what may be one."""
    if not isinstance(node, ast.Name):
        return False
    return node.id[:1].isupper() or any(isinstance(each, Defined) for each in module.bindings(node))


def _repaired(found: Expectation, statement: ast.Expr, module: Module) -> Edits:
    """What can warn put under ``with``, or the error raised; what shall raise is not known."""
    match found.call.args, following(statement, module):
        case [ast.Call(func=func) as error], _ if last_word(func)[:1].isupper() and found.kind == "raises":
            inner = without_call(found.call, error, module)
            return (*before(found.call, "raise ", module), *inner) if inner else ()
        case _, [ast.Expr(value=ast.Call()) as only] if found.kind == "warns" and not is_assertion(only):
            if found.call is statement.value and is_alone(statement, module):
                moved = deeper([only], module)
                head = (*before(statement, "with ", module), *after(statement, ":", module))
                return (*head, *moved) if moved else ()
    return ()


def _problem(call: ast.Call) -> str:
    word = last_word(call.func)
    match call.args:
        case [ast.Call(func=func), *_] if last_word(func)[:1].isupper():
            return f"{word}() takes a class and is given an error, which ends in a TypeError; raise the error"
        case _:
            return f"{word}() without a callable or with has no effect"


def _is_own(word: str, module: Module) -> bool:
    """Whether the module has a method of this name itself, which may do anything."""
    return any(isinstance(each, ast.FunctionDef) for each in module.functions(word))


def _has_callable(call: ast.Call) -> bool:
    word = last_word(call.func)
    allowed = 2 if word.endswith(("Regex", "Regexp", "Message", "_regex", "_regexp")) else 1
    allowed = 0 if word == "deprecated_call" else allowed
    names = {keyword.arg for keyword in call.keywords}
    return len(call.args) > allowed or bool(names & {"callable", "callable_obj", "callableObj", "func"})
