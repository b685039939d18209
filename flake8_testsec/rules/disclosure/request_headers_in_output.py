"""What proves who is asking is printed: headers of requests, cookies, the answer to a login."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.project.fixtures import asked_for
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Binding, Bound
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.literals import text_of
from flake8_testsec.source.module import Module
from flake8_testsec.source.origins import leaves
from flake8_testsec.vocabulary.secrets.outputs import is_captured, outputs, reaching
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test

_SENDER = lazy(r"(?:\w*_)?(?:request|req|session|client)\Z", re.IGNORECASE)
_ANSWER = lazy(r"(?:\w*_)?(?:response|resp|res|r|session|client|request|req)\Z", re.IGNORECASE)
_CREDENTIAL = lazy(
    r"(?:proxy-)?authorization\Z|(?:set-)?cookie\Z|x-[a-z-]*(?:token|key)\Z|api-?key\Z", re.IGNORECASE
)
_LOGIN = lazy(r"(?:log_?in|sign_?in|oauth2?|auth|tokens?|sessions?)/?(?:\?[^/]*)?\Z", re.IGNORECASE)
_PASS = lazy(
    r"(?:\w*_)?(?:jwt(?:_token)?|(?:auth|login|session)_?cookie|session_?id|sessid)\Z", re.IGNORECASE
)
_TOKENS = frozenset({"token", "tokens", "jwt", "cookie", "cookies"})
_NO_TOKENS = frozenset(
    {"next", "page", "continuation", "sync", "request", "start", "end", "first", "last", "ast"}
)
_CLIENTS = frozenset({"requests", "httpx", "aiohttp", "urllib", "urllib3", "http"})
_HEADERS = "request headers (Authorization, Cookie)"
_WHOLE = "whole requests with their headers"
_APPLICATIONS = {"environ": "start_response", "scope": "receive"}
"""What an application of WSGI or ASGI is handed, and the parameter beside it."""
_NAMED = frozenset({"auth_header", "auth_headers", "request_headers"})
_CONTENT = frozenset({"text", "content", "body", "data"})
_WORDS = (
    "header",
    "cookie",
    "login",
    "log_in",
    "signin",
    "sign_in",
    "auth",
    "token",
    "jwt",
    "sessid",
    "session",
    "request",
    "scope",
)

rule = Rule(
    code="TSE806",
    summary="request headers (Authorization, Cookie) are written to the test log",
    message="{what} are written to the test log, which many can read; leave them out",
    roles=Role.TEST,
    cwe=532,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    A header such as ``Authorization`` or ``Cookie`` is as good as the password while the session lasts, and
    an answer to a login holds just that. Printed in a test against a shared system it stays in the log of
    the build. In tests against a server of their own the values are made up, so the rule is off unless
    enabled.
    """,
    fix="Print the names of the headers (``sorted(request.headers)``), or the one that matters.",
    fixable="Nothing, because which of the headers matters, if any, is for a person to say.",
    bad=(
        """
        from pprint import pprint

        def test_posts(server):
            def handler(request):
                pprint(dict(request.headers))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                print(request.headers.get("Authorization"), request.path)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert server.post(handler)
        """,
        """
        import unittest

        import requests

        class TestOrders(unittest.TestCase):
            def setUp(self):
                token = requests.get(self.url).json()["token"]
                print("token", token)
                ^^^^^^^^^^^^^^^^^^^^^
                print(requests.get(self.url).json()["session_cookie"])
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_lists(self):
                answer = self.client.post("/api/login", {"user": "ann"})
                print(answer.text)
                ^^^^^^^^^^^^^^^^^^
                print(answer.json())
                ^^^^^^^^^^^^^^^^^^^^
                headers = {"Authorization": f"Bearer {answer}"}
                print("with", headers)
                ^^^^^^^^^^^^^^^^^^^^^^
                print(self.session.cookies, headers["Authorization"])
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                print(f"{self.auth_headers}")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        async def shop(scope, receive, send):
            print(scope)
            ^^^^^^^^^^^^

        def till(environ, start_response):
            print("with", environ)
            ^^^^^^^^^^^^^^^^^^^^^^
            return []

        async def test_shop(client, session):
            def handler(request):
                print("a", dict(request))
                ^^^^^^^^^^^^^^^^^^^^^^^^^
                print(request.scope, request.environ)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            response = await client.get("/orders", handler, shop, till)
            print(response.headers)
            ^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        def test_login(client, jwt):
            with client.session_transaction() as session:
                print(session)
                ^^^^^^^^^^^^^^
            session_id = client.login("ann").session_id
            print(f"as {session_id}", jwt)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        def test_lists(request, response, table, client):
            print(sorted(request.headers), request.headers["Accept"], request.headers.get("Host"))
            print(table.headers, request.path, table.cookies, request.method, dict(table), vars(table))
            print(response.headers["Accept"], response.headers.get(), request[0], client.get("/orders"))
            print(request, scope, environ, table.scope)
            headers = {"Accept": "text/html", **table}
            print(headers, request.json(), table["Authorization"])
        """,
        """
        def test_prints_headers(request, capsys):
            print(request.headers)
            assert "Accept" in capsys.readouterr().out
        """,
        """
        import requests

        def test_pages(next_page_token, url):
            print(next_page_token, requests.get(url).json()["next_token"], requests.codes)
        """,
        """
        def test_parses(token, tokens, scope, environ):
            print(scope, environ)
            print(token, tokens["token"])
        """,
        """
        async def test_orders(client, url):
            later = await client.get("/orders")
            print(later.text)
            answer = client.get("/orders")
            print(answer.json(), answer.text)
            author = client.get("/author")
            print(author.text)
            other = client.get(url)
            print(other.text)
            many, more = client.get()
            print(many.text)
            headers = {"Authorization": "Basic dTpw"}
            print(headers)
            jwt, session_id = "written", later
            print(jwt, session_id)
            with client.session() as session:
                print(session, jwt_algorithm, session.session_id.count)

        def helper(session_id):
            print(session_id)
        """,
        """
        import uuid

        import pytest

        jwt = pytest.importorskip("jwt")

        @pytest.fixture
        def sessid():
            return "written"

        @pytest.mark.parametrize("session_id", ["a", "b"])
        def test_session(session_id):
            print(session_id, jwt)

        def test_written(sessid):
            session_id = str(7)
            print(sessid, session_id)

        def test_made_up():
            session_id = str(uuid.uuid4())
            print(session_id)
        """,
    ),
)


