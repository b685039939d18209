"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    import pytest

    async def is_open(port):
        return await probe(port)

    @pytest.mark.asyncio
    async def test_closed(closed):
        assert is_open(8080) is not closed
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert None != is_open(8081)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
    """
    import unittest

    class Base(unittest.IsolatedAsyncioTestCase):
        async def ready(self):
            return await self.server.ping()

    class TestServer(Base):
        async def test_ready(self):
            self.assertIsNotNone(self.ready())
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            self.assertNotEqual("down", self.ready())
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
)

good = (
    """
    async def check_login(client):
        assert await client.get("/me")

    async def test_answers(client):
        later = [check_login(client) != None]
        assert check_login(client) == client.answer
        assert await check_login(client) is not None, check_login(client) is not None
    """,
)
