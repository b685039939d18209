"""A vendor's token is written into the source."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.literals import Literal, Written, literals
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.secrets import formats

rule = Rule(
    code="TSE102",
    summary="literal looks like a live credential of a known vendor",
    message="literal looks like a live {vendor} credential",
    roles=Role.ANY,
    cwe=798,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    The text has the form that a vendor gives its tokens, it looks drawn at random, and where the form has a
    check digit or contents, they are right: nobody writes such a value by hand. A token in the source is
    copied with every clone, image and log, and works for whoever finds it until it is revoked.
    """,
    fix="""
    Revoke the token, then read its successor from the environment or from a fixture. A test that only needs
    a value of the right length can use one that cannot be real: ``"ghp_" + "x" * 36``.
    """,
    bad=(
        """
        import os

        from shop.releases import publish

        def test_publish(monkeypatch):
            monkeypatch.setenv("GITHUB_TOKEN", "ghp_" "Rk3vQ9sLw7ZtB1nXc5MfYd2HgJpU8e" "0rkbJW")
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert publish()
        """,
        """
        import unittest

        from shop.registry import client

        class RegistryTest(unittest.TestCase):
            def test_login(self):
                assert client({"Authorization": b"Bearer npm_" + b"w8XqT2mLzR5kVb7NcYf3GhJd9SpA1u2nrlXd"})
                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_login_by_url(self):
                url = f"https://npm_" f"w8XqT2mLzR5kVb7NcYf3GhJd9SpA1u2nrlXd" f"@acme.io/{self.id()}"
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(client(url))
        """,
    ),
    good=(
        """
        from shop.releases import publish

        def test_wrong_check_digits():
            assert publish("ghp_Rk3vQ9sLw7ZtB1nXc5MfYd2HgJpU8e000000")

        def test_placeholders():
            assert publish("ghp_" + "x" * 36)
            assert publish("AKIAIOSFODNN7EXAMPLE")
            assert publish("sk_live_abcdefghijklmnopqrstuvwxyz")

        def test_filled_in(part):
            assert publish(f"ghp_{part}")
        """,
        """
        import re

        PATTERN = re.compile(r"ghp_[A-Za-z0-9]{36}|AKIA[A-Z0-9]{16}")
        """,
        """
        from shop.releases import publish

        def test_nothing_of_the_kind():
            assert publish("token")
        """,
    ),
)

_SHORTEST = 20
_TEXTS = frozenset({str, bytes})
_BROWSERS = "AIza"


@rule.module
def issued(module: Module) -> Iterator[Hit]:
    """Report every text that holds a token in the form of its vendor."""
    whole = "\n".join(_long(module))
    sure = [each for each in formats.possible(whole, module.source) if each.pattern.search(whole)]
    yield from _search(literals(module, ast.Constant) if sure else (), sure, module)
    parts = "\n".join(each.text for each in literals(module, ast.BinOp, ast.JoinedStr))
    joined = formats.possible(parts, module.source) if parts else ()
    yield from _search(literals(module, ast.BinOp, ast.JoinedStr) if joined else (), joined, module)


def _long(module: Module) -> Iterator[str]:
    """The words in which a token has room: none has a space in it."""
    every: Iterator[ast.Constant] = module.nodes(ast.Constant)
    values: list[Any] = [each.value for each in every]
    for value in [each for each in values if type(each) in _TEXTS and len(each) >= _SHORTEST]:
        text = value if isinstance(value, str) else value.decode("latin-1")
        yield from [word for word in text.split() if len(word) >= _SHORTEST]


def _search(texts: Iterable[Literal], wanted: Sequence[formats.Format], module: Module) -> Iterator[Hit]:
    for literal in texts:
        for token in formats.tokens(literal.text, wanted):
            if literal.text.startswith(_BROWSERS, token.start) and module.role is not Role.TEST:
                continue  # outside tests nearly always the key of a browser's client, which every visitor has
            place = Written(literal, module).around(literal.text[token.start : token.end])
            yield rule.at(place, vendor=token.vendor)
