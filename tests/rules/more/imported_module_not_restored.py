"""More examples of TSE313, which would make the rule's own file too long."""

bad = (
    """
    import till


    def test_old_till(shop):
        till.__version__ = "1.0"
        ^^^^^^^^^^^^^^^^^^^^^^^^
        assert shop.is_slow()
    """,
    """
    # file: shop/plots.py
    class Plotted:
        def plot(self):
            return "nothing"

    class Drawn(Plotted):
        pass

    # file: tests/test_plots.py
    from shop.plots import Drawn, Plotted


    def plot(self):
        return "a plot"


    def test_plotted():
        Plotted.plot = plot
        ^^^^^^^^^^^^^^^^^^^
        assert Plotted().plot()


    def test_drawn():
        Drawn.plot = plot
        ^^^^^^^^^^^^^^^^^
        assert Drawn().plot()
    """,
    """
    # file: shop/links.py
    OPEN = 1

    # file: tests/test_links.py
    import sys
    import importlib.util

    import orders
    from shop import load

    def loaded(name, path):
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        ^^^^^^^^^^^^^^^^^^^^^^^^^^
        spec.loader.exec_module(module)
        return module

    def test_links(tmp_path):
        assert loaded("shop.links", tmp_path / "links.py").OPEN

    def test_json(tmp_path):
        assert loaded("made_up", tmp_path / "json.py").dumps

    def test_orders(spec):
        sys.modules["orders"] = importlib.util.module_from_spec(spec)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert load()

    def test_orders_of(spec, kind):
        sys.modules[f"orders{kind}"] = importlib.util.module_from_spec(spec)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert load()

    def test_any(spec, kind):
        sys.modules[f"{kind}_orders"] = importlib.util.module_from_spec(spec)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert load()

    def test_colours(spec):
        sys.modules["colorsys"] = importlib.util.module_from_spec(spec)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert load()
    """,
    """
    import logging
    import os
    import signal
    import sys
    from unittest import mock

    from shop import stock


    def test_levels(log):
        logging.DEBUG = log.level
        ^^^^^^^^^^^^^^^^^^^^^^^^^
        logging.addLevelName(7, "SHOP")


    def test_newer(order):
        if sys.version_info > (3, 8):
            stock.count = mock.Mock(return_value=3)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        if hasattr(stock, "count"):
            stock.reserve = lambda: 3
            ^^^^^^^^^^^^^^^^^^^^^^^^^
        if order.version < 3:
            print("old")
        else:
            stock.order = mock.Mock()
            ^^^^^^^^^^^^^^^^^^^^^^^^^
        assert order.pack() == "packed"


    def test_handled(order):
        try:
            order.pack()
        except ValueError:
            stock.count = mock.Mock(return_value=3)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        if order.weight < 3:
            stock.weight = lambda: 4
            ^^^^^^^^^^^^^^^^^^^^^^^^
        assert order.pack() == "packed"


    def test_signals(order):
        signal.SIGSHOP = order.signal
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        os.getpid = lambda: 7
        ^^^^^^^^^^^^^^^^^^^^^
        sys.exc_clear = lambda: None
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert order.pack() == "packed"
    """,
)

good = (
    """
    import till
    from till import Drawer


    def test_old_till(shop):
        till.edition = "1.0"
        Drawer.__doc__ = "a drawer"
        assert shop.is_slow()


    def test_reset_till(monkeypatch, shop):
        monkeypatch.setattr(till, "__version__", "1.0")
        till.__version__ = "1.1"
        assert shop.is_slow()
    """,
    """
    # file: shop/plots.py
    class Plotted:
        kind = "svg"

        def figure(self):
            return self.plot()

    # file: tests/test_plots.py
    from shop.plots import Plotted


    def plot(self):
        return "a plot"


    def test_figure():
        Plotted.plot = plot
        assert Plotted().figure()
    """,
    """
    # file: shop/__init__.py
    from .weights import only, weigh

    # file: shop/weights.py
    only = False


    def weigh():
        return only

    # file: tests/test_weights.py
    import shop


    def test_weigh():
        shop.only = True
        assert shop.weigh()
    """,
    """
    import sys
    import importlib.util

    def test_variant(system, spec):
        module = importlib.util.module_from_spec(spec)
        sys.modules[f"shop_variant_{system}"] = module
        sys.modules[f"made_up.{system}"] = importlib.util.module_from_spec(spec)
        assert module.OPEN
    """,
    """
    import sys
    import importlib.util

    def test_made_alike(tmp_path):
        def loaded(code, name):
            path = tmp_path / f"{name}.py"
            path.write_text(code)
            spec = importlib.util.spec_from_file_location(name, path)
            module = importlib.util.module_from_spec(spec)
            sys.modules[name] = module
            spec.loader.exec_module(module)
            return module

        assert loaded("x = 1", "made_before").x == loaded("x = 1", "made_later").x
    """,
    """
    import logging

    from shop import stock
    from shop.entries import Entry
    from shop.versions import external_versions


    def test_new_level(log):
        logging.SHOP = log.level
        logging.addLevelName(log.level, "SHOP")
        assert log.text == ""


    def test_of_an_old_version(order):
        if external_versions["shop"] < "0.7":

            def equals(self, other):
                return self.key == other.key

            Entry.__eq__ = equals
        if not hasattr(stock, "count"):
            stock.count = lambda: 3
        try:
            stock.reserve()
        except AttributeError:
            stock.reserve = lambda: 3
        assert order.pack() == "packed"
    """,
    """
    import unittest
    import warnings

    import pytest

    class TestOrder:
        def test_warns(self, order):
            warnings.showwarning = lambda *said: order.tell(said)
            assert order.pack()

    class OtherTest(unittest.TestCase):
        def test_warns(self):
            warnings.showwarning = lambda *said: self.order.tell(said)
            self.assertTrue(self.order.pack())
    """,
)
