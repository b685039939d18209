"""Controls of TLS and of host keys that are switched off, by what the switches are called."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.review.given_names import given
from flake8_testsec.source.calls import spelt, truth
from flake8_testsec.source.module import Module

_ON = lazy(
    r"(?i)(?:check_?hostname|(?:ssl|tls)?_?verif(?:y|ication)(?:_?(?:ssl|tls|certs?|peer|host(?:name)?))?|"
    r"validate_?certs?|host_?key_?checking|(?:\w+_)?(?:host_?)?name_?match(?:ing)?|match_?hostname)\Z"
)
"""Switches that keep a control on."""
_OFF = lazy(
    r"(?i)(?:(?:ssl|tls)_?(?:insecure|no_?verify)|insecure_?(?:skip_?verify|tls|ssl)|"
    r"disable_?(?:ssl|tls)_?(?:certificate_?)?(?:validation|verification))\Z"
)
"""Switches that turn one off."""
_POLICIES = frozenset({"AutoAddPolicy", "WarningPolicy", "CERT_NONE", "_create_unverified_context"})


def facts(module: Module) -> Iterator[Fact]:
    """Switches under such names in calls, displays and assignments, then policies that accept everybody.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for name, value in given(module):
        if _is_off(name, value):
            found[f"{name}: {spelt(value)}"].append(value)
    for node in (*module.attributes(_POLICIES), *_named(module)):
        found[spelt(node)].append(node)
    words = "By its name, a check of certificates, host names or host keys is off or lenient: "
    told = (fact("control-off", nodes, words, code(text), ".", subject=text) for text, nodes in found.items())
    yield from capped(told, "such switches")


def _named(module: Module) -> Iterator[ast.Name]:
    return (each for each in module.nodes(ast.Name) if each.id in _POLICIES)


def _is_off(name: str, value: ast.expr) -> bool:
    if not isinstance(value, ast.Constant):
        return False
    return truth(value) is (False if _ON.match(name) else True if _OFF.match(name) else None)
