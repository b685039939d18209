"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    import unittest
    from unittest.mock import patch

    class SellingMixin:
        def setUp(self):
            super().setUp()
            patch("shop.sell").start()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^

    class TestShop(SellingMixin, unittest.TestCase):
        def test_sell(self):
            self.assertTrue(sell())

    class TestStock(SellingMixin, unittest.TestCase):
        def test_stock(self):
            self.assertTrue(stock())
    """,
)

good = (
    """
    import unittest
    from unittest.mock import patch

    class TestShop(unittest.TestCase):
        def setUp(self):
            patch("shop.sell").start()

        def test_sell(self):
            self.assertTrue(sell())

    def leave():
        patch.stopall()
    """,
    """
    # file: tests/test_shop.py
    import unittest
    from unittest.mock import patch

    from shop.testing import ShopCase

    class SellingMixin:
        def setUp(self):
            super().setUp()
            patch("shop.sell").start()

    class BuyingMixin:
        def setUp(self):
            super().setUp()
            patch("shop.buy").start()

    class TestShop(SellingMixin, unittest.TestCase):
        def test_sell(self):
            self.assertTrue(sell())

    class TestStock(SellingMixin, ShopCase):
        def test_stock(self):
            self.assertTrue(stock())

    class TestBuying(BuyingMixin, unittest.TestCase):
        def test_buy(self):
            self.assertTrue(buy())

    # file: tests/test_books.py
    from shop.testing import ShopCase
    from tests.test_shop import BuyingMixin

    class TestBooks(BuyingMixin, ShopCase):
        def test_books(self):
            self.assertTrue(books())
    """,
)
