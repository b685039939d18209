"""A test speaks TLS with a host on the public network and does not care who answers."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import begin
from flake8_testsec.vocabulary.network.clients import REQUESTS, makers_of, public, target
from flake8_testsec.vocabulary.network.hosts import HostKind, kind
from flake8_testsec.vocabulary.network.verification import is_false, switched_off
from flake8_testsec.vocabulary.testing.doubles import spelling
from flake8_testsec.vocabulary.testing.interceptors import NETWORK, is_intercepted

rule = Rule(
    code="TSE201",
    summary="TLS verification disabled towards a remote host",
    message="TLS verification is off for {host}, so anybody on the way can answer; trust the test CA instead",
    roles=Role.TEST,
    cwe=295,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    The answer comes from the public network, and anybody on the way there can give it: whoever does decides
    what the test sees, and reads the tokens that the request carries. That is not the case of a test server
    on this machine with a certificate of its own, of which this rule says nothing.
    """,
    fix="""
    Leave verification on: public hosts have certificates that are trusted already. If a proxy of the company
    stands between, give its certificate authority with ``verify=`` or ``cafile=``.
    """,
    fixable="Nothing, because which authority the test shall trust, the text does not tell.",
    bad=(
        """
        import requests

        API = "https://api.acme.io"

        def test_status():
            assert requests.get("https://api.acme.io/v1/status", verify=False, timeout=5).ok
                                                                 ^^^^^^^^^^^^
            assert requests.post(f"{API}/v1/orders", timeout=5, verify=False).ok
                                                                ^^^^^^^^^^^^
        """,
        """
        import ssl
        import unittest
        from urllib.request import Request, urlopen

        class MirrorTest(unittest.TestCase):
            def test_index(self):
                context = ssl._create_unverified_context()
                with urlopen("https://mirror.acme.io/index", context=context) as answer:
                                                             ^^^^^^^^^^^^^^^
                    self.assertEqual(answer.status, 200)

            def test_head(self):
                request = Request("https://mirror.acme.io/" + self.name, method="HEAD")
                urlopen(request, context=ssl._create_unverified_context()).close()
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import aiohttp
        import httpx

        async def test_feed():
            async with aiohttp.ClientSession() as session:
                await session.get("https://feed.acme.io/%s" % "new", ssl=False)
                                                                     ^^^^^^^^^
            with httpx.Client(verify=False) as client:
                              ^^^^^^^^^^^^
                client.get("https://feed.acme.io/old")
        """,
        """
        import http.client
        import ssl

        import httpx
        import requests
        import urllib3

        def test_connections():
            http.client.HTTPSConnection("api.acme.io", context=ssl._create_unverified_context())
                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            urllib3.HTTPSConnectionPool("api.acme.io", cert_reqs="CERT_NONE")
                                                       ^^^^^^^^^^^^^^^^^^^^^
            urllib3.connection_from_url("https://api.acme.io", cert_reqs=ssl.CERT_NONE)
                                                               ^^^^^^^^^^^^^^^^^^^^^^^
            httpx.Client(base_url="https://api.acme.io", verify=False)
                                                         ^^^^^^^^^^^^

        def test_session():
            session = requests.Session()
            session.verify = False
            ^^^^^^^^^^^^^^^^^^^^^^
            session.get("https://api.acme.io/v1")
        """,
    ),
    good=(
        """
        import requests

        def test_local(server, ca):
            requests.get("https://localhost:8443/", verify=False, timeout=5)
            requests.get("https://127.0.0.1:8443/", verify=False, timeout=5)
            requests.get("https://10.0.0.7/", verify=False, timeout=5)
            requests.get("https://registry:5000/v2", verify=False, timeout=5)
            requests.get("https://shop.example.com/", verify=False, timeout=5)
            requests.get("https://shop.test/", verify=False, timeout=5)
            requests.get(server.url + "/status", verify=False, timeout=5)
            requests.get(f"https://{server.host}/", verify=False, timeout=5)
            requests.get("http://api.acme.io/", verify=False, timeout=5)
            requests.get("https://api.acme.io/", verify=ca.path, timeout=5)
            requests.get("https://api.acme.io/", timeout=5)
            requests.get(verify=False)
        """,
        """
        import ssl

        import httpx
        import requests
        import responses
        import urllib3

        @responses.activate
        def test_stubbed():
            requests.get("https://api.acme.io/", verify=False, timeout=5)

        def test_routed(app, seen):
            client = httpx.Client(transport=httpx.MockTransport(app), verify=False)
            client.get("https://api.acme.io/")
            seen.assert_called_with("https://api.acme.io/", verify=False)

        def test_local_pools(host):
            urllib3.HTTPSConnectionPool("localhost", cert_reqs=ssl.CERT_NONE)
            urllib3.HTTPSConnectionPool("api.acme.io", cert_reqs=ssl.CERT_REQUIRED)
            urllib3.HTTPSConnectionPool(host, cert_reqs="CERT_NONE")
            urllib3.HTTPSConnectionPool(cert_reqs="CERT_NONE")
            urllib3.HTTPSConnectionPool("self-signed.badssl.com", cert_reqs="CERT_NONE")
            requests.get("https://expired.badssl.com/", verify=False, timeout=5)
            httpx.Client(verify=False)

        def test_session(settings):
            session = requests.Session()
            session.verify = True
            settings.verify = False
            session.get("https://api.acme.io/v1")

        def test_local_session():
            session = requests.Session()
            session.verify = False
            session.get("https://localhost/v1")
        """,
    ),
)

