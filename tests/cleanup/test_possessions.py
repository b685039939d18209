"""What the objects of a class hold from the moment when they are made."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec.cleanup import possessions
from flake8_testsec.cleanup.possessions import Opened, opened_by
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project

PATH = "tests/test_till.py"
IMPORTS = (
    "import atexit, io, os, socket, sqlite3, subprocess, tempfile, threading\nfrom shop.base import Base\n"
)


def opened(body: str, *, base: str = "", name: str = "Till") -> Opened | None:
    texts = {
        "shop/__init__.py": "",
        "shop/till.py": IMPORTS + textwrap.dedent(body),
        "shop/base.py": IMPORTS.splitlines()[0] + "\n" + textwrap.dedent(base),
        PATH: "",
    }
    return opened_by(f"shop.till.{name}", "", Project(Tree(texts)).view(PATH))


HOLD = {
    "a file": """
        class Till:
            def __init__(self, path):
                self.file = open(path)

            def close(self):
                self.file.close()
        """,
    "by a local name, in a block, with an annotation": """
        class Till:
            def __init__(self, path: str) -> None:
                with threading.Lock():
                    try:
                        sock = socket.socket()
                    except OSError:
                        self.sock.close()
                        raise ValueError
                    self.sock: socket.socket = sock

            def close(self):
                self.sock.close()
        """,
    "two sockets, by another method": """
        class Till:
            def __init__(self):
                self.open()
                self.open()
                super().__init__()

            def open(self):
                def later():
                    return 1
                self.left, self.right = socket.socketpair()

            def close(self, how=None):
                self.end()

            def end(self):
                self.left.close()
        """,
    "a thread that runs": """
        class Till:
            def __init__(self):
                self.thread = threading.Thread(target=print)
                self.thread.start()

            def close(self):
                self.thread.join()
        """,
    "an object of another class that does": """
        class Drawer:
            def __init__(self, path):
                self.file = open(path)

            def close(self):
                self.file.close()

        class Till:
            def __init__(self, path):
                self.drawer = Drawer(path)

            def close(self):
                self.drawer.close()
        """,
}


@pytest.mark.parametrize("body", HOLD.values(), ids=HOLD)
def test_these_hold_something(body: str) -> None:
    found = opened(body)
    assert found is not None
    assert found.words[0] == "close"
    assert not found.awaited


NOTHING = {
    "no constructor": """
        class Till:
            def close(self):
                self.file.close()
        """,
    "nothing gives it back": """
        class Till:
            def __init__(self, path):
                self.file = open(path)

            def close(self):
                self.closed = True
        """,
    "no word that anybody knows": """
        class Till:
            def __init__(self, path):
                self.file = open(path)

            def commit(self):
                self.file.close()
        """,
    "opened perhaps": """
        class Till:
            def __init__(self, path, file=None):
                self.file = file or open(path)
                if path:
                    self.other = open(path)

            def close(self):
                self.file.close()
                self.other.close()
        """,
    "left before": """
        class Till:
            def __init__(self, path):
                if not path:
                    return
                self.file = open(path)

            def close(self):
                self.file.close()
        """,
    "closed again at once": """
        class Till:
            def __init__(self, path):
                self.file = open(path)
                self.file.close()

            def close(self):
                self.file.close()
        """,
    "closed again by itself": """
        class Till:
            def __init__(self, path):
                self.file = open(path)
                self.close()

            def close(self):
                self.file.close()
        """,
    "closed in a loop": """
        class Till:
            def __init__(self, path):
                for part in path:
                    self.file = open(path)
                    self.file.close()

            def start(self, path):
                self.file = open(path)
                while True:
                    self.file.close()

            def close(self):
                self.file.close()
        """,
    "closed by the collector": """
        class Till:
            def __init__(self, path):
                self.file = open(path)

            def close(self):
                self.file.close()

            def __del__(self):
                self.close()
        """,
    "closed at the exit": """
        class Till:
            def __init__(self, path):
                self.file = open(path)
                atexit.register(self.close)

            def close(self):
                self.file.close()
        """,
    "a daemon": """
        class Till:
            def __init__(self):
                self.thread = threading.Thread(target=print)
                self.thread.daemon = True
                self.thread.start()

            def close(self):
                self.thread.join()
        """,
    "a thread that nobody starts": """
        class Till:
            def __init__(self):
                self.thread = threading.Thread(target=print)

            def close(self):
                self.thread.join()
        """,
    "what begins when it is used": """
        from concurrent.futures import ThreadPoolExecutor

        class Till:
            def __init__(self):
                self.pool = ThreadPoolExecutor()

            def close(self):
                self.pool.shutdown()
        """,
    "plain values": """
        class Till:
            def __init__(self, path):
                self.path = os.path.join(path, "till")
                self.names = [path]
                self.sums["a"] = 1
                self.lock = threading.Lock()

            def close(self):
                self.path.close(self.names, self.lock)
        """,
    "a method that must be told": """
        class Till:
            def __init__(self, path):
                self.file = open(path)

            def close(self, how):
                self.file.close()
        """,
    "a stream": """
        class Till(io.RawIOBase):
            def __init__(self, path):
                self.file = open(path)

            def close(self):
                self.file.close()
        """,
    "defined twice": """
        class Till:
            def close(self):
                self.file.close()

        class Till:
            def __init__(self, path):
                self.file = open(path)

            def close(self):
                self.file.close()
        """,
    "a class that nobody knows": """
        class Till(make()):
            def __init__(self, path):
                self.file = open(path)

            def close(self):
                self.file.close()
        """,
}


@pytest.mark.parametrize("body", NOTHING.values(), ids=NOTHING)
def test_these_hold_nothing_for_sure(body: str) -> None:
    assert opened(body) is None


BASE = """
    class Base:
        def __init__(self, path):
            self.prepare(path)

        def prepare(self, path):
            self.file = open(path)

        async def stop(self):
            self.file.close()

        def commit(self):
            file = self.file
            os.close(file)

        def read(self):
            return self.file.read()
    """


def test_inherits_what_it_holds() -> None:
    found = opened("class Till(Base):\n    pass\n", base=BASE)
    assert found is not None
    assert found.words == ("stop", "commit")
    assert found.attribute == "file"
    assert found.awaited
    assert "open" in found.made_by


def test_passes_on_to_the_inherited_constructor() -> None:
    own = "class Till(Base):\n    def __init__(self, path):\n        {}\n"
    assert opened(own.format("super().__init__(path)"), base=BASE) is not None
    assert opened(own.format("self.path = path"), base=BASE) is None


def test_overrides_what_opens() -> None:
    assert opened("class Till(Base):\n    def prepare(self, path):\n        pass\n", base=BASE) is None


def test_ends_with_a_circle() -> None:
    body = """
        class Till:
            def __init__(self):
                self.other = Till()

            def close(self):
                self.other.close()
        """
    assert opened(body) is None


def test_begins_with_a_method() -> None:
    body = """
        class Till:
            def __init__(self):
                self.path = "till"

            def start(self):
                self.file = open(self.path)

            def stop(self):
                self.file.close()

        class Shop:
            def __init__(self):
                self.till = Till()

            def stop(self):
                self.till.stop()
        """
    found = opened(body)
    assert found is not None
    assert (found.begun_by, found.words) == (("start",), ("stop",))
    assert opened(body, name="Shop") is None


def test_gives_a_very_large_class_up() -> None:
    many = "".join(f"    def read{each}(self):\n        return 1\n" for each in range(200))
    assert opened(textwrap.dedent(HOLD["a file"]) + "\n" + many) is None


class Bottomless:
    """Stands for a module of which something is too deep to be gone through."""

    def nodes(self, *_: type) -> list[object]:
        raise RecursionError


def test_does_not_know_what_it_cannot_read() -> None:
    assert opened("def close(:\n") is None
    assert opened("", name="Other") is None
    assert possessions._read(Bottomless()) == {}
