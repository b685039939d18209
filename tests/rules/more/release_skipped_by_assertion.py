"""More examples of TSE307, which would make the rule's own file too long."""

bad = (
    """
    import subprocess


    def test_has_not_ended():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert report.stdout.readline() == b"17"
        report.kill()
        report.wait()


    def test_ends_too_late():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert report.stdout.readline() == b"17"
        report.stdout.read()
        report.wait()


    def test_lines():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        for line in report.stdout:
            assert line
        report.wait()
    """,
    """
    import aiohttp


    async def test_connects(request):
        connector = aiohttp.TCPConnector(limit=1)
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        connection = await connector.connect(request)
        assert connection.protocol
        await connector.close()
    """,
    """
    import os
    import subprocess


    def test_is_asked_to_end():
        report = subprocess.Popen(["shop-report"], stdin=subprocess.PIPE)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert report.pid > 1000
        report.stdin.close()
        report.wait()


    def test_gets_a_signal():
        report = subprocess.Popen(["shop-report"])
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert report.pid > 1000
        os.kill(report.pid, 15)
        report.wait()
    """,
    """
    import threading


    def test_entry(shop, state):
        driver = threading.Thread(target=shop.serve, args=(state,))
        driver.start()
        ^^^^^^^^^^^^^^
        assert shop.open
        print("closing")
        state["running"] = False
        driver.join()


    def test_loop(loop, end):
        driver = threading.Thread(target=loop.run_forever)
        driver.start()
        ^^^^^^^^^^^^^^
        assert loop.is_running()
        end()
        driver.join()
    """,
)

good = (
    """
    import subprocess
    import unittest
    from unittest import mock

    from shop import quota


    class TestQuota(unittest.TestCase):
        def setUp(self):
            self.addCleanup(mock.patch.stopall)

        def test_server(self):
            server = subprocess.Popen(["shop-server"])
            self.addCleanup(server.wait)
            self.assertTrue(server.pid)
            server.terminate()

        def test_own_object(self):
            limits = quota.Limits()
            patcher = mock.patch.object(limits, "of")
            patcher.start()
            self.assertRaises(ValueError, limits.check, "pears")
            patcher.stop()
    """,
    """
    import io
    import tarfile
    import threading

    from shop.report import watch


    def test_report(packed):
        archive = tarfile.open(fileobj=io.BytesIO(packed))
        assert archive.getnames() == ["report.txt"]
        archive.close()


    def test_helper_thread(orders):
        helper = threading.Thread(target=watch, daemon=True)
        helper.start()
        assert orders.get() == "pear"
        helper.join()


    def test_told_to_stop(orders):
        stop = threading.Event()

        def work():
            while not stop.wait(0.1):
                orders.get()

        helper = threading.Thread(target=work)
        helper.start()
        try:
            assert orders.get() == "pear"
        finally:
            stop.set()
        orders.close()
        helper.join()


    def test_owner_is_closed(buffer, orders):
        helper = threading.Thread(target=buffer.run)
        helper.start()
        try:
            assert orders.get() == "pear"
            orders.close()
            helper.join()
        finally:
            buffer.close()


    def test_thread_that_ends_by_itself(orders):
        first = threading.Thread(target=orders.put, args=("pear",))
        second = threading.Thread(target=orders.put, args=("plum",))
        first.start()
        second.start()
        assert orders.get()
        assert orders.get()
        first.join()
        second.join()
    """,
    """
    import subprocess


    def test_has_ended():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
        output = report.stdout.read()
        assert output == b"17"
        report.kill()
        report.wait()
    """,
    """
    import aiohttp
    import pytest


    async def test_limit():
        connector = aiohttp.TCPConnector(limit=1)
        connector.clear_dns_cache()
        assert connector.limit == 1
        await connector.close()


    async def test_refused(request):
        connector = aiohttp.TCPConnector(limit=1)
        with pytest.raises(aiohttp.ClientConnectorError):
            await connector.connect(request)
        await connector.close()
    """,
)
