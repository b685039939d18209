"""Where an import goes that a fix needs: to its like, in the group and the order of those that are there."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, after, before, span
from flake8_testsec.fixing.statements import (
    first_comment,
    first_line,
    inserted_below,
    is_alone,
    last_line,
    put_after,
)
from flake8_testsec.fixing.strings import inside
from flake8_testsec.fixing.widths import USUAL, longest
from flake8_testsec.source.module import Module

_Import = ast.Import | ast.ImportFrom
_Key = Callable[[_Import], tuple[bool, str]]


def put_in(owner: str, word: str, module: Module) -> Edits:
    """An import in the place that the file's own order has for it.

    Args:
        owner: the module that a name is taken from; empty to import a whole module.
        word: the name, or the whole module's.
        module: the module under review.

    Returns:
        The name among others that are taken from its module, or a statement of its own: in the group of the
        standard library, or among those of the standard library that begin its group, or in a group above
        the others if there are none. Above all else where another
        statement runs before the imports, as it may be what needs the name; nothing if that cannot be.
    """
    joined = _joined(owner, word, module) if owner else ()
    if joined:
        return joined
    text = f"from {owner} import {word}" if owner else f"import {word}"
    groups = [*_groups(module)]
    if not groups or groups[0][0] not in _top(module):
        return _below_heading(text, module)
    is_ours = all if _is_of_library(owner or word) else _is_of_others
    own = next((each for each in groups if is_ours(map(_is_library, each))), groups[0])
    if is_ours is all and not any(map(_is_library, own)):
        return _above(own[0], text, module)
    above = [*takewhile(_is_library, own)]
    is_apart = is_ours is all and above and not any(map(_is_library, own[len(above) :]))
    return _sorted_in(text, owner, word, above if is_apart else own, module)


def _top(module: Module) -> Sequence[ast.stmt]:
    """The imports, and the docstring, that run before every other statement."""
    body = module.tree.body
    return [*takewhile(lambda each: isinstance(each, _Import) or _is_docstring(each, body), body)]


def _is_of_others(are_library: Iterable[bool]) -> bool:
    return not all(are_library)


def first_run(module: Module) -> Sequence[_Import]:
    """The first imports of a module that follow each other line by line, but those from the future."""
    return next(_groups(module), ())


def _groups(module: Module) -> Iterator[Sequence[_Import]]:
    """The imports that follow each other line by line, down to the first statement of another kind."""
    run: list[_Import] = []
    for each in module.tree.body:
        is_import = isinstance(each, _Import) and not _is_future(each)
        if run and (not is_import or each.lineno != last_line(run[-1]) + 1):
            yield run
            run = []
            if not is_import:
                return
        if isinstance(each, _Import) and is_import:
            run.append(each)
    if run:
        yield run


def is_headed(statement: ast.stmt, module: Module) -> bool:
    """Whether the comment above an import is the heading of its group, which others of it go on to need.

    Args:
        statement: an import at the top of a module.
        module: the module.

    Returns:
        ``True`` if it is the first of several that follow each other, and the comment begins the file, or
        the other groups have one as well; ``False`` if the comment names what is imported.
    """
    runs = [*_groups(module)]
    own = next((run for run in runs if run[0] is statement), ())
    if not own[1:] or not is_alone(statement, module):
        return False
    first = first_comment(statement, module)
    said = "".join(module.lines[first - 1 : first_line(statement) - 1])
    if not said or any(re.search(rf"\b{re.escape(each.name)}\b", said) for each in own[0].names):
        return False
    return first == 1 or (len(runs) > 1 and all(_has_comment(run[0], module) for run in runs))


def _has_comment(statement: ast.stmt, module: Module) -> bool:
    return first_comment(statement, module) < first_line(statement)


def _is_library(statement: _Import) -> bool:
    """Whether a statement imports from the standard library and from nowhere else."""
    if isinstance(statement, ast.ImportFrom):
        return not statement.level and _is_of_library(statement.module or "")
    return all(_is_of_library(alias.name) for alias in statement.names)


def _is_of_library(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names


# Statements of their own.


def _sorted_in(text: str, owner: str, word: str, run: Sequence[_Import], module: Module) -> Edits:
    key = next((each for each in _ORDERS if [*run] == sorted(run, key=each)), _ORDERS[0])
    new = key(ast.ImportFrom(owner, [ast.alias(word)], 0) if owner else ast.Import([ast.alias(word)]))
    later = next((each for each in run if key(each) > new), None)
    below = put_after(run[-1], [text], module) if later is None else ()
    line = first_line(later or run[0])
    return below or (Edit(line, 0, line, 0, f"{text}\n"),)


def _name(statement: _Import) -> str:
    if isinstance(statement, ast.ImportFrom):
        return (statement.module or "").lower()
    return statement.names[0].name.lower()


_ORDERS: tuple[_Key, ...] = (
    lambda each: (isinstance(each, ast.ImportFrom), _name(each)),
    lambda each: (False, _name(each)),
    lambda each: (isinstance(each, ast.Import), _name(each)),
)
"""Whole modules before what is taken from one, which is what isort does unless it is told otherwise; both in
one order of names; whole modules last."""


def _above(first: _Import, text: str, module: Module) -> Edits:
    """A group of its own above the first one, and above the comment that says what that one is; what stands
    at the top of the file speaks of all of it."""
    line = first_line(first)
    while module.line(line - 1).startswith("#") and not inside(line - 1, module):
        line -= 1
    line = line if line > 1 else first_line(first)
    return (Edit(line, 0, line, 0, f"{text}\n\n"),)


def _below_heading(text: str, module: Module) -> Edits:
    """An import where there is none, below what has to come first."""
    body = module.tree.body
    heading = [each for each in body[:8] if _is_future(each) or _is_docstring(each, body)]
    if heading and not is_alone(heading[-1], module):
        return ()
    line = last_line(heading[-1]) + 1 if heading else first_line(body[0])
    # As far from what is below as style guides have it; above a blank line there is room already.
    apart = "\n\n" if module.line(line).strip() else ""
    above = "\n" if heading else ""
    return (Edit(line, 0, line, 0, f"{above}{text}\n{apart}"),)


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _is_docstring(statement: ast.stmt, body: list[ast.stmt]) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant(value=str())):
            return statement is body[0]
        case _:
            return False


# Names among others.


def _joined(owner: str, word: str, module: Module) -> Edits:
    """A name among those that are taken from its module; nothing where each has a statement of its own."""
    taken = [each for each in module.tree.body if isinstance(each, ast.ImportFrom) and not each.level]
    names = [each.module for each in taken]
    if names.count(owner) != 1 or len({*names}) < len(names):
        return ()
    statement = taken[names.index(owner)]
    if not is_alone(statement, module) or statement not in _top(module):
        return ()
    aliases = statement.names
    key = next((each for each in _NAMES if aliases == sorted(aliases, key=each)), None)
    new = ast.alias(word)
    later = next((each for each in aliases if key(each) > key(new)), None) if key is not None else None
    return _among(later, aliases, word, module)


_NAMES: tuple[Callable[[ast.alias], tuple[int, str]], ...] = (
    lambda each: (_kind(each.name), each.name.lower()),
    lambda each: (0, each.name.lower()),
)
"""Constants, classes, others, which is what isort does unless it is told otherwise; all in one order."""


def _kind(name: str) -> int:
    return 0 if name.isupper() and name[1:] else 1 if name[:1].isupper() else 2


def _among(later: ast.alias | None, aliases: Sequence[ast.alias], word: str, module: Module) -> Edits:
    at = span(later or aliases[-1], module)
    heads = [module.line(each.lineno)[: span(each, module).column] for each in aliases]
    if any(each.strip() for each in heads):  # several stand on a line
        is_wide = len(module.line(at.end_line).rstrip()) + len(word) + 2 > max(USUAL, longest(module))
        if is_wide or aliases[0].name == "*":
            return ()
        return before(later, f"{word}, ", module) if later else after(aliases[-1], f", {word}", module)
    text = f"{heads[0]}{word},\n"
    if later is not None:
        return (Edit(at.line, 0, at.line, 0, text),)
    is_ended = module.line(at.end_line)[at.end_column :].lstrip().startswith(",")
    return (inserted_below(at.end_line, text, module),) if is_ended else ()
