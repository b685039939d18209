"""What functions of other files of the project are given by place, under their parameters' names."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from itertools import islice, takewhile

from flake8_testsec.review.followed import definitions
from flake8_testsec.review.given_names import is_port
from flake8_testsec.review.other_files import Definition
from flake8_testsec.source.calls import last_word
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
        definition = file.definitions[name]
        every = reached.calls if any(map(is_meant, definition.parameters)) else ()
        calls = (each for each in every if isinstance(each, ast.Call))
        pairs = (pair for call in calls for pair in _filled(definition, name, call, module))
        yield from ((word, value) for word, value in pairs if is_meant(word))


def ports(module: Module) -> Iterator[ast.Constant]:
    """Literals that such functions are given for a parameter with the name of a port."""
    for name, value in by_place_elsewhere(module, lambda name: is_port(name)):
        if isinstance(value, ast.Constant) and is_port(name, value.value):
            yield value


def _filled(what: Definition, name: str, call: ast.Call, module: Module) -> Iterator[tuple[str, ast.expr]]:
    """What a call gives by place, as far as no star stands before it."""
    is_of_object = any("(" in each for each in module.names(call.func))
    is_on_class = last_word(call.func) == name.rpartition(".")[2] and not is_of_object
    plain = takewhile(lambda each: not isinstance(each, ast.Starred), call.args)
    return zip(what.parameters, islice(plain, int(what.takes_object and is_on_class), None), strict=False)
