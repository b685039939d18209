"""Statements that are commented out, and the prose around them."""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Span
from flake8_testsec.source.calls import last_word, structure
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Comment, Function
from flake8_testsec.vocabulary.testing import tickets
from flake8_testsec.vocabulary.testing.assertions import (
    called,
    expectation,
    expectations,
    holds_assertion,
    is_assertion,
)
from flake8_testsec.vocabulary.testing.comment_places import (
    DEFINITION,
    code_column,
    functions,
    is_code_between,
)
from flake8_testsec.vocabulary.testing.suites import does_nothing, is_test
from flake8_testsec.vocabulary.testing.tickets import Ticket

_MAY_ASSERT = lazy(r"^[ \t]*#.*(\bassert|[._]assert|\bfail(If|Unless)|raises\()", re.MULTILINE)
_INTRODUCES = lazy(
    r"\b(something like|might be able to get|e\.g\.|for example|"
    r"(replace|change)[ds]?( (it|this|that|these))? (with|by|to))\W*\Z",
    re.IGNORECASE,
)
_EXPLAINS = lazy(
    r"\bfails? (because|due to|since)\b|\bas soon as\b|\bignored\b|"
    r"\b(not|un|no longer) ?(yet )?(supported|implemented|returned|available|possible|guaranteed|reliable)|"
    r"\b(do|does|did|ca)(n't| not)\b|\bcannot\b",
    re.IGNORECASE,
)
_STRING = lazy(r"""'[^'\n]*'|"[^"\n]*\"""")
_LONGEST = 60
_WIDEST = 4000
_PARSER_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)
_WORD_OPERATORS = (ast.Is, ast.IsNot, ast.In, ast.NotIn)
_MARKS_CODE = (ast.Constant, ast.Call, ast.Attribute, ast.Subscript)


class Disabled(NamedTuple):
    """A statement that is commented out, with the comment lines that hold it."""

    statement: ast.stmt
    comments: Sequence[Comment]


class Block(NamedTuple):
    """Comment lines that follow each other without a line between: code, and the rest as prose."""

    code: Sequence[Disabled]
    prose: str
    end: int
    """The number of the last line."""
    quotes: bool
    """Whether the prose speaks of the code as an example or a plan."""
    gaps: frozenset[int]
    """The lines that hold nothing, or a comment of the disabled code."""


class Waiting(NamedTuple):
    """The first of disabled assertions that follow each other, and the ticket that the prose names."""

    comment: Comment
    ticket: Ticket | None
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
    if not any(_may_assert(line) for _, line in module.comment_lines):
        return ()
    return tuple(_disabled(module))


def _disabled(module: Module) -> Iterator[Waiting]:
    for run in _runs(module.comments):
        if any(_may_assert(comment.text) for comment in run) and not _holds_definition(run):
            yield from _waiting(read(run), module)


def _may_assert(line: str) -> bool:
    """Whether a line that looks like a comment may hold an assertion; a look at the words is quickest."""
    told = "assert" in line or "fail" in line or "raises" in line
    return told and _MAY_ASSERT.match(line.strip()) is not None


def _waiting(block: Block, module: Module) -> Iterator[Waiting]:
    ticket = tickets.find(block.prose)
    asserted = [each for each in block.code if _asserts(each.statement, module)]
    if ticket is None and asserted:
        asserted = [each for each in asserted if not (block.quotes or _is_replaced(each, block.end, module))]
    if asserted and _is_executed(block.code[0].comments[0], module):
        end = 0
        for disabled in asserted:
            if disabled.comments[0].line != end + 1:
                yield Waiting(disabled.comments[0], ticket, block.code, block.prose)
            end = disabled.comments[-1].line
            while end + 1 in block.gaps:
                end += 1


def _runs(comments: Sequence[Comment]) -> Iterator[list[Comment]]:
    """The comments in groups of adjoining lines."""
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


def read(run: Sequence[Comment]) -> Block:
    """Tell code from prose.

    Args:
        run: comments on adjoining lines.

    Returns:
        The statements in their order, those in disabled loops and conditions too, and all other text.
    """
    code: list[Disabled] = []
    prose: list[str] = []
    opened = [_opened(comment.content) for comment in run]
    start = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        while start < len(run):
            disabled = _statement(run, opened, start)
            if disabled is None:
                prose.append(run[start].content)
                start += 1
            else:
                code.append(disabled)
                prose.append(_remark(disabled))
                start += len(disabled.comments)
    gaps = frozenset(each.line for each in run if each.content.lstrip()[:1] in ("", "#"))
    return Block(code, "\n".join(prose), run[-1].line, _quotes(run, code), gaps)


