"""A patch without autospec or spec: the double accepts any call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import with_argument
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import keyword, unpacks
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.doubles import (
    PATCH,
    PATCH_OBJECT,
    new_position,
    new_position_of_fixture,
)
from flake8_testsec.vocabulary.testing.minding import minds_arguments

rule = Rule(
    code="TSE611",
    summary="patch without autospec/spec accepts any call",
    message="patch without autospec or spec accepts any call, wrong ones too; pass autospec=True",
    roles=Role.TEST,
    cwe=1164,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    A double without a specification has every attribute and accepts every argument. When the signature
    of the real function changes, or its name is misspelt in the code under test, the tests go on
    passing; and a misspelt assertion on the double is an attribute like any other. The rule is strict
    and a matter of taste, so it is off unless enabled.
    """,
    fix="""
    Pass ``autospec=True`` (or ``spec``/``spec_set``), or give the replacement yourself with ``new`` or
    ``new_callable``.
    """,
    fixable="""
    ``autospec=True`` is passed; unsafe, because the double refuses calls then that it has accepted so far.
    """,
    bad=(
        """
        import unittest
        from unittest import mock

        from shop import mail

        class TestOrders(unittest.TestCase):
            @mock.patch("shop.clock.now")
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            def test_mail(self, now):
                with mock.patch.object(mail, "send", return_value=True) as send:
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    order("book")
                send.assert_called_once_with("book")
        """,
        """
        from unittest import mock

        def test_refusal():
            with mock.patch("shop.mail.send", side_effect=OSError("refused")) as send:
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                send.side_effect = lambda *args, **options: None
                order("book")
        """,
        """
        def test_mail(mocker):
            send = mocker.patch("shop.mail.send")
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            order("book")
            send.assert_called_once_with("book")
        """,
    ),
    good=(
        """
        from unittest import mock

        from shop import mail

        @mock.patch("shop.clock.now", autospec=True)
        @mock.patch("shop.clock.zone", "UTC")
        @mock.patch.object(mail, "send", spec_set=["to"])
        @mock.patch.object(mail, "host", new="localhost")
        @mock.patch("shop.clock.sleep", new_callable=mock.AsyncMock)
        def test_mail(sleep, send, now):
            order("book")
        """,
        """
        from unittest import mock

        def patched(*args, **options):
            return mock.patch("shop.clock.now", **options), mock.patch(*args)
        """,
        """
        def test_mail(mocker, phone):
            mocker.patch("shop.mail.send", autospec=True)
            mocker.patch.object(MAIL, "host", "localhost")
            phone.patch("shop.mail.send")
        """,
        """
        from unittest import mock

        from shop import mail

        def send(to, *, subject=""):
            return to != "nobody"

        @mock.patch("shop.clock.now")
        def test_mail(now):
            now.side_effect = lambda zone: 0
            with mock.patch.object(mail, "send", side_effect=send), mock.patch("shop.log", wraps=print):
                order("book")
        """,
    ),
)
_GIVEN = ("autospec", "spec", "spec_set", "new", "new_callable")


@rule.call(PATCH, PATCH_OBJECT)
def unspecified(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a patch that leaves the double without a specification."""
    yield from _judged(call, new_position(call, module), module)


@rule.method("patch", "object")
def unspecified_by_fixture(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same of the fixture ``mocker``."""
    yield from _judged(call, new_position_of_fixture(call), module)


def _judged(call: ast.Call, position: int | None, module: Module) -> Iterator[Hit]:
    if position is None or len(call.args) > position or unpacks(call):
        return
    if not any(keyword(call, name) for name in _GIVEN) and not minds_arguments(call, module):
        # What does not exist before the patch has no specification.
        makes = keyword(call, "create") is not None
        yield rule.at(call).fixed(*(() if makes else with_argument(call, "autospec=True", module)))
