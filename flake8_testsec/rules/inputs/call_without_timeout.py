"""A test waits for a peer or a process as long as that one likes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import takewhile

from flake8_testsec.fixing.edits import Edits, with_argument
from flake8_testsec.project.time_limits import ends_tests, may_end_tests
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import keyword, spelt, unpacks
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.receivers import callees
from flake8_testsec.vocabulary.network.clients import (
    REQUESTS,
    UNLIMITED,
    VERBS,
    is_of_kept_client,
    is_rerouted,
    lacks_timeout,
    publics,
    url_of,
)
from flake8_testsec.vocabulary.network.peers import REACHING, peers
from flake8_testsec.vocabulary.testing.idle_functions import is_never_run
from flake8_testsec.vocabulary.testing.interceptors import NETWORK, is_intercepted, marks
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test
from flake8_testsec.vocabulary.testing.unknown_hands import is_in_unknown_hands

rule = Rule(
    code="TSE205",
    summary="no timeout: a hung peer hangs the whole run",
    message="call without timeout: a peer that hangs makes the whole run hang; pass timeout=",
    roles=Role.TEST | Role.SUPPORT,
    cwe=1088,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
    The call returns when the peer answers, and never if it does not. One server that accepts and stays
    silent, or one process that asks a question, stops the whole run until somebody ends it, and the report
    that would say which test it was is never written.

    By default a request over HTTP or a connection is reported that a test or fixture makes itself to a public
    host, which no test has under control. No unknown ``with`` or decorator may stand around it, which may
    answer in the host's place, and the project must not ask for pytest-timeout, whose limit may be told it
    elsewhere.
    Requests and connections to the tests' own servers, and processes, which end mostly, are reported where
    the rule is enabled by name.
    """,
    fix="""
    Give ``timeout=``. For calls of the standard library that have none, ``socket.setdefaulttimeout()`` in the
    test's set-up will do, and pytest-timeout, by a marker or in pytest's configuration, limits the test as a
    whole.
    """,
    fixable="""
    ``timeout=60`` is passed; unsafe, because how long the peer may take is for a person to say. There is no
    fix where a helper or a loop bears with errors: it asks again and again, and one answer may not take so
    long.
    """,
    bad=(
        """
        import subprocess
        import unittest

        import requests

        class ServerTest(unittest.TestCase):
            def test_status(self):
                self.assertTrue(requests.get(self.server.url).ok)
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                with requests.Session() as session:
                    session.post(self.server.url, data=b"x")
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_script(self):
                subprocess.run(["shop", "--version"], check=True)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import socket
        from urllib.request import urlopen

        def test_server(server):
            assert urlopen(server.url, b"data").status == 200
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            socket.create_connection(("127.0.0.1", server.port)).close()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import ftplib
        import http.client
        import smtplib
        import unittest

        import requests
        import urllib3

        class ServerTest(unittest.TestCase):
            def setUp(self):
                self.session = requests.Session()
                self.mail = smtplib.SMTP(self.server.host, self.server.port)
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.files = ftplib.FTP(self.server.host)
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.plain = http.client.HTTPConnection(self.server.host)
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_status(self):
                self.assertTrue(self.session.get(self.server.url).ok)
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                urllib3.PoolManager().request("GET", self.server.url)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import socket
        import subprocess
        from urllib.request import urlopen

        import httpx
        import pytest
        import requests

        def test_limited(server, options):
            requests.get(server.url, timeout=5)
            requests.get(server.url, **options)
            urlopen(server.url, None, 5)
            urlopen(*options)
            socket.create_connection(("127.0.0.1", server.port), 5)
            subprocess.run(["shop"], timeout=5)
            subprocess.run(["shop"], **options)
            httpx.get(server.url)

        def test_adapter(server, adapter):
            session = requests.Session()
            session.mount("http://", adapter)
            session.get(server.url)

        def test_stubbed(requests_mock):
            requests.get("https://shop.test/")

        @pytest.mark.timeout(30)
        def test_limited_as_a_whole(server):
            requests.get(server.url)
            subprocess.check_output(["shop"])
        """,
        """
        import unittest

        import requests
        import urllib3

        class ServerTest(unittest.TestCase):
            def setUp(self):
                self.session, self.shop = requests.Session(), {}
                self.session.mount("http://", self.adapter)
                self.pool = urllib3.PoolManager(timeout=5)

            def test_status(self):
                self.session.get(self.server.url)
                self.shop.get("pear")
                self.stock.get("pear")
                self.pool.request("GET", self.server.url)
                urllib3.PoolManager(timeout=5).request("GET", self.server.url)
        """,
        """
        import socket
        from urllib.request import urlopen

        def setUpModule():
            socket.setdefaulttimeout(5)

        def test_status(server):
            urlopen(server.url)
        """,
        """
        # file: tox.ini
        [pytest]
        timeout = 60
        # file: tests/test_server.py
        import subprocess
        from urllib.request import urlopen

        def test_status(server):
            urlopen(server.url)
            subprocess.check_output(["shop"])
        """,
    ),
)

