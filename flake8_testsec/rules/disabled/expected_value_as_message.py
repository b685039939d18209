"""The expected value stands where ``assertTrue`` takes its failure message, so nothing is compared."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.project.own_results import never_equal
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import (
    DEMANDS,
    demanded,
)
from flake8_testsec.vocabulary.testing.messages import is_expected
from flake8_testsec.vocabulary.testing.values_compared import of_method

rule = Rule(
    code="TSE504",
    summary="expected value passed to assertTrue or assertFalse as the failure message",
    message="the second argument of {name} is its message and never compared; {remedy}",
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    The second positional argument of ``assertTrue`` and ``assertFalse`` is the text that is shown when the
    assertion fails. An expected value in that place is never compared with anything: the test passes for
    every true result, also for a wrong one.
    """,
    fix="""
    Compare with ``assertEqual`` (``assertIs`` for ``None`` and booleans), ask with ``assertIsInstance`` where
    a class is expected, or drop the second argument where only the truth of the first one matters.
    """,
    fixable="""
    ``assertEqual`` is written for the assertion, ``assertIsNone``, or ``assertIsInstance`` before a class of
    the project or the builtins; unsafe, because the values were never compared. ``True`` after ``assertTrue``
    is dropped, which is safe. A value that contradicts the assertion, or can never be equal by what the
    module shows, is left to a person.
    """,
    bad=(
        """
        import unittest

        class TestCart(unittest.TestCase):
            def test_literals(self):
                cart = Cart("apple", "pear")
                self.assertTrue(len(cart.items), 2)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(cart.currency, "EUR")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(cart.is_open, True)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(cart.balance(), -3)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertFalse(cart.coupon, None)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(cart.acquire("key"), False)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(cart.acquire(), False)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(cart.names(),
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                                ["apple", "pear"])
        """,
        """
        import unittest
        from http import HTTPStatus

        from shop import errors
        from shop.failures import Refused

        class TestCheckout(unittest.TestCase):
            def test_imported(self):
                response = self.client.post("/checkout")
                self.assertTrue(response.status, HTTPStatus.INTERNAL_SERVER_ERROR)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(type(response.cause), Refused)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(response.kind, errors.refusal)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        DEFAULT = "EUR"

        class TestNames(unittest.TestCase):
            def test_names_of_literals(self):
                device = "/dev/sdc"
                expected = {3: "c.conf"}
                name = find_device(device)
                self.assertTrue(name, device)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(configured(), expected)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(expected, stored())
                self.assertTrue(currency(), DEFAULT)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestStock(unittest.TestCase):
            def test_unrelated(self):
                jobs = [make_job(n) for n in range(3)]
                stock = load_stock()
                for job in jobs:
                    self.assertTrue(stock.get(), job)
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(stock.owner, self.owner)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(stock.first()[0], jobs[0])
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(stock.first().job.id, jobs[0].job.id)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_expected(self, expected_rows):
                rows = load_rows()
                self.assertTrue(rows, expected_rows)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                expected_total = self.total()
                self.assertTrue(expected_total, total(rows))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestPool(unittest.TestCase):
            def test_results_of_calls(self):
                pool, sizes = self.driver.pool(), load_sizes()
                self.assertTrue(pool.size(), len(sizes))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(len(pool.free), len(pool.all))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(set(pool.ids), set(range(4)))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(sorted(pool.ids), list(sizes))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(pool.name, sizes.largest("name"))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(self.driver.device, self.driver.verify_pool("/dev/gpfs"))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestQueue(unittest.TestCase):
            def test_text_that_was_put_in(self):
                queue = Queue()
                queue.put("The quick brown fox")
                self.assertTrue(queue.get(), "The quick brown fox")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestLoad(unittest.TestCase):
            def test_load(self):
                contents = b"pears" * 2000
                loading = load("orders")
                loading.addCallback(lambda found: self.assertTrue(found, contents))
                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import unittest

        class TestLines(unittest.TestCase):
            def test_line(self):
                self.assertTrue(order().total, "-" * 70)
        """,
        """
        import unittest

        class TestMessages(unittest.TestCase):
            def test_prose(self):
                cart = Cart("apple", "pear")
                self.assertEqual(len(cart.items), 2)
                self.assertTrue(cart.items)
                self.assertTrue(cart.items, "the cart lost its items")
                self.assertTrue(cart.items, f"lost: {cart!r}")
                self.assertTrue(cart.items, "lost: %s" % cart)
                self.assertTrue(cart.items, "lost: {}".format(cart))
                self.assertTrue(cart.items, msg=cart)
                self.assertTrue(cart.items, str(cart))
                self.assertTrue(cart.items.filled, "cart.items.filled")
                self.assertTrue(*cart.checks)
        """,
        """
        import unittest

        class TestConditionsThatTest(unittest.TestCase):
            def test_checks(self):
                self.assertTrue(size() == 2, 2)
                self.assertTrue(size() or count(), 2)
                self.assertTrue(not size(), 0)
                self.assertTrue(isinstance(size(), int), "number")
                self.assertTrue(cart().is_empty(), "cart")
                self.assertFalse(cart().has_items(), "cart")
                self.assertFalse(cart().items, "empty")
                self.assertTrue(cart().lock.acquire(timeout=1), False)
                self.assertTrue(cart().lock.acquire(False), False)
                self.assertTrue(any(cart()), "cart")

            async def test_awaited(self):
                self.assertTrue(await cart().is_empty(), "cart")
        """,
        """
        import unittest

        class TestDiagnostics(unittest.TestCase):
            def test_what_the_condition_is_taken_from(self):
                response = self.client.get("/cart")
                body = response.payload
                self.assertTrue(body["ok"], body)
                self.assertTrue(response.ok, response)
                self.assertTrue(response.ok, response.headers)
                self.assertTrue(body.get("status"), response.payload)
                self.assertTrue(body, len(body))
                self.assertTrue(body.ready, list(body))
                self.assertTrue(body.ready, [body, response])
                self.assertTrue(body.ready, (body, response))
                self.assertTrue(compute(body.key), body.key)
                self.assertTrue(check(response), summary(response))

            def test_assigned_together(self):
                code, rest = run("checkout")
                with watch("cart") as (seen, missed):
                    ready = seen.all()
                total = 0
                total += ready
                self.assertTrue(code, rest)
                self.assertTrue(total, missed)
                for name, found in parts():
                    self.assertTrue(found, name)
                self.assertTrue(self.found(), self.parts)
        """,
        """
        import unittest

        from shop import texts

        class TestNamesThatSayMessage(unittest.TestCase):
            def test_names(self):
                msg = "failed"
                self.assertTrue(ready(), msg)
                self.assertTrue(ready(), self.shop.reason)
                self.assertTrue(ready(), process().stderr)
                self.assertTrue(ready(), result()["errorDetails"])
                self.assertTrue(ready(), buffer().getvalue())
                self.assertTrue(ready(), texts.NOT_READY_MESSAGE)
                self.assertTrue(ready(), Label("ready"))
                title = "The shop is shut"
                self.assertTrue(ready(), title)

            def check(self, condition, label, case):
                self.assertTrue(condition, label)
                self.assertTrue(ready(), case)
        """,
        """
        import unittest

        class TestRecords(unittest.TestCase):
            def test_what_others_fill(self):
                seen = []
                other = Recorder()
                bus = Bus()
                bus.subscribe(seen.append)
                bus.attach(other)
                bus.send("order")
                self.assertTrue(bus.fired, seen)
                self.assertTrue(bus.fired, other)
                expected = make_expected()
                fits = compare(bus, expected)
                self.assertTrue(fits, expected)

            def test_false_explains(self):
                for number in range(3):
                    self.assertFalse(sleeping(), number)
        """,
        """
        import unittest

        class TestRepeatedProse(unittest.TestCase):
            def test_twice(self):
                self.assertTrue(ready(), "The shop is open")
                self.assertTrue(still_ready(), "The shop is open")
                print("The shop is closed")
                titles = ["The shop is closed"]
                self.assertTrue(titles_shown(titles), "The shop is closed")
        """,
    ),
)


@rule.method(*DEMANDS)
def misplaced(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a truth assertion whose second argument is a value that the first one should have."""
    demand = demanded(call)
    match call:
        case ast.Call(args=[condition, value], keywords=[]) if demand is not None:
            if is_expected(value, condition, module, demand):
                remedy = of_method(call, condition, value, demand, module)
                hit = rule.at(call, name=last_word(call.func), remedy=remedy.words)
                yield hit if never_equal(condition, value, module) else remedy.of(hit)
