"""Attempts that get a limit of time: whoever tries again must bear with its error, too."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import takewhile

from flake8_testsec.fixing.edits import Edits, replaced, with_argument, written
from flake8_testsec.source.module import Module, within
from flake8_testsec.vocabulary.testing.assertions import BROAD, caught

_BEARING = BROAD | {
    "OSError",
    "IOError",
    "EnvironmentError",
    "TimeoutError",
    "socket.error",
    "socket.timeout",
}
_WORDS = ("RequestException", "RequestError", "Timeout", "TimeoutError", "TimeoutException")
"""How the errors of clients are called that the end of a limit belongs to."""


def limited(call: ast.Call, text: str, module: Module) -> Edits:
    """A call with a limit, where it is tried again.

    Args:
        call: the call, in a loop.
        text: the argument, such as ``timeout=5``.
        module: its module.

    Returns:
        Nothing where the error of the limit would end the loop; a handler of lost connections of requests
        gets it as well.
    """
    edits = with_argument(call, text, module)
    handlers = [*_handlers(call, module)]
    if not edits or not handlers or any(_bears(caught(each, module)) for each in handlers):
        return edits
    more = next(filter(None, (_bearing(each, module) for each in handlers)), ())
    return (*edits, *more) if more else ()


def _handlers(call: ast.Call, module: Module) -> Iterator[ast.ExceptHandler]:
    """What handles the errors of a call in its loop, or of what is done with the connection that it makes."""
    inner = [*takewhile(lambda each: not isinstance(each, (ast.While, ast.For)), module.ancestors(call))]
    around = [each for each in inner if isinstance(each, ast.Try)]
    loop = module.above(call, ast.While, ast.For)
    below = (each for each in within(loop) if isinstance(each, ast.Try)) if loop is not None else ()
    yield from (handler for each in around or below for handler in each.handlers)


def _bears(names: Iterable[str]) -> bool:
    return any(each in _BEARING or each.endswith(_WORDS) for each in names)


def _bearing(handler: ast.ExceptHandler, module: Module) -> Edits:
    """Both errors in the place of that of a lost connection."""
    match handler.type:
        case ast.Attribute(value=owner, attr="ConnectionError") as error if caught(handler, module) <= _LOST:
            whole = f"({written(error, module)}, {written(owner, module)}.Timeout)"
            return replaced(error, whole, module)
        case _:
            return ()


_LOST = frozenset({"requests.ConnectionError", "requests.exceptions.ConnectionError"})
