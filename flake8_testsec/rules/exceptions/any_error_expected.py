"""An expectation that any error meets: ``Exception`` alone, or an empty pattern."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.finding import NO_FIX, Fix
from flake8_testsec.fixing.edits import replaced
from flake8_testsec.patterns import lazy
from flake8_testsec.project.switches import serves_several_libraries
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word, string, unpacks
from flake8_testsec.source.module import Module, names_below, once
from flake8_testsec.source.syntax import TEXTS, Function
from flake8_testsec.vocabulary.testing.assertions import (
    BROAD,
    EXPECTING,
    assertions,
    expectation,
    expecting_around,
)
from flake8_testsec.vocabulary.testing.said_around import is_told
from flake8_testsec.vocabulary.testing.skips import above
from flake8_testsec.vocabulary.testing.suites import test_around

rule = Rule(
    code="TSE402",
    summary="expectation is met by any error at all; name the exception or give match=",
    message="{fault}; {remedy}",
    roles=Role.TEST,
    cwe=396,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
    ``assertRaises(Exception)`` is met by every error: the one that the test is about, and a misspelt
    attribute, a wrong argument or a missing file on the way to it. The test then passes for the wrong
    reason, also when the code under test no longer checks anything. An empty ``match`` is found in every
    text, so it asks for nothing.

    Silence by default where the test or a function beside it raises a plain ``Exception`` itself, where a
    comment in words stands above the expectation or in it, where the test goes on to check something else,
    where a specific error is expected and only its text is empty, and where a module asks which of several
    libraries does the work, each of which has errors of its own: these are reported where the rule is
    enabled by name. Code that raises a plain ``Exception`` has a text at least,
    which ``match=`` can ask for.
    """,
    fix="""
    Name the most specific exception, or say with ``match=`` or ``assertRaisesRegex`` what its text must
    hold; or keep the error (``as caught``) and check it.
    """,
    fixable="""
    The error takes the place of ``Exception`` where it is certain: the function of the project that is called
    refuses these arguments and raises nothing itself to which the call was to come, or raises it before
    anything happens that is not known or could fail; the object takes no changes; or the block raises it
    itself. That is unsafe, because another error may have been
    raised so far. Elsewhere nothing, because the text does not tell which error is meant.
    """,
    bad=(
        """
        import unittest

        class TestLoader(unittest.TestCase):
            def test_wrong_mode(self):
                self.assertRaises(Exception, self.loader.load, mode=0o600)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                with self.assertRaises((ValueError, Exception)):
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.loader.load("x")
                with self.assertRaises(BaseException) as caught:
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.loader.load("x")

            def test_text(self):
                with self.assertRaisesRegex(LoadError, ""):
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.loader.load("x")
        """,
        """
        import pytest

        def test_load(loader):
            with pytest.raises(expected_exception=Exception):
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                loader.load("x")
            with pytest.raises(LoadError, match=""):
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                loader.load("x")
            error = pytest.raises(Exception, loader.load, "y")
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        # file: shop/pay.py
        def pay(amount):
            if amount is None:
                raise ValueError("nothing to pay")

        # file: tests/test_pay.py
        import pytest

        from shop.pay import pay

        def test_nothing():
            with pytest.raises(Exception):
                 ^^^^^^^^^^^^^^^^^^^^^^^^
                pay(None)
        """,
        """
        import unittest

        class TestLoader(unittest.TestCase):
            def test_wrong_mode(self):
                try:
                    self.loader.load(mode=0o600)
                except:
                ^^^^^^^
                    return
                self.fail("loaded")

            def test_text(self):
                refused = False
                try:
                    self.loader.load("x")
                except Exception:
                ^^^^^^^^^^^^^^^^^
                    refused = True
                self.assertTrue(refused)
                try:
                    self.loader.load("y")
                except Exception:
                ^^^^^^^^^^^^^^^^^
                    pass
                else:
                    raise AssertionError("loaded")
        """,
    ),
    good=(
        """
        import unittest

        class TestLoader(unittest.TestCase):
            def test_wrong_mode(self):
                self.assertRaises(LoadError, self.loader.load, mode=0o600)
                with self.assertRaises(Exception) as caught:
                    self.loader.load("x")
                self.assertEqual(7, caught.exception.code)
                self.assertRaisesRegex(Exception, "line 1", self.loader.load)
                error = self.assertRaises(Exception, self.loader.load)
                self.assertEqual(7, error.code)
                self.check(self.assertRaises(Exception, self.loader.load))
                self.assertWarns(Warning, self.loader.load)
                self.assertRaises(self.loader.Exception, self.loader.load)
                try:
                    self.loader.load()
                except Exception as error:
                    refused = "line 1" in str(error)
                self.assertTrue(refused)
                try:
                    self.loader.load()
                except LoadError:
                    return
                self.fail("loaded")
        """,
        """
        import pytest

        def test_load(loader, options):
            with pytest.raises(Exception, match="line 1"):
                loader.load("x")
            with pytest.raises(Exception, check=loader.knows):
                loader.load("x")
            with pytest.raises(Exception, **options):
                loader.load("x")
            with pytest.raises(Exception) as loader.error:
                loader.load("x")
            with pytest.raises(match="x"):
                loader.load("x")
            error = Exception if loader.old else LoadError
            with pytest.raises(error):
                loader.load("x")
            pytest.raises(LoadError, loader.load, match="")
            try:
                loader.load("x")
            except Exception:
                return
            assert loader.text == "x"
            with pytest.warns(UserWarning):
                pytest.raises(Exception, loader.load)
        """,
    ),
)


