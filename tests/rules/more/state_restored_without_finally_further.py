"""Still more examples of TSE310, in a file of their own for its length."""

bad = ()

good = (
    """
    # file: shop/lock.py
    import contextlib


    @contextlib.contextmanager
    def locked(shop):
        with shop.lock:
            shop.reset_orders()
            yield
            # What was read is stale when others have the lock.
            shop.reset_orders()
    """,
    """
    import sys

    import pytest

    @pytest.fixture
    def argv():
        saved = sys.argv
        yield
        sys.argv = saved

    def orders(shop):
        yield shop.order()
        shop.stop()
    """,
    """
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def told(shop, state):
        state.told = True
        yield shop
        await shop.say(shop.name())
        if shop.open:
            state.told = False
    """,
    """
    import contextlib

    @contextlib.asynccontextmanager
    async def told(shop):
        shop.tell("open")
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(shop.stop, join=False)
            yield
            stack.pop_all()
            await shop.stop(join=True)

    @contextlib.contextmanager
    def locked(shop):
        # No finally here: after an error the session is gone, and cannot release anything.
        lock = shop.lock()
        yield lock
        shop.release(lock)
    """,
)
