"""A vendor's token is written into the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Place, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.literals import JOINED, Literal, Written, literals
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.origins import leaves
from flake8_testsec.vocabulary.secrets import formats

rule = Rule(
    code="TSE102",
    summary="credential of a known vendor in the source looks live; revoke it, read the next at run time",
    message="{vendor} credential in the source looks live: every reader can use it; revoke and replace it",
    roles=Role.ANY,
    cwe=798,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    The text has the form that a vendor gives its tokens, it looks drawn at random, and where the form has a
    check digit or contents, they are right: nobody writes such a value by hand. A token in the source is
    copied with every clone, image and log, and works for whoever finds it until it is revoked.

    The id of an AWS key opens nothing by itself and is reported only beside something that may be its secret.
    In tests, silence where a comment says that the value is invalid, where ``noqa: S105`` says that somebody
    has looked, and where the value is a sample for what finds, matches or masks such values.
    """,
    fix="""
    Revoke the token, then read its successor from the environment or from a fixture. A test that only needs
    a value of the right length can use one that cannot be real: ``"ghp_" + "x" * 36``.
    """,
    fixable="""
    Nothing, because the token has to be revoked, and a person has to say where its successor is kept.
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
                # the real one
                url = f"https://npm_" f"w8XqT2mLzR5kVb7NcYf3GhJd9SpA1u2nrlXd" f"@acme.io/{self.id()}"
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(client(url))
        """,
        """
        def test_pair(shop):
            shop.login("AKIA" "IV6T7W2QMZ5RKXNA", "wJ4rZq8LkT2xVn7cYf3G" "hRd9SpA1uBmE5QoXiW6t")
                       ^^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.search("npm_" "w8XqT2mLzR5kVb7NcYf3GhJd9SpA1u2nrlXd")
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import re

        from shop.releases import scan

        TOKEN_RE = re.compile("npm_[A-Za-z0-9]{36}")

        def test_finds():
            samples = ["npm_" "w8XqT2mLzR5kVb7NcYf3GhJd9SpA1u2nrlXd"]
            for sample in samples:
                assert TOKEN_RE.fullmatch(sample)
            assert scan("token: " + "npm_" "w8XqT2mLzR5kVb7NcYf3GhJd9SpA1u2nrlXd")
            assert re.search(TOKEN_RE, "npm_" "w8XqT2mLzR5kVb7NcYf3GhJd9SpA1u2nrlXd")
            # these have been revoked
            old = [
                "npm_" "w8XqT2mLzR5kVb7NcYf3GhJd9SpA1u2nrlXd",
            ]
            password = "npm_" "w8XqT2mLzR5kVb7NcYf3GhJd9SpA1u2nrlXd"  # noqa: S105
            assert old == [password]
        """,
        """
        def test_id_alone(shop):
            assert shop.keys() == ["AKIA" "IV6T7W2QMZ5RKXNA", "d41d8cd98f00b204e9800998ecf8427ed41d8cd9"]
        """,
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

_TEXTS = frozenset({str, bytes})
_BROWSERS = "AIza"
_KEY_IDS = ("AKIA", "ASIA")
_NEAR = 5
"""How many lines above a value a comment may stand that speaks of it."""
_INVALID = r"\b((invalid|deactiv)ated|revoked|expired|not (a )?(real|valid|live)|no longer (works?|valid))\b"
_ABOVE = lazy(_INVALID, re.IGNORECASE)
_SAID = lazy(rf"[^#\n]*#(?:.*{_INVALID}|(?=(?P<to>.*?noqa:))(?P=to).*\bS10[567]\b)", re.IGNORECASE)
_DETECTING = lazy(
    r"_?(fullmatch|findall|finditer|scan|detect|redact|mask|scrub|saniti[sz]e|censor)", re.IGNORECASE
)
_REGULAR = frozenset({f"re.{word}" for word in ("match", "search", "split", "sub")})
_REGULAR |= {f"re.compile().{word}" for word in ("match", "search", "split", "sub")}


@rule.where(look=looks.holds_long_words)
def issued(module: Module) -> Iterator[Hit]:
    """Report every text that holds a token in the form of its vendor."""
    whole = "\n".join(_long(module))
    sure = [each for each in formats.possible(whole, module.source) if each.pattern.search(whole)]
    yield from _search(literals(module, ast.Constant) if sure else (), sure, module)
    parts = "\n".join(each.text for each in literals(module, *JOINED))
    joined = formats.possible(parts, module.source) if parts else ()
    yield from _search(literals(module, *JOINED) if joined else (), joined, module)


def _long(module: Module) -> Iterator[str]:
    """The words in which a token has room: none has a space in it."""
    every: Iterator[ast.Constant] = module.nodes(ast.Constant)
    values: list[Any] = [each.value for each in every]
    for value in [each for each in values if type(each) in _TEXTS and len(each) >= looks.SHORTEST]:
        text = value if isinstance(value, str) else value.decode("latin-1")
        yield from [word for word in text.split() if len(word) >= looks.SHORTEST]


def _search(texts: Iterable[Literal], wanted: Sequence[formats.Format], module: Module) -> Iterator[Hit]:
    for literal in texts:
        for token in formats.tokens(literal.text, wanted):
            value = literal.text[token.start : token.end]
            place = Written(literal, module).around(value)
            if not (_is_harmless(value, module) or _is_sample(literal, place, module)):
                yield rule.at(place, vendor=token.vendor)


def _is_harmless(value: str, module: Module) -> bool:
    """Whether a value opens nothing: a key's id without its secret, or what every visitor of a page has."""
    if value.startswith(_KEY_IDS):
        return not any(formats.holds_secret_key(each.text) for each in literals(module))
    return value.startswith(_BROWSERS) and module.role is not Role.TEST


def _is_sample(literal: Literal, place: Place, module: Module) -> bool:
    """Whether a test says that the value is no credential, or looks for such values in it."""
    if not module.role & (Role.TEST | Role.SUPPORT):
        return False
    line = module.position(place).line
    if _SAID.match(module.line(line)) or any(map(_ABOVE.search, _comments(line, module))):
        return True
    given = (arg for call in _detecting(module) for arg in call.args)
    return any(literal.node in leaves(arg, module, lambda node: node is literal.node) for arg in given)


@once
def _detecting(module: Module) -> Sequence[ast.Call]:
    return [call for call in module.nodes(ast.Call) if _detects(call, module)]


def _comments(line: int, module: Module) -> Iterator[str]:
    """The comments on the few lines above a line."""
    return (each.text for each in module.comments_in(line - _NEAR, line - 1))


def _detects(call: ast.Call, module: Module) -> bool:
    word = last_word(call.func)
    return bool(_DETECTING.match(word)) or bool(module.names(call.func) & _REGULAR)
