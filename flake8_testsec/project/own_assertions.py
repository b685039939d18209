"""A ``try`` turned into an expectation, where the project leaves ``assertRaises`` as it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.statements import first_comment, last_line
from flake8_testsec.patterns import lazy
from flake8_testsec.project.house_rules import makes_wide
from flake8_testsec.project.views import Found, View, view_of
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing import expected_errors
from flake8_testsec.vocabulary.testing.suites import methods

_HOPS = 20
_TESTTOOLS = ("testtools.", "oslotest.")
_MAY = lazy(
    r"\b(may|might|can|could|need not)\b.*\b(fail|raise|throw|error)|"
    r"\b(raises?|fails?|errors?)\b.*\b(acceptable|allowed|fine|ok|okay|possible|sometimes)\b|"
    r"\b(acceptable|allowed|fine|ok|okay|either way|does not matter|doesn't matter)\b",
    re.IGNORECASE,
)
"""What a comment says of an error that need not be raised."""
_FORM = lazy(
    r"\b(?:c?python|pypy|py)[- ]?[23](?:\.?\d{1,2})?\b|\btry\W{1,5}except\b|\bcontext[- ]?managers?\b",
    re.IGNORECASE,
)
"""What a comment says of how an error is expected: for which Python, or by which statement."""


def expected(statement: ast.Try, test: Function, module: Module) -> Edits:
    """The body of a ``try`` under an expectation, see `expected_errors.expected`.

    Args:
        statement: the ``try``.
        test: the test around it.
        module: its module.

    Returns:
        Nothing if the class of the test, or one of the project above it, has an ``assertRaises`` of its own,
        which may be no context; that of testtools is one since 2.8, so that the module has to use it as such.
        Nothing either if a comment says that the error may stay away, or why the ``try`` has the form that
        it has. Where lines of one in the test would be too long, the error is taken from its context first.
    """
    class_ = module.class_of(test)
    if class_ is not None and _redefines(class_, "assertRaises", module):
        return ()
    if class_ is not None and _is_of_testtools(class_, module) and not _is_entered(module):
        return ()
    comments = module.comments_in(first_comment(statement, module), last_line(statement))
    if any(_MAY.search(each.content) or _FORM.search(each.content) for each in comments):
        return ()
    taken = expected_errors.expected(statement, test, module, taken=True) if _takes(test, module) else ()
    return taken or expected_errors.expected(statement, test, module)


@once
def _takes(test: Function, module: Module) -> bool:
    """Whether the error of a ``try`` in a test has to be taken from its context, as its lines would be too
    long otherwise: then all are, by one form."""
    every = (each for each in within(test) if isinstance(each, ast.Try) and _names_error(each))
    edits = (expected_errors.expected(each, test, module) for each in every)
    return any(makes_wide(each, module) for each in edits)


def _names_error(statement: ast.Try) -> bool:
    return len(statement.handlers) == 1 and statement.handlers[0].name is not None


@once
def _is_entered(module: Module) -> bool:
    """Whether a module enters ``assertRaises`` anywhere."""
    every: Iterator[ast.With | ast.AsyncWith] = module.nodes(ast.With, ast.AsyncWith)
    entered = (item.context_expr for each in every for item in each.items)
    calls = (each for each in entered if isinstance(each, ast.Call))
    return any(last_word(each.func) == "assertRaises" for each in calls)


@once
def _is_of_testtools(class_: ast.ClassDef, module: Module) -> bool:
    view = view_of(module)
    bases = [base for names in module.bases(class_) for base in names]
    return any(_comes_from(base, "", view, _HOPS) for base in bases)


def _comes_from(base: str, path: str, view: View | None, hops: int) -> bool:
    """Whether a class is one of testtools, or inherits from one through the project."""
    if base.startswith(_TESTTOOLS):
        return True
    found = list(view.classes(base, path)) if view is not None and base and hops else []
    outside = (each for each in found if isinstance(each, str))
    inside = ((each, further) for each in found if isinstance(each, Found) for further in each.class_.bases)
    return any(each.startswith(_TESTTOOLS) for each in outside) or any(
        _comes_from(further, each.module.path, view, hops // 2) for each, further in inside
    )


@once
def _redefines(class_: ast.ClassDef, name: str, module: Module) -> bool:
    if any(each.name == name for each in methods(class_)):
        return True
    view = view_of(module)
    bases = [base for names in module.bases(class_) for base in names]
    return view is not None and any(_has(base, name, "", view, _HOPS) for base in bases)


def _has(base: str, name: str, path: str, view: View, hops: int) -> bool:
    """Whether a class of the project, or one of the project above it, has a method."""
    found = [each for each in view.classes(base, path) if isinstance(each, Found)] if base and hops else []
    above = ((each, further) for each in found for further in each.class_.bases)
    return any(name in each.class_.sets for each in found) or any(
        _has(further, name, each.module.path, view, hops // 2) for each, further in above
    )
