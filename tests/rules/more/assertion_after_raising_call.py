"""More examples of TSE403, which would make the rule's own file too long."""

bad = (
    """
    from shop.testing import assert_raises

    def test_declined(shop):
        with assert_raises(Declined) as caught:
            shop.pay()
            assert caught.code > 0
            ^^^^^^^^^^^^^^^^^^^^^^
    """,
)

good = (
    """
    import unittest

    class TestShop(unittest.TestCase):
        def test_an_inner_expectation(self):
            with self.assertRaises(Declined):
                with self.assertRaises(OSError):
                    shop.connect()
                self.assertTrue(shop.closed)
            with self.assertRaises(Declined):
                shop.connect()
                self.assertRaises(OSError, shop.pay)
            with self.assertRaises(Declined):
                shop.connect()
                self.assertPaid(shop)
    """,
)
