"""Receivers that nobody says to be mocks, of which hardly anything but a mock is asked what a mock is."""

from __future__ import annotations

import ast

from flake8_testsec.patterns import lazy
from flake8_testsec.project.defined_nodes import is_attribute_of_project
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.doubles import chain, is_instance
from flake8_testsec.vocabulary.testing.mock_checks import is_of_member

_SPIES = lazy(r"\b(kgb|spy_on)\b")


def is_surely_meant(call: ast.Call, attribute: ast.Attribute, place: str, module: Module) -> bool:
    """Whether a call on a receiver that we do not know can hardly be of the receiver's own class.

    Args:
        call: the question, which is called.
        attribute: what is called.
        place: where it stands, see `mock_checks.place_of`.
        module: its module.
    """
    if attribute.attr == "awaited" or _speaks_of_spies(module):
        return False
    if any(isinstance(part, ast.Call) and isinstance(part.func, ast.Name) for part in chain(attribute)):
        return False
    from flake8_testsec.project.inferred import things  # few files ask

    if things(attribute, module) or is_attribute_of_project(attribute.attr, module):
        return False
    if place == "statement":  # a spy of the project's own may do the asserting itself
        return is_of_member(attribute)
    return bool(call.args or is_of_member(attribute)) and not is_instance(attribute.value, module)


@once
def _speaks_of_spies(module: Module) -> bool:
    return bool(_SPIES.search(module.source))
