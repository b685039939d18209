"""Assertions that ask for the class of a value, or for what a container holds."""

from __future__ import annotations

import ast
import re

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, within
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.suites import test_around

_KIND = lazy(r"(assert_?(Not_?)?)?is_?instance\Z", re.IGNORECASE)


def is_one_of_several(node: ast.stmt | ast.Call, module: Module) -> bool:
    """Whether other assertions of the test ask of what else the same value is an instance.

    Args:
        node: an assertion.
        module: its module.
    """
    test, subject = test_around(node, module), _asked_kind(node)
    if test is None or not subject:
        return False
    checks = {id(each): _asked_kind(each) for each in within(test) if is_assertion(each)}
    return [*checks.values()].count(subject) > 1


def _asked_kind(node: ast.AST) -> str:
    """Of what an assertion asks whether it is an instance, as text; empty if it asks something else."""
    for each in ast.walk(node):
        match each:
            case ast.Call(func=func, args=[subject, _, *_]) if _KIND.match(last_word(func)):
                return spelt(subject)
    return ""


def is_contained(node: ast.stmt | ast.Call) -> bool:
    """``x in [x]``, with which containers are tried rather than what is in them.

    Args:
        node: an assertion.
    """
    word = last_word(node.func) if isinstance(node, ast.Call) else ""
    return word == "assertIn" or any(map(_is_in_display, ast.walk(node)))


def _is_in_display(node: ast.AST) -> bool:
    match node:
        case ast.Compare(ops=[ast.In()], comparators=[ast.List() | ast.Tuple() | ast.Set() | ast.Dict()]):
            return True
        case _:
            return False
