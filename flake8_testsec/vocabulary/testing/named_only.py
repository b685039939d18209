"""Statements of tests that name a function, and do not call it."""

from __future__ import annotations

import ast
import re

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import MOCK_ASSERTIONS
from flake8_testsec.vocabulary.testing.idle_functions import is_of_runners
from flake8_testsec.vocabulary.testing.invented_checks import BARE
from flake8_testsec.vocabulary.testing.performed import is_performed
from flake8_testsec.vocabulary.testing.reasons import gives_reason, means_no_effect
from flake8_testsec.vocabulary.testing.skips import remark
from flake8_testsec.vocabulary.testing.suites import is_case, is_fixture, is_hook, receiver
from flake8_testsec.vocabulary.testing.switched_off import is_of_older_python
from flake8_testsec.vocabulary.testing.tried import is_tried
from flake8_testsec.vocabulary.testing.uncalled import DOES, is_only_named

_LAZILY = lazy(
    r"\blaz(y|ily)\b|\bnothing\b|^(?=(?P<to>.*?\b(no|not|never|without)\b))(?P=to).*\b(call|consum|iterat|run)",
    re.IGNORECASE | re.MULTILINE,
)
_HAVING = lazy(
    r"\b(access(es|ed|ible)?|attributes?|defin(es?|ed)|exists?|ha(s|ve)|propert(y|ies))\b", re.IGNORECASE
)
_OF_LIBRARIES = lazy(r"(numpy|pandas|torch|xarray|polars|nose\.tools)(\.testing)?\.assert_\w+\Z")
_OF_MOCKS = MOCK_ASSERTIONS | BARE.keys()
"""What is told of mocks by other rules."""


def runs_nothing(named: ast.expr, module: Module) -> bool:
    """Whether a statement that is the name of a function, in what is run, was meant to call it.

    Args:
        named: a name or an attribute that is one of the statements of `named_alone`.
        module: its module.
    """
    if last_word(named) in _OF_MOCKS or not _is_run(module.function(named), module):
        return False
    if is_meant(named, module):
        return False
    is_mere_name = not _is_remarked(named, module) and is_only_named(named, module)
    return is_mere_name or is_assertion_named(named, module)


def _is_run(function: Function | None, module: Module) -> bool:
    """Whether a function is a test, a part of one, or what is run around tests."""
    if function is None or is_performed(function, module):
        return function is not None
    return is_hook(function) or is_fixture(function, module)


def _is_remarked(named: ast.expr, module: Module) -> bool:
    """Whether a comment may say why a name stands alone; what is told to do something needs one that does."""
    said = remark(named, module)
    return bool(_HAVING.search(said) if last_word(named) in DOES else said)


def is_assertion_named(named: ast.expr, module: Module) -> bool:
    """Whether a name is that of an assertion of the TestCase around it, or of a library's assertions.

    Args:
        named: a name or an attribute that is not called.
        module: its module.
    """
    names = module.names(named)
    return _is_of_unittest(named, module) or (bool(names) and all(map(_OF_LIBRARIES.match, names)))


def _is_of_unittest(named: ast.expr, module: Module) -> bool:
    """Whether a name is that of an assertion of the TestCase around it."""
    test = module.function(named)
    class_ = module.class_of(test) if test is not None else None
    match named:
        case ast.Attribute(value=ast.Name(id=owner), attr=word) if test is not None and class_ is not None:
            own = owner == receiver(test, module) and is_case(class_, module)
            return own and word.startswith("assert") and is_of_runners(word)
        case _:
            return False


def is_meant(node: ast.expr, module: Module) -> bool:
    """Whether nothing is expected to run, or evaluating the expression is what is tried.

    Args:
        node: an expression that is a statement, or what one assigns.
        module: its module.
    """
    statement = module.parent(node)
    assert isinstance(statement, (ast.Assign, ast.Expr))
    function = module.function(node)
    if function is not None and (
        is_of_older_python(function, module) or _LAZILY.search(function.name.replace("_", " "))
    ):
        return True  # written when ``map`` was not lazy, or about what is
    return is_tried(statement, module) or _is_explained(statement, module)


def _is_explained(statement: ast.Assign | ast.Expr, module: Module) -> bool:
    """Whether a comment beside it gives a reason, or says that nothing is run."""
    said = remark(statement, module)
    return gives_reason(said) or means_no_effect(said) or bool(_LAZILY.search(said))
