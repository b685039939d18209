"""Coroutines that nobody awaits, and tests that are coroutines for nobody."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from bench.inject.edits import replaced
from bench.inject.finders import in_test, is_refused
from bench.inject.mutation import Edit, Mutation, Operator, mutation
from bench.inject.text import Function, Text

_UNAWAITED = ("TSE516", "TSE520", "TSE317")


def _dropped(text: Text, await_: ast.Await, at: ast.AST) -> Mutation:
    return mutation(text, at, Edit(text.start(await_), text.start(await_.value), ""))


def _statements(text: Text) -> Iterator[tuple[ast.Expr, ast.Await, ast.Call]]:
    """The statements of tests that await a call, if nobody expects an error of it."""
    for each in text.of(ast.Expr):
        match each.value:
            case ast.Await(value=ast.Call() as call) as await_ if in_test(text, each):
                if not is_refused(text, each):
                    yield each, await_, call


def _own(text: Text) -> set[str]:
    """The coroutine functions of the file, and the methods that its classes have once."""
    count = Counter(each.name for each in text.functions)
    once = (each for each in text.of(ast.AsyncFunctionDef) if count[each.name] == 1)
    return {each.name for each in once if not _yields(each)}


def _yields(function: Function) -> bool:
    return any(isinstance(each, ast.Yield) for each in ast.walk(function))


def _own_dropped(text: Text) -> Iterator[Mutation]:
    own = _own(text)
    for statement, await_, call in _statements(text):
        match call.func:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name) if name in own:
                yield _dropped(text, await_, statement)


def _foreign_dropped(text: Text) -> Iterator[Mutation]:
    own = _own(text)
    for statement, await_, call in _statements(text):
        word = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if word not in own and not word.startswith("assert"):
            yield _dropped(text, await_, statement)


def _sleep_dropped(text: Text) -> Iterator[Mutation]:
    for statement, await_, call in _statements(text):
        if text.name(call.func) in ("asyncio.sleep", "asyncio.wait_for", "asyncio.gather", "anyio.sleep"):
            yield _dropped(text, await_, statement)


def _condition(text: Text) -> Iterator[Mutation]:
    for each in text.of(ast.Assert):
        match each.test:
            case ast.Await(value=ast.Call()) as await_ if in_test(text, each):
                yield _dropped(text, await_, each)


def _method_condition(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        match call:
            case ast.Call(
                func=ast.Attribute(attr="assertTrue" | "assertIsNotNone"), args=[ast.Await() as await_]
            ):
                if in_test(text, call) and isinstance(await_.value, ast.Call):
                    yield _dropped(text, await_, call)


def _not_none(text: Text) -> Iterator[Mutation]:
    for each in text.of(ast.Assert):
        match each.test:
            case ast.Compare(left=ast.Await(value=ast.Call()) as await_, ops=[ast.IsNot()]) if in_test(
                text, each
            ):
                yield _dropped(text, await_, each)


def _marked(text: Text) -> list[tuple[Function, ast.expr]]:
    return [
        (each, mark)
        for each in text.tests
        for mark in each.decorator_list
        if text.name(getattr(mark, "func", mark)) in _RUNNERS and isinstance(each, ast.AsyncFunctionDef)
    ]


_RUNNERS = ("pytest.mark.asyncio", "pytest.mark.anyio", "pytest.mark.trio")


def _mark_dropped(text: Text) -> Iterator[Mutation]:
    marked = _marked(text)
    for function, mark in marked if len(marked) > 3 and b"pytestmark" not in text.data else ():
        start, end = text.line(mark.lineno), text.line((mark.end_lineno or 0) + 1)
        owner = text.class_(function)
        if not (owner and owner.decorator_list):
            yield mutation(text, function, Edit(start, end, ""))


def _plain_base(text: Text) -> Iterator[Mutation]:
    for class_ in text.of(ast.ClassDef):
        for base in class_.bases:
            if text.name(base) == "unittest.IsolatedAsyncioTestCase" and len(class_.bases) == 1:
                tests = [each for each in class_.body if isinstance(each, ast.AsyncFunctionDef)]
                if any(each.name.startswith("test") for each in tests) and isinstance(base, ast.Attribute):
                    owner = text.code(base.value)
                    yield mutation(text, class_, replaced(text, base, f"{owner}.TestCase"))


def _is_case(text: Text, owner: ast.AST) -> bool:
    """Whether the only base of a class is the plain one of unittest, which does not run coroutines."""
    return isinstance(owner, ast.ClassDef) and [*map(text.name, owner.bases)] == ["unittest.TestCase"]


def _made_coroutine(text: Text) -> Iterator[Mutation]:
    """An ``async`` before a test of a class that does not run coroutines."""
    for test in text.tests:
        owner = text.parent(test)
        is_plain = isinstance(test, ast.FunctionDef) and not test.decorator_list
        if is_plain and _is_case(text, owner):
            start = text.line(test.lineno) + test.col_offset
            yield mutation(text, test, Edit(start, start, "async "))


def _made_generator(text: Text) -> Iterator[Mutation]:
    """A ``return`` of a test that has become a ``yield``: the test is a generator, and never runs."""
    for test in text.tests:
        owner = text.parent(test)
        last = test.body[-1]
        is_call = isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)
        if is_call and _is_case(text, owner) and not test.decorator_list and text.stands_alone(last):
            yield mutation(text, test, Edit(text.start(last), text.start(last), "yield "))


_NOT_RUN = "a coroutine that nobody awaits does nothing"

OPERATORS = (
    Operator("await-of-own-dropped", _UNAWAITED, _NOT_RUN, _own_dropped, hints=("await ",)),
    Operator(
        "await-of-foreign-dropped", _UNAWAITED, _NOT_RUN, _foreign_dropped, certain=False, hints=("await ",)
    ),
    Operator("await-of-library-dropped", _UNAWAITED, _NOT_RUN, _sleep_dropped, hints=("await ",)),
    Operator(
        "await-in-assert-dropped",
        ("TSE505", *_UNAWAITED),
        "a coroutine is always true",
        _condition,
        hints=("assert await",),
    ),
    Operator(
        "await-in-method-dropped",
        ("TSE505", *_UNAWAITED),
        "a coroutine is always true",
        _method_condition,
        hints=("(await",),
    ),
    Operator(
        "await-before-not-none-dropped",
        ("TSE5",),
        "a coroutine is never None",
        _not_none,
        hints=("assert await",),
    ),
    Operator(
        "runner-mark-dropped",
        ("TSE518", "TSE519"),
        "nobody runs the coroutine",
        _mark_dropped,
        certain=False,
        hints=("mark.asyncio", "mark.anyio", "mark.trio"),
    ),
    Operator("plain-base", ("TSE510",), "nobody runs the coroutine", _plain_base, hints=("IsolatedAsyncio",)),
    Operator(
        "test-to-coroutine", ("TSE510",), "nobody runs the coroutine", _made_coroutine, hints=("TestCase",)
    ),
    Operator(
        "test-to-generator", ("TSE510",), "nobody runs the generator", _made_generator, hints=("TestCase",)
    ),
)
