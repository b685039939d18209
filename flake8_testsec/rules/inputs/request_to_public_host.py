"""A test passes or fails with a host on the public network."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.project.interception import is_intercepted
from flake8_testsec.project.public_hosts import hosts_by_fixture, hosts_by_function, is_client_by_fixture
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import argument, last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.receivers import callees
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.network.clients import (
    REQUESTS,
    VERBS,
    Target,
    is_of_kept_client,
    is_rerouted,
    publics,
    url_of,
)
from flake8_testsec.vocabulary.network.peers import REACHING, REACHING_WORDS, Peer, peers
from flake8_testsec.vocabulary.network.reaching_commands import STARTING, fetched
from flake8_testsec.vocabulary.testing.interceptors import NETWORK, PROCESSES, marks
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
        """
        import socket
        import smtplib
        import unittest

        import dns.resolver
        import pandas
        import pytest
        import requests

        ORDERS = "https://shop.acme.io/orders.csv"
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def check_connectivity(host):
            probe = socket.socket()
            probe.connect((host, 80))
            probe.close()

        def fetch():
            return fetch_orders()

        def fetch_orders():
            return requests.get("https://fetched.acme.io/", timeout=5)
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^

        @pytest.fixture
        def orders():
            return pandas.read_csv(ORDERS)

        def test_orders(orders):
            assert orders

        @pytest.mark.network
        def test_marked_orders(orders):
            assert orders

        class ShopTest(unittest.TestCase):
            host = "https://held.acme.io"
                   ^^^^^^^^^^^^^^^^^^^^^^

            def setUp(self):
                self.session = requests.Session()
                self.resolver = dns.resolver.Resolver()

            def test_shop(self):
                check_connectivity("deb.acme.io")
                                   ^^^^^^^^^^^^^
                self.reach("reached.acme.io")
                           ^^^^^^^^^^^^^^^^^
                self.assertTrue(fetch().ok)
                self.assertTrue(self.session.get(self.host + "/status", timeout=5).ok)
                self.session.get(f"{self.host}/now", timeout=5)
                self.session.get(self.host.rstrip("/") + "/now", timeout=5)
                self.session.get("{}/now".format(self.host), timeout=5)
                self.assertTrue(self.resolver.resolve("looked.acme.io"))
                                                      ^^^^^^^^^^^^^^^^
                self.assertTrue(socket.gethostbyname("acme.io"))
                                                     ^^^^^^^^^
                self.assertTrue(smtplib.SMTP("mail.acme.io", timeout=5))
                                             ^^^^^^^^^^^^^^

            @staticmethod
            def reach(host):
                socket.create_connection((host, 80), timeout=5).close()
        """,
    ),
    good=(
        """
        import socket

        import pytest
        import requests

        HOST = "https://shop.acme.io"

        @pytest.fixture
        def shop():
            return requests.get(HOST, timeout=5)

        pytest.importorskip("shop")

        def status():
            return requests.get(HOST, timeout=5) or status()

        @pytest.mark.network
        def test_shop(shop):
            assert shop.ok and status().ok

        class TestHosts:
            url = "http://localhost:8080"

            def test_local(self, host, *address):
                assert requests.get(self.url + "/?next=https://shop.acme.io", timeout=5).ok
                assert socket.getaddrinfo("localhost", 80)
                assert socket.gethostbyname(host)
                assert socket.create_connection(*address)
                assert socket.create_connection(("127.0.0.1", 80), timeout=5)
                assert self.session.get(HOST)
                assert self.resolver.resolve("shop.acme.io")
        """,
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
        # file: tests/conftest.py
        import pytest
        import requests

        @pytest.fixture(autouse=True)
        def no_network(monkeypatch):
            monkeypatch.setattr(requests, "get", lambda *args, **options: None)
        # file: tests/test_shop.py
        import requests

        def test_answered():
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
_MOST = 200
"""Functions that are followed to the tests which call them."""


@rule.call(*REQUESTS)
def requested(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the URL of a request that a test, or what is set up for it, sends to a public host."""
    url = url_of(call, module)
    if url is not None and not is_rerouted(call, module):
        yield from _reported([*publics(url, module), *hosts_by_fixture(url, module)], call, module)


@rule.method(*VERBS)
def requested_by_kept(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same of a session or client that an attribute holds, or a fixture gives."""
    if is_of_kept_client(call, module, REQUESTS):
        yield from requested(call, module)
    elif is_client_by_fixture(call, module) and not is_rerouted(call, module):
        url = argument(call, int(last_word(call.func) in ("request", "stream")), "url")
        yield from _reported(publics(url, module) if url is not None else (), call, module)


@rule.on(ast.Call, hints=("://",), look=looks.is_given_url)
def handed_on(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the URL that a test hands to a function of the project which sends a request there."""
    yield from _reported(hosts_by_function(call, module), call, module)


@rule.call(*STARTING, hints=("http",))
def fetched_by_command(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a public host from which a command fetches that a test starts."""
    if not is_intercepted(call, module, PROCESSES):
        yield from _reported(fetched(call, module), call, module)


@rule.call(*REACHING)
def reached(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a public host that a test looks up, connects to or reads from."""
    yield from _reported(peers(call, module), call, module)


@rule.method(*REACHING_WORDS)
def reached_by_kept(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same of an object that an attribute holds."""
    if not module.names(call.func) and callees(call, module) & {*REACHING}:
        yield from reached(call, module)


def _reported(hosts: Iterable[Target | Peer], call: ast.Call, module: Module) -> Iterator[Hit]:
    found = [*hosts]
    if found and _runs_unmarked(call, module) and not is_intercepted(call, module, NETWORK):
        yield from (rule.at(each.node, host=each.host) for each in found)


def _runs_unmarked(call: ast.Call, module: Module) -> bool:
    """Whether a test runs a call that nothing marks as one that needs the network."""
    if _needs_network(call, module):
        return False
    inner = [each for each in module.ancestors(call) if isinstance(each, Function)]
    if any(is_test(each, module) or is_hook(each) for each in inner):
        return True
    return any(_is_run_for_test(each, module) for each in inner)


@once
def _is_run_for_test(function: Function, module: Module) -> bool:
    """Whether a function is a fixture, or one that tests call by way of others, and not all are marked."""
    waiting, runs = [function], is_fixture(function, module)
    for each in waiting:
        for user in _users(each, module) if len(waiting) < _MOST else ():
            if is_test(user, module) or is_hook(user):
                runs = True
                inside = user.body[0]
                if not _needs_network(inside, module) and not is_intercepted(inside, module, NETWORK):
                    return True
            elif user not in waiting:
                waiting.append(user)
        runs = runs or is_fixture(each, module)
    return runs and not any(is_test(user, module) for each in waiting for user in _users(each, module))


def _users(function: Function, module: Module) -> Sequence[Function]:
    """The functions of the module that call another by its name, or ask for it as a fixture."""
    return _all_users(module).get(function.name, ())


@once
def _all_users(module: Module) -> Mapping[str, Sequence[Function]]:
    found: dict[str, list[Function]] = defaultdict(list)
    functions: Iterator[Function] = module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    for function in functions:
        for parameter in (*function.args.args, *function.args.kwonlyargs):
            found[parameter.arg].append(function)
    for call in module.nodes(ast.Call):
        caller = module.function(call)
        if caller is not None:
            found[last_word(call.func)].append(caller)
    return found


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
