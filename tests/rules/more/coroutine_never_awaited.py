"""More examples of TSE516: coroutine functions of other modules, in a file of their own for their length."""

bad = (
    """
    # file: shop/orders.py
    async def send(order):
        await order.send()

    class Till:
        async def open(self):
            self.is_open = True
    # file: shop/__init__.py
    from shop.orders import send
    # file: tests/test_orders.py
    import unittest

    import shop.orders
    from shop import send as hand_over
    from shop.orders import Till

    class OrdersTest(unittest.TestCase):
        def setUp(self):
            hand_over(self.order)
            ^^^^^^^^^^^^^^^^^^^^^

        def test_opens(self):
            till = Till()
            till.open()
            ^^^^^^^^^^^
            shop.orders.send(till)
            ^^^^^^^^^^^^^^^^^^^^^^
            assert till.is_open
    """,
)
good = (
    """
    # file: shop/orders.py
    from shop.tools import plain

    def send(order):
        order.send()

    @plain
    async def refund(order):
        await order.refund()

    async def lines(order):
        yield order

    if send:
        async def cancel(order):
            await order.cancel()
    else:
        def cancel(order):
            order.cancel()

    async def store(order):
        await order.store()

    async def load(order):
        await order.load()

    class Till:
        async def open(self):
            self.is_open = True

        async def close(self):
            self.is_open = False

        def shut(self):
            self.is_open = False
    # file: tests/test_orders.py
    from unittest import mock

    import shop.orders
    from shop.orders import Till, cancel, lines, load, refund, send

    @mock.patch("shop.orders.store")
    def test_orders(store, order, monkeypatch):
        send(order)
        refund(order)
        lines(order)
        cancel(order)
        shop.orders.store(order)
        till = Till()
        till.open = send
        till.open()
        till.shut()

    async def test_load(order, till):
        await load(order)
        sent = load(order)
        await sent
        till.close()
    """,
)
