"""What is given back on every way out, or need not be: nothing is said of it."""

from __future__ import annotations

import pytest

from .judged_calls import verdicts

SILENT = {
    "acquired at the level of the module": "kept = socket.socket()",
    "acquired where it is expected to raise": """
        def test_a():
            with pytest.raises(OSError):
                it = socket.socket()
        """,
    "acquired in a try that fails if it succeeds": """
        def test_a(self):
            try:
                it = subprocess.Popen("none")
            except OSError:
                pass
            else:
                self.fail("started")
        """,
    "acquired in a try that fails right after": """
        def test_a(self):
            try:
                it = subprocess.Popen("none")
                self.fail("started")
            except OSError:
                pass
        """,
    "acquired in a try whose handler asserts": """
        def test_a(self):
            try:
                it = subprocess.Popen("none")
            except OSError as error:
                assert error.errno
        """,
    "only tried": """
        def test_a():
            try:
                subprocess.Popen("none")
            except OSError:
                pass
        """,
    "acquired from a double": """
        @mock.patch("subprocess.Popen")
        def test_a(popen):
            it = subprocess.Popen("none")
        """,
    "begun where that is expected to raise": """
        def test_a():
            it = threading.Thread(target=print)
            with pytest.raises(RuntimeError):
                it.start()
        """,
    "never begun": """
        def test_a():
            it = threading.Thread(target=print)
        """,
    "only watched": """
        def test_a():
            it = threading.Thread(target=print)
            it.start()
            while it.is_alive():
                pass
        """,
    "moved": """
        def test_a(owner):
            owner.take(socket.socket())
        """,
    "made by a fixture that returns it": """
        @pytest.fixture
        def server():
            return socket.socket()

        def test_a():
            it = server()
        """,
    "made by a function that is not of the module": """
        def test_a(made):
            it = made()
        """,
    "made by a function that makes itself": """
        def make(again):
            it = socket.socket()
            return it or make(False)
        """,
    "released with its owner by the class": """
        class TestServer(unittest.TestCase):
            def setUp(self):
                self.server = socket.socket()

            def tearDown(self):
                self.server.close()
        """,
    "a folder that the class removes": """
        class TestServer(unittest.TestCase):
            def setUp(self):
                self.folder = tempfile.mkdtemp()

            def tearDown(self):
                shutil.rmtree(self.folder)
        """,
    "released by another method of the class": """
        class TestServer(unittest.TestCase):
            def test_a(self):
                self.server = socket.socket()
                self.done()

            def done(self):
                self.server.close()
        """,
    "handed on by another method of the class": """
        class TestServer(unittest.TestCase):
            def test_a(self):
                self.server = socket.socket()
                self.use()

            def use(self):
                self.shop.use(self.server)
        """,
    "held by an object that is no test": """
        class Server:
            def start(self):
                self.server = socket.socket()
        """,
    "held by something that a function calls self": """
        def start(self):
            self.server = socket.socket()
        """,
    "patches that the class stops": """
        class TestServer(unittest.TestCase):
            def setUp(self):
                self.addCleanup(mock.patch.stopall)

            def test_a(self):
                it = mock.patch("shop.a")
                it.start()
                assert it
                it.stop()
        """,
    "released, and then looked at": """
        def test_a():
            it = socket.socket()
            assert it
            it.close()
            assert it.fileno() == -1
        """,
    "released where that is expected to raise": """
        def test_a():
            it = socket.socket()
            assert ready
            with pytest.raises(OSError):
                it.close()
        """,
    "released before the assertion, if at all": """
        def test_a(ready):
            it = subprocess.Popen("server")
            if not ready:
                it.kill()
            assert ready
        """,
    "released unless there is nothing": """
        def test_a(ready):
            it = ready.socket if ready else None
            it = socket.socket()
            try:
                assert ready
            finally:
                if it is not None:
                    it.close()
        """,
    "made or nothing, and released if there is anything": """
        def test_a(ready):
            it = socket.socket() if ready else None
            try:
                assert ready
            finally:
                if it is not None:
                    it.close()
        """,
    "left where there is nothing": """
        def test_a():
            it = socket.socket()
            if not it:
                return
            it.close()
        """,
    "released in the other branch": """
        def test_a(ready):
            it = socket.socket()
            if it.family:
                ready()
            else:
                it.close()
        """,
    "released in a handler of everything and after it": """
        def test_a(ready):
            it = socket.socket()
            try:
                ready()
                assert ready
            except BaseException:
                it.close()
                raise
            it.close()
        """,
    "released in the handler of assertions": """
        def test_a(ready):
            it = socket.socket()
            try:
                assert ready
            except AssertionError:
                it.close()
                raise
            it.close()
        """,
    "released beside another": """
        def test_a():
            it, other = socket.socketpair()
            it.close()
            other.close()
        """,
    "asserted to be there, as type checkers want it": """
        def test_a():
            it = subprocess.Popen("shop", stdout=-1)
            assert it
            assert it is not None and it.stdout is not None
            assert it.stdin and it.pid
            it.wait()
        """,
    "asserted to be there, by methods": """
        def test_a(self):
            it = subprocess.Popen("shop", stdout=-1)
            self.assertIsNotNone(it.stdout)
            self.assertTrue(it)
            it.wait()
        """,
    "asserted to be running, else there is nothing to end": """
        def test_a():
            it = subprocess.Popen("shop")
            assert it.poll() is None
            it.kill()
        """,
    "a thread that is asserted to be running": """
        def test_a(self):
            it = threading.Thread(target=print)
            it.start()
            assert it.is_alive()
            it.join()
        """,
    "a context manager whose body raises": """
        @contextlib.contextmanager
        def server():
            it = socket.socket()
            yield
            it.close()
        """,
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_silent(text: str) -> None:
    assert verdicts(text) == []
