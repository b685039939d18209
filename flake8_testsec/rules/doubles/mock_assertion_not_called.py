"""An assertion of a mock, or what it recorded, is named in a statement and nothing is checked."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, after, before, between, span
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.bindings import Binding, Bound, Imported, Unknown
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import MOCK_ASSERTIONS, expecting_around
from flake8_testsec.vocabulary.testing.doubles import is_made_mock, makes_mock, spelling
from flake8_testsec.vocabulary.testing.mock_checks import WITHOUT_ARGUMENTS, spelt_right

rule = Rule(
    code="TSE608",
    summary="mock assertion is not called, or what the mock recorded is read and not checked",
    message="{what}",
    roles=Role.TEST,
    cwe=482,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    ``m.assert_not_called`` without parentheses only names the method, ``m.assert_has_calls = [...]``
    replaces it, and ``m.called`` as a statement computes a value that nobody looks at. Each reads like a
    check in a review, and none can fail.
    """,
    fix="""
    Call the assertion, ``m.assert_not_called()``, and assert what is read: ``assert m.called``,
    ``assert m.call_count == 2``.
    """,
    fixable="""
    An assertion that takes no arguments, or was assigned a list of calls, is called, and ``assert`` is put
    before ``called``; unsafe, because the check has never run and may fail. What other assertions shall be
    given is not known, and what the test itself contradicts by calls that it makes is left to a person.
    """,
    bad=(
        """
        import unittest
        from unittest import mock

        class TestMailer(unittest.TestCase):
            def test_nothing_to_send(self):
                send = mock.Mock()
                deliver([], send)
                send.assert_not_called
                ^^^^^^^^^^^^^^^^^^^^^^

            def test_sends(self):
                self.mailer.send = mock.Mock()

                def check(result):
                    self.mailer.send.called
                    ^^^^^^^^^^^^^^^^^^^^^^^

                return self.mailer.deliver().addCallback(check)
        """,
        """
        from unittest import mock

        from shop.people import ADDRESS

        def test_sends(mailer):
            with mock.patch.object(mailer, "send") as send:
                deliver(["ann"], mailer)
            send.assert_has_calls = [mock.call("ann")]
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            send.assert_called_with = mock.call("ann")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            send.assert_called_once_with = "ann"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            send.assert_any_call = {"to": "ann"}
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            send.assert_called_with = mailer.address
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            address = f"ann@{mailer.host}"
            send.assert_called_with = address
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            send.assert_called_with = str(address)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            send.assert_called_with = quoted(address)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            send.assert_called_with = -1
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            send.assert_any_call = mailer
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            send.assert_any_call = ADDRESS
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            for each in mailer.addresses:
                send.assert_any_call = each
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            send.call_count
            ^^^^^^^^^^^^^^^
            connections()[0].close.mock_calls
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestMailer(unittest.TestCase):
            def test_sends(self, send):
                assert send.assert_called_once
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(send.assert_called)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert send.called and send.assert_called_once
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        from unittest import mock

        def test_sends():
            send = mock.Mock()
            assert send.assert_called_once is not None
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            if send.assert_any_call:
            ^^^^^^^^^^^^^^^^^^^^^^^^
                send.reset_mock()
        """,
    ),
    good=(
        """
        from unittest import mock

        def test_sends():
            send = mock.Mock()
            deliver(["ann"], send)
            send.assert_called_once_with("ann")
            assert send.called
            count = send.call_count
            assert count == 1
        """,
        """
        import pytest
        from unittest import mock

        def test_the_double_itself():
            strict = mock.Mock(spec=[])
            with pytest.raises(AttributeError):
                strict.assert_nothing
                strict.called
            try:
                strict.call_count
            except AttributeError:
                pass
            try:
                strict.send()
            except AttributeError:
                strict.refused()
            finally:
                strict.closed
        """,
        """
        from functools import partial
        from unittest.mock import Mock

        class Recorder:
            def __init__(self, inner):
                self.assert_called = inner.assert_called
                self.assert_not_called = lambda: None
                self.called = []

        def test_forwards(recorder, inner, check):
            recorder.assert_called = inner.assert_called
            recorder.assert_called = check
            recorder.assert_called = lambda: None
            recorder.assert_called = inner._check
            recorder.assert_called = partial(inner.check, 1)
            other = inner.check
            recorder.assert_called = other
            recorder.assert_called_with = other
            recorder.assert_called_with = check
            recorder.assert_called_with = partial
            recorder.assert_called_with = MethodType(inner, recorder)
            recorder.assert_called_with = test_forwards
            recorder.assert_called_with = inner.assert_called
            recorder.assert_called_with = inner.checks[0](1) or None
            bound = partial(inner.check, 1)
            recorder.assert_called_with = bound
            double = Mock()
            recorder.assert_called = double
            if inner.assert_called:
                inner.assert_called()
            assert inner.assert_called is not None
            assert hasattr(inner, "assert_called") and callable(inner.assert_called)
            inner.assertTrue(inner.sent, inner.assert_called)
        """,
        """
        def test_sends(recorder):
            if recorder.assert_called:
                recorder.verify()
            while recorder.assert_called:
                recorder.next()
            assert recorder.assert_called is not None

        def test_set(m, check):
            m.assert_called_once = check.called
            assert not m.assert_called_once
        """,
        """
        outcomes = recorded()
        outcomes.called

        def send(outcomes):
            if outcomes.assert_called:
                outcomes.assert_called()
        """,
    ),
)
_READ = frozenset(
    {
        "await_args",
        "await_args_list",
        "await_count",
        "call_args",
        "call_args_list",
        "call_count",
        "called",
        "mock_calls",
    }
)
_BUILDERS = frozenset({"bytes", "dict", "float", "frozenset", "int", "len", "list", "set", "str", "tuple"})
_DATA = (ast.BinOp, ast.UnaryOp, ast.Constant, ast.Dict, ast.DictComp, ast.JoinedStr, ast.Set, ast.Subscript)
_MAKES = lazy(r"assert|bind|check|create|Mock|make|Method|partial|wrap")
_NAMES = MOCK_ASSERTIONS | _READ


