"""Assertions in comments that can never be made again as they are: they name what another test has."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Comment, Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.comment_places import functions
from flake8_testsec.vocabulary.testing.commented_code import Disabled
from flake8_testsec.vocabulary.testing.known_here import is_visible

_BINDING = lazy(r"\b(?:as|for)[ \t]{1,9}([A-Za-z_]\w*)|\b([A-Za-z_]\w*)[ \t]{0,9}(?:,|:?=(?!=))")
"""What may bind a name in code that is not parsed, or be one of several that are bound."""
_OBJECTS = frozenset({"self", "cls"})


def taken_away(code: Sequence[Disabled], module: Module) -> Edits:
    """No comment where one holds assertions that would end with a ``NameError``.

    Args:
        code: the statements of a block of comments that holds nothing else.
        module: their module.

    Returns:
        Nothing where an assertion could be made before the first name that is not there. A name that other
        functions of the module bind, and no import, is none of a module that had to be imported again.
        An object whose assertion is called, and nothing else, is no loss: the assertion can be spelt anew.
    """
    function = next(functions(code[0].comments[0], module))
    bound = {name for disabled in code for name in _bound(disabled.statement)}
    own = {comment.line for each in code for comment in each.comments}
    first = next((each for each in code if _is_dead(each, bound, own, function, module)), None)
    above = takewhile(lambda each: each is not first, code)
    if first is None or any(_asserts(each.statement) for each in above):
        return ()
    return _without(code, module)


def _is_dead(disabled: Disabled, bound: set[str], own: set[int], function: Function, module: Module) -> bool:
    """Whether a statement reads what only other functions bind, and no other comment of its function."""
    nodes = [*walk(disabled.statement)]
    called = {each.func for each in nodes if isinstance(each, ast.Call)}
    names = {each.id for each in nodes if isinstance(each, ast.Name) and each not in called}
    line = disabled.comments[0].line
    gone = {
        each
        for each in names - bound - _named(function, module)
        if not is_visible(each, function, line, module)
    }
    told = _told(function, module)
    lost = {each for each in gone - _OBJECTS if told.get(each, own) <= own}
    return bool(lost) if gone & _OBJECTS else not lost.isdisjoint(_locals(module))


def _bound(statement: ast.stmt) -> Iterator[str]:
    for each in walk(statement):
        match each:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name


@once
def _named(function: Function, module: Module) -> frozenset[str]:
    return frozenset(each.id for each in walk(function) if isinstance(each, ast.Name))


@once
def _told(function: Function, module: Module) -> Mapping[str, set[int]]:
    """The lines of the comments in a function, and directly below it, by the names that they may bind."""
    lines: dict[str, set[int]] = defaultdict(set)
    for each in module.comments_in(function.lineno, (function.end_lineno or 0) + _MOST):
        for found in _BINDING.finditer(each.text):
            lines[found[1] or found[2]].add(each.line)
    return lines


@once
def _locals(module: Module) -> frozenset[str]:
    """The names that functions of a module bind, or take, and no import of it."""
    given = {each.arg for each in module.nodes(ast.arg)}
    stored = {each.id for each in module.targets if module.function(each) is not None}
    return frozenset((given | stored) - {name for name, _ in module.scopes.imported()})


def _asserts(statement: ast.stmt) -> bool:
    return isinstance(statement, (ast.Assert, ast.With, ast.AsyncWith)) or any(
        isinstance(each, ast.Call) and (is_assertion(each) or last_word(each.func) == "fail")
        for each in walk(statement)
    )


def _without(code: Sequence[Disabled], module: Module) -> Edits:
    """No line of a comment, nor the blank ones above it where nothing but them would part it from others."""
    comments = [comment for each in code for comment in each.comments]
    first, last = comments[0].line, comments[-1].line
    run = module.comments_in(first - _MOST, last + _MOST)
    first = _edge(first, -1, run)
    last = _edge(last, 1, run)
    is_apart = not module.line(last + 1).strip()
    while is_apart and first > 1 and not module.line(first - 1).strip():
        first -= 1
    return (Edit(first, 0, last + 1, 0, ""),)


_MOST = 9
"""Lines without words that belong to a comment, above and below."""


def _edge(line: int, step: int, run: Sequence[Comment]) -> int:
    """The last line in a direction that is a comment without words."""
    empty = {each.line for each in run if not each.content.strip()}
    while line + step in empty:
        line += step
    return line