def _quotes(run: Sequence[Comment], code: Sequence[Disabled]) -> bool:
    """Whether the prose above the first statement explains it, or it is set off like a quotation."""
    if not code or code[0].comments[0] is run[0]:
        return False
    quoted = code[0].comments[0]
    above = run[run.index(quoted) - 1]
    told = " ".join(each.content.strip() for each in run[: run.index(quoted)])
    if _INTRODUCES.search(above.content) or _EXPLAINS.search(told):
        return True
    # Behind a hash sign in the first column code keeps the indentation that it had.
    return bool(above.content) and bool(quoted.column) and code_column(above) < code_column(quoted)


def _statement(run: Sequence[Comment], opened: Sequence[int], start: int) -> Disabled | None:
    """The statement that begins on a line, however many lines it takes."""
    depth = 0
    for end, comment in enumerate(run[start : start + _LONGEST], start + 1):
        if comment.column != run[start].column:
            return None
        depth += opened[end - 1]
        if depth <= 0 and not comment.content.endswith("\\"):
            text = "".join(f"{each.content}\n" for each in run[start:end])
            statement = _parsed(text.lstrip())
            if statement is None or not _is_code(statement):
                return None
            return Disabled(statement, run[start:end])
    return None


def _opened(line: str) -> int:
    """How many brackets a line opens more than it closes, those in strings left out."""
    code = _STRING.sub("", line)
    return sum(map(code.count, "([{")) - sum(map(code.count, ")]}"))


def _parsed(text: str) -> ast.stmt | None:
    """The one statement of a text; of a compound one the head alone will do."""
    if len(text) > _WIDEST:
        return None  # nobody writes that by hand; what is nested beyond measure ends here too
    head = f"{text.rstrip()} pass" if text.endswith(":\n") else text
    try:
        body = ast.parse(head).body
    except _PARSER_ERRORS:
        return None
    return body[0] if len(body) == 1 else None


def _is_code(statement: ast.stmt) -> bool:
    """Whether a statement is more than words that happen to be one."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id=word))):
            return word not in tickets.TAGS
        case ast.Expr(value=value):
            return isinstance(value, (ast.Call, ast.Await, ast.Yield, ast.YieldFrom))
        case ast.AnnAssign(value=value):
            return value is not None
        case _:
            return True


def _remark(disabled: Disabled) -> str:
    """The comment that stands behind a disabled statement on its last line."""
    last = disabled.comments[-1].content
    if len(disabled.comments) == 1:
        last = last.lstrip()
    return last.encode()[disabled.statement.end_col_offset :].decode(errors="replace").strip().lstrip("# ")


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
        last[-1].update(dict.fromkeys(_subjects(statement), number))
        lines.append(statement.lineno)
        end = statement.end_lineno or statement.lineno
    return _Assertions(lines, last)


def _is_replaced(disabled: Disabled, line: int, module: Module) -> bool:
    """Whether one of the assertions that stand together below a line is about the same."""
    lines, last = _assertions(module)
    first = bisect_right(lines, line)
    if first == len(lines) or is_code_between(line, lines[first], module):
        return False
    return any(last[first].get(each, -1) >= first for each in _subjects(disabled.statement))


def _subjects(statement: ast.stmt) -> set[str]:
    """What an assertion is about, as text: its left side, or either side if it compares."""
    call = called(statement)
    match statement:
        case ast.With() | ast.AsyncWith():
            return {"with"}
        case ast.Assert(test=ast.Compare(left=left, ops=[ast.In() | ast.NotIn(), *_])):
            return {structure(left)}
        case ast.Assert(test=ast.Compare(left=left, comparators=[right, *_])):
            return _dumps((left, right))
        case ast.Assert(test=ast.UnaryOp(operand=test)) | ast.Assert(test=test):
            return {structure(_asked(test))}
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self")), args=args):
            return _dumps(args[: 1 if last_word(call.func) in ("assertIn", "assertNotIn") else 2])
        case ast.Call(func=ast.Attribute(value=receiver)):
            return {structure(receiver)}
        case ast.Call(args=args):
            return _dumps(args[:2])
        case _:
            return set()


def _asked(test: ast.expr) -> ast.expr:
    """What a condition asks about: ``x`` of ``isinstance(x, y)``."""
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[subject, _]):
            return subject
        case _:
            return test


def _dumps(operands: Sequence[ast.expr]) -> set[str]:
    return {structure(each) for each in operands if not isinstance(each, ast.Constant)}


def _is_executed(comment: Comment, module: Module) -> bool:
    """Whether a comment stands in a test that does something, or in a function that asserts something."""
    return any(_is_live(each, module) for each in functions(comment, module))


def _is_live(function: Function, module: Module) -> bool:
    key = ("disabled_code.live", function)
    if key not in module.kept:
        is_busy = is_test(function, module) and not does_nothing(function)
        module.kept[key] = is_busy or holds_assertion(function)
    known: bool = module.kept[key]
    return known
