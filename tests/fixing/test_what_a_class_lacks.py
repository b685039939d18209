"""An attribute that its class does not have: patching it would fail."""

from __future__ import annotations

import pytest

from flake8_testsec.project import library

from .texts import fixed

TEST = """\
from unittest import mock

from shop.web import Server

def test_serves(monkeypatch):
    Server.{} = mock.Mock()
    assert Server().run()
"""
BASES = """\
import queue, socketserver
from http.server import HTTPServer as Base, ThreadingHTTPServer
from queue import Queue, SimpleQueue
from shop.other import Strange

class Plain:
    port = 1
    def run(self):
        self.socket = 1

class Server({}):
    if True:
        maybe = 3
    def __init__(self):
        self.mine = 3
"""


def _patched(bases: str, name: str) -> str:
    (after,) = fixed("TSE313", TEST.format(name), others={"shop/web.py": BASES.format(bases)})
    return after


@pytest.mark.parametrize(
    ("bases", "name"),
    [
        ("", "mine"),
        ("object", "mine"),
        ("Plain", "socket"),
        ("Plain", "prot"),
        ("ThreadingHTTPServer", "socket"),
        ("Plain, Base", "socket"),
        ("socketserver.TCPServer", "socket"),
    ],
)
def test_an_attribute_that_the_class_does_not_have(bases: str, name: str) -> None:
    assert _patched(bases, name) == ""


@pytest.mark.parametrize(
    ("bases", "name"),
    [
        ("", "__init__"),
        ("Plain", "port"),
        ("Plain", "run"),
        ("ThreadingHTTPServer", "serve_forever"),
        ("socketserver.TCPServer", "address_family"),
        ("Strange", "mine"),
        ("Strange, Plain", "socket"),
    ],
)
def test_an_attribute_that_may_be_there(bases: str, name: str) -> None:
    assert f'monkeypatch.setattr(Server, "{name}", mock.Mock())' in _patched(bases, name)


def test_a_class_of_the_standard_library() -> None:
    text = """
        import socketserver
        from unittest import mock

        def test_serves(monkeypatch):
            socketserver.TCPServer.{} = mock.Mock()
            assert serve()
    """
    assert "monkeypatch.setattr" in fixed("TSE313", text.format("address_family"))[0]
    assert fixed("TSE313", text.format("socket")) == [""]


def test_the_names_of_a_class() -> None:
    names = library.class_names("http.server.ThreadingHTTPServer")
    assert names is not None
    assert {"serve_forever", "address_family", "daemon_threads"} <= names
    assert "socket" not in names
    for name in ("socketserver.Shop", "shop.Server", "Server", "enum.Enum", "sys.int_info"):
        assert library.class_names(name) is None
    for name in ("json.decoder.JSONDecodeError", "concurrent.futures.thread.ThreadPoolExecutor"):
        assert library.class_names(name) is None
