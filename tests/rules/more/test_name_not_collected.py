"""More examples of TSE515, which would make the rule's own file too long."""

bad = ()

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
)
