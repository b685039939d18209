"""A recorder of HTTP traffic is set up without anything that takes the credentials out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import keyword, last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture

rule = Rule(
    code="TSE105",
    summary="HTTP recorder configured without filter_headers or before_record",
    message="HTTP recorder writes credentials into its cassettes; pass filter_headers or before_record",
    roles=Role.TEST,
    cwe=312,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    The recorder writes every request as it is sent, with its ``Authorization`` header, cookies and tokens,
    into a file that is committed beside the test. This module handles credentials, and nothing in it says
    what is left out of the recording.
    """,
    fix="""
    Name the headers and parameters to leave out (``filter_headers``, ``filter_query_parameters``,
    ``before_record_request``; Betamax: ``define_cassette_placeholder``), and look into the cassettes that
    exist.
    """,
    fixable="Nothing, because which headers and parameters hold credentials, the text does not tell.",
    bad=(
        """
        import vcr

        from shop.api import login

        my_vcr = vcr.VCR(cassette_library_dir="tests/cassettes")
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        @my_vcr.use_cassette("login.yaml")
        def test_login(token):
            assert login(token)
        """,
        """
        import unittest

        import vcr

        from shop.api import login

        class LoginTest(unittest.TestCase):
            @vcr.use_cassette("login.yaml", record_mode="once")
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            def test_login(self):
                self.assertTrue(login(api_key=self.key))

            def test_again(self):
                with vcr.use_cassette("again.yaml"):
                    self.assertTrue(login(api_key=self.key))
        """,
        """
        import pytest

        @pytest.fixture(scope="module")
        def vcr_config():
        ^^^^^^^^^^^^^^^^^
            return {"decode_compressed_response": True}

        @pytest.mark.vcr
        def test_login(client):
            assert client.get("/", headers={"Authorization": client.key})
        """,
        """
        from betamax import Betamax

        def test_login(session, password):
            with Betamax(session) as recorder:
                 ^^^^^^^^^^^^^^^^
                session.post("/login", password)
        """,
    ),
    good=(
        """
        import vcr

        my_vcr = vcr.VCR(filter_headers=["authorization", "cookie"])
        """,
        """
        import vcr

        @vcr.use_cassette("front.yaml")
        def test_front_page(client):
            assert client.get("/").ok
        """,
        """
        import vcr

        from shop.api import login

        replay = vcr.VCR(record_mode="none")

        @vcr.use_cassette("login.yaml", record_mode=vcr.mode.NONE)
        def test_login(token):
            assert login(token)

        def vcr_config():
            return {}
        """,
        """
        def test_login(token):
            assert token
        """,
    ),
)

_RECORDERS = frozenset({"vcr.VCR", "vcr.use_cassette", "betamax.Betamax", "betamax.recorder.Betamax"})
_REDACTS = lazy(r"\b(?:filter_\w+|before_record\w*|before_playback|\w*placeholders?)\b")
_CREDENTIAL = lazy(r"authori[sz]ation|api_?key|token|passw|secret|bearer|credential", re.IGNORECASE)


@rule.text("vcr", "etamax")
def unfiltered(module: Module) -> Iterator[Hit]:
    """Report the first recorder of a module that handles credentials and redacts nothing."""
    source = module.source
    if _CREDENTIAL.search(source) and not _REDACTS.search(source):
        recorders = [*filter(lambda call: _records(call, module), module.nodes(ast.Call))]
        functions = [each for each in module.nodes(ast.FunctionDef) if _configures(each, module)]
        for first in (recorders or functions)[:1]:
            yield rule.at(first)


def _records(call: ast.Call, module: Module) -> bool:
    mode = keyword(call, "record_mode")
    replays = mode is not None and "none" in (last_word(mode.value).lower(), string(mode.value))
    return not replays and bool(module.names(call.func) & _RECORDERS)


def _configures(function: Function, module: Module) -> bool:
    """The fixture by which the pytest plugins for VCR.py are configured."""
    return function.name == "vcr_config" and is_fixture(function, module)
