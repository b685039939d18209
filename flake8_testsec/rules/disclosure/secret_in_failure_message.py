"""The message of an assertion contains a password, key or token."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, keyword, last_word
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.secrets.outputs import parts, secret

_MESSAGE_AT = {
    "fail": 0,
    **dict.fromkeys(("assertTrue", "assertFalse", "assertIsNone", "assertIsNotNone"), 1),
    **dict.fromkeys(
        ("assertEqual", "assertNotEqual", "assertIn", "assertNotIn", "assertIs", "assertIsNot"), 2
    ),
    **dict.fromkeys(("assertIsInstance", "assertGreater", "assertGreaterEqual", "assertLess"), 2),
}

rule = Rule(
    code="TSE802",
    summary="assertion message prints a password-like value",
    message="assertion message prints {name}, and the log of the run keeps it; leave it out",
    roles=Role.TEST,
    cwe=532,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    The message is written when the test fails, in the log of the build and in reports that are kept and
    passed round. Against a shared system the password in it is a real one. In most tests it is made up, so
    the rule is off unless enabled.
    """,
    fix="Say in the message who failed at what; leave the value out.",
    fixable="Nothing, because what the message shall say without the value is for a person to write.",
    bad=(
        """
        import unittest

        class TestLogin(unittest.TestCase):
            def test_logs_in(self):
                self.assertTrue(self.shop.login(), f"failed with {self.password}")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(self.shop.user, "ann", msg="key %s" % self.api_key)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.fail("was: %r" % (self.config.secret_key,))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        def test_logs_in(shop, password):
            assert shop.login(password), f"login failed with {password}"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import unittest

        class TestLogin(unittest.TestCase):
            def test_logs_in(self):
                self.assertTrue(self.shop.login(self.password), "login failed")
                self.assertEqual(self.shop.password, self.password)
                self.assertEqual(self.shop.password, self.password, msg=f"{len(self.password)} long")
                self.fail()
                self.check(self.password, msg=self.password)
        """,
        """
        def test_logs_in(shop, password):
            assert shop.login(password), "login failed"
            assert shop.password == password
        """,
    ),
)


@rule.on(ast.Assert)
def asserted(statement: ast.Assert, module: Module) -> Iterator[Hit]:
    """Report a statement whose message holds a secret."""
    if statement.msg is not None and (name := _secret(statement.msg, module)):
        yield rule.at(statement, name=name)


@rule.module
def called(module: Module) -> Iterator[Hit]:
    """Report assertion methods, and ``fail``, whose message holds a secret."""
    for call in module.calls([word for word in module.called if word.startswith(("assert", "fail"))]):
        message = _message(call)
        if message is not None and (name := _secret(message, module)):
            yield rule.at(call, name=name)


def _message(call: ast.Call) -> ast.expr | None:
    word = last_word(call.func)
    given = keyword(call, "msg") or keyword(call, "message")
    return given.value if given else argument(call, _MESSAGE_AT.get(word))


def _secret(message: ast.expr, module: Module) -> str:
    return next(filter(None, (secret(node, module) for node in parts(message))), "")
