"""Assertions that are commented out, and what the prose around them says of that."""

from __future__ import annotations

import ast
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Span
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Comment, Function
from flake8_testsec.vocabulary.testing import tickets
from flake8_testsec.vocabulary.testing.assertions import (
    expectation,
    expectations,
    holds_assertion,
    is_assertion,
)
from flake8_testsec.vocabulary.testing.comment_places import (
    DEFINITION,
    bound_between,
    code_column,
    functions,
    is_code_between,
    is_code_line,
    is_set_off,
)
from flake8_testsec.vocabulary.testing.commented_code import Block, Disabled, Note, read, text_of
from flake8_testsec.vocabulary.testing.disabled_context import is_explained_by_code, is_made_good
from flake8_testsec.vocabulary.testing.reasons import (
    contradicts,
    denies,
    gives_reason,
)
from flake8_testsec.vocabulary.testing.subjects import BLOCK, EQUALS, called_in, equated, free_names, subjects
from flake8_testsec.vocabulary.testing.suites import is_test
from flake8_testsec.vocabulary.testing.tickets import Ticket

_MAY_ASSERT = lazy(r"^[ \t]*#.*(\bassert|[._]assert|\bfail(If|Unless)|raises\()", re.MULTILINE)
_MARKS = ("assert", "fail", "raises")
_WORD_OPERATORS = (ast.Is, ast.IsNot, ast.In, ast.NotIn)
_MARKS_CODE = (ast.Constant, ast.Call, ast.Attribute, ast.Subscript)


class Waiting(NamedTuple):
    """The first of disabled assertions that follow each other, and what the prose around it tells."""

    comment: Comment
    ticket: Ticket | None
    explained: bool
    """Whether the prose says why, or until when, the assertions are disabled, or a double holds them."""
    code: Sequence[Disabled]
    """All disabled statements of the comment."""
    prose: str
    """All other text of the comment."""

    @property
    def place(self) -> Span:
        """Where the statement begins."""
        line, column, text = self.comment
        return Span(line, column, line, column + len(text))


@once
def disabled_assertions(module: Module) -> Sequence[Waiting]:
    """The assertions that are commented out where they would be executed.

    Args:
        module: a test module.

    Returns:
        The first of each run of assertions in a comment, in a test or in a function that asserts something.
        Without a ticket, one that the next statements replace, or that the prose quotes, is none.
    """
    is_likely = module.mentions(*_MARKS) and any(module.nodes(ast.FunctionDef, ast.AsyncFunctionDef))
    if is_likely and any(_may_assert(line) for _, line in module.comment_lines):
        return tuple(_disabled(module))
    return ()


def _disabled(module: Module) -> Iterator[Waiting]:
    every = [*runs(module.comments)]
    for before, run, below in zip([(), *every], every, [*every[1:], ()], strict=False):
        asserts = any(_may_assert(comment.text) for comment in run)
        # Where nothing would be executed, nothing need be read.
        if asserts and any(_is_executed(each, module) for each in run) and not _holds_definition(run):
            yield from _waiting(
                read(run), _heading(before, run, module), _footnote(run, below, module), module
            )


def _heading(above: Sequence[Comment], run: Sequence[Comment], module: Module) -> Sequence[Note]:
    """The prose above a run of comments that one blank line sets off from it; where there are disabled
    assertions below that prose, it speaks of them and of those of the run."""
    block = read(above) if _adjoin(above, run, module) else None
    return block.notes if block is not None and _is_of_checks(block.code, module) else ()


def _is_of_checks(code: Sequence[Disabled], module: Module) -> bool:
    """Whether all statements that are commented out check something, or stand in a ``with`` that does."""
    inside = sys.maxsize
    for each in code:
        column = code_column(each.comments[0])
        if column <= inside:
            if not _asserts(each.statement, module):
                return False
            inside = column if isinstance(each.statement, ast.With) else sys.maxsize
    return True


def _footnote(run: Sequence[Comment], below: Sequence[Comment], module: Module) -> str:
    """The prose below a run of comments that one blank line sets off from it, if it is nothing but prose."""
    block = read(below) if _adjoin(run, below, module) else None
    return "" if block is None or block.code else text_of(block.notes)


