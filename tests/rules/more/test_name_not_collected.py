"""More examples of TSE515, which would make the rule's own file too long."""

bad = (
    """
    import unittest

    class NameTest(unittest.TestCase):
        def ttest_joins(self):
        ^^^^^^^^^^^^^^^^^^^^^^
            self.assertEqual(join("a", "b"), "ab")

        def tset_splits(self):
        ^^^^^^^^^^^^^^^^^^^^^^
            self.assertEqual(split("ab"), ["a", "b"])
    """,
    """
    import pytest

    @pytest.fixture
    def shop():
        return Shop()

    def test_refund(shop):
        assert refund(shop) == 1

    def tset_total(shop):
    ^^^^^^^^^^^^^^^^^^^^^
        assert total(shop) == 3

    def _test_empty(shop, tmp_path):
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        # It should not count what is missing.
        assert total(shop, tmp_path) == 0

    @pytest.mark.parametrize("price, tax", [(1, 2), (3, 4)])
    def adds_tax(price, tax):
    ^^^^^^^^^^^^^^^^^^^^^^^^^
        assert with_tax(price) == tax

    async def rejects_negative_prices():
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        with pytest.raises(ValueError):
            await price(-1)
    """,
    """
    # file: tests/conftest.py
    import pytest

    @pytest.fixture(name="shop")
    def _shop():
        return Shop()
    # file: tests/unit/test_shop.py
    from unittest import mock
    import pytest

    class TestShop:
        @pytest.fixture(name="basket")
        def make_basket(self):
            return []

        def test_refund(self, ledger):
            assert refund(ledger) == 1

        def tset_total(self, shop):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert total(shop) == 3

        def rejects(self, basket, *, ledger, limit=3):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert not sell(basket, ledger, limit)
    """,
    """
    from django.test import TestCase, override_settings

    class FilterTest(TestCase):
        def test_name(self):
            self.assertEqual(found({"name": "a"}), 1)

        def is_occupied(self):
        ^^^^^^^^^^^^^^^^^^^^^^
            self.assertEqual(found({"is_occupied": "true"}), 4)

        @override_settings(DEBUG=True)
        def rejects(self):
        ^^^^^^^^^^^^^^^^^^
            self.assertEqual(found({"name": ""}), 0)
    """,
    """
    # file: shop/pools.py
    def spawn(work): ...
    # file: tests/test_pools.py
    import unittest
    from shop import pools

    class PoolTest(unittest.TestCase):
        def test_spawn(self):
            self.assertTrue(pools.spawn(list))

        def dont_test_timer(self):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^
            def work():
                pools.timer(0, list)
            pools.spawn(work)
            self.assertEqual(self.fired, [])
    """,
)

good = (
    """
    import sys
    from typing import assert_type
    import pytest

    def test_refund(shop):
        assert refund(shop) == 1

    def has_total(shop, total):
        assert shop.total == total

    def is_open(door):
        assert door.open

    def is_paid(*bills):
        assert all(bills)

    def total_is_a_number():
        assert_type(total(), int)

    def _balanced():
        assert balance() == 0

    def setup_module():
        assert shop_is_closed()

    def prints_names():
        assert len(sys.argv) == 2

    def sums_up(shop):
        assert total(shop)
        return shop

    @register
    def opens(shop):
        assert shop.open()

    # Start by hand: python -c 'import test_example as t; t.deletes_all()'
    def deletes_all():
        assert delete()
    """,
    """
    # file: pyproject.toml
    [tool.pytest.ini_options]
    python_functions = ["test_*", "it_*"]
    # file: tests/test_shop.py
    def test_refund():
        assert refund() == 1

    def it_refunds_all():
        assert refund() == 2
    """,
    """
    # file: conftest.py
    def pytest_pycollect_makeitem(collector, name, obj):
        return None
    # file: tests/test_shop.py
    def test_refund():
        assert refund() == 1

    def refunds_all():
        assert refund() == 2

    class RefundTest:
        def test_all(self):
            assert refund() == 2
    """,
    """
    # file: tests/test_base.py
    def test_refund():
        assert refund() == 1

    def refunds_all():
        assert refund() == 2
    # file: tests/test_shop.py
    from .test_base import refunds_all

    def test_all():
        refunds_all()
    """,
    """
    def test_steps():
        for name in sorted(globals()):
            if name.endswith("_step"):
                globals()[name]()

    def first_step():
        assert step() == 1
    """,
    """
    class TestShop:
        def test_refund(self, ledger):
            assert refund(ledger) == 1

        def has_total(self, total):
            assert self.shop.total == total

        def has_no_object():
            assert shop()

    def helps():
        assert TestShop
    """,
    """
    # file: shop/testing/testcase.py
    import unittest

    class TestCase(unittest.TestCase):
        @property
        def testname(self):
            return self._testMethodName

        def expect_one_error(self):
            self.assertEqual(self.errors, [])
    """,
    """
    # file: shop/tests/base.py
    import unittest

    class ShopCase(unittest.TestCase):
        def test_opens(self):
            self.assertTrue(self.shop.opens())

        def has_one_order(self):
            self.assertEqual(len(self.shop.orders), 1)
    """,
    """
    from unittest import mock

    class TestStock:
        def test_take(self):
            assert take(1) == 0

        def _test_take_much(self):
            '''This test fails when the stock is replayed.'''
            assert take(99) == 0

        def _test_take_all(self):
            # taken from the handbook
            # THIS IS NOT SUPPORTED!
            assert take("all") == 0

        # The clock of the build machine is broken.
        @mock.patch("shop.clock.now")
        def xtest_take_late(self, now):
            assert take(1) == 0
    """,
    """
    from shop.testing import CartTests, each_of

    class TestCart(CartTests):
        steps = ["opened", "filled"]

        def test_all(self):
            each_of(self, self.steps)

        def opened(self):
            assert self.cart.open

        def filled(self):
            assert self.cart.items

        def closed(self):
            assert not self.cart.open

    class TestOldCart(CartTests):
        def test_all(self):
            each_of(self, ["closed"])

        def emptied(self):
            assert not self.cart.items

    class TestNewCart(CartTests):
        def test_all(self):
            CartTests.paid(self)

        def emptied(self):
            assert not self.cart.items

        def paid(self):
            assert self.cart.paid
    """,
    """
    import unittest

    class Steps(unittest.TestCase):
        def fills_the_cart(self):
            self.assertTrue(fill())

    class Helper:
        def tset_cart(self):
            assert fill()
    """,
)
