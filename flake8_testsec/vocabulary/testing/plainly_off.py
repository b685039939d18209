"""Disabled assertions that are missed: more than one line of them, or one that nothing live has replaced."""

from __future__ import annotations

import ast
import builtins
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple, TypeGuard

from flake8_testsec.fixing.statements import first_line
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, spelt, string
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Comment, Function
from flake8_testsec.vocabulary.testing.assertions import called, expectations, is_assertion, is_failure
from flake8_testsec.vocabulary.testing.comment_places import functions, is_code_line
from flake8_testsec.vocabulary.testing.commented_code import read
from flake8_testsec.vocabulary.testing.disabled_code import Waiting, disabled_assertions
from flake8_testsec.vocabulary.testing.overtaken import is_overtaken
from flake8_testsec.vocabulary.testing.said_around import SAID, has_words
from flake8_testsec.vocabulary.testing.suites import is_test

_UNDONE = lazy(r"\b(?:TODO|FIXME|XXX|HACK)\b")
"""That it is to come back."""
_BESIDE = 1
"""Statements above and below that may check the same: further ones seldom do."""
_EVERYWHERE = frozenset({"self", "cls", *dir(builtins)})
_CALLS = "called"
_OF_CALLS = frozenset({"call_args", "call_args_list", "call_count", "called", "method_calls", "mock_calls"})
"""What a double tells of its calls: one says it of the others."""
_SHORTEST = 3
"""Characters of a text that is hardly met twice by chance."""


def is_plainly_off(waiting: Waiting, module: Module) -> bool:
    """Whether an assertion that was switched off is missed.

    Args:
        waiting: the disabled assertion.
        module: its module.

    Returns:
        ``False`` outside of tests and before a test's end. ``True`` of several statements, which are a part
        of the test, and of what a tag says is to be done. One alone is not missed if prose stands in the
        comment or right above it, or a live statement beside it is about the same in another form: that may
        have taken its place. One of a row of the same form is missing between the others.
    """
    key = ("plainly_off", waiting.code[0].comments[0].line)
    if key not in module.kept:  # many assertions may stand in one comment
        module.kept[key] = _is_missed(waiting, module)
    known: bool = module.kept[key]
    return known


def is_left_lying(waiting: Waiting, module: Module) -> bool:
    """Whether nobody has said a word of a disabled assertion, and it is no trace of an edit.

    Args:
        waiting: the disabled assertion.
        module: its module.

    Returns:
        ``True`` in a module that has several and tells of none why, of two of them if there are no words for
        people in the test either. One alone has mostly made way for another; it has not where what it checks
        is done in the same comment, or where the test checks nothing else. ``False`` below any words.
    """
    many = _silent(module)
    if waiting.prose or not many:
        return False
    if many >= _HABIT:
        return True
    function = next(functions(waiting.comment, module))
    last = max(function.end_lineno or 0, waiting.code[-1].comments[-1].line)
    if has_words(first_line(function), last, module):
        return False
    return many > 1 or not is_assertion(waiting.code[0].statement) or _first_check(function, module) == inf


_HABIT = 3
"""Disabled assertions of one module that were not left by chance."""


@once
def _silent(module: Module) -> int:
    """How many assertions of a module are disabled, if nothing is told of any; else 0."""
    every = disabled_assertions(module)
    return 0 if any(each.ticket or each.explained for each in every) else len(every)


def _is_missed(waiting: Waiting, module: Module) -> bool:
    around = [*functions(waiting.comment, module)]
    first, last = waiting.code[0].comments[0].line, waiting.code[-1].comments[-1].line
    if not any(is_test(each, module) for each in around):
        return False
    above, below = _beside(around[0], first, last, module)
    ends = any(_ends(each, module) for each in below) or any(
        _is_end(each, around[0], module) for each in above
    )
    said = [
        waiting.prose,
        *(each.content for each in module.comments_in(first - 1, first - 1) if _is_own(each, module)),
    ]
    if ends or len(waiting.code) > 1 or any(map(_UNDONE.search, said)):
        return not ends
    if any(map(SAID.search, said)) or is_overtaken(waiting.code[0], around[0], above, module):
        return False
    disabled = [each.statement for each in waiting.code if _checks(each.statement, module)]
    same = {*_shared(disabled, above, below, module)}
    if any(each.text == _CALLS for each in same):
        return False
    row = {_form(each) for each in (*above, *below)}
    return not same or not row.isdisjoint(map(_form, disabled))


def _shared(
    disabled: Sequence[ast.stmt], above: Sequence[ast.stmt], below: Sequence[ast.stmt], module: Module
) -> Iterator[_Word]:
    """What disabled assertions are about, and live statements beside them, too."""
    fails = any(_is_of_error(each) for each in disabled)
    live = [word for each in (*above, *below) if _checks(each, module) for word in _words(each)]
    live += [word for each in below for word in (_words(each) if fails else _called(each))]
    live += [word for each in above if fails for word in _called(each)]
    owners: dict[str, set[str]] = defaultdict(set)
    for word in live:
        owners[word.text].add(word.owner)
    ours = (word for each in disabled for word in _words(each))
    return (each for each in ours if _is_among(each, owners))


