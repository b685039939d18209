"""Certificates or host keys are not verified, whoever the peer is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, keyword, last_word
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network.verification import (
    UNVERIFIED,
    VERIFYING,
    is_cert_none,
    is_false,
    switched_off,
)
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.interceptors import around

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
    ),
    good=(
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
            client = paramiko.SSHClient()
            client.set_missing_host_key_policy(paramiko.RejectPolicy())
            client.set_missing_host_key_policy()
            asyncssh.connect("shop", known_hosts="known_hosts")
            asyncssh.connect("shop")
            first, context.verify_mode = client.modes
        """,
        """
        from unittest import mock

        import paramiko
        import requests

        def test_passes_it_on(get):
            get.assert_called_with("https://shop.test/", verify=False)
            assert get.call_args == mock.call("https://shop.test/", verify=False)
            session = mock.Mock()
            session.verify = False

        def test_host_key_policy(client):
            client.set_missing_host_key_policy(paramiko.AutoAddPolicy())

        class TestUnverified:
            def test_warns(self, server):
                requests.get(server.url, verify=False, timeout=5)

            def test_session(self, session):
                session.verify = False
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


@rule.on(ast.Call)
def policy(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a policy that accepts any host key."""
    if last_word(call.func) == "set_missing_host_key_policy":
        given = argument(call, 0, "policy")
        if given is not None and module.names(given) & _POLICIES and not _is_subject(call, module):
            yield rule.at(call)


def _disables(target: ast.Attribute, value: ast.expr, module: Module) -> bool:
    match target.attr:
        case "verify_mode":
            return is_cert_none(value, module)
        case "check_hostname":
            return is_false(value)
        case "verify":
            return is_false(value) and bool(_SESSION.match(last_word(target.value)))
        case "_create_default_https_context":
            return bool(module.names(value) & UNVERIFIED)
        case _:
            return False


def _is_subject(node: ast.AST, module: Module) -> bool:
    """Whether the tests around a node are about verification itself, as far as their names tell."""
    return any(_SUBJECT.search(definition.name) for definition in around(node, module))
