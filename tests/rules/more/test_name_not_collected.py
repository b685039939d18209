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
    # file: shop/testing/testcase.py
    import unittest

    class TestCase(unittest.TestCase):
        @property
        def testname(self):
            return self._testMethodName

        def expect_one_error(self):
            self.assertEqual(self.errors, [])
    """,
    """
    # file: shop/tests/base.py
    import unittest

    class ShopCase(unittest.TestCase):
        def test_opens(self):
            self.assertTrue(self.shop.opens())

        def has_one_order(self):
            self.assertEqual(len(self.shop.orders), 1)
    """,
    """
    from unittest import mock

    class TestStock:
        def test_take(self):
            assert take(1) == 0

        def _test_take_much(self):
            '''This test fails when the stock is replayed.'''
            assert take(99) == 0

        # The clock of the build machine is broken.
        @mock.patch("shop.clock.now")
        def xtest_take_late(self, now):
            assert take(1) == 0
    """,
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
