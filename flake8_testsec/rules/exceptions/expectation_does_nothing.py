"""An expectation without callable and without ``with``: nothing is ever expected."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import Edits, after, before
from flake8_testsec.fixing.operators import without_call
from flake8_testsec.fixing.statements import deeper, following, is_alone
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, unpacks
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import (
    EXPECTING,
    EXPECTING_METHODS,
    Expectation,
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
    the code raises or not. Given an error in place of its class, it raises ``TypeError`` itself.
    """,
    fix="""
    Give the callable and its arguments, or put the raising code under ``with``. To let a test fail, raise the
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

        class TestParser(unittest.TestCase):
            def test_refuses(self):
                self.assertRaises(TypeError, parse(None))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
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
        import unittest

        class TestParser(unittest.TestCase):
            def test_refuses(self):
                self.assertRaises(TypeError, make_parser(None))
                self.assertRaises(TypeError, Parser(None))
                self.assertRaises(TypeError, wrapped(self.parse))
                self.assertRaises(TypeError, opened())
                self.assertRaises(ValueError, parse(None))
                self.assertRaises(TypeError, parse, None)
        """,
        """
        import pytest

        def test_the_helper_itself():
            with pytest.raises(TypeError):
                pytest.raises("not an exception")
        """,
    ),
)


_MAKES = lazy(
    r"_*(attrgetter|build|compile|create|get|itemgetter|make|method|new|partial|type)|\w*(er|or|factory)\Z"
)
"""Functions whose result may be called."""


@rule.method(*EXPECTING_METHODS)
@rule.call(*EXPECTING)
def useless(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report an expecting call that is a statement by itself and has nothing to run."""
    statement = module.parent(call)
    if not isinstance(statement, ast.Expr):
        return
    found = expectation(call, module)
    if found is None or unpacks(found.call):
        return
    if _has_callable(found.call) and not _is_given_result(found, module):
        return
    if expecting_around(statement, module) is None and not _is_own(last_word(found.call.func), module):
        hit = rule.at(found.call, problem=_problem(found.call))
        yield hit.fixed(*_repaired(found, statement, module))


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
        case [_, ast.Call()]:
            return f"{word}() is given the result of a call, so the TypeError is its own; pass the callable"
        case _:
            return f"{word}() without a callable or with has no effect"


def _is_given_result(found: Expectation, module: Module) -> bool:
    """Whether what shall raise a TypeError is the result of a function that is called with literals alone:
    nothing of that kind can be called, which is a TypeError as well."""
    match found.call:
        case ast.Call(args=[error, ast.Call(func=func, args=[_, *_] as given, keywords=[])], keywords=[]):
            is_made = _MAKES.match(last_word(func)) or last_word(func)[:1].isupper()
            literal = all(isinstance(each, ast.Constant) for each in given)
            return literal and not is_made and module.names(error) == {"TypeError"}
        case _:
            return False


def _is_own(word: str, module: Module) -> bool:
    """Whether the module has a method of this name itself, which may do anything."""
    return any(isinstance(each, ast.FunctionDef) for each in module.functions(word))


def _has_callable(call: ast.Call) -> bool:
    word = last_word(call.func)
    allowed = 2 if word.endswith(("Regex", "Regexp", "Message", "_regex", "_regexp")) else 1
    allowed = 0 if word == "deprecated_call" else allowed
    names = {keyword.arg for keyword in call.keywords}
    return len(call.args) > allowed or bool(names & {"callable", "callable_obj", "callableObj", "func"})
