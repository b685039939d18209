"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    import time
    import unittest

    def wait_for(shop):
        def opened():
            return shop.open

        try:
            shop.ping()
        except OSError as error:
            last = error
        else:
            if not shop.open:
                raise
                ^^^^^

    class TestShop(unittest.TestCase):
        async def test_shop(self):
            wait_for(self.shop)
            for order in self.orders:
                if not order.paid:
                    raise
                    ^^^^^
    """,
    """
    # file: tests/retries.py
    import time
    from functools import wraps

    def retried(function):
        @wraps(function)
        def wrapper(*args):
            for _ in range(3):
                try:
                    return function(*args)
                except AssertionError:
                    pass
            raise
            ^^^^^
        return wrapper

    def opened(shop):
        for attempt in range(3):
            print(attempt)
            try:
                shop.open()
                break
            except OSError:
                time.sleep(1)
        else:
            raise
            ^^^^^

    # file: tests/test_orders.py
    from tests.retries import opened, retried

    @retried
    def test_order(shop):
        try:
            shop.order()
        except OSError:
            opened(shop)
    """,
)
good = (
    """
    # file: tests/retries.py
    def closed(shop):
        for each in shop.rooms:
            print(each)
            try:
                each.close()
            except OSError:
                pass
        raise

    # file: tests/test_orders.py
    from tests.retries import closed

    def test_order(shop):
        try:
            shop.order()
        except OSError:
            closed(shop)
    """,
)
