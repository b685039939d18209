"""Two tests of one name of which a decorator may keep, or pick, either."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, structure
from flake8_testsec.source.syntax import Function

_Definition = Function | ast.ClassDef

# What such a decorator is given lives on although its name is bound anew.
_KEEPS = lazy(r"overload|register|dispatch|setter|getter|deleter|expand|add_\w+|route|scenarios?")
# Variants of one test, of which the author believes that the condition picks one.
_CONDITION = lazy(r"skip|only|require|needs|unless|when|(^|_)if(_|$)", re.IGNORECASE)


def keeps(definition: _Definition) -> bool:
    """Whether a decorator may keep what it is given, so that it lives on when its name is bound anew."""
    return any(_KEEPS.match(word) for word in _words(definition))


def are_variants(first: _Definition, second: _Definition) -> bool:
    """Whether two definitions have conditions, and not the same ones: one may pick either."""
    if not (_is_conditional(first) and _is_conditional(second)):
        return False
    one, other = ([structure(each) for each in node.decorator_list] for node in (first, second))
    return one != other


def _is_conditional(definition: _Definition) -> bool:
    return any(_CONDITION.search(word) for word in _words(definition))


def _words(definition: _Definition) -> Iterator[str]:
    for decorator in definition.decorator_list:
        yield last_word(decorator.func if isinstance(decorator, ast.Call) else decorator)
