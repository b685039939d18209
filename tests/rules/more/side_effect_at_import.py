"""More examples of a rule, which would make its own file too long."""

bad = ()

good = (
    """
    import os
    import sys
    import tempfile
    from unittest import mock

    import pytest

    here = os.getcwd()
    os.chdir("..")
    os.chdir(here)
    mode = os.environ["SHOP_MODE"]
    os.environ["SHOP_MODE"] = "test"
    os.environ["SHOP_NAME"] = "test"
    sys.modules["gpu"] = None
    import shop
    sys.modules.pop("gpu")
    os.environ["SHOP_MODE"] = mode
    del os.environ["SHOP_NAME"]
    os.environ.setdefault("SHOP", "1")

    FOLDER = tempfile.mkdtemp()
    file = open("orders.json")
    ORDERS = file.read()
    file.close()
    with open("orders.json") as file:
        ORDERS = file.read()
    other = open("more.json")
    with other:
        MORE = other.read()
    open("touched", "w").close()
    patcher = mock.patch("shop.orders.now")
    patcher.start()
    make = lambda: open("orders.json")

    def tearDownModule():
        patcher.stop()
        shutil.rmtree(FOLDER)

    def test_shop():
        assert shop.sell()

    def load():
        return open("orders.json").read()

    @pytest.fixture
    def gpu(monkeypatch):
        monkeypatch.setitem(sys.modules, "gpu", mock.Mock())
        os.environ["SHOP_MODE"] = "test"

    if __name__ == "__main__":
        os.environ["SHOP_MODE"] = "test"
    """,
    """
    import unittest
    from unittest import TestCase

    import pytest
    import shop
    from shop import clock, stock, till

    TestCase.shortDescription = lambda self: None

    _now = shop.now
    shop.now = lambda: 3
    import shop.orders

    shop.now = _now

    _count = stock.count
    stock.count = lambda: 3

    @pytest.fixture(autouse=True, scope="module")
    def restore():
        yield
        stock.count = _count

    _tick = clock.tick
    clock.tick = lambda: 3
    unittest.addModuleCleanup(setattr, clock, "tick", _tick)

    _pay = till.pay
    till.pay = lambda: 3

    def put_back():
        till.pay = _pay

    unittest.addModuleCleanup(put_back)

    def test_shop():
        assert shop.sell()
    """,
)