_BAD = lazy(r"badssl|self-?signed|expired|revoked|untrusted")
"""Hosts whose certificate is not valid on purpose."""

_BY_HOST = ("http.client.HTTPSConnection", "urllib3.HTTPSConnectionPool")
_BY_URL = ("httpx.AsyncClient", "httpx.Client", "urllib3.connection_from_url")


@rule.call(*REQUESTS)
def requested(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what keeps a request to a public host, or its session, from verifying the peer."""
    goal = target(call, module)
    if goal is None or goal.scheme not in ("https", "wss") or _BAD.search(goal.host):
        return
    places = (switched_off(each, module) for each in (call, *makers_of(call, module)))
    place = next(filter(None, places), None) or _assignment(call, module)
    if place is not None and not is_intercepted(call, module, NETWORK):
        yield rule.at(place, host=goal.host)


@rule.call(*_BY_HOST, *_BY_URL)
def connected(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what keeps a connection that is bound to one public host from verifying it."""
    place, host = switched_off(call, module), _host(call, module)
    if place is not None and host and not _BAD.search(host) and not is_intercepted(call, module, NETWORK):
        yield rule.at(place, host=host)


def _assignment(call: ast.Call, module: Module) -> ast.Assign | None:
    """The statement that switches verification off for the session whose method is called."""
    session = spelling(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    return _unverified(module).get((module.function(call), session)) if session else None


@once
def _unverified(module: Module) -> Mapping[tuple[Function | None, str], ast.Assign]:
    """The first statement of each function that switches verification off, by the session."""
    found: dict[tuple[Function | None, str], ast.Assign] = {}
    for verify in module.attributes({"verify"}):
        match module.parent(verify):
            case ast.Assign(targets=[only], value=value) as statement if only is verify and is_false(value):
                found.setdefault((module.function(statement), spelling(verify.value)), statement)
    return found


def _host(call: ast.Call, module: Module) -> str:
    if module.names(call.func) & {*_BY_HOST}:
        given = argument(call, 0, "host")
        text = begin(given, module) if given is not None else None
        return text.text if text is not None and kind(text.text) is HostKind.PUBLIC else ""
    url = argument(call, None, "base_url") or argument(call, 0, "url")
    goal = public(url, module) if url is not None else None
    return goal.host if goal is not None and goal.scheme == "https" else ""
