"""Still more examples of TSE316, in a file of their own for its length."""

bad = ()

good = (
    """
    import multiprocessing
    import sqlite3
    from http.server import HTTPServer

    from shop.web import Handler, fetch


    def make(port):
        return HTTPServer(("127.0.0.1", port), Handler)


    def serve(port, queue):
        connect()
        server = make(port)
        queue.put(server.server_port)
        server.serve_forever()


    def connect():
        orders = sqlite3.connect("orders.db")
        orders.execute("select 1")


    def serve_with(port):
        server = HTTPServer(("127.0.0.1", port), Handler)

        def look():
            orders = sqlite3.connect("orders.db")
            orders.execute("select 1")
            look()

        look()
        server.handle_request()


    class Worker(multiprocessing.Process):
        def run(self):
            orders = sqlite3.connect("orders.db")
            orders.execute("select 1")


    class Other(multiprocessing.Process):
        "One that is told what to do."


    class Window:
        def start(self, context, port):
            self.process = multiprocessing.Process(target=self._serve, args=(port,))
            self.process.start()
            Other(None, connect).start()
            context.Process(target=serve_with, args=(port,), daemon=True).start()

        def stop(self):
            self.process.kill()
            self.process.join()

        def _serve(self, port):
            server = HTTPServer(("127.0.0.1", port), Handler)
            assert server.server_port
            server.handle_request()


    def test_shop_window(port, queue):
        process = multiprocessing.Process(target=serve, args=(port, queue))
        process.start()
        try:
            assert fetch(port) == b"pears"
        finally:
            process.kill()
            process.join()
    """,
    """
    # file: tests/window.py
    import sqlite3
    import sys
    from http.server import HTTPServer

    from shop.web import Handler


    def main():
        server = HTTPServer(("127.0.0.1", 8080), Handler)
        orders = sqlite3.connect("orders.db")
        orders.execute("select 1")
        server.handle_request()


    if __name__ == "__main__":
        sys.exit(main())
    """,
    """
    import contextlib
    import threading

    from shop.orders import Closed, take


    def watch():
        try:
            while True:
                take()
        except Closed:
            pass


    def watch_quietly():
        with contextlib.suppress(Closed):
            while True:
                take()


    def test_is_watched(orders):
        first = threading.Thread(target=watch)
        first.start()
        second = threading.Thread(target=watch_quietly)
        second.start()
        assert orders.get() == "pear"
        orders.close()
    """,
    """
    import threading
    import time

    import pytest


    def test_shop_waits_for_its_child(child):
        def in_child():
            def serve():
                while True:
                    time.sleep(1)

            thread = threading.Thread(target=serve)
            thread.start()

        with pytest.raises(RuntimeError, match="is still running"):
            child.call(in_child)
    """,
)
