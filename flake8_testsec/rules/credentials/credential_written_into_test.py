"""A test brings its credentials along: as a parameter's default, or in the URL of a service."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.literals import GAP, literals
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network import hosts
from flake8_testsec.vocabulary.secrets.placeholders import is_placeholder

rule = Rule(
    code="TSE107",
    summary="credential written into the test; read it from the test configuration",
    message="credential written into the test is in every clone; read it from the test configuration",
    roles=Role.TEST,
    cwe=798,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    A test that names user and password of a database, a queue or an account works on one set-up only, and
    the same words tend to be valid elsewhere: on the shared test server, in the image, in production.
    """,
    fix="Read them from the test configuration or the environment, and skip the test where they are missing.",
    fixable="Nothing, because where the test finds its credentials is for a person to say.",
    bad=(
        """
        import unittest

        from shop.store import connect

        TEST_DB = "mysql://root:r00t2go@localhost/shoptest"
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        class StoreTest(unittest.TestCase):
            def setUp(self):
                self.queue = connect("amqp://worker:Zq8vmW2@queue:5672//")
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.url: str = "ldap://cn=admin:Zq8vmW2@ldap.example.com"
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.store = connect(url="postgresql+psycopg2://ci:Zq8vmW2@localhost/shop")
                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        from shop.storage import client

        def connection(account, access_key="ops:ci", *, secret_key="ci-2019"):
                                           ^^^^^^^^                ^^^^^^^^^
            return client(account, access_key, secret_key)

        def test_connection():
            assert connection("shop")
        """,
    ),
    good=(
        """
        from shop.storage import client

        def connection(access_key, secret_key=None, password="", token="fake", secret="secret", retries=3):
            return client(access_key, secret_key)

        def login(user="admin", password="admin", *, api_key="***", passphrase):
            return client(user, password)
        """,
        """
        import ddt
        import pytest

        from shop.urls import parse, redacted

        @ddt.data("redis://ci:Zq8v?mW2@localhost/0")
        @pytest.mark.parametrize("url", ["redis://ci:Zq8vmW2@localhost/0"])
        def test_parse(url, monkeypatch):
            assert parse("redis://ci:Zq8vmW2@localhost/0").db == 0
            assert redacted(url) == "redis://ci:***@localhost/0"
            url = "redis://ci:Zk4N;cR1m@localhost/0"
            assert redacted(url) == "redis://ci:***@localhost/0"
            known = "redis://ci:Zk4NcR1m@localhost/0"
            assert url.partition(known).password == "Zk4NcR1m"

        URL = "http://ci:Zq8vmW2@localhost/"
        SAME = "redis://guest:guest@localhost/0"
        NONE = "redis://localhost/0"
        OPEN = "redis://ci:{password}@localhost/0"
        STARS = "redis://ci:***@localhost/0"
        WORD = "redis://ci:password@localhost/0"
        PASS = "redis://ci:pass@localhost/0"
        """,
    ),
)

_NAME = lazy(
    r"(?:.*_)?(?:password|passwd|passphrase|secret|secret_?key|access_?key|api_?key|token)\Z", re.IGNORECASE
)
_SERVICE = lazy(
    r"(?:amqps?|cassandra|clickhouse|ftps?|influxdb|ldaps?|mariadb|mongodb|mssql|mysql|oracle|postgres|postgresql|"
    r"rediss?|sftp)(?:\+\w+)?://",
    re.IGNORECASE,
)
_NO_VALUE = lazy(
    r"\W*\Z|x+\Z|(?:pass|pw|pwd|none)\Z|.*(?:fake|dummy|example|placeholder|changeme|mock|sample|redact|12345|abcde)",
    re.IGNORECASE,
)
_TEMPLATE = lazy(r"[{}<>$%\0*]")
_JUDGES = lazy(
    r"assert|equal|parse|split|mask|saniti[sz]e|redact|strip|quote|clean|match|search|compile|replace|format|"
    r"startswith|endswith|hide|url",
    re.IGNORECASE,
)


@rule.on(ast.arguments)
def default(arguments: ast.arguments, module: Module) -> Iterator[Hit]:
    """Report the defaults of parameters that are called like a credential."""
    pairs = [*_with_defaults(arguments)]
    others = {string(value) for name, value in pairs if not _NAME.match(name)}
    for name, value in pairs:
        text = string(value)
        if (
            text
            and _NAME.match(name)
            and text not in others
            and text not in name
            and not _NO_VALUE.match(text)
        ):
            yield rule.at(value)


def _with_defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    positional = [*arguments.posonlyargs, *arguments.args]
    count = len(arguments.defaults)
    for arg, value in zip(positional[len(positional) - count :], arguments.defaults, strict=True):
        yield arg.arg, value
    for only, given in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if given is not None:
            yield only.arg, given


@rule.module
def url(module: Module) -> Iterator[Hit]:
    """Report the URLs of services with user and password, where they are assigned or passed on."""
    if "://" not in module.source or "@" not in module.source:
        return
    for literal in literals(module):
        for password in _passwords(literal.text):
            if _is_used(literal.node, module) and not _is_expected(password, module):
                yield rule.at(literal.node)


def _passwords(text: str) -> Iterator[str]:
    """The password in a service's URL, unless it is the user's name, a template or a placeholder."""
    login = hosts.login_of(text) if _SERVICE.match(text) else None
    if login is not None and login.password not in ("", login.user) and GAP not in text:
        password = login.password
        if not (_TEMPLATE.search(password) or _NO_VALUE.match(password) or is_placeholder(password)):
            yield password


def _is_used(node: ast.expr, module: Module) -> bool:
    """Whether a text is assigned or passed on, but not to what only looks at it, and not as a test's data."""
    parent = module.parent(node)
    match parent:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return not any(_is_judged(each, module) for each in module.named(name))
        case ast.Assign() | ast.AnnAssign():
            return True
        case ast.keyword():
            parent = module.parent(parent)
    if not isinstance(parent, ast.Call) or _JUDGES.search(last_word(parent.func)):
        return False
    return not isinstance(module.parent(parent), (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))


def _is_judged(name: ast.Name, module: Module) -> bool:
    match module.parent(name):
        case ast.Call(func=func) if func is not name:
            return _JUDGES.search(last_word(func)) is not None
        case _:
            return False


def _is_expected(password: str, module: Module) -> bool:
    """Whether the password stands in the module by itself, too: the URL is there to be taken apart."""
    return password in module.literals