def _adjoin(above: Sequence[Comment], below: Sequence[Comment], module: Module) -> bool:
    """Whether nothing but one blank line stands between two runs of comments."""
    between = above[-1].line + 1 if above and below else 0
    return bool(between) and below[0].line == between + 1 and not module.line(between).strip()


def _may_assert(line: str) -> bool:
    """Whether a line that looks like a comment may hold an assertion; a look at the words is quickest."""
    told = "assert" in line or "fail" in line or "raises" in line
    return told and _MAY_ASSERT.match(line.strip()) is not None


def _waiting(block: Block, heading: Sequence[Note], footnote: str, module: Module) -> Iterator[Waiting]:
    ticket = tickets.find(block.prose)
    prose = block.prose.strip()
    asserted = [each for each in block.code if _asserts(each.statement, module) or _is_of(each, module)]
    if ticket is None and asserted:
        asserted = [each for each in asserted if not (block.quotes or _is_replaced(each, block, module))]
        asserted = [each for each in asserted if not is_made_good(each, block, module)]
    if asserted and _is_executed(block.code[0].comments[0], module):
        notes = (*heading, *_notes(block, asserted))
        explained = _is_explained(block._replace(notes=notes), asserted, module)
        # What stands above code is about that, if it is not said plainly.
        explained = explained or gives_reason(footnote, denies=True)
        explained = explained or is_explained_by_code(asserted, block, module)
        end = 0
        for disabled in asserted:
            if disabled.comments[0].line != end + 1:
                yield Waiting(disabled.comments[0], ticket, explained, block.code, prose)
            end = disabled.comments[-1].line
            while end + 1 in block.gaps:
                end += 1


def _notes(block: Block, asserted: Sequence[Disabled]) -> Iterator[Note]:
    """The prose of a block without the remarks on other code, which the assertions do not stand right below
    of, and which they do not hold."""
    starts = {each.comments[0].line for each in asserted}
    heads = {each.comments[-1].line for each in asserted if isinstance(each.statement, ast.With)}
    # What stands in the body of a ``with`` that expects an exception is what shall raise it.
    others = {
        each.comments[-1].line
        for each in block.code
        if each.comments[0].line not in starts and each.comments[0].line - 1 not in heads
    }
    yield from (note for note in block.notes if note.line not in others or note.line + 1 in starts)


def _is_explained(block: Block, asserted: Sequence[Disabled], module: Module) -> bool:
    """Whether the prose above, behind or below one of a block's assertions gives a reason."""
    start, lines = 0, [each.line for each in block.notes]  # from above to below
    for disabled in asserted:
        end = disabled.comments[-1].line
        told = text_of(block.notes[bisect_right(lines, start) : bisect_right(lines, end)])
        if gives_reason(told, denies(disabled.statement)):
            return True
        if isinstance(disabled.statement, ast.With) and contradicts(told):
            return True
        start = end
    below = block.notes[bisect_left(lines, start) :]
    # What stands right above code may be about that, if it is not said plainly.
    is_free = _goes_on(below) or not is_code_line(module.line(block.end + 1))
    return gives_reason(text_of(below), not is_free or denies(asserted[-1].statement))


def _goes_on(below: Sequence[Note]) -> bool:
    """Whether the prose below a statement is more of the remark behind it: it is indented."""
    match below:
        case [remark, Note(text=text), *_]:
            return bool(remark.text) and text.startswith(" ")
        case _:
            return False


def runs(comments: Sequence[Comment]) -> Iterator[list[Comment]]:
    """Comments in groups of adjoining lines.

    Args:
        comments: comments from top to bottom.

    Yields:
        The groups.
    """
    run: list[Comment] = []
    for comment in comments:
        if run and comment.line != run[-1].line + 1:
            yield run
            run = []
        run.append(comment)
    if run:
        yield run


def _holds_definition(run: Sequence[Comment]) -> bool:
    """Whether a whole test, or a function of another kind, is commented out."""
    return any(DEFINITION.match(comment.content.lstrip()) for comment in run)