@rule.module
def written(module: Module) -> Iterator[Hit]:
    """Report each output call that headers, cookies, tokens or the answer to a login reach."""
    for call in outputs(module) if any(word in module.lowered for word in _WORDS) else ():
        what = next(filter(None, (_told(node, module) for node in reaching(call))), "")
        if what and not is_captured(call, module):
            yield rule.at(call, what=what)


def _told(node: ast.expr, module: Module) -> str:
    match node:
        case (
            ast.Subscript(value=holder, slice=key)
            | ast.Call(func=ast.Attribute(value=holder, attr="get"), args=[key])
        ) if _CREDENTIAL.match(string(key) or ""):
            return _of_request(holder, module)
        case ast.Call(func=ast.Attribute(value=ast.Name() as answer, attr="json")):
            return "answers to a login" if _is_login(answer, module) else ""
        case ast.Attribute(value=ast.Name() as answer, attr=word) if word in _CONTENT:
            return "answers to a login" if _is_login(answer, module) else ""
        case ast.Subscript(slice=key):
            return _of_client(string(key) or "", module)
        case ast.Name(id=word) if _is_whole(node, word, module):
            return _WHOLE
        case ast.Name() if _is_server_session(node, module):
            return "sessions"
        case ast.Name(id=word) if _PASS.match(word) and _is_given(node, module):
            return "tokens or session ids"
        case _:
            return _of_request(node, module) or _of_client(last_word(node), module)


def _is_server_session(name: ast.Name, module: Module) -> bool:
    """Whether a name is a session as the server sees it, from Flask's client for tests."""
    holders = (module.parent(each.node) for each in module.bindings(name))
    entered = (each.context_expr for each in holders if isinstance(each, ast.withitem))
    return any(
        isinstance(each, ast.Call) and last_word(each.func) == "session_transaction" for each in entered
    )


def _is_given(name: ast.Name, module: Module) -> bool:
    """Whether a value comes from a call, the environment or a fixture, not from what is written here."""
    bound = module.bindings(name)
    return 0 < len(bound) <= _MOST and all(_comes_from_outside(each, module) for each in bound)


