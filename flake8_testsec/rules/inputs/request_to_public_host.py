"""A test passes or fails with a host on the public network."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.network.clients import REQUESTS, target
from flake8_testsec.vocabulary.testing.interceptors import NETWORK, is_intercepted, marks
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test

rule = Rule(
    code="TSE204",
    summary="test sends a request to a public host; stub it or mark the test as network",
    message=(
        "test sends a request to {host} and fails without it; stub the request or mark the test as network"
    ),
    roles=Role.TEST,
    cwe=1188,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    The test depends on a host that the project does not control: it fails without a network, when the host
    is slow or has changed, and it tells that host and everyone on the way who runs the tests and when. A
    name that is not registered today can be registered tomorrow, and then the test asks a stranger.
    """,
    fix="""
    Answer the request in the test (``responses``, ``respx``, ``pytest-httpserver``, a local server), take a
    reserved name such as ``shop.invalid`` if the request must fail, or mark the test as one that needs the
    network.
    """,
    fixable="Nothing, because what the host would answer is for a person to write down.",
    bad=(
        """
        import unittest

        import requests

        class CookieTest(unittest.TestCase):
            def setUp(self):
                self.answer = requests.get("https://shop.acme.io/terms", timeout=5)
                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_cookie(self):
                session = requests.Session()
                session.request(
                    "GET",
                    "http://httpbin.org/cookies/set?shop=1",
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    timeout=5,
                )
        """,
        """
        import aiohttp
        import pytest
        from urllib.request import urlopen

        STATUS = "https://status.acme.io"
                 ^^^^^^^^^^^^^^^^^^^^^^^^

        async def test_unknown_host():
            with pytest.raises(aiohttp.ClientConnectionError):
                async with aiohttp.request("GET", "http://wrong-dns-name.com"):
                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    pass

        @pytest.fixture
        def status(name):
            return urlopen(STATUS + "/now", timeout=5)

        def test_item(status, number):
            def ask():
                return urlopen(f"https://shop.acme.io/items/{number}", timeout=5)
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert ask().status == status.status
        """,
        """
        from unittest import mock

        import requests

        class TestClient:
            @mock.patch("shop.client.sleep")
            def test_waits(self, sleep):
                requests.get("https://shop.acme.io/", timeout=5)
                             ^^^^^^^^^^^^^^^^^^^^^^^

        class TestServer:
            @mock.patch("requests.get")
            def test_asks(self, get):
                requests.get("https://shop.acme.io/", timeout=5)
        """,
    ),
    good=(
        """
        import pytest
        import requests

        def test_local(server, session):
            requests.get(server.url_for("/get"), timeout=5)
            requests.get("http://localhost:8080/", timeout=5)
            requests.get("http://shop.example.com/", timeout=5)
            requests.get("http://shop.invalid/", timeout=5)
            requests.get("http://registry/v2", timeout=5)
            requests.get("http://{}/".format(server.host), timeout=5)
            requests.get("ftp://files.acme.io/", timeout=5)
            session.get("https://shop.acme.io/")

        def test_only_built():
            request = requests.Request("GET", "https://shop.acme.io/")
            assert request.prepare().url == "https://shop.acme.io/"

        @pytest.mark.network
        def test_marked():
            requests.get("https://shop.acme.io/", timeout=5)

        def download():
            return requests.get("https://shop.acme.io/", timeout=5)
        """,
        """
        import requests
        from test import support

        def setUpModule():
            support.requires("network")

        def test_online():
            requests.get("https://shop.acme.io/", timeout=5)
        """,
        """
        import requests
        import responses

        @responses.activate
        def test_stubbed():
            requests.get("https://shop.acme.io/", timeout=5)

        def test_fixture(requests_mock):
            requests.get("https://shop.acme.io/", timeout=5)

        def test_replaced(adapter):
            requests.adapters.HTTPAdapter = adapter
            requests.get("https://shop.acme.io/", timeout=5)

        def test_own_way(adapter):
            session = requests.Session()
            session.mount("https://", adapter)
            session.get("https://shop.acme.io/")
            requests.get("https://shop.acme.io/", proxies={"https": adapter.url}, timeout=5)
        """,
    ),
)

_NEEDS_NETWORK = lazy(r"network|integration|online|external|internet|remote|\blive", re.IGNORECASE)


@rule.call(*REQUESTS)
def requested(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the URL of a request that a test, or what is set up for it, sends to a public host."""
    goal = target(call, module)
    if goal is None or not _is_in_test(call, module):
        return
    if not _needs_network(call, module) and not is_intercepted(call, module, NETWORK):
        yield rule.at(goal.node, host=goal.host)


def _needs_network(node: ast.AST, module: Module) -> bool:
    """Whether a marker, or a call that skips the test without a network, says what the test needs."""
    return _requires_network(module) or any(
        _NEEDS_NETWORK.search(spelt(each)) for each in marks(node, module)
    )


@once
def _requires_network(module: Module) -> bool:
    required = (each for each in module.nodes(ast.Call) if last_word(each.func).startswith("require"))
    said = (arg for call in required for arg in call.args)
    return any(_NEEDS_NETWORK.search(spelt(each)) for each in said)


def _is_in_test(node: ast.AST, module: Module) -> bool:
    return any(
        isinstance(each, Function) and (is_test(each, module) or is_hook(each) or is_fixture(each, module))
        for each in module.ancestors(node)
    )
