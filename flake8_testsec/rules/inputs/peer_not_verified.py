"""Certificates or host keys are not verified, whoever the peer is."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from flake8_testsec.patterns import lazy
from flake8_testsec.project.handed_verification import hands_verification_on
from flake8_testsec.project.interception import is_intercepted
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, defaults, keyword, last_word, spelt
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.network.authorities import checks_chain
from flake8_testsec.vocabulary.network.clients import VERBS
from flake8_testsec.vocabulary.network.verification import (
    SAYING,
    SESSIONS,
    UNVERIFIED,
    VERIFYING,
    is_cert_none,
    is_false,
    says_off,
    switched_off,
)
from flake8_testsec.vocabulary.testing.assertions import assertions
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.interceptors import NETWORK, around

rule = Rule(
    code="TSE202",
    summary="peer verification disabled; trust the test CA or host key instead",
    message="peer verification is off, so any peer is accepted; trust the test CA or host key instead",
    roles=Role.TEST,
    cwe=295,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    A test that does not verify its peer passes against any server that listens on the port, and would not
    notice if the code under test stopped verifying, too. Such lines are also copied from tests into
    programs. For servers on this machine that is a matter of taste, which is why this rule must be asked for.
    """,
    fix="""
    Let the test's certificate authority be trusted for the test (``verify=ca.path``,
    ``context.load_verify_locations()``; ``trustme`` makes one in a line), or give the server's host key.
    """,
    fixable="Nothing, because which authority or host key the test shall trust, the text does not tell.",
    bad=(
        """
        import ssl
        import unittest

        import requests

        class ServerTest(unittest.TestCase):
            def test_status(self):
                self.assertTrue(requests.get(self.server.url, verify=False, timeout=5).ok)
                                                              ^^^^^^^^^^^^

            def test_context(self):
                context = ssl.create_default_context()
                context.check_hostname = False
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                context.verify_mode = ssl.CERT_NONE
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.session.verify = False
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_further_authority(self):
                context = ssl.create_default_context()
                context.check_hostname = False
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                context.load_verify_locations("ca.pem")
                assert self.session.get(context).check_hostname
        """,
        """
        import ssl
        from urllib.request import urlopen

        import aiohttp
        import urllib3

        def test_clients(server):
            aiohttp.TCPConnector(ssl=False)
                                 ^^^^^^^^^
            urllib3.PoolManager(cert_reqs=ssl.CERT_NONE, assert_hostname=False)
                                ^^^^^^^^^^^^^^^^^^^^^^^
            urlopen(server.url, context=ssl._create_unverified_context())
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            context = ssl._create_unverified_context()
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            server.connect(context)
        """,
        """
        import ssl

        ssl._create_default_https_context = ssl._create_unverified_context
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import asyncssh
        import paramiko

        def test_upload(host):
            client = paramiko.SSHClient()
            client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            client.set_missing_host_key_policy(policy=paramiko.client.WarningPolicy)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        async def test_download(host):
            await asyncssh.connect(host, known_hosts=None)
                                         ^^^^^^^^^^^^^^^^
        """,
        """
        import requests
        from elasticsearch import Elasticsearch

        OPTIONS = {"verify": False, "timeout": 5}
                             ^^^^^

        def fetch(url, validate_certs=False, *, verify_ssl=False):
                                      ^^^^^                ^^^^^
            return url

        class TestShop:
            def setup_method(self):
                self.search = Elasticsearch(self.url, verify_certs=False)
                                                      ^^^^^^^^^^^^^^^^^^
                self.settings.verify_ssl = False
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_shop(self, session, browser):
                requests.get(self.url, **OPTIONS)
                requests.get(self.url, **dict(verify=False, timeout=5))
                                              ^^^^^^^^^^^^
                session.get(self.url, verify=False)
                                      ^^^^^^^^^^^^
                browser.new_context(ignore_https_errors=True)
                                    ^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        from unittest import mock

        import requests

        OPTIONS = {"verify": True, **mock.DEFAULTS}

        def fetch(url, validate_certs=True, verify=False, *, verify_ssl=None, timeout):
            return url

        def test_shop(shop, session, browser):
            shop.connect.assert_called_with(verify_ssl=False)
            assert shop.calls == [mock.call(verify_ssl=False), dict(verify_ssl=False)]
            browser.new_context(ignore_https_errors=False, proxy=...)
            requests.get(shop.url, **OPTIONS)
            requests.get(shop.url, **shop.options)
            session.get(shop.url, verify=True)
            double = mock.Mock()
            double.connect(verify_ssl=False)
            double.get(shop.url, verify=False)

        class TestUnverified:
            def test_warns(self, session, url, verify_ssl=False):
                session.get(url, verify=False)
                session.connect(url, verify_ssl=False)
        """,
        """
        import ssl

        import aiohttp
        import asyncssh
        import paramiko
        import requests

        def test_verifies(server, ca, key, settings):
            requests.get(server.url, verify=ca.path, timeout=5)
            aiohttp.TCPConnector(ssl=ca.context)
            context = ssl.create_default_context(cafile=ca.path)
            context.check_hostname = True
            context.verify_mode = ssl.CERT_REQUIRED
            settings.verify = False
            context.check_hostname = False
            own = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            own.check_hostname = False
            own.load_verify_locations("ca.pem")
            client = paramiko.SSHClient()
            client.set_missing_host_key_policy(paramiko.RejectPolicy())
            client.set_missing_host_key_policy()
            asyncssh.connect("shop", known_hosts="known_hosts")
            asyncssh.connect("shop")
            first, context.verify_mode = client.modes
        """,
    ),
)

