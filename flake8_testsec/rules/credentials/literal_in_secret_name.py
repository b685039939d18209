"""A literal that looks drawn at random is given to a name that says it is a secret."""

from __future__ import annotations

import ast
import base64
import re
from collections.abc import Iterator
from functools import lru_cache

from flake8_testsec.patterns import lazy, short
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.secrets import formats

rule = Rule(
    code="TSE103",
    summary="literal assigned to a secret's name; take it from the environment or a fixture",
    message="{name} holds a literal that may be a real secret; take it from the environment or a fixture",
    roles=Role.ANY,
    cwe=798,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    The name says that the value is a secret, and the value looks drawn at random, not made up. If it opens
    anything it is published with the source. If it opens nothing, a reader and a scanner still have to find
    that out every time.
    """,
    fix="""
    Read the value from the environment or make it in a fixture; where any value will do, write one that says
    so, like ``not-a-real-key``.
    """,
    fixable="Nothing, because whether the value is real, and where it is to come from, only a person knows.",
    bad=(
        """
        import unittest

        from shop.payments import Client

        API_KEY = "f81Kd0sQz7Lw2Vn5Xy3Tb9"
                  ^^^^^^^^^^^^^^^^^^^^^^^^

        class PaymentTest(unittest.TestCase):
            def setUp(self):
                self.client = Client(api_token="r7Wq2ZtY9nB4kLx0Vc6JhPs3")
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.secret_key = "q8V/5mTz+Rw3Kx0LbN7cYg2hJdPs9QfEuA1iWo4vXrM="
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.token = "3f2b8c14-9d5e-4a77-8b61-0c2d4e6f8a9b"
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.client.encryption_keys = "f81Kd0sQz7Lw2Vn5Xy3Tb9"
                                              ^^^^^^^^^^^^^^^^^^^^^^^^
                self.password: str = "u8Rk3!vQ9sLw7ZtB1nXc5M"
                                     ^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import os

        from shop.payments import connect

        def test_connect():
            os.environ["PAYMENT_SECRET"] = "Zk4NcR1mYp8HsD6fJg3QaE5u"
                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert connect({"privateKey": "w8XqT2mLzR5kVb7NcYf3GhJd"})
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import jwt

        def test_login(shop):
            token = jwt.encode({"sub": "ann"}, "f81Kd0sQz7Lw2Vn5Xy3Tb9", algorithm="HS256")
                                               ^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.login(token)
            assert shop.login(jwt.encode({"sub": "bob"}, key="r7Wq2ZtY9nB4kLx0Vc6JhPs3"))
                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        API_KEY = "not-a-real-key"
        PASSWORD = "correct horse battery staple 42"
        SECRET = "3f2b8c14-9d5e-4a77-8b61-0c2d4e6f8a9b"
        TOKEN = "/run/secrets/7Lw2Vn5Xy3Tb9f81Kd0sQz"
        EXAMPLE_TOKEN = "example-f81Kd0sQz7Lw2Vn5Xy3Tb9"
        PASSWORD_ID = "f81Kd0sQz7Lw2Vn5Xy3Tb9"
        SECRET_KEY = "usr/share/shop/keys/7Lw2Vn5Xy3Tb9f81Kd0sQz/"
        SECRET_KEY = "etc/7Lw2Vn5Xy3Tb9f81Kd0sQz"
        API_KEY = "c2hvcC9rZXlzLzdMdzI/c2hvcC9rZXlzLzdM"
        MASTER_KEY = "f81Kd0sQz7Lw2Vn5Xy3Tb9"
        TOKEN = "3f2b8c149d5e4a778b610c2d4e6f8a9b"
        REQUEST_TOKEN = "shop-oauth1:request-token"
        PASSWORD = "9c1185a5c5e9fc54612808977ee8f548b2258d31"
        TOKEN = "b3JkZXIgNzogdHdvIGFwcGxlcw=="
        """,
        """
        import jwt

        from shop.lists import page

        def test_page():
            assert page.encode({}, "f81Kd0sQz7Lw2Vn5Xy3Tb9")
            assert page(next_token="f81Kd0sQz7Lw2Vn5Xy3Tb9")
            assert page(**{"token": None})
            token, rest = page()
            assert jwt.encode({}, token) and jwt.encode({}, "secret") and jwt.encode({})
            secret = page(token="aaaabbbbccccdddd1111").secret
            assert secret == "f81Kd0sQz7Lw2Vn5Xy3Tb9"
        """,
    ),
)

_SECRET = lazy(
    r"(?:(.*)_)?(password|passwd|passphrase|pwd|secret|token|bearer|(secret|api|encryption|fernet)_?keys?"
    r"|(access|auth|private|shared|subscription)_?key)\Z"
)
_NOT_SECRET = lazy(r"(?:\A|_)(next|prev|previous|page|continuation|pagination|client_request|marker)\Z")
_PASSWORD = short(r"pass\w+\Z", re.IGNORECASE)
_OF_UUIDS = lazy(r"(?:.*_)?(token|api_?key)\Z", re.IGNORECASE)
"""Names whose service may draw a UUID; elsewhere one tells things apart."""
_UUID = lazy(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\Z", re.IGNORECASE)
_DIGEST = lazy(r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\Z")
# Blanks, paths and templates are none; words with a number behind them have no long run of both.
_OTHER = lazy(r"\s|/|\\|\{|<|%\(")
_BASE64 = lazy(r"[A-Za-z0-9+][A-Za-z0-9+/]{22,}={0,2}\Z")
_RUN = lazy(r"[A-Za-z0-9]{10,}")
_SHORTEST, _LEAST_ENTROPY = 20, 3.6


@rule.on(ast.Assign, ast.AnnAssign, ast.keyword, ast.Dict)
def given(node: ast.AST, module: Module) -> Iterator[Hit]:
    """Report a literal that a secret's name, attribute, key or keyword gets."""
    for name, value in _pairs(node):
        text = string(value)
        if text is not None and is_secret_name(name) and _looks_secret(name, text):
            yield rule.at(value, name=name)


@rule.call("jwt.encode", "jose.jwt.encode")
def signed(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a literal with which a token is signed."""
    key = argument(call, 1, "key")
    text = string(key)
    if key is not None and text is not None and _looks_secret("key", text):
        yield rule.at(key, name="the key of a token")


def _pairs(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((_name(target), value) for target in targets)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield _name(target), value
        case ast.keyword(arg=str(name), value=value):
            yield name, value
        case ast.Dict(keys=keys, values=values):
            yield from ((string(key) or "", value) for key, value in zip(keys, values, strict=True))


def _name(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case _:
            return ""


@lru_cache(maxsize=8192)  # the same names are given values again and again
def is_secret_name(name: str) -> bool:
    """Whether the last words of a name say that its value is a secret."""
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()
    found = _SECRET.match(plain)
    return found is not None and not _NOT_SECRET.search(found[1] or "")


def _looks_secret(name: str, text: str) -> bool:
    return (
        len(text) >= _SHORTEST
        and formats.entropy(text) >= _LEAST_ENTROPY
        and any(re.search("[0-9]", run) and re.search("[A-Za-z]", run) for run in _RUN.findall(text))
        and not (_OTHER.search(text) and not _is_key(text))
        and not (_UUID.match(text) and not ("-" in text and _OF_UUIDS.match(name)))
        and not (_DIGEST.match(text) and _PASSWORD.search(name))
        and not _is_encoded(text)
        and not formats.is_placeholder(text)
    )


def _is_key(text: str) -> bool:
    """Whether it is base64 of what is no text, as keys are: its slashes make no path of it."""
    if not _BASE64.match(text) or len(text) % 4:
        return False
    try:
        base64.b64decode(text, validate=True).decode()
    except ValueError:
        return True
    return False


def _is_encoded(text: str) -> bool:
    """Whether it is readable text in base64, which nobody drew at random."""
    try:
        return base64.b64decode(text, validate=True).decode("ascii").replace("\n", "").isprintable()
    except ValueError:
        return False
