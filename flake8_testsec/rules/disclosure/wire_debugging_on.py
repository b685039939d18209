"""Debugging of HTTP is switched on: every request is written out with its credentials."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, last_word, string, truth
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.secrets.outputs import is_captured
from flake8_testsec.vocabulary.testing.suites import test_around

_HEADERS = "Authorization headers"
_LEVELS = frozenset(
    {
        "httplib2.debuglevel",
        *(f"http.client.{kind}.debuglevel" for kind in ("HTTPConnection", "HTTPSConnection")),
    }
)
_SETTERS = frozenset(f"http.client.{kind}().set_debuglevel" for kind in ("HTTPConnection", "HTTPSConnection"))
_HANDLERS = (
    "urllib.request.HTTPHandler",
    "urllib.request.HTTPSHandler",
    "urllib2.HTTPHandler",
    "urllib2.HTTPSHandler",
)
_LOGGERS = {
    "botocore": _HEADERS,
    "boto3": _HEADERS,
    "urllib3": "URLs with the tokens in them",
    "requests": "URLs with the tokens in them",
}

rule = Rule(
    code="TSE805",
    summary="debug level prints Authorization headers",
    message="debug level prints {what}",
    roles=Role.TEST,
    cwe=215,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    With ``debuglevel`` the HTTP client writes every request as it is sent, ``Authorization`` and ``Cookie``
    included, straight to standard output; the loggers of ``botocore`` and ``urllib3`` tell signatures,
    headers or URLs. The switch is one for the whole process, so all later tests write theirs, too.
    Silence where the test looks at the level of a logger, which is then what it is about.
    """,
    fix="""
    Remove it when the debugging is done, or make it depend on a variable that nobody sets on the build
    server: ``if os.environ.get("HTTP_DEBUG"):``.
    """,
    fixable="Nothing, because whether the debugging is done is for a person to say.",
    bad=(
        """
        import http.client
        import logging
        import unittest

        class TestOrders(unittest.TestCase):
            def setUp(self):
                http.client.HTTPConnection.debuglevel = 1
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                logging.getLogger("botocore").setLevel(logging.DEBUG)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                logging.getLogger("urllib3").setLevel("DEBUG")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        # file: tests/conftest.py
        import logging
        from http.client import HTTPSConnection
        from urllib.request import HTTPHandler

        logger = logging.getLogger("requests.packages.urllib3")
        logger.setLevel(level=10)
        ^^^^^^^^^^^^^^^^^^^^^^^^^
        handler = HTTPHandler(debuglevel=1)
                  ^^^^^^^^^^^^^^^^^^^^^^^^^

        def connect(host):
            connection = HTTPSConnection(host)
            connection.set_debuglevel(5)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return connection
        """,
    ),
    good=(
        """
        import http.client
        import logging
        import os
        from urllib.request import HTTPHandler

        import requests

        if os.environ.get("HTTP_DEBUG"):
            http.client.HTTPConnection.debuglevel = 1
        http.client.HTTPConnection.debuglevel = 0
        http.client.HTTPConnection.debuglevel = int(os.environ.get("HTTP_DEBUG", "0"))
        http.client.HTTPConnection.port = 8080
        requests.debuglevel = 1
        handler = HTTPHandler(debuglevel=0)
        http.client.HTTPConnection("shop.example").set_debuglevel(0)
        handler.set_debuglevel(1)
        logging.getLogger("urllib3").setLevel(logging.WARNING)
        logging.getLogger("shop").setLevel(logging.DEBUG)
        logging.getLogger().setLevel(logging.DEBUG)
        handler.setLevel(logging.DEBUG)
        logging.getLogger("urllib3").setLevel()
        """,
        """
        import logging

        def test_set_loggers(shop):
            logging.getLogger("urllib3").setLevel(logging.DEBUG)
            before = logging.getLogger("urllib3").level
            shop.set_loggers()
            assert logging.getLogger("urllib3").level is not before

        def test_is_quiet(shop):
            logging.getLogger("urllib3").setLevel(logging.DEBUG)
            shop.set_loggers()
            assert not logging.getLogger("urllib3").isEnabledFor(logging.INFO)
        """,
        """
        import http.client
        import unittest

        class TestConnection(unittest.TestCase):
            def test_debuglevel(self):
                connection = http.client.HTTPConnection("shop.example")
                connection.set_debuglevel(1)
                self.assertEqual(connection.debuglevel, 1)

            def show(self):
                http.client.HTTPConnection.debuglevel = 1
                self.orders()
                http.client.HTTPConnection.debuglevel = 0

        def test_writes_headers(capsys):
            http.client.HTTPConnection.debuglevel = 1
            assert "send:" in capsys.readouterr().out
        """,
    ),
)


