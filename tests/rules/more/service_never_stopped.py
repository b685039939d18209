"""More examples of TSE316, which would make the rule's own file too long."""

bad = (
    """
    import requests
    from urllib.request import urlopen


    def test_window(shop):
        session = requests.Session()
                  ^^^^^^^^^^^^^^^^^^
        assert session.get(shop.url, timeout=5).ok
        answer = urlopen("http://127.0.0.1:8080/", timeout=5)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert answer.status == 200
    """,
    """
    import asyncio

    from shop.orders import deliver


    def test_delivers():
        loop = asyncio.new_event_loop()
               ^^^^^^^^^^^^^^^^^^^^^^^^
        future = deliver(loop)
        loop.run_until_complete(future)
        assert future.result() == "pear"
    """,
    """
    import sqlite3


    def test_schema(tmp_path):
        orders = sqlite3.connect(tmp_path / "orders.db")
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert orders.execute("select count(*) from orders").fetchone() == (0,)
    """,
    """
    import aiohttp


    async def test_window(shop):
        session = aiohttp.ClientSession()
                  ^^^^^^^^^^^^^^^^^^^^^^^
        async with session.get(shop.url) as response:
            assert response.status == 200


    async def test_connects(request):
        connector = aiohttp.TCPConnector(limit=1)
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        connection = await connector.connect(request)
        assert connection.protocol
    """,
    """
    import multiprocessing


    def test_counts_in_processes(count):
        pool = multiprocessing.Pool(2)
               ^^^^^^^^^^^^^^^^^^^^^^^
        assert pool.map(count, ["pear", "plum"]) == [17, 4]
    """,
    """
    import threading
    from http.server import HTTPServer

    from shop.web import Handler, fetch


    def serve_once(port):
        server = HTTPServer(("127.0.0.1", port), Handler)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        server.handle_request()


    def serve_always(port, ready):
        server = HTTPServer(("127.0.0.1", port), Handler)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ready.set()
        server.serve_forever()


    def serve_some(port, orders):
        server = HTTPServer(("127.0.0.1", port), Handler)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        while True:
            server.handle_request()
            if orders.full():
                break


    def test_shop_window(port, ready, orders):
        threading.Thread(target=serve_once, args=(port,), daemon=True).start()
        always = threading.Thread(target=serve_always, args=(port + 1, ready), daemon=False)
        always.start()
        threading.Thread(target=serve_always, args=(port + 2, ready)).start()
        threading.Thread(target=serve_some, args=(port + 3, orders), daemon=True).start()
        other = threading.Thread(target=serve_always, args=(port + 4, ready))
        other.start()
        assert fetch(port) == b"pears"
    """,
    """
    import multiprocessing
    import sqlite3
    import threading
    from http.server import HTTPServer

    from shop.web import Handler, fetch


    def serve(port):
        server = HTTPServer(("127.0.0.1", port), Handler)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        server.serve_forever()


    def count(path):
        orders = sqlite3.connect(path)
                 ^^^^^^^^^^^^^^^^^^^^^
        return orders.execute("select count(*) from orders").fetchone()


    def prepare(path):
        orders = sqlite3.connect(path)
                 ^^^^^^^^^^^^^^^^^^^^^
        orders.execute("create table orders")


    class Worker(multiprocessing.Process):
        def run(self):
            count("orders.db")

        def look(self):
            orders = sqlite3.connect("orders.db")
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return orders.execute("select 1").fetchone()


    def test_shop_window(port, Process):
        process = multiprocessing.Process(target=count, args=("orders.db",))
        process.start()
        process.join()
        Process(prepare, "orders.db")
        thread = threading.Thread(target=serve, args=(port,))
        thread.start()
        assert fetch(port) == b"pears"
        assert count("orders.db") == 17


    prepare("orders.db")
    """,
    """
    import contextlib
    import threading

    from shop.orders import take


    def watch():
        with open("orders") as orders:
            while True:
                take(orders)


    def test_is_watched(orders):
        try:
            thread = threading.Thread(target=watch)
            thread.start()
            ^^^^^^^^^^^^^^
            assert orders.get() == "pear"
        except ValueError:
            pass
    """,
)

good = (
    """
    import asyncio
    import threading


    def test_delivers(deliver):
        try:
            loop = asyncio.get_event_loop()
        except RuntimeError:
            loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, daemon=True).start()
        assert asyncio.run_coroutine_threadsafe(deliver(), loop).result(5) == "pear"
    """,
    """
    import socketserver
    import threading

    from werkzeug.serving import BaseWSGIServer

    from shop.till import Till


    class TillServer(socketserver.TCPServer):
        def shutdown(self):
            super().shutdown()
            self.server_close()


    def test_till(pay):
        server = TillServer(("127.0.0.1", 0), Till)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert pay(server.server_address) == "thanks"
        server.shutdown()


    def test_window(fetch, app):
        server = BaseWSGIServer("127.0.0.1", 0, app)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert fetch(server.port) == b"pears"
        server.shutdown()


    def test_given(till):
        threading.Thread(target=till.serve_forever).start()
        till.shutdown()


    def test_of_many(tills):
        threading.Thread(target=tills[0].serve_forever).start()
        tills[0].shutdown()
    """,
    """
    import asyncio
    import unittest

    from shop.orders import deliver


    def finish(loop):
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


    class TestDelivery(unittest.TestCase):
        def test_delivers(self):
            loop = asyncio.new_event_loop()
            self.addCleanup(loop.close)
            self.assertEqual(loop.run_until_complete(deliver()), "pear")

        def test_finishes(self):
            loop = asyncio.new_event_loop()
            loop.run_until_complete(deliver())
            finish(loop)
    """,
    """
    import sqlite3


    def test_schema():
        orders = sqlite3.connect(":memory:")
        assert orders.execute("select 1").fetchone() == (1,)


    def test_schema_again():
        name = ":memory:"
        orders = sqlite3.connect(name)
        assert orders.execute("select 1").fetchone() == (1,)
    """,
    """
    import aiohttp
    import httpx
    import pytest


    async def test_takes_a_proxy():
        aiohttp.ClientSession(proxy="http://127.0.0.1:3128")


    async def test_limit():
        connector = aiohttp.TCPConnector(limit=1)
        assert connector.limit == 1


    async def test_refused(request):
        connector = aiohttp.TCPConnector(limit=1)
        with pytest.raises(aiohttp.ClientConnectorError):
            await connector.connect(request)


    def test_simulated(app):
        client = httpx.Client(transport=httpx.WSGITransport(app))
        assert client.get("/").status_code == 200
    """,
)
