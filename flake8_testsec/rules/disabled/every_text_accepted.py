"""An assertion about a text holds for every text: its pattern, or the part to be found, is empty."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, keyword, last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import expecting_around, is_assertion

rule = Rule(
    code="TSE530",
    summary="assertion about a text that every text meets",
    message="{what} every text, so it checks nothing; write what is expected",
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    A pattern with an empty alternative, or one that is all ``.*``, is found in every text, and so is the
    empty text. The assertion looks like one about a message, and holds whatever the message says.
    """,
    fix="""
    Write what is expected, with ``re.escape`` if it is no pattern. For "starts with anything" leave the
    assertion out.
    """,
    fixable="Nothing, because what was expected, the text does not tell.",
    bad=(
        """
        import pytest

        def test_refuses(pay):
            with pytest.raises(ValueError, match="too much|"):
                                                 ^^^^^^^^^^^
                pay(-1)
            with pytest.warns(UserWarning, match=".*"):
                                                 ^^^^
                pay(0)
            assert pay(1).startswith("")
                                     ^^
            assert "" in pay(2)
                   ^^
        """,
        """
        import unittest

        class TestPay(unittest.TestCase):
            def test_refuses(self):
                with self.assertRaisesRegex(ValueError, "(too much)?"):
                                                        ^^^^^^^^^^^^^
                    pay(-1)
                self.assertRegex(pay(1), ".*")
                                         ^^^^
                with self.assertRaises(ValueError, msg="too much to pay"):
                                                       ^^^^^^^^^^^^^^^^^
                    pay(-1)
                self.assertIn("", pay(2))
                              ^^
        """,
    ),
    good=(
        """
        import unittest

        class TestPay(unittest.TestCase):
            def test_refuses(self):
                with self.assertRaises(ValueError, msg="a negative price must be refused"):
                    pay(-1)
                with self.assertRaises(ValueError, msg=self.text):
                    pay(-1)
                with self.assertRaises(self.failureException):
                    with self.assertRaises(ValueError, msg="too much to pay"):
                        pay(1)
                self.assertRaises(ValueError, msg="too much to pay")
                self.assertRaisesRegex(ValueError)
                self.assertRaisesRegex(ValueError, "")
        """,
        """
        import re
        import unittest

        import pytest

        def test_refuses(pay, text, pattern):
            with pytest.raises(ValueError, match="too much|too little"):
                pay(-1)
            with pytest.raises(ValueError, match="^$"):
                pay(-2)
            with pytest.raises(ValueError, match=pattern):
                pay(-3)
            with pytest.raises(ValueError, match="("):
                pay(-4)
            with pytest.raises(ValueError, match="a*b*c*d*e*f*g*h*i*"):
                pay(-5)
            assert re.match(".*", text)
            assert "" in ["", "pear"]
            assert "" in {"": 1}
            assert "" not in pay(1)
            assert "" in pay.names
            text.startswith("")
            if "" in text:
                pay(1)

        class TestPay(unittest.TestCase):
            def test_refuses(self, names):
                self.assertRegex(pay(1), r"\\d+")
                self.assertIn("", ["", "pear"])
                self.assertIn("", names)
                self.assertIn("pear", pay(2))
        """,
    ),
)

_OF_FAILURE = lazy(
    r"should|shall|must|expect|fail|rais|throw|error|did ?n[o'\u2019]t|\bnot\b|\bno\b|test|case|when", re.I
)
"""Words with which a test says that an error has stayed away, or in which of several cases."""
_PATTERN = {"assertRegex": 1, "assertRaisesRegex": 1, "assertWarnsRegex": 1, "assertRegexpMatches": 1}
_CHOICES = lazy(r"[*+?{|]")
_MOST_CHOICES = 8
_OFTEN = lazy(r"\{\s?[0-9]{2}")
"""Where a pattern of somebody else may hold too many choices: each may double the ways to try, and even an
empty text could take years."""
_SAMPLES = ("q", "7 x\n!", "\x00\x01", "")
"""Texts that have nothing in common: a pattern that is found in each of them is found in all."""


@rule.call("pytest.raises", "pytest.warns", "pytest.deprecated_call")
def matched(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the pattern of an expected error or warning."""
    given = keyword(call, "match")
    if given is not None and string(given.value):  # TSE402 tells of no pattern at all
        yield from _pattern(given.value)


@rule.method(*_PATTERN)
def searched(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the pattern of an assertion method."""
    word = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    given = argument(call, _PATTERN[word], "expected_regex")
    if given is not None and (string(given) or word == "assertRegex"):
        yield from _pattern(given)


@rule.method("assertRaises", "assertWarns", "failUnlessRaises")
def told_on_failure(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report ``msg=`` that looks like the text of the error: it is only told if there is no error."""
    given = keyword(call, "msg")
    if given is None or len(call.args) != 1 or not isinstance(module.parent(call), ast.withitem):
        return
    statement = module.above(call, ast.stmt)
    if statement is not None and expecting_around(statement, module) is not None:
        return  # the message itself is what is tried
    text = string(given.value)
    if text and not _OF_FAILURE.search(text) and last_word(call.args[0]).lower() not in text.lower():
        yield rule.at(given.value, what="msg is no pattern, and the error may have")


@rule.method("startswith", "endswith")
def begun(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report an empty beginning or end that is asserted."""
    match call:
        case ast.Call(args=[ast.Constant(value="") as empty]) if _is_asserted(call, module):
            yield rule.at(empty, what="the empty text begins and ends")


@rule.method("assertIn")
def held(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the empty text that is asserted to be in the text that a call gives."""
    match call.args:
        case [ast.Constant(value="") as empty, holder, *_] if _is_text(holder, module):
            yield rule.at(empty, what="the empty text is in")


@rule.on(ast.Compare)
def contained(compare: ast.Compare, module: Module) -> Iterator[Hit]:
    """Report the same of a comparison."""
    match compare:
        case ast.Compare(left=ast.Constant(value="") as empty, ops=[ast.In()], comparators=[holder]):
            if _is_asserted(compare, module) and _is_text(holder, module):
                yield rule.at(empty, what="the empty text is in")


def _is_text(holder: ast.expr, module: Module) -> bool:
    """Whether what holds the empty text is rather a text than a container of texts."""
    return isinstance(holder, (ast.Call, ast.JoinedStr, ast.Constant))


def _is_asserted(node: ast.expr, module: Module) -> bool:
    """Whether an expression is all that is asserted to be true."""
    parent = module.parent(node)
    is_whole = isinstance(parent, ast.Assert) and parent.test is node
    return is_whole or (isinstance(parent, ast.Call) and is_assertion(parent) and parent.args[:1] == [node])


def _pattern(given: ast.expr) -> Iterator[Hit]:
    text = string(given)
    if text is not None and _is_found_everywhere(text):
        yield rule.at(given, what="the pattern is found in")


def _is_found_everywhere(pattern: str) -> bool:
    if len(_CHOICES.findall(pattern)) > _MOST_CHOICES or _OFTEN.search(pattern):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return all(compiled.search(each) for each in _SAMPLES)