def _asserts(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement checks something, by itself or around others."""
    match statement:
        case ast.Assert(test=test):
            return _is_checkable(test)
        case ast.With() | ast.AsyncWith():
            return bool(expectations(statement, module))
        case ast.Assign(value=value):
            return expectation(value, module) is not None
        case _:
            return is_assertion(statement)


def _is_of(disabled: Disabled, module: Module) -> bool:
    """Whether a comparison that may be words is code: the function around it has all its names."""
    match disabled.statement:
        case ast.Assert(test=ast.Compare() as test):
            names = {each.id for each in walk(test) if isinstance(each, ast.Name)}
            return any(names <= _names(each) for each in functions(disabled.comments[0], module))
        case _:
            return False


def _names(function: Function) -> set[str]:
    nodes = [*walk(function)]
    named = {each.id for each in nodes if isinstance(each, ast.Name)}
    return named | {each.arg for each in nodes if isinstance(each, ast.arg)}


def _is_checkable(test: ast.expr) -> bool:
    """Whether a condition is code, not words: ``assert stdout is new`` may be either."""
    match test:
        case ast.Compare(ops=ops) if not all(isinstance(op, _WORD_OPERATORS) for op in ops):
            return True
        case ast.Compare() | ast.Call() | ast.UnaryOp() | ast.BoolOp() | ast.Attribute() | ast.Subscript():
            return any(isinstance(node, _MARKS_CODE) for node in ast.walk(test))
        case _:
            return False


class _Assertions(NamedTuple):
    """The assertions of a module in the order of their lines; some stand together.

    ``last`` holds for each, by what an assertion is about, the last of those that stand together with it.
    """

    lines: Sequence[int]
    last: Sequence[Mapping[str, int]]


@once
def _assertions(module: Module) -> _Assertions:
    return _read_assertions(module)


def _read_assertions(module: Module) -> _Assertions:
    candidates = module.nodes(ast.Assert, ast.Expr, ast.With, ast.AsyncWith)
    asserting = (each for each in candidates if _asserts(each, module))
    lines: list[int] = []
    last: list[dict[str, int]] = []
    end = 0
    for number, statement in enumerate(sorted(asserting, key=lambda each: each.lineno)):
        stands_alone = not last or is_code_between(end, statement.lineno, module)
        last.append({} if stands_alone else last[-1])
        last[-1].update(dict.fromkeys((*subjects(statement), *equated(statement)), number))
        lines.append(statement.lineno)
        end = statement.end_lineno or statement.lineno
    return _Assertions(lines, last)


def _is_replaced(disabled: Disabled, block: Block, module: Module) -> bool:
    """Whether one of the assertions that stand together below a block of comments is about the same."""
    lines, last = _assertions(module)
    first = bisect_right(lines, block.end)
    if first == len(lines) or is_set_off(block.end, lines[first], module):
        return False
    if not free_names(disabled.statement).isdisjoint(bound_between(block.end, lines[first], module)):
        return False
    together = last[first]
    return any(together.get(each, -1) >= first for each in (*_subjects(disabled, block), *_whole(disabled)))


def _whole(disabled: Disabled) -> Iterator[str]:
    """The one variable that an assertion is about, if it is about no other: who asserts what that equals
    asserts all that there is to it."""
    names = free_names(disabled.statement)
    if len(names) == 1:
        yield EQUALS + min(names)


def _subjects(disabled: Disabled, block: Block) -> set[str]:
    """What a disabled assertion is about; where it expects an exception, what it calls, if that is known."""
    found = subjects(disabled.statement)
    if BLOCK not in found:
        return found
    start = block.code.index(disabled)
    inner = takewhile(
        lambda each: code_column(each.comments[0]) > code_column(disabled.comments[0]),
        block.code[start + 1 :],
    )
    return called_in(each.statement for each in inner) | (found - {BLOCK}) or found


def _is_executed(comment: Comment, module: Module) -> bool:
    """Whether a comment stands in a test, or in a function that asserts something."""
    return any(_is_live(each, module) for each in functions(comment, module))


def _is_live(function: Function, module: Module) -> bool:
    key = ("disabled_code.live", function)
    if key not in module.kept:
        module.kept[key] = is_test(function, module) or holds_assertion(function)
    known: bool = module.kept[key]
    return known
