"""Qualified names that mean the same, and the one spelling that rules use."""

from __future__ import annotations

import ast
from functools import lru_cache

from flake8_testsec.patterns import lazy

# Names that mean the same; the longest prefix counts. An empty name stands for the builtins.
_SAME = {
    "mock": "unittest.mock",
    "mock.mock": "unittest.mock",
    "unittest2": "unittest",
    "unittest.case": "unittest",
    "unittest.async_case": "unittest",
    "twisted.trial._synctest.SynchronousTestCase": "twisted.trial.unittest.SynchronousTestCase",
    "twisted.trial._asynctest.TestCase": "twisted.trial.unittest.TestCase",
    "django.test.testcases": "django.test",
    "testtools.testcase": "testtools",
    "py.test": "pytest",
    "_pytest.fixtures": "pytest",
    "_pytest.mark": "pytest",
    "_pytest.outcomes": "pytest",
    "_pytest.python_api": "pytest",
    "_pytest.raises": "pytest",
    "_pytest.recwarn": "pytest",
    "builtins": "",
    "__builtin__": "",
    "six.moves": "",
    "six.moves.urllib": "urllib",
    "six.moves.builtins": "",
    "six.moves.http_client": "http.client",
    "six.moves.BaseHTTPServer": "http.server",
    "six.moves.socketserver": "socketserver",
    "six.moves.configparser": "configparser",
    "six.moves.cPickle": "pickle",
    "cPickle": "pickle",
    "httplib": "http.client",
    "BaseHTTPServer": "http.server",
    "SocketServer": "socketserver",
    "ConfigParser": "configparser",
    "StringIO.StringIO": "io.StringIO",
    "cStringIO.StringIO": "io.StringIO",
}


_HANDED_ON = lazy(
    r"(?!twisted\.)[\w.]+\.(?:unittest\.)?(?P<name>mock\.(?:patch|\w*Mock|call|sentinel|create_autospec|mock_open|ANY)"
    r"|unittest\.(?:TestCase|IsolatedAsyncioTestCase|skip|skipIf|skipUnless|expectedFailure|SkipTest|main))(?!\w)"
)
"""What a package's own module has from the standard library, as many have: ``from tests import unittest``."""


@lru_cache(maxsize=8192)
def canonical(name: str) -> str:
    """The one spelling of a qualified name that has several.

    Args:
        name: a dotted name, calls marked with ``()``.

    Returns:
        The name as the rules spell it.
    """
    if ".six.moves." in name:
        name = name[name.index(".six.moves.") + 1 :]
    if (".mock." in name or ".unittest." in name) and (handed_on := _HANDED_ON.match(name)):
        name = name[handed_on.start("name") :]
    end = len(name)
    while end > 0:
        if (prefix := _SAME.get(name[:end])) is not None:
            rest = name[end:]
            return prefix + rest if prefix else rest.removeprefix(".") or name
        end = name.rfind(".", 0, end)
    return name


def suffixed(known: frozenset[str] | None, suffix: str) -> frozenset[str] | None:
    """What is known by some names, and a suffix of all of them: an attribute, or ``()`` for a call."""
    return None if known is None else frozenset(canonical(name + suffix) for name in known)


def made_by(call: ast.Call, called: frozenset[str] | None) -> frozenset[str] | None:
    """What a call returns, by name.

    Args:
        call: the call.
        called: the qualified names of what it calls; ``None`` if they are not known.

    Returns:
        The names with ``()``, and the module itself for ``pytest.importorskip`` (its documentation);
        ``None`` if nothing is known.
    """
    if called is None or "pytest.importorskip" not in called:
        return suffixed(called, "()")
    match call.args:
        case [ast.Constant(value=str(module)), *_]:
            return frozenset({canonical(module)})
        case _:
            return None
