"""Still more examples of TSE408."""

bad = (
    """
    def test_copied(shop):
        # Now the error is passed on.
        # self.assertRaises(ValueError, shop.copy)
        try:
        ^^^^
            shop.copy()
        except ValueError as error:
            assert "no orders" in str(error)
    """,
)

good = (
    """
    def test_all_orders(shop, sent):
        # May raise if the shop is empty; here only
        # what is sent is looked at.
        try:
            shop.orders("all")
        except ValueError as error:
            assert "no orders" in str(error)
        try:
            shop.orders("open")
        except ValueError as error:
            # An empty shop is acceptable, too.
            assert "no orders" in str(error)
        assert len(sent) == 2
    """,
)
