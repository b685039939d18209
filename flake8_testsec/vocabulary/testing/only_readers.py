"""Whether a disabled assertion is the only one to look at what the line above has made for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

from flake8_testsec.fixing.statements import first_line
from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module, names_below, once, statements_within, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.comment_places import is_code_between
from flake8_testsec.vocabulary.testing.commented_code import Disabled
from flake8_testsec.vocabulary.testing.reasons import gives_reason

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_WORD = lazy(r"[A-Za-z]{5,}")


def reads_what_nobody_else_does(code: Sequence[Disabled], function: Function, module: Module) -> bool:
    """Whether the statement right above was written for disabled code: nothing else reads what it binds.

    Args:
        code: the disabled statements of a comment.
        function: the function around.
        module: their module.
    """
    line = code[0].comments[0].line
    read = {each.id for disabled in code for each in walk(disabled.statement) if isinstance(each, ast.Name)}
    above = _assignment_above(line, function, module)
    return above is not None and any(_is_unread(each, above, module) for each in _bound(above) & read)


def is_explained_in(code: Sequence[Disabled], function: Function, module: Module) -> bool:
    """Whether a comment further above in the function says what is wrong with what is asserted.

    Args:
        code: the disabled statements of a comment.
        function: the function around.
        module: their module.
    """
    comments = [comment for each in code for comment in each.comments]
    asserted = {word for comment in comments for word in _words(comment.content)}
    told = (each for each in _told(function, comments[0].line, module) if gives_reason(each))
    return any(word in other for each in told for word in _words(each) for other in asserted)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _told(function: Function, line: int, module: Module) -> Iterator[str]:
    """The comments of a function above a line; those that adjoin are one."""
    run: list[str] = []
    end = 0
    for each in module.comments_in(first_line(function), line - 1):
        if run and each.line != end + 1:
            yield "\n".join(run)
            run = []
        run.append(each.content)
        end = each.line
    yield "\n".join(run)


def _assignment_above(line: int, function: Function, module: Module) -> ast.Assign | None:
    """The assignment that a line follows with nothing but comments between."""
    ends = _assignments(function, module)
    last = max((each for each in ends if each < line), default=0)
    return ends[last] if last and not is_code_between(last, line, module) else None


@once
def _assignments(function: Function, module: Module) -> Mapping[int, ast.Assign]:
    """The assignments of a function by their last lines."""
    every = (each for each in statements_within(function) if isinstance(each, ast.Assign))
    return {each.end_lineno or each.lineno: each for each in every}


def _bound(assignment: ast.Assign) -> set[str]:
    return {each.id for target in assignment.targets for each in walk(target) if _is_stored(each)}


def _is_unread(name: str, assignment: ast.Assign, module: Module) -> bool:
    """Whether no code reads what an assignment binds to a name: it is bound anew, or not named again."""
    function = module.function(assignment)
    assert function is not None
    named = names_below(function, module)[name]
    read = [each for each in named if isinstance(each.ctx, ast.Load)]
    if any(module.function(each) is not function for each in read):
        return False
    if read and module.above(assignment, *_LOOPS) is not None:
        return False
    below = [each for each in named if each.lineno > (assignment.end_lineno or 0)]
    return not below or _is_bound_anew(below[0], module)


def _is_bound_anew(name: ast.Name, module: Module) -> bool:
    """Whether the statement of a name binds it, and does not read it first."""
    statement = module.above(name, ast.stmt)
    assert statement is not None
    same = (each for each in walk(statement) if isinstance(each, ast.Name) and each.id == name.id)
    return all(map(_is_stored, same))


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def is_unread(target: ast.Name, module: Module) -> bool:
    """Whether a local name occurs but once in its function, and is of that function.

    Args:
        target: where the name is bound.
        module: its module.
    """
    function = module.function(target)
    if function is None or target.id in module.scopes.scope(target).elsewhere:
        return False
    return len(names_below(function, module)[target.id]) == 1
