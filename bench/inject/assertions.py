"""Assertions that no longer look at anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from bench.inject.edits import replaced
from bench.inject.finders import assertions, calls, in_test
from bench.inject.mutation import Edit, Mutation, Operator, mutation
from bench.inject.text import Text


def _asserts(text: Text) -> Iterator[ast.Assert]:
    """The ``assert`` statements of tests."""
    for each in assertions(text):
        if isinstance(each, ast.Assert):
            yield each


def _methods(text: Text, *names: str) -> Iterator[tuple[ast.Expr, ast.Call]]:
    """The calls of assertion methods of ``self`` with two arguments, in tests."""
    for statement, call in calls(text):
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name), args=[_, _], keywords=[]):
                if name in names and in_test(text, statement):
                    yield statement, call


def _equal_to_true(text: Text) -> Iterator[Mutation]:
    for statement, call in _methods(text, "assertEqual", "assertEquals", "assertIs"):
        if not _is_falsy(call.args[0]) and not isinstance(call.args[0], ast.Compare):
            yield mutation(text, statement, _renamed(text, call, "assertTrue"))


def _in_to_true(text: Text) -> Iterator[Mutation]:
    for statement, call in _methods(text, "assertIn"):
        if isinstance(call.args[0], ast.Constant) and call.args[0].value:
            yield mutation(text, statement, _renamed(text, call, "assertTrue"))


def _true_to_not_none(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        match call:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="self"), attr="assertTrue"), args=[ast.Compare()]
            ):
                if in_test(text, statement):
                    yield mutation(text, statement, _renamed(text, call, "assertIsNotNone"))


def _renamed(text: Text, call: ast.Call, name: str) -> Edit:
    owner = text.code(call.func).rpartition(".")[0]
    return Edit(text.start(call.func), text.end(call.func), f"{owner}.{name}")


def _is_falsy(node: ast.expr) -> bool:
    """Whether a value is certainly false, so that a truth of it fails loudly, or may well be."""
    match node:
        case ast.Constant(value=value):
            return not value
        case ast.List(elts=[]) | ast.Dict(keys=[]) | ast.Tuple(elts=[]):
            return True
    return False


def _keyword_gone(text: Text, assert_: ast.Assert, new: str = "") -> Edit:
    start = text.start(assert_)
    return Edit(start, text.start_of_test(assert_), new)


def _compared(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        if (
            isinstance(each.test, ast.Compare)
            and each.msg is None
            and isinstance(each.test.ops[0], _EQUALITY)
        ):
            yield mutation(text, each, _keyword_gone(text, each))


_EQUALITY = (ast.Eq, ast.NotEq, ast.Gt, ast.Lt, ast.GtE, ast.LtE)


def _identity_compared(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        if (
            isinstance(each.test, ast.Compare)
            and each.msg is None
            and not isinstance(each.test.ops[0], _EQUALITY)
        ):
            yield mutation(text, each, _keyword_gone(text, each))


def _truth(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        if isinstance(each.test, (ast.Name, ast.Attribute, ast.Subscript)) and each.msg is None:
            yield mutation(text, each, _keyword_gone(text, each))


def _negation(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        if isinstance(each.test, ast.UnaryOp) and each.msg is None:
            yield mutation(text, each, _keyword_gone(text, each))


def _isinstance(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        if text.called(each.test) in ("isinstance", "callable", "hasattr", "issubclass") and each.msg is None:
            yield mutation(text, each, _keyword_gone(text, each))


def _method_compared(text: Text) -> Iterator[Mutation]:
    for statement, call in _methods(text, "assertEqual", "assertEquals"):
        first, second = map(text.code, call.args)
        if "\n" not in first + second:
            yield mutation(text, statement, replaced(text, call, f"{first} == {second}"))


def _returned(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        function = text.function(each)
        is_plain = isinstance(function, ast.FunctionDef) and function.body[-1] is each
        if is_plain and isinstance(each.test, ast.Compare) and each.msg is None:
            yield mutation(text, each, _keyword_gone(text, each, "return "))


def _in_tuple(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        if each.msg is not None:
            start, end = text.start_of_test(each), text.end(each.msg)
            if text.data[end : text.end(each)].strip() in (b"", b")") and text.end(each) == end:
                new = f"({text.between(start, end)})"
                yield mutation(text, each, Edit(start, end, new))


def _in_tuple_with_words(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        if each.msg is None and isinstance(each.test, ast.Compare):
            start, end = text.start_of_test(each), text.end(each)
            yield mutation(text, each, Edit(start, end, f'({text.between(start, end)}, "not as expected")'))


def _after_comma(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        match each:
            case ast.Assert(test=ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]), msg=None):
                if not _is_falsy(left) and not isinstance(left, ast.Constant):
                    yield mutation(text, each, Edit(text.end(left), text.start(right), ", "))


def _same(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        match each.test:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]) if _is_plain(left) and (
                not _is_about_comparing(text, each)
            ):
                yield mutation(text, each, replaced(text, right, text.code(left)))


_COMPARING = re.compile(
    r"equal|(?<![a-z])eq(?![a-z])|hash|identi|same|cache|determinis|idempot|compar|ordering|sort|stable|consisten"
)


def _is_about_comparing(text: Text, node: ast.AST) -> bool:
    """Whether a test is called after equality, or after what gives the same twice: it may mean both sides."""
    around = (text.function(node), text.class_(node))
    return any(_COMPARING.search(each.name.lower()) for each in around if each is not None)


def _is_plain(node: ast.expr) -> bool:
    """Whether an expression is read without calling anything but ``len``, and is no constant of a class or
    module: with ``Mode.FAST == Mode.FAST`` the class is tried."""
    match node:
        case ast.Attribute(attr=name) if name.isupper():
            return False
        case ast.Attribute(value=ast.Attribute(attr=name)) if name.isupper():
            return False
        case ast.Attribute() | ast.Subscript() | ast.Call(func=ast.Name(id="len")):
            inner = (each for each in ast.walk(node) if each is not node)
            return not any(isinstance(each, (ast.Call, ast.Await)) for each in inner)
    return False


def _same_in_method(text: Text) -> Iterator[Mutation]:
    for statement, call in _methods(text, "assertEqual"):
        first, second = call.args
        if _is_about_comparing(text, call):
            continue
        if _is_plain(second) and not _is_plain(first):
            yield mutation(text, statement, replaced(text, first, text.code(second)))
        elif _is_plain(first):
            yield mutation(text, statement, replaced(text, second, text.code(first)))


def _constant_or(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        match each.test:
            case ast.BoolOp(op=ast.Or(), values=[ast.Compare(), *_, ast.Compare() as last]):
                match last:
                    case ast.Compare(ops=[ast.Eq()], comparators=[ast.Constant(value=value) as right]) if (
                        value
                    ):
                        yield mutation(text, each, replaced(text, last, text.code(right)))
                    case ast.Compare(left=ast.Constant(value=value) as left, ops=[ast.In()]) if value:
                        yield mutation(text, each, replaced(text, last, text.code(left)))


def _all_dropped(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        match call:
            case ast.Call(func=ast.Name(id="all"), args=[ast.GeneratorExp() as every]) if in_test(text, call):
                parent = text.parent(call)
                is_asserted = isinstance(parent, ast.Assert) and parent.msg is None
                if is_asserted or text.name(getattr(parent, "func", parent)) == "self.assertTrue":
                    whole = text.code(every)
                    new = whole if whole.startswith("(") else f"({whole})"
                    yield mutation(text, parent, replaced(text, call, new))


def _uncalled(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        match each.test:
            case ast.Call(func=ast.Attribute(attr=name) as callee, args=[], keywords=[]):
                if name.startswith(("is_", "has_", "can_", "exists", "is", "check")) and each.msg is None:
                    yield mutation(text, each, replaced(text, each.test, text.code(callee)))


def _uncalled_own(text: Text) -> Iterator[Mutation]:
    own = {each.name for each in text.tree.body if isinstance(each, ast.FunctionDef)}
    for each in _asserts(text):
        match each.test:
            case ast.Call(func=ast.Name(id=name) as callee) if name in own and each.msg is None:
                yield mutation(text, each, replaced(text, each.test, text.code(callee)))


def _only_text(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        match each:
            case ast.Assert(
                test=ast.Compare(left=ast.Constant(value=str(value)), ops=[ast.In()]) as test, msg=None
            ):
                if value:
                    yield mutation(text, each, replaced(text, test, text.code(test.left)))


def _length_at_least_zero(text: Text) -> Iterator[Mutation]:
    for each in _asserts(text):
        match each.test:
            case ast.Compare(left=ast.Call(func=ast.Name(id="len")) as left, comparators=[right]) if (
                not each.msg and not _makes(left)
            ):
                yield mutation(text, each, Edit(text.end(left), text.end(right), " >= 0"))


def _makes(count: ast.Call) -> bool:
    """Whether what is counted is made in there: that it can be made may be all that is asserted."""
    return any(isinstance(each, (ast.Call, ast.Await)) for part in count.args for each in ast.walk(part))


def _length_at_least_zero_in_method(text: Text) -> Iterator[Mutation]:
    for statement, call in _methods(text, "assertEqual"):
        for index, each in enumerate(call.args):
            match each, call.args[1 - index]:
                case ast.Call(func=ast.Name(id="len")) as count, ast.Constant() if not _makes(count):
                    owner = text.code(call.func).rpartition(".")[0]
                    new = f"{owner}.assertGreaterEqual({text.code(each)}, 0)"
                    yield mutation(text, statement, replaced(text, call, new))


def _object_type(text: Text) -> Iterator[Mutation]:
    for statement, call in _methods(text, "assertIsInstance"):
        yield mutation(text, statement, replaced(text, call.args[1], "object"))


def _own_list(text: Text) -> Iterator[Mutation]:
    for statement, call in _methods(text, "assertIn"):
        if isinstance(call.args[0], (ast.Name, ast.Attribute)):
            first = text.code(call.args[0])
            yield mutation(text, statement, replaced(text, call.args[1], f"[{first}]"))


_LOOKS_AT_NOTHING = "the value is compared, and nobody looks at the outcome"
_MESSAGE = "the expected value has become the message of a failure"

OPERATORS = (
    Operator(
        "equal-to-true", ("TSE504", "TSE505"), _MESSAGE, _equal_to_true, hints=("assertEqual", "assertIs(")
    ),
    Operator("in-to-true", ("TSE504", "TSE505"), _MESSAGE, _in_to_true, hints=("assertIn(",)),
    Operator(
        "true-to-not-none",
        ("TSE507",),
        "a comparison is never None",
        _true_to_not_none,
        hints=("assertTrue",),
    ),
    Operator("comparison-dropped", ("TSE508",), _LOOKS_AT_NOTHING, _compared),
    Operator("identity-dropped", ("TSE508",), _LOOKS_AT_NOTHING, _identity_compared),
    # A property may be evaluated on purpose, to see that it does not raise.
    Operator(
        "truth-dropped",
        ("TSE508", "TSE608", "TSE528", "TSE529"),
        _LOOKS_AT_NOTHING,
        _truth,
        certain=False,
    ),
    Operator("negation-dropped", ("TSE508", "TSE608"), _LOOKS_AT_NOTHING, _negation),
    Operator(
        "isinstance-dropped", ("TSE508",), _LOOKS_AT_NOTHING, _isinstance, hints=("isinstance(", "hasattr(")
    ),
    Operator(
        "method-to-comparison", ("TSE508",), _LOOKS_AT_NOTHING, _method_compared, hints=("assertEqual",)
    ),
    Operator("assert-returned", ("TSE5",), "nobody looks at what a test returns", _returned),
    Operator("assert-in-tuple", ("TSE505",), "a tuple of two is always true", _in_tuple),
    Operator(
        "assert-in-tuple-with-words", ("TSE505",), "a tuple of two is always true", _in_tuple_with_words
    ),
    Operator("expected-after-comma", ("TSE506", "TSE505"), _MESSAGE, _after_comma),
    Operator("same-operand", ("TSE507",), "a thing is compared to itself", _same),
    Operator(
        "same-operand-in-method",
        ("TSE507",),
        "a thing is compared to itself",
        _same_in_method,
        hints=("self.",),
    ),
    Operator("constant-or", ("TSE505", "TSE507"), "a literal that is true ends the condition", _constant_or),
    Operator("all-dropped", ("TSE505",), "a generator is always true", _all_dropped, hints=("all(",)),
    Operator("predicate-uncalled", ("TSE505",), "a method is always true", _uncalled, certain=False),
    Operator("function-uncalled", ("TSE505",), "a function is always true", _uncalled_own),
    Operator("text-alone", ("TSE505",), "a text is always true", _only_text),
    Operator(
        "length-at-least-zero", ("TSE507",), "no length is below zero", _length_at_least_zero, hints=("len(",)
    ),
    Operator(
        "length-at-least-zero-in-method",
        ("TSE507",),
        "no length is below zero",
        _length_at_least_zero_in_method,
        hints=("len(",),
    ),
    Operator(
        "instance-of-object", ("TSE507",), "everything is an object", _object_type, hints=("IsInstance",)
    ),
    Operator(
        "in-its-own-list", ("TSE507",), "a thing is in a list of itself", _own_list, hints=("assertIn(",)
    ),
)
