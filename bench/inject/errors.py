"""Errors that no longer make a test fail."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bench.inject.edits import deeper, first_of, moved, rewritten, span
from bench.inject.finders import RAISES, assertions, blocks, calls, checks, in_test, is_assertion, mentions
from bench.inject.mutation import Edit, Mutation, Operator, mutation
from bench.inject.text import Function, Text

_NARROW = ("Exception", "BaseException", "AssertionError")
_SWALLOWED = ("TSE405", "TSE409", "TSE401")


def _expectations(text: Text) -> Iterator[tuple[ast.With | ast.AsyncWith, ast.Call, str]]:
    """The blocks of tests that expect a certain error, with the name that is bound to what is caught."""
    for with_, item in blocks(text):
        call = item.context_expr
        if (
            isinstance(call, ast.Call)
            and text.name(call.func) in RAISES
            and in_test(text, with_)
            and call.args
        ):
            bound = item.optional_vars
            if isinstance(bound, (ast.Name, type(None))) and not _is_broad(text, call.args[0]):
                yield with_, call, bound.id if bound else ""


def _is_broad(text: Text, error: ast.expr) -> bool:
    return text.code(error) in _NARROW or not isinstance(error, (ast.Name, ast.Attribute))


def _below(text: Text, statement: ast.stmt) -> list[ast.stmt]:
    block = text.block(statement)
    return block[block.index(statement) + 1 :]


def _assertion_moved_in(text: Text) -> Iterator[Mutation]:
    for with_, _, _ in _expectations(text):
        below = _below(text, with_)
        last = with_.body[-1]
        if (
            below
            and checks([below[0]])
            and text.stands_alone(below[0])
            and not isinstance(below[0], ast.With)
        ):
            is_call = isinstance(last, ast.Expr) and isinstance(last.value, (ast.Call, ast.Await))
            if (
                is_call
                and len(with_.body) == 1
                and not text.frozen & {*range(below[0].lineno, _end(below[0]) + 1)}
            ) and text.indent(with_.body[0]) == text.indent(with_) + "    ":
                edit = Edit(*span(text, [below[0]]), moved(text, [below[0]], deeper))
                yield mutation(text, below[0], edit)


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _caught(text: Text, with_: ast.With | ast.AsyncWith, error: str, *handler: str, tail: str = "") -> Edit:
    """A block that expects an error, as a ``try``; what handles it, and what ends the body."""
    indent, inner = text.indent(with_), text.indent(with_.body[0])
    body = moved(text, with_.body, lambda line: line)
    end = [f"{inner}{tail}{text.newline}"] if tail else []
    lines = [f"{inner}{each}{text.newline}" for each in handler]
    head = f"{indent}try:{text.newline}"
    return Edit(
        *span(text, [with_]), "".join([head, body, *end, f"{indent}except {error}:{text.newline}", *lines])
    )


def _quietly_caught(text: Text) -> Iterator[Mutation]:
    for with_, error in _unnamed(text):
        if _ends_test(text, with_) and error.rpartition(".")[2] not in _OF_THE_MACHINE:
            yield mutation(text, with_, _caught(text, with_, error, "pass"))


def _anything_caught(text: Text) -> Iterator[Mutation]:
    for with_, _ in _unnamed(text):
        if _ends_test(text, with_):
            yield mutation(text, with_, _caught(text, with_, "Exception", "pass"))


def _unnamed(text: Text) -> Iterator[tuple[ast.With | ast.AsyncWith, str]]:
    """The expectations whose error nobody looks at, with the error."""
    for with_, call, name in _expectations(text):
        if not name:
            yield with_, text.code(call.args[0])


def _ends_test(text: Text, with_: ast.With | ast.AsyncWith) -> bool:
    """Whether nothing comes behind a block, so that its error is what the test is about: an error that is
    caught on the way may be no more than how the test gets there."""
    function = text.function(with_)
    return function is not None and _end(with_) == function.end_lineno


_OF_THE_MACHINE = (
    "OSError",
    "FileNotFoundError",
    "PermissionError",
    "ConnectionError",
    "TimeoutError",
    "ImportError",
    "ModuleNotFoundError",
    "NotImplementedError",
)
"""Errors by which a test may see that it cannot be run here, and pass."""


def _checked_if_raised(text: Text) -> Iterator[Mutation]:
    for with_, call, name in _expectations(text):
        below = _below(text, with_)
        owner = f"{name}.value" if text.code(call.func).startswith("pytest") else f"{name}.exception"
        if name and len(below) == 1 and checks(below) and owner in text.code(below[0]):
            is_plain = text.stands_alone(below[0]) and not _continues(text, below[0])
            if is_plain and mentions(text, text.function(with_) or with_, name) == 2:
                line = text.code(below[0]).replace(owner, name)
                edit = _caught(text, with_, f"{text.code(call.args[0])} as {name}", line)
                yield mutation(text, with_, edit, Edit(*span(text, below), ""))


def _continues(text: Text, statement: ast.stmt) -> bool:
    return statement.lineno != _end(statement)


def _failure_swallowed(text: Text) -> Iterator[Mutation]:
    for with_, call, name in _expectations(text):
        if not name and len(with_.body) == 1:
            tail = (
                'self.fail("nothing raised")' if text.code(call.func).startswith("self") else "assert False"
            )
            yield mutation(text, with_, _caught(text, with_, "Exception", "pass", tail=tail))


def _failure_swallowed_bare(text: Text) -> Iterator[Mutation]:
    for with_, _, name in _expectations(text):
        if not name and len(with_.body) == 1:
            tail = 'raise AssertionError("nothing raised")'
            yield mutation(text, with_, _caught(text, with_, "BaseException", "print('raised')", tail=tail))


def _expectation_emptied(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        if text.name(call.func) in RAISES and len(call.args) > 1 and in_test(text, statement):
            new = f"{text.code(call.func)}({text.code(call.args[0])})"
            kept = "Regex" in text.code(call.func)
            if not kept and not call.keywords:
                yield mutation(text, statement, rewritten(text, [statement], new))


def _any_error(text: Text) -> Iterator[Mutation]:
    for _, call, name in _expectations(text):
        is_plain = len(call.args) == 1 and not call.keywords
        if not name and is_plain and "Regex" not in text.code(call.func):
            yield mutation(text, call, Edit(text.start(call.args[0]), text.end(call.args[0]), "Exception"))


def _bodies(text: Text) -> Iterator[tuple[Function, list[ast.stmt]]]:
    """The bodies of tests that check something and can be put into a block as a whole."""
    for function in text.tests:
        body = function.body[function.body.index(first_of(function)) :]
        lines = {*range(body[0].lineno, _end(body[-1]) + 1)}
        if checks(body) and text.stands_alone(*body) and not text.frozen & lines and not _leaves(body):
            yield function, body


def _leaves(body: list[ast.stmt]) -> bool:
    return any(isinstance(node, (ast.Yield, ast.Return)) for each in body for node in ast.walk(each))


def _body_in(text: Text, body: list[ast.stmt], head: str, *tail: str) -> Edit:
    indent = text.indent(body[0])
    lines = [f"{indent}{each}{text.newline}" for each in tail]
    return Edit(
        *span(text, body), "".join([f"{indent}{head}{text.newline}", moved(text, body, deeper), *lines])
    )


def _failing(text: Text) -> Iterator[tuple[Function, list[ast.stmt]]]:
    """The bodies of which a check fails with an ``Exception``: what ``pytest.raises`` fails with is none."""
    for function, body in _bodies(text):
        if any(_fails(node) for each in body for node in ast.walk(each)):
            yield function, body


def _fails(node: ast.AST) -> bool:
    match node:
        case ast.withitem(context_expr=ast.Call(func=ast.Attribute(attr=name))):
            return name.startswith("assert")
    return is_assertion(node)


def _body_swallowed(text: Text) -> Iterator[Mutation]:
    for function, body in _failing(text):
        yield mutation(text, function, _body_in(text, body, "try:", "except Exception:", "    pass"))


def _body_swallowed_and_told(text: Text) -> Iterator[Mutation]:
    for function, body in _failing(text):
        tail = ("except Exception as error:", '    print(f"failed: {error}")')
        yield mutation(text, function, _body_in(text, body, "try:", *tail))


def _body_swallowed_bare(text: Text) -> Iterator[Mutation]:
    for function, body in _bodies(text):
        yield mutation(text, function, _body_in(text, body, "try:", "except:  # noqa", "    return"))


def _body_suppressed(text: Text) -> Iterator[Mutation]:
    for function, body in _failing(text):
        if name := text.imported("contextlib"):
            yield mutation(text, function, _body_in(text, body, f"with {name}.suppress(Exception):"))


def _assertion_in(text: Text, handler: str, quiet: str) -> Iterator[Mutation]:
    for statement in assertions(text):
        function = text.function(statement)
        lines = {*range(statement.lineno, _end(statement) + 1)}
        if function and function.body[-1] is statement and len(function.body) > 1 and not text.frozen & lines:
            yield mutation(
                text, statement, _body_in(text, [statement], "try:", f"except {handler}:", f"    {quiet}")
            )


def _assertion_swallowed(text: Text) -> Iterator[Mutation]:
    return _assertion_in(text, "AssertionError", "pass")


def _assertion_swallowed_and_told(text: Text) -> Iterator[Mutation]:
    return _assertion_in(text, "Exception as error", "print(error)")


_CANNOT_FAIL = "an assertion that fails is swallowed: the test cannot fail"

OPERATORS = (
    Operator(
        "assertion-into-raises",
        ("TSE403",),
        "the call before it raises, so the assertion is never reached",
        _assertion_moved_in,
        hints=("aises",),
    ),
    Operator(
        "raises-to-try-pass",
        ("TSE410", *_SWALLOWED),
        "the test passes if nothing is raised",
        _quietly_caught,
        hints=("aises",),
    ),
    Operator(
        "raises-to-try-anything",
        ("TSE410", *_SWALLOWED),
        "the test passes whatever happens",
        _anything_caught,
        hints=("aises",),
    ),
    Operator(
        "raises-to-try-check",
        ("TSE408",),
        "the test passes if nothing is raised",
        _checked_if_raised,
        hints=("aises",),
    ),
    Operator(
        "failure-swallowed",
        ("TSE406",),
        "the handler takes the failure for the error",
        _failure_swallowed,
        hints=("aises",),
    ),
    Operator(
        "failure-swallowed-and-told",
        ("TSE406",),
        "the handler takes the failure for the error",
        _failure_swallowed_bare,
        hints=("aises",),
    ),
    Operator(
        "raises-without-call",
        ("TSE407",),
        "without a callable the expectation is an object that nobody enters",
        _expectation_emptied,
        hints=("aises",),
    ),
    Operator(
        "raises-anything",
        ("TSE402",),
        "a slip in the test raises, too, and makes it pass",
        _any_error,
        certain=False,
        hints=("aises",),
    ),
    Operator("body-swallowed", _SWALLOWED, _CANNOT_FAIL, _body_swallowed),
    Operator("body-swallowed-and-told", _SWALLOWED, _CANNOT_FAIL, _body_swallowed_and_told),
    Operator("body-swallowed-bare", _SWALLOWED, _CANNOT_FAIL, _body_swallowed_bare),
    Operator("body-suppressed", _SWALLOWED, _CANNOT_FAIL, _body_suppressed, hints=("contextlib",)),
    Operator("assertion-swallowed", _SWALLOWED, _CANNOT_FAIL, _assertion_swallowed),
    Operator("assertion-swallowed-and-told", _SWALLOWED, _CANNOT_FAIL, _assertion_swallowed_and_told),
)
