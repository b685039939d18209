"""Where requests go, as far as the text tells: the silent ones first."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network.clients import REQUESTS, target

NOWHERE = {
    "no URL": "requests.get()",
    "a local host": "requests.get('http://localhost/')",
    "a reserved host": "requests.get('https://shop.example/')",
    "an unknown host": "requests.get(f'https://{host}/')",
    "the end of the host unknown": "requests.get(f'https://acme.io{rest}')",
    "no web": "requests.get('ftp://acme.io/')",
    "arguments that are not shown": "requests.get('https://acme.io/', **options)",
    "a proxy": "requests.get('https://acme.io/', proxies=p)",
    "a transport": "httpx.Client(transport=t).get('https://acme.io/')",
    "a session with an adapter": "s = requests.Session()\ns.mount(a, b)\ns.get('https://acme.io/')",
    "a request that is only built": "requests.Request('GET', 'https://acme.io/')",
    "an own session": "session.get('https://acme.io/')",
}

SOMEWHERE = {
    "a function": "requests.get('https://acme.io/')",
    "the second argument": "requests.request('GET', 'https://acme.io/')",
    "a keyword": "requests.request('GET', url='https://acme.io/')",
    "a session made on the spot": "requests.Session().get('https://acme.io/')",
    "a session with a name": "s = requests.Session()\ns.get('https://acme.io/')",
    "a session in a with": "with httpx.Client() as s:\n  s.get('https://acme.io/')",
    "another session with an adapter": "s = requests.Session()\nt.mount(a, b)\ns.get('https://acme.io/')",
    "one of two sessions": "s = requests.Session() if x else requests.session()\ns.get('https://acme.io/')",
    "a pool": "urllib3.PoolManager().request('GET', 'https://acme.io/')",
    "a request object": "urllib.request.urlopen(urllib.request.Request('https://acme.io/'))",
    "a port that is not known": "requests.get(f'https://acme.io:{port}/')",
}


def targets(source: str) -> list[tuple[str, str]]:
    text = "import httpx, requests, urllib.request, urllib3\n" + source + "\n"
    module = Module.parse(text, "tests/test_example.py", Settings())
    calls = (call for call in module.nodes(ast.Call) if module.names(call.func) & {*REQUESTS})
    return [(found.scheme, found.host) for call in calls if (found := target(call, module))]


@pytest.mark.parametrize("source", NOWHERE.values(), ids=NOWHERE)
def test_goes_nowhere_that_is_known(source: str) -> None:
    assert targets(source) == []


@pytest.mark.parametrize("source", SOMEWHERE.values(), ids=SOMEWHERE)
def test_goes_to_a_public_host(source: str) -> None:
    assert targets(source) == [("https", "acme.io")]
