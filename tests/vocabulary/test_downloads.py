"""What comes from the network."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network import downloads

HEAD = "import requests\nfrom urllib.request import urlopen, urlretrieve\n"


def read(text: str) -> tuple[Module, ast.expr]:
    module = Module.parse(HEAD + text, "tests/test_x.py", Settings())
    last = module.tree.body[-1]
    assert isinstance(last, ast.Expr)
    return module, last.value


@pytest.mark.parametrize(
    "text",
    [
        "url",
        "client.get(url)",
        "requests.codes.get(url)",
        "requests.get('http://localhost:80/')",
        "urlopen('http://127.0.0.1/')",
        "urlopen('http://10.0.0.1/')",
    ],
)
def test_nothing_is_fetched(text: str) -> None:
    module, node = read(text)
    assert not downloads.is_fetch(node, module)


@pytest.mark.parametrize(
    "text",
    [
        "requests.get(url)",
        "requests.request('GET', 'https://acme.io/')",
        "urlopen('https://acme.io')",
        "urlretrieve(url, path)",
    ],
)
def test_something_is_fetched(text: str) -> None:
    module, node = read(text)
    assert downloads.is_fetch(node, module)


def test_origins_are_followed_through_names_once() -> None:
    module, node = read("a = f()\nb = a + b\nc = g(b)\nfor d in h(): pass\nk(c, d)")
    assert {ast.unparse(call.func) for call in downloads.origins(node, module)} == {"k", "g", "f"}
