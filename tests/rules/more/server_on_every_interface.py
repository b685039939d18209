"""More examples of TSE203, which would make the rule's own file too long."""

bad = (
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
)

good = (
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
)
