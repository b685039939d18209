"""Tests and doubles that get into production code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from bench.inject.edits import first_of, within
from bench.inject.finders import importing
from bench.inject.mutation import Edit, Mutation, Operator, at_edit
from bench.inject.text import Function, Text


def _import(text: Text, line: str) -> Iterator[Mutation]:
    """A line of import behind the last import of the module."""
    imports = [each for each in text.tree.body if isinstance(each, (ast.Import, ast.ImportFrom))]
    if imports and text.stands_alone(imports[-1]) and b"mock" not in text.data and b"pytest" not in text.data:
        end = text.line((imports[-1].end_lineno or 0) + 1)
        yield at_edit(Edit(end, end, line + text.newline))


def _mock(text: Text) -> Iterator[Mutation]:
    return _import(text, "from unittest import mock")


def _runner(text: Text) -> Iterator[Mutation]:
    return _import(text, "import pytest")


def _package_of_tests(text: Text) -> Iterator[Mutation]:
    top = PurePosixPath(text.path).parts[0]
    if top.isidentifier() and top not in ("src", "lib"):
        yield from _import(text, f"from {top}.tests import fakes")


def _fake(text: Text) -> Iterator[Mutation]:
    yield from _import(text, "from tests.fakes import FakeClient")


def _functions(text: Text) -> Iterator[Function]:
    """Functions that return something and have more than one statement."""
    for each in text.of(ast.FunctionDef):
        returns = any(isinstance(node, ast.Return) and node.value for node in each.body)
        if returns and len(each.body) > 1 and text.stands_alone(first_of(each)) and not each.decorator_list:
            yield each


def _guarded(text: Text, condition: str, needs: str) -> Iterator[Mutation]:
    more = importing(text, needs)
    for each in _functions(text) if more is not None else ():
        edit = within(text, each, f"if {condition}:", "    return None")
        yield at_edit(edit, *(more or ()))


def _asks_modules(text: Text) -> Iterator[Mutation]:
    return _guarded(text, '"pytest" in sys.modules', "sys")


def _asks_environment(text: Text) -> Iterator[Mutation]:
    return _guarded(text, '"PYTEST_CURRENT_TEST" in os.environ', "os")


_CHECKS = ("check", "verify", "valid", "auth", "permission", "allow", "login", "sign", "enforce", "policy")


def _check_skipped(text: Text, condition: str) -> Iterator[Mutation]:
    more = importing(text, "os")
    for each in _functions(text) if more is not None else ():
        if any(word in each.name for word in _CHECKS):
            edit = within(text, each, f"if {condition}:", "    return True")
            yield at_edit(edit, *(more or ()))


def _skipped_under_test(text: Text) -> Iterator[Mutation]:
    return _check_skipped(text, 'os.environ.get("TESTING")')


def _skipped_by_name(text: Text) -> Iterator[Mutation]:
    return _check_skipped(text, 'os.environ.get("ENV") == "test"')


def _skipped_by_switch(text: Text) -> Iterator[Mutation]:
    return _check_skipped(text, 'os.environ.get("DISABLE_AUTH")')


def _flag(text: Text) -> Iterator[Mutation]:
    for each in _functions(text):
        arguments = each.args
        last = arguments.args[-1] if arguments.args else None
        is_plain = not (arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.defaults)
        if last and is_plain and not arguments.posonlyargs and last.arg not in ("self", "cls"):
            new = Edit(text.end(last), text.end(last), ", testing=False")
            edit = within(text, each, "if testing:", "    return None")
            yield at_edit(edit, new)


def _isinstance_of_mock(text: Text) -> Iterator[Mutation]:
    for each in _functions(text):
        last = each.args.args[-1].arg if each.args.args else ""
        if last and last not in ("self", "cls"):
            edit = within(text, each, f'if hasattr({last}, "assert_called_once"):', "    return None")
            yield at_edit(edit)


_SHIPS = "what is only there for tests is shipped, or fails where it is not installed"
_DIFFERS = "what is tested is not what runs in production"


def _operator(name: str, codes: tuple[str, ...], why: str, places: object, certain: bool = True) -> Operator:
    return Operator(name, codes, why, places, certain, production=True)  # type: ignore[arg-type]


_UNDER_TEST = ("TSE603", "TSE612")

OPERATORS = (
    _operator("production-imports-mock", ("TSE601",), _SHIPS, _mock),
    _operator("production-imports-runner", ("TSE601",), _SHIPS, _runner),
    _operator("production-imports-tests", ("TSE602",), _SHIPS, _package_of_tests),
    _operator("production-imports-fake", ("TSE602",), _SHIPS, _fake),
    _operator("production-asks-modules", _UNDER_TEST, _DIFFERS, _asks_modules, False),
    _operator("production-asks-environment", _UNDER_TEST, _DIFFERS, _asks_environment, False),
    _operator(
        "production-skips-check-under-test", (*_UNDER_TEST, "TSE605"), _DIFFERS, _skipped_under_test, False
    ),
    _operator("production-skips-check-by-name", (*_UNDER_TEST, "TSE605"), _DIFFERS, _skipped_by_name, False),
    _operator(
        "production-skips-check-by-switch", (*_UNDER_TEST, "TSE605"), _DIFFERS, _skipped_by_switch, False
    ),
    _operator("production-flag-argument", _UNDER_TEST, _DIFFERS, _flag, False),
    _operator("production-recognises-mock", _UNDER_TEST, _DIFFERS, _isinstance_of_mock, False),
)
