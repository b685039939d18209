"""The expected value stands after the comma of ``assert``, where the failure message belongs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.project.own_results import never_equal
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word, string, truth
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.assertions import always_true
from flake8_testsec.vocabulary.testing.messages import is_expected
from flake8_testsec.vocabulary.testing.tautologies import always_holds
from flake8_testsec.vocabulary.testing.uncalled import is_uncalled
from flake8_testsec.vocabulary.testing.values_compared import of_statement

rule = Rule(
    code="TSE506",
    summary="expected value after the comma of assert, where the failure message belongs",
    message="the value after the comma of assert is its message and never compared; {remedy}",
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    What follows the comma of ``assert`` is only shown when the assertion fails. A number, a constant or a
    display there is an expected value that is never compared: every true result passes.
    """,
    fix="Compare with ``==`` (``is`` for ``None`` and booleans), or drop the value.",
    fixable="""
    The comma becomes ``==``; unsafe, because the values were never compared. ``True`` is dropped, which is
    safe. ``[1, 2 == 3]``, which a converter has made of ``[1, 2, 3]``, is put together again. A value that
    is false, that can never be equal by what the module shows, or a condition that compares already, is left
    to a person.
    """,
    bad=(
        """
        from http import HTTPStatus

        def test_totals(client):
            orders = client.orders()
            assert len(orders), 2
            ^^^^^^^^^^^^^^^^^^^^^
            assert orders.balance, -3
            ^^^^^^^^^^^^^^^^^^^^^^^^^
            assert orders.open, True
            ^^^^^^^^^^^^^^^^^^^^^^^^
            assert orders.names(), ["apple", "pear"]
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert orders.rates(), {
            ^^^^^^^^^^^^^^^^^^^^^^^^
                "EUR": 1,
            }
            assert orders.first() == "apple", ["pear"]
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert orders.is_open(), None
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert orders.currency, "EUR"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert orders.status, HTTPStatus.OK
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            expected = {3: "pear"}
            assert orders.rows, expected
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        def test_converted(orders):
            assert list(orders), [1, 2 == 3]
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert set(orders), {1, 2, "three"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                                 == "four"}
            assert orders.numbers(), list(range(1 == 11))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert orders.rates, {1: 2 == 3}
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestOrders(unittest.TestCase):
            def test_sizes(self):
                assert self.orders, 2
                ^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        def test_columns(columns):
            assert columns[0]["autoincrement"], "autoincrement"
            assert columns[0]["default"] is None, "default"
            assert columns[0].primary_key, "primarykey"
        """,
        """
        def test_totals(client):
            orders = client.orders()
            assert len(orders) == 2
            assert orders, "there are no orders"
            assert orders.names() == ["apple"], [orders, client]
            assert orders.total, [each.text for each in client.log]
            assert orders.complete(), [orders, client]
            assert orders.complete(), orders
            assert orders.complete(), orders.names()
            assert "apple" in orders, "apple"
            assert orders.is_open(), "apple"
        """,
        """
        def test_second_page(client):
            number = 2
            client.turn_to(number)
            assert client.orders(), number
            assert client.title, number
        """,
        """
        def test_what_other_rules_say(client):
            orders = client.orders()
            assert 0, ["not", "reached"]
            assert (orders, client), 2
            assert "apple" and orders, 2
        """,
    ),
)


@rule.on(ast.Assert, look=looks.has_message)
def misplaced(statement: ast.Assert, module: Module) -> Iterator[Hit]:
    """Report an assertion whose message is a value."""
    match statement:
        case ast.Assert(test=condition, msg=ast.expr() as message) if not _is_fixed(statement, module):
            expected = _is_value(message) or is_expected(message, condition, module)
            is_told = _is_label(message, condition) or _is_of_other_data(message, condition)
            if expected and not is_told and not _tells_the_round(message, condition, module):
                remedy = of_statement(condition, message, module)
                hit = rule.at(statement, remedy=remedy.words)
                is_left = _is_torn(message) or never_equal(condition, message, module)
                yield hit if is_left else remedy.of(hit)


def _is_torn(message: ast.expr) -> bool:
    """Whether a text has ``==`` where a comma stood, by the replacement that has torn assertions, too."""
    return isinstance(message, ast.Constant) and " == " in repr(message.value)


def _is_label(message: ast.expr, condition: ast.expr) -> bool:
    """Whether a text only says what is looked at: the last key, attribute or name of the condition."""
    subject = condition.left if isinstance(condition, ast.Compare) else condition
    match subject:
        case ast.Subscript(slice=ast.Constant(value=str(word))):
            pass
        case _:
            word = last_word(subject)
    return bool(word) and _squeezed(string(message) or "") == _squeezed(word)


def _tells_the_round(message: ast.expr, condition: ast.expr, module: Module) -> bool:
    """Whether a message is the variable of a loop around, and says for which one the condition fails, or a
    name that another assertion of the function has for its message, too."""
    if not isinstance(message, ast.Name) or isinstance(condition, ast.Compare):
        return False
    if _is_message_again(message.id, module):
        return True
    loops = (each.target for each in module.ancestors(message) if isinstance(each, (ast.For, ast.AsyncFor)))
    return any(
        isinstance(each, ast.Name) and each.id == message.id for loop in loops for each in ast.walk(loop)
    )


@once
def _is_message_again(word: str, module: Module) -> bool:
    return sum(_is_message(each, module) for each in module.named(word)) > 1


def _is_message(name: ast.Name, module: Module) -> bool:
    outer = module.parent(name)
    return isinstance(outer, ast.Assert) and outer.msg is name


def _is_of_other_data(message: ast.expr, condition: ast.expr) -> bool:
    """Whether a comprehension lists what something else holds, which tells more about the failure."""
    if not isinstance(message, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        return False
    looked_at = {each.id for each in ast.walk(condition) if isinstance(each, ast.Name)}
    sources = (each for generator in message.generators for each in ast.walk(generator.iter))
    return looked_at.isdisjoint({each.id for each in sources if isinstance(each, ast.Name)})


def _squeezed(text: str) -> str:
    return re.sub(r"[\s_-]", "", text).lower()


def _is_fixed(statement: ast.Assert, module: Module) -> bool:
    """Whether a condition, or an operand of it, is decided by its text: another rule's business."""
    condition = statement.test
    operands = condition.values if isinstance(condition, ast.BoolOp) else [condition]
    if always_holds(condition, module) or is_uncalled(condition, module, statement.msg):
        return True
    return any(truth(each) is not None or always_true(each, module) for each in operands)


def _is_value(message: ast.expr) -> bool:
    match message:
        case ast.Constant(value=value):
            return not isinstance(value, str)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return True
        case ast.List() | ast.Dict() | ast.Set():
            return not any(isinstance(each, ast.Name) for each in ast.walk(message))
        case _:
            return False
