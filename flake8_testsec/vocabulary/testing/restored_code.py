"""Code that is commented out made code again."""

from __future__ import annotations

import ast
import builtins
import warnings
from collections.abc import Collection, Iterator, Sequence
from typing import TypeGuard

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.application import apply
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.statements import first_line
from flake8_testsec.source.calls import last_word, spelt, structure
from flake8_testsec.source.module import Module, once, statements_within, walk
from flake8_testsec.source.syntax import Comment, Function
from flake8_testsec.vocabulary.testing.comment_places import functions
from flake8_testsec.vocabulary.testing.commented_code import Disabled
from flake8_testsec.vocabulary.testing.known_here import is_denied, is_visible
from flake8_testsec.vocabulary.testing.never_alike import is_class_as_text
from flake8_testsec.vocabulary.testing.only_readers import is_explained_in, reads_what_nobody_else_does

_PARSER_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)
_EQUAL = frozenset({"assertEqual", "assertEquals", "assertNotEqual", "assertIs", "assertIsNot"})
"""Assertions that take the value and what it should be in either order."""

_OF_OLD = {
    "assert_": "assertTrue",
    "assertEquals": "assertEqual",
    "assertNotEquals": "assertNotEqual",
    "assertAlmostEquals": "assertAlmostEqual",
    "assertNotAlmostEquals": "assertNotAlmostEqual",
    "assertItemsEqual": "assertCountEqual",
    "assertRegexpMatches": "assertRegex",
    "assertNotRegexpMatches": "assertNotRegex",
    "failUnless": "assertTrue",
    "failUnlessEqual": "assertEqual",
    "failIf": "assertFalse",
}
"""Assertions that ``unittest`` has no more since 3.12 or 3.0, and what took their place (What's New)."""
_DEBUGGING = frozenset({"breakpoint", "set_trace", "print", "pprint"})


def restored(code: Sequence[Disabled], module: Module) -> Edits:
    """The disabled statements of a block of comments as code, where they stand.

    Args:
        code: the statements.
        module: their module.

    Returns:
        Nothing if the function does not parse then, if a name in them is not known there, if other assertions
        of the function deny what they read, or if they were written for debugging.
    """
    comments = [comment for each in code for comment in each.comments]
    function = next(functions(comments[0], module), None)
    if function is None or not all(each.column and _has_one_hash(each) for each in comments):
        return ()
    bound = {each.id for disabled in code for each in walk(disabled.statement) if _is_bound(each)}
    line = comments[0].line
    if not all(_is_known(each.statement, bound, function, line, module) for each in code):
        return ()
    if any(_is_contradicted(each, line, function, module) for each in code):
        return ()
    if not reads_what_nobody_else_does(code, function, module) or is_explained_in(code, function, module):
        return ()
    edits = (*map(_uncommented, comments), *_spaces(comments, module), *_renewed(code, module))
    return edits if _parses(edits, function, module) else ()


def _is_contradicted(disabled: Disabled, line: int, function: Function, module: Module) -> bool:
    return is_denied(disabled.statement, function, module) or _is_told_above(disabled, line, function, module)


def _spaces(comments: Sequence[Comment], module: Module) -> Iterator[Edit]:
    """What was a blank line of the code becomes one again."""
    for each in module.comments_in(comments[0].line, comments[-1].line):
        if not each.content.strip() and each not in comments:
            yield Edit(each.line, 0, each.line, len(module.line(each.line).rstrip("\n")), "")


def _renewed(code: Sequence[Disabled], module: Module) -> Iterator[Edit]:
    """Assertions by the names that they have today, unless the module itself knows the old one."""
    for disabled in code:
        match disabled.statement:
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=old))) if old in _OF_OLD:
                comment = disabled.comments[0]
                column = module.line(comment.line).find(f".{old}(", comment.column) + 1
                if column and old not in _attributes(module):
                    yield Edit(comment.line, column, comment.line, column + len(old), _OF_OLD[old])


@once
def _attributes(module: Module) -> frozenset[str]:
    """The attributes and methods that a module names anywhere."""
    return frozenset((*(each.attr for each in module.nodes(ast.Attribute)), *known_names(module)))


def _is_told_above(disabled: Disabled, line: int, function: Function, module: Module) -> bool:
    """Whether the lines directly above assert something else of the same thing."""
    start = line
    while module.line(start - 1).strip():
        start -= 1
    live = (each for each in statements_within(function) if start <= each.lineno < line)
    return bool({*_subject(disabled.statement)} & {subject for each in live for subject in _subject(each)})


def _subject(statement: ast.stmt) -> Iterator[str]:
    """What a statement asserts something of, as text."""
    match statement:
        case ast.Assert(test=ast.Compare(left=left)):
            yield structure(left)
        case ast.Expr(value=ast.Call(func=func, args=[_, *_] as args)):
            known = [each for each in args if not isinstance(each, ast.Constant)]
            asked = args[:1] if last_word(func) not in _EQUAL else known[:1]
            yield from (f"{spelt(func)} {structure(each)}" for each in asked)


def _has_one_hash(comment: Comment) -> bool:
    return not comment.text.startswith("##")


def _uncommented(comment: Comment) -> Edit:
    width = len(comment.text) - len(comment.content)
    return Edit(comment.line, comment.column, comment.line, comment.column + width, "")


def _parses(edits: Edits, function: Function, module: Module) -> bool:
    """Whether a function is code with the edits; they may lie below its end."""
    first, end = first_line(function), max(function.end_lineno or 0, *(each.line for each in edits))
    lines = module.lines[first - 1 : end]
    above = first - 1
    moved = (each._replace(line=each.line - above, end_line=each.end_line - above) for each in edits)
    text = apply(lines, moved)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(f"if 1:\n{text}" if text[:1].isspace() else text)
        except _PARSER_ERRORS:
            return False
    return True


def _is_bound(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _is_known(
    statement: ast.stmt, bound: Collection[str], function: Function, line: int, module: Module
) -> bool:
    nodes = [*walk(statement)]
    if any(isinstance(each, ast.Call) and last_word(each.func) in _DEBUGGING for each in nodes):
        return False
    names = {each.id for each in nodes if isinstance(each, ast.Name)} - {*bound}
    read = (each.attr for each in nodes if isinstance(each, ast.Attribute))
    return (
        names <= known_names(module)
        and all(is_visible(each, function, line, module) for each in names)
        and all(_is_known_attribute(each, module) for each in read)
        and not any(map(_is_class_as_text, nodes))
    )


def _is_known_attribute(word: str, module: Module) -> bool:
    """Whether anything else in the module names an attribute, or it is an assertion."""
    return word.startswith(("assert", "fail")) or word in _attributes(module)


def _is_class_as_text(node: ast.AST) -> bool:
    """Whether the text of a class is compared with a bare name, which it never is."""
    match node:
        case ast.Compare(left=left, comparators=[right]) | ast.Call(args=[left, right, *_]):
            return is_class_as_text(left, right) or is_class_as_text(right, left)
        case _:
            return False


@once
def known_names(module: Module) -> frozenset[str]:
    """Every name that the module, the interpreter binds or reads anywhere."""
    aliases = ((each.asname or each.name).partition(".")[0] for each in module.nodes(ast.alias))
    return frozenset(
        (
            *dir(builtins),
            *aliases,
            *(each.id for each in module.nodes(ast.Name)),
            *(each.arg for each in module.nodes(ast.arg)),
            *(each.name for each in module.nodes(ast.FunctionDef)),
            *(each.name for each in module.nodes(ast.AsyncFunctionDef)),
            *(each.name for each in module.nodes(ast.ClassDef)),
        )
    )
