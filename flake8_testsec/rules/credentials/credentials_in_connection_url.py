"""A connection is opened with an URL that holds user and password for a host on the public network."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.literals import GAP, text_of
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network.hosts import HostKind, host_of, kind, login_of
from flake8_testsec.vocabulary.secrets.placeholders import is_placeholder

rule = Rule(
    code="TSE104",
    summary="credentials in connection URL for a non-local host",
    message=(
        "connection URL holds the credentials of a host that is not local; take them from the environment"
    ),
    roles=Role.ANY,
    cwe=522,
    since="0.1",
    default=False,
    severity=Severity.HIGH,
    why="""
    The password is published with the source, and whoever reads it knows the host to use it on. URLs are
    also what libraries write into logs and error messages, so it does not stay in the source.
    """,
    fix="""
    Take the URL, or at least the password, from the environment. A test of the URL's form can use a reserved
    host like ``db.example``.
    """,
    fixable="Nothing, because where the test finds the password is for a person to say.",
    bad=(
        """
        import requests
        from sqlalchemy import create_engine

        engine = create_engine("postgresql://ci:Zq8v!mW2@db.acme.io/app")
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_status():
            url = f"https://ci:Zq8v!mW2@status.acme.io"
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert requests.get(url, timeout=5).ok
        """,
        """
        import unittest

        from pymongo import MongoClient

        class StoreTest(unittest.TestCase):
            def setUp(self):
                self.client = MongoClient(host="mongodb://ci:Zq8v!mW2@" + "db.acme.io,db2.acme.io/shop")
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import os

        import requests
        from sqlalchemy import create_engine

        local = create_engine("postgresql://ci:Zq8v!mW2@localhost/app")
        container = create_engine("postgresql://ci:Zq8v!mW2@db/app")
        reserved = create_engine("postgresql://ci:Zq8v!mW2@db.example.com/app")
        placeholder = create_engine("postgresql://ci:password@db.acme.io/app")
        same = create_engine("postgresql://shop:shop@db.acme.io/app")
        asked = create_engine(f"postgresql://ci:{os.environ['PW']}@db.acme.io/app")
        nothing = create_engine("postgresql://db.acme.io/app")

        def test_get(url):
            assert requests.get(url, timeout=5).ok
            assert requests.get(timeout=5)
        """,
        """
        from shop.urls import split

        def test_split():
            assert split("https://ci:Zq8v!mW2@db.acme.io/") == ("ci", "Zq8v!mW2")
        """,
    ),
)

_VERBS = ("delete", "get", "head", "options", "patch", "post", "put")
_CONNECTING = (
    *(f"{library}.{verb}" for library in ("requests", "httpx") for verb in _VERBS),
    *(f"requests.Session().{verb}" for verb in _VERBS),
    *(f"httpx.Client().{verb}" for verb in _VERBS),
    "aio_pika.connect",
    "aio_pika.connect_robust",
    "asyncpg.connect",
    "asyncpg.create_pool",
    "kombu.Connection",
    "motor.motor_asyncio.AsyncIOMotorClient",
    "pika.URLParameters",
    "psycopg.connect",
    "psycopg2.connect",
    "pymongo.MongoClient",
    "redis.Redis.from_url",
    "redis.StrictRedis.from_url",
    "redis.asyncio.Redis.from_url",
    "redis.asyncio.from_url",
    "redis.from_url",
    "sqlalchemy.create_engine",
    "sqlalchemy.engine.create_engine",
    "sqlalchemy.ext.asyncio.create_async_engine",
    "urllib.request.urlopen",
)
_KEYWORDS = frozenset({"conninfo", "dsn", "host", "url"})


@rule.call(*_CONNECTING)
def connects(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report an URL with a real password for a public host where it opens a connection."""
    for given in _targets(call):
        url = _written(given, module)
        if url is not None and _gives_away(text_of(url) or ""):
            yield rule.at(url)


def _targets(call: ast.Call) -> Iterator[ast.expr]:
    yield from call.args[:1]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in _KEYWORDS)


def _written(given: ast.expr, module: Module) -> ast.expr | None:
    """The text itself, or the one that a name is certainly bound to."""
    if isinstance(given, ast.Name):
        match module.bindings(given):
            case [Bound(value=value)]:
                return value
        return None
    return given


def _gives_away(url: str) -> bool:
    login, host = login_of(url), host_of(url)
    if GAP in url or login is None or host is None:
        return False
    real = login.password not in ("", login.user) and not is_placeholder(login.password)
    return real and len(login.password) >= 6 and kind(host) is HostKind.PUBLIC
