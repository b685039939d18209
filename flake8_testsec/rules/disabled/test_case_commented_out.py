"""Values of a parametrised test are commented out, and no ticket says what they wait for."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence

from flake8_testsec.rule import Hit, Role, Rule, Severity, Span
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Comment, Function
from flake8_testsec.vocabulary.testing import tickets

rule = Rule(
    code="TSE527",
    summary="case of a parametrised test is commented out; restore it, delete it, or mark it to be skipped",
    roles=Role.TEST,
    cwe=1164,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    A case that is commented out of the values of ``parametrize``, or of any decorator that is given a display
    of values, is not run and not reported as skipped. It was usually switched off because it failed; the
    defect that it would show stays. A comment that names a ticket silences.
    """,
    fix="""
    Restore the case and fix what it shows, or delete it. If it must wait, say so where every run reports it:
    ``pytest.param(..., marks=pytest.mark.xfail(reason="bug 4711: ..."))``.
    """,
    fixable="Nothing, because whether the case is still right is for a person to say.",
    bad=(
        """
        import pytest

        @pytest.mark.parametrize(
            "text, size",
            [
                ("a", 1),
                # ("ab", 2),
                ^^^^^^^^^^^^
                # TODO: fix this
                # (
                #     "abc",
                #     3,
                # ),
                ("abcd", 4),
            ],
        )
        def test_size(text, size):
            assert len(text) == size

        @dataset({
            # is that a bug?
            # "empty": {
            ^^^^^^^^^^^^
            #     "text": ""},
            "short": {
                "text": "a"},
        })
        def test_text(text):
            assert len(text) < 2
        """,
    ),
    good=(
        """
        import pytest

        @pytest.mark.parametrize(
            "text, size",
            [
                # (text, size)
                ("a", 1),
                # bug 4711
                # ("ab", 2),
                ("abc", 3),
                # ("abcd", 4),  # bug 4712
                (
                    # ("b", 5)
                    "c", 6
                ),
                # ("d", 7), ("e", 8)
                # ('d'
            ],
        )
        def test_size(text, size):
            assert len(text) == size
        """,
        """
        import pytest

        @pytest.mark.parametrize(
            "text",
            [
                # a
                "a",
            ],
        )
        def test_text(text):
            # "b",
            assert text

        SIZES = [
            # (1, 2),
            (3, 4),
        ]
        """,
    ),
)

_CASES = (ast.Tuple, ast.List, ast.Dict, ast.Call)
_LONGEST = 40
_PARSER_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)


@rule.on(ast.FunctionDef, ast.AsyncFunctionDef, hints=("@",))
def gone(test: Function, module: Module) -> Iterator[Hit]:
    """Report the first of the cases in each comment between the values that a decorator gives a test."""
    if not module.comment_lines or not test.decorator_list or not test.name.startswith("test"):
        return
    for decorator in test.decorator_list:
        for values in decorator.args if isinstance(decorator, ast.Call) else ():
            elements = _elements(values)
            if elements:
                for run in _runs(values, elements, module):
                    yield from _told(run, {type(each) for each in elements}, isinstance(values, ast.Dict))


def _elements(values: ast.expr) -> Sequence[ast.expr]:
    match values:
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return elements
        case ast.Dict(values=elements):
            return elements
        case _:
            return ()


def _runs(values: ast.expr, elements: Sequence[ast.expr], module: Module) -> Iterator[list[Comment]]:
    """The comments between the values, in groups of adjoining lines."""
    within = {line for each in elements for line in range(each.lineno, (each.end_lineno or 0) + 1)}
    run: list[Comment] = []
    for comment in module.comments_in(values.lineno, values.end_lineno or values.lineno):
        if run and comment.line != run[-1].line + 1:
            yield run
            run = []
        if comment.line not in within:
            run.append(comment)
    if run:
        yield run


def _told(run: Sequence[Comment], kinds: set[type[ast.expr]], named: bool) -> Iterator[Hit]:
    cases = [*_cases(run, kinds, named)]
    held = {each.line for case in cases for each in case}
    prose = "\n".join(each.content if each.line not in held else _behind(each) for each in run)
    if cases and tickets.find(prose) is None:
        line, column, text = cases[0][0]
        yield rule.at(Span(line, column, line, column + len(text)))


def _behind(comment: Comment) -> str:
    """What a second hash sign sets off."""
    return comment.content.partition("#")[2]


def _cases(run: Sequence[Comment], kinds: set[type[ast.expr]], named: bool) -> Iterator[Sequence[Comment]]:
    """The comments that hold a value each, of a kind that the live ones have."""
    start = 0
    while start < len(run):
        sizes = range(1, min(len(run) - start, _LONGEST) + 1)
        size = next((size for size in sizes if _is_whole(run[start : start + size])), 1)
        case = run[start : start + size]
        if _kind(case, named) in kinds & {*_CASES}:
            yield case
        start += size


def _is_whole(lines: Sequence[Comment]) -> bool:
    text = "".join(each.content for each in lines)
    return sum(map(text.count, "([{")) == sum(map(text.count, ")]}"))


def _kind(lines: Sequence[Comment], named: bool) -> type[ast.expr] | None:
    """What kind of value is commented out; ``None`` for anything but one value, or one key with its value."""
    text = "\n".join(each.content for each in lines)
    head, tail = "{}" if named else "[]"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(f"{head}\n{text}\n{tail}").body
    except _PARSER_ERRORS:
        return None
    match body:
        case [ast.Expr(value=ast.List(elts=[only]) | ast.Dict(keys=[ast.Constant()], values=[only]))]:
            is_given = any(isinstance(each, ast.Constant) for each in walk(only))
            return type(only) if is_given else None
        case _:
            return None
