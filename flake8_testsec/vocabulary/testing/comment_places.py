"""Where comments stand: between which code, and in the bodies of which functions."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Comment, Function

DEFINITION = lazy(r"(async\s+def|def|class)\s+\w+\s*[(:]")
"""The head of a function or a class."""


def is_code_between(line: int, below: int, module: Module) -> bool:
    """Whether there is code between two lines, both left out."""
    return line < below - 1 and _layout(module).code[line] < below


def is_set_off(line: int, below: int, module: Module) -> bool:
    """Whether there is code between two lines, both left out, that may change what is checked on the second.

    The word ``try:`` changes nothing, nor do constants that get names; of the lines that are read, only the
    next few, so that many comments above one assertion cost no more.
    """
    number, constants = line, _constants(module)
    for _ in range(_FEW):
        if not is_code_between(number, below, module):
            return False
        number = _layout(module).code[number]
        if number in constants:
            number = constants[number].end_lineno or number
        elif module.line(number).strip() != "try:":
            return True
    return is_code_between(number, below, module)


def bound_between(line: int, below: int, module: Module) -> set[str]:
    """The names that constants get between two lines, as far as `is_set_off` passes over them."""
    found: set[str] = set()
    number, constants = line, _constants(module)
    for _ in range(_FEW):
        number = _layout(module).code[number]
        if number >= below:
            break
        if number in constants:
            found.update(each.id for each in constants[number].targets if isinstance(each, ast.Name))
            number = constants[number].end_lineno or number
    return found


_FEW = 8
"""Statements between a comment and the assertion that it stands above."""


@once
def _constants(module: Module) -> Mapping[int, ast.Assign]:
    """The statements that give constants a name, by their first lines."""
    given = (each for each in module.nodes(ast.Assign) if isinstance(each.targets[0], ast.Name))
    return {each.lineno: each for each in given if _is_constant(each.value)}


def _is_constant(value: ast.expr) -> bool:
    match value:
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return all(map(_is_constant, elements))
        case ast.Dict(keys=keys, values=values):
            return all(key is not None and _is_constant(key) for key in keys) and all(
                map(_is_constant, values)
            )
        case ast.UnaryOp(operand=operand):
            return _is_constant(operand)
        case _:
            return isinstance(value, ast.Constant)


class _Layout(NamedTuple):
    """What lies around each line, which is given by its number: with line 3, ``code[3]`` is below it."""

    code: Sequence[int]
    """The next line below that holds code; beyond the last line if there is none."""
    ends: Sequence[int]
    """The last line above that ends a function; 0 if there is none."""


@once
def _layout(module: Module) -> _Layout:
    return _Layout(_code_below(module.lines), _ends_above(module.lines))


def _code_below(lines: Sequence[str]) -> Sequence[int]:
    below = [len(lines) + 1]
    for number in range(len(lines), 0, -1):
        below.append(number if is_code_line(lines[number - 1]) else below[-1])
    return below[::-1]


def _ends_above(lines: Sequence[str]) -> Sequence[int]:
    above = [0, 0]
    for number, line in enumerate(lines, 1):
        above.append(number if _ends(line) else above[-1])
    return above


def is_code_line(line: str) -> bool:
    """Whether there is code on a line; a line within a text counts as code too."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def functions(comment: Comment, module: Module) -> Iterator[Function]:
    """The functions whose body a comment belongs to: inside, or below it and indented like it."""
    return iter(_functions(comment, module))


@once
def _functions(comment: Comment, module: Module) -> Sequence[Function]:
    return tuple(_around(comment, module))


def _around(comment: Comment, module: Module) -> Iterator[Function]:
    every = _by_line(module)
    before = bisect_left(every, comment.line, key=_line)
    # Between the end of any other and the comment there is code: the head of this last one.
    last = every[before - 1] if before else None
    for function in (last, *module.ancestors(last)) if last is not None else ():
        if isinstance(function, Function):
            end = function.end_lineno or function.lineno
            if comment.line < end or _is_below(function, end, comment, module):
                yield function


@once
def _by_line(module: Module) -> Sequence[Function]:
    functions: tuple[Function, ...] = (
        *module.nodes(ast.FunctionDef),
        *module.nodes(ast.AsyncFunctionDef),
    )
    return sorted(functions, key=_line)


def _line(function: Function) -> int:
    return function.lineno


def _is_below(function: Function, end: int, comment: Comment, module: Module) -> bool:
    """Whether a comment below the last statement is deeper than the head: in the body, or a block of it."""
    column = comment.column or _kept_indentation(comment.text)
    return column > function.col_offset and _layout(module).ends[comment.line] <= end


def _kept_indentation(text: str) -> int:
    """How far what a hash sign in the first column comments out is indented."""
    content = text.lstrip("#").removeprefix(" ")
    return len(content) - len(content.lstrip())


def _ends(line: str) -> bool:
    """Whether a line below a function is not of it: code, a definition that is commented out, or prose at
    the margin."""
    if is_code_line(line) or DEFINITION.match(line.lstrip("# \t")):
        return True
    return line.startswith("#") and bool(line.strip("# \t\n")) and _kept_indentation(line) == 0


def code_column(comment: Comment) -> int:
    """The column of what stands behind the hash signs of a comment."""
    return comment.column + len(comment.text) - len(comment.text.lstrip("# \t"))
