"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    import os
    import unittest
    from unittest import mock

    import pytest
    from shop.testing import patch_clock
    from tornado.testing import AsyncTestCase, gen_test

    class TestClockMixin(unittest.TestCase):
        def test_ticks(self):
        ^^^^^^^^^^^^^^^^^^^^^
            pass

        def test_stops(self):
            self.assertTrue(clock().stops())

    class WaitTest(AsyncTestCase):
        @gen_test
        def test_waits(self):
        ^^^^^^^^^^^^^^^^^^^^^
            pass

        @patch_clock()
        @mock.patch("shop.till")
        def test_pays(self, till, mock_clock):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            pass

    @pytest.mark.skipif(os.name == "nt", reason="there are no links")
    def test_links():
    ^^^^^^^^^^^^^^^^^
        pass
    """,
)

good = (
    """
    import unittest

    class VolumeTest(unittest.TestCase):
        def test_resize(self):
            pass

    class DiskTest(VolumeTest):
        def test_resize(self):
            self.assertTrue(resize("disk"))
    """,
    """
    import threading

    import pytest

    @pytest.fixture(autouse=True)
    def no_thread_is_left():
        before = threading.active_count()
        yield
        assert threading.active_count() == before

    @pytest.fixture
    def shop():
        with opened() as shop:
            yield shop

    def test_opens_and_closes(shop):
        pass

    def test_pays(shop):
        assert shop.pay()
    """,
    """
    import abc
    import unittest

    class VolumeTestsMixin(unittest.TestCase):
        def test_resize(self):
            pass

    class BaseVolumeTest(unittest.TestCase):
        def test_resize(self):
            pass

    class VolumeTestCase(unittest.TestCase, abc.ABC):
        def test_resize(self):
            pass

    class TestVolumes(metaclass=abc.ABCMeta):
        def test_resize(self):
            pass

        def test_attach(self):
            assert attach()
    """,
    """
    class FakeDriver:
        def test_connection(self):
            pass

    def test_runner_counts():
        class TestSample:
            def test_a(self):
                pass

        assert count(TestSample) == 1

    class TestRunner:
        class TestInner:
            def test_a(self):
                pass

        def test_inner(self):
            assert count(self.TestInner) == 1
    """,
    """
    # file: tests/base.py
    import unittest

    class OrderTests(unittest.TestCase):
        def test_order(self):
            self.assertTrue(self.order())

        def test_order_again(self):
            self.assertTrue(self.order(2))

        def test_speed(self):
            self.assertLess(self.time(), 1)

    # file: tests/test_remote.py
    from tests.base import OrderTests

    class TestRemoteOrders(OrderTests):
        # disabled for the remote shop

        def test_order(self):
            pass

        def test_order_again(self):
            pass

        def test_speed(self):
            '''This is too slow through the network.'''

        def test_pay(self):
            self.assertTrue(self.pay())
    """,
    """
    import unittest
    from shop.testing import PairedTest

    class SendTest(PairedTest):
        def test_open(self):
            self.assertTrue(self.shop.open())

        def test_send(self):
            # The client's half fails.
            pass

        def _test_send(self):
            self.assertRaises(OSError, self.client.send)

    if __name__ == "__main__":
        class SampleTest(unittest.TestCase):
            def test_pass(self):
                pass

        unittest.main()
    """,
    """
    import unittest

    class Specimen(unittest.TestCase):
        def test_it(self):
            pass

    class Counted(unittest.TestCase):
        '''Does nothing: the loader is to find two tests here.'''

        def test_one(self):
            pass

        def test_two(self):
            pass

    class TestLoader(unittest.TestCase):
        def test_runs_one(self):
            self.assertTrue(run(Specimen(methodName="test_it")))
            self.assertEqual(2, len(load(__name__)))
    """,
    """
    import unittest

    from shop import hooks

    def test_hook():
        pass

    class TestHooks(unittest.TestCase):
        def test_registers(self):
            hooks.register("order", test_hook)
            self.assertEqual([test_hook], hooks.named("order"))
    """,
    """
    def test_double():
        '''
        >>> double(2)
        4
        '''

    def test_half():
        assert half(4) == 2

    def test_double_shown():
        '''Test the prompt.

        In [1]: double(2)
        Out[1]: 4
        '''
    """,
    """
    import unittest

    import pytest

    class ShopTest(unittest.TestCase):
        @unittest.skipIf(True, "there is no shop yet")
        def test_opens(self):
            pass

        def test_closes(self):
            self.assertTrue(self.close())

    @pytest.mark.skipif(True, reason="there is no shop yet")
    def test_pays():
        pass
    """,
    """
    import unittest

    from shop import timed

    class Till:
        def test_opening(self):
            pass

    class TestTimed(unittest.TestCase):
        def test_calls_are_timed(self):
            till = timed(Till())
            till.test_opening()
            self.assertEqual(timed.names, ["test_opening"])
    """,
)
