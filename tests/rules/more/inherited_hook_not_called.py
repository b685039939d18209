"""More examples of TSE309, which would make the rule's own file too long."""

bad: tuple[str, ...] = ()

good = (
    """
    import unittest
    from shop.server import Server

    class ServerCase(unittest.TestCase):
        server = None

        def setUp(self):
            self.server = Server()

        def tearDown(self):
            if self.server:
                self.server.forget(self)

    class OrderTests(ServerCase):
        def setUp(self):
            self.order = {"id": 1}
    """,
)
