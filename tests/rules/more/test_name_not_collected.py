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
)
