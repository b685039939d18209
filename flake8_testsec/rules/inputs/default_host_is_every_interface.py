"""What is started with a test's configuration listens on every interface unless told otherwise."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import short
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import defaults, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network.loopback import local
from flake8_testsec.vocabulary.testing.suites import test_around

rule = Rule(
    code="TSE211",
    summary="default host is every interface; use 127.0.0.1",
    message="server listens on every interface, which is the default host here; make it {host}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=1327,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    Whoever takes the default gets a server that anybody on the network can reach, usually one without the
    protection that a real one has: known passwords, debugging on, data of the tests. The default is what
    nearly all tests take.
    """,
    fix="""
    Make ``127.0.0.1`` (or ``::1``) the default, and let those name another host who need one, for example in
    a container.
    """,
    fixable="""
    The default becomes ``127.0.0.1``, or ``::1``; unsafe, because who gives no host may need the other one.
    """,
    bad=(
        """
        from oslo_config import cfg

        OPTIONS = [
            cfg.StrOpt("host", default="0.0.0.0"),
                                       ^^^^^^^^^
            cfg.StrOpt("bind_address", default="::"),
                                               ^^^^
        ]

        def serve(app, host="0.0.0.0", port=0):
                            ^^^^^^^^^
            return app.serve(host, port)

        async def connect(app, *, listen_on="0.0.0.0", name):
                                            ^^^^^^^^^
            return await app.listen(listen_on, name)
        """,
        """
        # file: shop/testing/server.py
        import unittest

        class ServerCase(unittest.TestCase):
            def serve(self, interface="0.0.0.0"):
                                      ^^^^^^^^^
                return self.server(interface)

        def pytest_addoption(parser):
            parser.addoption("--host", default="0.0.0.0")
                                               ^^^^^^^^^
        """,
    ),
    good=(
        """
        import argparse

        from oslo_config import cfg

        OPTIONS = [
            cfg.StrOpt("host", default="127.0.0.1"),
            cfg.StrOpt("host", default=""),
            cfg.StrOpt("host"),
            cfg.StrOpt("mask", default="0.0.0.0"),
            cfg.StrOpt(default="0.0.0.0"),
        ]

        def serve(app, host="127.0.0.1", port=0, gateway="0.0.0.0", *, name="shop", bind):
            return app.serve(host, port, gateway, name, bind)

        def test_parser():
            parser = argparse.ArgumentParser()
            parser.add_argument("--host", default="0.0.0.0")

            def parse(host="0.0.0.0"):
                return parser.parse_args(["--host", host])

            assert parse().host == "0.0.0.0"
        """,
        """
        class Address:
            def __init__(self, host="localhost", port=0):
                self.host = host

        assert Address("0.0.0.0").host == "0.0.0.0"
        """,
    ),
)

_EVERYWHERE = ("0.0.0.0", "::")
_HOST = short(r"([\w-]+[_-]|-)?(host(_?name)?|bind\w*|listen\w*|address|interface)(-\w+)*\Z")


@rule.on(ast.arguments)
def parameters(arguments: ast.arguments, module: Module) -> Iterator[Hit]:
    """Report the defaults of parameters that name a host."""
    for parameter, value in defaults(arguments):
        if _HOST.match(parameter.arg) and string(value) in _EVERYWHERE and not test_around(value, module):
            yield _reported(value, module)


@rule.on(ast.keyword)
def option(given: ast.keyword, module: Module) -> Iterator[Hit]:
    """Report the default of an option that names a host."""
    call = module.parent(given)
    if given.arg != "default" or string(given.value) not in _EVERYWHERE or not isinstance(call, ast.Call):
        return
    name = string(call.args[0]) if call.args else None
    if name is not None and _HOST.match(name) and not test_around(given, module):
        yield _reported(given.value, module)


def _reported(value: ast.expr, module: Module) -> Hit:
    found = local(value, module)
    return rule.at(value, host=found.host).fixed(*found.edits)
