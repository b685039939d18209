"""Checks that are switched off: commented out, skipped, emptied."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from bench.inject.edits import can_be_commented, commented, first_of, rewritten, span, within
from bench.inject.finders import RAISES, assertions, blocks, checks, in_test, is_assertion, mentions
from bench.inject.mutation import Edit, Mutation, Operator, mutation
from bench.inject.text import Function, Text

_OUT = ("TSE501", "TSE512")


def _alone(text: Text) -> Iterator[ast.stmt]:
    """The assertions that can become comments and leave something behind."""
    for each in assertions(text):
        if len(text.block(each)) > 1 and can_be_commented(text, [each]) and not _is_implied(text, each):
            yield each


def _is_implied(text: Text, statement: ast.stmt) -> bool:
    """Whether an assertion says only that something is there, and the next one looks at it."""
    block = text.block(statement)
    below = block[block.index(statement) + 1 :]
    match statement:
        case ast.Assert(test=ast.Compare(left=subject, ops=[ast.IsNot()]) | (ast.Name() as subject)):
            pass
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(attr="assertIsNotNone" | "assertTrue"), args=[subject, *_])
        ):
            pass
        case _:
            return False
    return bool(below) and is_assertion(below[0]) and mentions(text, below[0], text.code(subject)) > 0


def _is_short(each: ast.stmt) -> bool:
    return each.lineno == each.end_lineno


def _at_top(text: Text, each: ast.stmt) -> bool:
    return each in getattr(text.function(each), "body", ())


def _one_line(text: Text) -> Iterator[Mutation]:
    for each in _alone(text):
        if _is_short(each) and _at_top(text, each):
            yield mutation(text, each, commented(text, [each]))


def _one_line_at_margin(text: Text) -> Iterator[Mutation]:
    for each in _alone(text):
        if _is_short(each) and _at_top(text, each):
            yield _whole(text, [each], commented(text, [each], margin=True))


def _whole(text: Text, statements: Sequence[ast.stmt], edit: Edit) -> Mutation:
    """A mistake that should be reported in the lines of some statements."""
    return Mutation((edit,), span(text, statements))


def _todo(text: Text) -> Iterator[Mutation]:
    for each in _alone(text):
        if _is_short(each) and _at_top(text, each):
            yield mutation(text, each, commented(text, [each], tag="TODO: make this work again"))


def _tagged(text: Text) -> Iterator[Mutation]:
    for each in _alone(text):
        line = text.line((each.end_lineno or 0) + 1)
        if _is_short(each) and _at_top(text, each) and text.end(each) + len(text.newline) == line:
            new = commented(text, [each])
            yield mutation(text, each, new._replace(text=f"{new.text.rstrip()}  TODO{text.newline}"))


def _lines(text: Text) -> Iterator[Mutation]:
    for each in _alone(text):
        if not _is_short(each):
            yield _whole(text, [each], commented(text, [each]))


def _nested(text: Text) -> Iterator[Mutation]:
    for each in _alone(text):
        if not _at_top(text, each) and isinstance(text.parent(each), (ast.With, ast.For, ast.If, ast.Try)):
            yield _whole(text, [each], commented(text, [each]))


def _two(text: Text) -> Iterator[Mutation]:
    for each in _alone(text):
        block = text.block(each)
        index = block.index(each)
        pair = block[index : index + 2]
        if len(pair) == 2 and len(block) > 2 and is_assertion(pair[1]) and can_be_commented(text, pair):
            yield _whole(text, pair, commented(text, pair))


def _all(text: Text) -> Iterator[Mutation]:
    for function in text.tests:
        every = [each for each in function.body if is_assertion(each)]
        is_plain = all(can_be_commented(text, [each]) for each in every)
        if 0 < len(every) < len(function.body) and is_plain and not checks(_others(function, every)):
            yield mutation(text, function, *(commented(text, [each]) for each in every))


def _others(function: Function, gone: Sequence[ast.stmt]) -> list[ast.stmt]:
    return [each for each in function.body if each not in gone]


def _only_in_block(text: Text) -> Iterator[Mutation]:
    for each in assertions(text):
        if len(text.block(each)) == 1 and can_be_commented(text, [each]):
            new = commented(text, [each])
            edit = new._replace(text=f"{new.text}{text.indent(each)}pass{text.newline}")
            yield mutation(text, text.function(each) or each, edit)


def _raises(text: Text) -> Iterator[Mutation]:
    for with_, item in blocks(text):
        is_alone = len(text.block(with_)) > 1 and can_be_commented(text, [with_])
        if (
            text.name(getattr(item.context_expr, "func", with_)) in RAISES
            and in_test(text, with_)
            and is_alone
        ):
            yield _whole(text, [with_], commented(text, [with_]))


def _whole_test(text: Text) -> Iterator[Mutation]:
    for function in text.tests:
        is_first = text.block(function)[0] is function
        if not is_first and checks(function) and can_be_commented(text, [function]):
            yield _whole(text, [function], commented(text, [function]))


def _emptied(text: Text, *lines: str) -> Iterator[Mutation]:
    for function in text.tests:
        body = function.body[function.body.index(first_of(function)) :]
        if checks(body) and text.stands_alone(*body):
            yield mutation(text, function, rewritten(text, body, *lines))


def _pass(text: Text) -> Iterator[Mutation]:
    return _emptied(text, "pass")


def _ellipsis(text: Text) -> Iterator[Mutation]:
    return _emptied(text, "...")


def _words(text: Text) -> Iterator[Mutation]:
    for function in text.tests:
        if ast.get_docstring(function) is None and checks(function) and text.stands_alone(*function.body):
            yield mutation(text, function, rewritten(text, function.body, '"""To be written."""'))


def _return(text: Text) -> Iterator[Mutation]:
    return _emptied(text, "return")


def _print(text: Text) -> Iterator[Mutation]:
    return _emptied(text, 'print("ok")')


def _assert_true(text: Text) -> Iterator[Mutation]:
    return _emptied(text, "assert True")


def _returns_first(text: Text) -> Iterator[Mutation]:
    for function in text.tests:
        first = first_of(function)
        if checks(function) and text.stands_alone(first):
            yield mutation(text, function, within(text, function, "return"))


def _left_early(text: Text) -> Iterator[Mutation]:
    """A test that ends before its assertions, as after a debugging session."""
    for function in text.tests:
        for before, each in zip(function.body, function.body[1:], strict=False):
            is_call = isinstance(before, (ast.Expr, ast.Assign)) and not checks([before])
            if is_call and is_assertion(each) and text.stands_alone(before, each) and _ends(function, each):
                start = text.line(each.lineno)
                line = f"{text.indent(each)}return{text.newline}"
                yield mutation(text, function, Edit(start, start, line))
                break


def _ends(function: Function, first: ast.stmt) -> bool:
    """Whether all checks of a function stand behind a statement."""
    return not checks(function.body[: function.body.index(first)])


_GONE = "what it checked is no longer checked"

OPERATORS = (
    Operator("commented-one-line", _OUT, _GONE, _one_line),
    Operator("commented-at-margin", _OUT, _GONE, _one_line_at_margin),
    Operator("commented-under-todo", _OUT, _GONE, _todo),
    Operator("commented-with-tag", _OUT, _GONE, _tagged),
    Operator("commented-lines", _OUT, _GONE, _lines),
    Operator("commented-nested", _OUT, _GONE, _nested),
    Operator("commented-two", _OUT, _GONE, _two),
    Operator("commented-all", _OUT, "the test checks nothing any more", _all),
    Operator("commented-only-in-block", _OUT, _GONE, _only_in_block),
    Operator("commented-raises", _OUT, _GONE, _raises, hints=("aises",)),
    Operator(
        "commented-test", ("TSE5",), "the test is gone, and its text looks as if it were there", _whole_test
    ),
    Operator("body-to-pass", _OUT, "an empty test passes", _pass),
    Operator("body-to-ellipsis", _OUT, "an empty test passes", _ellipsis),
    Operator("body-to-words", _OUT, "an empty test passes", _words),
    Operator("body-to-return", ("TSE5",), "an empty test passes", _return),
    Operator("body-to-print", ("TSE5",), "an empty test passes", _print),
    Operator("body-to-assert-true", ("TSE513", "TSE505"), "the test checks nothing", _assert_true),
    Operator("return-first", ("TSE517",), "nothing behind the return is run", _returns_first),
    Operator("return-before-checks", ("TSE5",), "the checks behind the return are not run", _left_early),
)
