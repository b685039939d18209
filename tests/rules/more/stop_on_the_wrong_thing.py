"""More examples of TSE317, which would make the rule's own file too long."""

bad = (
    """
    import os
    import unittest


    class TestMode(unittest.TestCase):
        def setUp(self):
            self.saved = dict(os.environ)

        def tearDown(self):
            os.environ = self.saved
            ^^^^^^^^^^^^^^^^^^^^^^^
    """,
    """
    import unittest
    import warnings

    import pytest


    class TestOrders(unittest.TestCase):
        def setUp(self):
            warnings.simplefilter("error")
            self.addCleanup(warnings.resetwarnings)
                            ^^^^^^^^^^^^^^^^^^^^^^

    class TestStock(unittest.TestCase):
        def tearDown(self):
            warnings.resetwarnings()
            ^^^^^^^^^^^^^^^^^^^^^^^^

    @pytest.fixture
    def strict():
        warnings.simplefilter("error")
        yield
        warnings.resetwarnings()
        ^^^^^^^^^^^^^^^^^^^^^^^^
    """,
    """
    import aiohttp


    async def test_shop_answers(url):
        connector = aiohttp.TCPConnector(limit=1)
        async with aiohttp.ClientSession(connector=connector) as session:
            await session.get(url)
        connector.close()
        ^^^^^^^^^^^^^^^^^
    """,
    """
    class Client:
        async def close(self):
            await self.transport.end()


    async def test_shop_answers():
        client = Client()
        client.close()
        ^^^^^^^^^^^^^^
    """,
)

good = (
    """
    from unittest import mock


    def test_each(patchers, made, server):
        for each in patchers:
            each.stop()
        for each in made():
            each.stop()
        clocks = [server, mock.patch("shop.clock.now").start()]
        for each in clocks:
            each.stop()
        several = made()
        for each in several:
            each.stop()
        server.stop()
        made().stop()
    """,
    """
    import os


    def test_mode(run, variables):
        saved = os.environ
        os.environ = dict(variables)
        try:
            assert run() == 0
        finally:
            os.environ = saved


    class TestModes:
        def test_none(self, run):
            os.environ = {}
            assert run() == 1
            os.environ = self.variables
    """,
    """
    import os


    def test_mode(run):
        saved = os.environ.copy()
        try:
            assert run() == 0
        finally:
            os.environ.clear()
            os.environ.update(saved)
    """,
    """
    from unittest import mock


    def test_stopped_twice():
        patcher = mock.patch("shop.server.Server")
        server = patcher.start()
        server.stop()
        patcher.stop()
    """,
    """
    import warnings


    def test_warns(parse):
        parse(warnings.resetwarnings)
        parse.resetwarnings()
        with warnings.catch_warnings():
            warnings.resetwarnings()
            parse()
        warnings.resetwarnings()
    """,
    """
    import unittest
    import warnings


    class TestOrders(unittest.TestCase):
        def tearDown(self):
            with warnings.catch_warnings():
                warnings.resetwarnings()
    """,
    """
    import asyncio

    import aiohttp


    async def test_shop_answers(url, client):
        session = aiohttp.ClientSession()
        await session.get(url)
        await session.close()
        client.close()
        other = aiohttp.ClientSession()
        await asyncio.gather(other.close(), asyncio.sleep(0))
    """,
    """
    import aiohttp


    def test_shop_closes(run):
        session = aiohttp.ClientSession()
        session.close()
    """,
    """
    import os
    import unittest


    class TestSettings(unittest.TestCase):
        def setUp(self):
            self.environ = os.environ
            os.environ = os.environ.copy()

        def tearDown(self):
            os.environ = self.environ
    """,
)