@rule.attribute(*_NAMES, look=looks.is_not_called)
def unchecked(attribute: ast.Attribute, module: Module) -> Iterator[Hit]:
    """Report where such an attribute is a statement, the target of an assignment, or a condition."""
    found = _misused(attribute, module)
    if found is not None and module.function(attribute) is not None:
        yield rule.at(found[0], what=found[1]).fixed(*_checked(attribute, found[0], module))


def _checked(attribute: ast.Attribute, statement: ast.AST, module: Module) -> Edits:
    match statement:
        case ast.Expr() if attribute.attr == "called":
            return before(attribute, "assert ", module)
        case ast.Expr() | ast.Assert() if attribute.attr in WITHOUT_ARGUMENTS:
            return spelt_right(attribute, attribute.attr, module)
        case ast.Assign(value=ast.List() | ast.Tuple() | ast.ListComp() as value):
            start, end = span(attribute, module)[2:], span(value, module)[:2]
            if between(start, end, module).strip() == "=":
                return (Edit(*start, *end, "("), *after(value, ")", module))
    return ()


def _misused(attribute: ast.Attribute, module: Module) -> tuple[ast.AST, str] | None:
    """The place to report, and what is said about it."""
    match module.parent(attribute):
        case ast.Expr() as statement:
            if not _may_be_meant_to_fail(statement, module):
                return statement, _said(attribute)
        case ast.Assign(targets=[_]) as statement:
            if attribute.attr in MOCK_ASSERTIONS and _is_expected(statement.value, attribute, module):
                return statement, f"{_named(attribute)} is assigned, not called"
        case user:
            if attribute.attr in MOCK_ASSERTIONS and _is_condition(attribute, user, module):
                return _statement(attribute, module), _said(attribute)
    return None