_ANY = "any error passes the test, a mistake in the test itself too"
_EMPTY = "an empty text is found in every message, so nothing is asked of the message here"
_GIVE = "give the words that it must have"
_OF_ERRORS = lazy(r"noqa|nosec|pylint|error|exception|\braise|\bfail|\bthrow", re.IGNORECASE)
_WITH_PATTERN = ("Regex", "Regexp", "Message", "_regex", "_regexp", "ExpectedException")
_PATTERNS = ("match", "check", "expected_regex", "expected_regexp", "expected_message", "value_re")


@rule.call(*EXPECTING)
def by_name(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a function's expectation of anything."""
    yield from _met_by_any(call, module)


@rule.method(
    "assertRaises", "assertRaisesRegex", "assertRaisesRegexp", "assertRaisesMessage", "failUnlessRaises"
)
def by_method(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a test case's expectation of anything."""
    yield from _met_by_any(call, module)


@rule.on(ast.Try, look=looks.has_one_handler)
def by_hand(statement: ast.Try, module: Module) -> Iterator[Hit]:
    """Report what does the same with a ``try``."""
    if not module.settings.enables(rule.code):
        return
    from flake8_testsec.vocabulary.testing.tried_errors import is_tried

    if is_tried(statement, module) and test_around(statement, module) is not None:
        yield rule.at(
            statement.handlers[0], fault=_ANY, remedy="name the exception, with raises instead of try"
        )


def _met_by_any(call: ast.Call, module: Module) -> Iterator[Hit]:
    found = expectation(call, module)
    if found is None or found.kind != "raises" or unpacks(call) or _is_subject(call, module):
        return
    pattern = _pattern(call, module)
    any_error = pattern is None and _is_broad(found.expected, module)
    is_empty = string(pattern) == ""
    if not is_empty and (not any_error or _is_kept(call, module)):
        return
    is_named = is_empty and not _is_broad(found.expected, module)
    if module.settings.enables(rule.code) or (not is_named and (is_empty or not _may_be_meant(call, module))):
        fault, words = (_EMPTY, _GIVE) if is_named else (_ANY, "name the exception or give match=")
        hit = rule.at(call, fault=fault, remedy=words)
        yield hit.fixed_by(lambda: _narrowed(call, found.expected, module)) if not is_empty else hit


def _narrowed(call: ast.Call, expected: ast.expr | None, module: Module) -> Fix:
    """The error that is certain to be raised, in place of the one that every error is."""
    from flake8_testsec.project.expected_errors import error_expected, spelt_error  # few ask for a fix

    error = error_expected(call, module) if isinstance(expected, (ast.Attribute, ast.Name)) else ""
    name, more = spelt_error(error, module) if error else ("", ())
    return Fix((*more, *replaced(expected, name, module))) if name and expected is not None else NO_FIX


def _may_be_meant(call: ast.Call, module: Module) -> bool:
    """Whether there may be no better error to expect, or the error is not what the test is about."""
    test = test_around(call, module)
    statement = module.above(call, ast.stmt)
    return (
        test is None
        or statement is None
        or not _givers(module).isdisjoint({None, test})
        or _is_explained(statement, module)
        or is_told(statement, rule.code, module)
        or _is_followed(statement, test, module)
        or serves_several_libraries(module)
    )


@once
def _givers(module: Module) -> frozenset[Function | None]:
    """The tests that raise a plain ``Exception`` or have a double raise one; ``None`` for what is no test: a
    double, a fixture or a set-up."""
    given = (each for word in BROAD for each in module.named(word) if _is_given(each, module))
    return frozenset(test_around(each, module) for each in given)


def _is_given(name: ast.Name, module: Module) -> bool:
    match module.parent(name):
        case ast.Call() as call:
            return expectation(call, module) is None
        case ast.Raise() | ast.Assign() | ast.List() | ast.keyword(arg="side_effect"):
            return True
        case _:
            return False


def _is_explained(statement: ast.AST, module: Module) -> bool:
    """Whether a comment above, in or behind a statement tells something of the error."""
    first, last = getattr(statement, "lineno", 1), getattr(statement, "end_lineno", 1)
    inside = (_comment(each, module) for each in range(first, last + 1))
    return any(map(_OF_ERRORS.search, (*above(first, module), *inside)))


def _comment(number: int, module: Module) -> str:
    """What stands behind the hash sign of a line; one within a text that ends on its line is none."""
    line = module.line(number)
    if "#" not in line:
        return ""
    left = bytearray(line.encode())
    for each in _texts(module).get(number, ()):
        start, end = each.col_offset, each.end_col_offset or 0
        left[start:end] = b" " * (end - start)
    return left.decode(errors="replace").partition("#")[2]


@once
def _texts(module: Module) -> Mapping[int, Sequence[ast.expr]]:
    """The texts of each line but those that go on below it."""
    found: dict[int, list[ast.expr]] = defaultdict(list)
    for each in module.nodes(*TEXTS):
        if each.end_lineno == each.lineno and module.above(each, *TEXTS) is None:
            found[each.lineno].append(each)
    return found


def _is_followed(statement: ast.AST, test: Function, module: Module) -> bool:
    """Whether a test goes on to check something else than another error."""
    return _last_check(test, module) > getattr(statement, "end_lineno", 1)


@once
def _last_check(test: Function, module: Module) -> int:
    """The line of the last assertion of a test that expects no error; 0 if there is none."""
    lines = (each.lineno for each in assertions(test) if not _expects_error(each, module))
    return max(lines, default=0)


def _expects_error(statement: ast.stmt, module: Module) -> bool:
    found = expectation(statement, module)
    return found is not None and found.kind == "raises"


def _is_subject(call: ast.Call, module: Module) -> bool:
    """Whether the expectation is itself under another one, and so what the test is about."""
    outer = module.parent(call)
    holder = module.parent(outer) if isinstance(outer, ast.withitem) else call
    return holder is not None and expecting_around(holder, module) is not None


def _pattern(call: ast.Call, module: Module) -> ast.expr | None:
    """What else is asked of the error: a pattern, a text, a check."""
    words = {last_word(call.func), *(name.rpartition(".")[2] for name in module.names(call.func))}
    takes_one = any(word.endswith(_WITH_PATTERN) for word in words)
    if len(call.args) > 1:
        return call.args[1] if takes_one else None  # the keywords are those of the callable
    return next((keyword.value for keyword in call.keywords if keyword.arg in _PATTERNS), None)


def _is_broad(expected: ast.expr | None, module: Module) -> bool:
    """Whether a class, or one of a tuple of them, is ``Exception`` or ``BaseException`` whatever happens."""
    if isinstance(expected, ast.Tuple):
        return any(_is_broad(each, module) for each in expected.elts)
    names = module.names(expected) if expected else frozenset()
    return bool(names) and names <= BROAD


def _is_kept(call: ast.Call, module: Module) -> bool:
    """Whether the error that was caught is looked at, or may be."""
    match module.parent(call):
        case ast.Expr() | ast.withitem(optional_vars=None):
            return False
        case ast.withitem(optional_vars=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            scope = module.function(call) or module.tree
            named = names_below(scope, module).get(name, ())
            return any(isinstance(each.ctx, ast.Load) for each in named)
        case _:
            return True
