"""More examples of TSE203, which would make the rule's own file too long."""

bad = (
    """
    import asyncio
    import subprocess
    import sys
    import threading

    import cherrypy
    from hypercorn.config import Config
    from werkzeug.serving import run_simple

    URL = "http://localhost:8000"
    OPTIONS = {"port": 5000, "host": "0.0.0.0"}
                                     ^^^^^^^^^

    def test_servers(app, manage):
        app.run(**OPTIONS)
        app.run(**dict(host="0.0.0.0", port=5000))
                            ^^^^^^^^^
        threading.Thread(target=run_simple, args=("0.0.0.0", 5000, app)).start()
                                                  ^^^^^^^^^
        threading.Thread(target=app.run, kwargs={"host": "0.0.0.0"}).start()
                                                         ^^^^^^^^^
        cherrypy.config.update({"server.socket_host": "0.0.0.0", "server.socket_port": 8080})
                                                      ^^^^^^^^^
        asyncio.create_task(app.run_task(host="0.0.0.0"))
                                              ^^^^^^^^^
        config = Config()
        config.bind = ["127.0.0.1:80", "0.0.0.0:8000"]
                                       ^^^^^^^^^^^^^^
        config.insecure_bind = "0.0.0.0:8080"
                               ^^^^^^^^^^^^^^
        Config.from_mapping(bind="0.0.0.0:8000")
                                 ^^^^^^^^^^^^^^
        subprocess.Popen([sys.executable, "manage.py", "runserver", "0.0.0.0:8000"])
                                                                    ^^^^^^^^^^^^^^
        subprocess.Popen("gunicorn -b 0.0.0.0:8000 shop:app".split())
                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        subprocess.check_output("python manage.py runserver 0:8000".split())
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        subprocess.run("uvicorn shop:app --host=0.0.0.0".split(" "))
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
    """
    import asyncio

    import eventlet
    import tornado.web
    import waitress
    import websockets
    from aiohttp import web
    from multiprocessing.connection import Listener
    from multiprocessing.managers import BaseManager

    async def test_tills(till, app, runner):
        await asyncio.start_server(till, None, 8888)
                                         ^^^^
        await asyncio.start_server(till, port=8888)
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        await asyncio.get_running_loop().create_server(till, "", 8888)
                                                             ^^
        await asyncio.get_event_loop().create_datagram_endpoint(till, local_addr=("0.0.0.0", 0))
                                                                                  ^^^^^^^^^
        site = web.TCPSite(runner)
               ^^^^^^^^^^^^^^^^^^^
        await websockets.serve(till, None, 8765)
                                     ^^^^

    def test_servers(app):
        eventlet.listen(("0.0.0.0", 0))
                         ^^^^^^^^^
        eventlet.listen(("", 6001))
                         ^^
        shop = tornado.web.Application()
        shop.listen(8888)
        ^^^^^^^^^^^^^^^^^
        web.run_app(app, port=0)
        ^^^^^^^^^^^^^^^^^^^^^^^^
        waitress.serve(app)
        ^^^^^^^^^^^^^^^^^^^
        BaseManager(address=("", 0))
                             ^^
        Listener(("0.0.0.0", 0))
                  ^^^^^^^^^
        app.run("0.0.0.0", 5000)
                ^^^^^^^^^
    """,
    """
    import multiprocessing
    import subprocess
    import sys
    import threading

    def test_started(app, port):
        threading.Thread(target=app.run, kwargs={"host": "0.0.0.0"})
                                                         ^^^^^^^^^
        multiprocessing.Process(target=app.serve, kwargs=dict(host="0.0.0.0"))
                                                                   ^^^^^^^^^
        subprocess.Popen([sys.executable, "-m", "http.server", "8000"])
                                                ^^^^^^^^^^^^^
        subprocess.Popen(("uvicorn", "shop:app", "--host", "0.0.0.0"))
                                                           ^^^^^^^^^
        subprocess.Popen(["gunicorn", "-b", "0.0.0.0:80", "shop"])
                                            ^^^^^^^^^^^^
        subprocess.run(["shop", "serve", "--host=0.0.0.0"])
                                         ^^^^^^^^^^^^^^^^
        subprocess.Popen(["shop", "--host=0.0.0.0"])
                                  ^^^^^^^^^^^^^^^^
    """,
    """
    import uvicorn
    import websockets


    def test_window(app):
        config = uvicorn.Config(app, host="0.0.0.0", port=0)
                                          ^^^^^^^^^
        uvicorn.Server(config).run()


    async def test_till(till):
        async with websockets.serve(till, "0.0.0.0", 0):
                                          ^^^^^^^^^
            assert till.open
    """,
    """
    import socket

    from aiohttp import web

    def test_socket_of_ours(app, loop):
        sock = socket.socket()
        sock.bind(("0.0.0.0", 0))
                   ^^^^^^^^^
        web.run_app(app, sock=sock, loop=loop)
    """,
    """
    from twisted.internet import reactor
    from twisted.trial import unittest

    class ServerTest(unittest.TestCase):
        def setUp(self):
            self.port = reactor.listenTCP(0, self.factory)
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            reactor.listenSSL(0, self.factory, self.context, interface="")
                                                                       ^^

        def connect(self):
            reactor.connectTCP("0.0.0.0", self.port.getHost().port, self.client)
                               ^^^^^^^^^
            reactor.connectSSL(host="0.0.0.0", port=80, factory=self.client)
                                    ^^^^^^^^^
    """,
    """
    import socket
    import unittest

    class ServerTest(unittest.TestCase):
        def test_serves(self):
            # A listener of the test.
            sock = socket.socket()
            sock.bind(("0.0.0.0", 0))
                       ^^^^^^^^^
            sock.listen(1)
            # The wildcard of the pattern.
            self.match("*")

            with socket.create_server(("", 0)) as server:
                                       ^^
                self.talk(server)
            client = socket.socket()
            client.connect(("127.0.0.1", 80))

        def test_elsewhere(self):
            local = socket.create_server(("127.0.0.1", 0))

    class ProtocolTest(unittest.TestCase):
        def test_both(self):
            with socket.create_server(("::1", 0), family=socket.AF_INET6, dualstack_ipv6=True) as server:
                self.talk(server)
    """,
)

good = (
    """
    import subprocess, threading
    import cherrypy
    from hypercorn.config import Config
    from werkzeug.serving import run_simple

    OPTIONS = {"port": 5000, "host": "127.0.0.1"}

    def test_servers(app, config, options, arguments):
        app.run(**OPTIONS)
        app.run(**options)
        app.run(*arguments)
        app.call(**{"host": "0.0.0.0"})
        app.run(**{"host": "0.0.0.0", "command": "ping"})
        app.run(**dict(host="0.0.0.0", command="ping"))
        app.run(**dict([("host", "0.0.0.0")]))
        app.run(**app)
        threading.Thread(target=app.run, args=("0.0.0.0",)).start()
        threading.Thread(target=run_simple, args=("127.0.0.1", 5000, app)).start()
        threading.Thread(target=run_simple, args=arguments).start()
        threading.Thread(target=app.serve, args=("0.0.0.0", 5000)).start()
        threading.Thread(target=app.run, kwargs=dict(port=80)).start()
        cherrypy.config.update({"server.socket_host": "127.0.0.1"})
        cherrypy.config.update()
        app.config.update({"host": "0.0.0.0"})
        config.bind = ["0.0.0.0:8000"]
        own = Config()
        own.bind = ["127.0.0.1:8000"]
        own.name = "0.0.0.0:8000"
        own.bind = arguments
        Config.from_mapping({"x": 1})
        options.from_mapping(bind="0.0.0.0:8000")
        subprocess.Popen("gunicorn -b 127.0.0.1:8000 shop:app".split())
        subprocess.Popen(options.split())
        subprocess.check_output(["psql", "--host", "0.0.0.0", "-c", "select 1"])
        subprocess.run("redis-cli --host 0.0.0.0 ping".split())
        subprocess.run(["shop", "config", "--host", "0.0.0.0", "--dry-run"])
        subprocess.Popen(["python", "manage.py", "runserver", "8000"])
        own.x, own.y = arguments
    """,
    """
    import asyncio
    import multiprocessing
    import subprocess
    import sys
    import threading

    import eventlet
    import tornado.web
    import waitress
    from aiohttp import web
    from multiprocessing.connection import Listener

    async def test_tills(till, app, runner, sock, host):
        await asyncio.start_server(till, "127.0.0.1", 8888)
        await asyncio.start_server(till, host, 8888)
        await asyncio.start_server(till, sock=sock)
        web.TCPSite(runner, "localhost")
        web.run_app(app, sock=sock)
        waitress.serve(app, listen="127.0.0.1:8080")
        tornado.web.Application().listen(8888, "127.0.0.1")
        eventlet.listen(("127.0.0.1", 0))
        eventlet.listen()
        Listener("/run/till")
        app.listen(8888)
        app.listen(*host)

    def test_started(app, port, options, command):
        threading.Thread(target=app.run, kwargs={"host": "127.0.0.1", **options})
        threading.Thread(target=app.run, kwargs={"port": 0})
        threading.Thread(target=app.run, kwargs=options)
        threading.Thread(target=app.run, kwargs=dict(port=0))
        threading.Thread(target=app.run)
        threading.Thread(target=app.sell, kwargs={"host": "0.0.0.0"})
        subprocess.Popen([sys.executable, "-m", "http.server", "--bind", "127.0.0.1"])
        subprocess.Popen([sys.executable, "-m", "http.server", *options])
        subprocess.Popen(["shop", "--host", "127.0.0.1"])
        subprocess.Popen(command)
        subprocess.Popen()
        app.run("*", 0)
        app.run("pear")
        app.Popen(["shop", "--host", "0.0.0.0"])
    """,
    """
    import uvicorn
    from shop import Config, serve

    CONFIG = uvicorn.Config("shop:app", host="0.0.0.0")


    def test_configuration(app):
        config = uvicorn.Config(app, host="0.0.0.0", port=0)
        assert config.host == "0.0.0.0"
        local = uvicorn.Config(app, host="127.0.0.1", port=0)
        uvicorn.Server(local).run()
        assert Config(app, host="0.0.0.0").host
        serve(app, "0.0.0.0")
    """,
    """
    import socket
    from http.server import HTTPServer
    from unittest import mock
    from wsgiref.simple_server import make_server

    import pytest
    from shop.doubles import MockHandler, MockServer

    def test_mocks(connection):
        sock = mock.Mock()
        sock.bind(("", 0))
        sock.listen(1)
        make_server("", 80, None, MockServer, MockHandler)
        assert sock.mock_calls == [mock.call.connect(("0.0.0.0", 80))]

    @mock.patch("socket.socket")
    def test_patched(socket_):
        sock = socket.socket()
        sock.bind(("", 0))
        sock.listen(1)

    def test_name(server):
        sock = socket.socket()
        sock.bind(("", 0))
        sock.listen(1)
        assert sock.getsockname()[0] == "0.0.0.0"

    def has_ipv4_mapped_addresses():
        sock = socket.socket(socket.AF_INET6)
        sock.bind(("::", 0))
        sock.listen(1)

    def test_taken(port):
        with pytest.raises(OSError):
            HTTPServer(("0.0.0.0", port), None)
    """,
    """
    import socket
    import unittest

    class ServerTest(unittest.TestCase):
        def test_local_and_everywhere(self):
            sock = socket.socket()
            sock.bind(("127.0.0.1", 0))
            sock.listen(1)
            self.check(sock)
            sock = socket.socket()
            sock.bind(("0.0.0.0", 0))
            sock.listen(1)
            self.check(sock)

        def test_wildcard(self):
            # Bound to the wildcard (needs special handling)
            sock = socket.socket()
            sock.bind(("0.0.0.0", 0))
            sock.listen(1)
            self.check(sock)

        def test_everywhere(self):
            '''A server on all interfaces is reached by any name.'''
            sock = socket.socket()
            sock.bind(("", 0))
            sock.listen(1)
            self.check(sock)

    class ProtocolTest(unittest.TestCase):
        def test_one(self):
            with socket.create_server(("", 0)) as server:
                self.talk(server)

        def test_both(self):
            with socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True) as server:
                self.talk(server)
    """,
)
