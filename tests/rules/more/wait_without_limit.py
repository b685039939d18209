"""More examples of TSE212, which would make the rule's own file too long."""

bad = (
    """
    import socket


    def test_waits(address):
        socket.setdefaulttimeout(None)
        till = socket.create_connection(address, timeout=None)
        till.settimeout(None)
        assert till.recv(4) == b"pear"
               ^^^^^^^^^^^^
        shop = socket.create_connection(address)
        shop.setblocking(True)
        assert shop.recv(4) == b"pear"
               ^^^^^^^^^^^^
    """,
)
good = (
    """
    import socket
    import unittest

    import zmq


    class TillTest(unittest.TestCase):
        def setUp(self):
            self.peer = socket.create_connection(self.address, timeout=5)
            self.context = zmq.Context()
            self.context.setsockopt(zmq.RCVTIMEO, 1000)

        def test_pays(self):
            peer = socket.create_connection(self.address, 5)
            self.assertEqual(peer.recv(4), b"pear")
            self.assertEqual(self.peer.recv(4), b"pear")
            self.assertEqual(self.context.socket(zmq.PULL).recv(), b"pear")
            context = zmq.Context()
            context.RCVTIMEO = 1000
            paid = context.socket(zmq.PULL)
            self.assertEqual(paid.recv(), b"pear")
            with socket.create_connection(*self.peers) as asked:
                asked.recv(4)
    """,
)
