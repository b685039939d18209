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
    """
    import pytest
    from unittest import mock

    def test_a_double_that_raises(shop):
        bank = mock.Mock(side_effect=ValueError)
        with pytest.raises(ValueError):
            bank()
            assert shop is not None
            ^^^^^^^^^^^^^^^^^^^^^^^

    def test_of_a_double_and_more(shop):
        with pytest.raises(Exception):
            bank = mock.Mock()
            shop.pay(bank)
            bank.assert_called_once_with(2)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
    """
    import unittest
    from unittest import mock

    from shop.testing import Queries

    class TestQueries(unittest.TestCase):
        def test_the_object_under_test_is_what_asserts(self):
            with self.assertRaises(AssertionError) as caught, Queries() as queries:
                shop.orders()
                queries.assert_count(2)
            self.assertIn("2 queries", str(caught.exception))
            with Queries() as queries, self.assertRaises(ValueError):
                shop.orders()
                self.assertEqual(queries.count(), 1)

        def test_of_a_double(self):
            with self.assertRaises(Exception):
                bank = mock.Mock()
                bank(1)
                bank.assert_called_once_with(2)
    """,
)
