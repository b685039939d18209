"""Marks of tests that say nothing, or do nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bench.inject.edits import replaced
from bench.inject.finders import calls, in_test, is_explained, keyword
from bench.inject.mutation import Edit, Mutation, Operator, mutation
from bench.inject.text import Function, Text


def _marks(text: Text, *names: str) -> Iterator[tuple[Function, ast.expr]]:
    """The decorators of tests that have one of these names."""
    for function in text.tests:
        for each in function.decorator_list:
            if text.name(getattr(each, "func", each)) in names:
                yield function, each


def _reason_dropped(text: Text, name: str) -> Iterator[Mutation]:
    for _, mark in _marks(text, name):
        match mark:
            case ast.Call(args=[], keywords=[ast.keyword(arg="reason")]) | ast.Call(args=[_], keywords=[]):
                if not is_explained(text, mark):
                    yield mutation(text, mark, replaced(text, mark, text.code(mark.func)))


def _skip(text: Text) -> Iterator[Mutation]:
    return _reason_dropped(text, "pytest.mark.skip")


def _xfail(text: Text) -> Iterator[Mutation]:
    for _, mark in _marks(text, "pytest.mark.xfail"):
        match mark:
            case ast.Call(args=[], keywords=[ast.keyword(arg="reason")]) if not is_explained(text, mark):
                yield mutation(text, mark, replaced(text, mark, text.code(mark.func)))


def _unittest_skip(text: Text) -> Iterator[Mutation]:
    return _reason_dropped(text, "unittest.skip")


def _skip_call(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        is_skip = text.name(call.func) in ("pytest.skip", "pytest.xfail") and len(call.args) == 1
        handles = isinstance(text.parent(statement), ast.ExceptHandler)  # the error is the reason
        if is_skip and not call.keywords and not handles and not _is_told(text, statement):
            yield mutation(text, statement, replaced(text, call, f"{text.code(call.func)}()"))


def _is_told(text: Text, statement: ast.stmt) -> bool:
    """Whether a condition or a comment says why a test is skipped."""
    return isinstance(text.parent(statement), (ast.If, ast.While)) or is_explained(text, statement)


def _skip_test(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        is_skip = text.name(call.func) == "self.skipTest" and len(call.args) == 1
        if is_skip and not _is_told(text, statement):
            yield mutation(text, statement, replaced(text, call, f'{text.code(call.func)}("")'))


def _reason_empty(text: Text) -> Iterator[Mutation]:
    for _, mark in _marks(text, "pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail"):
        reason = keyword(mark, "reason") if isinstance(mark, ast.Call) else None
        if reason and isinstance(reason.value, ast.Constant) and reason.value.value:
            yield mutation(text, mark, replaced(text, reason.value, '""'))


def _always(text: Text) -> Iterator[Mutation]:
    for function in text.tests:
        for mark in function.decorator_list:
            if text.called(mark) in _CONDITIONAL and isinstance(mark, ast.Call) and mark.args:
                condition = "False" if text.called(mark).endswith("Unless") else "True"
                if not isinstance(mark.args[0], ast.Constant):
                    yield mutation(text, mark, replaced(text, mark.args[0], condition))


_CONDITIONAL = ("unittest.skipIf", "unittest.skipUnless", "pytest.mark.skipif")


def _at_dropped(text: Text) -> Iterator[Mutation]:
    for function in text.tests:
        for mark in function.decorator_list:
            start = text.line(mark.lineno)
            is_mark = text.name(getattr(mark, "func", mark)).startswith("pytest.mark.")
            if is_mark and "parametrize" not in text.code(mark) and mark is function.decorator_list[0]:
                at = start + text.data[start:].index(b"@")
                yield mutation(text, mark, Edit(at, text.start(mark), ""))


def _no_values(text: Text) -> Iterator[Mutation]:
    for _, mark in _marks(text, "pytest.mark.parametrize"):
        match mark:
            case ast.Call(args=[_, ast.List(elts=[_, *_]) as values]):
                yield mutation(text, mark, replaced(text, values, "[]"))


def _mark_on_nothing(text: Text) -> Iterator[Mutation]:
    """``pytest.skip`` as a decorator's neighbour: the name of the function without its call."""
    for statement, call in calls(text):
        ends = ("pytest.skip", "pytest.fail", "self.skipTest", "self.fail")
        if text.name(call.func) in ends and in_test(text, statement):
            yield mutation(text, statement, replaced(text, call, text.code(call.func)))


_WHY = "nobody knows when the test can be run again"

OPERATORS = (
    Operator("skip-reason-dropped", ("TSE503",), _WHY, _skip, hints=("mark.skip",)),
    Operator("xfail-reason-dropped", ("TSE503",), _WHY, _xfail, hints=("mark.xfail",)),
    Operator("unittest-skip-reason-dropped", ("TSE503",), _WHY, _unittest_skip, hints=("skip",)),
    Operator("skip-call-reason-dropped", ("TSE503",), _WHY, _skip_call, hints=("pytest.",)),
    Operator("skip-test-reason-emptied", ("TSE503",), _WHY, _skip_test, hints=("skipTest",)),
    Operator("reason-emptied", ("TSE503",), _WHY, _reason_empty, hints=("reason=",)),
    Operator(
        "skipped-always",
        ("TSE517",),
        "the condition of the skip is constant",
        _always,
        certain=False,
        hints=("skip",),
    ),
    Operator(
        "marker-without-at", ("TSE521",), "without the @ the mark is a value", _at_dropped, hints=("@pytest",)
    ),
    Operator(
        "parametrize-emptied",
        ("TSE5",),
        "without values the test is skipped",
        _no_values,
        hints=("parametrize",),
    ),
    Operator(
        "skip-uncalled",
        ("TSE5",),
        "the name of a function does nothing",
        _mark_on_nothing,
        hints=("skip", "fail"),
    ),
)
