"""A loop that waits for a server has a limit, but each of its attempts has none."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.project.time_limits import ends_tests, may_end_tests
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, truth
from flake8_testsec.source.module import Module, within
from flake8_testsec.vocabulary.network.clients import UNLIMITED, lacks_timeout, waiting_loop
from flake8_testsec.vocabulary.network.patience import limited
from flake8_testsec.vocabulary.testing.interceptors import NETWORK, is_intercepted

rule = Rule(
    code="TSE210",
    summary="no timeout: one answer that hangs stops the waiting loop for ever",
    message="call without timeout: one answer that hangs stops the waiting loop for ever; pass timeout=",
    roles=Role.TEST | Role.SUPPORT,
    cwe=1088,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    The loop asks again and again until a server is up, and sleeps in between, so that the test waits for a
    known time at most. A server that is just starting often accepts a connection before it can answer. Then
    the first attempt waits for ever, and the limit is never looked at again.

    Silence where pytest's configuration ends each test that takes too long. Where the project asks for
    pytest-timeout without configuring it, the limit may be told elsewhere: that is reported where the rule is
    enabled by name, as are loops without a limit.
    """,
    fix="Give each attempt a ``timeout=`` that is short against the limit of the loop.",
    fixable="""
    ``timeout=5`` is passed; unsafe, because how long an attempt may take is for a person to say.
    """,
    bad=(
        """
        import time

        import requests

        def wait_for(url):
            for _ in range(30):
                time.sleep(1)
                if requests.get(url).ok:
                   ^^^^^^^^^^^^^^^^^
                    return
            raise RuntimeError("server did not start")
        """,
        """
        import socket
        import time
        import unittest
        from urllib.request import urlopen

        class ServerTest(unittest.TestCase):
            def setUp(self):
                deadline = time.monotonic() + 10
                while time.monotonic() < deadline:
                    try:
                        urlopen(self.url).close()
                        ^^^^^^^^^^^^^^^^^
                    except OSError:
                        time.sleep(0.1)

            def test_port(self):
                while True:
                    try:
                        socket.create_connection(("127.0.0.1", self.port)).close()
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                        break
                    except OSError:
                        time.sleep(0.1)
        """,
        """
        # file: shop/testing/server.py
        import itertools
        import time

        import requests

        def wait_for(url, ready):
            for attempt in itertools.count():
                if requests.head(url).ok:
                   ^^^^^^^^^^^^^^^^^^
                    break
                ready.wait(attempt)
        """,
        """
        import ftplib
        import time

        def wait_for_files(host, port):
            for _ in range(30):
                try:
                    files = ftplib.FTP()
                            ^^^^^^^^^^^^
                    files.connect(host, port)
                    return files
                except OSError:
                    time.sleep(1)
            for _ in range(30):
                if ftplib.FTP().connect(host, port):
                   ^^^^^^^^^^^^
                    return
                time.sleep(1)
        """,
    ),
    good=(
        """
        import time

        import requests

        def wait_with_timeout(url, options):
            for _ in range(30):
                if requests.get(url, timeout=1).ok or requests.get(url, **options).ok:
                    return
                time.sleep(1)

        def ask_for_each(urls):
            for url in urls:
                if requests.get(url).ok:
                    return
                time.sleep(1)

        def ask_often(url):
            for _ in range(30):
                requests.get(url)
                time.sleep(1)
            while True:
                requests.get(url)
                time.sleep(1)

        def ask_at_once(url):
            for _ in range(30):
                if requests.get(url).ok:
                    return

        def ask_once(url):
            return requests.get(url)

        def define_in_loop(url):
            while not url.ready:
                url.ask = lambda: requests.get(url)
                time.sleep(1)
        """,
        """
        # file: pytest.ini
        [pytest]
        timeout = 60
        # file: tests/test_shop.py
        import time

        import requests

        def wait_for(url):
            for _ in range(30):
                if requests.get(url).ok:
                    return
                time.sleep(1)
        """,
        """
        import ftplib
        import time

        def wait_for_files(host, port):
            for _ in range(30):
                try:
                    files = ftplib.FTP()
                    files.connect(host, port, 5)
                    return files
                except OSError:
                    time.sleep(1)
        """,
        """
        import time

        import requests

        def test_stubbed(requests_mock):
            while not requests.get("https://shop.test/").ok:
                time.sleep(1)
        """,
    ),
)


@rule.call(*UNLIMITED)
def attempt(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report an attempt without a limit in a loop that waits."""
    loop = waiting_loop(call, module)
    strict = module.settings.enables(rule.code)
    if loop is None or not (strict or (_is_limited(loop) and not may_end_tests(module))):
        return
    if not ends_tests(module) and lacks_timeout(call, module) and not is_intercepted(call, module, NETWORK):
        hit = rule.at(call, related=(Pointer(loop, "this loop waits for success"),))
        yield hit.fixed(*limited(call, "timeout=5", module))


def _is_limited(loop: ast.While | ast.For) -> bool:
    """Whether a loop gives up some time: without a limit there is none that one attempt could outlast."""
    is_endless = truth(loop.test) is True if isinstance(loop, ast.While) else _counts(loop.iter)
    return not is_endless or any(_gives_up(each) for each in within(loop))


def _counts(values: ast.expr) -> bool:
    return isinstance(values, ast.Call) and last_word(values.func) == "count"


def _gives_up(node: ast.AST) -> bool:
    match node:
        case ast.Compare(ops=ops):
            return any(isinstance(each, _ORDERING) for each in ops)
        case _:
            return isinstance(node, (ast.Assert, ast.Raise))


_ORDERING = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
