"""Requests to a server that runs on this machine, or of which it is not known yet whether it runs."""

from __future__ import annotations

import ast
import re
from itertools import takewhile

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.literals import GAP
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import begin
from flake8_testsec.vocabulary.testing.assertions import expecting_around

_FILLED = rf"(?:{re.escape(GAP)}|\{{[^{{}}]*\}}|%s)"
_PORT = rf"(?:\d+|{re.escape(GAP)}|\{{[^{{}}]*\}}|%[ds])"
_OWN = lazy(
    rf"https?://(?:(?:localhost|127\.0\.0\.1|\[::1\]|{_FILLED}):{_PORT}|(?:localhost|127\.0\.0\.1)(?:/|\Z))"
)
_FAILURES = frozenset(
    {
        *("BaseException", "ConnectTimeout", "ConnectionError", "ConnectionRefusedError", "Exception"),
        *("HTTPError", "OSError", "RequestException", "URLError"),
    }
)


def asks_own_server(call: ast.Call, url: ast.expr | None, module: Module) -> bool:
    """Whether a request is one that a server of this machine answers, or a try whether there is one.

    Args:
        call: the request.
        url: what it asks for.
        module: its module.

    Returns:
        ``True`` for an address of this machine, or one whose host and port are filled in, and for what is
        tried in a function, where a failure passes in silence; ``False`` where the request shall fail.
    """
    if expecting_around(call, module) is not None:
        return False
    text = begin(url, module) if url is not None else None
    return (text is not None and bool(_OWN.match(text.text))) or _is_tried(call, module)


def _is_tried(call: ast.Call, module: Module) -> bool:
    """Whether an error of the connection is caught around a call, and nothing is raised for it."""
    around = takewhile(lambda each: not isinstance(each, (Function, ast.Lambda)), module.ancestors(call))
    tries = (each for each in around if isinstance(each, ast.Try))
    return any(_passes(handler) for each in tries for handler in each.handlers)


def _passes(handler: ast.ExceptHandler) -> bool:
    error = handler.type
    caught = error.elts if isinstance(error, ast.Tuple) else [error] if error is not None else []
    if caught and not any(last_word(each) in _FAILURES for each in caught):
        return False
    match handler.body:
        case [*_, ast.Pass() | ast.Continue() | ast.Return(value=None | ast.Constant())]:
            return True
        case [*_, ast.Expr(value=ast.Call(func=func))]:
            return last_word(func) == "sleep"
        case _:
            return False
