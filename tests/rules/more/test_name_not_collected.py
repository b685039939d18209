"""More examples of TSE515, which would make the rule's own file too long."""

bad = (
    """
    # file: shop/pools.py
    def spawn(work): ...
    # file: tests/test_pools.py
    import unittest
    from shop import pools

    class PoolTest(unittest.TestCase):
        def test_spawn(self):
            self.assertTrue(pools.spawn(list))

        def dont_test_timer(self):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^
            def work():
                pools.timer(0, list)
            pools.spawn(work)
            self.assertEqual(self.fired, [])
    """,
)

good = (
    """
    from shop.testing import CartTests, each_of

    class TestCart(CartTests):
        steps = ["opened", "filled"]

        def test_all(self):
            each_of(self, self.steps)

        def opened(self):
            assert self.cart.open

        def filled(self):
            assert self.cart.items

        def closed(self):
            assert not self.cart.open

    class TestOldCart(CartTests):
        def test_all(self):
            each_of(self, ["closed"])

        def emptied(self):
            assert not self.cart.items

    class TestNewCart(CartTests):
        def test_all(self):
            CartTests.paid(self)

        def emptied(self):
            assert not self.cart.items

        def paid(self):
            assert self.cart.paid
    """,
)
