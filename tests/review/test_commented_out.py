"""Code in the comments of functions that is no assertion."""

from __future__ import annotations

from tests.review.asking import told


def test_bodies_of_tests_and_single_statements() -> None:
    text = """
        # setting = 1 stands in no function

        def test_pay(shop):
            '''What is paid is booked.'''
            # till = shop.open()
            # till.pay(
            #     1,
            # )
            pass

        def test_ship():
            # One ship (of three) sails, x == 1 or not.
            ship()
            # ship.sail()

        def test_sell():
            # assert sell(2)
            # def inner(): sell(1)
            sell(1)

        def test_buy():
            # assert buy(2) == 1
            # logged = buy(3)
            # buy(4)
            buy(1)

            # buy(5)
    """
    assert [each for each in told(text, "Known bugs") if "look" in each] == [
        "The body of the test `test_pay` is commented out, 2 statements by their look: the first is `till = "
        "shop.open()`. Nothing of it runs (lines 5–8).",
        "By its look, code is commented out in `test_ship`: `ship.sail()` (line 14).",
        "By its look, code is commented out in `test_buy`: `buy(5)` (line 27).",
    ]