@rule.attribute("debuglevel")
def assigned(attribute: ast.Attribute, module: Module) -> Iterator[Hit]:
    """Report a level above nothing, assigned to a class of connections."""
    match module.parent(attribute):
        case ast.Assign(targets=[target, *_], value=value) as statement if target is attribute:
            if module.names(target) & _LEVELS and _is_on(value) and _is_left_on(statement, module):
                yield rule.at(statement, what=_HEADERS)


@rule.call(*_SETTERS, *_HANDLERS)
def given(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a connection or a handler that is told to write."""
    if _is_on(argument(call, 0, "level") or argument(call, None, "debuglevel")) and _is_left_on(call, module):
        yield rule.at(call, what=_HEADERS)


@rule.call("logging.getLogger().setLevel")
def logged(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the logger of an HTTP library that is set to ``DEBUG``."""
    if _is_level_tested(call, module):
        return
    level = argument(call, 0, "level")
    what = _LOGGERS.get(_logger(call, module).partition(".")[0], "")
    if what and level is not None and _is_debug(level, module) and _is_left_on(call, module):
        yield rule.at(call, what=what)


def _is_level_tested(call: ast.Call, module: Module) -> bool:
    """Whether the function around a call looks at the level of a logger: then the level is the subject."""
    function = module.function(call)
    return function is not None and _looks_at_level(function, module)


@once
def _looks_at_level(function: Function, _: Module) -> bool:
    return any(map(_reads_level, ast.walk(function)))


def _reads_level(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr="level", ctx=ast.Load()):
            return True
        case ast.Attribute(attr=word):
            return word in ("getEffectiveLevel", "isEnabledFor")
        case _:
            return False


def _is_on(value: ast.expr | None) -> bool:
    match value:
        case ast.Constant(value=int(level)):
            return level > 0
        case _:
            return False


def _is_debug(level: ast.expr, module: Module) -> bool:
    match level:
        case ast.Constant(value="DEBUG" | 10):
            return True
        case _:
            return bool(module.names(level) & {"logging.DEBUG"})


def _logger(call: ast.Call, module: Module) -> str:
    """The name of the logger whose method is called, however often it was renamed."""
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(receiver, ast.Name):
        receiver = next((getattr(each, "value", None) for each in module.bindings(receiver)), None)
    return string(argument(receiver, 0, "name")) or "" if isinstance(receiver, ast.Call) else ""


def _is_left_on(node: ast.AST, module: Module) -> bool:
    """Whether neither a condition nor a later line limits what is switched on, and no test is about it."""
    if any(isinstance(each, ast.If) and truth(each.test) is None for each in module.ancestors(node)):
        return False
    function = module.function(node)
    if function is not None and any(_switches_off(each) for each in ast.walk(function)):
        return False
    test = test_around(node, module)
    return not is_captured(node, module) and (test is None or "debug" not in test.name.lower())


def _switches_off(node: ast.AST) -> bool:
    match node:
        case ast.Assign(targets=[ast.Attribute(attr="debuglevel")], value=value):
            return not _is_on(value)
        case ast.Call(func=func, args=[level]) if last_word(func) == "set_debuglevel":
            return not _is_on(level)
        case _:
            return False
