"""All of these tests pass; few of them could fail."""

import unittest
from unittest import mock

from shop import orders


class OrderTest(unittest.TestCase):
    def setUp(self):
        self.order = orders.Order("ann")
        self.gateway = mock.MagicMock()

    def test_total(self):
        self.order.add("tea", 450, 2)
        self.assertTrue(self.order.total(), 900)

    def test_lines(self):
        self.order.add("tea", 450)
        self.assertGreaterEqual(len(self.order.lines), 0)

    def test_rejects_empty_lines(self):
        with self.assertRaises(orders.OrderError) as caught:
            self.order.add("tea", 450, 0)
            self.assertEqual(caught.exception.code, "amount")

    def test_rejects_negative_counts(self):
        try:
            self.order.add("tea", 450, -1)
            self.fail("the order was taken")
        except Exception:
            pass

    def test_error_names_the_article(self):
        try:
            self.order.add("tea", 450, -1)
        except orders.OrderError as error:
            self.assertIn("tea", str(error))

    def test_refused_charge_leaves_the_order_open(self):
        self.gateway.charge.return_value = {"ok": False}
        orders.pay(self.order, self.gateway)
        # FIXME(ann): the gateway is charged twice since the retry was
        # added, so this does not hold until bug 4711 is fixed.
        # self.gateway.charge.assert_called_once_with(
        #     "ann", self.order.total())
        self.assertEqual(self.order.state, "open")

    def test_charge(self):
        self.gateway.charge.return_value = {"ok": True}
        receipt = orders.pay(self.order, self.gateway)
        # self.assertEqual(self.order.state, "paid")
        self.assertTrue(receipt["ok"])

    def test_owner_is_charged(self):
        orders.pay(self.order, self.gateway)
        self.gateway.charge.assert_called_once_with

    def test_nothing_else_is_called(self):
        orders.pay(self.order, self.gateway)
        self.gateway.refund.assert_has_calls([])

    def test_retry(self):
        self.skipTest("")

    async def test_owner_is_told(self):
        mailer = mock.AsyncMock()
        await orders.notify(self.order, mailer)
        mailer.send.assert_awaited_once_with("ann", "your order is open")

    def refuses_unknown_owners(self):
        self.assertRaises(orders.OrderError, orders.pay, None, self.gateway)
