"""Further examples of TSE203."""

good = (
    """
    import socket
    from http.server import BaseHTTPRequestHandler, HTTPServer

    from twisted.internet import reactor
    from twisted.internet.testing import MemoryReactor

    from shop import Address, NameServer, Server, parse

    def free_port():
        sock = socket.socket()
        sock.bind(("", 0))
        return sock.getsockname()[1]

    def test_local(app, loop, options, router, server):
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        sock.listen(1)
        HTTPServer(("localhost", 0), BaseHTTPRequestHandler)
        HTTPServer(("", 0), None, bind_and_activate=False)
        HTTPServer(options.address, None)
        HTTPServer((*options.address,), None)
        HTTPServer()
        Server("")
        Server("", 0)
        Server("0.0.0.0")
        Server(*options)
        NameServer("0.0.0.0", 53)
        assert parse("0.0.0.0:80") == Address(host="0.0.0.0", port=80)
        loop.create_server(app, "127.0.0.1", 0)
        loop.create_server(app, "", 0)
        router.bind("")
        router.bind("", "/")
        router.bind()
        router.connect("0.0.0.0")
        router.run("0.0.0.0")
        router.connect(("", 80))
        router.pick().bind(("", 0))
        server.add_insecure_port("127.0.0.1:50051")

    def test_twisted(self, factory, options):
        reactor.listenTCP(0, factory, interface="127.0.0.1")
        reactor.listenTCP(0, factory, 50, "127.0.0.1")
        reactor.listenTCP(0, factory, **options)
        reactor.listenUDP(0, factory)
        reactor.connectTCP("127.0.0.1", 80, factory)
        MemoryReactor().listenTCP(0, factory)
        MemoryReactor().connectTCP("0.0.0.0", 80, factory)
        self.buildReactor().listenTCP(0, factory)
    """,
)

bad = ()