def _said(attribute: ast.Attribute) -> str:
    if attribute.attr in _READ:
        return f"reading {_named(attribute)} checks nothing"
    return f"{_named(attribute)} is not called"


def _named(attribute: ast.Attribute) -> str:
    return spelling(attribute) or f"<mock>.{attribute.attr}"


def _may_be_meant_to_fail(statement: ast.Expr, module: Module) -> bool:
    """Whether reading the attribute is itself what is tried: under an expectation, or in a ``try``."""
    match module.parent(statement):
        case ast.Try(body=body, handlers=[_, *_]) if statement in body:
            return True
        case _:
            return expecting_around(statement, module) is not None


def _is_expected(value: ast.expr, attribute: ast.Attribute, module: Module) -> bool:
    """Whether a value is what the calls should have been given, and nothing that can be called itself."""
    if isinstance(value, (ast.List, ast.Tuple, ast.ListComp)):
        return True
    if any(name.startswith("unittest.mock.call") for name in module.names(value)):
        return True
    if last_word(attribute.value) in ("self", "cls"):
        return False
    takes_values = attribute.attr not in WITHOUT_ARGUMENTS
    return _is_data(value, module) or (takes_values and _may_be_data(value, module))


def _is_data(value: ast.expr, module: Module) -> bool:
    """Whether a value certainly is none that can be called."""
    match value:
        case ast.Name():
            return _is_bound(value, (Bound,), module)
        case ast.Call(func=func):
            return bool(module.names(func) & _BUILDERS)
        case _:
            return isinstance(value, _DATA)


def _may_be_data(value: ast.expr, module: Module) -> bool:
    """Whether a value is likely to be none that can be called, where the assertion takes values."""
    match value:
        case ast.Name():
            return _is_bound(value, (Bound, Imported, Unknown), module)
        case ast.Attribute(attr=word):
            return not word.startswith(("assert", "_"))
        case ast.Call(func=func):
            return not makes_mock(value, module) and not _MAKES.search(last_word(func))
        case _:
            return False


def _is_bound(name: ast.Name, kinds: tuple[type, ...], module: Module) -> bool:
    bindings = module.bindings(name)
    return bool(bindings) and all(
        isinstance(each, kinds) and not _is_of_function(each, module) for each in bindings
    )


def _is_of_function(binding: Binding, module: Module) -> bool:
    """Whether what a name is bound to may be a function: a lambda, a mock, an attribute, another name."""
    match binding:
        case Bound(value=ast.Call() as call):
            return makes_mock(call, module) or bool(_MAKES.search(last_word(call.func)))
        case Bound(value=value):
            return isinstance(value, (ast.Lambda, ast.Attribute, ast.Name))
        case Imported(name=name):
            return name.rpartition(".")[2].islower()
        case Unknown(node=ast.arg(arg=word)):
            return "assert" in word or "check" in word
        case _:
            return False


def _is_condition(attribute: ast.Attribute, user: ast.AST | None, module: Module) -> bool:
    """Whether the assertion method itself, which is always true, is what an assertion asks for."""
    if any(module.stored(attribute.attr, module.tree)):
        return False
    node: ast.AST = attribute
    while isinstance(user, ast.BoolOp) or (isinstance(user, ast.UnaryOp) and isinstance(user.op, ast.Not)):
        node, user = user, module.parent(user)
    match user:
        case ast.Compare(left=left, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            asserted = isinstance(module.parent(user), ast.Assert)
            return left is attribute and asserted and is_made_mock(attribute.value, module)
        case ast.Assert(test=test):
            return test is node
        case ast.If(test=test) | ast.While(test=test):
            return test is node and is_made_mock(attribute.value, module)
        case ast.Call(func=func, args=[first, *_]):
            return first is node and last_word(func) in ("assertTrue", "assert_")
        case _:
            return False


def _statement(node: ast.AST, module: Module) -> ast.AST:
    return module.above(node, ast.stmt) or node
