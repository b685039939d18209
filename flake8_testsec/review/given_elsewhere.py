"""What functions of other files of the project are given by place, under their parameters' names."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from flake8_testsec.review.followed import definitions
from flake8_testsec.review.given_names import is_port
from flake8_testsec.source.module import Module


def by_place_elsewhere(module: Module, is_meant: Callable[[str], bool]) -> Iterator[tuple[str, ast.expr]]:
    """The values for parameters whose names are meant.

    Args:
        module: the module.
        is_meant: whether the name of a parameter is.

    Yields:
        The parameter, and what is given for it.
    """
    for reached, file, name in definitions(module):
        parameters = file.definitions[name].parameters
        calls = reached.calls if any(map(is_meant, parameters)) else ()
        pairs = (pair for call in calls for pair in _filled(parameters, call))
        yield from ((word, value) for word, value in pairs if is_meant(word))


def ports(module: Module) -> Iterator[ast.Constant]:
    """Literals that such functions are given for a parameter with the name of a port."""
    for name, value in by_place_elsewhere(module, lambda name: is_port(name)):
        if isinstance(value, ast.Constant) and is_port(name, value.value):
            yield value


def _filled(parameters: Sequence[str], call: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """What a call gives by place, as far as no star stands before it."""
    given = call.args if isinstance(call, ast.Call) else []
    plain = takewhile(lambda each: not isinstance(each, ast.Starred), given)
    return zip(parameters, plain, strict=False)
