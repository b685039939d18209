"""Doubles that check nothing, or replace nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bench.inject.edits import before, first_of, replaced, unwrapped
from bench.inject.finders import PATCHES, blocks, calls, in_test, is_word_free
from bench.inject.mutation import Edit, Mutation, Operator, mutation
from bench.inject.text import Text

_ONCE = ("assert_called_once_with", "assert_called_with", "assert_any_call", "assert_awaited_once_with")
_PLAIN = ("assert_called_once", "assert_called", "assert_not_called", "assert_awaited_once")
_SPELT = ("TSE607", "TSE608")
_NOTHING = "a mock answers to any name: nothing is checked"


def _assertions(text: Text, *names: str) -> Iterator[tuple[ast.Expr, ast.Call, ast.Attribute]]:
    """The calls of assertions of mocks in tests: statement, call and what is called."""
    for statement, call in calls(text):
        callee = call.func
        if isinstance(callee, ast.Attribute) and callee.attr in names and in_test(text, statement):
            yield statement, call, callee


def _word(text: Text, callee: ast.Attribute, new: str) -> Edit:
    return Edit(text.end(callee) - len(callee.attr), text.end(callee), new)


def _respelt(text: Text, old: str, new: str) -> Iterator[Mutation]:
    for statement, _, callee in _assertions(text, *_ONCE, *_PLAIN, "assert_has_calls"):
        if callee.attr.startswith(old):
            yield mutation(text, statement, _word(text, callee, new + callee.attr.removeprefix(old)))


def _prefix_dropped(text: Text) -> Iterator[Mutation]:
    return _respelt(text, "assert_", "")


def _misspelt(text: Text) -> Iterator[Mutation]:
    return _respelt(text, "assert_", "asser_")


def _transposed(text: Text) -> Iterator[Mutation]:
    return _respelt(text, "assert_called_once", "called_onec")


def _invented(text: Text) -> Iterator[Mutation]:
    return _respelt(text, "assert_called", "was_called")


def _never(text: Text) -> Iterator[Mutation]:
    return _respelt(text, "assert_not_called", "never_called")


def _asserted(text: Text) -> Iterator[Mutation]:
    for statement, call, callee in _assertions(text, *_ONCE, "assert_called_once"):
        head = Edit(text.start(call), text.start(call), "assert ")
        yield mutation(text, statement, head, _word(text, callee, callee.attr.removeprefix("assert_")))


def _asserted_in_method(text: Text) -> Iterator[Mutation]:
    for statement, call, callee in _assertions(text, *_ONCE):
        function = text.function(statement)
        if function and function.args.args and function.args.args[0].arg == "self":
            head = Edit(text.start(call), text.start(call), "self.assertTrue(")
            tail = Edit(text.end(call), text.end(call), ")")
            yield mutation(
                text, statement, head, _word(text, callee, callee.attr.removeprefix("assert_")), tail
            )


def _uncalled(text: Text) -> Iterator[Mutation]:
    for statement, call, callee in _assertions(text, *_PLAIN):
        if not call.args and not call.keywords:
            yield mutation(text, statement, replaced(text, call, text.code(callee)))


def _uncalled_with_values(text: Text) -> Iterator[Mutation]:
    for statement, call, callee in _assertions(text, *_ONCE):
        yield mutation(text, statement, replaced(text, call, text.code(callee)))


def _assigned(text: Text) -> Iterator[Mutation]:
    for statement, call, callee in _assertions(text, *_ONCE):
        if len(call.args) == 1 and not call.keywords and not isinstance(call.args[0], ast.Starred):
            yield mutation(
                text, statement, replaced(text, call, f"{text.code(callee)} = {text.code(call.args[0])}")
            )


def _state_unchecked(text: Text) -> Iterator[Mutation]:
    for each in text.of(ast.Assert):
        match each.test:
            case ast.Attribute(attr="called") if in_test(text, each) and each.msg is None:
                yield mutation(text, each, Edit(text.start(each), text.start_of_test(each), ""))


def _state_unchecked_in_method(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        match call:
            case ast.Call(
                func=ast.Attribute(attr="assertTrue" | "assertFalse"),
                args=[ast.Attribute(attr="called") as state],
            ) if in_test(text, statement):
                yield mutation(text, statement, replaced(text, call, text.code(state)))


def _count_compared(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        match call:
            case ast.Call(func=ast.Attribute(attr="assertEqual"), args=[first, second], keywords=[]):
                codes = (text.code(first), text.code(second))
                if in_test(text, statement) and any(each.endswith(".call_count") for each in codes):
                    yield mutation(text, statement, replaced(text, call, " == ".join(codes)))


def _no_calls(text: Text) -> Iterator[Mutation]:
    for statement, call, _ in _assertions(text, "assert_has_calls", "assert_has_awaits"):
        if call.args and isinstance(call.args[0], ast.List) and call.args[0].elts:
            yield mutation(text, statement, replaced(text, call.args[0], "[]"))


def _class_installed(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        if text.called(call) in PATCHES and (text.called(call) + str(len(call.args))) in _THIRD:
            given = [*call.args[-1:], *(each.value for each in call.keywords if each.arg == "new")]
            for value in given:
                match value:
                    case ast.Call(args=[], keywords=[]) if text.called(value) in _MOCKS:
                        yield mutation(text, call, replaced(text, value, text.code(value.func)))


_MOCKS = {f"unittest.mock.{each}" for each in ("Mock", "MagicMock", "AsyncMock", "NonCallableMock")}
_THIRD = ("unittest.mock.patch2", "unittest.mock.patch.object3", "unittest.mock.patch1")


def _class_assigned(text: Text) -> Iterator[Mutation]:
    for each in text.of(ast.Assign):
        match each:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id=owner))], value=ast.Call(args=[], keywords=[])
            ):
                is_foreign = owner in text.imports and in_test(text, each)
                if is_foreign and text.called(each.value) in _MOCKS and isinstance(each.value, ast.Call):
                    yield mutation(text, each, replaced(text, each.value, text.code(each.value.func)))


def _plain_blocks(text: Text) -> Iterator[tuple[ast.With | ast.AsyncWith, ast.Call]]:
    """The blocks of tests that patch something and do not name the double."""
    for with_, item in blocks(text):
        call = item.context_expr
        is_patch = text.called(call) in PATCHES and item.optional_vars is None
        if is_patch and isinstance(call, ast.Call) and in_test(text, with_):
            yield with_, call


def _called_for_nothing(text: Text) -> Iterator[Mutation]:
    for with_, call in _plain_blocks(text):
        yield mutation(text, with_, unwrapped(text, with_, text.code(call)))


def _named_for_nothing(text: Text) -> Iterator[Mutation]:
    for with_, call in _plain_blocks(text):
        if is_word_free(text, "patched"):
            yield mutation(text, with_, unwrapped(text, with_, f"patched = {text.code(call)}"))


def _decorator_to_call(text: Text) -> Iterator[Mutation]:
    for test in text.tests:
        for mark in test.decorator_list:
            has_value = isinstance(mark, ast.Call) and text.called(mark) + str(len(mark.args)) in _THIRD[:2]
            if has_value and len(test.decorator_list) == 1 and mark.lineno < test.lineno:
                start, end = text.line(mark.lineno), text.line((mark.end_lineno or 0) + 1)
                if text.stands_alone(first_of(test)):
                    body = before(text, first_of(test), text.code(mark))
                    yield mutation(text, test, Edit(start, end, ""), body)


def _spec_dropped(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        spec = next((each for each in call.keywords if each.arg == "autospec"), None)
        is_bound = any(each.arg in ("spec", "spec_set") for each in call.keywords)
        if text.called(call) in PATCHES and spec and in_test(text, call) and call.args and not is_bound:
            before_it = [*call.args, *(each.value for each in call.keywords)]
            last = max((each for each in before_it if text.end(each) < text.start(spec)), key=text.end)
            yield mutation(text, call, Edit(text.end(last), text.end(spec), ""))


_REPLACES = "nobody enters or starts the patch: nothing is replaced"
_WORDS = ("assert_called", "assert_any", "assert_not", "assert_await", "assert_has")

OPERATORS = (
    Operator("assert-prefix-dropped", _SPELT, _NOTHING, _prefix_dropped, hints=_WORDS),
    Operator("assert-prefix-misspelt", _SPELT, _NOTHING, _misspelt, hints=_WORDS),
    Operator("assertion-transposed", _SPELT, _NOTHING, _transposed, hints=_WORDS),
    Operator("assertion-invented", _SPELT, _NOTHING, _invented, hints=_WORDS),
    Operator("assertion-invented-never", _SPELT, _NOTHING, _never, hints=_WORDS),
    Operator("assertion-asserted", _SPELT, "what a mock returns is true", _asserted, hints=_WORDS),
    Operator(
        "assertion-asserted-in-method",
        _SPELT,
        "what a mock returns is true",
        _asserted_in_method,
        hints=_WORDS,
    ),
    Operator(
        "assertion-uncalled", _SPELT, "a method that is not called checks nothing", _uncalled, hints=_WORDS
    ),
    Operator(
        "assertion-uncalled-with-values",
        _SPELT,
        "a method that is not called checks nothing",
        _uncalled_with_values,
        hints=_WORDS,
    ),
    Operator("assertion-assigned", _SPELT, "the check is replaced by a value", _assigned, hints=_WORDS),
    Operator(
        "called-unchecked",
        (*_SPELT, "TSE508"),
        "nobody looks at the flag",
        _state_unchecked,
        hints=(".called",),
    ),
    Operator(
        "called-unchecked-in-method",
        (*_SPELT, "TSE508"),
        "nobody looks at the flag",
        _state_unchecked_in_method,
        hints=(".called",),
    ),
    Operator(
        "call-count-compared",
        (*_SPELT, "TSE508"),
        "nobody looks at the outcome",
        _count_compared,
        hints=("call_count",),
    ),
    Operator(
        "calls-emptied", ("TSE609",), "no calls are in any list of calls", _no_calls, hints=("assert_has",)
    ),
    Operator(
        "mock-class-patched-in",
        ("TSE610",),
        "the class makes a new mock a call",
        _class_installed,
        hints=("Mock",),
    ),
    Operator(
        "mock-class-assigned",
        ("TSE610", "TSE313"),
        "the class makes a new mock a call",
        _class_assigned,
        hints=("Mock",),
    ),
    Operator("patch-called", ("TSE606",), _REPLACES, _called_for_nothing, hints=("patch",)),
    Operator("patch-named", ("TSE606", "TSE308"), _REPLACES, _named_for_nothing, hints=("patch",)),
    Operator("patch-decorator-to-call", ("TSE606",), _REPLACES, _decorator_to_call, hints=("patch",)),
    Operator(
        "autospec-dropped",
        ("TSE611",),
        "the double takes calls that the original refuses",
        _spec_dropped,
        certain=False,
        hints=("autospec",),
    ),
)