_LIMIT = "timeout=60"
"""In seconds: more than a test should take, and less than a run can wait."""

_PROCESSES = tuple(f"subprocess.{name}" for name in ("call", "check_call", "check_output", "run"))


@rule.call(*UNLIMITED)
def network(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a request or a connection that may wait for ever."""
    unlimited = lacks_timeout(call, module) and not _is_limited(call, module)
    if not unlimited or is_intercepted(call, module, NETWORK):
        return
    if module.settings.enables(rule.code) or _is_public(call, module):
        yield rule.at(call).fixed(*_limited(call, module))


@rule.method(*VERBS)
def kept(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same of a session that an attribute holds."""
    if is_of_kept_client(call, module, UNLIMITED):
        yield from network(call, module)


@rule.call(*_PROCESSES)
def process(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a process that may be waited for for ever, where the rule is enabled by name."""
    unlimited = keyword(call, "timeout") is None and not unpacks(call)
    if module.settings.enables(rule.code) and unlimited and not _is_limited(call, module):
        yield rule.at(call).fixed(*_limited(call, module))


def _limited(call: ast.Call, module: Module) -> Edits:
    return () if _is_asked_again(call, module) else with_argument(call, _LIMIT, module)


def _is_asked_again(call: ast.Call, module: Module) -> bool:
    """Whether a call that may fail is made in a loop, or in a helper, for whoever waits for an answer."""
    function = module.function(call)
    if function is None:
        return False
    above: Iterator[ast.AST] = module.around(call, ast.Try, *_LOOPS, ast.FunctionDef, ast.AsyncFunctionDef)
    around = [*takewhile(lambda each: each is not function, above)]
    fails = any(isinstance(each, ast.Try) and each.handlers for each in around)
    return fails and (not is_test(function, module) or any(isinstance(each, _LOOPS) for each in around))


_LOOPS = (ast.For, ast.AsyncFor, ast.While)


def _is_public(call: ast.Call, module: Module) -> bool:
    """Whether a function asks a public host, as far as the text tells, and registers no answers."""
    function = module.function(call)
    if function is None or is_never_run(function, module) or not _asks_public(call, module):
        return False
    if not (is_test(function, module) or is_fixture(function, module) or is_hook(function)):
        return False  # who calls it may answer in the host's place
    answered = _registers_answers(module.tree, module) or is_in_unknown_hands(call, module)
    return not (answered or may_end_tests(module))


def _asks_public(call: ast.Call, module: Module) -> bool:
    known = callees(call, module)
    if known & REQUESTS.keys():
        url = url_of(call, module)
        return url is not None and any(publics(url, module)) and not is_rerouted(call, module)
    return bool(known & {*REACHING}) and any(peers(call, module))


@once
def _registers_answers(tree: ast.AST, module: Module) -> bool:
    """Whether the answer to a method and an address is registered somewhere."""
    calls = module.scopes.calls(frozenset({"register_uri"}))
    return any(len(each.args) > 1 for each in calls)


def _is_limited(node: ast.AST, module: Module) -> bool:
    """Whether a marker, or pytest's configuration, limits the test as a whole."""
    return any("timeout" in spelt(mark) for mark in marks(node, module)) or ends_tests(module)