_SUBJECT = lazy(
    r"polic(y|ies)|verif|insecure|(assert|check)_?hostname|cert_(none|reqs)|host_?keys?(_|\Z)|untrusted|self_?signed",
    re.IGNORECASE,
)
_SESSION = lazy(r"(.*_)?(session|client|http|s)\Z", re.IGNORECASE)
_POLICIES = frozenset(
    f"paramiko.{place}{policy}{made}"
    for place in ("", "client.")
    for policy in ("AutoAddPolicy", "WarningPolicy")
    for made in ("", "()")
)


@rule.call(*VERIFYING)
def switch(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the keyword that switches verification off."""
    place = switched_off(call, module)
    if place is not None and not _is_subject(call, module):
        yield rule.at(place)


@rule.on(ast.keyword, hints=tuple(SAYING))
def said(given: ast.keyword, module: Module) -> Iterator[Hit]:
    """Report a keyword that says itself what it switches off."""
    call = module.parent(given)
    is_off = says_off(given.arg, given.value) and not _is_subject(given, module)
    if is_off and isinstance(call, ast.Call) and not _is_recalled(call, module):
        yield rule.at(given)


@rule.on(ast.arguments, hints=tuple(SAYING))
def by_default(arguments: ast.arguments, module: Module) -> Iterator[Hit]:
    """Report a helper that does so unless it is told otherwise."""
    for parameter, value in defaults(arguments):
        if says_off(parameter.arg, value) and not _is_subject(value, module):
            yield rule.at(value)


@rule.method(*VERBS)
def switch_of_kept(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the keyword where a session is asked that an attribute or a parameter holds."""
    if module.names(call.func) or _is_recalled(call, module):
        return
    for given in call.keywords:
        if given.arg == "verify" and is_false(given.value) and not _is_subject(call, module):
            yield rule.at(given)


@rule.method("setattr")
def replaced(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the attribute of a class of sessions that a test's ``monkeypatch`` switches off."""
    match call.args:
        case [ast.Constant(value=str(text)), value]:
            owners = frozenset({text.removesuffix(".verify")}) if text.endswith(".verify") else frozenset()
        case [owner, ast.Constant(value="verify"), value]:
            owners = module.names(owner)
        case _:
            return
    if is_false(value) and owners & SESSIONS:
        yield rule.at(call)


@rule.call("functools.partial")
def bound(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the keyword that a function is bound to."""
    client = call.args and module.names(call.args[0]) & {*VERIFYING}
    for given in call.keywords if client else ():
        if given.arg == "verify" and is_false(given.value) and not _is_subject(call, module):
            yield rule.at(given)


@rule.on(ast.keyword, hints=("verify",))
def handed_on(given: ast.keyword, module: Module) -> Iterator[Hit]:
    """Report the same where a class or a function of the project hands it on to a client."""
    call = module.parent(given)
    is_off = given.arg == "verify" and is_false(given.value)
    if is_off and isinstance(call, ast.Call) and hands_verification_on(call, module):
        is_alone = is_intercepted(call, module, NETWORK)
        yield from () if is_alone or _is_subject(given, module) else (rule.at(given),)


@rule.call(*UNVERIFIED)
def unverified(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a context without verification where it is made, unless its keyword is reported."""
    holder = module.parent(call)
    above = module.parent(holder) if isinstance(holder, ast.keyword) else None
    reported = isinstance(above, ast.Call) and bool(module.names(above.func) & {*VERIFYING})
    if not reported and not _is_subject(call, module):
        yield rule.at(call)


@rule.on(ast.Assign)
def assignment(statement: ast.Assign, module: Module) -> Iterator[Hit]:
    """Report an attribute that switches verification off."""
    match statement.targets:
        case [ast.Attribute() as target] if _disables(target, statement.value, module):
            if not is_likely_mock(target.value, module) and not _is_subject(statement, module):
                yield rule.at(statement)


@rule.call("asyncssh.connect")
def unknown_hosts(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a connection that accepts any host key."""
    match keyword(call, "known_hosts"):
        case ast.keyword(value=ast.Constant(value=None)) as place:
            yield rule.at(place)


@rule.method("set_missing_host_key_policy")
def policy(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a policy that accepts any host key."""
    given = argument(call, 0, "policy")
    if given is not None and module.names(given) & _POLICIES and not _is_subject(call, module):
        yield rule.at(call)


def _disables(target: ast.Attribute, value: ast.expr, module: Module) -> bool:
    match target.attr:
        case "verify_mode":
            return is_cert_none(value, module)
        case "check_hostname":
            return is_false(value) and not checks_chain(target, module)
        case "verify":
            return is_false(value) and bool(_SESSION.match(last_word(target.value)))
        case "_create_default_https_context":
            return bool(module.names(value) & UNVERIFIED)
        case word:
            return says_off(word, value)


def _is_recalled(call: ast.Call, module: Module) -> bool:
    """Whether a call only says what another was, or is one of a double."""
    if last_word(call.func).startswith("assert") or last_word(call.func) in ("call", "dict"):
        return True
    return isinstance(call.func, ast.Attribute) and is_likely_mock(call.func.value, module)


def _is_subject(node: ast.AST, module: Module) -> bool:
    """Whether the tests around a node are about verification itself, as far as their names tell."""
    is_named = any(_SUBJECT.search(definition.name) for definition in around(node, module))
    return is_named or _is_asserted(node, module)


def _is_asserted(node: ast.AST, module: Module) -> bool:
    """Whether the test asserts what became of the option, which is then what it is about."""
    match node:
        case ast.Assign(targets=[ast.Attribute(value=owner, attr=word)]):
            owners = frozenset({spelt(owner)})
        case ast.keyword(arg=str(word)):
            owners = _owners(node, module)
        case _:
            return False
    function = module.function(node)
    return function is not None and not _asserted(function, module).get(word, frozenset()).isdisjoint(owners)


def _owners(given: ast.keyword, module: Module) -> frozenset[str]:
    """What an option is given to: the call, the names of its result, and what the method belongs to."""
    call = module.parent(given)
    assert isinstance(call, ast.Call)
    method = (call.func.value,) if isinstance(call.func, ast.Attribute) else ()
    match module.parent(call):
        case ast.Assign(targets=targets):
            named = tuple(targets)
        case ast.withitem(optional_vars=ast.expr() as target) | ast.AnnAssign(target=target):
            named = (target,)
        case _:
            named = ()
    return frozenset(map(spelt, (call, *method, *named)))


@once
def _asserted(function: Function, module: Module) -> Mapping[str, frozenset[str]]:
    """The attributes at which the assertions of a function look, each with what it is read of."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in (inner for check in assertions(function) for inner in walk(check)):
        if isinstance(each, ast.Attribute) and not _is_called(each, module):
            found[each.attr].add(spelt(each.value))
    return {word: frozenset(owners) for word, owners in found.items()}


def _is_called(node: ast.Attribute, module: Module) -> bool:
    above = module.parent(node)
    return isinstance(above, ast.Call) and above.func is node
