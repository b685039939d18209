"""Signals that are sent, to other processes or to the one that runs the tests."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module

_SENDING = frozenset(
    {
        *("os.kill", "os.killpg", "signal.raise_signal", "signal.pthread_kill", "signal.pidfd_send_signal"),
        *("signal.alarm", "signal.setitimer", "os.abort"),
    }
)


def facts(module: Module) -> Iterator[Fact]:
    """Calls that send or order a signal, and methods that are called for that.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    words = {name.rpartition(".")[2] for name in _SENDING}
    for call in module.scopes.calls(frozenset({*words, "send_signal"})):
        is_method = isinstance(call.func, ast.Attribute) and call.func.attr == "send_signal"
        if is_method or module.names(call.func) & _SENDING:
            found[spelt(call)].append(call)
    yield from capped((_sent(text, calls) for text, calls in found.items()), "signals")


def _sent(text: str, calls: Sequence[ast.AST]) -> Fact:
    return fact("signal", calls, "Sends a signal: ", code(text), ".", subject=text)
