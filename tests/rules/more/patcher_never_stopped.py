"""More examples of a rule, which would make its own file too long."""

bad = ()

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
)
