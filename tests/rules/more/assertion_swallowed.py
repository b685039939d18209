"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    import contextlib
    import unittest

    import pytest

    def test_refuses(shop):
        try:
        ^^^^
            with pytest.raises(ValueError):
                shop.order(-1)
        except:
            pass

    class TestShop(unittest.TestCase):
        def test_refuses(self):
            try:
            ^^^^
                shop = self.open_shop()
                with self.assertRaises(ValueError):
                    shop.order(-1)
            except Exception:
                pass

        def test_forbids(self):
            with contextlib.suppress(Exception):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                with self.assertRaisesRegex(ValueError, "no"):
                    self.shop.forbid(-1)
    """,
)
good = (
    """
    import unittest

    import pytest

    def test_refuses(shop):
        try:
            with pytest.raises(ValueError):
                shop.order(-1)
        except Exception:
            pass  # what pytest fails with is none

    class TestShop(unittest.TestCase):
        def test_refuses(self):
            try:
                with self.assertWarns(UserWarning), self.assertLogs("shop"):
                    self.shop.order(-1)
            except Exception:
                pass
            try:
                with self.assertRaises(ValueError):
                    self.shop.order(-1)
            except KeyError:
                pass
    """,
    """
    def test_log(client, log):
        client.visit()
        try:
            log.debug.assert_called_with("visited")
        except AssertionError:
            return
        raise AssertionError("a visit was logged")
    """,
)
