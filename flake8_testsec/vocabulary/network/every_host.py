"""Expressions that stand for every interface of a machine."""

from __future__ import annotations

import ast

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import string
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.network.hosts import HostKind, kind

_EVERY = lazy(r"(tcp://)?(\*|0\.0\.0\.0|\[::\]):")


def host_of_all(host: ast.expr, module: Module, *, empty: bool = False) -> ast.expr | None:
    """The literal that stands for every interface; the empty text only where it does so, too."""
    literal = meant(host, module)
    text = string(literal)
    if text is None or (not text.strip(" .\t\n") and (text or not empty)):
        return None
    return literal if text == "*" or kind(text) is HostKind.ANY else None


def in_address(address: ast.expr, module: Module, *, empty: bool) -> ast.expr | None:
    """The same of a host in a pair with its port."""
    match meant(address, module):
        case ast.Tuple(elts=[host, _, *_]):
            return host_of_all(host, module, empty=empty)
        case _:
            return None


def is_every(address: ast.expr) -> bool:
    """Whether a literal is an address with host and port, and the host is every interface."""
    return bool(_EVERY.match(string(address) or ""))
