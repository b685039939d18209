"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    import os
    import sys
    from contextlib import asynccontextmanager, contextmanager

    @contextmanager
    def zone(name):
        os.environ["TZ"] = name
        yield
        ^^^^^
        del os.environ["TZ"]

    @contextmanager
    def variables(**values):
        saved = dict(os.environ)
        os.environ.update(values)
        yield
        ^^^^^
        os.environ.update(saved)

    @contextmanager
    def limit(value):
        previous: int = sys.getrecursionlimit()
        sys.setrecursionlimit(value)
        value = yield
        ^^^^^^^^^^^^^
        sys.setrecursionlimit(previous)

    @contextmanager
    def mask(shop, name):
        before = os.umask(0o77)
        value = getattr(shop, name)
        if value:
            setattr(shop, name, None)
            yield shop
            ^^^^^^^^^^
        else:
            yield None
            ^^^^^^^^^^
        setattr(shop, name, value)
        os.umask(before)

    @asynccontextmanager
    async def served(shop):
        server = await shop.serve()
        yield server
        ^^^^^^^^^^^^
        await server.shutdown()

    @contextmanager
    def dumped(path):
        path.write_text("[]")
        yield path
        ^^^^^^^^^^
        try:
            os.remove(path)
        except FileNotFoundError:
            pass

    @contextmanager
    def nested(shop):
        shop.depth += 1
        shop.open = True
        yield
        ^^^^^
        shop.depth -= 1

    @contextmanager
    def opened(shop):
        shop.open = True
        yield
        ^^^^^
        shop.open = False
    """,
    """
    # file: shop/lock.py
    import contextlib


    @contextlib.contextmanager
    def locked(shop):
        shop.remove_drafts("old")
        shop.reset_orders()
        yield
        ^^^^^
        shop.remove_drafts("new")


    # file: tests/test_lock.py
    import contextlib


    @contextlib.contextmanager
    def clean(shop):
        shop.reset_orders()
        yield
        ^^^^^
        shop.reset_orders()
    """,
    """
    import os
    import sys
    from contextlib import asynccontextmanager, contextmanager

    @contextmanager
    def mode(value):
        old = os.environ.get("MODE")
        os.environ["MODE"] = value
        yield
        ^^^^^
        if old is None:
            del os.environ["MODE"]
        else:
            os.environ["MODE"] = old

    @contextmanager
    def without_shop(fake, absent):
        kept = sys.modules.get("shop", absent)
        sys.modules["shop"] = fake
        yield fake
        ^^^^^^^^^^
        if kept is not absent:
            sys.modules["shop"] = kept

    @asynccontextmanager
    async def listening(reactor, site):
        port = reactor.listenTCP(0, site)
        yield port.getHost().port
        ^^^^^^^^^^^^^^^^^^^^^^^^^
        await as_future(port.stopListening())

    @contextmanager
    def ends():
        both = os.pipe()
        yield both
        ^^^^^^^^^^
        safe_close(both[0])
    """,
    """
    import contextlib
    import os
    import sys
    import unittest

    class OrdersTest(unittest.TestCase):
        @contextlib.contextmanager
        def order(self, name, keep=False):
            order = self.shop.create_order(name)
            yield order
            ^^^^^^^^^^^
            if not keep:
                self._delete("orders", order["id"])

        @contextlib.contextmanager
        def streams(self, fake):
            out, sys.stdin = sys.stdout, fake
            sys.stdout = err = fake
            yield fake
            ^^^^^^^^^^
            sys.stdout = out

        @contextlib.contextmanager
        def argv(self, *args):
            saved = sys.argv[:], sys.path
            with self.lock:
                sys.argv[1:] = args
                yield
                ^^^^^
                sys.argv, sys.path = saved
    """,
)

good = (
    """
    import contextlib

    @contextlib.contextmanager
    def maybe(shop):
        if shop is None:
            yield
            return
        with shop:
            yield shop
    """,
    """
    # file: shop/visitor.py
    import contextlib

    class Visitor:
        @contextlib.contextmanager
        def inside(self, node):
            before, self.depth = self.node, self.depth + 1
            self.node = node
            yield
            self.depth -= 1
            self.node = before
            del self.options
    """,
    """
    # file: shop/files.py
    import contextlib
    import gzip

    from shop.power import restore_if_needed, turn_on


    @contextlib.contextmanager
    def written(file, compressed):
        if compressed:
            file = gzip.GzipFile(fileobj=file, mode="wb")
        yield file
        file.close()


    @contextlib.contextmanager
    def powered(task):
        previous = turn_on(task)
        yield task
        restore_if_needed(task, previous)


    def measure(shop):
        known = [None, None]

        @contextlib.contextmanager
        def known_order():
            known[0] = shop.order()
            yield
            known[0] = None

        return known_order
    """,
    """
    import contextlib
    import json
    import os
    import sys
    import time
    import unittest

    import pytest

    class OrdersTest(unittest.TestCase):
        @contextlib.contextmanager
        def order(self, name):
            order = self.shop.create_order(name)
            try:
                yield order
            finally:
                self._delete("orders", order["id"])

        @contextlib.contextmanager
        def logged(self, count):
            before = self.log.count()
            self.assertEqual(self.log.count(), count)
            print("begin", count)
            yield
            print("end", before)
            self.assertEqual(self.log.count(), before)
            self.log.append("done")
            if self.log.broken:
                raise AssertionError

        @contextlib.contextmanager
        def refused(self):
            with self.assertRaises(PermissionError):
                yield
            self.shop.stop()

        @contextlib.contextmanager
        def perhaps(self):
            with contextlib.suppress(PermissionError):
                yield
            self.shop.stop()

        @contextlib.contextmanager
        def named(self, name):
            self.name, self.depth = name, self.depth + 1
            self.shop.names[name] = self.name
            yield
            self.depth -= 1
            self.name = None
            del self.shop.names[name]

        @contextlib.asynccontextmanager
        async def served(self, task_group):
            async with task_group() as group, self.lock:
                group.start_soon(self.shop.serve)
                yield self.shop
                group.cancel_scope.cancel()

        @contextlib.contextmanager
        def each(self):
            for shop in self.shops:
                yield shop
                shop.stop()

    class Tracker:
        def __exit__(self, *exc):
            self.forget_all()
            self.shop.depth = 0

        def forget_all(self):
            for order in [*self.orders]:
                self.remove(order)

        @contextlib.contextmanager
        def track(self, order):
            self.orders.append(order)
            yield
            self.remove(order)

        @contextlib.contextmanager
        def deeper(self):
            self.shop.depth += 1
            yield
            self.shop.depth -= 1

    @contextlib.contextmanager
    def order_file(folder, text):
        path = folder / "orders.txt"
        path.write_text(text)
        yield path
        path.unlink()

    @contextlib.contextmanager
    def order_files(folder, name):
        path, other = os.path.join(folder, name), folder.joinpath("other")
        yield path
        os.remove(path)
        other.unlink()

    @contextlib.contextmanager
    def timed(timer, report):
        result = {}
        result["state"] = "begun"
        timer.elapsed = None
        timer.ended = None
        start = time.monotonic()
        report("begin")
        yield result
        timer.elapsed = time.monotonic() - start
        timer.ended = time.monotonic()
        timer.began = start
        result["state"] = "done"
        total, result["total"] = timer.total, 1
        timer.laps += 1
        setattr(timer, "laps", 7)
        report("end")
        report(total)
        while timer.busy:
            timer.poll()
        if timer.ended:
            timer.state = "ended"
        del start

    @contextlib.contextmanager
    def replaced(path):
        file = open(path + ".new", "w")
        yield file
        file.close()
        os.replace(path + ".new", path)

    @contextlib.contextmanager
    def edited(path, read_only):
        data = json.loads(path.read_text())
        yield data
        if not read_only:
            json.dump(data, path.open("w"))
    """,
)