def _is_own(comment: Comment, module: Module) -> bool:
    """Whether a comment stands for itself and is no code."""
    return not is_code_line(module.line(comment.line)) and not read([comment]).code


def _checks(statement: ast.stmt, module: Module) -> bool:
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        return bool(expectations(statement, module))
    return isinstance(statement, ast.Assert) or is_assertion(statement)


def _ends(statement: ast.stmt, module: Module) -> bool:
    """Whether a test comes to its end with a statement, of which a check above it may be an earlier form."""
    return isinstance(statement, ast.Return) or is_failure(statement, module)


def _is_end(statement: ast.stmt, function: Function, module: Module) -> bool:
    """Whether a function is left above a comment, whatever happens, and has checked something until there:
    the rest of it was put aside."""
    is_left = isinstance(statement, ast.Return) and isinstance(module.parent(statement), Function)
    return is_left and statement.lineno > _first_check(function, module)


@once
def _first_check(function: Function, module: Module) -> float:
    every, lines = _statements(function, module)
    return next((line for each, line in zip(every, lines, strict=True) if _checks(each, module)), inf)


def _is_of_error(statement: ast.stmt) -> bool:
    call = called(statement)
    return isinstance(statement, ast.With) or (call is not None and "Raises" in last_word(call.func))


def _beside(
    function: Function, first: int, last: int, module: Module
) -> tuple[Sequence[ast.stmt], Sequence[ast.stmt]]:
    """The statements of a function that begin right above a block of comments, and right below."""
    every, lines = _statements(function, module)
    start, end = bisect_left(lines, first), bisect_right(lines, last)
    return every[max(0, start - _BESIDE) : start], every[end : end + _BESIDE]


@once
def _statements(function: Function, module: Module) -> tuple[Sequence[ast.stmt], Sequence[int]]:
    kinds = (ast.Assert, ast.Assign, ast.AugAssign, ast.Expr, ast.Return, ast.With, ast.AsyncWith)
    every = sorted(
        (each for each in within(function) if isinstance(each, kinds)), key=lambda each: each.lineno
    )
    return every, [each.lineno for each in every]


def _form(statement: ast.stmt) -> tuple[str, ...]:
    """What an assertion asks, whatever of which."""
    match statement, called(statement):
        case ast.Assert(test=ast.UnaryOp(op=op, operand=test)), _:
            return ("assert", type(op).__name__, *_chain(test))
        case ast.Assert(test=ast.Compare(left=left, ops=[op], comparators=[_])), _:
            return ("assert", type(op).__name__, *_chain(left))
        case ast.Assert(test=test), _:
            return ("assert", *_chain(test))
        case _, ast.Call(func=func, args=args):
            return (spelt(func), *(kind for each in args[:1] for kind in _chain(each)))
        case _:
            return (type(statement).__name__,)


def _chain(operand: ast.expr) -> Iterator[str]:
    """Of what kind an expression is, and what it is a part of."""
    inner = operand
    while isinstance(inner, (ast.Attribute, ast.Call, ast.Subscript)):
        yield type(inner).__name__
        inner = inner.func if isinstance(inner, ast.Call) else inner.value


class _Word(NamedTuple):
    """A name, an attribute or a text, and what it is an attribute of."""

    owner: str
    text: str


def _is_among(word: _Word, owners: Mapping[str, set[str]]) -> bool:
    """Whether a word is one of others, by their texts: of the same owner, or one of both is of nothing."""
    if word.owner and "" in owners.get(word.owner, ()):
        return True  # the whole is compared
    same = owners.get(word.text, set())
    return bool(same) and (not word.owner or not same.isdisjoint({"", word.owner}))


def _called(statement: ast.stmt) -> Iterator[_Word]:
    """What a statement calls first of all."""
    match statement:
        case ast.Assign(value=ast.Call(func=func)) | ast.Expr(value=ast.Call(func=func)):
            yield from _named(func)
        case _:
            return


def _words(statement: ast.stmt) -> Iterator[_Word]:
    """What a statement is about: its names but those of owners, its attributes and its texts."""
    nodes = [*walk(statement)]
    raises = isinstance(statement, (ast.With, ast.AsyncWith))
    owners = {each.value for each in nodes if _is_of_key(each) and not raises}
    return (word for each in nodes if each not in owners for word in _named(each))


def _is_of_key(node: ast.AST) -> TypeGuard[ast.Attribute | ast.Subscript]:
    """Whether an expression takes a part by its name."""
    return isinstance(node, ast.Attribute) or (
        isinstance(node, ast.Subscript) and string(node.slice) is not None
    )


def _named(node: ast.AST) -> Iterator[_Word]:
    match node:
        case ast.Attribute(value=owner, attr=word) if "assert" not in word.lower():
            yield _Word(spelt(owner), _CALLS if word in _OF_CALLS else word)
        case ast.Name(id=word) if word not in _EVERYWHERE and "assert" not in word.lower():
            yield _Word("", word)
        case ast.Constant(value=str() | bytes() as text) if len(text) >= _SHORTEST:
            yield _Word("", repr(text))
