"""More examples of a rule, which would make its own file too long."""

good = (
    """
    import asyncio
    import socket
    from http.server import HTTPServer

    import pytest

    def test_window(shop, port, options):
        with HTTPServer(("127.0.0.1", 0), shop.Handler) as server:
            assert server.server_port
        with HTTPServer(("127.0.0.1", port), shop.Handler) as server:
            assert server
        with HTTPServer(*options) as server:
            assert server
        with socket.socket() as till:
            till.connect(("127.0.0.1", 8080))
            till.bind(("127.0.0.1", 0))
            till.bind("shop")
        with socket.socket() as probe:
            probe.bind(shop.address)
            probe.bind(("can0", 291, 1110))
        with pytest.raises(OSError), socket.socket() as taken:
            taken.bind(("127.0.0.1", 8080))
        shop.bind(("127.0.0.1", 8080))

    async def test_till(shop):
        async with await asyncio.start_server(shop.till, path="till"):
            assert shop.open
    """,
)

bad = ()
