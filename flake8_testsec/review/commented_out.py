"""Code of functions that is commented out and is no assertion: bodies of tests, and single statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, Lines, capped, code, counted, fact, masked_prose
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Comment, Function
from flake8_testsec.vocabulary.testing.comment_places import DEFINITION, functions
from flake8_testsec.vocabulary.testing.commented_code import Disabled, read
from flake8_testsec.vocabulary.testing.disabled_code import runs
from flake8_testsec.vocabulary.testing.empty_tests import is_empty
from flake8_testsec.vocabulary.testing.suites import is_test

_LIKE_CODE = lazy(r"[\w\])]\s*(?:\(|=[^=])")


def facts(module: Module, told: Sequence[Lines]) -> Iterator[Fact]:
    """What looks like code in the comments of functions, by function.

    Args:
        module: the module.
        told: the lines of what is told as disabled already.

    Yields:
        The facts, those of tests of which nothing else is left first.
    """
    found: dict[Function, list[Disabled]] = defaultdict(list)
    for run in runs(module.comments):
        around = _around(run, module) if any(_LIKE_CODE.search(each.content) for each in run) else None
        if around is not None:
            every = (each for each in read(run).code if not _is_prose(each))
            found[around] += [each for each in every if not _is_told(each, told)]
    several = {function: disabled for function, disabled in found.items() if disabled}
    bodies = {each for each in several if is_test(each, module) and is_empty(each)}
    yield from (_body(each, several[each]) for each in several if each in bodies)
    rest = (_statements(each, disabled) for each, disabled in several.items() if each not in bodies)
    yield from capped(rest, "functions with commented code")


def _around(run: Sequence[Comment], module: Module) -> Function | None:
    """The innermost function that comments belong to, unless they hold a definition of their own."""
    if any(DEFINITION.match(each.content.lstrip()) for each in run):
        return None
    return next((one for each in run for one in functions(each, module)), None)


def _is_prose(disabled: Disabled) -> bool:
    """Whether what could be a call is a word with a remark in parentheses: ``Number (float)``."""
    text = disabled.comments[0].content
    return _REMARK.match(text) is not None or _PRAGMA.match(text) is not None


_PRAGMA = lazy(
    r"(?i)\s*(?:pylint|flake8|mypy|ruff|isort|yapf|black|pyright|pyre|bandit|pragma|coverage|type|fmt|cython|distutils)"
    r"\s?:\s?\S"
)
"""What speaks to a tool, in the form of an annotation or an assignment."""
_REMARK = lazy(r"\s*\w+ \([\w ,]*\)\s*\Z")


def _is_told(disabled: Disabled, told: Sequence[Lines]) -> bool:
    return any(each.first <= disabled.comments[0].line <= each.last for each in told)


def _body(test: Function, disabled: Sequence[Disabled]) -> Fact:
    number = counted(len(disabled), "statement")
    parts = (
        "The body of the test ",
        code(test.name),
        f" is commented out, {number} by their look: the first is ",
    )
    shown = (code(_text(disabled[0])), ". Nothing of it runs.")
    return fact("disabled-body", [_lines(disabled)], *parts, *shown, subject=test.name)


def _statements(function: Function, disabled: Sequence[Disabled]) -> Fact:
    more = f" and {counted(len(disabled) - 1, 'more statement')}" if len(disabled) > 1 else ""
    parts = ("By its look, code is commented out in ", code(function.name), ": ", code(_text(disabled[0])))
    return fact("disabled-code", [_lines(disabled)], *parts, f"{more}.", subject=function.name)


def _text(disabled: Disabled) -> str:
    return masked_prose(spelt(disabled.statement))  # what is no name in a comment looks like one


def _lines(disabled: Sequence[Disabled]) -> Lines:
    return Lines(disabled[0].comments[0].line, disabled[-1].comments[-1].line)
