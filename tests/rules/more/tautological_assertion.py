"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    async def test_shell_keeps_its_prompt(shell):
        before = shell.prompt()
        after = await shell.prompt()
        _, status = shell.leave()
        assert after == after, f"{before} has become {after}"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert status == status
        ^^^^^^^^^^^^^^^^^^^^^^^
    """,
    """
    import unittest

    import shop
    from shop import CONF, fixtures

    LIMITS = shop.limits()

    class TestOrders(unittest.TestCase):
        def test_copy(self):
            order = load("order")
            self.assertEqual(order._total, order._total)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            self.assertEqual(CONF.shop.url, CONF.shop.url)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            self.assertEqual(LIMITS.shop.most, LIMITS.shop.most)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            self.assertEqual(len(fixtures.ORDERS), len(fixtures.ORDERS))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            for i in range(3):
                assert order.lines[i * 2 + 1] == order.lines[i * 2 + 1]
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert order.lines[self.first.at] == order.lines[self.first.at]
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
)

good = (
    """
    class OrdersTest(unittest.TestCase):
        def test_rows(self):
            rows = load_rows()
            self.assertEqual(rows, rows)
            self.assertNotEqual(rows, load_rows())
    """,
    """
    def test_units(wcs):
        # The units have an operator == of their own.
        assert wcs.units == wcs.units
    """,
    """
    def test_orders(order):
        assert order.lines[count()] == order.lines[count()]
        assert CONF.URL == CONF.URL
        order.assertEqual(order.total)
        assert Order.total == Order.total
        assert http.client.NOT_FOUND == http.client.NOT_FOUND
    """,
    """
    def test_version(parse):
        version = parse("1.0")
        assert version == version
        assert version <= version
        assert not version < version
    """,
)
