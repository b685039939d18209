"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    from nose import tools

    def test_refused(shop):
        with tools.assert_raises(ValueError) as refused:
            shop.take(-1)
            tools.ok_(refused.exception.args)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
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
