"""Still more examples of TSE310, in a file of their own for its length."""

bad = (
    """
    # file: tests/test_pool.py
    import contextlib
    @contextlib.asynccontextmanager
    async def pooled(app):
        await app.pool.open()
        yield
        ^^^^^
        await app.pool.close()
    async def test_pool(app):
        async with pooled(app):
            assert app.pool.size == 1
    """,
    """
    # file: tests/test_store.py
    from contextlib import contextmanager

    import pytest

    @contextmanager
    def disk(path):
        store = open_store(path)
        yield store
        ^^^^^^^^^^^
        store.close()

    @contextmanager
    def memory():
        store = open_store()
        yield store
        ^^^^^^^^^^^
        store.close()

    @contextmanager
    def remote():
        store = open_store("remote")
        yield store
        ^^^^^^^^^^^
        store.close()

    @contextmanager
    def shared():
        store = open_store("shared")
        yield store
        ^^^^^^^^^^^
        store.close()

    @contextmanager
    def tried():
        store = open_store("tried")
        yield store
        ^^^^^^^^^^^
        store.close()

    class Stores:
        @contextmanager
        def mine(self):
            store = open_store("mine")
            yield store
            ^^^^^^^^^^^
            store.close()

    @pytest.fixture
    def store(tmp_path):
        with disk(tmp_path) as store, other(store):
            yield store

    @pytest.fixture
    def user(tmp_path):
        with disk(tmp_path) as store:
            yield store

    @pytest.fixture(params=[memory])
    def kept(request):
        use(request.param)
        with request.param() as store:
            yield store

    def test_orders():
        with remote() as store:
            yield store

    @make(shared)
    def test_shared():
        with shared() as store:
            try:
                use(store)
            finally:
                check()

    def test_tried():
        with tried() as store:
            try:
                use(store)
            except Exception:
                raise
    """,
    """
    # file: shop/mail.py
    import contextlib
    import os
    import tempfile

    @contextlib.contextmanager
    def noted(orders, log, handlers):
        files = []
        for order in orders:
            log.addHandler(order.handler)
            files.append(tempfile.mkstemp()[1])
        yield files
        ^^^^^^^^^^^
        for path in files:
            os.remove(path)

    @contextlib.contextmanager
    def logged(log, names):
        handlers = list(map(make_handler, names))
        for handler in handlers:
            log.addHandler(handler)
        yield
        ^^^^^
        for handler in handlers:
            log.removeHandler(handler)

    @contextlib.contextmanager
    def locked(shop):
        lock = shop.lock()
        yield
        ^^^^^
        shop.remove(lock)
        if shop.is_broken:
            raise OSError
    """,
)

good = (
    """
    # file: tests/test_pool.py
    import contextlib
    @contextlib.asynccontextmanager
    async def pooled(app):
        await app.pool.open()
        yield
        await app.pool.close()
    @contextlib.asynccontextmanager
    async def counted(app):
        await app.count.open()
        yield
        await app.count.close()
    MANAGERS = [counted]
    async def test_pool(make_app):
        async with pooled(make_app()), make_app(pooled) as shop:
            assert shop.pool
    """,
    """
    # file: shop/mail.py
    import contextlib

    @contextlib.contextmanager
    def orders(box):
        orders = {}
        read = {}
        for place in box.places:
            names = box.list_names(place)
            read[place] = names
            orders[place] = [box.open(place, name) for name in names]
        yield orders
        for place, names in read.items():
            box.delete_names(place, names)

    @contextlib.asynccontextmanager
    async def next_order(box):
        order = await box.receive()
        yield order
        await box.delete(order)

    @contextlib.contextmanager
    def every_order(box):
        done = []
        for order in box.find():
            done.append(order)
        yield done
        for order in done:
            box.remove(order)

    @contextlib.contextmanager
    def sized(out, most):
        start = out.tell()
        yield start
        if out.tell() > most:
            out.rollback(start)
            raise OverflowError
    """,
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
    """
    # file: tests/test_store.py
    from contextlib import asynccontextmanager

    import pytest

    import log

    @asynccontextmanager
    async def disk(path):
        store = await open_store(path)
        yield store
        await store.close()

    @asynccontextmanager
    async def memory():
        store = await open_store()
        yield store
        await store.close()

    @asynccontextmanager
    async def remote():
        store = await open_store("remote")
        yield store
        await store.close()

    @pytest.fixture
    async def on_disk(tmp_path):
        async with disk(tmp_path):
            yield

    @pytest.fixture(params=[memory, pytest.param(remote, id="remote")])
    async def store(request):
        make = request.param
        async with make() as found:
            yield found

    @pytest.fixture(params=(memory, remote))
    async def other(request):
        async with request.param() as found:
            yield found

    async def test_orders(store):
        assert await store.orders() == []
    """,
    """
    # file: shop/names.py
    import contextlib
    import log

    def fitting(names, fits):
        @contextlib.contextmanager
        def opened(name):
            order = open_order(name)
            yield order
            order.close()

        for name in names:
            with opened(name) as order:
                try:
                    fits(order)
                except Exception:
                    log.exception("cannot tell of %s", name)
    """,
)
