"""Servers, threads and methods of known objects: what listens or runs beside the test."""

from __future__ import annotations

import pytest

from .asking import told

EXECUTION = "Execution"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("asyncio.start_server(ring, 'localhost', 0)", "asyncio.start_server(ring, 'localhost', 0)"),
        ("http.server.HTTPServer(('', 0), ring)", "http.server.HTTPServer(('', 0), ring)"),
        ("socketserver.ThreadingTCPServer(('', 0), ring)", "socketserver.ThreadingTCPServer(('', 0), ring)"),
    ],
)
def test_what_listens_by_a_known_name(line: str, shown: str) -> None:
    text = f"import asyncio, http.server, socketserver\n\ndef test_a(ring):\n    {line}\n"
    assert told(text, EXECUTION) == [f"Listens for connections, or is made for that: `{shown}` (line 4)."]


@pytest.mark.parametrize(
    "call", ["ring.serve_forever", "self.server.start", "http_server.run", "httpd.serve"]
)
def test_what_starts_a_server_by_its_name(call: str) -> None:
    found = told(f"def a(self, ring, http_server, httpd):\n    {call}()\n", EXECUTION)
    assert found == [f"By its name, starts a server or a service: `{call}()` (line 2)."]


@pytest.mark.parametrize(
    "call", ["observer.start", "server.start.assert_called_once", "serverless.run", "start"]
)
def test_what_starts_none(call: str) -> None:
    assert told(f"def a(observer, server, serverless, start):\n    {call}()\n", EXECUTION) == []


FAR = """
    import multiprocessing, subprocess, threading
    from http.server import HTTPServer

    class Till(threading.Thread):
        pass

    class Shop:
        def __init__(self, name):
            if name:
                self.server.start()

        def open(self):
            subprocess.run(["ls"])

    class Both(Till, multiprocessing.Process):
        def __init__(self):
            pass
"""


def test_classes_that_are_threads_here_and_there() -> None:
    text = """
        import threading
        from shop.far import Both, Till

        class Ring(Till):
            pass

        class Plain:
            pass

        def test_a():
            Till()
            Both()
    """
    assert told(text, EXECUTION, {"shop/far.py": FAR}) == [
        "In `Till()`, which is called here: It makes a thread, by its base class `threading.Thread` (line 11;"
        " `shop/far.py` line 4).",
        "In `Both()`, which is called here: It makes a process, by its base class `multiprocessing.Process` "
        "(line 12; `shop/far.py` line 15).",
        "By what it inherits, `Ring` is a thread: `threading.Thread` (lines 4–5).",
    ]


def test_methods_of_objects_whose_class_is_certain() -> None:
    text = """
        from shop.far import Shop, make

        def test_a(given):
            shop = Shop("a")
            shop.open()
            shop.open()
            given.open()
            made = make()
            made.open()
    """
    assert told(text, EXECUTION, {"shop/far.py": FAR}) == [
        "In `Shop()`, which is called here, under conditions of its own: By its name, starts a server or a "
        "service: `self.server.start()` (line 4; `shop/far.py` line 10).",
        "In `shop.open()`, which is called here: Starts a process, or hands work to one: "
        "`subprocess.run(['ls'])` (lines 5, 6; `shop/far.py` line 13).",
    ]
    unsure = (
        "from shop.far import Shop, Till\n\ndef test_a(a):\n    b = Shop(1) if a else Till()\n    b.open()\n"
    )
    assert not any("b.open" in each for each in told(unsure, EXECUTION, {"shop/far.py": FAR}))


@pytest.mark.parametrize(
    ("body", "is_sure"),
    [
        ("os.mkdir('a')", True),
        ("with a: os.mkdir('a')", True),
        ("try:\n        os.mkdir('a')\n    finally:\n        a()", True),
        ("try:\n        a()\n    finally:\n        os.mkdir('a')", True),
        ("if os.mkdir('a'): pass", True),
        ("for each in os.mkdir('a'): pass", True),
        ("if a: b = 1\n    os.mkdir('a')", True),
        ("def f():\n        return 1\n    os.mkdir('a')", True),
        ("if a:\n        os.mkdir('a')", False),
        ("for each in a:\n        os.mkdir('a')", False),
        ("try:\n        a()\n    except OSError:\n        os.mkdir('a')", False),
        ("b = os.mkdir('a') if a else 1", False),
        ("a or os.mkdir('a')", False),
        ("b = lambda: os.mkdir('a')", False),
        ("if a:\n        return\n    os.mkdir('a')", False),
        ("match a:\n        case 1:\n            raise OSError()\n    os.mkdir('a')", False),
        ("match a:\n        case 1:\n            b = 1\n    os.mkdir('a')", True),
        ("def f():\n        os.mkdir('a')", False),
        ("return\n    os.mkdir('a')", False),
    ],
)
def test_what_is_done_whenever_a_function_is_called(body: str, is_sure: bool) -> None:
    far = f"import os\n\ndef make(a):\n    {body}\n"
    found = told("from far import make\n\ndef test_a():\n    make(1)\n", "Resources", {"far.py": far})
    hedges = (", under conditions of its own", ", in a function that it defines, when that is called")
    assert [not any(one in each for one in hedges) for each in found] == [is_sure]


def test_defaults_of_parameters_are_not_what_a_call_does() -> None:
    far = (
        "import ssl\n\ndef make(\n    mode=ssl.CERT_NONE,\n):\n    return mode\n\n"
        "def bad():\n    return ssl.CERT_NONE\n"
    )
    text = "from far import bad, make\n\ndef test_a():\n    make()\n    bad()\n"
    assert [each[:10] for each in told(text, "Doubles and controls", {"far.py": far})] == ["In `bad()`"]