_MOST = 20
"""Bindings of one name that are looked at."""


def _comes_from_outside(binding: Binding, module: Module) -> bool:
    match binding:
        case Bound(value=ast.Call() | ast.Await() | ast.Subscript() | ast.Attribute() as value):
            return any(_is_from_outside(each, module) for each in leaves(value, module))
        case _:
            return isinstance(binding.node, ast.arg) and _is_of_fixture(binding.node, module)


def _is_from_outside(end: ast.AST | None, module: Module) -> bool:
    """Whether a value is no literal, no module, and nothing that is made up here."""
    match end:
        case ast.Constant():
            return False
        case ast.Call(func=func):
            names = module.names(func)
            return not any(each in _IMPORTING or each.partition(".")[0] in _INVENTING for each in names)
        case _:
            return True


_IMPORTING = frozenset({"__import__", "importlib.import_module", "pytest.importorskip"})
_INVENTING = frozenset({"itertools", "random", "time", "uuid"})


def _is_of_fixture(parameter: ast.arg, module: Module) -> bool:
    """Whether a fixture gives a parameter its value, not a list of cases, and not one that is written."""
    function = module.function(parameter)
    if function is None or not (is_test(function, module) or is_fixture(function, module)):
        return False
    own = (each for each in module.functions(parameter.arg) if is_fixture(each, module))
    is_written = any(
        isinstance(each.body[-1], ast.Return) and _is_literal(each.body[-1].value) for each in own
    )
    return parameter.arg in asked_for(function, module) and not is_written


def _is_literal(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant)


def _is_whole(node: ast.Name, word: str, module: Module) -> bool:
    """Whether a name is a request whose parts are listed, or what a server hands its application."""
    match module.parent(node):
        case ast.Call(func=ast.Name(id="dict"), args=[_]) if _SENDER.match(word):
            return True
        case _:
            function = module.function(node) if word in _APPLICATIONS else None
            taken = {each.arg for each in function.args.args} if function is not None else set()
            return {word, _APPLICATIONS.get(word, "")} <= taken


def _of_request(node: ast.expr, module: Module) -> str:
    match node:
        case ast.Attribute(value=owner, attr="headers" | "META") if _SENDER.match(last_word(owner)):
            return _HEADERS
        case ast.Attribute(value=owner, attr="headers") if _ANSWER.match(last_word(owner)):
            return "headers of answers (Set-Cookie)"
        case ast.Attribute(value=owner, attr="scope" | "environ" | "__dict__") if _SENDER.match(
            last_word(owner)
        ):
            return _WHOLE
        case ast.Attribute(value=owner, attr="cookies" | "COOKIES") if _ANSWER.match(last_word(owner)):
            return "cookies"
        case ast.Name():
            bound = (each.value for each in module.bindings(node) if isinstance(each, Bound))
            return _HEADERS if node.id in _NAMED or any(map(_holds_credential, bound)) else ""
        case _:
            return _HEADERS if last_word(node) in _NAMED else ""


def _holds_credential(value: ast.expr) -> bool:
    match value:
        case ast.Dict(keys=keys, values=values):
            return any(
                _CREDENTIAL.match(string(key) or "") and not isinstance(each, ast.Constant)
                for key, each in zip(keys, values, strict=True)
            )
        case _:
            return False


def _of_client(word: str, module: Module) -> str:
    """A word for a token or cookie, in a module that talks HTTP: elsewhere it may be a word of a parser."""
    parts = word.lower().split("_")
    if parts[-1] not in _TOKENS or _NO_TOKENS.intersection(parts):
        return ""
    names = (name for _, name in module.scopes.imported())
    if not any(name.partition(".")[0] in _CLIENTS for name in names):
        return ""
    return "cookies" if parts[-1].startswith("cookie") else "tokens"


def _is_login(answer: ast.Name, module: Module) -> bool:
    """Whether a name is the answer to a request whose address reads like that of a login."""
    return any(map(_asks_for_login, module.bindings(answer)))


def _asks_for_login(binding: Binding) -> bool:
    match binding:
        case Bound(value=ast.Call() as call) | Bound(value=ast.Await(value=ast.Call() as call)):
            url = argument(call, 0, "url")
            return url is not None and bool(_LOGIN.search((text_of(url) or "").rpartition("/")[2]))
        case _:
            return False
