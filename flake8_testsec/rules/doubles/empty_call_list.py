"""``assert_has_calls([])`` is satisfied by any calls, and by none."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, renamed, span
from flake8_testsec.fixing.statements import taken_out
from flake8_testsec.project.metadata import tests_doubles
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, is_empty, last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.tried import is_tried

rule = Rule(
    code="TSE609",
    summary="assertion on an empty list of calls is always satisfied; use assert_not_called()",
    message="{name}([]) is always satisfied; list the expected calls, or use {instead}() if there are none",
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    ``assert_has_calls`` asks whether the given calls occur among those that were made. An empty list
    occurs in everything, so the assertion holds whatever the mock has seen. Most often the author meant
    that nothing was called, and that is what remains unchecked.
    """,
    fix="Call ``assert_not_called()`` (``assert_not_awaited()``), or list the calls that are expected.",
    fixable="""
    ``assert_not_called()`` or ``assert_not_awaited()`` is called instead; unsafe, because the mock may have
    been called.
    """,
    bad=(
        """
        import unittest
        from unittest import mock

        class TestMailer(unittest.TestCase):
            def test_nothing_to_send(self):
                send = mock.Mock()
                deliver([], send)
                send.assert_has_calls([])
                ^^^^^^^^^^^^^^^^^^^^^^^^^
                send.assert_has_calls((), any_order=True)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        from unittest import mock

        async def test_nothing_to_send():
            send = mock.AsyncMock()
            await deliver([], send)
            send.assert_has_awaits(calls=[])
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        def test_nothing_to_send(mocker):
            send = mocker.patch("shop.mail.send")
            expected = []
            deliver([])
            send.assert_has_calls(expected)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        from unittest import mock

        def test_nothing_to_send():
            send = mock.Mock()
            deliver([], send)
            send.assert_not_called()
            assert send.mock_calls == []
        """,
        """
        from unittest import mock

        def test_sends_all():
            send = mock.Mock()
            expected = []
            for address in ADDRESSES:
                expected.append(mock.call(address))
            deliver(ADDRESSES, send)
            send.assert_has_calls(expected)
            send.assert_has_calls([mock.call(each) for each in ADDRESSES])
        """,
        """
        import pytest
        from unittest import mock

        def test_the_double_itself():
            with pytest.raises(AttributeError):
                mock.NonCallableMock(spec=int).assert_has_calls([])
            assert callable(mock.Mock().assert_has_calls)
        """,
        """
        def test_the_wrapper_itself(mocker, shown):
            stub = mocker.stub()
            stub.assert_has_calls([])
            with shown.assert_traceback():
                stub.assert_has_calls([mocker.call("ann")])
        """,
        """
        from unittest import mock

        import pytest

        @pytest.mark.parametrize("expected", [[], [mock.call("ann")]])
        def test_sends(expected, send):
            deliver(expected)
            send.assert_has_calls(expected)
        """,
    ),
)
_INSTEAD = {"assert_has_calls": "assert_not_called", "assert_has_awaits": "assert_not_awaited"}


@rule.method(*_INSTEAD)
def vacuous(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a call of such an assertion with an empty display, or a name that can be nothing else."""
    if not _is_nothing(argument(call, 0, "calls"), module) or expecting_around(call, module) is not None:
        return
    if not (_is_tried(call, module) or tests_doubles(rule.code, module)):
        name = last_word(call.func)
        hit = rule.at(call, name=name, instead=_INSTEAD[name])
        yield hit.fixed(*_denied(call, _INSTEAD[name], module))


def _is_tried(call: ast.Call, module: Module) -> bool:
    """Whether the test is about the assertion itself: it tries how the same of the same double fails."""
    return (spelt(call.func), module.function(call)) in _tried(module)


@once
def _tried(module: Module) -> Collection[tuple[str, ast.AST | None]]:
    """Which of these assertions are tried, each with its function."""
    calls = module.scopes.calls(frozenset(_INSTEAD))
    stated = ((each, module.parent(each)) for each in calls)
    return frozenset(
        (spelt(call.func), module.function(call))
        for call, statement in stated
        if isinstance(statement, ast.Expr) and is_tried(statement, module)
    )


def _denied(call: ast.Call, name: str, module: Module) -> Edits:
    """The assertion that there was no call; a list that nothing else reads goes."""
    assert isinstance(call.func, ast.Attribute)
    end, close = span(call.func, module)[2:], span(call, module)[2:]
    match argument(call, 0, "calls"):
        case ast.Name() as calls:
            (binding,) = module.bindings(calls)
            statement = module.parent(binding.node)
            unread = isinstance(statement, ast.Assign) and statement.targets == [binding.node]
            left = taken_out(statement, module) if unread and isinstance(statement, ast.stmt) else ()
            if not left:
                return ()
        case _:
            left = ()
    return (*renamed(call.func, name, module), Edit(*end, *close, "()"), *left)


def _is_nothing(calls: ast.expr | None, module: Module) -> bool:
    match calls:
        case ast.Name():
            bindings = module.bindings(calls)
            return len(bindings) == 1 and _is_kept_empty(bindings[0], calls, module)
        case _:
            return is_empty(calls)


def _is_kept_empty(binding: object, name: ast.Name, module: Module) -> bool:
    """Whether a name is bound to an empty display and otherwise occurs only where it is asked about."""
    match binding:
        case Bound(value=value) if is_empty(value):
            return len(module.named(name.id)) == 2
        case _:
            return False
